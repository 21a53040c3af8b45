// SPDX-License-Identifier: Apache-2.0
// Clients that take all that they can get of the daemon as it runs: it stays up in bounded memory, others are
// served, and the stop gets through all the while.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as netConnect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Client } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import {
  callBegun,
  data,
  FrameType,
  frame,
  HELLO,
  message,
  PREFACE,
  reset,
} from '../../unit/api/grpc/raw-http2.ts';
import { ask, HELD_MAX, HostileWorld, MEMORY_MAX, until } from './world.ts';

const LIMIT = 300_000;
/** For what ends by itself, however slow the machine. */
const LONG_LIMIT = 900_000;
const SERVICE = '/dsmil.communication.v1.DsmilCommunicationService';
const MIB = 2 ** 20;
const CONNECTIONS = 10_000;
/** No more come after that: a busy machine accepts few in a second. {unit ms} */
const FLOOD_MS = 1_000 * Number(process.env['DSMIL_FLOOD_SECONDS'] ?? 20);
const CONNECTIONS_MIN = 200;
/** By another program of the account that floods, while it does. */
const OWN_STOPS = 21;
/** For what is not a connection of the flood, on either side. */
const DESCRIPTORS_SPARE = 1_000;
/** nghttp2 ends a connection that resets more often; others come in its place. */
const RESETS_OF_ONE = 300;

/** HTTP/2 that gives the other end no room to answer. */
const NO_WINDOW = Buffer.concat([
  PREFACE,
  frame(FrameType.SETTINGS, 0, 0, Buffer.from('000400000000', 'hex')),
]);

/** What a client says first, and whole it never comes: at a byte a second it takes minutes. */
const DRIPPED = Buffer.concat([
  PREFACE,
  frame(FrameType.SETTINGS, 0, 0, Buffer.alloc(6 * 32)),
  frame(FrameType.SETTINGS, 0, 0, Buffer.alloc(6 * 32)),
]);

function descriptorsOf(pid: number | 'self'): number {
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]);
}

describe('floods', { timeout: LIMIT }, () => {
  const world = new HostileWorld();
  const sockets = new Set<Socket>();
  /** Another account than the floods'. */
  let other: Client;
  let before = 0;

  beforeAll(async () => {
    await world.start();
    other = world.tlsClient();
    await world.stop(other);
    before = await world.held();
  }, LIMIT);
  afterEach(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    sockets.clear();
  });
  afterAll(() => world.close());

  /** A connection that says @bytes, reads only when @reads, and does not mind its end. */
  function say(bytes: Buffer, reads = true): Socket {
    const socket = netConnect(world.socket);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.write(bytes);
    return reads ? socket.resume() : socket.pause();
  }

  const metrics = (): Promise<wire.MetricsResponse> =>
    ask(other, 'GetMetrics', [wire.MetricsRequest, {}], wire.MetricsResponse);

  interface Stopped {
    readonly times: number[];
    most: number;
  }

  /** Stops by @other, one after the other, until @end resolves: how long each took, and the daemon's memory. */
  async function stopsUntil(end: Promise<unknown>): Promise<Stopped> {
    const seen: Stopped = { times: [], most: 0 };
    const ending = end.then(() => true);
    do {
      const begun = performance.now();
      expect((await world.stop(other)).success).toBe(true);
      seen.times.push(performance.now() - begun);
      seen.most = Math.max(seen.most, world.memory);
    } while (!(await Promise.race([ending, sleep(50, false)])));
    return seen;
  }

  async function tell(what: string, { times, most }: Stopped): Promise<void> {
    const held = (await world.held(before + HELD_MAX)) - before;
    const sorted = times.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    process.stderr.write(
      `# ${what}; ${times.length} stops: p50 ${middle.toFixed(1)} ms, longest ${sorted.at(-1)?.toFixed(1)} ms; ` +
        `memory ${(before / MIB).toFixed(0)} MiB before, ${(most / MIB).toFixed(0)} at most, ${(held / MIB).toFixed(0)} more held after\n`,
    );
    expect(world.defects).toEqual([]);
    expect(held).toBeLessThan(HELD_MAX);
    expect(most - before).toBeLessThan(MEMORY_MAX);
  }

  const nothingUnderWay = async (): Promise<void> => {
    for (let active = 2; active > 1; await sleep(100)) {
      active = (await metrics()).server?.callsActive ?? 0;
    }
  };

  it('of calls that are begun and given up leave nothing under way', async () => {
    const methods = ['HealthCheck', 'SynchronizeState', 'SubscribeEvents', 'CoordinateOperation'];
    let given = 0;
    const storm = async (): Promise<void> => {
      for (let round = 0; round < 3; round++) {
        const frames: Buffer[] = [HELLO];
        for (let n = 0; n < RESETS_OF_ONE; n++) {
          const id = 2 * n + 1;
          const path = `${SERVICE}/${methods[n % methods.length]}`;
          frames.push(callBegun(path, id), data(id, message(Buffer.alloc(0))), reset(id));
          given += 1;
        }
        const socket = say(Buffer.concat(frames));
        await sleep(500);
        socket.destroy();
      }
    };
    const seen = await stopsUntil(Promise.all(Array.from({ length: 6 }, storm)));
    await nothingUnderWay();
    await tell(`${given} calls given up`, seen);
  });

  it('of streams that nobody reads hold up nobody, whatever is told', async () => {
    const ids = Array.from({ length: 32 }, (_, n) => 2 * n + 1);
    const calls = ids.flatMap((id) => [
      callBegun(`${SERVICE}/SubscribeEvents`, id),
      data(id, message(Buffer.alloc(0))),
    ]);
    for (let n = 0; n < 10; n++) {
      say(Buffer.concat([NO_WINDOW, ...calls]), false);
      say(Buffer.concat([HELLO, ...calls]), false);
    }
    let heard = 0;
    const reading = other.makeServerStreamRequest(
      `${SERVICE}/SubscribeEvents`,
      (asked: wire.IEventSubscriptionRequest) =>
        Buffer.from(wire.EventSubscriptionRequest.encode(asked).finish()),
      (bytes: Buffer) => wire.EventNotification.decode(bytes),
      { subjects: ['published.>', 'stop.>'] },
    );
    reading.on('error', () => undefined);
    reading.on('data', () => {
      heard += 1;
    });
    // Who does not answer either is hung up on in time: what counts is how many there were.
    let subscriptions = 0;
    const subscribed = async (): Promise<void> => {
      for (let tries = 0; subscriptions <= 32 && tries < 600; tries++) {
        await sleep(100);
        subscriptions = Math.max(subscriptions, (await metrics()).server?.subscriptions ?? 0);
      }
    };
    const seen = await stopsUntil(Promise.all([sleep(5_000), subscribed()]));
    const { server } = await metrics();
    subscriptions = Math.max(subscriptions, server?.subscriptions ?? 0);
    await until(() => heard > 3, 'events for who reads');
    await tell(`${subscriptions} subscriptions, ${heard} events heard by who reads`, seen);
    // 64 streams of one account, and the one that reads.
    expect(subscriptions).toBeLessThanOrEqual(65);
    expect(subscriptions).toBeGreaterThan(32);
    reading.cancel();
  });

  it('of clients that say what they say very slowly are ended, and others come in', async () => {
    const half = Buffer.concat([
      HELLO,
      callBegun(`${SERVICE}/SynchronizeState`, 1),
      data(1, message(Buffer.alloc(100)).subarray(0, 20), 0),
    ]);
    const halves = Array.from({ length: 60 }, () => say(half));
    const slow = Array.from({ length: 60 }, () => say(DRIPPED.subarray(0, 3)));
    const handshakes = Array.from({ length: 300 }, () => {
      const socket = netConnect({ host: 'localhost', port: world.tls.port });
      sockets.add(socket);
      return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    });
    let at = 0;
    const dripping = setInterval(() => {
      at += 1;
      for (const socket of slow) {
        socket.write(DRIPPED.subarray(at + 2, at + 3));
      }
      for (const socket of handshakes) {
        socket.write(Buffer.from([[0x16, 3, 1, 2, 0, 1][at - 1] ?? 0]));
      }
    }, 1_000);
    const comeIn = async (): Promise<void> => {
      for (let n = 0; n < 10; n++) {
        const client = world.tlsClient();
        expect((await world.health(client)).version).not.toBe('');
        client.close();
        await sleep(1_100);
      }
    };
    const seen = await stopsUntil(comeIn());
    await nothingUnderWay();
    // Each has its time from when it was taken in, which is later on a busy machine. What drips goes on dripping.
    const left = (some: readonly Socket[]): number =>
      some.filter(({ destroyed }) => !destroyed).length;
    const ended = (): boolean => left(handshakes) + left(halves) + left(slow) === 0;
    await until(ended, 'the end of whoever is slow').finally(() => clearInterval(dripping));
    const most = [handshakes, halves, slow].map(({ length }) => length).join(', ');
    await tell(`nothing left of slow handshakes, half calls and slow first words: ${most}`, seen);
  });

  it('of connections, 10,000 or as many as there are descriptors and time for, let every stop of others through, and of the account’s other programs', {
    timeout: LONG_LIMIT,
  }, async () => {
    const room = Math.min(descriptorsOf('self'), descriptorsOf(world.parts.daemon.pid ?? 0));
    const most = Math.min(CONNECTIONS, room - DESCRIPTORS_SPARE);
    let open = 0;
    let refused = 0;
    let peak = 0;
    const end = performance.now() + FLOOD_MS;
    /** Of the same account, and no part of the flood: a program of its own, which stops as often as it can. */
    let ownDone = false;
    const stopBeside = async (): Promise<string[]> => {
      const program = join(import.meta.dirname, 'stops.ts');
      try {
        const { stdout } = await promisify(execFile)(process.execPath, [
          program,
          world.socket,
          String(OWN_STOPS),
        ]);
        return stdout.trim().split('\n');
      } finally {
        ownDone = true;
      }
    };
    const connectAll = async (): Promise<void> => {
      while ((open < most && (performance.now() < end || open <= CONNECTIONS_MIN)) || !ownDone) {
        if (sockets.size >= most) {
          await sleep(20);
          continue;
        }
        const refusedBefore = refused;
        // As many as a listener's queue takes.
        await Promise.all(
          Array.from({ length: Math.min(100, most - sockets.size) }, () => {
            const socket = say(HELLO);
            return new Promise<void>((done) => {
              socket.once('connect', () => {
                open += 1;
                done();
              });
              socket.once('error', () => {
                refused += 1;
                done();
              });
            });
          }),
        );
        peak = Math.max(peak, sockets.size);
        // The listener’s queue was full.
        await sleep(refused > refusedBefore ? 20 : 0);
      }
    };
    /** By the program whose flood it is: its newest connections displace each other, so it tries again. */
    const own = { tries: 0, stops: 0 };
    let flooding = true;
    const stopAmongThem = async (): Promise<void> => {
      // Their connections are there still when no more come.
      while (flooding || own.stops === 0) {
        const client = world.client();
        own.tries += 1;
        try {
          own.stops += (await world.stop(client)).success ? 1 : 0;
        } catch {
          // Displaced: counted as a try.
        }
        client.close();
        await sleep(20);
      }
    };
    const flood = connectAll().then(async () => {
      await sleep(1_000);
      flooding = false;
    });
    const [seen, beside] = await Promise.all([stopsUntil(flood), stopBeside(), stopAmongThem()]);
    const connections = (await metrics()).server?.connections ?? 0;
    await tell(
      `${open} connections opened (${refused} refused), ${peak} at once here, ${connections} kept by the daemon; ` +
        `${own.stops} stops in ${own.tries} tries by the program that floods, ` +
        `${beside.filter((line) => line === 'stopped').length} in ${beside.length} by another of its account`,
      seen,
    );
    expect(open).toBeGreaterThan(CONNECTIONS_MIN);
    expect(beside).toEqual(Array(OWN_STOPS).fill('stopped'));
    expect(own.stops).toBeGreaterThan(0);
    expect((await world.stop(world.tlsClient())).success).toBe(true);
    for (const socket of sockets) {
      socket.destroy();
    }
    await until(() => world.taken().descriptors < 200, 'the connections’ end');
  });
});
