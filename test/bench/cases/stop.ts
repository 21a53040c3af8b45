// SPDX-License-Identifier: Apache-2.0
// From the call in TypeScript to the latch in the C core, while everything is as bad as it gets:
// the ring is full, nobody drains it, and 10,000 operations wait for hardware that is slow.
import type { DevicePath } from '../../../src/device/device-path.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { openRig } from '../lib/device.ts';
import { percentile } from '../lib/stats.ts';

const OPERATIONS = 10_000;
const LATENCY = '1ms';
const DEVICES = 12;
const TIMEOUT_MS = 5000;

/** Keeps so many reads under way until it is told to end. */
class Load {
  readonly #path: DevicePath;
  #ended = false;
  #underWay = 0;
  #done = 0;
  failed = 0;

  constructor(path: DevicePath) {
    this.#path = path;
    for (let i = 0; i < OPERATIONS; i++) {
      void this.#keepReading(i);
    }
  }

  get underWay(): number {
    return this.#underWay;
  }
  get done(): number {
    return this.#done;
  }

  end(): void {
    this.#ended = true;
  }

  async #keepReading(seed: number): Promise<void> {
    const device = 0x8040 + (seed % DEVICES);
    while (!this.#ended) {
      this.#underWay++;
      try {
        await this.#path.read({ device, registerIndex: 0, timeoutMs: TIMEOUT_MS });
        this.#done++;
      } catch {
        // A device that so many want at once may be busy to the end: that is part of the load,
        // and counted. Let the loop go on with the others.
        this.failed++;
        await new Promise((resolve) => setImmediate(resolve));
      } finally {
        this.#underWay--;
      }
    }
  }
}

async function run(context: Context): Promise<void> {
  const { report, rounds, quick } = context;
  const stops = quick ? 50 : 2000;
  await using rig = await openRig();
  const { path, sim } = rig;
  await sim.command(`do latency group 4 ${LATENCY}`);
  await sim.command('fill 64');
  const load = new Load(path);
  const middles: number[] = [];
  const tails: number[] = [];
  let least = OPERATIONS;
  for (let round = 0; round < rounds; round++) {
    const latencies: number[] = [];
    for (let i = 0; i < stops; i++) {
      // The event loop has its turns, as in a daemon: answers come in, others are sent.
      await new Promise((resolve) => setImmediate(resolve));
      least = Math.min(least, load.underWay);
      const begin = process.hrtime.bigint();
      const { latchedNs } = path.stopControl.stop('benchmark');
      if (latchedNs < begin) {
        throw new Error('the stop was latched before it was asked for');
      }
      latencies.push(Number(latchedNs - begin) / 1e3);
    }
    middles.push(percentile(latencies, 0.5));
    tails.push(percentile(latencies, 0.999));
  }
  load.end();
  context.note(
    `latch: never fewer than ${least} operations under way; ${load.done} answered, ` +
      `${load.failed} failed meanwhile`,
  );
  report.add('latch p50', 'us', middles, { of: 'median', at: 'most', value: 60 });
  report.add('latch p99.9', 'us', tails, { of: 'median', at: 'most', value: 1000 });
}

export const latch: Case = {
  name: 'latch',
  about: 'from the call to the latch: ring full, consumer stalled, 10,000 operations queued',
  rows: [...rowsOf('latch p50', []), ...rowsOf('latch p99.9', [])],
  run,
};
