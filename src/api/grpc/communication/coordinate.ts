// SPDX-License-Identifier: Apache-2.0
// CoordinateOperation: identity is the connection's, the rest is the core's. Answers a little before the
// call's deadline, so that whoever waits is told the operation's name.
import { OperationType } from '../../../core/model/enums.ts';
import type { Call } from '../../../orchestrator/operations/call.ts';
import type { CallAnswer } from '../../../orchestrator/operations/result.ts';
import { Patience } from '../../patience.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IOperationCoordinationRequest,
  IOperationCoordinationResponse,
} from '../wire/generated/dsmil-communication-v1.ts';
import { OperationPendingError } from './errors.ts';
import { operationAnswer } from './operation-answer.ts';
import { operationOf, stopOf } from './operation-request.ts';
import type { CommunicationParts } from './parts.ts';
import { maySeeDevice, refuseUnseen } from './visibility.ts';

/**
 * Of the time that is left, at most: what an answer takes to be sent, and before the frame ends the call, which
 * knows no operation's name. {unit ms}
 */
const MARGIN_MS = 100;
const MARGIN_SHARE = 0.2;
/** A timer takes no longer time than this. {unit ms} */
const TIMER_MAX_MS = 2 ** 31 - 1;

export type CoordinateParts = Pick<CommunicationParts, 'operations' | 'security' | 'clock'>;

/** How long to wait for an operation, @left ms before the call's deadline. {unit ms} */
export function patienceMs(left: number): number {
  const patience = left - Math.min(MARGIN_MS, left * MARGIN_SHARE);
  return Math.max(0, Math.min(TIMER_MAX_MS, patience));
}

/**
 * As long as @call can be answered in time. Rejects with OperationPendingError when it cannot any more, and
 * with what Operations.coordinate rejects with.
 */
export async function coordinateInTime(
  { operations, clock }: Pick<CoordinateParts, 'operations' | 'clock'>,
  call: GrpcCall,
  asked: Pick<Call, 'request' | 'timeoutMs'>,
): Promise<CallAnswer> {
  const { deadline } = call;
  const left = Number.isFinite(deadline) ? patienceMs(deadline - clock.boot()) : deadline;
  using patience = new Patience(call.signal, left);
  const { signal } = patience;
  const { principal } = call.caller;
  const answer = await operations.coordinate({ ...asked, principal, signal });
  if (answer.pending) {
    call.signal.throwIfAborted();
    throw new OperationPendingError(answer.result);
  }
  return answer;
}

/**
 * Rejects with OperationPendingError at the deadline, DeviceNotFoundError, InvalidArgumentError, and what
 * Operations.coordinate rejects with.
 */
export async function coordinate(
  parts: CoordinateParts,
  given: IOperationCoordinationRequest,
  call: GrpcCall,
): Promise<IOperationCoordinationResponse> {
  const { operations, security } = parts;
  const { principal } = call.caller;
  if (given.operationType === OperationType.EMERGENCY_STOP) {
    return operationAnswer(await operations.coordinate({ principal, request: stopOf(given) }));
  }
  const deviceId = given.deviceId ?? 0;
  if (!maySeeDevice(security, principal, deviceId)) {
    const type = given.operationType ?? OperationType.UNKNOWN;
    return await refuseUnseen(security, principal, deviceId, type);
  }
  return operationAnswer(await coordinateInTime(parts, call, operationOf(given)));
}
