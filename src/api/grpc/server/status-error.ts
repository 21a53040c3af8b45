// SPDX-License-Identifier: Apache-2.0
// What the server itself refuses a call with.
import type { status } from '@grpc/grpc-js';

export interface StatusFacts {
  readonly message: string;
  /** The limit that was reached. */
  readonly quota?: string;
  /** When it is worth trying again. {unit ms} */
  readonly retryMs?: number;
}

export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: status;
  /** Stable; A-Z and "_". */
  readonly reason: string;
  readonly facts: StatusFacts;

  constructor(code: status, reason: string, facts: StatusFacts) {
    super(facts.message);
    this.status = code;
    this.reason = reason;
    this.facts = facts;
  }
}
