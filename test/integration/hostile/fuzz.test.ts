// SPDX-License-Identifier: Apache-2.0
// Malformed frames and messages against the daemon as it runs: it stays up, in bounded memory, with nothing that it
// calls a defect, and answers whoever asks properly, all the while and afterwards.
import { createServer, connect as netConnect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import type protobuf from 'protobufjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRoot } from '../../../scripts/codegen/proto/sources.ts';
import * as communication from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as control from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { type Chance, chanceOf } from '../../crash/daemon/chance.ts';
import {
  callFields,
  END_HEADERS,
  FrameType,
  frame,
  HELLO,
  headerBlock,
} from '../../unit/api/grpc/raw-http2.ts';
import { ROOT } from '../device-sim.ts';
import { Messages } from './messages.ts';
import { framesOf, Streams } from './streams.ts';
import { ask, HELD_MAX, HostileWorld, MEMORY_MAX, SEED, type Taken, until } from './world.ts';

const LIMIT = 300_000;
/** Of each way, where no time is given: then a seed's cases are the same on every machine. */
const CASES = 1_000;
/** All of it, in equal parts. {unit s} */
const SECONDS = process.env['DSMIL_FUZZ_SECONDS'];
const WAYS = 4;
const AT_ONCE = 24;
/** After the last byte from the daemon, or without any. {unit ms} */
const QUIET_MS = 15;
const SILENT_MS = 60;
const MIB = 2 ** 20;
/** Of refusals, which are counted and not written each. {unit bytes} */
const DISK_MAX = 64 * MIB;

interface Method {
  readonly path: string;
  readonly request: protobuf.Type;
}

/** All of the service's own. */
function methodsOf(root: protobuf.Root): Method[] {
  return ['dsmil.communication.v1', 'dsmil.control.v1'].flatMap((name) =>
    (root.lookup(name) as protobuf.Namespace).nestedArray
      .filter((one): one is protobuf.Service => 'methodsArray' in one)
      .flatMap((service) =>
        service.methodsArray.map(({ name: method, requestType }) => ({
          path: `/${name}.${service.name}/${method}`,
          request: service.lookupType(requestType),
        })),
      ),
  );
}

describe(`malformed bytes, DSMIL_SEED=${SEED}`, { timeout: LIMIT }, () => {
  const world = new HostileWorld();
  const methods = methodsOf(readRoot(join(ROOT, 'proto')));
  const recorded: Buffer[][] = [];
  let before: Taken;
  let heldBefore: number;

  /** Bytes of a client's connection, as they go to the daemon. */
  async function record(work: (target: string) => Promise<unknown>): Promise<void> {
    const bytes: Buffer[] = [];
    const path = join(world.parts.folder, `relay-${recorded.length}.sock`);
    const relay = createServer((client) => {
      const daemon = netConnect(world.socket);
      client.on('data', (some) => bytes.push(some)).pipe(daemon);
      daemon.pipe(client);
      for (const one of [client, daemon]) {
        one.on('error', () => undefined);
      }
    });
    await new Promise<void>((listening) => relay.listen(path, listening));
    await work(`unix:${path}`);
    relay.close();
    recorded.push(framesOf(Buffer.concat(bytes)));
  }

  beforeAll(async () => {
    await world.start();
    await record((target) => world.health(world.client(target)));
    await record((target) => world.stop(world.client(target)));
    await record(async (target) => {
      const client = world.client(target);
      await world.health(client);
      const list = '/dsmil.control.v1.DevicesService/ListDevices';
      await ask(client, list, [control.ListDevicesRequest, {}], control.ListDevicesResponse);
      const { StateSynchronizationRequest: Request, StateSynchronizationResponse: Response } =
        communication;
      await ask(client, 'SynchronizeState', [Request, {}], Response);
    });
    await record(async (target) => {
      const encode = (message: communication.IEventSubscriptionRequest): Buffer =>
        Buffer.from(communication.EventSubscriptionRequest.encode(message).finish());
      const reading = world
        .client(target)
        .makeServerStreamRequest(
          '/dsmil.communication.v1.DsmilCommunicationService/SubscribeEvents',
          encode,
          (bytes: Buffer) => bytes,
          {},
        );
      reading.on('error', () => undefined).resume();
      await world.stop(world.client(target));
      reading.cancel();
    });
    await world.health(world.tlsClient());
    heldBefore = await world.held();
    before = world.taken();
  }, LIMIT);
  afterAll(() => world.close());

  /** Says @bytes, in pieces, and stays until the other end has nothing to say. */
  async function say(open: () => Socket, bytes: Buffer, chance: Chance): Promise<void> {
    const socket = open();
    let ended = false;
    let heard = performance.now() + SILENT_MS - QUIET_MS;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      ended = true;
    });
    socket.on('data', () => {
      heard = performance.now();
    });
    const pieces = chance(4) === 0 ? 1 + chance(5) : 1;
    const size = Math.ceil(bytes.length / pieces) || 1;
    for (let at = 0; at < bytes.length && !ended; at += size) {
      socket.write(bytes.subarray(at, at + size));
      if (pieces > 1) {
        await new Promise((wake) => setImmediate(wake));
      }
    }
    while (!ended && performance.now() < heard + QUIET_MS) {
      await new Promise((wake) => setTimeout(wake, 4));
    }
    socket.destroy();
  }

  /** Cases of @way until there were enough; how many, and how long whoever asked properly waited at most. */
  async function fuzz(
    way: number,
    open: () => Socket,
    make: (chance: Chance) => Buffer,
  ): Promise<void> {
    const { cpu: begun } = world.taken();
    const end = performance.now() + (1_000 * Number(SECONDS)) / WAYS;
    let cases = 0;
    let over = false;
    let longest = 0;
    let most = 0;
    // One each at least, however long this process stood still before.
    const more = (): boolean =>
      cases < AT_ONCE || (SECONDS === undefined ? cases < CASES : performance.now() < end);
    const harm = async (): Promise<void> => {
      while (more()) {
        // Of its own for each case: what another one took moves nothing.
        const chance = chanceOf(SEED, way, cases++);
        await say(open, make(chance), chance);
      }
    };
    const good = async (): Promise<void> => {
      while (!over) {
        const asked = performance.now();
        const client = world.client();
        expect((await world.health(client)).version).not.toBe('');
        client.close();
        longest = Math.max(longest, performance.now() - asked);
        most = Math.max(most, world.memory);
        await new Promise((wake) => setTimeout(wake, 100));
      }
    };
    const harmed = Promise.all(Array.from({ length: AT_ONCE }, harm)).finally(() => {
      over = true;
    });
    await Promise.all([good(), harmed]);
    const { descriptors, disk, cpu } = world.taken();
    const held = (await world.held(heldBefore + HELD_MAX)) - heldBefore;
    const said = [
      `${cases} cases, ${((cpu - begun) / cases).toFixed(1)} ms of the daemon’s CPU each, the slowest proper answer ${longest.toFixed(0)} ms`,
      `memory ${(heldBefore / MIB).toFixed(0)} MiB before, ${(most / MIB).toFixed(0)} at most, ${(held / MIB).toFixed(0)} more held after`,
      `disk + ${((disk - before.disk) / MIB).toFixed(1)} MiB, ${descriptors} descriptors`,
    ];
    process.stderr.write(`# DSMIL_SEED=${SEED}: ${said.join('; ')}\n`);
    expect(world.defects).toEqual([]);
    expect(held).toBeLessThan(HELD_MAX);
    expect(most - heldBefore).toBeLessThan(MEMORY_MAX);
    expect(disk - before.disk).toBeLessThan(DISK_MAX);
  }

  const here = (): Socket => netConnect(world.socket);
  const overTls = (): Socket => {
    const { port, ca, cert, key } = world.tls;
    return tlsConnect({ host: 'localhost', port, ca, cert, key, ALPNProtocols: ['h2'] });
  };
  const streams = (chance: Chance): Streams => new Streams(chance, recorded);
  const called = (chance: Chance): Buffer => {
    const { path, request } = methods[chance(methods.length)] as Method;
    const messages = new Messages(chance);
    const body = messages.of(request);
    return streams(chance).call(path, chance(3) === 0 ? body : messages.spoilt(body));
  };

  it('frames of recorded conversations, cut, moved, doubled, mislabelled', async () => {
    await fuzz(0, here, (chance) => streams(chance).mutated());
  });

  it('messages of every method, with values at every edge, and spoilt', async () => {
    expect(methods.length).toBeGreaterThan(40);
    await fuzz(1, here, called);
  });

  it('both over TLS', async () => {
    await fuzz(2, overTls, (chance) =>
      chance(2) === 0 ? streams(chance).mutated() : called(chance),
    );
  });

  it('bytes that are no TLS where TLS is spoken', async () => {
    const plain = (): Socket => netConnect({ host: 'localhost', port: world.tls.port });
    await fuzz(3, plain, (chance) => {
      const bytes = Buffer.from(Array.from({ length: chance(600) }, () => chance(256)));
      // Half of them begin as a handshake does.
      return chance(2) === 0 ? bytes : Buffer.concat([Buffer.from('160301', 'hex'), bytes]);
    });
  });

  it('a header that is no text: one line of the log’s own, without what stood in it', async () => {
    const fields = callFields('/grpc.health.v1.Health/Check');
    const block = headerBlock([...fields, ['x-token', 'geheim\u00e9']]);
    const send = (): void => {
      const socket = here();
      socket.on('error', () => undefined);
      socket.end(Buffer.concat([HELLO, frame(FrameType.HEADERS, END_HEADERS, 1, block)]));
    };
    const told = world.parts.logged((line) => `${line['said']}`.endsWith('x-token'));
    send();
    // What came before may have used up what such lines are written a second.
    const again = setInterval(send, 1_000);
    const { said } = await told.finally(() => clearInterval(again));
    expect(said).toBe('Failed to add metadata entry x-token');
    expect(JSON.stringify(world.parts.log)).not.toContain('geheim');
  });

  it('leave a daemon that is whole: the stop, over both ways, and no descriptor more', async () => {
    expect((await world.stop(world.client())).success).toBe(true);
    expect((await world.stop(world.tlsClient())).success).toBe(true);
    // Its own log, database and so on may have moved; connections are gone.
    await until(() => world.taken().descriptors <= before.descriptors + 8, 'the connections’ end');
    expect(world.defects).toEqual([]);
  });
});
