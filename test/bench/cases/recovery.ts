// SPDX-License-Identifier: Apache-2.0
// What a start has to do after a crash at the worst moment: thousands of transactions that were allowed
// to commit and have no outcome, and every device prepared in the kernel. And how soon after a stop what
// was under way begins to be undone.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EffectResult, TransactionEnd } from '../../../src/core/ports/commit.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import { BenchFolder, CommitWorld, SIM_ARGS, TOKENS, write } from '../lib/commit-world.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import type { Recovery } from '../lib/recovery-child.ts';
import { percentile } from '../lib/stats.ts';

const CHILD = fileURLToPath(new URL('../lib/recovery-child.ts', import.meta.url));
const UNDECIDED = 10_000;
/** The longest that the kernel gives: nothing expires while the rest is written. {unit ms} */
const LEASE_MS = 300_000;
/** Written down at a time. */
const CHUNK = 250;
const IN_FLIGHT = 64;

/** What a register is before any of it: half of the entries want it so, and half do not. */
const BEFORE = 0;

/** MAY_COMMITs without an outcome; the first of them, one a device, are prepared in the kernel, too. */
async function crash(socket: string, folder: string, undecided: number): Promise<number> {
  await using world = await CommitWorld.open({ socket, folder });
  await world.run();
  const { kernel, journal, decision } = world.parts;
  const { transactions } = journal;
  const prepared = TOKENS.slice(0, undecided);
  for (let done = 0; done < undecided; done += CHUNK) {
    const count = Math.min(CHUNK, undecided - done);
    await world.diskAnswers();
    const lines = Array.from({ length: count }, async (_, n) => {
      const at = done + n;
      const device = TOKENS[at % TOKENS.length] ?? 0;
      const transaction = world.transaction([write(device, BEFORE + (at % 2))]);
      const id = transactions.nextId();
      let before: readonly EffectResult[] = [{ device, before: BEFORE, error: 0, reason: '' }];
      if (at < prepared.length) {
        const answer = await kernel.prepare(id, transaction, LEASE_MS);
        if (answer.outcome !== 'PREPARED') {
          throw new Error(`a prepare is ${answer.outcome} (${answer.reason})`);
        }
        before = answer.results;
      }
      const { instance: kernelInstance, coordinatorEpoch } = kernel;
      const when = decision.clock.wall();
      const record = { id, transaction, kernelInstance, coordinatorEpoch, before, at: when };
      await transactions.mayCommit(record);
    });
    await Promise.all(lines);
  }
  world.check();
  return prepared.length;
}

async function runStart({ report, rounds, quick, note }: Context): Promise<void> {
  const undecided = quick ? 500 : UNDECIDED;
  const [recoveries, starts]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    await using sim = await BenchSim.start(...SIM_ARGS);
    await sim.command(`do set all data0 ${BEFORE}`);
    using folder = new BenchFolder('recovery');
    const place = join(folder.path, 'world');
    const prepared = await crash(sim.socket, place, undecided);
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, sim.socket, place]);
    const found = JSON.parse(stdout) as Recovery;
    if (found.decided !== undecided || found.byKernel !== prepared || found.flagged !== 0) {
      throw new Error(`of ${undecided} undecided, ${prepared} prepared, it recovered ${stdout}`);
    }
    if (found.problems > 0) {
      note(`recovery-start: ${found.problems} problems beside in round ${round + 1}`);
    }
    recoveries.push(found.recoveryMs);
    starts.push(found.startMs);
  }
  report.add('recovery', 'ms', recoveries, { of: 'median', at: 'most', value: 1_000 });
  report.add('start with recovery', 'ms', starts);
}

/** Times of one stop with transactions in every phase. {unit ms} */
interface Undone {
  readonly begun: number;
  readonly ended: number;
}

class StopRig {
  readonly #world: CommitWorld;
  #stopped = Number.POSITIVE_INFINITY;
  #begun = 0;
  #value = 0;
  #allowed = 0;
  #atHalf: () => void = () => undefined;

  constructor(world: CommitWorld) {
    this.#world = world;
    const { kernel, journal } = world.parts;
    const abort = kernel.abort.bind(kernel);
    kernel.abort = (...given) => {
      if (this.#begun < this.#stopped) {
        this.#begun = performance.now();
      }
      return abort(...given);
    };
    const mayCommit = journal.transactions.mayCommit.bind(journal.transactions);
    journal.transactions.mayCommit = (record) => {
      this.#allowed++;
      const writing = mayCommit(record);
      if (this.#allowed === IN_FLIGHT / 2) {
        this.#atHalf();
      }
      return writing;
    };
  }

  async measure(): Promise<Undone> {
    const half = new Promise<void>((resolve) => {
      this.#atHalf = resolve;
    });
    this.#allowed = 0;
    this.#stopped = Number.POSITIVE_INFINITY;
    this.#begun = 0;
    const ends = TOKENS.slice(0, IN_FLIGHT).map((token) => {
      this.#value++;
      return this.#world.execute([write(token, this.#value)]);
    });
    await half;
    this.#begun = 0;
    this.#stopped = performance.now();
    const { latched } = this.#world.parts.stop.stop.stop('bench', 'in the middle');
    const all = await Promise.all(ends);
    const ended = performance.now();
    this.#check(latched, all);
    await this.#world.settled();
    return { begun: this.#begun - this.#stopped, ended: ended - this.#stopped };
  }

  #check(latched: boolean, ends: readonly TransactionEnd[]): void {
    const wrong = ends.find(({ kind }) => kind === 'HEURISTIC' || kind === 'FENCED');
    if (!latched || wrong !== undefined) {
      throw new Error(`the stop ${latched ? 'was' : 'was not'} latched, an end is ${wrong?.kind}`);
    }
    if (this.#begun < this.#stopped) {
      throw new Error('nothing was aborted in the kernel after the stop');
    }
  }
}

const STOP_ROWS = ['stop to the first undone', 'stop to all ended'] as const;

async function runStop({ report, rounds, quick }: Context): Promise<void> {
  await using sim = await BenchSim.start(...SIM_ARGS);
  using folder = new BenchFolder('recovery');
  await using world = await CommitWorld.open({ folder: folder.path, socket: sim.socket });
  const rig = new StopRig(world);
  const tails: Readonly<Record<(typeof STOP_ROWS)[number], number[]>> = {
    'stop to the first undone': [],
    'stop to all ended': [],
  };
  for (let round = 0; round < rounds; round++) {
    const [begun, ended]: [number[], number[]] = [[], []];
    for (let n = 0; n < (quick ? 3 : 40); n++) {
      await world.run();
      const undone = await rig.measure();
      begun.push(undone.begun);
      ended.push(undone.ended);
    }
    tails['stop to the first undone'].push(percentile(begun, 0.99));
    tails['stop to all ended'].push(percentile(ended, 0.99));
  }
  world.check();
  const [first, all] = STOP_ROWS;
  report.add(stopRow(first), 'ms', tails[first], { of: 'median', at: 'most', value: 10 });
  report.add(stopRow(all), 'ms', tails[all]);
}

function stopRow(name: string): string {
  return `${name} p99`;
}

export const recoveryCases: readonly Case[] = [
  {
    name: 'recovery-start',
    about: `${UNDECIDED} undecided journal entries, and all ${TOKENS.length} devices that may be operated prepared in the kernel`,
    rows: [...rowsOf('recovery', []), ...rowsOf('start with recovery', [])],
    run: runStart,
  },
  {
    name: 'recovery-stop',
    about: `from a stop until what is under way begins to be undone, and all of ${IN_FLIGHT} have ended`,
    rows: STOP_ROWS.flatMap((name) => rowsOf(stopRow(name), [])),
    run: runStop,
  },
];
