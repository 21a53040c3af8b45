// SPDX-License-Identifier: Apache-2.0
// How long it takes until what has begun is undone: three effects, the third of which the kernel refuses
// when the first two have happened. And until a transaction that a track refuses is over.
import type { DevicePath } from '../../../src/device/device-path.ts';
import { CallError } from '../../../src/device/errors.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import { BenchFolder, CommitWorld, ended, SIM_ARGS, TOKENS, write } from '../lib/commit-world.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { percentile } from '../lib/stats.ts';

const ROWS = ['rollback', 'rollback beyond the device', 'refused by the kernel'] as const;
const PERCENTS = [50, 99] as const;
/** Each access of a register. */
const LATENCY = '1ms';

type Samples = Record<(typeof ROWS)[number], number[]>;

/** What the kernel says of a commit's own duration, the hardware's with it. {unit ms} */
function kernelTime(device: DevicePath): () => number {
  const { transactions } = device;
  const commit = transactions.commit.bind(transactions);
  let last = 0;
  transactions.commit = async (...given) => {
    try {
      const answer = await commit(...given);
      last = Number(answer.durationNs) / 1e6;
      return answer;
    } catch (error) {
      if (error instanceof CallError && 'durationNs' in error.answer) {
        last = Number(error.answer.durationNs) / 1e6;
      }
      throw error;
    }
  };
  return () => last;
}

class Rig {
  readonly #world: CommitWorld;
  readonly #kernelTime: () => number;
  readonly #tokens: readonly [number, number, number];
  /** When the commit was sent. */
  #sent = 0;
  #hold = false;
  #value = 0;

  constructor(world: CommitWorld) {
    this.#world = world;
    const { device, kernel } = world.parts;
    this.#kernelTime = kernelTime(device);
    const [a = 0, b = 0, c = 0] = TOKENS;
    this.#tokens = [a, b, c];
    const commit = kernel.commit.bind(kernel);
    kernel.commit = async (...given) => {
      if (this.#hold) {
        // Prepared it is; now it refuses effects, which the kernel finds when it comes to it.
        await device.setHold(c);
      }
      this.#sent = performance.now();
      return await commit(...given);
    };
  }

  #effects() {
    this.#value++;
    return this.#tokens.map((token) => write(token, this.#value));
  }

  async rollBack(samples: Samples): Promise<void> {
    this.#hold = true;
    ended(await this.#world.execute(this.#effects()), 'ROLLED_BACK');
    const took = performance.now() - this.#sent;
    this.#hold = false;
    samples['rollback'].push(took);
    samples['rollback beyond the device'].push(took - this.#kernelTime());
    await this.#world.settled();
    await this.#world.parts.device.releaseHold(this.#tokens[2]);
  }

  async refuse(samples: Samples): Promise<void> {
    const { device } = this.#world.parts;
    await device.setHold(this.#tokens[2]);
    const begin = performance.now();
    ended(await this.#world.execute(this.#effects()), 'ABORTED');
    samples['refused by the kernel'].push(performance.now() - begin);
    await this.#world.settled();
    await device.releaseHold(this.#tokens[2]);
  }
}

async function run({ report, rounds, quick }: Context): Promise<void> {
  await using sim = await BenchSim.start(...SIM_ARGS);
  using folder = new BenchFolder('commit');
  await using world = await CommitWorld.open({ folder: folder.path, socket: sim.socket });
  await world.run();
  await sim.command(`do latency group 0 ${LATENCY}`);
  const rig = new Rig(world);
  const found = new Map<string, number[]>(
    ROWS.flatMap((row) => PERCENTS.map((p) => [rowName(row, p), []])),
  );
  for (let round = 0; round < rounds; round++) {
    const samples: Samples = {
      rollback: [],
      'rollback beyond the device': [],
      'refused by the kernel': [],
    };
    for (let n = 0; n < (quick ? 5 : 100); n++) {
      await rig.rollBack(samples);
      await rig.refuse(samples);
    }
    for (const row of ROWS) {
      for (const p of PERCENTS) {
        found.get(rowName(row, p))?.push(percentile(samples[row], p / 100));
      }
    }
  }
  for (const row of ROWS) {
    for (const p of PERCENTS) {
      const goal = { of: 'median', at: 'most', value: 10 } as const;
      const judged = row === 'rollback beyond the device' && p === 99;
      report.add(
        rowName(row, p),
        'ms',
        found.get(rowName(row, p)) ?? [],
        judged ? goal : undefined,
      );
    }
  }
}

function rowName(row: string, p: number): string {
  return `${row} p${p}`;
}

export const rollback: Case = {
  name: 'commit-rollback',
  about: `two effects undone because the third is refused; each access of a device takes ${LATENCY}`,
  rows: ROWS.flatMap((row) => PERCENTS.flatMap((p) => rowsOf(rowName(row, p), []))),
  run,
};
