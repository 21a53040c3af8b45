// SPDX-License-Identifier: Apache-2.0
// A commit across the three tracks, from the first question to the kernel's answer, beside one durable
// commit of SQLite on the same disk.
import type { KernelResource, TransactionEnd } from '../../../src/core/ports/commit.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import {
  BenchFolder,
  CommitWorld,
  committed,
  SIM_ARGS,
  TOKENS,
  write,
} from '../lib/commit-world.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { percentile } from '../lib/stats.ts';
import { SqliteCommit } from '../peers/sqlite-commit.ts';

const SQLITE = 'SQLite commit';
const PERCENTS = [50, 95, 99] as const;
const IN_FLIGHT = [1, 16, 64] as const;
const STEPS = ['prepare', 'record', 'kernel'] as const;

type Step = (typeof STEPS)[number];
type Steps = Record<Step, number[]>;

/** Where a commit's time goes: to all prepared, to MAY_COMMIT durable, to the kernel's answer. {unit us} */
class Stopwatch {
  readonly steps: Steps = { prepare: [], record: [], kernel: [] };
  #begin = 0;
  #prepared = 0;
  #allowed = 0;

  constructor(kernel: KernelResource) {
    const prepare = kernel.prepare.bind(kernel);
    const commit = kernel.commit.bind(kernel);
    kernel.prepare = async (...given) => {
      const prepared = await prepare(...given);
      this.#prepared = performance.now();
      return prepared;
    };
    kernel.commit = (...given) => {
      this.#allowed = performance.now();
      return commit(...given);
    };
  }

  /** Of one commit, with nothing else under way. {unit us} */
  async time(action: () => Promise<unknown>): Promise<number> {
    this.#begin = performance.now();
    await action();
    const end = performance.now();
    this.steps.prepare.push((this.#prepared - this.#begin) * 1e3);
    this.steps.record.push((this.#allowed - this.#prepared) * 1e3);
    this.steps.kernel.push((end - this.#allowed) * 1e3);
    return (end - this.#begin) * 1e3;
  }
}

async function runPath({ report, rounds, quick }: Context): Promise<void> {
  await using sim = await BenchSim.start(...SIM_ARGS);
  using folder = new BenchFolder('commit');
  await using world = await CommitWorld.open({ folder: folder.path, socket: sim.socket });
  using peer = new SqliteCommit(folder.path);
  await world.run();
  const watch = new Stopwatch(world.parts.kernel);
  const [token = 0] = TOKENS;
  let value = 0;
  const commit = async (): Promise<number> => {
    const took = await watch.time(async () => {
      value++;
      committed(await world.execute([write(token, value)]));
    });
    // What comes after the answer is in nobody's way, and not in the peer's.
    await world.settled();
    return took;
  };
  const ours: number[][] = [];
  const theirs: number[][] = [];
  for (let n = 0; n < (quick ? 20 : 500); n++) {
    await commit();
  }
  for (const step of STEPS) {
    watch.steps[step].length = 0;
  }
  for (let round = 0; round < rounds; round++) {
    const [own, other]: [number[], number[]] = [[], []];
    for (let n = 0; n < (quick ? 20 : 400); n++) {
      own.push(await commit());
      const begin = performance.now();
      peer.commit();
      other.push((performance.now() - begin) * 1e3);
    }
    ours.push(own);
    theirs.push(other);
  }
  world.check();
  for (const p of PERCENTS) {
    const of = (samples: readonly number[][]): number[] =>
      samples.map((round) => percentile(round, p / 100));
    const goal = { of: 'ratio', at: 'most', value: 2 } as const;
    report.compare(`commit p${p}`, 'us', of(ours), SQLITE, of(theirs), p === 50 ? goal : undefined);
  }
  for (const step of STEPS) {
    report.add(`commit, its ${step}`, 'us', watch.steps[step]);
  }
}

/** A disk that stands still for a second is another's doing: what was refused meanwhile is asked again. */
function refusedByDisk(end: TransactionEnd): boolean {
  return end.kind === 'ABORTED' && end.reason === 'ERR_DSMIL_AUDIT_UNAVAILABLE';
}

/** So many at a time, each on a device of its own. {unit 1/s} */
async function rate(world: CommitWorld, inFlight: number, count: number): Promise<number> {
  let left = count;
  let value = 0;
  const begin = performance.now();
  const lane = async (token: number): Promise<void> => {
    while (left > 0) {
      left--;
      value++;
      const end = await world.execute([write(token, value)]);
      if (refusedByDisk(end)) {
        left++;
        await world.diskAnswers();
      } else {
        committed(end);
      }
    }
  };
  await Promise.all(TOKENS.slice(0, inFlight).map(lane));
  await world.settled();
  return count / ((performance.now() - begin) / 1e3);
}

async function runThroughput({ report, rounds, quick }: Context): Promise<void> {
  await using sim = await BenchSim.start(...SIM_ARGS);
  using folder = new BenchFolder('commit');
  await using world = await CommitWorld.open({ folder: folder.path, socket: sim.socket });
  using peer = new SqliteCommit(folder.path);
  await world.run();
  const count = quick ? 64 : 1_500;
  await rate(world, 64, count);
  const ours = new Map<number, number[]>(IN_FLIGHT.map((inFlight) => [inFlight, []]));
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const inFlight of IN_FLIGHT) {
      ours.get(inFlight)?.push(await rate(world, inFlight, inFlight === 1 ? count / 4 : count));
    }
    const begin = performance.now();
    for (let n = 0; n < count; n++) {
      peer.commit();
    }
    theirs.push(count / ((performance.now() - begin) / 1e3));
  }
  world.check();
  for (const inFlight of IN_FLIGHT) {
    const samples = ours.get(inFlight) ?? [];
    report.compare(throughputName(inFlight), '/s', samples, SQLITE, theirs);
  }
}

function throughputName(inFlight: number): string {
  return `commits a second, ${inFlight} in flight`;
}

export const commitPath: Case = {
  name: 'commit-path',
  about: 'one transaction over the three tracks to its answer, beside one durable SQLite commit',
  rows: [
    ...PERCENTS.map((p) => ({ case: `commit p${p}`, peer: SQLITE })),
    ...STEPS.flatMap((step) => rowsOf(`commit, its ${step}`, [])),
  ],
  run: runPath,
};

export const commitThroughput: Case = {
  name: 'commit-throughput',
  about: `transactions a second at ${IN_FLIGHT.join(', ')} in flight, each on a device of its own`,
  rows: IN_FLIGHT.map((inFlight) => ({ case: throughputName(inFlight), peer: SQLITE })),
  run: runThroughput,
};
