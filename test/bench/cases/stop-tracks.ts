// SPDX-License-Identifier: Apache-2.0
// The orchestrator's stop while everything is as bad as it gets: the store's disk does not answer, ring
// and audit queue are full, 64 operations wait for slow hardware. And with a track that hangs, and the
// way round the daemon, dsmil-stop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Severity } from '../../../src/core/model/enums.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import { helperProgram } from '../../../src/daemon/stop/helper.ts';
import { until, World } from '../../integration/stop/world.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { percentile } from '../lib/stats.ts';

const OPERATIONS = 64;
const DEVICES = 12;
/** Entries that come at the beginning of each round, far more than may wait. */
const AUDIT_ENTRIES = 5_000;
const AUDIT_BYTES = 256 << 10;

const ENTRY: AuditEntry = {
  kind: 'benchmark.load',
  severity: Severity.INFO,
  actor: 'benchmark',
  device: null,
  coordinationId: null,
  clearance: 0,
  compartments: [],
  at: 0,
  details: {},
};

/** Everything that should make no difference. */
class Load {
  readonly #world: World;
  readonly #ends: Promise<unknown>[] = [];
  #ended = false;
  refused = 0;

  constructor(world: World) {
    this.#world = world;
    this.#ends.push(this.#stall());
    for (let at = 0; at < OPERATIONS; at++) {
      this.#ends.push(this.#read(0x8040 + (at % DEVICES)));
    }
  }

  fillAudit(): void {
    const count = (): void => {
      this.refused++;
    };
    for (let i = 0; i < AUDIT_ENTRIES; i++) {
      this.#world.disk?.audit.append(ENTRY, 'ordinary').catch(count);
    }
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#ends);
  }

  /** The thread that writes sleeps nearly all the time. */
  async #stall(): Promise<void> {
    while (!this.#ended) {
      await this.#world.stall(250);
    }
  }

  async #read(device: number): Promise<void> {
    while (!this.#ended) {
      try {
        await this.#world.device.read({ device, registerIndex: 0, timeoutMs: 5_000 });
      } catch {
        // A device that several want at once may be busy: part of the load, counted.
        this.refused++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/** One stop: to the latch, and until all have acknowledged, in µs. */
async function measure(world: World): Promise<readonly [latch: number, settled: number]> {
  const begin = process.hrtime.bigint();
  const { latched, problem } = world.stop.stop('bench', 'benchmark');
  const { latchedNs } = world.device.snapshot().stop;
  if (!latched || latchedNs < begin) {
    throw new Error('the stop was not latched', { cause: problem });
  }
  await settledOf(world);
  const end = process.hrtime.bigint();
  return [Number(latchedNs - begin) / 1e3, Number(end - begin) / 1e3];
}

/** LATCHED or LATCHED_DEGRADED, without looking again and again. */
function settledOf({ stop }: World): Promise<void> {
  return new Promise((resolve) => {
    const look = (state: string): boolean => {
      const settled = state === 'LATCHED' || state === 'LATCHED_DEGRADED';
      if (settled) {
        end();
        resolve();
      }
      return settled;
    };
    const end = stop.subscribe(({ state }) => look(state));
    look(stop.control.state);
  });
}

async function underLoad(context: Context, world: World): Promise<void> {
  const { report, rounds, quick } = context;
  const stops = quick ? 30 : 2_000;
  const rows = { latch: [0.5, 0.99, 0.999], tracks: [0.5, 0.99, 0.999] } as const;
  const seen = { latch: [] as number[][], tracks: [] as number[][] };
  const load = new Load(world);
  for (let round = 0; round < rounds; round++) {
    load.fillAudit();
    const latches: number[] = [];
    const tracks: number[] = [];
    for (let i = 0; i < stops; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      const [latch, settled] = await measure(world);
      latches.push(latch);
      tracks.push(settled);
    }
    seen.latch.push(latches);
    seen.tracks.push(tracks);
  }
  await load.end();
  const degraded = world.published.filter(({ subject }) => subject === 'stop.degraded').length;
  context.note(
    `stop-tracks: ${degraded} of ${rounds * stops} stops were degraded at 100 ms; ` +
      `${load.refused} reads and entries of the load were refused`,
  );
  for (const name of ['latch', 'tracks'] as const) {
    for (const p of rows[name]) {
      const samples = seen[name].map((round) => percentile(round, p));
      const value = name === 'latch' ? 1_000 : 10_000;
      const goal = { of: 'median', at: 'most', value } as const;
      report.add(rowName(name, p), 'us', samples, p === 0.999 ? goal : undefined);
    }
  }
}

function rowName(name: 'latch' | 'tracks', p: number): string {
  return `call to ${name} p${p * 100}`;
}

async function hungTrack({ report, rounds, quick }: Context, world: World): Promise<void> {
  world.security.hangs = true;
  const samples: number[] = [];
  for (let i = 0; i < (quick ? 5 : rounds * 10); i++) {
    const [, settled] = await measure(world);
    samples.push(settled / 1e3);
  }
  world.security.hangs = false;
  report.add('hung track to LATCHED_DEGRADED', 'ms', samples, {
    of: 'median',
    at: 'most',
    value: 120,
  });
}

/** A byte on its socket; what it says back has the kernel's time of the latch. */
async function ask(socket: Socket): Promise<number> {
  const begin = process.hrtime.bigint();
  socket.write('!');
  const [said] = (await once(socket, 'data')) as [Buffer];
  const [, latchedNs] = /latched_ns=(\d+)/.exec(said.toString()) ?? [];
  if (latchedNs === undefined) {
    throw new Error(`dsmil-stop says ${said.toString()}`);
  }
  return Number(BigInt(latchedNs) - begin) / 1e3;
}

async function byHelper({ report, rounds, quick }: Context, world: World, device: string) {
  const listen = join(world.folder, 'stop.sock');
  const helper = spawn(helperProgram(), ['--device', device, '--listen', listen], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(createInterface(helper.stdout), 'line');
    const socket = createConnection(listen);
    await once(socket, 'connect');
    const [middles, tails]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const latencies: number[] = [];
      for (let i = 0; i < (quick ? 30 : 1_000); i++) {
        latencies.push(await ask(socket));
      }
      middles.push(percentile(latencies, 0.5));
      tails.push(percentile(latencies, 0.999));
    }
    socket.destroy();
    report.add('dsmil-stop p50', 'us', middles);
    report.add('dsmil-stop p99.9', 'us', tails, { of: 'median', at: 'most', value: 1_000 });
  } finally {
    helper.kill('SIGQUIT');
  }
}

async function run(context: Context): Promise<void> {
  await using sim = await BenchSim.start('--poll-ms', '0');
  const { socket } = sim;
  await using world = await World.open({ socket, ringSize: 1 << 20, auditBytes: AUDIT_BYTES });
  await until('LATCHED', () => world.stop.state === 'LATCHED');
  await sim.command('do latency group 4 1ms');
  await sim.command('fill 64');
  await underLoad(context, world);
  await hungTrack(context, world);
  await byHelper(context, world, sim.socket);
}

export const stopTracks: Case = {
  name: 'tracks',
  about:
    'the orchestrator’s stop, to the latch and to all tracks: disk stalled, ring and audit queue full, 64 operations; a hung track; dsmil-stop',
  rows: [
    ...(['latch', 'tracks'] as const).flatMap((name) =>
      [0.5, 0.99, 0.999].flatMap((p) => rowsOf(rowName(name, p), [])),
    ),
    ...rowsOf('hung track to LATCHED_DEGRADED', []),
    ...rowsOf('dsmil-stop p50', []),
    ...rowsOf('dsmil-stop p99.9', []),
  ],
  run,
};
