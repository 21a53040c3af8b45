// SPDX-License-Identifier: Apache-2.0
// What the writer's thread decides: which units of a batch are tried, and what a full disk or a
// failed one means for them.
import { BatchRunner, type Obstacle } from './batch.ts';
import type { ModuleWriter, UnitOutcome, WriteUnit } from './contract.ts';
import type { OpenedDatabase } from './database.ts';
import { StoreBusyError, StoreFailedError, StoreFullError, StoreModuleError } from './errors.ts';
import type { CheckHolder } from './holder.ts';
import type { StoreSettings } from './options.ts';
import type { FromWriter, OpenFacts, WireOutcome, WriterCounters } from './protocol.ts';
import type { Reserve } from './reserve.ts';
import { isFull } from './sqlite-error.ts';
import { Upkeep } from './upkeep.ts';
import { emptyWal } from './wal.ts';
import { toWire } from './wire-error.ts';

type Outcomes = (UnitOutcome | undefined)[];

export interface WriterParts {
  readonly settings: StoreSettings;
  readonly opened: OpenedDatabase;
  readonly checkHolder: CheckHolder;
  readonly writers: ReadonlyMap<string, ModuleWriter>;
  readonly reserve: Reserve;
  readonly send: (message: FromWriter) => void;
}

export class Writer {
  readonly #settings: StoreSettings;
  readonly #opened: OpenedDatabase;
  readonly #writers: readonly ModuleWriter[];
  readonly #runner: BatchRunner;
  readonly #reserve: Reserve;
  readonly #upkeep: Upkeep;
  readonly #send: (message: FromWriter) => void;
  #full = false;
  #failed = false;
  #vacuumDue = false;
  #spaceTimer: NodeJS.Timeout | undefined;

  constructor({ settings, opened, checkHolder, writers, reserve, send }: WriterParts) {
    this.#settings = settings;
    this.#opened = opened;
    this.#writers = [...writers.values()];
    const named = { byName: writers, ordered: this.#writers };
    this.#runner = new BatchRunner(opened.database, named, checkHolder);
    this.#reserve = reserve;
    this.#upkeep = new Upkeep(opened.database, settings.limits);
    this.#send = send;
  }

  /** Says that it is open; without room for the reserve it is full from the start. */
  announce(facts: OpenFacts): void {
    const room = this.#reserve.build();
    this.#send({ type: 'ready', facts, counters: this.#counters() });
    if (!room) {
      this.#becomeFull();
    }
  }

  batch(id: number, units: readonly WriteUnit[]): void {
    if (this.#failed) {
      return;
    }
    const outcomes: Outcomes = new Array(units.length).fill(undefined);
    const fatal = this.#run(units, outcomes);
    if (fatal !== undefined) {
      this.#fail(id, outcomes, fatal.error);
      return;
    }
    const answer = outcomes.map((outcome) => wireOutcome(outcome ?? this.#refusal()));
    try {
      this.#send({ type: 'batch', id, outcomes: answer, counters: this.#counters() });
    } catch (error) {
      const problem = 'answers with something that cannot be cloned';
      const none = new Array<undefined>(units.length).fill(undefined);
      this.#fail(id, none, new StoreModuleError('', problem, 'unknown', error));
      return;
    }
    this.#vacuumDue ||= units.some((unit) => unit.writeClass === 'prune');
    this.#finish();
    this.#maintain();
  }

  /** Throws StoreFailedError when the log could not be emptied: it then still has everything. */
  close(): void {
    clearInterval(this.#spaceTimer);
    try {
      for (const writer of this.#writers) {
        writer.close?.();
      }
      // SQLite does the same when it closes, and tells nobody when that fails.
      emptyWal(this.#opened.database);
    } catch (error) {
      if (!isFull(error)) {
        throw new StoreFailedError(`it does not close well: ${String(error)}`, 'none', error);
      }
    } finally {
      this.#opened.close();
    }
  }

  /** Fills in outcomes; leaves undefined what the full disk refuses. Returns what ends the store. */
  #run(
    units: readonly WriteUnit[],
    outcomes: Outcomes,
  ): Extract<Obstacle, { kind: 'fatal' }> | undefined {
    const attempts: readonly { classes: readonly string[]; before: () => void }[] = this.#full
      ? [
          { classes: ['stop', 'prune'], before: () => undefined },
          { classes: ['stop'], before: () => this.#makeRoom() },
        ]
      : [
          { classes: ['stop', 'normal', 'prune'], before: () => undefined },
          { classes: ['stop', 'prune'], before: () => this.#upkeep.checkpointIfRoom() },
          { classes: ['stop'], before: () => this.#makeRoom() },
        ];
    for (const { classes, before } of attempts) {
      const places = placesOf(units, outcomes, classes);
      if (places.length === 0) {
        continue;
      }
      try {
        before();
      } catch (error) {
        return { kind: 'fatal', error };
      }
      const result = this.#runner.run(places.map((place) => units[place] as WriteUnit));
      places.forEach((place, at) => {
        outcomes[place] = result.outcomes[at];
      });
      switch (result.obstacle?.kind) {
        case undefined:
          continue;
        case 'fatal':
          return result.obstacle;
        case 'full':
          this.#becomeFull();
          continue;
        case 'busy':
          fillRest(outcomes, result.obstacle.error);
          return undefined;
      }
    }
    return undefined;
  }

  #refusal(): UnitOutcome {
    return { done: false, error: this.#fullError() };
  }

  #fullError(): StoreFullError {
    const missing = Math.max(this.#reserve.missingBytes(), this.#settings.limits.walBytes / 2);
    return new StoreFullError(this.#settings.directory, missing);
  }

  /** The reserve's space, for stop records. */
  #makeRoom(): void {
    this.#reserve.release();
    this.#upkeep.checkpointIfRoom();
  }

  #becomeFull(): void {
    if (this.#full) {
      return;
    }
    this.#full = true;
    this.#vacuumDue = true;
    this.#send({ type: 'full', error: toWire(this.#fullError()) });
    this.#spaceTimer = setInterval(() => this.#lookForSpace(), this.#settings.limits.spaceCheckMs);
  }

  #lookForSpace(): void {
    if (this.#failed) {
      return;
    }
    try {
      this.#giveBack();
      this.#upkeep.checkpoint();
      if (this.#reserve.missingBytes() > 0 || !this.#reserve.build()) {
        this.#send({ type: 'full', error: toWire(this.#fullError()) });
        return;
      }
    } catch (error) {
      if (!isFull(error)) {
        this.#fail(null, [], error);
      }
      return;
    }
    clearInterval(this.#spaceTimer);
    this.#full = false;
    this.#send({ type: 'space', counters: this.#counters() });
  }

  /**
   * What retention freed goes back to the file system. To move pages takes room in the log; when there
   * is none the reserve gives it, because more than that comes back at once.
   */
  #giveBack(): void {
    if (!this.#vacuumDue) {
      return;
    }
    try {
      this.#upkeep.vacuumAll();
    } catch (error) {
      if (!isFull(error) || !this.#reserve.release()) {
        throw error;
      }
      this.#upkeep.vacuumAll();
    }
    this.#vacuumDue = false;
  }

  #finish(): void {
    try {
      for (const writer of this.#writers) {
        writer.afterAnswer?.();
      }
    } catch (error) {
      // A module whose hook throws does not know its own state any more.
      this.#fail(null, [], error);
    }
  }

  #maintain(): void {
    if (this.#failed) {
      return;
    }
    try {
      if (this.#vacuumDue && !this.#full) {
        this.#vacuumDue = this.#upkeep.vacuum();
      }
      if (this.#upkeep.checkpointDue) {
        this.#upkeep.checkpoint();
      }
    } catch (error) {
      if (isFull(error)) {
        this.#becomeFull();
      } else {
        this.#fail(null, [], error);
      }
    }
  }

  #fail(id: number | null, outcomes: Outcomes, error: unknown): void {
    this.#failed = true;
    clearInterval(this.#spaceTimer);
    const known = outcomes.map((outcome) => (outcome === undefined ? null : wireOutcome(outcome)));
    this.#send({ type: 'failed', id, outcomes: known, error: toWire(error) });
  }

  #counters(): WriterCounters {
    return {
      commits: this.#runner.commits,
      rollbacks: this.#runner.rollbacks,
      checkpoints: this.#upkeep.checkpoints,
      longestCheckpointMs: this.#upkeep.longestCheckpointMs,
      walBytes: this.#upkeep.walBytes,
      reserve: this.#reserve.whole,
    };
  }
}

function placesOf(
  units: readonly WriteUnit[],
  outcomes: Outcomes,
  classes: readonly string[],
): number[] {
  const places: number[] = [];
  units.forEach((unit, place) => {
    if (outcomes[place] === undefined && classes.includes(unit.writeClass)) {
      places.push(place);
    }
  });
  return places;
}

function fillRest(outcomes: Outcomes, cause: unknown): void {
  const text = "the database, which another process holds (close that one's transaction),";
  outcomes.forEach((outcome, place) => {
    if (outcome === undefined) {
      outcomes[place] = { done: false, error: new StoreBusyError(text, 0, 0, cause) };
    }
  });
}

function wireOutcome(outcome: UnitOutcome): WireOutcome {
  return outcome.done ? outcome : { done: false, error: toWire(outcome.error) };
}
