// SPDX-License-Identifier: Apache-2.0
// What an event costs who publishes it, the clock it reads included, while the consumer is awake;
// and what an idle DevicePath costs in memory.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { openRig, whilePinned } from '../lib/device.ts';
import { samplesOf, takeRounds } from '../lib/rounds.ts';

const OURS = 'dsmil';
const GAP_NS = 50_000;

async function runCost(context: Context): Promise<void> {
  const bursts = context.quick ? 50 : 4000;
  await using rig = await openRig();
  const stopDelivery = rig.path.onRecords(() => undefined);
  const take = (): Promise<number> =>
    whilePinned(rig, () => rig.sim.command(`cost ${bursts} 64 ${GAP_NS}`));
  await take();
  const rounds = await takeRounds(
    context,
    'producer-cost',
    async () => new Map([[OURS, await take()]]),
  );
  stopDelivery();
  context.report.add('producer-cost', 'ns', samplesOf(rounds, OURS), {
    of: 'median',
    at: 'most',
    value: 60,
  });
}

async function runMemory({ report, rounds }: Context): Promise<void> {
  const program = fileURLToPath(new URL('../memory-child.ts', import.meta.url));
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program]);
    samples.push(Number(stdout));
  }
  report.add('memory', 'KiB', samples, { of: 'median', at: 'most', value: 1023 });
}

export const costCases: readonly Case[] = [
  {
    name: 'producer-cost',
    about: 'time of an event for who publishes it, while the consumer is awake',
    rows: rowsOf('producer-cost', []),
    run: runCost,
  },
  {
    name: 'memory',
    about: 'memory of an idle DevicePath beyond its ring',
    rows: rowsOf('memory', []),
    run: runMemory,
  },
];
