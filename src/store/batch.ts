// SPDX-License-Identifier: Apache-2.0
// Group commit: runs many units in one transaction, so that they share one fsync, and sees to it
// that a unit which fails harms no other.
import type { DatabaseSync } from 'node:sqlite';
import { types } from 'node:util';
import type { Command, ModuleWriter, UnitOutcome, WriteUnit } from './contract.ts';
import { StoreArgumentError, StoreModuleError } from './errors.ts';
import type { CheckHolder } from './holder.ts';
import { isBusy, isFatal, isFull } from './sqlite-error.ts';

/** From so many failing units on, what precedes one is committed on its own: work stays linear. */
const WHOLE_REDOS = 3;

export interface Writers {
  readonly byName: ReadonlyMap<string, ModuleWriter>;
  /** In the order of their hooks. */
  readonly ordered: readonly ModuleWriter[];
}

/** Why a batch went no further. Outcomes that it has all the same are final. */
export type Obstacle =
  /** No space: rolled back. */
  | { readonly kind: 'full' }
  /** Another process holds the database: rolled back. */
  | { readonly kind: 'busy'; readonly error: unknown }
  /** The disk, the database or a module's hook failed: what had no outcome may have happened or not. */
  | { readonly kind: 'fatal'; readonly error: unknown };

export interface BatchResult {
  /** By unit; undefined where the obstacle came first. */
  readonly outcomes: readonly (UnitOutcome | undefined)[];
  readonly obstacle: Obstacle | undefined;
}

/** How one transaction over units ended, when it did not commit. */
type Refusal =
  /** Index of the unit that refused. */
  | { readonly unit: number; readonly error: Error }
  /** beforeCommit() or COMMIT refused: nobody knows whose fault it is. */
  | { readonly unit: undefined; readonly error: Error };

class ObstacleSignal extends Error {
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle) {
    super(obstacle.kind);
    this.obstacle = obstacle;
  }
}

export class BatchRunner {
  commits = 0;
  rollbacks = 0;
  readonly #database: DatabaseSync;
  readonly #writers: Writers;
  readonly #checkHolder: CheckHolder;

  constructor(
    database: DatabaseSync,
    writers: Writers,
    checkHolder: CheckHolder = () => undefined,
  ) {
    this.#database = database;
    this.#writers = writers;
    this.#checkHolder = checkHolder;
  }

  run(units: readonly WriteUnit[]): BatchResult {
    const outcomes: (UnitOutcome | undefined)[] = new Array(units.length).fill(undefined);
    try {
      this.#settle(units, outcomes);
      return { outcomes, obstacle: undefined };
    } catch (error) {
      if (error instanceof ObstacleSignal) {
        return { outcomes, obstacle: error.obstacle };
      }
      throw error;
    }
  }

  /** Gives every unit its outcome, in as few transactions as the failing ones allow. */
  #settle(units: readonly WriteUnit[], outcomes: (UnitOutcome | undefined)[]): void {
    const spans = [{ from: 0, to: units.length }];
    let redos = 0;
    for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
      const { from, to } = span;
      const refusal = this.#attempt(units, from, to, outcomes);
      if (refusal === undefined) {
        continue;
      }
      if (refusal.unit !== undefined) {
        outcomes[refusal.unit] = { done: false, error: refusal.error };
        redos += 1;
        if (redos <= WHOLE_REDOS) {
          spans.push(span);
        } else {
          spans.push({ from: refusal.unit + 1, to }, { from, to: refusal.unit });
        }
        continue;
      }
      const open = indexesOf(outcomes, from, to);
      const [first] = open;
      const middle = open[open.length >> 1];
      if (first === undefined || middle === undefined || open.length === 1) {
        outcomes[first ?? from] = { done: false, error: refusal.error };
      } else {
        spans.push({ from: middle, to }, { from, to: middle });
      }
    }
  }

  /** One transaction over the units of [from, to) that have no outcome. Undefined: it is durable. */
  #attempt(
    units: readonly WriteUnit[],
    from: number,
    to: number,
    outcomes: (UnitOutcome | undefined)[],
  ): Refusal | undefined {
    const open = indexesOf(outcomes, from, to);
    if (open.length === 0) {
      return undefined;
    }
    const results: unknown[][] = [];
    let unit: number | undefined;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      this.#hold();
      for (unit of open) {
        results.push(this.#runUnit(units[unit]));
      }
      unit = undefined;
      for (const writer of this.#writers.ordered) {
        writer.beforeCommit?.();
      }
      this.#database.exec('COMMIT');
    } catch (thrown) {
      return this.#refuse(thrown, unit);
    }
    this.commits += 1;
    this.#hook((writer) => writer.afterCommit?.());
    open.forEach((index, place) => {
      outcomes[index] = { done: true, results: results[place] ?? [] };
    });
    return undefined;
  }

  #hold(): void {
    try {
      this.#checkHolder();
    } catch (error) {
      throw new ObstacleSignal({ kind: 'fatal', error });
    }
  }

  #runUnit(unit: WriteUnit | undefined): unknown[] {
    const results = (unit?.commands ?? []).map((command) => this.#runCommand(command));
    if (!this.#database.isTransaction) {
      const names = unit?.commands.map((command) => `${command.module}.${command.name}`);
      throw new ObstacleSignal({
        kind: 'fatal',
        error: new StoreModuleError(String(names), 'ended the transaction of the batch'),
      });
    }
    return results;
  }

  #runCommand({ module, name, argument }: Command): unknown {
    const commands = this.#writers.byName.get(module)?.commands;
    if (commands === undefined) {
      throw new StoreArgumentError('module', module, `one of ${[...this.#writers.byName.keys()]}`);
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      throw new StoreArgumentError(`${module} command`, name, `one of ${Object.keys(commands)}`);
    }
    const result = command(argument);
    if (types.isPromise(result)) {
      throw new StoreModuleError(
        module,
        `answers ${name} with a promise: commands are synchronous`,
      );
    }
    return result;
  }

  /** Undoes the transaction. Returns whose fault it was; throws what is nobody's. */
  #refuse(thrown: unknown, unit: number | undefined): Refusal {
    const began = this.#database.isTransaction;
    if (began) {
      try {
        this.#database.exec('ROLLBACK');
      } catch (error) {
        throw new ObstacleSignal({ kind: 'fatal', error });
      }
    }
    this.rollbacks += 1;
    if (thrown instanceof ObstacleSignal) {
      throw thrown;
    }
    if (isFatal(thrown) && !isFull(thrown)) {
      throw new ObstacleSignal({ kind: 'fatal', error: thrown });
    }
    this.#hook((writer) => writer.rollback?.());
    if (isFull(thrown)) {
      throw new ObstacleSignal({ kind: 'full' });
    }
    if (isBusy(thrown)) {
      throw new ObstacleSignal({ kind: 'busy', error: thrown });
    }
    return { unit, error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  /** A module whose hook throws does not know its own state any more. */
  #hook(call: (writer: ModuleWriter) => void): void {
    for (const writer of this.#writers.ordered) {
      try {
        call(writer);
      } catch (error) {
        throw new ObstacleSignal({ kind: 'fatal', error });
      }
    }
  }
}

function indexesOf(outcomes: readonly (UnitOutcome | undefined)[], from: number, to: number) {
  const open: number[] = [];
  for (let index = from; index < to; index += 1) {
    if (outcomes[index] === undefined) {
      open.push(index);
    }
  }
  return open;
}
