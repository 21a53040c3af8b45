// SPDX-License-Identifier: Apache-2.0
// An operation, or a transaction, as a message.
import type { OperationResult } from '../../../orchestrator/operations/result.ts';
import { unmetNeeds } from '../communication/operation-answer.ts';
import { wireTime } from '../communication/values.ts';
import type { IOperation } from '../wire/generated/dsmil-control-v1.ts';

const STATES: Readonly<Record<OperationResult['state'], number>> = {
  INITIALIZING: 1,
  SAFETY_CHECKING: 2,
  AUTHORIZING: 3,
  EXECUTING: 4,
  COMPLETED: 5,
  FAILED: 6,
  DENIED: 7,
  EMERGENCY_STOPPED: 8,
};

export interface HowAnswered {
  readonly pending: boolean;
  readonly replayed: boolean;
}

export function wireOperation(
  result: OperationResult,
  { pending, replayed }: HowAnswered,
): IOperation {
  return {
    coordinationId: result.coordinationId,
    operationId: result.operation,
    state: STATES[result.state],
    result: result.result,
    cause: result.cause ?? '',
    message: result.message,
    risk: result.risk ?? 0,
    unmet: unmetNeeds(result.unmet),
    devices: result.devices.map(({ device, value, error, reason }) => ({
      deviceId: device,
      value,
      error,
      reason,
    })),
    transactionId: result.transaction ?? '',
    receivedAt: wireTime(result.receivedAt),
    coordinationTime: wireTime(result.coordinationMs),
    pending,
    replayed,
  };
}
