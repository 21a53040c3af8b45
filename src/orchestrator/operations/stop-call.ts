// SPDX-License-Identifier: Apache-2.0
// A stop that comes as an operation: it goes to the latch at once, before anything of it is checked.
import { CoordinationResult, OperationType } from '../../core/model/enums.ts';
import { RefusedError } from '../../core/model/errors.ts';
import { need } from '../../core/requirement/input.ts';
import type { Call } from './call.ts';
import type { Context } from './context.ts';
import type { CallAnswer } from './result.ts';

/**
 * Whether nobody is known by that name, for certain. A security track that cannot tell holds up no stop:
 * the safe thing happens when everything else fails.
 */
function isStranger({ options }: Context, principal: string): boolean {
  try {
    return options.security.policyLoaded && options.security.identify(principal) === undefined;
  } catch (error) {
    options.fault(error instanceof Error ? error : new Error(String(error)));
    return false;
  }
}

/** RefusedError for a stranger alone. Resolves when the latch is set. */
export function stopAtOnce(context: Context, call: Call): CallAnswer {
  const { principal, request } = call;
  if (isStranger(context, principal)) {
    const because = 'nobody knows who asks';
    const satisfiedBy = 'a connection that is enrolled for somebody; dsmil-stop asks nobody';
    throw new RefusedError([need('identity', false, because, satisfiedBy)]);
  }
  const requests = 'operations' in request ? request.operations : [request];
  const stop = requests.find((one) => one?.operationType === OperationType.EMERGENCY_STOP);
  const begun = context.now();
  context.options.stop.stop(String(stop?.justification ?? '').slice(0, 4_096), principal);
  context.statistics.emergencyStops += 1;
  return {
    pending: false,
    replayed: false,
    result: {
      coordinationId: String(request.coordinationId).slice(0, 128),
      operation: context.nonce(),
      state: 'COMPLETED',
      result: CoordinationResult.SUCCESS,
      cause: null,
      message: '',
      risk: null,
      unmet: [],
      devices: [],
      transaction: null,
      receivedAt: context.options.clock.wall(),
      coordinationMs: Math.max(0, context.now() - begun),
    },
  };
}
