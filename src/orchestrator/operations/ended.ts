// SPDX-License-Identifier: Apache-2.0
// Operations that have ended, for whoever asks again: how each ended, and who may know of it, as text. What it
// was judged by while it was under way is some 35 KB on twelve devices, and of no use any more. The latest stay, as
// many as fit.
import type { Digest } from '../../core/canonical/digest.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { Operation } from './operation.ts';
import {
  type FinalState,
  isFinal,
  type OperationResult,
  resultFrom,
  resultJson,
} from './result.ts';
import type { AccessAsked, Seen } from './views.ts';

/** Objects, strings' heads, a place in a map. {unit bytes} */
const OVERHEAD_BYTES = 400;

export interface EndedLimits {
  readonly count: number;
  /** {unit bytes} */
  readonly bytes: number;
}

interface Kept {
  readonly id: string;
  readonly principal: string;
  readonly digest: Digest;
  readonly receivedAt: number;
  readonly state: FinalState;
  readonly isKnown: boolean;
  readonly text: string;
}

/** An operation as it ended. */
export interface Ended extends Seen {
  readonly digest: Digest;
  /** {unit ms since 1970} */
  readonly receivedAt: number;
  readonly state: FinalState;
  /** False: it ended before the journal had said whether its id was used before. */
  readonly isKnown: boolean;
  readonly result: OperationResult;
}

function textOf({ identity }: Operation, result: OperationResult): string {
  const requests = identity.requests.map(({ deviceId, safetyRequirements }): Json => {
    const { requiredClearance, requiredCompartments } = safetyRequirements.securitySafety;
    return { deviceId, requiredClearance, requiredCompartments: [...requiredCompartments] };
  });
  return JSON.stringify({ requests, result: resultJson(result) });
}

interface KeptRequest {
  readonly deviceId: number;
  readonly requiredClearance: AccessAsked['safetyRequirements']['securitySafety']['requiredClearance'];
  readonly requiredCompartments: readonly string[];
}

function endedOf({ principal, digest, receivedAt, state, isKnown, text }: Kept): Ended {
  const { requests, result } = JSON.parse(text) as {
    readonly requests: readonly KeptRequest[];
    readonly result: Json;
  };
  const access = requests.map(({ deviceId, ...securitySafety }) => ({
    deviceId,
    safetyRequirements: { securitySafety },
  }));
  const identity = { principal, requests: access };
  return { identity, digest, receivedAt, state, isKnown, result: resultFrom(result) };
}

export class EndedOperations {
  readonly #limits: EndedLimits;
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(limits: EndedLimits) {
    this.#limits = limits;
  }

  /** @operation has ended. */
  add(key: string, operation: Operation): void {
    const { identity, state, result, isKnown } = operation;
    if (result === null || !isFinal(state)) {
      throw new TypeError(`the operation ${identity.id} is ${state}: it has not ended`);
    }
    this.delete(key);
    const { id, principal, digest, receivedAt } = identity;
    const text = textOf(operation, result);
    const kept = { id, principal, digest, receivedAt, state, isKnown, text };
    this.#kept.set(key, kept);
    this.#bytes += bytesOf(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#limits.count && this.#bytes <= this.#limits.bytes) {
        return;
      }
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#bytes -= bytesOf(key, kept);
    }
  }

  get(key: string): Ended | undefined {
    const kept = this.#kept.get(key);
    return kept === undefined ? undefined : endedOf(kept);
  }

  /** By the server's own name. */
  named(id: string): Ended | undefined {
    for (const kept of this.#kept.values()) {
      if (kept.id === id) {
        return endedOf(kept);
      }
    }
    return undefined;
  }
}

function bytesOf(key: string, { text }: Kept): number {
  return OVERHEAD_BYTES + key.length + text.length;
}
