// SPDX-License-Identifier: Apache-2.0
// What tracks disagree about, and people's decisions. One that is weaker than the safest word takes two
// persons: the first one's is kept for five minutes, and holds when another decides the same.
import { type Directory, isPerson, type Person } from '../../core/canonical/approval.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { DeviceAccess } from '../../core/requirement/input.ts';
import type { FieldValue } from '../../core/state/field-table.ts';
import { isCleared } from '../../orchestrator/operations/views.ts';
import type { Disagreement } from '../../sync/book.ts';
import { DecisionError } from '../../sync/errors.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';

const WAIT_MS = 300_000;
const WAITING_MAX = 256;

/** Whoever decides must be a person who is cleared for the device. */
export class NotDecidingError extends Error {
  override readonly name = 'NotDecidingError';
  readonly code = 'ERR_DSMIL_NOT_DECIDING';
  readonly satisfiedBy = 'a person with the clearance and compartments of the device';

  constructor() {
    super('who decides about a disagreement must be a person who is cleared for the device');
  }
}

export interface ConflictDeskOptions {
  readonly sync: Pick<Synchronizer, 'disagreements' | 'blocksEffects' | 'decide'>;
  /** Throws for a token that is no device's. */
  readonly accessOf: (device: number) => DeviceAccess;
  readonly directory: () => Directory;
  readonly clock: Clock;
}

export interface OpenConflict {
  readonly disagreement: Disagreement;
  readonly blocksEffects: boolean;
}

/** What is decided: one of the values that were said, about exactly the words that were shown. */
export interface ConflictDecision {
  readonly device: number;
  readonly path: string;
  readonly about: string;
  readonly value: FieldValue;
}

export type DecisionState = 'DECIDED' | 'WAITS_FOR_SECOND_PERSON';

export class ConflictDesk {
  readonly #options: ConflictDeskOptions;
  /** First decisions, by what was decided. */
  readonly #first = new Map<string, { readonly person: string; readonly until: number }>();

  constructor(options: ConflictDeskOptions) {
    this.#options = options;
  }

  /** Those of devices that @person is cleared for. */
  list(person: Person | undefined): readonly OpenConflict[] {
    const { sync, accessOf } = this.#options;
    return sync
      .disagreements()
      .filter(({ device }) => isCleared(person, accessOf(device)))
      .map((disagreement) => ({
        disagreement,
        blocksEffects: sync.blocksEffects(disagreement.device),
      }));
  }

  /** Rejects with NotDecidingError, and with what the synchronizer's decide() does. */
  async decide(person: Person | undefined, decision: ConflictDecision): Promise<DecisionState> {
    const { sync, accessOf, clock } = this.#options;
    const { device, path, about, value } = decision;
    if (!isPerson(person) || !isCleared(person, accessOf(device))) {
      throw new NotDecidingError();
    }
    const now = clock.boot();
    this.#expire(now);
    const key = JSON.stringify([device, path, about, value]);
    const earlier = this.#standing(key, device);
    const persons =
      earlier === undefined || earlier === person.person
        ? [person.person]
        : [earlier, person.person];
    try {
      await sync.decide(device, path, { value, about, persons });
      this.#first.delete(key);
      return 'DECIDED';
    } catch (error) {
      const waits = error instanceof DecisionError && error.problem === 'TWO_PERSONS';
      if (!waits || this.#first.size >= WAITING_MAX) {
        throw error;
      }
      this.#first.set(key, { person: person.person, until: now + WAIT_MS });
      return 'WAITS_FOR_SECOND_PERSON';
    }
  }

  /** Whoever was revoked since has not decided anything. */
  #standing(key: string, device: number): string | undefined {
    const { directory, accessOf } = this.#options;
    const noted = this.#first.get(key)?.person;
    const person = directory().persons.find((one) => one.person === noted);
    return isCleared(person, accessOf(device)) ? person.person : undefined;
  }

  #expire(now: number): void {
    for (const [key, { until }] of this.#first) {
      // Asked this way round, a clock that reads NaN has expired everything.
      if (!(until > now)) {
        this.#first.delete(key);
      }
    }
  }
}
