// SPDX-License-Identifier: Apache-2.0
// Coordinators one after the other, or beside each other, over one kernel, one disk and two tracks; and
// what must be true of them when nothing moves any more.
import { OperationType, Track } from '../../../../src/core/model/enums.ts';
import type {
  AuthorizedTransaction,
  Decision,
  TransactionEnd,
  TransactionId,
  Vote,
} from '../../../../src/core/ports/commit.ts';
import {
  type CommitCoordinator,
  createCoordinator,
} from '../../../../src/orchestrator/commit/coordinator.ts';
import type { CommitOptions } from '../../../../src/orchestrator/commit/options.ts';
import { recover } from '../../../../src/orchestrator/commit/recovery.ts';
import { Disk, FakeJournal, flaggedOf } from './fake-journal.ts';
import { FakeKernel } from './fake-kernel.ts';
import { FakeTrack, TrackMemory } from './fake-track.ts';
import { type Fate, Process, Schedule, settle } from './schedule.ts';

export interface Chance {
  fate(what: string): Fate;
  vote(): Vote;
  undoFails(): boolean;
}

export const NO_TROUBLE: Chance = {
  fate: () => 'GOOD',
  vote: () => ({ yes: true }),
  undoFails: () => false,
};

export interface Start {
  readonly process: Process;
  readonly options: CommitOptions;
  coordinator: CommitCoordinator | undefined;
  recovered: boolean;
}

export class CommitWorld {
  readonly schedule = new Schedule();
  readonly disk = new Disk();
  readonly kernel: FakeKernel;
  readonly memories = [new TrackMemory(), new TrackMemory()] as const;
  readonly ends = new Map<TransactionId, TransactionEnd>();
  /** Whose end was said to need no record. */
  readonly #unrecorded = new Set<TransactionId>();
  readonly problems: unknown[] = [];
  /** Broken invariants. */
  readonly broken: string[] = [];
  chance: Chance = NO_TROUBLE;
  #value = 100;

  constructor() {
    const checkAllowed = (id: TransactionId): void => {
      if (!this.disk.allowed.has(id)) {
        this.broken.push(`an effect of ${id} without a durable MAY_COMMIT`);
      }
      if (this.disk.outcomes.has(id)) {
        this.broken.push(`an effect of ${id} after its outcome`);
      }
    };
    const { schedule } = this;
    this.kernel = new FakeKernel({
      schedule,
      checkAllowed,
      fate: (what) => this.chance.fate(what),
      undoFails: () => this.chance.undoFails(),
    });
  }

  /** A daemon's start: claims, takes the next incarnation, recovers, and only then takes transactions. */
  start(): Start {
    const process = new Process();
    const kernel = this.kernel.claim(process);
    const ports = {
      schedule: this.schedule,
      fate: (what: string) => this.chance.fate(what),
      vote: () => this.chance.vote(),
    };
    const options: CommitOptions = {
      kernel,
      journal: new FakeJournal(this.disk, ports, process),
      participants: [
        new FakeTrack(Track.SECURITY, this.memories[0], ports, process),
        new FakeTrack(Track.INTERFACE, this.memories[1], ports, process),
      ],
      clock: this.schedule,
      timers: this.schedule.timersOf(process),
      problem: (error) => {
        this.problems.push(error);
        if (error instanceof Error && error.message.startsWith('told ')) {
          this.broken.push(error.message);
        }
      },
    };
    const started: Start = { process, options, coordinator: undefined, recovered: false };
    recover(options).then(
      () => {
        started.recovered = true;
        started.coordinator = createCoordinator(options);
      },
      (error: unknown) => this.problems.push(error),
    );
    return started;
  }

  transaction(
    devices: readonly number[],
    nonces: readonly string[] = [],
    change: Partial<AuthorizedTransaction> = {},
  ): AuthorizedTransaction {
    this.#value++;
    return {
      coordinationId: `op-${this.#value}`,
      principal: 'unix:1000',
      person: 'ann',
      digest: this.#value.toString(16).padStart(64, '0'),
      stopEpoch: this.kernel.stopEpoch,
      risk: 4,
      effects: devices.map((device) => ({
        device,
        type: OperationType.WRITE,
        register: 8,
        value: this.#value,
        timeoutMs: 100,
      })),
      approvals: nonces.map((nonce) => ({
        nonce,
        expiry: Number.MAX_SAFE_INTEGER,
        person: 'bob',
        keyId: 'k',
        signature: '00',
      })),
      policy: '1',
      confirmed: [],
      deadline: this.schedule.now + 3_000,
      clearance: 0,
      compartments: [],
      ...change,
    };
  }

  execute({ coordinator }: Start, transaction: AuthorizedTransaction, signal?: AbortSignal): void {
    coordinator?.execute(transaction, signal ?? new AbortController().signal).then(
      (end) => this.#ended(end),
      (error: unknown) => this.broken.push(`${error}`),
    );
  }

  #ended(end: TransactionEnd): void {
    const { id, kind, recorded } = end;
    this.ends.set(id, end);
    recorded?.then(
      (is) => {
        if (is && !this.disk.outcomes.has(id)) {
          this.broken.push(`${id} is said to be recorded, and has no outcome`);
        }
      },
      (error: unknown) => this.broken.push(`${error}`),
    );
    if (recorded === undefined && kind !== 'FENCED') {
      this.#unrecorded.add(id);
    }
  }

  /** Until @done, first things first. */
  async until(done: () => boolean): Promise<void> {
    await settle();
    for (let steps = 0; !done(); steps++) {
      if (steps > 5_000) {
        throw new Error('it goes on for ever');
      }
      await this.schedule.next(0);
    }
  }

  /** Somebody comes after all others, with nothing in the way, and looks. */
  async recoverAtLast(): Promise<void> {
    this.chance = NO_TROUBLE;
    await settle();
    const last = this.start();
    await this.until(() => last.recovered);
    await this.until(() => this.schedule.idle);
    let asked = false;
    last.coordinator?.tellInDoubt().then(
      () => {
        asked = true;
      },
      (error: unknown) => this.broken.push(`${error}`),
    );
    await this.until(() => asked && this.schedule.idle);
  }

  /** What the model's Judge looks at. Empty when all is well. */
  judge(): readonly string[] {
    const found = [...this.broken];
    for (const id of this.disk.allowed.keys()) {
      if (!this.disk.outcomes.has(id)) {
        found.push(`${id} may commit and has no outcome`);
      }
      if (this.#unrecorded.has(id)) {
        found.push(`${id} may commit, and its caller was told to wait for no outcome`);
      }
    }
    for (const [id, { outcome }] of this.kernel.kept) {
      found.push(`the kernel still keeps ${id}: ${outcome}`);
    }
    const seen = new Set([...this.disk.outcomes.keys(), ...this.kernel.standing.keys()]);
    for (const id of [...seen, ...this.ends.keys()]) {
      found.push(...this.#judgeOne(id));
    }
    for (const memory of this.memories) {
      found.push(...[...memory.promised.keys()].map((id) => `a track is in doubt about ${id}`));
    }
    for (const { id, devices } of flaggedOf(this.disk)) {
      const free = devices.filter((device) => !this.kernel.holds.has(device));
      if (free.length > 0) {
        found.push(`${id} is flagged and ${free} not on hold`);
      }
    }
    return [...new Set(found)];
  }

  #judgeOne(id: TransactionId): string[] {
    const decision: Decision = this.disk.outcomes.get(id)?.decision ?? 'ABORT';
    if (decision === 'HEURISTIC') {
      return [];
    }
    const found: string[] = [];
    const effects = this.disk.allowed.get(id)?.transaction.effects.length ?? 0;
    const standing = this.kernel.standing.get(id)?.size ?? 0;
    const wanted = decision === 'COMMIT' ? effects : 0;
    if (standing !== wanted) {
      found.push(`${id} is ${decision}, and ${standing} of ${effects} effects stand`);
    }
    for (const { told } of this.memories) {
      const word = told.get(id);
      if (word !== undefined && word !== decision) {
        found.push(`${id} is ${decision}, and a track was told ${word}`);
      }
    }
    const kind = this.ends.get(id)?.kind;
    const lied =
      (kind === 'COMMITTED' && decision !== 'COMMIT') ||
      ((kind === 'ABORTED' || kind === 'ROLLED_BACK') && decision !== 'ABORT');
    return lied ? [...found, `${id} is ${decision}, and its caller was told ${kind}`] : found;
  }
}
