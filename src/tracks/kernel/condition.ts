// SPDX-License-Identifier: Apache-2.0
// What the kernel's state of a device says about risk: one rule a line, the worst of them counts. So
// another thing that is wrong never lowers it.
import {
  DEVICE_HELD,
  DEVICE_NOT_ANSWERING,
  DEVICE_OPERATING,
  DEVICE_PREPARED,
  DEVICE_PRESENT,
  DEVICE_QUARANTINED,
  DEVICE_STALE,
  DEVICE_UNCERTAIN,
  FEATURE_THERMAL_NONE,
} from '../../abi/generated/constants.ts';
import { DevicePowerState } from '../../abi/generated/enums.ts';
import type { DeviceState } from '../../abi/generated/state.ts';
import { RiskLevel } from '../../core/model/enums.ts';
import type { Level } from '../../core/risk/level.ts';

/** S32_MIN in the state page. */
const TEMPERATURE_UNKNOWN = -0x8000_0000;
/** Below the limit: near it, and on the way there. {unit mC} */
const NEAR_MC = 10_000;
const WARM_MC = 20_000;

export interface Condition {
  /** undefined: the entry could not be read. */
  readonly device: DeviceState | undefined;
  /** The stop is not RUN, or not known to be. */
  readonly stopped: boolean;
  /** {unit mC} */
  readonly thermalLimitMc: number;
  /** DSMIL_FEATURE_ */
  readonly features: bigint;
}

interface Rule {
  /** Stable; a program can switch on it. */
  readonly name: string;
  /** What an effect is worth while the rule speaks. */
  readonly effect: Level;
  /** And a read. */
  readonly read: Level;
  /** Of the device itself, not of what is asked: counts for its current risk level. */
  readonly lasting: boolean;
  /** Why it speaks; null when it does not. */
  readonly speaks: (device: DeviceState, condition: Condition) => string | null;
}

const { SAFE, LOW, MODERATE, HIGH, CRITICAL, QUARANTINED } = RiskLevel;

function celsius(millicelsius: number): string {
  return `${(millicelsius / 1000).toFixed(1)} °C`;
}

function flagged(flag: number, why: string): Rule['speaks'] {
  return ({ flags }) => ((flags & flag) !== 0 ? why : null);
}

function powered(power: number, why: string): Rule['speaks'] {
  return ({ powerState }) => (powerState === power ? why : null);
}

/** Within @margin of the limit. */
function warm(margin: number): Rule['speaks'] {
  return ({ temperatureMc }, { thermalLimitMc }) => {
    if (temperatureMc === TEMPERATURE_UNKNOWN || temperatureMc < thermalLimitMc - margin) {
      return null;
    }
    const limit = celsius(thermalLimitMc);
    return margin === 0
      ? `the temperature is ${celsius(temperatureMc)}, at or above the limit of ${limit}`
      : `the temperature is ${celsius(temperatureMc)}, less than ${celsius(margin)} below the limit of ${limit}`;
  };
}

const RULES: readonly Rule[] = [
  {
    name: 'kernel-quarantined',
    effect: QUARANTINED,
    read: QUARANTINED,
    lasting: true,
    speaks: flagged(DEVICE_QUARANTINED, 'the kernel has the device in quarantine'),
  },
  {
    name: 'kernel-absent',
    effect: CRITICAL,
    read: CRITICAL,
    lasting: true,
    speaks: ({ flags }) =>
      (flags & DEVICE_PRESENT) === 0 ? 'the hardware does not list the device' : null,
  },
  {
    name: 'kernel-uncertain',
    effect: CRITICAL,
    read: MODERATE,
    lasting: true,
    speaks: flagged(
      DEVICE_UNCERTAIN,
      'a rollback could not be completed: what it holds is uncertain',
    ),
  },
  {
    name: 'kernel-not-answering',
    effect: CRITICAL,
    read: MODERATE,
    lasting: true,
    speaks: flagged(DEVICE_NOT_ANSWERING, 'the device does not answer'),
  },
  {
    name: 'kernel-temperature-limit',
    effect: CRITICAL,
    read: MODERATE,
    lasting: true,
    speaks: warm(0),
  },
  {
    name: 'kernel-hold',
    effect: CRITICAL,
    read: LOW,
    lasting: true,
    speaks: flagged(DEVICE_HELD, 'the device is on hold until people have looked at it'),
  },
  {
    // Refused while it lasts, by a need of its own; what it says about risk goes on after the reset.
    name: 'kernel-stop',
    effect: HIGH,
    read: SAFE,
    lasting: false,
    speaks: (_, { stopped }) => (stopped ? 'the emergency stop is latched' : null),
  },
  {
    name: 'kernel-power-fault',
    effect: CRITICAL,
    read: LOW,
    lasting: true,
    speaks: powered(DevicePowerState.FAULT, 'the device reports a fault'),
  },
  {
    name: 'kernel-temperature-near',
    effect: HIGH,
    read: LOW,
    lasting: true,
    speaks: warm(NEAR_MC),
  },
  {
    name: 'kernel-power-unknown',
    effect: HIGH,
    read: LOW,
    lasting: true,
    speaks: powered(DevicePowerState.UNKNOWN, 'the power state of the device is not known'),
  },
  {
    name: 'kernel-stale',
    effect: HIGH,
    read: LOW,
    lasting: true,
    speaks: flagged(DEVICE_STALE, 'the device was not sampled since the last failure or resume'),
  },
  {
    name: 'kernel-device-error',
    effect: MODERATE,
    read: LOW,
    lasting: true,
    speaks: ({ lastError }) =>
      lastError === 0 ? null : `its last operation failed (error ${lastError})`,
  },
  {
    name: 'kernel-temperature-rising',
    effect: MODERATE,
    read: SAFE,
    lasting: true,
    speaks: warm(WARM_MC),
  },
  {
    name: 'kernel-temperature-unknown',
    effect: MODERATE,
    read: SAFE,
    lasting: true,
    speaks: ({ temperatureMc }, { features }) =>
      temperatureMc === TEMPERATURE_UNKNOWN && (features & FEATURE_THERMAL_NONE) === 0n
        ? 'the temperature of the device is not known'
        : null,
  },
  {
    name: 'kernel-busy',
    effect: MODERATE,
    read: SAFE,
    lasting: false,
    speaks: flagged(
      DEVICE_PREPARED | DEVICE_OPERATING,
      'another operation has the device prepared, or is under way on it',
    ),
  },
];

export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly reason: string;
}

const UNREADABLE: Finding = {
  rule: 'kernel-unreadable',
  level: CRITICAL,
  reason: 'the kernel does not show the state of the device',
};

/** What speaks against it, the weightiest first; nothing when nothing does. */
function findings(condition: Condition, levelOf: (rule: Rule) => Level): readonly Finding[] {
  const { device } = condition;
  if (device === undefined) {
    return [UNREADABLE];
  }
  return RULES.flatMap((rule) => {
    const reason = rule.speaks(device, condition);
    const level = levelOf(rule);
    return reason === null || level === SAFE ? [] : [{ rule: rule.name, level, reason }];
  }).sort((a, b) => b.level - a.level);
}

/** For an operation: one that may change the device, or a read. */
export function findingsFor(condition: Condition, effect: boolean): readonly Finding[] {
  return findings(condition, (rule) => (effect ? rule.effect : rule.read));
}

/** How the device itself is, whatever somebody wants of it. */
export function conditionLevel(condition: Condition): Level {
  const [worst] = findings(condition, (rule) => (rule.lasting ? rule.effect : SAFE));
  return worst?.level ?? SAFE;
}
