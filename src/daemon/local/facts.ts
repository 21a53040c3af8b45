// SPDX-License-Identifier: Apache-2.0
// How things are, as plan() wants to know it. What cannot be found out stays undefined, which
// satisfies nothing.
import { readFileSync } from 'node:fs';
import type { Info } from '../../abi/generated/arguments.ts';
import {
  DEVICE_HELD,
  FEATURE_SIMULATED,
  FEATURE_THERMAL_NONE,
  FEATURE_WRITES,
  OPERATION_TIMEOUT_MS,
} from '../../abi/generated/constants.ts';
import { DEVICES } from '../../abi/generated/devices.ts';
import { StopState as KernelStop } from '../../abi/generated/enums.ts';
import type { DeviceState } from '../../abi/generated/state.ts';
import type { StopState } from '../../core/machines/stop.ts';
import { OperationType } from '../../core/model/enums.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import { orchestratorState } from '../../core/model/orchestrator.ts';
import type { Facts } from '../../core/requirement/input.ts';
import type { Snapshot } from '../../device/snapshot.ts';

const LOCKDOWN_FILE = '/sys/kernel/security/lockdown';
const TEMPERATURE_UNKNOWN = -0x8000_0000;

export interface FactSources {
  readonly info: Info;
  /** A StopState of the kernel's. */
  readonly stop: number;
  /** undefined: its entry could not be read. */
  readonly device: DeviceState | undefined;
  /** The hottest of all; undefined when none is known. Asked where it counts alone. {unit mC} */
  readonly hottestMc: () => number | undefined;
  readonly conflict: boolean;
  readonly tracksAnswering: number;
  /** The orchestrator's own; without one nothing is under way, and nothing ends. */
  readonly life: OrchestratorLife;
  /** undefined: there is no audit log here. */
  readonly auditDurable: boolean | undefined;
  /** `none [integrity] confidentiality`; undefined when it cannot be read. Asked where it counts alone. */
  readonly lockdown: () => string | undefined;
}

/** What the orchestrator knows of itself. */
export interface OrchestratorLife {
  readonly started: boolean;
  /** Transactions of the last run without an outcome. */
  readonly undecided: number;
  readonly ending: boolean;
  /** The stop as the orchestrator has it; undefined: as the kernel shows it. */
  readonly stop: StopState | undefined;
}

export const NO_ORCHESTRATOR: OrchestratorLife = {
  started: true,
  undecided: 0,
  ending: false,
  stop: undefined,
};

const STOP: Readonly<Record<number, StopState>> = {
  [KernelStop.RUN]: 'RUN',
  [KernelStop.LATCHED]: 'LATCHED',
  [KernelStop.RESET_PENDING]: 'RESET_PENDING',
  [KernelStop.READY]: 'READY',
};

/** Most kernels show it to everybody; without the file the kernel has no lockdown that counts. */
export function readLockdown(): string | undefined {
  try {
    return readFileSync(LOCKDOWN_FILE, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}

function memoryProtected({ info, lockdown }: FactSources): boolean | undefined {
  if ((info.features & FEATURE_SIMULATED) !== 0n) {
    return true;
  }
  const words = lockdown();
  return words === undefined ? undefined : /\[(integrity|confidentiality)\]/.test(words);
}

function thermal({ info, hottestMc }: FactSources): Facts['thermal'] {
  if ((info.features & FEATURE_THERMAL_NONE) !== 0n) {
    return 'NOT_WATCHED';
  }
  const found = hottestMc();
  if (found === undefined) {
    return undefined;
  }
  return found < info.thermalLimitMc ? 'BELOW_LIMIT' : 'AT_LIMIT';
}

/** Whether all that it changes can be read before and written back. */
function rollbackCapable({ operationType, parameters }: OperationRequest, info: Info): boolean {
  const { register } = parameters;
  switch (operationType) {
    case OperationType.READ:
      return true;
    case OperationType.WRITE:
      return register !== null && (info.writableMask & (1 << register)) !== 0;
    case OperationType.CONFIG:
      return register !== null && (info.configMask & (1 << register)) !== 0;
    case OperationType.ACTIVATE:
    case OperationType.DEACTIVATE: {
      // Each is the other's way back.
      const both = (1 << OperationType.ACTIVATE) | (1 << OperationType.DEACTIVATE);
      return (info.operationMask & both) === both;
    }
    default:
      return false;
  }
}

export function factsFor(request: OperationRequest, sources: FactSources): Facts {
  const { info, device, conflict, tracksAnswering, auditDurable, life } = sources;
  // The kernel's word and the orchestrator's: RUN is what both say.
  const latch = STOP[sources.stop];
  const stop = latch === 'RUN' ? (life.stop ?? latch) : latch;
  return {
    stop,
    orchestrator: orchestratorState({ ...life, tracksAnswering, stop }),
    onHold: device === undefined ? undefined : (device.flags & DEVICE_HELD) !== 0,
    conflict,
    writesAllowed: (info.features & FEATURE_WRITES) !== 0n,
    auditDurable,
    memoryProtected: memoryProtected(sources),
    thermal: thermal(sources),
    rollbackCapable: rollbackCapable(request, info),
    executionMs: OPERATION_TIMEOUT_MS,
  };
}

/** Of every entry that is consistent. Looked at with each judgement: no state is decoded for it. {unit mC} */
export function hottest(page: Snapshot): number | undefined {
  let most: number | undefined;
  for (const { position } of DEVICES) {
    const found = page.consistent(position) ? page.temperature(position) : TEMPERATURE_UNKNOWN;
    if (found !== TEMPERATURE_UNKNOWN && (most === undefined || found > most)) {
      most = found;
    }
  }
  return most;
}
