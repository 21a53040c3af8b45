// SPDX-License-Identifier: Apache-2.0
// What a TLS client meets at the door: real handshakes over loopback.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Arrival } from '../../../../src/api/caller.ts';
import type { StrangerError } from '../../../../src/api/identity/errors.ts';
import type { ExpiryNotice } from '../../../../src/api/identity/expiry.ts';
import { LOOK_MS } from '../../../../src/api/identity/file-watch.ts';
import type { EndReason } from '../../../../src/api/identity/guest.ts';
import { principalOf } from '../../../../src/api/identity/peer-certificate.ts';
import { Reception } from '../../../../src/api/identity/reception.ts';
import { RevocationWatch } from '../../../../src/api/identity/revocation-watch.ts';
import { Revocations } from '../../../../src/api/identity/revocations.ts';
import { TlsDoor } from '../../../../src/api/identity/tls-door.ts';
import { serialOf } from '../../../../src/api/identity/wire/revocation-list.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import { type Pair, TestPki } from './pki.ts';

const ANN = { person: 'ann', clearance: ClearanceLevel.SECRET, compartments: [] };
const DAY_MS = 86_400_000;

interface World {
  readonly door: TlsDoor;
  readonly watch: RevocationWatch;
  readonly reception: Reception;
  readonly arrivals: Arrival[];
  readonly ends: EndReason[];
  readonly refusals: StrangerError[];
  readonly notices: ExpiryNotice[];
  readonly problems: unknown[];
  readonly reloads: string[];
  known: boolean;
  policyName: string;
  /** What the wall clock is ahead by. {unit ms} */
  ahead: number;
}

interface Given {
  readonly handshakes?: number;
  readonly handshakeMs?: number;
  readonly connections?: number;
  readonly ofOne?: number;
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 6_000; i++) {
    if (holds()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come');
}

describe('the door for TLS', () => {
  let pki: TestPki;
  let server: Pair;
  let ann: Pair;
  let world: World | undefined;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    pki = await TestPki.make();
    [server, ann] = await Promise.all([pki.server(), pki.client()]);
    return () => rmSync(pki.folder, { recursive: true });
  });

  afterEach(() => {
    for (const socket of sockets.splice(0)) {
      socket.destroy();
    }
    world?.watch.close();
    world?.door.close();
    world?.reception.close();
    world = undefined;
  });

  function files(): { certificate: string; key: string; clientCa: string } {
    return {
      certificate: pki.file('server.pem', server.cert, 0o644),
      key: pki.file('server.key', server.key),
      clientCa: pki.file('ca.pem', pki.ca, 0o644),
    };
  }

  async function open(given: Given = {}): Promise<World> {
    const revocationFile = pki.revoke();
    return await openWith(revocationFile, given);
  }

  async function openWith(revocationFile: string, given: Given = {}): Promise<World> {
    const { handshakes = 64, handshakeMs = 60_000, connections = 64, ofOne = 64 } = given;
    const state = {
      arrivals: [] as Arrival[],
      ends: [] as EndReason[],
      refusals: [] as StrangerError[],
      notices: [] as ExpiryNotice[],
      problems: [] as unknown[],
      reloads: [] as string[],
      known: true,
      policyName: '1',
      ahead: 0,
    };
    const clock = { wall: () => Date.now() + state.ahead, boot: () => performance.now() };
    const revocations = new Revocations(revocationFile);
    let count = 0;
    const reception = new Reception({
      identity: {
        identify: () => (state.known ? ANN : undefined),
        get policyName() {
          return state.policyName;
        },
      },
      clock,
      limits: { connections, ofOne },
      nonce: () => `${++count}`,
      revoked: (presented) => revocations.objectionTo(presented),
      onArrival: (arrival) => {
        state.arrivals.push(arrival);
        arrival.socket.on('data', (bytes: Buffer) => arrival.socket.write(bytes));
      },
      onEnd: (_presented, reason) => state.ends.push(reason),
    });
    const watch = await RevocationWatch.open({
      path: revocationFile,
      revocations,
      reception,
      onReload: () => state.reloads.push('revocations'),
      onFileProblem: (error) => state.problems.push(error),
    });
    const door = await TlsDoor.open({
      listen: '127.0.0.1:0',
      trustDomain: 'dsmil.internal',
      files: files(),
      limits: { handshakes, ofAddress: handshakes, handshakeMs },
      reception,
      clock,
      onRefused: (_address, refusal) => state.refusals.push(refusal),
      onExpiry: (notice) => state.notices.push(notice),
      onReload: () => state.reloads.push('credentials'),
      onFileProblem: (error) => state.problems.push(error),
      onDefect: (error) => {
        throw error;
      },
    });
    world = Object.assign(state, { door, watch, reception });
    return world;
  }

  function dial(pair: Partial<Pair>, options: ConnectionOptions = {}): TLSSocket {
    const socket = connect({
      host: '127.0.0.1',
      port: world?.door.listener.address.port ?? 0,
      servername: 'localhost',
      ca: pki.ca,
      ALPNProtocols: ['h2'],
      ...pair,
      ...options,
    });
    // How it ends is asked of the other side.
    socket.on('error', () => socket.destroy());
    sockets.push(socket);
    return socket;
  }

  async function enter(pair: Pair = ann): Promise<{ socket: TLSSocket; arrival: Arrival }> {
    const before = world?.arrivals.length ?? 0;
    const socket = dial(pair);
    await until(() => (world?.arrivals.length ?? 0) > before);
    return { socket, arrival: world?.arrivals.at(-1) as Arrival };
  }

  it('lets in a client of the authority, under the name in its certificate', async () => {
    await open();
    const { socket, arrival } = await enter();
    expect(arrival.caller).toMatchObject({
      transport: 'tls',
      principal: 'spiffe://dsmil.internal/person/ann',
      person: ANN,
    });
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
  });

  it('prefers X25519MLKEM768, also where the client has guessed X25519', async () => {
    await open();
    for (const ecdhCurve of ['auto', 'X25519:X25519MLKEM768']) {
      const socket = dial(ann, { ecdhCurve });
      await once(socket, 'secureConnect');
      expect(socket.getProtocol()).toBe('TLSv1.3');
      expect(socket.getEphemeralKeyInfo()).toMatchObject({ name: 'X25519MLKEM768' });
    }
    const classic = dial(ann, { ecdhCurve: 'X25519' });
    await once(classic, 'secureConnect');
    expect(classic.getEphemeralKeyInfo()).toMatchObject({ name: 'X25519' });
  });

  it('I1 refuses everybody who is not shown to be somebody', async () => {
    const { refusals, arrivals } = await open();
    const stranger = await TestPki.make();
    const uri = (value: string): { type: 'url'; value: string } => ({ type: 'url', value });
    const one = uri('spiffe://dsmil.internal/person/ann');
    const cases: readonly (readonly [fault: string, pair: Partial<Pair>])[] = [
      ['NONE', {}],
      ['UNVERIFIED', await stranger.client()],
      ['EXPIRED', await pki.expired()],
      // Of the authority, and for the other end of a connection.
      ['UNVERIFIED', await pki.server()],
      ['NO_IDENTITY', await pki.pair({ names: [{ type: 'dns', value: 'ann' }] })],
      ['NO_IDENTITY', await pki.pair({ names: [one, uri('spiffe://dsmil.internal/person/bob')] })],
      ['NO_IDENTITY', await pki.pair({ names: [uri('spiffe://dsmil.internal/person/ann/..')] })],
      ['NO_IDENTITY', await pki.pair({ names: [uri('https://x/,URI:spiffe://d/person/ann')] })],
      ['FOREIGN', await pki.client('spiffe://elsewhere/person/ann')],
    ];
    for (const [index, [fault, pair]] of cases.entries()) {
      const socket = dial(pair);
      await until(() => refusals.length > index);
      expect(refusals[index]?.fault, `case ${index}`).toBe(fault);
      await until(() => socket.destroyed);
    }
    const http1 = dial(ann, { ALPNProtocols: ['http/1.1'] });
    const none = connect({
      ...ann,
      host: '127.0.0.1',
      port: world?.door.listener.address.port ?? 0,
      ca: pki.ca,
      servername: 'localhost',
    });
    none.on('error', () => none.destroy());
    sockets.push(none);
    await until(() => http1.destroyed && none.destroyed);
    expect(refusals.at(-1)?.fault).toBe('PROTOCOL');
    expect(arrivals).toEqual([]);
    rmSync(stranger.folder, { recursive: true });
  });

  it('I1 a certificate that is not a client’s, or an authority’s own, names nobody, whoever verified it', async () => {
    const names = [{ type: 'url', value: 'spiffe://dsmil.internal/person/ann' }] as const;
    const forServers = await pki.pair({ usage: 'server', names });
    for (const [fault, pem] of [
      ['NOT_A_CLIENT', forServers.cert],
      ['AUTHORITY', pki.ca],
    ] as const) {
      const leaf = new X509Certificate(pem);
      expect(() => principalOf(leaf, 'dsmil.internal')).toThrow(fault);
    }
    const leaf = new X509Certificate(ann.cert);
    expect(principalOf(leaf, 'dsmil.internal')).toBe('spiffe://dsmil.internal/person/ann');
  });

  it('I1 speaks TLS 1.3 and nothing older', async () => {
    const { arrivals, refusals } = await open();
    const socket = dial(ann, { maxVersion: 'TLSv1.2' });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(String(error)).toMatch(/protocol version/i);
    await until(() => refusals.length === 1);
    expect(refusals[0]?.fault).toBe('TLS_VERSION');
    expect(arrivals).toEqual([]);
  });

  it('I1 tells of what is no handshake, and not of who merely goes', async () => {
    const { refusals } = await open();
    const [gone] = idle(1);
    await once(gone as Socket, 'connect');
    gone?.destroy();
    const [other] = idle(1);
    other?.write('GET / HTTP/1.1\r\n\r\n');
    await until(() => refusals.length === 1);
    await until(() => other?.destroyed === true);
    expect(refusals.map(({ fault }) => fault)).toEqual(['TLS_BROKEN']);
  });

  it('I2 no session is resumed: each connection shows its certificate', async () => {
    await open();
    const given = { host: '127.0.0.1', servername: 'localhost', ca: pki.ca, ALPNProtocols: ['h2'] };
    const port = world?.door.listener.address.port ?? 0;
    const first = connect({ ...given, ...ann, port });
    sockets.push(first);
    const session = once(first, 'session').then(([one]) => one as Buffer);
    first.write('x');
    await once(first, 'data');
    // What the server calls a session is good for nothing.
    const again = dial(ann, { session: await session });
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(false);
    await until(() => world?.arrivals.length === 2);
  });

  it.each(['serial', 'principal'] as const)(
    'I4 a revoked %s ends what is open, and comes in no more',
    async (by) => {
      const { ends, arrivals } = await open();
      const bob = await pki.client('spiffe://dsmil.internal/person/bob');
      const { socket, arrival } = await enter();
      const other = await enter(bob);
      const serial = serialOf(new X509Certificate(ann.cert).serialNumber);
      pki.revoke(
        by === 'serial' ? { serial } : { principal: 'spiffe://dsmil.internal/person/ann' },
      );
      await until(() => arrival.caller.gone.aborted);
      expect(arrival.caller.person).toBeUndefined();
      await until(() => socket.destroyed);
      expect(ends).toEqual(['REVOKED']);
      dial(ann);
      await until(() => ends.length === 2);
      expect(ends).toEqual(['REVOKED', 'REVOKED']);
      expect(arrivals).toHaveLength(2);
      expect(other.arrival.caller.gone.aborted).toBe(false);
    },
  );

  it('I5 a revocation list that is damaged or gone ends everybody, and lets nobody in until it is whole', async () => {
    const { ends, problems, arrivals } = await open();
    const { arrival } = await enter();
    pki.file('revoked.json', '{"schema":1,"revoked":[]', 0o644);
    await until(() => arrival.caller.gone.aborted);
    rmSync(join(pki.folder, 'revoked.json'));
    await until(() => problems.length >= 2);
    dial(ann);
    await until(() => ends.length === 2);
    expect(ends).toEqual(['REVOCATION_UNKNOWN', 'REVOCATION_UNKNOWN']);
    expect(arrivals).toHaveLength(1);
    pki.revoke();
    await world?.watch.reload();
    await enter();
  });

  it('what was read at the start is told of once, and not read again until it changes', async () => {
    const missing = join(pki.folder, 'never-written.json');
    const { problems, reloads, watch } = await openWith(missing);
    await new Promise((resolve) => setTimeout(resolve, 3 * LOOK_MS));
    expect({ problems, reloads }).toEqual({ problems: [expect.any(Error)], reloads: [] });
    await watch.reload();
    expect(problems).toHaveLength(2);
  });

  it('I4 a certificate that ends while its client is here ends the connection', async () => {
    const state = await open();
    const { arrival } = await enter();
    // Nothing else looks at who is here from now on.
    await Promise.all([state.door.reload(), state.watch.reload()]);
    state.ahead = 89 * DAY_MS;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(arrival.caller.gone.aborted).toBe(false);
    state.ahead = 91 * DAY_MS;
    await until(() => arrival.caller.gone.aborted);
    expect(state.ends).toEqual(['EXPIRED']);
  });

  it('I4 an account that is taken out of the policy ends, one that was never in it stays a stranger', async () => {
    const state = await open();
    const { arrival } = await enter();
    state.known = false;
    expect(arrival.caller.person).toBeUndefined();
    state.policyName = '2';
    await until(() => arrival.caller.gone.aborted);
    expect(state.ends).toEqual(['UNKNOWN']);
    const stranger = await enter();
    expect(stranger.arrival.caller.person).toBeUndefined();
    state.policyName = '3';
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(stranger.arrival.caller.gone.aborted).toBe(false);
  });

  it('I6 new credentials are in use at once, and no connection is dropped for them', async () => {
    const { problems, door } = await open();
    const { socket, arrival } = await enter();
    const next = await pki.server();
    pki.file('server.pem', next.cert, 0o644);
    // Half of it is there: what was in use stays in use.
    await until(() => problems.length > 0);
    expect(String(problems[0])).toContain('is not the key of');
    pki.file('server.key', next.key);
    await door.reload();
    const later = dial(ann);
    await once(later, 'secureConnect');
    const shown = new X509Certificate(later.getPeerCertificate().raw).serialNumber;
    expect(shown).toBe(new X509Certificate(next.cert).serialNumber);
    socket.write('still');
    expect(String((await once(socket, 'data'))[0])).toBe('still');
    expect(arrival.caller.gone.aborted).toBe(false);
  });

  it('I6 an authority that is trusted no more ends those whom it vouched for', async () => {
    const { door, ends } = await open();
    const { arrival } = await enter();
    const other = await TestPki.make();
    pki.file('ca.pem', `${other.ca}${pki.ca}`, 0o644);
    await door.reload();
    expect(arrival.caller.gone.aborted).toBe(false);
    await enter(await other.client());
    pki.file('ca.pem', other.ca, 0o644);
    await door.reload();
    expect(arrival.caller.gone.aborted).toBe(true);
    expect(ends).toEqual(['UNTRUSTED']);
    rmSync(other.folder, { recursive: true });
  });

  it.each([
    [0o640, 'others can read the key'],
    [0o604, 'others can read the key'],
  ])('I7 a key of mode %o is refused, with the cure', async (mode, words) => {
    const place = files();
    chmodSync(place.key, mode);
    const { loadCredentials } = await import('../../../../src/api/identity/credentials.ts');
    const loading = loadCredentials(place);
    await expect(loading).rejects.toMatchObject({ code: 'ERR_DSMIL_IDENTITY_FILE' });
    await expect(loading).rejects.toThrow(words);
    await expect(loading).rejects.toThrow(`chmod 600 ${place.key}`);
  });

  function idle(count: number): Socket[] {
    const port = world?.door.listener.address.port ?? 0;
    const opened = Array.from({ length: count }, () => connectTcp(port, '127.0.0.1'));
    for (const socket of opened) {
      socket.on('error', () => socket.destroy());
      socket.resume();
    }
    sockets.push(...opened);
    return opened;
  }

  it('I3 handshakes that nobody goes on with make room for newcomers', async () => {
    const state = await open({ handshakes: 8 });
    const silent = idle(40);
    await until(() => silent.filter(({ destroyed }) => destroyed).length >= 32);
    expect(state.door.listener.handshakes).toBeLessThanOrEqual(8);
    await enter();
  });

  /** A client that has said its first words, and hears the answer when it is told to. */
  async function begun(): Promise<() => void> {
    const raw = connectTcp(world?.door.listener.address.port ?? 0, '127.0.0.1');
    raw.on('error', () => raw.destroy());
    sockets.push(raw);
    const heard: Buffer[] = [];
    let hears = false;
    const inner = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => raw.write(chunk, done),
    });
    raw.on('data', (bytes: Buffer) => (hears ? inner.push(bytes) : heard.push(bytes)));
    dial(ann, { socket: inner });
    await until(() => heard.length > 0);
    return () => {
      hears = true;
      inner.push(Buffer.concat(heard));
    };
  }

  it('I3 a handshake that is under way loses its place to nobody while others say nothing', async () => {
    const state = await open({ handshakes: 8 });
    const goOn = await begun();
    const silent = idle(60);
    await until(() => silent.filter(({ destroyed }) => destroyed).length >= 52);
    goOn();
    await until(() => state.arrivals.length === 1);
  });

  it('I3 handshakes that take too long are ended', async () => {
    const state = await open({ handshakeMs: 300 });
    const begun = performance.now();
    const silent = idle(10);
    const closed: number[] = [];
    for (const socket of silent) {
      socket.once('close', () => closed.push(performance.now() - begun));
    }
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    await until(() => closed.length === 10);
    // None before its time; timers may be early by a fraction.
    expect(Math.min(...closed)).toBeGreaterThan(290);
    expect(state.door.listener.handshakes).toBe(0);
  });

  it('I3 connections of one account are bounded, and a later one always finds a way in', async () => {
    const state = await open({ ofOne: 3 });
    const [first, second, third] = [await enter(), await enter(), await enter()];
    for (let i = 0; i < 32 + 6; i++) {
      await enter();
    }
    expect(state.reception.size).toBe(3 + 32);
    // Those that were there first stay: what they do is not ended by the others.
    for (const { arrival } of [first, second, third]) {
      expect(arrival.caller.gone.aborted).toBe(false);
    }
    expect(state.ends.every((reason) => reason === 'DISPLACED')).toBe(true);
    expect(state.ends).toHaveLength(6);
    first.socket.destroy();
    await until(() => state.reception.size === 3 + 32 - 1);
  });

  it('I3 an account’s flood with one certificate displaces nobody who comes with another of its own', async () => {
    const state = await open({ ofOne: 1 });
    await enter();
    const other = await enter(await pki.client());
    for (let i = 0; i < 40; i++) {
      await enter();
    }
    expect(other.arrival.caller.principal).toBe('spiffe://dsmil.internal/person/ann');
    expect(other.arrival.caller.gone.aborted).toBe(false);
    expect(state.reception.size).toBe(1 + 32);
  });

  it('says when certificates end, its own and its clients’', async () => {
    const { notices } = await open();
    expect(notices).toEqual([]);
    const names = [{ type: 'url', value: 'spiffe://dsmil.internal/service/hms' }] as const;
    await enter(await pki.pair({ names }, Date.now(), 5));
    expect(notices).toMatchObject([{ what: 'spiffe://dsmil.internal/service/hms', days: 7 }]);
  });
});
