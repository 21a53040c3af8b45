// SPDX-License-Identifier: Apache-2.0
// (c) From publishing a record to the callback that sees it: when the consumer sleeps, against an
// eventfd and epoll in C, and when records come so often that it polls.
import type { RecordReader } from '../../../src/abi/record-reader.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { openRig, type Rig, whilePinned } from '../lib/device.ts';
import { field, runProgram } from '../lib/program.ts';
import { samplesOf, takeRounds } from '../lib/rounds.ts';
import { percentile } from '../lib/stats.ts';

const OURS = 'dsmil';
const PEER = 'C eventfd + epoll';
const SIZE = 64;
const IDLE_GAP_NS = 2_000_000;
const ACTIVE_GAP_NS = 20_000;

/** The median latency of @count records, one each @gapNs, in microseconds; as pinned as in C. */
function sampleLatency(rig: Rig, count: number, gapNs: number): Promise<number> {
  return whilePinned(rig, () => samplePinned(rig, count, gapNs));
}

async function samplePinned({ sim, path }: Rig, count: number, gapNs: number): Promise<number> {
  const latencies: number[] = [];
  let stopDelivery: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    stopDelivery = path.onRecords((reader: RecordReader) => {
      const now = process.hrtime.bigint();
      while (reader.next()) {
        latencies.push(Number(now - reader.timeNs) / 1e3);
      }
      if (latencies.length >= count) {
        resolve();
      }
    });
  });
  try {
    await Promise.all([finished, sim.command(`pace ${count} ${SIZE} ${gapNs}`)]);
  } finally {
    stopDelivery();
  }
  return percentile(latencies, 0.5);
}

async function runIdle(context: Context): Promise<void> {
  const count = context.quick ? 5 : 150;
  await using rig = await openRig();
  await sampleLatency(rig, count, IDLE_GAP_NS);
  const rounds = await takeRounds(context, 'wake-idle', async () => {
    const ours = await sampleLatency(rig, count, IDLE_GAP_NS);
    const peer = field(await runProgram('wake-peer', [count, IDLE_GAP_NS]), 'p50') / 1e3;
    return new Map([
      [OURS, ours],
      [PEER, peer],
    ]);
  });
  const ours = samplesOf(rounds, OURS);
  context.report.add('wake-idle', 'us', ours);
  context.report.compare('wake-idle', 'us', ours, PEER, samplesOf(rounds, PEER), {
    of: 'difference',
    at: 'most',
    value: 2,
  });
}

async function runActive(context: Context): Promise<void> {
  const count = context.quick ? 200 : 10_000;
  await using rig = await openRig();
  await sampleLatency(rig, count, ACTIVE_GAP_NS);
  const rounds = await takeRounds(
    context,
    'wake-active',
    async () => new Map([[OURS, await sampleLatency(rig, count, ACTIVE_GAP_NS)]]),
  );
  context.report.add('wake-active', 'us', samplesOf(rounds, OURS), {
    of: 'median',
    at: 'most',
    value: 1,
  });
}

/** What a second costs in which nothing happens. */
async function runQuiet(context: Context): Promise<void> {
  await using rig = await openRig();
  const stopDelivery = rig.path.onRecords(() => undefined);
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await sleep(100);
  const shares: number[] = [];
  for (let round = 0; round < context.rounds; round++) {
    const ms = context.quick ? 20 : 1000;
    const before = process.cpuUsage();
    await sleep(ms);
    const { user, system } = process.cpuUsage(before);
    shares.push((user + system) / (ms * 10));
  }
  stopDelivery();
  context.report.add('quiet', '% CPU', shares, { of: 'median', at: 'most', value: 1 });
}

export const wakeCases: readonly Case[] = [
  {
    name: 'wake-idle',
    about: 'from publishing to the callback of a consumer that sleeps, against C',
    rows: rowsOf('wake-idle', [PEER]),
    run: runIdle,
  },
  {
    name: 'wake-active',
    about: 'the same with a record each 20 us, so that the consumer polls',
    rows: rowsOf('wake-active', []),
    run: runActive,
  },
  {
    name: 'quiet',
    about: 'CPU time of a listening DevicePath in a second without any record',
    rows: rowsOf('quiet', []),
    run: runQuiet,
  },
];
