// SPDX-License-Identifier: Apache-2.0
// What decides whether a sink is whole is signed: who cuts one of them cannot make the other agree. And
// what mending gives up is said, refused, recorded.
import { closeSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../../src/audit/leaf-file/format.ts';
import { type Frame, FrameReader } from '../../../src/audit/leaf-file/frames.ts';
import { parseCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.ts';
import { loadLogKeys } from '../../../src/audit/note/key-files.ts';
import { storeLine } from '../../../src/audit/note/standing.ts';
import { expectBoth, startFindings, toolFindings } from './judges.ts';
import { audit } from './programs.ts';
import { ORIGIN, Rig } from './rig.ts';

const SLOTS = [0, 4096];
const SLOT = 512;
const ENTRIES = 6;

let whole: Rig;
let old: Rig;
let rig: Rig;
beforeAll(async () => {
  whole = new Rig();
  await whole.grow(ENTRIES - 3);
  old = whole.copy();
  await whole.grow(3);
});
beforeEach(() => {
  rig = whole.copy();
});
afterEach(() => rig.remove());
afterAll(() => {
  whole.remove();
  old.remove();
});

/** As somebody would who knows the format, and has not the key. */
function rewriteHead(change: (note: string) => string): void {
  const bytes = readFileSync(rig.head);
  for (const at of SLOTS) {
    const slot = bytes.subarray(at, at + SLOT);
    const length = slot.readUInt32BE(20);
    const note = Buffer.from(change(slot.toString('utf8', 32, 32 + length)));
    slot.fill(0, 32);
    note.copy(slot, 32);
    slot.writeUInt32BE(note.length, 20);
    slot.writeUInt32BE(crc32(slot.subarray(20)), 16);
  }
  writeFileSync(rig.head, bytes);
}

function rewriteStore(change: (note: string) => string): void {
  const database = new DatabaseSync(rig.database);
  const row = database.prepare('SELECT checkpoint FROM audit_head').get();
  database.prepare('UPDATE audit_head SET checkpoint = ?').run(change(String(row?.['checkpoint'])));
  database.close();
}

function frames(): Frame[] {
  const fd = openSync(rig.leaves, 'r');
  try {
    return [...new FrameReader(fd).frames()];
  } finally {
    closeSync(fd);
  }
}

/** The leaf file without what comes after its first @entries. */
function cutLeaves(entries: number): void {
  const end = frames().findLast((frame) => frame.first + frame.count <= entries)?.end ?? 0;
  truncateSync(rig.leaves, end);
}

const leavesHad = (count: number) => (note: string) =>
  note.replace(/^(dsmil\/store \d+) \d+$/m, `$1 ${count}`);

async function mended(): Promise<unknown[]> {
  return await rig.with(async (log) => {
    await log.settled();
    const { found } = await log.search({
      filter: { kind: 'audit.mended' },
      reader: { clearance: 0, compartments: [] },
      limit: 100,
      scan: 10_000,
    });
    return found.map((each) => each.entry?.details);
  });
}

const mend = (...args: string[]) => audit('fsck', rig.store, ...args, '--policy', rig.policy);

describe('what says whether a sink is whole', () => {
  it('S1 of the leaf file is under the key: a cut one stays one, whatever store and head are changed to', async () => {
    cutLeaves(2);
    await expectBoth(rig, 'LEAVES_BEHIND');
    rewriteStore(leavesHad(2));
    rewriteHead(leavesHad(2));
    await expectBoth(rig, 'SIGNATURE_BAD');
  });

  it('S2 of the head file: what was before the last batch cannot be changed to fit an older one', async () => {
    rig.putBack(old, 'head');
    await expectBoth(rig, 'HEAD_BEHIND');
    rewriteStore((note) => note.replace(/^dsmil\/store \d+/m, `dsmil/store ${ENTRIES - 3}`));
    await expectBoth(rig, 'SIGNATURE_BAD');
  });

  it('S3 of the store: what the leaf file says that it had cannot be lowered', async () => {
    rig.putBack(old, 'store', 'head');
    await expectBoth(rig, 'STORE_BEHIND');
    const last = frames().findLast(({ count }) => count > 0);
    const bytes = readFileSync(rig.leaves);
    const note = last?.note.replace(/^dsmil\/leaves \d+$/m, `dsmil/leaves ${ENTRIES - 3}`) ?? '';
    expect(note).not.toBe(last?.note);
    const made = encodeFrame({ ...(last as Frame), records: [last?.records ?? Buffer.of()], note });
    writeFileSync(rig.leaves, Buffer.concat([bytes.subarray(0, last?.offset), ...made.pieces]));
    await expectBoth(rig, 'SIGNATURE_BAD');
  });

  it('S4 cannot be left out: a kept checkpoint of the same tree does not do in its place', async () => {
    const database = new DatabaseSync(rig.database);
    const row = database.prepare('SELECT signed FROM audit_checkpoint ORDER BY size DESC').get();
    database.close();
    rewriteStore(() => String(row?.['signed']));
    await expectBoth(rig, 'CHECKPOINT_MALFORMED');
  });

  it('S5 cannot be had with a cosignature, which covers the tree and not the words', async () => {
    const database = new DatabaseSync(rig.database);
    const row = database.prepare('SELECT signed FROM audit_checkpoint ORDER BY size DESC').get();
    database.close();
    const [text = '', signatures = ''] = String(row?.['signed']).split('\n\n');
    const cosigned = signatures.split('\n').find((line) => line.length > 1000);
    cutLeaves(2);
    rewriteStore(() => `${text}\ndsmil/store 5 2\n\n${cosigned}\n`);
    rewriteHead(leavesHad(2));
    await expectBoth(rig, 'SIGNATURE_BAD');
  });

  it('S6 in a head file is believed under the key alone', async () => {
    rewriteHead((note) =>
      note.replace(/^(— \S+ \S{30})(.)/mu, (_, a, b) => a + (b === 'A' ? 'B' : 'A')),
    );
    await expectBoth(rig, 'SIGNATURE_BAD');
  });
});

describe('mending', () => {
  it('M1 a cut leaf file: what was missing is said, and the log records it, once', async () => {
    cutLeaves(2);
    const ended = await mend(rig.leaves, '--mend', 'leaves');
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/up to entry 2; the store knew of 6 entries in it/);
    expect(ended.out).toMatch(/entries 2 to 5 were missing or damaged/);
    expect(toolFindings(rig)).toEqual([]);
    expect(await mended()).toEqual([{ file: 'leaf file', entries: ENTRIES }]);
    expect(await mended()).toHaveLength(1);
    expect(toolFindings(rig)).toEqual([]);
  });

  it('M2 a changed head file: the log records it, once', async () => {
    writeFileSync(rig.head, 'rubbish');
    expect((await mend('--mend', 'head', '--head', rig.head)).code).toBe(0);
    expect(await mended()).toEqual([{ file: 'head file', entries: ENTRIES }]);
    expect(await mended()).toHaveLength(1);
  });

  it('M3 is refused where it would lose entries: the store was put back', async () => {
    rig.putBack(old, 'store');
    const before = [readFileSync(rig.head), readFileSync(rig.leaves)];
    const leaves = await mend(rig.leaves, '--mend', 'leaves');
    expect(leaves).toMatchObject({
      code: 1,
      err: expect.stringContaining('entries 3 to 5 would be lost'),
    });
    const head = await mend('--mend', 'head', '--head', rig.head);
    expect(head).toMatchObject({ code: 1, err: expect.stringContaining('the store was put back') });
    expect([readFileSync(rig.head), readFileSync(rig.leaves)]).toEqual(before);
  });

  it('M4 is refused when entries were in the leaf file alone', async () => {
    const { ed25519 } = loadLogKeys(rig.keys, ORIGIN);
    // As a store leaves it that was killed while its disk stood still and the leaf file went on.
    rewriteStore((note) => {
      const { origin, size, root } = parseCheckpoint(note);
      const extensions = [storeLine({ previousSize: 5, leafDurable: ENTRIES + 2 })];
      return signCheckpoint({ origin, size, root, extensions }, [ed25519], 0);
    });
    expect(await startFindings(rig)).toContain('LEAVES_BEHIND');
    const ended = await mend(rig.leaves, '--mend', 'leaves');
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('entries 6 to 7 were in the leaf file alone'),
    });
  });

  /** Its last entries are damaged; the store is as it was before the last three. */
  function damagedBeforeAnOldStore(): Buffer {
    rig.putBack(old, 'store', 'head');
    const bytes = readFileSync(rig.leaves);
    const at = (frames().findLast(({ count }) => count > 0)?.offset ?? 0) + 60;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(rig.leaves, bytes);
    return bytes;
  }

  it('M5 a damaged leaf file that can be read further than the store keeps what it alone has', async () => {
    const bytes = damagedBeforeAnOldStore();
    const refused = await mend(rig.leaves, '--mend', 'leaves');
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('entries 3 to 4 can be read in it, which the store has not got'),
    });
    expect(readFileSync(rig.leaves)).toEqual(bytes);
    const cut = await mend(rig.leaves, '--mend', 'leaves-tail');
    expect(cut.code).toBe(0);
    expect(cut.out).toMatch(/5 entries; what was there is .*before-mend/);
    // Its frames say under the key that the store had them too.
    expect(cut.out).toMatch(/the store had 4 entries once: it was put back/);
    expect(await audit('verify', rig.leaves, '--policy', rig.policy)).toMatchObject({ code: 0 });
    rig.putBack(whole, 'store', 'head');
    expect((await mend(rig.leaves, '--mend', 'leaves')).code).toBe(0);
    await rig.grow(1);
    expect(toolFindings(rig)).toEqual([]);
  });

  it('M6 leaves-tail does nothing to a leaf file that is good, or goes no further than the store', async () => {
    const before = readFileSync(rig.leaves);
    const good = await mend(rig.leaves, '--mend', 'leaves-tail');
    expect(good).toMatchObject({ code: 1, err: expect.stringContaining('nothing was mended') });
    expect(readFileSync(rig.leaves)).toEqual(before);
    cutLeaves(2);
    expect((await mend(rig.leaves, '--mend', 'leaves-tail')).code).toBe(1);
    expect((await mend(rig.leaves, '--mend', 'all')).code).toBe(3);
  });
});
