// SPDX-License-Identifier: Apache-2.0
// Random histories of changes, then somebody who can write the database. With the audit log's word,
// whatever differs is found. Without it, when even the log is theirs, no word of a person is changed,
// added or moved all the same: what is left is to cut the end off, or to begin anew with other keys.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { replay } from '../../../../src/tracks/security/charter/replay.ts';
import type { Revision, RevisionRow } from '../../../../src/tracks/security/charter/revision.ts';
import { verifyCharter } from '../../../../src/tracks/security/charter/verify.ts';
import { CharterTamperedError } from '../../../../src/tracks/security/errors.ts';
import { runs } from '../../core/runs.ts';
import { decided, founding, recordsOf, relinked } from './forge.ts';
import {
  ANN,
  ANN_2,
  CID,
  EVE,
  keyDocument,
  personDocument,
  policyDocument,
  signer,
} from './people.ts';
import { decide, World } from './world.ts';

const CHANGES: readonly Json[] = [
  { change: 'enrol_person', ...personDocument(CID) },
  { change: 'enrol_key', person: 'ann', key: keyDocument(ANN_2) },
  { change: 'change_person', person: 'bob', clearance: 'COSMIC', compartments: ['B', 'A'] },
  { change: 'set_policy', policy: policyDocument() },
  { change: 'clear', target: 'principal/unix:1000' },
  { change: 'enrol_person', ...personDocument(EVE) },
  { change: 'revoke_person', person: 'eve' },
  { change: 'revoke_key', key_id: 'ann-2' },
];

/** What each needs before it, so that it can happen. */
const NEEDS: ReadonlyMap<number, number> = new Map([
  [6, 5],
  [7, 1],
]);

/** Which of them happen, in their order; cid joins always. */
const history = fc
  .subarray(CHANGES.map((_, index) => index).slice(1))
  .map((which) => [0, ...which])
  .map((which) => which.filter((index) => which.includes(NEEDS.get(index) ?? 0)));

async function lived(which: readonly number[]): Promise<World> {
  const world = new World();
  const track = await world.founded();
  for (const index of which) {
    world.clock.advance(1_000);
    await decide(track, CHANGES[index] ?? null);
  }
  return world;
}

/** Keys that nobody enrolled, under names that are. */
const [MALLORY, MALLET] = [signer('ann-1', 'ann'), signer('bob-1', 'bob')];

const tampering = fc.oneof(
  fc.record({
    do: fc.constant('flip' as const),
    row: fc.nat(),
    column: fc.constantFrom('revision' as const, 'record' as const, 'hash' as const),
    at: fc.nat(),
    bit: fc.nat(6),
  }),
  fc.record({ do: fc.constant('delete' as const), row: fc.nat() }),
  fc.record({ do: fc.constant('double' as const), row: fc.nat(), numbered: fc.boolean() }),
  fc.record({
    do: fc.constant('swap' as const),
    row: fc.nat(),
    by: fc.nat(),
    numbered: fc.boolean(),
  }),
  fc.record({ do: fc.constant('cut' as const), left: fc.nat() }),
  fc.record({ do: fc.constant('edit' as const), row: fc.nat(), leaf: fc.nat(), bit: fc.nat(6) }),
  fc.record({ do: fc.constant('remake' as const), from: fc.nat() }),
  fc.record({ do: fc.constant('extend' as const) }),
);
type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

function flipped(text: string, at: number, bit: number): string {
  const place = at % text.length;
  const code = String.fromCharCode(text.charCodeAt(place) ^ (1 << bit));
  return text.slice(0, place) + code + text.slice(place + 1);
}

/** Where in @value something stands that is no list or table. */
function leaves(value: Json, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) {
    return [[...path]];
  }
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner as Json, [...path, key]));
}

/** @records with one value of one of them otherwise. */
function edited(records: Revision[], row: number, leaf: number, bit: number): Revision[] {
  const copy = structuredClone(records) as Revision[];
  const index = row % copy.length;
  // What relinking makes right again is not worth an edit.
  const { previous: _, digest: __, ...rest } = copy[index] as Revision;
  const paths = leaves(rest as unknown as Json);
  const path = paths[leaf % paths.length] ?? [];
  const last = path.at(-1) ?? '';
  const place = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, {
      ...rest,
    } as Record<string, unknown>);
  const target = path.length === 1 ? (copy[index] as unknown as Record<string, unknown>) : place;
  const before = target[last];
  target[last] =
    typeof before === 'string'
      ? before === ''
        ? 'x'
        : flipped(before, leaf, bit)
      : Number(before) + 1;
  return copy;
}

function swapped(rows: RevisionRow[], row: number, by: number, numbered: boolean): RevisionRow[] {
  const one = row % rows.length;
  const other = (one + 1 + (by % (rows.length - 1))) % rows.length;
  return rows.map((each, index) => {
    const taken = rows[index === one ? other : index === other ? one : index] as RevisionRow;
    return numbered ? { ...taken, revision: each.revision } : taken;
  });
}

/** From revision @from on by people of their own, who sign everything as it should be. */
function remade(rows: RevisionRow[], from: number): RevisionRow[] {
  const start = from % rows.length;
  const kept =
    start === 0
      ? [founding([personDocument(MALLORY), personDocument(MALLET)])]
      : rows.slice(0, start);
  while (kept.length < rows.length) {
    const base = { revision: kept.length, hash: kept.at(-1)?.hash ?? '' };
    const change = { change: 'clear', target: 'all' };
    kept.push(decided(base, change, [MALLORY, MALLET], { role: 'POLICY_CHANGE' }));
  }
  return kept;
}

function tampered(rows: RevisionRow[], step: Tampering): RevisionRow[] {
  switch (step.do) {
    case 'flip':
      return rows.map((row, index) => {
        if (index !== step.row % rows.length) {
          return row;
        }
        return step.column === 'revision'
          ? { ...row, revision: row.revision ^ (1 << step.bit) }
          : { ...row, [step.column]: flipped(row[step.column], step.at, step.bit) };
      });
    case 'delete':
      return rows.filter((_, index) => index !== step.row % rows.length);
    case 'double': {
      const row = rows[step.row % rows.length] as RevisionRow;
      return [...rows, step.numbered ? { ...row, revision: rows.length + 1 } : row];
    }
    case 'swap':
      return swapped(rows, step.row, step.by, step.numbered);
    case 'cut':
      return rows.slice(0, step.left % rows.length);
    case 'edit':
      return relinked(edited(recordsOf(rows), step.row, step.leaf, step.bit));
    case 'remake':
      return remade(rows, step.from);
    case 'extend': {
      const base = { revision: rows.length, hash: rows.at(-1)?.hash ?? '' };
      const change = { change: 'clear', target: 'all' };
      return [...rows, decided(base, change, [ANN, MALLET], { role: 'POLICY_CHANGE' })];
    }
  }
}

/** What persons have signed, of all of them. */
function signedOf(rows: readonly RevisionRow[]): string[] {
  return recordsOf(rows).map(({ statement, approvals }) => JSON.stringify([statement, approvals]));
}

describe('the charter in the database', () => {
  it('B14 is found changed, whatever is flipped, deleted, doubled, moved, cut off, edited, made anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(tampering, { minLength: 20, maxLength: 20 }),
        async (which, steps) => {
          const { audit, storage } = await lived(which);
          const { revisions: rows } = storage;
          expect(verifyCharter(rows, audit.mark)).toHaveProperty('settled', true);
          for (const step of steps) {
            const after = tampered(rows, step);
            const verdict = verifyCharter(after, audit.mark);
            expect(after).not.toEqual(rows);
            expect([step, 'tampered' in verdict]).toEqual([step, true]);
          }
        },
      ),
      runs(8),
    );
  });

  it('B15 says no other word of a person, even to who has no log: it is shorter, or begins anew', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(tampering, { minLength: 20, maxLength: 20 }),
        async (which, steps) => {
          const { revisions: rows } = (await lived(which)).storage;
          const said = signedOf(rows);
          for (const step of steps) {
            const after = tampered(rows, step);
            try {
              replay(after);
            } catch (error) {
              expect(error).toBeInstanceOf(CharterTamperedError);
              continue;
            }
            accepted += 1;
            const now = signedOf(after);
            const anew = now[0] !== said[0];
            expect(anew || now.every((words, index) => words === said[index])).toBe(true);
          }
        },
      ),
      runs(8),
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
