// SPDX-License-Identifier: Apache-2.0
// The safety version of an operation: a counter that moves with power, the registers that the
// operation names, authorization, required clearance, quarantine and stop, and with nothing else.
// Each of them is counted by itself; the version is the sum of those that concern the operation. A
// sum of counters is a counter, so a value that changes and comes back has moved it twice.
import { checkInteger } from '../model/check.ts';
import { REGISTER_COUNT, type UnifiedDeviceState } from '../model/device-state.ts';
import { RiskLevel } from '../model/enums.ts';

/** How often each has changed on one device. */
export interface SafetyCounters {
  readonly power: number;
  readonly registers: readonly number[];
  readonly authorization: number;
  readonly clearance: number;
  readonly quarantine: number;
  readonly stop: number;
}

export const NO_CHANGES: SafetyCounters = {
  power: 0,
  registers: Array.from({ length: REGISTER_COUNT }, () => 0),
  authorization: 0,
  clearance: 0,
  quarantine: 0,
  stop: 0,
};

function isQuarantined(state: UnifiedDeviceState): boolean {
  return state.unifiedMetadata.currentRiskLevel === RiskLevel.QUARANTINED;
}

/** @counters after the device went from @before to @after. */
export function countChanges(
  counters: SafetyCounters,
  before: UnifiedDeviceState,
  after: UnifiedDeviceState,
): SafetyCounters {
  const moved = (count: number, a: unknown, b: unknown): number => (a === b ? count : count + 1);
  const [ka, kb] = [before.kernelState, after.kernelState];
  const [sa, sb] = [before.securityState, after.securityState];
  const [ma, mb] = [before.unifiedMetadata, after.unifiedMetadata];
  return {
    power: moved(counters.power, ka.powerState, kb.powerState),
    registers: counters.registers.map((count, n) =>
      moved(count, ka.lastRegisterValues[n], kb.lastRegisterValues[n]),
    ),
    authorization: moved(counters.authorization, sa.accessAuthorized, sb.accessAuthorized),
    clearance: moved(counters.clearance, sa.requiredClearance, sb.requiredClearance),
    quarantine: moved(counters.quarantine, isQuarantined(before), isQuarantined(after)),
    stop: moved(counters.stop, ma.emergencyStopApplied, mb.emergencyStopApplied),
  };
}

/**
 * The version for an operation that names @registers, under the kernel's @stopEpoch. For an
 * operation on several devices add up theirs.
 */
export function safetyVersion(
  counters: SafetyCounters,
  registers: readonly number[],
  stopEpoch: number,
): number {
  const { power, authorization, clearance, quarantine, stop } = counters;
  const named = [...new Set(registers)].reduce((sum, register) => {
    checkInteger(register, 'register', 0, REGISTER_COUNT - 1);
    return sum + (counters.registers[register] ?? 0);
  }, 0);
  return power + named + authorization + clearance + quarantine + stop + stopEpoch;
}
