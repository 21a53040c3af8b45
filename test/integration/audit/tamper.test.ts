// SPDX-License-Identifier: Apache-2.0
// What somebody who can write the files may do to the log, and that both the tool and the daemon's
// start find it. Whoever has the log's key as well can write anything: only what was kept elsewhere
// (an exported checkpoint, the kernel's head) tells on them.
import {
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordsOf } from '../../../src/audit/entry/records.ts';
import { AuditTamperedError } from '../../../src/audit/errors.ts';
import { encodeFrame, encodeHeader } from '../../../src/audit/leaf-file/format.ts';
import { FrameReader } from '../../../src/audit/leaf-file/frames.ts';
import { CompactRange } from '../../../src/audit/merkle/compact-range.ts';
import { leafHash } from '../../../src/audit/merkle/hash.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import type { AuditOptions } from '../../../src/audit/open.ts';
import { expectBoth, startFindings, toolFindings } from './judges.ts';
import { entry, FakeWitness, frameEnds, Rig } from './rig.ts';

let rig: Rig;
const others: Rig[] = [];
beforeEach(async () => {
  rig = new Rig();
  await rig.grow(6);
});
afterEach(() => {
  for (const each of [rig, ...others.splice(0)]) {
    each.remove();
  }
});

function copy(): Rig {
  const other = rig.copy();
  others.push(other);
  return other;
}

const tool = (checkpoint?: string): string[] => toolFindings(rig, checkpoint);
const start = (more?: Partial<AuditOptions>): Promise<string[]> => startFindings(rig, more);

function sql(...statements: readonly string[]): void {
  const database = new DatabaseSync(rig.database);
  try {
    for (const statement of statements) {
      database.exec(statement);
    }
  } finally {
    database.close();
  }
}

const frames = (): number[] => frameEnds(rig.leaves);

const bothFind = (code: string): Promise<void> => expectBoth(rig, code);

describe('the store', () => {
  it('W0 an untouched log is good, and starts', async () => {
    expect(tool()).toEqual([]);
    expect(await start()).toEqual([]);
    expect(tool()).toEqual([]);
  });

  it.each([
    [
      'an entry is changed',
      [
        "UPDATE audit_leaf SET leaf = CAST(replace(CAST(leaf AS TEXT), 'alice', 'mallo') AS BLOB) WHERE idx = 2",
      ],
      'LEAF_CHANGED',
    ],
    ['an entry is deleted', ['DELETE FROM audit_leaf WHERE idx = 2'], 'LEAF_MISSING'],
    ['the last entry is deleted', ['DELETE FROM audit_leaf WHERE idx = 5'], 'LEAF_MISSING'],
    ['all entries are deleted', ['DELETE FROM audit_leaf'], 'LEAF_MISSING'],
    [
      'two entries change places',
      [
        'UPDATE audit_leaf SET idx = 100 WHERE idx = 2',
        'UPDATE audit_leaf SET idx = 2 WHERE idx = 3',
        'UPDATE audit_leaf SET idx = 3 WHERE idx = 100',
      ],
      'LEAF_CHANGED',
    ],
    ['an entry is added', ["INSERT INTO audit_leaf VALUES (6, CAST('{}' AS BLOB))"], 'LEAF_ORDER'],
    [
      'a tile is changed',
      ['UPDATE audit_tile SET hashes = zeroblob(length(hashes)) WHERE position = 0'],
      'LEAF_CHANGED',
    ],
    ['a tile is added', ['INSERT INTO audit_tile VALUES (99, zeroblob(32))'], 'TILE_CHANGED'],
    ['the head says less', ['UPDATE audit_head SET size = 4'], 'LEAF_ORDER'],
    ['the head is deleted', ['DELETE FROM audit_head'], 'LEAF_ORDER'],
    [
      'its checkpoint is another',
      ["UPDATE audit_head SET checkpoint = replace(checkpoint, 'host', 'ghost')"],
      'SIGNATURE_MISSING',
    ],
    [
      'entries are marked as removed',
      ['UPDATE audit_head SET pruned = 3', 'DELETE FROM audit_leaf WHERE idx < 3'],
      'PRUNED_UNSAID',
    ],
    [
      'a trigger is added',
      ['CREATE TRIGGER audit_x AFTER INSERT ON audit_leaf BEGIN SELECT 1; END'],
      'SCHEMA_CHANGED',
    ],
    ['a column is added', ['ALTER TABLE audit_leaf ADD COLUMN more TEXT'], 'SCHEMA_CHANGED'],
  ])('W1 %s: found', async (_name, statements, code) => {
    sql(...statements);
    await bothFind(code);
  });

  it('W2 the whole tree is rebuilt without the key: the signature is missing', async () => {
    // As good as somebody without the key can make it: other entries, tiles and root that fit, signed by another key.
    const forger = new Rig();
    others.push(forger);
    await forger.grow(6);
    rig.putBack(forger, 'store');
    expect(tool()).not.toEqual([]);
    expect(await start()).toContain('SIGNATURE_MISSING');
  });
});

describe('the leaf file', () => {
  it('W3 truncated anywhere: found, as short or as put back', async () => {
    const whole = readFileSync(rig.leaves);
    const ends = frames();
    for (let size = whole.length - 1; size >= 0; size -= 7) {
      writeFileSync(rig.leaves, whole.subarray(0, size));
      expect(tool(), `at ${size}`).not.toEqual([]);
    }
    for (const size of ends.slice(1, -2)) {
      writeFileSync(rig.leaves, whole.subarray(0, size));
      await bothFind('LEAVES_BEHIND');
    }
    // In the middle of a frame that was acknowledged: not a power cut.
    writeFileSync(rig.leaves, whole.subarray(0, (ends[3] ?? 0) + 20));
    expect(await start()).toContain('LEAVES_BEHIND');
  });

  it('W4 a frame left out, doubled, or two in each other’s place: found', async () => {
    const whole = readFileSync(rig.leaves);
    const at = frames();
    const piece = (i: number): Buffer => whole.subarray(at[i], at[i + 1]);
    const header = whole.subarray(0, at[0]);
    const all = at.slice(0, -1).map((_, i) => piece(i));
    const [a, b, c, ...rest] = all as [Buffer, Buffer, Buffer, ...Buffer[]];
    for (const order of [
      [a, c, ...rest],
      [b, a, c, ...rest],
      [a, b, b, c, ...rest],
      [a, c, b, ...rest],
    ]) {
      writeFileSync(rig.leaves, Buffer.concat([header, ...order]));
      expect(tool()).not.toEqual([]);
      expect(await start()).not.toEqual([]);
    }
  });

  it('W5 removed, or another log’s: found', async () => {
    const mine = readFileSync(rig.leaves);
    rmSync(rig.leaves);
    expect(await start()).toContain('LEAVES_MISSING');
    const other = new Rig();
    others.push(other);
    await other.grow(6);
    cpSync(other.leaves, rig.leaves);
    expect(tool()).not.toEqual([]);
    expect(await start()).not.toEqual([]);
    writeFileSync(rig.leaves, mine);
    expect(await start()).toEqual([]);
  });

  it('W6 half a frame that nobody was told of is a power cut: the start drops it, and goes on', async () => {
    const before = readFileSync(rig.leaves);
    const last = frames().at(-3) ?? 0;
    writeFileSync(rig.leaves, Buffer.concat([before, before.subarray(last, last + 60)]));
    expect(tool()).toContain('FILE_SHORT');
    expect(await start()).toEqual([]);
    expect(tool()).toEqual([]);
  });
});

describe('the head file', () => {
  it('W7 removed, cut, or another log’s: found', async () => {
    const mine = readFileSync(rig.head);
    rmSync(rig.head);
    await bothFind('HEAD_MISSING');
    writeFileSync(rig.head, mine);
    truncateSync(rig.head, 4096);
    await bothFind('HEAD_CHANGED');
    const other = new Rig();
    others.push(other);
    await other.grow(6);
    cpSync(other.head, rig.head);
    expect(await start()).not.toEqual([]);
  });

  it('W8 one batch behind the store is a power cut, two are not', async () => {
    const heads = [readFileSync(rig.head)];
    // As after a kill: nothing that a clean end writes.
    await rig.with(async (log) => {
      for (let i = 0; i < 3; i++) {
        await log.append(entry(i), 'intent');
        await log.settled();
        // Nobody waits for the head file, which comes last.
        await vi.waitFor(() => expect(readFileSync(rig.head)).not.toEqual(heads.at(-1)), 60_000);
        heads.push(readFileSync(rig.head));
      }
    });
    const [before, , two] = heads as [Buffer, Buffer, Buffer, Buffer];
    writeFileSync(rig.head, before);
    await bothFind('HEAD_BEHIND');
    writeFileSync(rig.head, two);
    expect(await start()).toEqual([]);
    expect(tool()).toEqual([]);
  });
});

describe('put back to an older state', () => {
  it('W9 the store alone, the leaf file alone, the head alone: found', async () => {
    const old = copy();
    await rig.grow(4);
    const now = copy();
    rig.putBack(old, 'store');
    await bothFind('HEAD_AHEAD');
    rig.putBack(now, 'store');
    rig.putBack(old, 'leaves');
    await bothFind('LEAVES_BEHIND');
    rig.putBack(now, 'leaves');
    rig.putBack(old, 'head');
    await bothFind('HEAD_BEHIND');
    rig.putBack(now, 'head');
    expect(await start()).toEqual([]);
  });

  it('W10 store and head together: the leaf file tells', async () => {
    const old = copy();
    await rig.grow(4);
    rig.putBack(old, 'store', 'head');
    await bothFind('STORE_BEHIND');
  });

  it('W11 all of them together: the kernel’s head tells, and a kept checkpoint', async () => {
    const witness = new FakeWitness();
    await rig.grow(1, { witness });
    const old = copy();
    let kept = '';
    await rig.grow(3, { witness });
    await rig.with(
      async (log) => {
        kept = (await log.checkpoint()) ?? '';
      },
      { witness },
    );
    expect(tool(kept)).toEqual([]);
    rig.putBack(old, 'store', 'head', 'leaves');
    expect(tool()).toEqual([]);
    expect(tool(kept)).toContain('CHECKPOINT_AHEAD');
    expect(await start({ witness })).toContain('KERNEL_AHEAD');
    expect(await start({ checkpoints: [{ path: 'kept', signed: kept }] })).toContain(
      'CHECKPOINT_AHEAD',
    );
  });

  it('W12 rewritten with the log’s own key: the kernel’s head tells, and a kept checkpoint', async () => {
    const witness = new FakeWitness();
    const old = copy();
    await rig.grow(2, { witness });
    let kept = '';
    await rig.with(async (log) => {
      kept = (await log.checkpoint()) ?? '';
    });
    rig.putBack(old, 'store', 'head', 'leaves');
    await rig.grow(5);
    expect(tool()).toEqual([]);
    expect(tool(kept)).toContain('CHECKPOINT_DIFFERS');
    expect(await start({ witness })).toContain('KERNEL_DIFFERS');
  });

  it('W13 an older store that is put back on purpose catches up, and the log says so', async () => {
    const old = copy();
    await rig.grow(4);
    rig.putBack(old, 'store');
    expect(await start()).not.toEqual([]);
    await rig.with((log) => log.settled(), { restored: true });
    expect(tool()).toEqual([]);
    const found = await rig.with((log) =>
      log.search({
        filter: { kind: 'audit.restored' },
        reader: { clearance: 0, compartments: [] },
        limit: 10,
        scan: 1000,
      }),
    );
    expect(found.found.map(({ index }) => index)).toEqual([10]);
  });

  it('W14 a leaf file cut at its beginning, with a header that fits: found, in the tool and at start', async () => {
    const tree = new CompactRange(0, []);
    const pieces: Uint8Array[] = [];
    let at = 0;
    let previous = 0;
    const fd = openSync(rig.leaves, 'r');
    for (const frame of new FrameReader(fd).frames()) {
      if (frame.first >= 3) {
        if (pieces.length === 0) {
          const header = encodeHeader({ size: tree.size, roots: tree.roots() });
          pieces.push(header);
          at = header.length;
        }
        const made = encodeFrame({ ...frame, records: [frame.records], previous });
        pieces.push(...made.pieces);
        previous = at;
        at += made.length;
      }
      for (const { leaf } of recordsOf(frame.records)) {
        tree.append(leafHash(leaf));
      }
    }
    closeSync(fd);
    writeFileSync(rig.leaves, Buffer.concat(pieces));
    expect(tool()).toContain('PRUNED_UNSAID');
    await expect(rig.grow(1)).rejects.toBeInstanceOf(AuditTamperedError);
  });

  it('W15 a store that was emptied is nothing that anybody signed', () => {
    const database = new DatabaseSync(rig.database);
    for (const table of ['audit_leaf', 'audit_tile', 'audit_head', 'audit_checkpoint']) {
      database.exec(`DELETE FROM ${table}`);
    }
    database.close();
    const source = openSource(rig.store);
    const request = { sources: [source], policy: rig.trusted, headPath: undefined };
    expect(verifyLogs({ ...request, checkpoints: [], shapes: true }).verdict).toBe('policy unmet');
    source.close();
    expect(tool()).not.toEqual([]);
  });
});
