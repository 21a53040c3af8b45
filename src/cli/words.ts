// SPDX-License-Identifier: Apache-2.0
// The ABI's numbers and bits in words. Pure.
import {
  DEVICE_PRESENT,
  DEVICE_QUARANTINED,
  DeviceFlagsBits,
  FeaturesBits,
} from '../abi/generated/constants.ts';
import {
  DevicePowerStateNames,
  type Reason,
  ReasonNames,
  ReasonText,
  RiskLevel,
  StopState,
} from '../abi/generated/enums.ts';
import type { Paint } from './style.ts';

/** NOT_ANSWERING as people say it: not answering. */
export function spoken(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

/** The name of @value, or 'what 17' for one that this build does not know. */
export function named(
  names: Readonly<Record<number, string>>,
  value: number,
  what: string,
): string {
  const name = names[value];
  return name === undefined ? `${what} ${value}` : spoken(name);
}

/** Set bits by name, lowest first; bits that this build does not know by number. */
function bitNames(value: bigint, bits: Readonly<Record<string, number | bigint>>): string[] {
  const names: string[] = [];
  let rest = value;
  for (const [name, bit] of Object.entries(bits)) {
    if ((value & BigInt(bit)) !== 0n) {
      names.push(name);
      rest &= ~BigInt(bit);
    }
  }
  return rest === 0n ? names : [...names, `0x${rest.toString(16)}`];
}

export function flagNames(flags: number): string[] {
  return bitNames(BigInt(flags), DeviceFlagsBits);
}

export function featureNames(features: bigint): string[] {
  return bitNames(features, FeaturesBits);
}

const FEATURE_WORDS: Readonly<Record<string, string>> = {
  WRITES: 'effects are possible (allow_writes=1)',
  THERMAL_SENSOR: 'a thermal sensor is watched',
  THERMAL_NONE: 'effects without a thermal sensor (thermal=none)',
  FORCED: 'forced: no DMI match (force=1)',
  CRC_HARDWARE: 'checksums by the processor',
  SIMULATED: 'simulated hardware',
};

export function featureWords(features: bigint): string[] {
  const names = featureNames(features);
  const words = names.map((name) => FEATURE_WORDS[name] ?? `unknown feature ${name}`);
  return names.includes('WRITES')
    ? words
    : ['read-only: effects are refused (no allow_writes=1)', ...words];
}

/** What is notable in a device's flags: presence is not. */
export function flagWords(flags: number): string[] {
  const notable = flagNames(flags & ~(DEVICE_PRESENT | DEVICE_QUARANTINED)).map(spoken);
  if ((flags & DEVICE_QUARANTINED) !== 0) {
    return ['QUARANTINED', ...notable];
  }
  return (flags & DEVICE_PRESENT) === 0 ? ['absent', ...notable] : notable;
}

/** Power state and notable flags, for a column. */
export function stateWords(powerState: number, flags: number): string {
  const words = flagWords(flags);
  const reachable = (flags & DEVICE_PRESENT) !== 0 && (flags & DEVICE_QUARANTINED) === 0;
  return (reachable ? [named(DevicePowerStateNames, powerState, 'power'), ...words] : words).join(
    ', ',
  );
}

export function riskPaint(risk: number): Paint {
  switch (risk) {
    case RiskLevel.SAFE:
      return 'green';
    case RiskLevel.LOW:
      return 'cyan';
    case RiskLevel.MODERATE:
      return 'yellow';
    case RiskLevel.HIGH:
      return 'red';
    case RiskLevel.CRITICAL:
      return 'critical';
    case RiskLevel.QUARANTINED:
      return 'magenta';
    default:
      return 'bold';
  }
}

export function stopPaint(state: number): Paint {
  switch (state) {
    case StopState.RUN:
      return 'calm';
    case StopState.READY:
    case StopState.RESET_PENDING:
      return 'caution';
    default:
      // Unknown counts as latched.
      return 'alarm';
  }
}

export function reasonName(reason: number): string {
  return ReasonNames[reason] ?? `REASON_${reason}`;
}

export function reasonText(reason: number): string {
  return ReasonText[reason as Reason] ?? 'this build does not know that reason: update it';
}
