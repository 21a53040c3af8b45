// SPDX-License-Identifier: Apache-2.0
// Group commit against a model that runs each unit by itself.
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchRunner } from '../../../src/store/batch.ts';
import type { ModuleWriter, WriteUnit } from '../../../src/store/contract.ts';
import { runs } from '../core/runs.ts';
import { storeModule } from './ledger-module.ts';
import { command, results, unit } from './stores.ts';

interface Bench {
  readonly database: DatabaseSync;
  readonly runner: BatchRunner;
  lines(): unknown[];
}

function newBench(extra: Partial<ModuleWriter> = {}): Bench {
  const database = new DatabaseSync(':memory:');
  database.exec(storeModule.migrations[0]?.sql ?? '');
  const ledger = storeModule.openWriter({ database, options: { poison: 'poison' } });
  const writer: ModuleWriter = { ...ledger, ...extra };
  const byName = new Map([['ledger', writer]]);
  const runner = new BatchRunner(database, { byName, ordered: [writer] });
  const lines = (): unknown[] =>
    database
      .prepare('SELECT number, line FROM ledger ORDER BY number')
      .all()
      .map((row) => [row['number'], row['line']]);
  return { database, runner, lines };
}

type Kind = 'add' | 'refuse' | 'poison' | 'pair' | 'broken pair' | 'unknown';

function unitOf(kind: Kind, line: string): WriteUnit {
  const commands = {
    add: [command('add', line)],
    refuse: [command('refuse', line)],
    poison: [command('add', 'poison')],
    pair: [command('add', `${line}.1`), command('add', `${line}.2`)],
    'broken pair': [command('add', `${line}.1`), command('refuse', `${line}.2`)],
    unknown: [command('unknown', line)],
  }[kind];
  return { writeClass: 'normal', commands };
}

const LINES: Readonly<Record<Kind, (line: string) => string[]>> = {
  add: (line) => [line],
  pair: (line) => [`${line}.1`, `${line}.2`],
  refuse: () => [],
  poison: () => [],
  'broken pair': () => [],
  unknown: () => [],
};

describe('a batch', () => {
  it('ends as if each of its units had run alone, in order, whichever of them fail', () => {
    const kinds = fc.constantFrom<Kind>(
      'add',
      'add',
      'add',
      'pair',
      'refuse',
      'poison',
      'broken pair',
      'unknown',
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(kinds, { minLength: 1, maxLength: 12 }), { maxLength: 4 }),
        (batches) => {
          const { runner, lines, database } = newBench();
          const expected: string[] = [];
          batches.forEach((batch, number) => {
            const units = batch.map((kind, place) => unitOf(kind, `${number}.${place}`));
            const { outcomes, obstacle } = runner.run(units);
            expect(obstacle).toBeUndefined();
            batch.forEach((kind, place) => {
              const wanted = LINES[kind](`${number}.${place}`);
              const outcome = outcomes[place];
              expect(outcome?.done, `${kind} of ${batch}`).toBe(wanted.length > 0);
              if (outcome?.done === true) {
                expect(outcome.results).toEqual(wanted.map((_, at) => expected.length + at + 1));
              }
              expected.push(...wanted);
            });
            expect(database.isTransaction).toBe(false);
          });
          expect(lines()).toEqual(expected.map((line, place) => [place + 1, line]));
          database.close();
        },
      ),
      runs(300),
    );
  });

  it('is one transaction when nothing fails, and one more for each of the first that fail', () => {
    const { runner } = newBench();
    runner.run(new Array<WriteUnit>(100).fill(unit('add', 'x')));
    expect(runner.commits).toBe(1);
    runner.run([unit('add', 'x'), unit('refuse', 'x'), unit('add', 'x')]);
    expect([runner.commits, runner.rollbacks]).toEqual([2, 1]);
  });

  it('does not run its good units over and over when many fail', () => {
    const { runner, database } = newBench();
    let ran = 0;
    const writer = storeModule.openWriter({ database, options: undefined });
    const add = writer.commands['add'];
    const counting: ModuleWriter = {
      ...writer,
      commands: {
        ...writer.commands,
        add: (line) => {
          ran += 1;
          return add?.(line);
        },
      },
    };
    const many = new BatchRunner(database, {
      byName: new Map([['ledger', counting]]),
      ordered: [counting],
    });
    const units = Array.from({ length: 400 }, (_, place) =>
      unit(place % 2 === 0 ? 'add' : 'refuse', 'x'),
    );
    const { outcomes } = many.run(units);
    expect(outcomes.filter((outcome) => outcome?.done).length).toBe(200);
    expect(ran).toBeLessThan(1000);
    expect(runner.commits).toBe(0);
  });

  it('rolls back and says "full" when there is no space, and goes on when there is', () => {
    const { runner, database, lines } = newBench();
    database.exec('PRAGMA max_page_count = 8');
    const large = unit('add', 'x'.repeat(50_000));
    expect(runner.run([unit('add', 'a'), large])).toEqual({
      outcomes: [undefined, undefined],
      obstacle: { kind: 'full' },
    });
    expect(lines()).toEqual([]);
    database.exec('PRAGMA max_page_count = 1000');
    expect(results(runner.run([large]).outcomes as never)).toEqual([1]);
  });

  it('is fatal when a unit ends the transaction, a hook throws, or the database goes away', () => {
    const kind = (bench: Bench, ...units: WriteUnit[]) => bench.runner.run(units).obstacle?.kind;
    expect(kind(newBench(), unit('add', 'a'), unit('commit'))).toBe('fatal');
    const throwing = (): never => {
      throw new Error('hook');
    };
    expect(kind(newBench({ afterCommit: throwing }), unit('add', 'a'))).toBe('fatal');
    expect(kind(newBench({ rollback: throwing }), unit('refuse', 'a'))).toBe('fatal');
  });

  it('refuses an unknown module, an unknown command, and one that answers with a promise', () => {
    const { runner, lines } = newBench();
    const nobody: WriteUnit = {
      writeClass: 'normal',
      commands: [{ module: 'nobody', name: 'add', argument: 1 }],
    };
    const { outcomes } = runner.run([nobody, unit('toString'), unit('later'), unit('add', 'a')]);
    expect(results(outcomes as never)).toEqual([
      expect.objectContaining({ code: 'ERR_DSMIL_STORE_ARGUMENT', field: 'module' }),
      expect.objectContaining({ code: 'ERR_DSMIL_STORE_ARGUMENT', field: 'ledger command' }),
      expect.objectContaining({ code: 'ERR_DSMIL_STORE_MODULE' }),
      1,
    ]);
    expect(lines()).toEqual([[1, 'a']]);
  });
});
