// SPDX-License-Identifier: Apache-2.0
// dsmilctl audit as it is run, without a daemon: exit codes, output, and a verifier in another
// language, written from the specifications, that agrees.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLine } from '../log-line.ts';
import { audit, type Ended, python, ROOT, VERIFIER } from './programs.ts';
import { entry, Rig } from './rig.ts';

let rig: Rig;
let tiles: string;
let vkeys: string[];
const SIZE = 600;

beforeAll(async () => {
  rig = new Rig();
  await rig.grow(2);
  await rig.with(async (log) => {
    const entries = Array.from({ length: SIZE - 2 }, (_, n) =>
      entry(n, n % 100 === 0 ? { clearance: 3, actor: 'bob', kind: 'stop.latched' } : {}),
    );
    await Promise.all(entries.map((each) => log.append(each, 'ordinary')));
  });
  vkeys = readFileSync(rig.policy, 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('log ') ? [line.slice(4)] : []));
  tiles = join(rig.folder, 'tiles');
  expect((await audit('export-tiles', rig.store, tiles)).code).toBe(0);
});
afterAll(() => rig.remove());

describe('dsmilctl audit', () => {
  it('V1 says 0 for a good log, of any kind, and all of them together', async () => {
    const ended = await audit(
      'verify',
      rig.store,
      rig.leaves,
      tiles,
      '--head',
      rig.head,
      '--policy',
      rig.policy,
    );
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('good: every entry') });
    const json = await audit('verify', rig.store, '--key', vkeys[0] ?? '', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'good',
      logs: [{ kind: 'store', size: SIZE, pruned: 0 }],
      findings: [],
    });
  });

  it('V2 says 1 for one that was changed: what, where, and what to do', async () => {
    const whole = readFileSync(rig.leaves);
    const bad = Buffer.from(whole);
    const at = bad.indexOf('"actor":"bob"');
    bad.write('eve', at + 9);
    const copy = join(rig.folder, 'bad');
    writeFileSync(copy, bad);
    const ended = await audit('verify', copy, '--policy', rig.policy, '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out).findings[0]).toMatchObject({
      code: 'FILE_CHANGED',
      path: copy,
      offset: expect.any(Number),
      index: expect.any(Number),
      advice: expect.stringMatching(/evidence/),
    });
  });

  it('V3 says 2 when nobody said whom to believe, when another signed, when witnesses are missing', async () => {
    const other = new Rig();
    await other.grow(1);
    const strict = join(rig.folder, 'strict');
    const witness = readFileSync(other.policy, 'utf8')
      .split('\n')
      .find((line) => line.startsWith('log '));
    writeFileSync(strict, `log ${vkeys[0]}\nwitness w ${witness?.slice(4)}\nquorum w\n`);
    for (const trust of [[], ['--policy', other.policy], ['--policy', strict]]) {
      const ended = await audit('verify', rig.store, ...trust);
      expect(ended).toMatchObject({ code: 2, out: expect.stringContaining('missing:') });
    }
    other.remove();
  });

  it.each([
    ['a path that is not there', ['verify', '/nowhere']],
    ['a file that is no log', ['verify', VERIFIER]],
    ['no path', ['verify']],
    ['an unknown option', ['verify', '--frobnicate']],
    ['an unknown command', ['frobnicate']],
    ['a key that is none', ['verify', ROOT, '--key', 'x']],
    ['an index that is none', ['prove', ROOT, 'x']],
  ])('V4 says 3 for %s', async (_name, args) => {
    const ended = await audit(...args);
    expect([ended.code, ended.err.length > 10]).toEqual([3, true]);
  });

  it('V5 proves an entry, and the proof is good for it alone', async () => {
    const [proof, leaf] = [join(rig.folder, 'p.tlog-proof'), join(rig.folder, 'p.entry')];
    expect((await audit('prove', rig.leaves, '357', '--output', proof, '--entry', leaf)).code).toBe(
      0,
    );
    const check = (path: string): Promise<Ended> =>
      audit('verify', '--proof', proof, path, '--policy', rig.policy);
    expect(await check(leaf)).toMatchObject({ code: 0 });
    expect(await python('proof', proof, leaf, vkeys[0] ?? '')).toMatchObject({ code: 0 });
    writeFileSync(leaf, readFileSync(leaf, 'utf8').replace('alice', 'mallo'));
    expect(await check(leaf)).toMatchObject({ code: 1 });
    expect(await python('proof', proof, leaf, vkeys[0] ?? '')).toMatchObject({ code: 1 });
    expect((await audit('prove', rig.leaves, String(SIZE))).code).toBe(3);
  });

  it('V6 proves that the log only grew, and finds one that did not', async () => {
    expect(await audit('consistency', rig.store, '17', '450')).toMatchObject({ code: 0 });
    const old = join(rig.folder, 'old');
    writeFileSync(old, readFileSync(join(tiles, 'checkpoint')));
    expect(await audit('consistency', rig.store, old)).toMatchObject({ code: 0 });
    const other = new Rig();
    await other.grow(1);
    expect((await audit('consistency', other.store, old)).code).toBe(3);
    other.remove();
  });

  it('V7 searches, and shows hashes for what one is not cleared for', async () => {
    const search = async (...args: string[]) =>
      (await audit('search', rig.store, '--json', ...args)).out
        .split('\n')
        .filter((line) => line !== '')
        .map(
          (line) =>
            jsonLine(line, 'the tool') as { index: number; entry: { actor: string } | null },
        );
    const low = await search('--kind', 'stop.>', '--limit', '1000');
    expect(low.map(({ entry: found }) => found)).toEqual([null, null, null, null, null, null]);
    const high = await search('--kind', 'stop.>', '--clearance', 'secret');
    expect(high.map(({ entry: found }) => found?.actor)).toEqual(Array(6).fill('bob'));
    expect((await audit('search', rig.store, '--clearance', 'sekret')).err).toMatch(
      /Did you mean secret/,
    );
  });

  it('V8 mends head and leaf file from a good store, and keeps what was there', async () => {
    const other = new Rig();
    await other.grow(3);
    rmSync(other.head);
    writeFileSync(other.leaves, 'rubbish');
    const fsck = (...args: string[]) =>
      audit('fsck', other.store, ...args, '--policy', other.policy);
    expect((await fsck('--head', other.head)).code).toBe(1);
    expect((await fsck('--mend', 'head', '--head', other.head)).code).toBe(0);
    expect((await fsck(other.leaves, '--mend', 'leaves')).out).toMatch(/before-mend/);
    expect((await fsck(other.leaves, '--head', other.head)).code).toBe(0);
    await other.grow(2);
    expect((await fsck(other.leaves, '--head', other.head)).code).toBe(0);
    other.remove();
  });
});

describe('a verifier that shares nothing with us', () => {
  it('Y1 agrees on an export, Ed25519 and ML-DSA-44', async () => {
    const ended = await python('tiles', tiles, ...vkeys);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining(`${SIZE} entries`) });
    expect(await python('consistency', tiles, join(tiles, 'checkpoint'))).toMatchObject({
      code: 0,
    });
  });

  it.each([
    ['checkpoint', 30],
    ['checkpoint', 100],
    ['checkpoint', 200],
    ['tile/0/000', 77],
    ['tile/0/002.p/88', 2000],
    ['tile/1/000.p/2', 33],
    ['tile/entries/000', 5],
    ['tile/entries/001', 40_000],
    ['tile/entries/002.p/88', 1],
  ])('Y2 rejects one with %s changed at byte %i, and so do we', async (file, at) => {
    const path = join(tiles, file);
    const good = readFileSync(path);
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ 1;
    writeFileSync(path, bad);
    try {
      expect((await python('tiles', tiles, ...vkeys)).code).toBe(1);
      const ours = await audit('verify', tiles, '--all-keys', '--policy', rig.policy);
      // Under another name a signature is nobody's: the policy is what finds that.
      expect([1, 2]).toContain(ours.code);
    } finally {
      writeFileSync(path, good);
    }
  });

  it('Y3 rejects one with a file left out, and so do we', async () => {
    const path = join(tiles, 'tile/entries/001');
    const good = readFileSync(path);
    rmSync(path);
    try {
      expect(existsSync(path)).toBe(false);
      expect((await python('tiles', tiles, ...vkeys)).code).toBe(1);
      expect((await audit('verify', tiles, '--policy', rig.policy)).code).toBe(1);
    } finally {
      writeFileSync(path, good);
    }
  });
});
