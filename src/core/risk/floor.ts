// SPDX-License-Identifier: Apache-2.0
// What no verdict and no method goes below.
import { OperationType, RiskLevel } from '../model/enums.ts';
import type { Level } from './level.ts';

const EFFECTS: Readonly<Partial<Record<OperationType, Level>>> = {
  [OperationType.CONFIG]: RiskLevel.MODERATE,
  [OperationType.DEACTIVATE]: RiskLevel.MODERATE,
  [OperationType.WRITE]: RiskLevel.HIGH,
  [OperationType.RESET]: RiskLevel.HIGH,
  [OperationType.ACTIVATE]: RiskLevel.HIGH,
};

/** The floor of @operation on a device whose class in the table is @device. */
export function floorOf(operation: OperationType, device: Level): Level {
  if (device === RiskLevel.QUARANTINED) {
    return RiskLevel.QUARANTINED;
  }
  if (operation === OperationType.READ) {
    return device >= RiskLevel.HIGH ? RiskLevel.LOW : RiskLevel.SAFE;
  }
  if (operation === OperationType.EMERGENCY_STOP) {
    // Always allowed: plan() never looks at its risk.
    return RiskLevel.SAFE;
  }
  // UNKNOWN, and a number from the future, is the worst.
  const floor = EFFECTS[operation] ?? RiskLevel.CRITICAL;
  return Math.max(floor, device) as Level;
}
