// SPDX-License-Identifier: Apache-2.0
// OperationsService: looks at operations, and takes them back.

import { isPerson } from '../../../core/canonical/approval.ts';
import { RiskLevel } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { describePlan } from '../../../core/requirement/plan.ts';
import type { OperationResult } from '../../../orchestrator/operations/result.ts';
import { isPending } from '../../application/pending.ts';
import { operationOf } from '../communication/operation-request.ts';
import { DeviceNotFoundError, maySeeDevice } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type {
  CancelOperationRequest,
  GetOperationRequest,
  ICancelOperationResponse,
  IGetOperationResponse,
  IListOperationsResponse,
  IOperation,
  IPlanOperationResponse,
  ListOperationsRequest,
  PlanOperationRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { textField } from './fields.ts';
import { wireOperation } from './operation-view.ts';
import { momentKey, pageOf } from './paging.ts';
import type { ControlParts, Planned } from './parts.ts';

const ID_MAX = 128;
const APPROVERS_MAX = 8;
/** What a plan is called whose request has no name. */
const PLAN_ID = 'plan';

const EFFECTS = { at_least: 1, adds: 2 } as const;

function shown(result: OperationResult): IOperation {
  return wireOperation(result, { pending: isPending(result), replayed: false });
}

function wirePlan({
  input,
  plan,
  answers,
  assessment,
  ...versions
}: Planned): IPlanOperationResponse {
  return {
    ...versions,
    risk: plan.risk ?? RiskLevel.UNKNOWN,
    allowed: plan.allowed,
    possible: plan.possible,
    needs: plan.needs.map((one) => ({ ...one })),
    terms: assessment.terms.map((one) => ({ ...one, effect: EFFECTS[one.effect] })),
    verdicts: answers.map((answer) =>
      'verdict' in answer
        ? {
            track: answer.track,
            answered: true,
            risk: answer.verdict.risk,
            reasons: [...answer.verdict.reasons],
          }
        : { track: answer.track, answered: false, reasons: [answer.missing] },
    ),
    words: describePlan(input, plan),
  };
}

/** Which accounts there are is for persons: others name nobody, and so find nobody out. */
function checkApprovers(
  access: ControlParts['access'],
  asking: string,
  names: readonly string[],
): void {
  if (names.length > 0 && !isPerson(access.identify(asking))) {
    const count = `${names.length} names`;
    throw new InvalidArgumentError('approved_by', count, 'empty: only a person may name others');
  }
  if (names.length > APPROVERS_MAX) {
    throw new InvalidArgumentError('approved_by', names, `at most ${APPROVERS_MAX} principals`);
  }
  const unknown = names.findIndex((name) => access.identify(name) === undefined);
  if (unknown >= 0) {
    const field = `approved_by[${unknown}]`;
    throw new InvalidArgumentError(field, names[unknown], 'a principal of the policy');
  }
}

export type OperationsParts = Pick<ControlParts, 'operations' | 'planner' | 'access'>;

export function operationsService(parts: OperationsParts) {
  const { operations, planner, access } = parts;
  const idOf = ({ id }: { readonly id?: string | null }): string => textField(id, 'id', 1, ID_MAX);
  return {
    async PlanOperation(
      given: PlanOperationRequest,
      { caller }: GrpcCall,
    ): Promise<IPlanOperationResponse> {
      const { operation, approvedBy, confirmed } = given;
      if (operation === null) {
        throw new InvalidArgumentError('operation', undefined, 'an operation to plan');
      }
      const { principal } = caller;
      const { coordinationId, deviceId } = operation;
      if (!maySeeDevice(access, principal, deviceId)) {
        throw new DeviceNotFoundError(deviceId);
      }
      checkApprovers(access, principal, approvedBy);
      const { request } = operationOf({ ...operation, coordinationId: coordinationId || PLAN_ID });
      return wirePlan(await planner.plan({ request, principal, approvedBy, confirmed }));
    },

    ListOperations(given: ListOperationsRequest, { caller }: GrpcCall): IListOperationsResponse {
      const { items, nextPageToken } = pageOf(
        operations.list(caller.principal),
        ({ receivedAt, operation }) => `${momentKey(receivedAt)}/${operation}`,
        given,
        { list: 'ListOperations', principal: caller.principal },
      );
      return { operations: items.map(shown), nextPageToken };
    },

    async GetOperation(
      given: GetOperationRequest,
      { caller }: GrpcCall,
    ): Promise<IGetOperationResponse> {
      return { operation: shown(await operations.lookUp(caller.principal, idOf(given))) };
    },

    CancelOperation(given: CancelOperationRequest, { caller }: GrpcCall): ICancelOperationResponse {
      return { operation: shown(operations.cancel(caller.principal, idOf(given))) };
    },
  };
}
