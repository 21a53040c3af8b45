// SPDX-License-Identifier: Apache-2.0
// TransactionsService: several operations on several devices as a whole.

import { TRANSACTION_MAX } from '../../../core/canonical/transaction.ts';
import { OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { checkRequest, type OperationRequest } from '../../../core/model/operation.ts';
import { coordinateInTime } from '../communication/coordinate.ts';
import { operationOf, stopOf } from '../communication/operation-request.ts';
import { millisecondsOf } from '../communication/values.ts';
import { maySeeDevice, refuseUnseen } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IRunTransactionResponse,
  RunTransactionRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { wireOperation } from './operation-view.ts';
import type { ControlParts } from './parts.ts';

const NOT_IN_STEPS = ['coordinationId', 'timeoutSeconds', 'authContext', 'requestedAt'] as const;

/** What belongs to the whole is said once: in a step it would mean nothing. */
function checkStep(step: object, n: number): void {
  const given = step as Readonly<Record<string, unknown>>;
  const strange = NOT_IN_STEPS.find((name) => Boolean(given[name]));
  if (strange !== undefined) {
    const field = strange.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const allowed = 'absent: it is of the transaction, or not at all';
    throw new InvalidArgumentError(`operations[${n}].${field}`, given[strange], allowed);
  }
}

/** What is wrong in @read is of step @n, but for what the transaction says once. */
function inStep<T>(n: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (
      error instanceof InvalidArgumentError &&
      !/^(coordination_id|auth_context)\b/.test(error.field)
    ) {
      throw new InvalidArgumentError(`operations[${n}].${error.field}`, error.value, error.allowed);
    }
    throw error;
  }
}

function requestsOf(given: RunTransactionRequest): OperationRequest[] {
  const { coordinationId, authContext, justification } = given;
  const steps = given.operations ?? [];
  if (steps.length < 1 || steps.length > TRANSACTION_MAX) {
    throw new InvalidArgumentError('operations', steps, `a list of 1..${TRANSACTION_MAX}`);
  }
  return steps.map((step, n) => {
    checkStep(step, n);
    const whole = {
      ...step,
      coordinationId: coordinationId ?? '',
      justification: step.justification || (justification ?? ''),
      authContext: authContext ?? null,
    };
    return inStep(n, () => checkRequest(operationOf(whole).request));
  });
}

export type TransactionsParts = Pick<ControlParts, 'operations' | 'access' | 'clock'>;

export function transactionsService({ operations, access, clock }: TransactionsParts) {
  return {
    async RunTransaction(
      given: RunTransactionRequest,
      call: GrpcCall,
    ): Promise<IRunTransactionResponse> {
      const { principal } = call.caller;
      const stop = given.operations?.find(
        ({ operationType }) => operationType === OperationType.EMERGENCY_STOP,
      );
      if (stop !== undefined) {
        // Whatever else is wrong with it.
        const request = stopOf({ ...stop, justification: given.justification ?? '' });
        const answer = await operations.coordinate({ principal, request });
        return { operation: wireOperation(answer.result, answer) };
      }
      const unseen = given.operations?.find(
        ({ deviceId }) => !maySeeDevice(access, principal, deviceId ?? 0),
      );
      if (unseen !== undefined) {
        const { deviceId, operationType } = unseen;
        return await refuseUnseen(access, principal, deviceId ?? 0, operationType ?? 0);
      }
      const timeoutMs = millisecondsOf(given.timeout, 'timeout');
      const coordinationId = given.coordinationId ?? '';
      const request = { coordinationId, operations: requestsOf(given) };
      const answer = await coordinateInTime({ operations, clock }, call, { request, timeoutMs });
      return { operation: wireOperation(answer.result, answer) };
    },
  };
}
