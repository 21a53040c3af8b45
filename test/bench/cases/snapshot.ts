// SPDX-License-Identifier: Apache-2.0
// (d) All 84 device states into TypeScript, without a system call.
import { DEVICE_COUNT } from '../../../src/abi/generated/constants.ts';
import type { DevicePath } from '../../../src/device/device-path.ts';
import { Snapshot } from '../../../src/device/snapshot.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { openRig } from '../lib/device.ts';
import { percentile } from '../lib/stats.ts';

/** Taken, and of each device looked at what everybody looks at. */
function look(path: DevicePath, snapshot: Snapshot): number {
  let sum = 0;
  path.snapshot(snapshot);
  for (let position = 0; position < DEVICE_COUNT; position++) {
    sum += snapshot.flags(position) + snapshot.power(position);
  }
  return sum;
}

/** Taken, and every field of each device decoded into an object. */
function decodeAll(path: DevicePath, snapshot: Snapshot): number {
  let sum = 0;
  path.snapshot(snapshot);
  for (const state of snapshot) {
    sum += state.token;
  }
  return sum;
}

/** The median time of one, in microseconds. */
function sample(calls: number, once: () => number): number {
  const expected = once();
  const times: number[] = [];
  for (let i = 0; i < calls; i++) {
    const begin = process.hrtime.bigint();
    const sum = once();
    times.push(Number(process.hrtime.bigint() - begin) / 1e3);
    if (sum !== expected) {
      throw new Error(`a snapshot of a device that is at rest changed: ${sum}, not ${expected}`);
    }
  }
  return percentile(times, 0.5);
}

async function run({ report, quick, rounds }: Context): Promise<void> {
  await using rig = await openRig(0);
  const snapshot = new Snapshot();
  const calls = quick ? 50 : 5000;
  const looks: number[] = [];
  const decodes: number[] = [];
  sample(calls, () => look(rig.path, snapshot));
  for (let round = 0; round < rounds; round++) {
    looks.push(sample(calls, () => look(rig.path, snapshot)));
    decodes.push(sample(Math.ceil(calls / 10), () => decodeAll(rig.path, snapshot)));
  }
  report.add('snapshot', 'us', looks, { of: 'median', at: 'most', value: 5 });
  report.add('snapshot-objects', 'us', decodes);
}

export const snapshotCase: Case = {
  name: 'snapshot',
  about: 'all 84 states, flags and power of each read; and every field of each as objects',
  rows: [...rowsOf('snapshot', []), ...rowsOf('snapshot-objects', [])],
  run,
};
