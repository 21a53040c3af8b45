// SPDX-License-Identifier: Apache-2.0
// Who is refused at the door for TLS is in the audit log, each by why; and whoever has it happen again and again does
// not fill the disk: beside the first there is a number.
import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect } from 'node:tls';
import type { Client } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { serialOf } from '../../../src/api/identity/wire/revocation-list.ts';
import { REFUSAL_WINDOW_MS } from '../../../src/audit/record/refusals.ts';
import { TestPki } from '../../unit/api/identity/pki.ts';
import { ask, HostileWorld } from './world.ts';

const LIMIT = 300_000;
const ZOE = 'spiffe://dsmil.internal/person/zoe';
/** {unit ms} */
const PATIENCE_MS = 60_000;
const MANY = 1_000;
const AT_ONCE = 20;

interface Refused {
  /** Of a summary: whose. */
  readonly principal?: string;
  readonly reason: string;
  readonly address?: string;
  /** Of a summary: how many. */
  readonly count?: number;
}

describe('handshakes that are refused', { timeout: LIMIT }, () => {
  const world = new HostileWorld();
  let reader: Client;
  let others: TestPki;

  beforeAll(async () => {
    await world.start();
    reader = world.client();
    others = await TestPki.make();
  }, LIMIT);
  afterAll(async () => {
    await world.close();
    rmSync(others.folder, { recursive: true });
  });

  /** Resolves when the daemon has ended it, as it must. */
  async function refused(options: ConnectionOptions): Promise<void> {
    const { port, ca } = world.tls;
    const given = { host: 'localhost', servername: 'localhost', port, ca, ALPNProtocols: ['h2'] };
    const socket = connect({ ...given, ...options });
    socket.on('error', () => socket.destroy());
    socket.resume();
    await new Promise((done) => {
      socket.once('close', done);
    });
  }

  /** What the log has of refusals, oldest first. */
  async function recorded(): Promise<Refused[]> {
    const leaves: string[] = [];
    for (let pageToken = '', first = true; first || pageToken !== ''; first = false) {
      const page = await ask(
        reader,
        '/dsmil.control.v1.AuditService/SearchEntries',
        [
          wire.SearchEntriesRequest,
          { kind: 'security.connection.refused', pageSize: 1_000, pageToken },
        ],
        wire.SearchEntriesResponse,
      );
      leaves.push(...page.entries.map(({ leaf }) => leaf));
      pageToken = page.nextPageToken;
    }
    return leaves.toReversed().map((leaf) => (JSON.parse(leaf) as { details: Refused }).details);
  }

  /** The log has it some moments after its client was told. */
  async function eventually(good: (all: readonly Refused[]) => boolean, what: string) {
    const end = performance.now() + PATIENCE_MS;
    for (let all = await recorded(); ; all = await recorded()) {
      if (good(all)) {
        return all;
      }
      if (performance.now() > end) {
        throw new Error(`waited in vain for ${what}: ${JSON.stringify(all)}`);
      }
      await sleep(100);
    }
  }

  it('are in the log by why: nothing shown, another authority, over, revoked, TLS 1.2, no TLS', async () => {
    const { pki, tls } = world;
    const revoked = await pki.client(ZOE);
    pki.revoke({ serial: serialOf(new X509Certificate(revoked.cert).serialNumber) });
    await world.parts.logged(({ msg, what }) => msg === 'read again' && what === 'revocations');
    const cases: readonly (readonly [reason: string, options: ConnectionOptions])[] = [
      ['NONE', {}],
      ['UNVERIFIED', await others.client()],
      ['EXPIRED', await pki.expired()],
      ['REVOKED', revoked],
      ['TLS_VERSION', { cert: tls.cert, key: tls.key, maxVersion: 'TLSv1.2' }],
      ['TLS_BROKEN', { cert: tls.cert, key: tls.key, ecdhCurve: 'secp521r1' }],
      ['FOREIGN', await pki.client('spiffe://elsewhere/person/ann')],
      ['PROTOCOL', { cert: tls.cert, key: tls.key, ALPNProtocols: [] }],
    ];
    for (const [reason, options] of cases) {
      await refused(options);
      const all = await eventually((some) => some.some((one) => one.reason === reason), reason);
      const first = all.find((one) => one.reason === reason);
      // Who was found out by name, others by where they are.
      const by = reason === 'REVOKED' ? { principal: ZOE } : { address: expect.any(String) };
      expect(first).toMatchObject(by);
    }
    expect(new Set((await recorded()).map(({ reason }) => reason)).size).toBe(cases.length);
  });

  it('a thousand times are a few entries, which say how many there were', async () => {
    const { cert, key } = world.tls;
    const ways = { NONE: {}, TLS_VERSION: { cert, key, maxVersion: 'TLSv1.2' } } as const;
    const counted = (all: readonly Refused[], reason: string): number =>
      all.reduce((sum, one) => sum + (one.reason === reason ? (one.count ?? 1) : 0), 0);
    const before = await recorded();
    const begun = performance.now();
    let left = MANY;
    const one = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await refused(left % 2 === 0 ? ways.NONE : ways.TLS_VERSION);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    const all = await eventually(
      (some) =>
        Object.keys(ways).every(
          (reason) => counted(some, reason) >= counted(before, reason) + MANY / 2,
        ),
      'all of them',
    );
    for (const reason of Object.keys(ways)) {
      expect(counted(all, reason)).toBe(counted(before, reason) + MANY / 2);
    }
    // Of each reason two in a window: the first, and the number.
    const windows = Math.ceil((performance.now() - begun) / REFUSAL_WINDOW_MS) + 1;
    expect(all.length - before.length).toBeLessThanOrEqual(2 * 2 * windows);
    expect(all.length - before.length).toBeLessThan(MANY / 10);
    const summaries = all.slice(before.length).filter(({ count }) => count !== undefined);
    expect(new Set(summaries.map(({ principal }) => principal))).toEqual(new Set(['tls']));
    expect(world.defects).toEqual([]);
    // Who is somebody comes in all the same.
    const client = world.tlsClient();
    expect((await world.health(client)).version).not.toBe('');
  });
});
