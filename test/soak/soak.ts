// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as wire from '../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { chanceOf } from '../crash/daemon/chance.ts';
import { Host } from '../host/host.ts';
import { COMMUNICATION, Peer } from '../host/peer.ts';
import { Cutter } from './cutter.ts';
import { Faults } from './faults.ts';
import { fillEnded } from './fill.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';
import { JUDGED_FROM_S, leftByEach, Memory, mebibytes } from './memory.ts';
import type { Options } from './options.ts';
import { People } from './people.ts';
import type { Result } from './result.ts';
import { differences, Subscriber } from './subscriber.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PROGRESS_S = 10;
/** Of the daemon's memory, over the run. */
const SAMPLES = 40;
/** Each stands the daemon still for 0.1 to 0.3 s. {unit ms} */
const SAMPLE_MS = 6_000;
/** Until all that is under way has ended: generous, for a busy machine. */
const QUIET_MS = 180_000;
/** Descriptors of connections that are closing. */
const SPARE = 2;
const SYSTEM_STATUS_CHANGED = 4;
/** As the demo persons have it. */
const CLEARANCES: Readonly<Record<string, number>> = { ann: 4, bob: 3, cid: 2, dora: 1 };

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function until(what: string, look: () => boolean): Promise<string[]> {
  for (const end = performance.now() + QUIET_MS; performance.now() < end; ) {
    if (look()) {
      return [];
    }
    await wait(50);
  }
  return [`${what}: not within ${QUIET_MS / 1_000} s`];
}

async function withLimit(what: string, promise: Promise<unknown>): Promise<string[]> {
  const late = Promise.withResolvers<string[]>();
  const words = `${what}: not within ${QUIET_MS / 1_000} s`;
  const timer = setTimeout(() => late.resolve([words]), QUIET_MS);
  try {
    return await Promise.race([promise.then(() => []), late.promise]);
  } finally {
    // It would keep the process for as long.
    clearTimeout(timer);
  }
}

/** The latest value of each, read from the devices. */
async function compareRegisters(host: Host, ledger: Ledger): Promise<string[]> {
  const wrong: string[] = [];
  for (const [place, value] of ledger.last) {
    const [device = '', register = ''] = place.split('/');
    const there = Number(await host.act(`get 0x${Number(device).toString(16)} r${register}`));
    if (value !== undefined && there !== value) {
      wrong.push(
        `0x${Number(device).toString(16)} r${register} has ${there}, the log says ${value}`,
      );
    }
  }
  return wrong;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Whether the log at @paths, in both sinks, is what was recorded, by the tool that people have for it. */
function verifyLog(host: Host): string[] {
  const tool = join(ROOT, 'dist/cli/main.js');
  const policy = join(host.folder, 'keys', 'trust.policy');
  const args = ['audit', 'verify', host.store, host.leaves, '--policy', policy, '--json'];
  try {
    execFileSync(process.execPath, [tool, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    return [];
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: Buffer; stderr?: Buffer };
    return [`the audit log does not verify: ${stdout}${stderr}`];
  }
}

export async function soak(options: Options, say: (line: string) => void): Promise<Result> {
  const { seconds, seed, rate } = options;
  say(`seed ${seed}: ${seconds} s at ${rate} effects/s, a fault a second`);
  const violations: string[] = [];
  const onProblem = (text: string): void => {
    violations.push(text);
  };
  await using host = await Host.start({
    unlimited: true,
    simulator: ['--thermal', 'none', '--seed', String(seed % 1_000_000)],
    node: ['--inspect=127.0.0.1:0'],
    more: '[deadman]\nperiod_ms = 5000',
  });
  using memory = await Memory.open(host);
  await wait(1_000);
  const before = host.descriptors();
  const peerOf = (port: number, name: string): Peer => new Peer(port, host.certificates, name);
  const direct = ['ann', 'bob', 'dora', 'hms'].map((name) => peerOf(host.port, name));
  const [ann, bob, dora, hms] = direct as [Peer, Peer, Peer, Peer];
  const clients = await Cutter.open(host.port);
  const callers = [peerOf(clients.port, 'ann'), peerOf(clients.port, 'bob')];
  const subscribers = await Promise.all(
    Object.entries(CLEARANCES).map(([person, clearance], n) =>
      Subscriber.begin({
        port: host.port,
        folder: host.certificates,
        person,
        clearance,
        way: n % 2 === 0 ? 'SubscribeEvents' : 'WatchEvents',
        label: 'soak',
      }),
    ),
  );
  const heapJudged = seconds >= JUDGED_FROM_S;
  if (heapJudged) {
    say('what is remembered of operations that have ended is filled');
    await fillEnded(bob);
  }
  const people = new People([ann, bob], onProblem);
  people.begin();
  violations.push(...(await until('the first start', () => people.counts.resets > 0)));
  const ledger = new Ledger();
  const load = new Load(ledger, callers, bob, chanceOf(seed, 1), rate);
  const chance = chanceOf(seed, 2);
  const faults = new Faults({ host, load, subscribers, clients, stopper: dora, chance, onProblem });
  await memory.sample(0);
  const begun = performance.now();
  const processor = processorOf(host);
  const { stoppedMs } = people.counts;
  load.begin();
  faults.begin();
  await watch(options, begun, { load, faults, memory, people }, say);
  const took = (performance.now() - begun) / 1_000;
  const { effects } = load.counts;
  const spent = processor();
  const stopped = people.counts.stoppedMs - stoppedMs;
  say('the load ends; what is open is waited for');
  await faults.end();
  violations.push(...(await withLimit('the last operations', load.end())));
  violations.push(...(await until('nothing on hold', () => people.idle)));
  await wait(1_000);
  await people.end();

  const types = [wire.EventPublishRequest, wire.EventPublishResponse] as const;
  const mark = { eventType: SYSTEM_STATUS_CHANGED, severity: 2, sourceTrack: 1, topic: 'soak-end' };
  const { subject } = await hms.call(`${COMMUNICATION}/PublishEvent`, types, mark);
  const all = subscribers.map((one) => one.reached(subject));
  const fresh = await Promise.all(
    Object.entries(CLEARANCES).map(([person, clearance]) =>
      Subscriber.begin({
        port: host.port,
        folder: host.certificates,
        person,
        clearance,
        way: 'WatchEvents',
        label: 'whole',
      }),
    ),
  );
  const whole = fresh.map((one) => one.reached(subject));
  violations.push(...(await withLimit('the last event', Promise.all([...all, ...whole]))));
  for (const [n, one] of subscribers.entries()) {
    const complete = fresh[n]?.heard ?? [];
    const wrong = differences(one.heard, complete).map((text) => `${one.name}: ${text}`);
    violations.push(...one.problems, ...(fresh[n]?.problems ?? []), ...wrong);
  }
  await Promise.all([...subscribers, ...fresh].map((one) => one.end()));
  for (const one of [...direct, ...callers]) {
    one[Symbol.dispose]();
  }
  clients.close();
  await until('connections gone', () => host.descriptors() <= before + SPARE);
  const after = host.descriptors();
  if (after > before + SPARE) {
    violations.push(`descriptors: ${before} before, ${after} after`);
  }
  // Of the run itself: when everybody is gone, less is there.
  const left = leftByEach(memory.samples);
  violations.push(...(heapJudged ? memory.growth() : []));
  memory[Symbol.dispose]();
  const status = await host.endDaemon();
  if (status !== 0) {
    violations.push(`the daemon ended with ${status}: ${host.said.join('\n')}`);
  }
  ledger.compare(host.store);
  violations.push(
    ...ledger.problems,
    ...verifyLog(host),
    ...(await compareRegisters(host, ledger)),
  );
  host.keep = options.keep && violations.length > 0;
  if (host.keep) {
    say(`kept: ${host.folder}`);
  }
  const sorted = [...load.counts.tookMs].sort((a, b) => a - b);
  const { confirmed, approved, cleared, resets, refused, refusedAfterStart } = people.counts;
  const { looks, full } = load.counts;
  return {
    seed,
    seconds,
    rateWanted: rate,
    rate: effects / took,
    effects: load.counts.effects,
    operations: load.counts.operations,
    reads: load.counts.reads,
    again: load.counts.again,
    cancelled: load.counts.cancelled,
    causes: Object.fromEntries(load.counts.causes),
    processor: {
      daemonMsPerEffect: spent.daemonMs / Math.max(1, effects),
      clientsMsPerEffect: spent.clientsMs / Math.max(1, effects),
    },
    stoppedS: stopped / 1_000,
    everybodyBusy: full / Math.max(1, looks),
    tookMs: { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) },
    faults: Object.fromEntries(faults.counts),
    people: {
      confirmed,
      approved,
      cleared,
      resets,
      refused: Object.fromEntries(refused),
      refusedAfterStart,
    },
    logged: ledger.logged,
    registers: [...ledger.last.values()].filter((value) => value !== undefined).length,
    subscribers: subscribers.map(({ name, ids, cuts, resumed }) => ({
      name,
      durable: ids.length,
      cuts,
      resumed,
    })),
    memory: memory.samples,
    heapJudged: heapJudged && left !== undefined,
    leftBytes: left?.bytes ?? null,
    leftFrom: left?.from ?? null,
    descriptors: { before, after },
    violations,
  };
}

/** What the daemon and its clients, which are this process, take of the processors from now on. */
function processorOf(host: Host): () => { readonly daemonMs: number; readonly clientsMs: number } {
  const [daemon, clients] = [host.processorMs(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(clients);
    return { daemonMs: host.processorMs() - daemon, clientsMs: (user + system) / 1_000 };
  };
}

interface Watched {
  readonly load: Load;
  readonly faults: Faults;
  readonly memory: Memory;
  readonly people: People;
}

/** Until the time is over: progress, and samples of what the daemon has. */
async function watch(
  { seconds }: Options,
  begun: number,
  { load, faults, memory, people }: Watched,
  say: (line: string) => void,
): Promise<void> {
  const every = Math.max(SAMPLE_MS, (seconds * 1_000) / SAMPLES);
  let [sampleDue, sayDue] = [begun + every, begun + PROGRESS_S * 1_000];
  let told = 0;
  for (const end = begun + seconds * 1_000; performance.now() < end; await wait(100)) {
    const now = performance.now();
    if (now >= sampleDue) {
      sampleDue += every;
      await memory.sample(load.ended);
    }
    if (now >= sayDue) {
      sayDue += PROGRESS_S * 1_000;
      const { effects } = load.counts;
      const last = memory.samples.at(-1);
      say(
        `${((now - begun) / 1_000).toFixed(0)} s: ${effects} effects (${((effects - told) / PROGRESS_S).toFixed(0)}/s), ` +
          `${faults.total} faults, ${people.counts.resets} starts, heap ${mebibytes(last?.heap ?? 0)} MiB, ` +
          `${last?.descriptors ?? 0} descriptors; last: ${faults.latest}`,
      );
      told = effects;
    }
  }
}
