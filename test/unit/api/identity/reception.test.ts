// SPDX-License-Identifier: Apache-2.0
// Who may stay when what is known about accounts changes.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndReason } from '../../../../src/api/identity/guest.ts';
import { Reception } from '../../../../src/api/identity/reception.ts';
import { RevocationWatch } from '../../../../src/api/identity/revocation-watch.ts';
import { Revocations } from '../../../../src/api/identity/revocations.ts';
import {
  formatRevocations,
  type Revoked,
} from '../../../../src/api/identity/wire/revocation-list.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';

const ACCOUNT = 'unix:1000';

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 6_000; i++) {
    if (holds()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come');
}

describe('the reception', () => {
  let folder: string;
  let list: string;
  let revocations: Revocations;
  let person: string | undefined;
  let ends: EndReason[];
  let problems: unknown[];
  let reception: Reception;
  let watch: RevocationWatch | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-reception-'));
    chmodSync(folder, 0o755);
    list = join(folder, 'revoked.json');
    revocations = new Revocations(list);
    person = undefined;
    ends = [];
    problems = [];
    let count = 0;
    reception = new Reception({
      identity: {
        identify: () =>
          person === undefined
            ? undefined
            : { person, clearance: ClearanceLevel.SECRET, compartments: [] },
        policyName: '1',
      },
      clock: { wall: () => Date.now(), boot: () => performance.now() },
      limits: { connections: 4, ofOne: 4 },
      nonce: () => `${++count}`,
      revoked: (presented) => revocations.objectionTo(presented),
      onArrival: () => undefined,
      onEnd: (_presented, reason) => ends.push(reason),
    });
  });

  afterEach(() => {
    watch?.close();
    watch = undefined;
    reception.close();
    rmSync(folder, { recursive: true });
  });

  function come(source = 'process 1', principal = ACCOUNT): PassThrough {
    const socket = new PassThrough();
    const presented = { transport: 'unix', principal, source, certificate: undefined } as const;
    reception.admit(socket, presented);
    return socket;
  }

  function nowIs(who: string | undefined): void {
    person = who;
    reception.recheck();
  }

  const HISTORIES = [
    [['ann', undefined], true],
    [['ann', 'bob'], true],
    [[undefined, 'ann', undefined], true],
    [[undefined, 'ann', 'bob'], true],
    [[undefined, undefined, 'ann', 'ann', undefined], true],
    [[undefined, undefined], false],
    [[undefined, 'ann'], false],
    [['ann', 'ann'], false],
  ] as const;

  it.each(HISTORIES)('an account that is whose %j: ended is %j', ([first, ...later], ended) => {
    person = first;
    const socket = come();
    later.forEach(nowIs);
    expect(ends).toEqual(ended ? ['UNKNOWN'] : []);
    expect(socket.destroyed).toBe(ended);
    expect(reception.size).toBe(ended ? 0 : 1);
  });

  it('I3 whoever of an account floods displaces itself: its other programs and other accounts stay', async () => {
    const first = come('process 1');
    const others = [come('process 2', 'unix:2000'), come('process 3', 'unix:3000')];
    for (let n = 0; n < 1_000; n++) {
      come('process 1');
    }
    // The share is taken: nobody of this account finds a place for good any more.
    const full = reception.size;
    let stayed = 0;
    for (let n = 0; n < 21; n++) {
      const stop = come(`process ${10 + n}`);
      for (let more = 0; more < 1_000; more++) {
        come('process 1');
      }
      stayed += stop.destroyed ? 0 : 1;
      stop.destroy();
      // Its end is told in a later turn.
      await new Promise(setImmediate);
    }
    expect(stayed).toBe(21);
    for (const socket of [first, ...others]) {
      expect(socket.destroyed).toBe(false);
    }
    expect(reception.size).toBeLessThanOrEqual(full);
  });

  it('I3 of as many programs as there are spare places for one account, each has its own', () => {
    for (let n = 0; n < 100; n++) {
      come('process 1');
    }
    const stops = Array.from({ length: 31 }, (_, n) => come(`process ${10 + n}`));
    for (let n = 0; n < 100; n++) {
      come('process 1');
    }
    expect(stops.filter(({ destroyed }) => destroyed)).toEqual([]);
    // An account's share, which is all that there is here, and 32 beyond it.
    expect(reception.size).toBe(4 + 32);
  });

  describe('with a revocation list, and without TLS', () => {
    function write(...principals: string[]): void {
      const entries = principals.map((principal) => ({
        principal,
        at: new Date().toISOString(),
        reason: '',
      }));
      writeFileSync(list, formatRevocations(entries as Revoked[]), { mode: 0o644 });
    }

    async function open(): Promise<void> {
      watch = await RevocationWatch.open({
        path: list,
        revocations,
        reception,
        onReload: () => undefined,
        onFileProblem: (error) => problems.push(error),
      });
    }

    it('a revoked account is not let in', async () => {
      write(ACCOUNT);
      await open();
      expect(come().destroyed).toBe(true);
      expect(ends).toEqual(['REVOKED']);
    });

    it('one that is revoked later is put out, and comes no more', async () => {
      write();
      await open();
      const socket = come();
      write(ACCOUNT);
      await until(() => socket.destroyed);
      expect(come().destroyed).toBe(true);
      expect(ends).toEqual(['REVOKED', 'REVOKED']);
    });

    it('a damaged one is told of, and shuts nobody of this host out', async () => {
      writeFileSync(list, '{', { mode: 0o644 });
      await open();
      expect(problems).toHaveLength(1);
      expect(come().destroyed).toBe(false);
    });
  });
});
