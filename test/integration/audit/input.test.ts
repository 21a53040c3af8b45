// SPDX-License-Identifier: Apache-2.0
// What somebody may put where a log, a key, a policy, a proof belongs: named and refused at once.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWhole, openFresh } from '../../../src/audit/durable-file.ts';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.ts';
import { loadLogKeys } from '../../../src/audit/note/key-files.ts';
import { startFindings } from './judges.ts';
import { audit, program, ROOT } from './programs.ts';
import { entry, frameEnds, ORIGIN, Rig } from './rig.ts';

/** Control characters but the newline, and what turns the direction of text. */
const UNPRINTABLE = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

let rig: Rig;
let fifo: string;
beforeAll(async () => {
  rig = new Rig();
  await rig.with(async (log) => {
    for (let n = 0; n < 6; n++) {
      await log.append(entry(n, { details: { note: 'a\u001b[2J\u009b\u202e' } }), 'intent');
      await log.settled();
    }
  });
  fifo = join(rig.folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
});
afterAll(() => rig.remove());

const cli = (...args: readonly string[]) =>
  program(process.execPath, join(ROOT, 'src/cli/main.ts'), ...args);

describe('what is no plain file', () => {
  it.each([
    ['a FIFO', () => fifo],
    ['a device', () => '/dev/zero'],
    ['a folder', () => rig.keys],
  ])('I1 %s is refused by name, and not waited for', async (_name, at) => {
    const path = at();
    const inputs: [number, string[]][] = [
      [3, ['audit', 'verify', rig.leaves, '--policy', path]],
      [3, ['audit', 'verify', rig.leaves, '--checkpoint', path, '--policy', rig.policy]],
      [3, ['audit', 'verify', '--proof', path, path, '--policy', rig.policy]],
      [1, ['policy', 'check', path]],
    ];
    for (const [code, args] of inputs) {
      const ended = await cli(...args);
      expect(ended.code, args.join(' ')).toBe(code);
      expect(ended.err).toContain(path);
    }
  });

  it('I2 in the place of one of the log’s own files ends the start, and is not waited for', async () => {
    for (const path of ['head', 'leaves', join('keys', 'ed25519.pem')]) {
      const other = rig.copy();
      rmSync(join(other.folder, path));
      execFileSync('mkfifo', [join(other.folder, path)]);
      expect(await startFindings(other), path).not.toEqual([]);
      other.remove();
    }
  });

  it('I3 a file is never made through a link that somebody has laid in its way', () => {
    const [target, path] = [join(rig.folder, 'target'), join(rig.folder, 'made')];
    writeFileSync(target, 'theirs');
    symlinkSync(target, `${path}.new`);
    createWhole(path, 'ours', 0o600);
    expect([readFileSync(path, 'utf8'), readFileSync(target, 'utf8')]).toEqual(['ours', 'theirs']);
    symlinkSync(target, `${path}2`);
    expect(() => createWhole(`${path}2`, 'ours', 0o600)).toThrow(/EEXIST/);
    openFresh(`${path}2`, 0o600);
    expect(readFileSync(target, 'utf8')).toBe('theirs');
  });
});

describe('a folder of tiles', () => {
  it('I4 whose checkpoint claims 2^53 entries ends at once, and says what is missing', async () => {
    const folder = join(rig.folder, 'tiles');
    mkdirSync(folder);
    const size = Number.MAX_SAFE_INTEGER;
    const root = Buffer.alloc(32, 1);
    const { ed25519 } = loadLogKeys(rig.keys, ORIGIN);
    writeFileSync(
      join(folder, 'checkpoint'),
      signCheckpoint({ origin: ORIGIN, size, root }, [ed25519], 0),
    );
    for (const args of [
      ['verify', folder, '--policy', rig.policy],
      ['search', folder],
      ['export-tiles', folder, join(rig.folder, 'out')],
    ]) {
      const ended = await audit(...args);
      expect(ended.code, args[0]).toBe(1);
      expect(ended.out + ended.err, args[0]).toMatch(/LEAF_MISSING|has not got the last of them/);
    }
  });
});

describe('a store with numbers beyond 2^53', () => {
  it.each([
    ['size', 'UPDATE audit_head SET size = 9223372036854775807'],
    ['index', 'UPDATE audit_leaf SET idx = 9223372036854775807 WHERE idx = 5'],
    ['checkpoint', 'UPDATE audit_checkpoint SET size = 9223372036854775807'],
    ['pruned', 'UPDATE audit_head SET pruned = 9223372036854775807'],
  ])('I5 is tampered, not malformed input: %s', async (_name, statement) => {
    const other = rig.copy();
    const database = new DatabaseSync(other.database);
    database.exec(statement);
    database.close();
    const ended = await audit('verify', other.store, '--policy', other.policy);
    expect(ended.code).toBe(1);
    expect(await startFindings(other)).not.toEqual([]);
    other.remove();
  });
});

describe('a search', () => {
  it('I6 in a damaged log shows what can be read, and says that it is damaged, and where', async () => {
    const other = rig.copy();
    const bytes = readFileSync(other.leaves);
    const at = (frameEnds(other.leaves)[3] ?? 0) + 60;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(other.leaves, bytes);
    const leaves = await audit('search', other.leaves);
    expect(leaves.code).toBe(1);
    expect(leaves.out.trim().split('\n')).toHaveLength(3);
    expect(leaves.err).toMatch(/this log is damaged/);
    expect(leaves.err).toMatch(/entry 3, byte \d+/);
    const database = new DatabaseSync(other.database);
    database.exec("UPDATE audit_leaf SET leaf = CAST('{}' AS BLOB) WHERE idx = 2");
    database.close();
    const store = await audit('search', other.store);
    expect(store.code).toBe(1);
    expect(store.err).toMatch(/entry 2/);
    other.remove();
  });

  it('I7 shows no control characters of what is recorded, or of a path', async () => {
    const ended = await audit('search', rig.leaves);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('alice') });
    expect(ended.out).not.toMatch(UNPRINTABLE);
    const path = join(rig.folder, 'x\u001b[31m');
    writeFileSync(path, readFileSync(rig.leaves).subarray(0, 900));
    const verified = await audit('verify', path, '--policy', rig.policy);
    expect(verified.code).toBe(1);
    expect(verified.out + verified.err).not.toMatch(UNPRINTABLE);
  });
});

describe('a proof', () => {
  it('I8 is judged by the bytes of the entry, not by what they would be when mended', async () => {
    const [proof, leaf] = [join(rig.folder, 'p.proof'), join(rig.folder, 'p.entry')];
    expect((await audit('prove', rig.leaves, '1', '--output', proof, '--entry', leaf)).code).toBe(
      0,
    );
    const check = () => audit('verify', '--proof', proof, leaf, '--policy', rig.policy);
    expect((await check()).code).toBe(0);
    // A decoder that mends takes a byte order mark away.
    const good = readFileSync(leaf);
    writeFileSync(leaf, Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), good]));
    expect((await check()).code).toBe(1);
    writeFileSync(proof, Buffer.concat([readFileSync(proof), Buffer.of(0xff)]));
    expect(await check()).toMatchObject({ code: 3, err: expect.stringContaining('UTF-8') });
  });
});
