// SPDX-License-Identifier: Apache-2.0
// What is asked of operations, checked: one request, or several on several devices as a whole.
import { domainDigest, requestDigest } from '../../core/canonical/digest.ts';
import {
  checkTransaction,
  type TransactionRequest,
  transactionRequestDigest,
} from '../../core/canonical/transaction.ts';
import { checkInteger, checkText, U32_MAX } from '../../core/model/check.ts';
import { OperationType } from '../../core/model/enums.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { checkRequest, type OperationRequest } from '../../core/model/operation.ts';
import { isEffect } from '../../core/requirement/input.ts';
import type { Context } from './context.ts';
import type { OperationIdentity } from './operation.ts';

/** The server's own limit; timeout_seconds only shortens it. */
export const OPERATION_TIMEOUT_MS = 300_000;

export interface Call {
  /** From the connection: the account or service that asks. */
  readonly principal: string;
  readonly request: OperationRequest | TransactionRequest;
  /** timeout_seconds of the specification: all of it, waiting for people too. 0: the server's 300 s. {unit ms} */
  readonly timeoutMs?: number;
  /** Nobody waits for the answer any more. The operation goes on. */
  readonly signal?: AbortSignal;
}

/** A stop in it makes all of it a stop, whatever else is wrong with it. */
export function isStopCall({ request }: Call): boolean {
  const requests = 'operations' in request ? request.operations : [request];
  return (
    Array.isArray(requests) &&
    requests.some((one) => one?.operationType === OperationType.EMERGENCY_STOP)
  );
}

/** Reads alone, or effects alone: a read is answered, and a commit is not. */
function checkKinds(requests: readonly OperationRequest[]): void {
  const effects = requests.filter(({ operationType }) => isEffect(operationType));
  if (effects.length > 0 && effects.length < requests.length) {
    const allowed = 'the same kind for all: reads alone, or effects alone';
    throw new InvalidArgumentError('operations.operation_type', OperationType.READ, allowed);
  }
}

/** Throws InvalidArgumentError. */
export function checkCall(call: Call, context: Context): OperationIdentity {
  const { principal, request, timeoutMs = 0 } = call;
  checkText(principal, 'principal', 1, 256);
  checkInteger(timeoutMs, 'timeout', 0, U32_MAX * 1_000, 'ms');
  let requests: readonly OperationRequest[];
  let digest: string;
  if ('operations' in request) {
    const transaction = checkTransaction(request);
    requests = transaction.operations;
    digest = transactionRequestDigest(transaction);
  } else {
    requests = [checkRequest(request)];
    digest = requestDigest(requests[0] as OperationRequest);
  }
  checkKinds(requests);
  const begun = context.now();
  const timeout =
    timeoutMs === 0 ? OPERATION_TIMEOUT_MS : Math.min(timeoutMs, OPERATION_TIMEOUT_MS);
  return {
    id: context.nonce(),
    principal,
    coordinationId: request.coordinationId,
    digest,
    // Whoever sends the same request is somebody else with another question.
    about: domainDigest('dsmil/confirmation/v1', { principal, request: digest }),
    requests,
    receivedAt: context.options.clock.wall(),
    begun,
    deadline: begun + timeout,
    stopEpoch: context.options.situation.stopEpoch,
  };
}
