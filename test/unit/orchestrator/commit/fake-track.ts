// SPDX-License-Identifier: Apache-2.0
// A track that may say no, get a message twice or not at all, and asks when in doubt.
import type { WorkingTrack } from '../../../../src/core/model/track.ts';
import type {
  Decision,
  Participant,
  Proposal,
  TransactionId,
  Vote,
} from '../../../../src/core/ports/commit.ts';
import type { Fate, Process, Schedule } from './schedule.ts';

export interface TrackWorld {
  readonly schedule: Schedule;
  fate(what: string): Fate;
  vote(): Vote;
}

/** Outlives coordinators. */
export class TrackMemory {
  readonly promised = new Map<TransactionId, number>();
  readonly told = new Map<TransactionId, Decision>();
}

export class FakeTrack implements Participant {
  readonly track: WorkingTrack;
  readonly #memory: TrackMemory;
  readonly #world: TrackWorld;
  readonly #owner: Process;

  constructor(track: WorkingTrack, memory: TrackMemory, world: TrackWorld, owner: Process) {
    this.track = track;
    this.#memory = memory;
    this.#world = world;
    this.#owner = owner;
  }

  #call<T>(what: string, perform: (memory: TrackMemory) => T): Promise<T> {
    const { schedule } = this.#world;
    return schedule.call(this.#owner, this.#world.fate(`track.${what}`), () =>
      perform(this.#memory),
    );
  }

  prepare({ id, incarnation }: Proposal): Promise<Vote> {
    return this.#call('prepare', ({ promised, told }) => {
      const vote = this.#world.vote();
      // Told already, before it was asked: it promises nothing any more.
      if (vote.yes && !told.has(id)) {
        promised.set(id, incarnation);
      }
      return vote;
    });
  }

  decided(id: TransactionId, decision: Decision): Promise<void> {
    return this.#call('decided', ({ promised, told }) => {
      const before = told.get(id);
      if (before !== undefined && before !== decision) {
        throw new Error(`told ${before}, then ${decision} of ${id}`);
      }
      promised.delete(id);
      told.set(id, decision);
    });
  }

  inDoubt() {
    return this.#call('inDoubt', ({ promised }) =>
      [...promised].map(([id, incarnation]) => ({ id, incarnation })),
    );
  }
}
