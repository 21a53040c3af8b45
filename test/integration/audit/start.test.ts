// SPDX-License-Identifier: Apache-2.0
// The sweep of flips, cuts, deletions, orders and rollbacks once more, judged by the daemon's start. For
// leaf file and head file the store stays open and the start's own inspection looks again and again;
// what happens to the database is judged by whole starts, of which there is time for a sample.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from '../../../src/audit/client/inspect.ts';
import { LeafSink } from '../../../src/audit/client/leaf-sink.ts';
import { AuditTamperedError } from '../../../src/audit/errors.ts';
import { auditModule } from '../../../src/audit/open.ts';
import { openStore } from '../../../src/store/open.ts';
import { flipped, recordedOrDamaged, worthTrying } from './damage.ts';
import { expectWords, startFindings } from './judges.ts';
import { frameEnds, ORIGIN, Rig } from './rig.ts';

/** Whole starts that there is time for. */
const STARTS = 30;
const ENTRIES = 8;

let whole: Rig;
/** After each start that added something, the oldest first. */
const history: Rig[] = [];

beforeAll(async () => {
  whole = new Rig();
  for (const count of [2, 1, ENTRIES - 3]) {
    await whole.grow(count);
    history.push(whole.copy());
  }
});
afterAll(() => {
  for (const each of [whole, ...history]) {
    each.remove();
  }
});

/** What a start would refuse of the files as they are now. */
type Judge = () => Promise<string[]>;

/** The start's inspection, with the store already open. */
async function inspecting(rig: Rig, body: (judge: Judge) => Promise<void>): Promise<void> {
  const places = rig.places();
  const store = await openStore({
    directory: rig.store,
    modules: [auditModule(places)],
    limits: { reserveBytes: 64 * 1024 },
  });
  const leaf = new LeafSink({ path: rig.leaves, origin: ORIGIN, keys: rig.keys });
  try {
    await body(async () => {
      try {
        await inspect({ ...places, store, storePath: rig.store }, leaf, rig.trusted.logs);
        return [];
      } catch (error) {
        if (!(error instanceof AuditTamperedError)) {
          throw error;
        }
        expectWords(error);
        return error.findings.map(({ code }) => code);
      }
    });
  } finally {
    await leaf.terminate();
    await store.close();
  }
}

/** Each of @variants of the file at @path; which of them a start takes. */
async function taken(
  judge: Judge,
  path: string,
  variants: Iterable<readonly [string, Uint8Array]>,
): Promise<string[]> {
  const good = readFileSync(path);
  const missed: string[] = [];
  for (const [name, bytes] of variants) {
    writeFileSync(path, bytes);
    if ((await judge()).length === 0) {
      missed.push(name);
    }
  }
  writeFileSync(path, good);
  return missed;
}

function* flips(good: Buffer): Generator<readonly [string, Uint8Array]> {
  for (let at = 0; at < good.length; at++) {
    // Far behind the slots of a head file there is nothing but zeros.
    if (worthTrying(good, at)) {
      yield [`byte ${at}`, flipped(good, at)];
    }
  }
}

function* cuts(good: Buffer, end: number, step: number): Generator<readonly [string, Uint8Array]> {
  for (let size = end - 1; size >= 0; size -= step) {
    yield [`cut at ${size}`, good.subarray(0, size)];
  }
}

/** With a frame left out, doubled, or in its neighbour's place. */
function* reordered(
  good: Buffer,
  ends: readonly number[],
): Generator<readonly [string, Uint8Array]> {
  const piece = (i: number): Buffer => good.subarray(ends[i], ends[i + 1]);
  const joined = (from: number, to: number, ...middle: readonly Buffer[]): Uint8Array =>
    Buffer.concat([good.subarray(0, ends[from]), ...middle, good.subarray(ends[to])]);
  for (let i = 0; i + 2 < ends.length; i++) {
    yield [`without frame ${i}`, joined(i, i + 1)];
    yield [`frame ${i} doubled`, joined(i, i + 1, piece(i), piece(i))];
    yield [`frames ${i} and ${i + 1} swapped`, joined(i, i + 2, piece(i + 1), piece(i))];
  }
}

describe('a start finds', () => {
  it('W21 every flip of the leaf file and of the head file, every cut, every other order', async () => {
    const rig = whole.copy();
    await inspecting(rig, async (judge) => {
      expect(await judge()).toEqual([]);
      const leaves = readFileSync(rig.leaves);
      const head = readFileSync(rig.head);
      const ends = frameEnds(rig.leaves);
      // The last frame has no entries: without it nothing is missing.
      const acknowledged = ends.at(-2) ?? 0;
      expect(await taken(judge, rig.leaves, flips(leaves))).toEqual([]);
      expect(await taken(judge, rig.leaves, cuts(leaves, acknowledged, 7))).toEqual([]);
      expect(await taken(judge, rig.leaves, reordered(leaves, ends))).toEqual([]);
      expect(await taken(judge, rig.head, flips(head))).toEqual([]);
      expect(await taken(judge, rig.head, cuts(head, head.length, 61))).toEqual([]);
      expect(await judge()).toEqual([]);
    });
    rig.remove();
  });

  it(`W22 flips of the database, ${STARTS} whole starts: found, or nothing that was recorded is another`, async () => {
    const good = readFileSync(whole.database);
    const places = [...good.keys()].filter((at) => worthTrying(good, at));
    const seed = Number(process.env['DSMIL_SEED'] ?? Date.now() % 1_000_000);
    let found = 0;
    for (let n = 0; n < STARTS; n++) {
      const at = places[(seed + Math.floor((n * places.length) / STARTS)) % places.length] ?? 0;
      const where = `byte ${at}, DSMIL_SEED=${seed}`;
      const rig = whole.copy();
      writeFileSync(rig.database, flipped(good, at));
      const before = recordedOrDamaged(rig.database);
      const findings = await startFindings(rig);
      for (const code of findings) {
        expect(code, where).toMatch(/^[A-Z_]+$/);
      }
      found += Math.min(1, findings.length);
      if (findings.length === 0) {
        expect(before, where).toBe(recordedOrDamaged(whole.database));
      }
      rig.remove();
    }
    expect(found).toBeGreaterThan(STARTS / 10);
  });

  it('W23 cuts of the database, wherever', async () => {
    const good = readFileSync(whole.database);
    const page = 4096;
    const sizes = [0, 1, 99, page - 1, page, 2 * page, good.length / 2 + 17, good.length - page];
    for (const size of [...sizes, good.length - 1]) {
      const rig = whole.copy();
      writeFileSync(rig.database, good.subarray(0, size));
      expect(await startFindings(rig), `cut at ${size}`).not.toEqual([]);
      rig.remove();
    }
  });

  it('W24 each row that is deleted, and rows that change places', async () => {
    const changes = [
      ...Array.from({ length: ENTRIES }, (_, i) => [`DELETE FROM audit_leaf WHERE idx = ${i}`]),
      ...Array.from({ length: ENTRIES - 1 }, (_, i) => [
        `UPDATE audit_leaf SET idx = 99 WHERE idx = ${i}`,
        `UPDATE audit_leaf SET idx = ${i} WHERE idx = ${i + 1}`,
        `UPDATE audit_leaf SET idx = ${i + 1} WHERE idx = 99`,
      ]),
      ['DELETE FROM audit_tile'],
      ['DELETE FROM audit_head'],
    ];
    for (const statements of changes) {
      const rig = whole.copy();
      const database = new DatabaseSync(rig.database);
      for (const statement of statements) {
        database.exec(statement);
      }
      database.close();
      expect(await startFindings(rig), statements[0]).not.toEqual([]);
      rig.remove();
    }
  });

  it('W25 each of store, head and leaf file, and store and head together, put back to any earlier start', async () => {
    for (const old of history.slice(0, -1)) {
      for (const parts of [
        ['store'],
        ['head'],
        ['leaves'],
        ['store', 'head'],
        ['head', 'leaves'],
      ]) {
        const rig = whole.copy();
        for (const part of parts as ('store' | 'head' | 'leaves')[]) {
          rmSync(rig[part], { recursive: true });
          cpSync(old[part], rig[part], { recursive: true, preserveTimestamps: true });
        }
        expect(await startFindings(rig), parts.join(' and ')).not.toEqual([]);
        rig.remove();
      }
    }
  });

  it('W26 any of the files when it is missing', async () => {
    for (const part of ['head', 'leaves', join('store', 'store.db')]) {
      const rig = whole.copy();
      rmSync(join(rig.folder, part));
      expect(await startFindings(rig), part).not.toEqual([]);
      rig.remove();
    }
  });
});
