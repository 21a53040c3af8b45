// SPDX-License-Identifier: Apache-2.0
// What these methods throw beside what the parts behind them do. The codes are stable; the frame makes a
// status of each.
import type { OperationResult } from '../../../orchestrator/operations/result.ts';

/** The call's deadline came first: DEADLINE_EXCEEDED. The operation goes on; the same id finds it. */
export class OperationPendingError extends Error {
  override readonly name = 'OperationPendingError';
  readonly code = 'ERR_DSMIL_OPERATION_PENDING';
  readonly coordinationId: string;
  /** The server's own name for it. */
  readonly operation: string;
  readonly satisfiedBy = 'the same request with the same coordination_id: it re-attaches';

  constructor({ coordinationId, operation, state, unmet }: OperationResult) {
    const waits = unmet.map(({ rule }) => rule).join(', ');
    super(
      `operation ${operation} (coordination_id ${JSON.stringify(coordinationId)}) is ${state} and goes on` +
        `${waits === '' ? '' : `, waiting for ${waits}`}: send the same request again to re-attach`,
    );
    this.coordinationId = coordinationId;
    this.operation = operation;
  }
}

const REFUSALS = {
  UNPUBLISHABLE_TYPE:
    'an event type that clients may publish: stops, audit entries and completed operations are told by the daemon alone',
  UNPUBLISHABLE_SOURCE:
    'a source track that clients may speak for: the orchestrator speaks for itself',
  NOT_GRANTED: 'a grant of the policy to publish this event type for this source track',
} as const;

export type PublishRefusal = keyof typeof REFUSALS;

/** Nobody was told anything: PERMISSION_DENIED. */
export class PublishRefusedError extends Error {
  override readonly name = 'PublishRefusedError';
  readonly code = 'ERR_DSMIL_PUBLISH_REFUSED';
  readonly refusal: PublishRefusal;
  readonly satisfiedBy: string;

  constructor(refusal: PublishRefusal) {
    super(`refused, ${refusal}: it takes ${REFUSALS[refusal]}`);
    this.refusal = refusal;
    this.satisfiedBy = REFUSALS[refusal];
  }
}

/** Nobody was told anything: RESOURCE_EXHAUSTED. */
export class PublishRateError extends Error {
  override readonly name = 'PublishRateError';
  readonly code = 'ERR_DSMIL_PUBLISH_RATE';
  readonly satisfiedBy: string;

  constructor(waitMs: number) {
    super('refused, TOO_MANY_EVENTS: this account has published as fast as one may');
    this.satisfiedBy = `publishing the next one in ${waitMs} ms`;
  }
}

/** There is no component of that name: NOT_FOUND. */
export class ComponentNotFoundError extends Error {
  override readonly name = 'ComponentNotFoundError';
  readonly code = 'ERR_DSMIL_NOT_FOUND';

  constructor(component: string) {
    super(
      `there is no component ${JSON.stringify(component.slice(0, 64))}: ask without components for all`,
    );
  }
}
