// SPDX-License-Identifier: Apache-2.0
// dsmilctl pki's folder, after calls that were interrupted and authorities that were retired.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { list, revoke } from '../../../src/cli/commands/pki-keep.ts';
import { init, issueOne, rotate } from '../../../src/cli/commands/pki-make.ts';
import { Context } from '../../../src/cli/context.ts';
import { Failure } from '../../../src/cli/failure.ts';
import { certify, checkStanding } from '../../../src/cli/pki/certify.ts';
import { PkiFolder } from '../../../src/cli/pki/folder.ts';
import { moveStaleAway } from '../../../src/cli/pki/lock.ts';
import { Terminal } from '../../../src/cli/terminal.ts';

const TRUST_DOMAIN = 'dsmil.internal';

describe('the folder of dsmilctl pki', () => {
  let base: string;
  let pki: string;
  let out: PassThrough;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'dsmil-pki-folder-'));
    pki = join(base, 'pki');
  });

  afterEach(() => rmSync(base, { recursive: true }));

  function context(): Context {
    out = new PassThrough();
    const stdout = out as unknown as NodeJS.WriteStream;
    const terminal = new Terminal({ stdout, stderr: stdout, env: {}, colorWanted: false });
    return new Context(terminal, { json: true }, {});
  }

  const start = (): Promise<number> => init(context(), { pki, name: 'test', days: '3650' });
  const next = (): Promise<number> => rotate(context(), { pki }, ['ca']);
  const retire = (): Promise<number> => rotate(context(), { pki, retire: true, yes: true }, ['ca']);
  const give = (name: string): Promise<number> =>
    issueOne(context(), { pki, trustDomain: TRUST_DOMAIN }, ['person', name]);
  const take = (...what: string[]): Promise<number> =>
    revoke(context(), { pki, reason: 'a test', trustDomain: TRUST_DOMAIN }, what);

  /** Numbers of the authorities in ca.pem, as it stands. */
  function trusted(): number[] {
    const text = readFileSync(join(pki, 'ca.pem'), 'utf8');
    return new PkiFolder(pki)
      .authorities()
      .filter(({ certificate }) => text.includes(certificate.toString()))
      .map(({ number }) => number);
  }

  function revoked(): number {
    return new PkiFolder(pki).revocations().entries.length;
  }

  describe('what is revoked', () => {
    const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
      try {
        return await work;
      } catch (error) {
        return error instanceof Failure ? error.reason : error;
      }
    };
    const ofAnn = () => new PkiFolder(pki).issued().filter(({ name }) => name === 'person-ann');

    it('as an account gets no certificate any more, by any way', async () => {
      await start();
      await give('ann');
      await take('person', 'ann');
      expect(await codeOf(rotate(context(), { pki }, ['person', 'ann']))).toBe('REVOKED');
      await take('person', 'bob');
      expect(await codeOf(give('bob'))).toBe('REVOKED');
      const folder = new PkiFolder(pki);
      expect(await codeOf(certify(folder, ['cid', 'ann'], TRUST_DOMAIN))).toBe('REVOKED');
      expect(() => checkStanding(folder, ['cid', 'ann'], TRUST_DOMAIN)).toThrow('is revoked');
      expect(() => checkStanding(folder, ['cid'], TRUST_DOMAIN)).not.toThrow();
      expect(ofAnn()).toHaveLength(1);
    });

    it('as a certificate is not given to who founds a host: they get another', async () => {
      await start();
      await give('ann');
      const folder = new PkiFolder(pki);
      const [first] = await certify(folder, ['ann'], TRUST_DOMAIN);
      expect(first?.serial).toBe(ofAnn()[0]?.serial);
      await take(first?.serial ?? '');
      const [second] = await certify(folder, ['ann'], TRUST_DOMAIN);
      expect(second?.serial).not.toBe(first?.serial);
      expect(second?.current).toBe(true);
      expect(await certify(folder, ['ann'], TRUST_DOMAIN)).toMatchObject([
        { serial: second?.serial },
      ]);
    });
  });

  describe('a retired authority', () => {
    it('stays out, whatever follows', async () => {
      await start();
      await next();
      expect(trusted()).toEqual([1, 2]);
      await retire();
      expect(trusted()).toEqual([2]);
      await start();
      expect(trusted()).toEqual([2]);
      await next();
      expect(trusted()).toEqual([2, 3]);
      await retire();
      await start();
      expect(trusted()).toEqual([3]);
    });

    it('stays out when the call ended before ca.pem was written', async () => {
      await start();
      await next();
      mkdirSync(join(pki, 'ca.pem.new'));
      await expect(retire()).rejects.toThrow();
      rmSync(join(pki, 'ca.pem.new'), { recursive: true });
      await start();
      expect(trusted()).toEqual([2]);
    });

    it('signs nothing again, also when the one after it is lost', async () => {
      await start();
      await next();
      await retire();
      rmSync(join(pki, 'authorities', '2'), { recursive: true });
      await expect(give('ann')).rejects.toThrow(Failure);
      await start();
      expect(trusted()).toEqual([2]);
    });

    it('is told of as retired', async () => {
      await start();
      await next();
      await retire();
      await list(context(), { pki });
      const { authorities } = JSON.parse(String(out.read())) as { authorities: unknown };
      expect(authorities).toMatchObject([
        { number: 1, retired: true },
        { number: 2, retired: false },
      ]);
    });
  });

  describe('what an interrupted call has left', () => {
    const LEFT = [
      ['authorities/2', []],
      ['authorities/3', ['key.pem']],
      ['authorities/4.new', ['key.pem', 'cert.pem']],
      ['issued/person-x/4abc', []],
      ['issued/person-x/4abd', ['key.pem']],
      ['issued/person-x/4abe.new', ['key.pem', 'cert.pem']],
    ] as const;

    it('keeps nobody from anything', async () => {
      await start();
      for (const [folder, files] of LEFT) {
        mkdirSync(join(pki, folder), { recursive: true });
        for (const file of files) {
          writeFileSync(join(pki, folder, file), 'half');
        }
      }
      await take('person', 'ann');
      await take('4abc');
      expect(revoked()).toBe(2);
      await give('bob');
      await next();
      expect(trusted()).toEqual([1, 4]);
      expect(await list(context(), { pki })).toBe(0);
    });

    it('a key that was left is not written over', async () => {
      await start();
      mkdirSync(join(pki, 'authorities', '2'));
      writeFileSync(join(pki, 'authorities', '2', 'key.pem'), 'half');
      await next();
      expect(readFileSync(join(pki, 'authorities', '2', 'key.pem'), 'utf8')).toBe('half');
      expect(trusted()).toEqual([1, 3]);
    });

    it('an authority and a certificate appear whole: nothing else is left beside them', async () => {
      await start();
      await give('ann');
      expect(readdirSync(pki).sort()).toEqual(['authorities', 'ca.pem', 'issued', 'revoked.json']);
      expect(readdirSync(join(pki, 'authorities'))).toEqual(['1']);
      expect(readdirSync(join(pki, 'issued', 'person-ann'))).toHaveLength(2);
    });
  });

  describe('who revokes', () => {
    it('needs no authority that can sign, and no whole certificate', async () => {
      await start();
      rmSync(join(pki, 'authorities', '1'), { recursive: true });
      await take('person', 'ann');
      expect(revoked()).toBe(1);
    });

    it('is told when there is nothing of an authority there, and no list is made that nobody reads', async () => {
      await expect(take('person', 'ann')).rejects.toThrow('there is no authority');
      expect(existsSync(pki)).toBe(false);
    });
  });

  describe('the lock', () => {
    const lock = (): string => join(pki, 'lock');

    /** A process that was there, and is gone. */
    function gone(): number {
      return spawnSync('true').pid;
    }

    it('of a process that is gone is taken, and given back', async () => {
      await start();
      writeFileSync(lock(), `${gone()}\n`);
      await take('person', 'ann');
      expect(revoked()).toBe(1);
      expect(readdirSync(pki).filter((name) => name.startsWith('lock'))).toEqual([]);
    });

    it.each([`${process.ppid}\n`, '', 'x\n', '-1\n'])(
      'that says %j is left, and told of',
      async (text) => {
        await start();
        writeFileSync(lock(), text);
        await expect(take('person', 'ann')).rejects.toThrow('another dsmilctl pki');
        expect(readFileSync(lock(), 'utf8')).toBe(text);
        expect(revoked()).toBe(0);
      },
    );

    it('is moved away only while it is the stale one', async () => {
      await start();
      writeFileSync(lock(), `${process.ppid}\n`);
      moveStaleAway(lock(), `${gone()}\n`);
      expect(readFileSync(lock(), 'utf8')).toBe(`${process.ppid}\n`);
      moveStaleAway(lock(), `${process.ppid}\n`);
      moveStaleAway(lock(), `${process.ppid}\n`);
      expect(readdirSync(pki).filter((name) => name.startsWith('lock'))).toEqual([]);
    });

    it('keeps a second one out while the first is at work', async () => {
      await start();
      const folder = new PkiFolder(pki);
      await folder.exclusively(async () => {
        await expect(take('person', 'ann')).rejects.toThrow('another dsmilctl pki');
      });
      await take('person', 'ann');
      expect(revoked()).toBe(1);
    });

    it('of another is not given back in its place', async () => {
      await start();
      await new PkiFolder(pki).exclusively(() => {
        unlinkSync(lock());
        writeFileSync(lock(), `${process.ppid}\n`);
        return Promise.resolve();
      });
      expect(readFileSync(lock(), 'utf8')).toBe(`${process.ppid}\n`);
    });
  });
});
