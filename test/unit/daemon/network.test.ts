// SPDX-License-Identifier: Apache-2.0
// Whom the revocation list keeps out where there is no TLS: an account of this host.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Arrival } from '../../../src/api/caller.ts';
import { formatRevocations } from '../../../src/api/identity/wire/revocation-list.ts';
import { resolveConfiguration } from '../../../src/config/load.ts';
import { Network } from '../../../src/daemon/network.ts';

const UID = 4_242;
/** An account's connections over the local socket: for good, and more that may be displaced. */
const PLACES = { ofOne: 64, spares: 32 };

describe('the network service without TLS', () => {
  let folder: string;
  let list: string;
  let told: string[];
  let network: Network | undefined;
  /** Which program comes next. */
  let pid: number;
  const sockets: Socket[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-network-'));
    chmodSync(folder, 0o755);
    list = join(folder, 'revoked.json');
    told = [];
    pid = 1;
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) {
      socket.destroy();
    }
    await network?.close();
    network = undefined;
    rmSync(folder, { recursive: true });
  });

  function revoke(...principals: string[]): void {
    const at = new Date().toISOString();
    const entries = principals.map((principal) => ({ principal, at, reason: '' }));
    writeFileSync(list, formatRevocations(entries), { mode: 0o644 });
  }

  async function open(revocationFile: string, descriptors?: number): Promise<void> {
    const env = {
      DSMIL_NETWORK_SOCKET: join(folder, 'grpc.sock'),
      DSMIL_NETWORK_REVOCATION_FILE: revocationFile,
    };
    let count = 0;
    // A look at the file that was under way when its test ended tells no other test.
    const heard = told;
    network = await Network.open({
      configuration: resolveConfiguration(undefined, env),
      ...(descriptors !== undefined && { descriptors }),
      identity: { identify: () => undefined, policyName: '1' },
      clock: { wall: () => Date.now(), boot: () => performance.now() },
      peerOf: () => ({ uid: UID, pid }),
      nonce: () => `${++count}`,
      server: {
        arrive: ({ socket, caller }: Arrival) => socket.write(`welcome ${caller.principal}`),
        close: () => Promise.resolve(),
      },
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: (_facts, message) => heard.push(message),
        error: () => undefined,
        defect: (error) => {
          throw error;
        },
      },
      news: {
        putOut: ({ principal }, reason) => heard.push(`${principal} ${reason}`),
        refused: () => undefined,
        expiring: () => undefined,
        fileProblem: (error) => heard.push(`problem ${error}`),
      },
    });
  }

  /** What it hears first; empty: it was turned away. */
  function come(): Promise<string> {
    const socket = connect(join(folder, 'grpc.sock'));
    sockets.push(socket);
    return new Promise((resolve) => {
      // How it is turned away, in order or not, is the system's to say; 'close' follows either way.
      socket.on('error', () => socket.destroy());
      socket.once('data', (bytes) => resolve(String(bytes)));
      socket.once('close', () => resolve(''));
    });
  }

  it('turns a revoked account away from the first moment', async () => {
    revoke(`unix:${UID}`);
    await open(list);
    expect(await come()).toBe('');
    expect(told).toEqual([`unix:${UID} REVOKED`]);
  });

  it('puts one out that is revoked, and lets it in when it is so no more', async () => {
    revoke();
    await open(list);
    expect(await come()).toBe(`welcome unix:${UID}`);
    revoke(`unix:${UID}`);
    await network?.reload();
    expect(network?.connections).toBe(0);
    expect(await come()).toBe('');
    revoke();
    await network?.reload();
    expect(await come()).toBe(`welcome unix:${UID}`);
  });

  it('tells of a list that is missing, and keeps nobody of this host from stopping', async () => {
    await open(list);
    // Once when it is read at first; and once more when its watch has had its first look meanwhile.
    expect(told[0]).toContain('problem');
    expect(new Set(told).size).toBe(1);
    expect(await come()).toBe(`welcome unix:${UID}`);
  });

  it('takes no list for granted where none is named', async () => {
    await open('');
    expect(await come()).toBe(`welcome unix:${UID}`);
    expect(told).toEqual([]);
  });

  it('an account one of whose programs takes all that it can get has room for another’s', async () => {
    await open('');
    const flood = async (count: number): Promise<void> => {
      pid = 1;
      for (let n = 0; n < count; n++) {
        expect(await come()).toBe(`welcome unix:${UID}`);
      }
    };
    await flood(PLACES.ofOne + PLACES.spares);
    pid = 2;
    expect(await come()).toBe(`welcome unix:${UID}`);
    const other = sockets.at(-1);
    await flood(2 * PLACES.spares);
    expect(network?.connections).toBe(PLACES.ofOne + PLACES.spares);
    // All that were displaced have heard of it: the others stay.
    const ended = (): Socket[] => sockets.filter(({ destroyed }) => destroyed);
    await vi.waitFor(() => expect(ended()).toHaveLength(1 + 2 * PLACES.spares), 60_000);
    expect(ended()).not.toContain(other);
  });

  it('I9 lets in fewer where there are fewer descriptors, and says so', async () => {
    await open('', 256 + 3 * 16);
    expect(told.join()).toContain('too low');
    for (let n = 0; n < 100; n++) {
      expect(await come()).toBe(`welcome unix:${UID}`);
    }
    expect(network?.connections).toBeLessThanOrEqual(3 * 16 + 8);
  });
});
