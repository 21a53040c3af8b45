// SPDX-License-Identifier: Apache-2.0
// The same (principal, coordination_id) twice: the first request again, or a mistake.
import { type CoordinationState, coordinationResult } from '../machines/operation.ts';
import { CoordinationResult } from '../model/enums.ts';
import { IdempotencyConflictError } from '../model/errors.ts';
import type { Digest } from './digest.ts';

/** How long an outcome is kept, from its first request. */
export const IDEMPOTENCY_MS = 7 * 24 * 3600 * 1000;

/** What is remembered of the principal's earlier request of the same id. */
export interface KnownRequest {
  readonly digest: Digest;
  /** {unit ms} */
  readonly receivedAt: number;
  readonly state: CoordinationState;
}

export type RequestMatch =
  | 'NEW'
  /** It is under way: wait for it, and do nothing twice. */
  | 'ATTACH'
  /** It has ended: answer as before. */
  | 'REPLAY';

/** Throws IdempotencyConflictError when the id stands for another request. */
export function matchRequest(
  known: KnownRequest | undefined,
  coordinationId: string,
  digest: Digest,
  now: number,
): RequestMatch {
  if (known === undefined) {
    return 'NEW';
  }
  const final = coordinationResult(known.state) !== CoordinationResult.UNKNOWN;
  if (final && now - known.receivedAt >= IDEMPOTENCY_MS) {
    return 'NEW';
  }
  if (known.digest !== digest) {
    throw new IdempotencyConflictError(coordinationId, known.digest, digest);
  }
  return final ? 'REPLAY' : 'ATTACH';
}
