// SPDX-License-Identifier: Apache-2.0
// Thousands of connections at once, by a program of its own that holds whatever it gets: while that stands other
// accounts look and stop again and again, and get through each time; afterwards everything is given back.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { CrowdOrder, CrowdReport } from './crowd.ts';
import { HostileWorld, until } from './world.ts';

const LIMIT = 1_800_000;
/** For what ends by itself, however slow the machine. {unit ms} */
const PATIENCE_MS = 240_000;
const CONNECTIONS = Number(process.env['DSMIL_CROWD'] ?? 10_000);
/** So long each crowd stands at least. {unit ms} */
const STAND_MS = 1_000 * Number(process.env['DSMIL_CROWD_SECONDS'] ?? 5);
const MIB = 2 ** 20;
const MEMORY_MAX = 300 * MIB;
/** What is let in of one account. */
const SHARE = 64 + 32;
/** Of two accounts, and all handshakes: what a crowd has left in a listener’s queue comes in after its end. */
const SHARES = 2 * SHARE + 256;
/** Files that it opens now and then, others' connections, and those that are just closing. */
const DESCRIPTORS_MORE = 64;
/** Back where it was, but for files. */
const DESCRIPTORS_LEFT = 16;
/** An account's share would be more than that. */
const FEW = 140;
/** As root, so that the crowd's account is another than ours. */
const NOBODY = process.getuid?.() === 0 ? 65_534 : undefined;

type Ways = Readonly<Record<string, { client(): Client; readonly fresh: boolean }>>;

/** Looks and stops by one way, again and again: how long both took. {unit ms} */
class Tries {
  readonly times: number[] = [];
  readonly ended: Promise<void>;

  constructor(world: HostileWorld, { client, fresh }: Ways[string], over: () => boolean) {
    this.ended = this.#go(world, client, fresh, over);
  }

  async #go(
    world: HostileWorld,
    take: () => Client,
    fresh: boolean,
    over: () => boolean,
  ): Promise<void> {
    while (!over()) {
      const begun = performance.now();
      const client = take();
      expect((await world.health(client, PATIENCE_MS)).version).not.toBe('');
      expect((await world.stop(client, PATIENCE_MS)).success).toBe(true);
      this.times.push(performance.now() - begun);
      if (fresh) {
        client.close();
      }
      await sleep(50);
    }
  }

  toString(): string {
    const sorted = this.times.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    return `${sorted.length}, p50 ${middle.toFixed(0)} ms, longest ${sorted.at(-1)?.toFixed(0)} ms`;
  }
}

describe('a crowd', { timeout: LIMIT }, () => {
  let world: HostileWorld;
  let crowd: ChildProcess | undefined;

  afterEach(async () => {
    crowd?.kill('SIGKILL');
    await world.close();
  });

  async function open(descriptors?: number): Promise<Ways> {
    world = new HostileWorld();
    await world.start(descriptors);
    if (NOBODY !== undefined) {
      chmodSync(world.socket, 0o666);
    }
    const tls = world.tlsClient();
    const unix = world.client();
    await Promise.all([world.stop(tls), world.stop(unix)]);
    return {
      'over TLS': { client: () => tls, fresh: false },
      'at the socket': { client: () => unix, fresh: false },
      'over TLS, a new connection each': { client: () => world.tlsClient(), fresh: true },
      'at the socket, a new connection each': { client: () => world.client(), fresh: true },
    };
  }

  /** All of @order stands, @share of it in the daemon, while @ways are tried, each until it has come through. */
  async function stand(
    what: string,
    order: Partial<CrowdOrder>,
    share: number,
    ways: Ways,
  ): Promise<number> {
    const before = world.taken();
    const program = fork('test/integration/hostile/crowd.ts');
    crowd = program;
    let report: CrowdReport | undefined;
    program.on('message', (now: CrowdReport) => {
      report = now;
    });
    const given: CrowdOrder = {
      ...{ connections: CONNECTIONS, target: '', from: [], tls: undefined, uid: undefined },
      ...order,
    };
    program.send(given);
    const most = { memory: before.memory, descriptors: before.descriptors };
    let over = false;
    const begun = performance.now();
    const tries = new Map(
      Object.entries(ways).map(([name, way]) => [name, new Tries(world, way, () => over)]),
    );
    try {
      const served = (): boolean => [...tries.values()].every(({ times }) => times.length > 0);
      const stands = (): boolean =>
        report !== undefined && report.mostHeld >= report.wanted && report.opened > 0;
      const failed = Promise.all([...tries.values()].map(({ ended }) => ended));
      for (
        ;
        performance.now() < begun + STAND_MS || !served() || !stands();
        await Promise.race([sleep(100), failed])
      ) {
        // Each try has a deadline of its own.
        expect(performance.now()).toBeLessThan(begun + 2 * PATIENCE_MS);
        most.memory = Math.max(world.memory, most.memory);
        most.descriptors = Math.max(world.descriptors, most.descriptors);
      }
    } finally {
      over = true;
    }
    const lag = (await world.parts.numbers()).get('nodejs_eventloop_lag_max_seconds') ?? 0;
    const told = [...tries].map(([name, one]) => `${name} ${one}`).join('; ');
    const { wanted = 0, opened = 0, ended = 0, held = 0 } = report ?? {};
    const gone = once(program, 'exit');
    program.kill('SIGKILL');
    await gone;
    await Promise.all([...tries.values()].map(({ ended: end }) => end));
    const givenBack = (): boolean => world.descriptors <= before.descriptors + DESCRIPTORS_LEFT;
    await until(givenBack, 'the descriptors', PATIENCE_MS);
    const after = world.taken();
    process.stderr.write(
      `# ${what}, ${wanted} at once of ${given.connections}: in ${((performance.now() - begun) / 1_000).toFixed(0)} s ${opened} opened, ${ended} ended by the daemon, ` +
        `${held} on their way or held at the end. A look and a stop: ${told}. Memory ${(before.memory / MIB).toFixed(0)} MiB, ` +
        `${(most.memory / MIB).toFixed(0)} at most, ${(after.memory / MIB).toFixed(0)} afterwards; descriptors ` +
        `${before.descriptors}, ${most.descriptors} at most, ${after.descriptors} afterwards; longest turn ${(1_000 * lag).toFixed(0)} ms; ` +
        `processor ${((after.cpu - before.cpu) / 1_000).toFixed(1)} s; ${world.parts.log.length} lines of log\n`,
    );
    expect(world.defects).toEqual([]);
    expect(wanted, 'the limit of open files is too low for this crowd (ulimit -Hn)').toBe(
      given.connections,
    );
    expect(most.memory - before.memory).toBeLessThan(MEMORY_MAX);
    expect(most.descriptors - before.descriptors).toBeLessThan(share + DESCRIPTORS_MORE);
    const client = world.tlsClient();
    expect((await world.health(client, PATIENCE_MS)).version).not.toBe('');
    client.close();
    return most.descriptors;
  }

  it('at the socket, with handshakes, and of those who say nothing, holds up no stop and leaves nothing behind', async () => {
    const ways = await open();
    await stand('at the Unix socket', { target: world.socket, uid: NOBODY }, SHARE, ways);
    const { port } = world.tls;
    const from = Array.from({ length: 100 }, (_, n) => `127.0.0.${2 + n}`);
    const tls = await world.strangers();
    await stand('over TLS', { target: port, from, tls }, SHARES, ways);
    await stand('over TCP, without a word', { target: port }, SHARES, ways);
  });

  it('leaves a daemon that has few descriptors enough for a stop', async () => {
    const ways = await open(FEW);
    const order = { connections: Math.min(CONNECTIONS, 1_000), target: world.socket, uid: NOBODY };
    const most = await stand('with few descriptors', order, SHARE, ways);
    expect(most).toBeLessThan(FEW - DESCRIPTORS_LEFT);
    expect(world.parts.log.map(({ msg }) => msg).join()).toContain('the limit of open files');
  });
});
