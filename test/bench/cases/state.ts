// SPDX-License-Identifier: Apache-2.0
// The synchronizer alone: no device, no disk.
import type { UnifiedDeviceState } from '../../../src/core/model/device-state.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { FIRST_TOKEN, StateRig } from '../lib/state-world.ts';
import { percentile } from '../lib/stats.ts';

const DEVICES = 84;
const POWER = 'kernel_state.power_state';

interface Sample {
  /** Of single calls, at the 99th percentile, by the wall. {unit us} */
  readonly wall: number;
  /** Of a call, in the mean: the kernel counts a thread's time in ticks of milliseconds. {unit us} */
  readonly cpu: number;
}

function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

async function sample(
  calls: number,
  once: (call: number) => Promise<void> | void,
): Promise<Sample> {
  const times: number[] = [];
  const cpu = cpuTime();
  for (let call = 0; call < calls; call++) {
    const begin = process.hrtime.bigint();
    const under = once(call);
    if (under !== undefined) {
      await under;
    }
    times.push(Number(process.hrtime.bigint() - begin) / 1e3);
  }
  return { wall: percentile(times, 0.99), cpu: (cpuTime() - cpu) / calls };
}

interface Measured {
  readonly ours: Sample[];
  readonly theirs: Sample[];
}

async function inTurns(
  { rounds }: Context,
  ours: () => Promise<Sample>,
  theirs: () => Promise<Sample>,
): Promise<Measured> {
  await ours();
  await theirs();
  const measured: Measured = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
    measured.ours.push(await ours());
    measured.theirs.push(await theirs());
  }
  return measured;
}

/**
 * Both clocks: on a machine that others use, the wall's tail is how long the scheduler let us wait.
 * The goal is the wall's; the processor's says whether it is ours to miss.
 */
function tell({ report }: Context, name: string, { ours, theirs }: Measured, goalUs: number): void {
  const walls = ours.map(({ wall }) => wall);
  report.add(name, 'us p99', walls, { of: 'median', at: 'most', value: goalUs });
  if (theirs.length > 0) {
    report.compare(
      name,
      'us p99',
      walls,
      PEER,
      theirs.map(({ wall }) => wall),
    );
  }
  report.add(
    `${name}-cpu`,
    'us mean',
    ours.map(({ cpu }) => cpu),
  );
}

function namedRows(name: string, peers: readonly string[]): Case['rows'] {
  return [...rowsOf(name, peers), ...rowsOf(`${name}-cpu`, [])];
}

const PEER = 'structuredClone';
/** So that nothing measured is optimized away. */
export let kept: unknown;

/** What merely to copy the same states costs, as any hand-over between threads does. */
function copied(states: readonly UnifiedDeviceState[]): void {
  kept = structuredClone(states);
}

async function syncOne(context: Context): Promise<void> {
  await using rig = new StateRig(DEVICES);
  const { sync } = rig;
  await sync.start();
  const calls = context.quick ? 200 : 5_000;
  const states = [sync.state(FIRST_TOKEN)];
  const measured = await inTurns(
    context,
    () =>
      sample(calls, async (call) => {
        kept = await sync.sync(FIRST_TOKEN + (call % DEVICES));
      }),
    () => sample(calls, () => copied(states)),
  );
  tell(context, 'sync-one', measured, 100);
}

async function syncAll(context: Context): Promise<void> {
  await using rig = new StateRig(DEVICES);
  const { sync, devices } = rig;
  await sync.start();
  const calls = context.quick ? 50 : 1_000;
  const states = devices.map(({ deviceId }) => sync.state(deviceId));
  const measured = await inTurns(
    context,
    () => sample(calls, () => sync.syncAll()),
    () => sample(calls, () => copied(states)),
  );
  tell(context, 'sync-84', measured, 2_000);
}

/** From the word that makes the conflict, or ends it, to the state that says so and the log entry. */
async function conflict(context: Context): Promise<void> {
  await using rig = new StateRig(DEVICES);
  const { sync, ui } = rig;
  await sync.start();
  const calls = context.quick ? 200 : 5_000;
  const samples: Sample[] = [];
  for (let round = -1; round < context.rounds; round++) {
    const one = await sample(calls, (call) => {
      const device = FIRST_TOKEN + (call % DEVICES);
      const opens = Math.floor(call / DEVICES) % 2 === 0;
      ui.tell([{ device, path: POWER, value: opens ? 3 : 1 }]);
      if (sync.blocksEffects(device) !== opens) {
        throw new Error(`call ${call}: the conflict was not ${opens ? 'seen' : 'ended'}`);
      }
    });
    if (round >= 0) {
      samples.push(one);
    }
  }
  tell(context, 'conflict', { ours: samples, theirs: [] }, 1_000);
}

export const stateCases: readonly Case[] = [
  {
    name: 'sync-one',
    about: 'one device: three tracks asked, 37 fields taken in, 5 of them new, the state built',
    rows: namedRows('sync-one', [PEER]),
    run: syncOne,
  },
  {
    name: 'sync-84',
    about: 'the same for all 84 in one pass, changes published',
    rows: namedRows('sync-84', [PEER]),
    run: syncAll,
  },
  {
    name: 'conflict',
    about: 'a word that makes or ends a conflict, to the state that says so',
    rows: namedRows('conflict', []),
    run: conflict,
  },
];
