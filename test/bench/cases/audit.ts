// SPDX-License-Identifier: Apache-2.0
// The audit log: entries that are durable and part of the signed tree, beside SQLite alone with the
// same bytes in batches of the same size, and beside fdatasync alone.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { leafText } from '../../../src/audit/entry/leaf.ts';
import { AuditWorld, benchEntry } from '../lib/audit-world.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { measureLoopDelay } from '../lib/loop-delay.ts';
import { ROOT } from '../lib/program.ts';
import { percentile } from '../lib/stats.ts';

const SQLITE = 'SQLite alone';
const SYNC = 'fdatasync alone';
const IDLE = 'idle process';

/** Under way at most, and begun in one turn of the loop: a producer that waits for the log. */
const WINDOW = 8192;
const TURN = 128;
const RATE = 20_000;

const leaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) =>
    Buffer.from(leafText(benchEntry(n), 'AAAAAAAAAAAAAAAAAAAAAA')),
  );

interface Sample {
  /** {unit 1/s} */
  readonly rate: number;
  /** Processor time of all threads, each entry: what a busy machine changes least. {unit us} */
  readonly cpu: number;
}

function sampling(count: number): () => Sample {
  const begin = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      rate: count / ((performance.now() - begin) / 1000),
      cpu: (user + system) / count,
    };
  };
}

/** Until all of it is durable in both sinks. */
async function throughput(world: AuditWorld, count: number): Promise<Sample> {
  const { log } = world;
  let next = 0;
  let failed: unknown;
  const measured = sampling(count);
  await new Promise<void>((resolve) => {
    let open = 0;
    let filling = false;
    const fill = (): void => {
      filling = false;
      for (let i = 0; i < TURN && open < WINDOW && next < count && failed === undefined; i++) {
        open++;
        log.append(benchEntry(next++), 'ordinary').then(ended, (error: unknown) => {
          failed = error;
          ended();
        });
      }
      goOn();
    };
    const goOn = (): void => {
      if (!filling && open < WINDOW && next < count && failed === undefined) {
        filling = true;
        setImmediate(fill);
      }
    };
    const ended = (): void => {
      open--;
      if (open === 0 && (next === count || failed !== undefined)) {
        resolve();
      } else {
        goOn();
      }
    };
    fill();
  });
  if (failed !== undefined) {
    throw failed;
  }
  await log.settled();
  return measured();
}

function withFolder<T>(body: (folder: string) => T): T {
  const folder = mkdtempSync(join(ROOT, '.build', 'bench', 'peer-'));
  try {
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same rows in @batch at a time, each batch durable: nothing is hashed, signed or written twice. */
function sqliteAlone(rows: readonly Buffer[], batch: number): Sample {
  return withFolder((folder) => {
    const database = new DatabaseSync(join(folder, 'peer.db'));
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('CREATE TABLE leaf (idx INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT');
    const insert = database.prepare('INSERT INTO leaf VALUES (?, ?)');
    const measured = sampling(rows.length);
    for (let at = 0; at < rows.length; at += batch) {
      database.exec('BEGIN');
      for (const [i, row] of rows.slice(at, at + batch).entries()) {
        insert.run(at + i, row);
      }
      database.exec('COMMIT');
    }
    const sample = measured();
    database.close();
    return sample;
  });
}

async function runAppend(context: Context): Promise<void> {
  const { report, rounds, quick } = context;
  const count = quick ? 2000 : 100_000;
  const rows = leaves(count);
  const ours: Sample[] = [];
  const peer: Sample[] = [];
  const delays: number[] = [];
  const idle: number[] = [];
  const turns: number[] = [];
  const groups: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using world = await AuditWorld.open();
    await throughput(world, Math.min(count, 5000));
    const before = world.log.status().sinks[0]?.groups ?? 0;
    ours.push(await throughput(world, count));
    const made = (world.log.status().sinks[0]?.groups ?? 0) - before;
    const batch = Math.max(1, Math.round(count / Math.max(1, made)));
    peer.push(sqliteAlone(rows, batch));
    groups.push(batch);
    // Apart: to look at the loop's turns costs processor time itself.
    const delay = await measureLoopDelay(async () => {
      await throughput(world, count);
    });
    delays.push(delay.ours);
    idle.push(delay.idle);
    turns.push(delay.longestTurn);
  }
  context.note(`audit-append: ${Math.round(percentile(groups, 0.5))} entries a batch in the store`);
  const rates = ours.map(({ rate }) => rate);
  report.add('audit-append', '/s', rates, { of: 'median', at: 'least', value: 50_000 });
  const peerRates = peer.map(({ rate }) => rate);
  report.compare('audit-append', '/s', rates, SQLITE, peerRates);
  const cpu = ours.map((sample) => sample.cpu);
  const peerCpu = peer.map((sample) => sample.cpu);
  report.compare('audit-append cpu', 'us', cpu, SQLITE, peerCpu);
  report.compare('audit-append loop p99.9', 'ms', delays, IDLE, idle, {
    of: 'difference',
    at: 'most',
    value: 10,
  });
  report.add('audit-append longest turn', 'ms', turns, { of: 'median', at: 'most', value: 5 });
}

/** From append to durable, at a fixed rate; what is late is charged for its lateness. {unit ms} */
async function latencies(world: AuditWorld, count: number): Promise<number[]> {
  const { log } = world;
  const found: number[] = [];
  const waiting: Promise<void>[] = [];
  const begin = performance.now();
  for (let n = 0; n < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - begin) * RATE) / 1000));
    for (; n < due; n++) {
      const intended = begin + (n * 1000) / RATE;
      waiting.push(
        log.append(benchEntry(n), 'intent').then(() => {
          found.push(performance.now() - intended);
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(waiting);
  return found;
}

function syncAlone(count: number): number[] {
  return withFolder((folder) => {
    const fd = openSync(join(folder, 'peer'), 'w');
    const block = Buffer.alloc(4096, 1);
    const found = Array.from({ length: count }, () => {
      const begin = performance.now();
      writeSync(fd, block);
      fdatasyncSync(fd);
      return performance.now() - begin;
    });
    closeSync(fd);
    return found;
  });
}

async function runLatency(context: Context): Promise<void> {
  const { report, rounds, quick } = context;
  const middles: number[] = [];
  const tails: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using world = await AuditWorld.open();
    await latencies(world, 1000);
    const found = await latencies(world, quick ? 1000 : 3 * RATE);
    middles.push(percentile(found, 0.5));
    tails.push(percentile(found, 0.99));
    peer.push(percentile(syncAlone(quick ? 20 : 500), 0.99));
  }
  report.add('audit-latency p50', 'ms', middles);
  report.add('audit-latency p99', 'ms', tails, { of: 'median', at: 'most', value: 50 });
  report.compare('audit-latency p99', 'ms', tails, SYNC, peer);
}

const CHILD = fileURLToPath(new URL('../lib/audit-child.ts', import.meta.url));

const FILES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['store', /store\.db(-wal)?>/],
  ['head file', /\/head>/],
  ['leaf file', /\/leaves>/],
];

/** Counted by strace between the two marks that the child makes. */
function countSyncs(batches: number): Map<string, number> {
  return withFolder((folder) => {
    const trace = join(folder, 'trace');
    execFileSync(
      'strace',
      [
        '-f',
        '-y',
        '-e',
        'trace=fsync,fdatasync,kill',
        '-o',
        trace,
        process.execPath,
        CHILD,
        String(batches),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const lines = readFileSync(trace, 'utf8').split('\n');
    const marks = lines.flatMap((line, i) => (/ kill\(\d+, 0\)/.test(line) ? [i] : []));
    const between = lines.slice(marks[0], marks[1]).filter((line) => / f(data)?sync\(/.test(line));
    return new Map(
      FILES.map(([name, pattern]) => [
        name,
        between.filter((line) => pattern.test(line)).length / batches,
      ]),
    );
  });
}

function runSyncs({ report, rounds, quick }: Context): Promise<void> {
  const batches = quick ? 5 : 50;
  const counts = Array.from({ length: rounds }, () => countSyncs(batches));
  for (const [name] of FILES) {
    const samples = counts.map((count) => count.get(name) ?? Number.NaN);
    report.add(`audit-syncs ${name}`, 'a batch', samples, { of: 'median', at: 'most', value: 1 });
  }
  return Promise.resolve();
}

export const auditCases: readonly Case[] = [
  {
    name: 'audit-append',
    about: 'entries a second, durable in both sinks and part of the tree',
    rows: [
      ...rowsOf('audit-append', [SQLITE]),
      { case: 'audit-append cpu', peer: SQLITE },
      { case: 'audit-append loop p99.9', peer: IDLE },
      ...rowsOf('audit-append longest turn', []),
    ],
    run: runAppend,
  },
  {
    name: 'audit-latency',
    about: `from append to durable, at ${RATE} entries a second`,
    rows: [...rowsOf('audit-latency p50', []), ...rowsOf('audit-latency p99', [SYNC])],
    run: runLatency,
  },
  {
    name: 'audit-syncs',
    about: 'fsyncs a batch in each of the three files, counted by strace',
    rows: FILES.flatMap(([name]) => rowsOf(`audit-syncs ${name}`, [])),
    run: runSyncs,
  },
];
