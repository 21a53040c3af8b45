// SPDX-License-Identifier: Apache-2.0
// What came of a soak.
import type { Sample } from './memory.ts';
import { mebibytes } from './memory.ts';

export interface SubscriberResult {
  readonly name: string;
  readonly durable: number;
  readonly cuts: number;
  readonly resumed: number;
}

export interface Result {
  readonly seed: number;
  readonly seconds: number;
  readonly rateWanted: number;
  /** Acknowledged, a second. */
  readonly rate: number;
  readonly effects: number;
  readonly operations: number;
  readonly reads: number;
  /** Calls that were asked for again. */
  readonly again: number;
  readonly cancelled: number;
  readonly causes: Readonly<Record<string, number>>;
  /** Of all that was done meanwhile, by acknowledged effects. {unit ms} */
  readonly processor: { readonly daemonMsPerEffect: number; readonly clientsMsPerEffect: number };
  /** How long the host was stopped. */
  readonly stoppedS: number;
  /** Share of the looks at which each client had as much open as one may. */
  readonly everybodyBusy: number;
  /** Of acknowledged operations, people's time included. {unit ms} */
  readonly tookMs: { readonly p50: number; readonly p99: number };
  readonly faults: Readonly<Record<string, number>>;
  readonly people: {
    readonly confirmed: number;
    readonly approved: number;
    readonly cleared: number;
    readonly resets: number;
    readonly refused: Readonly<Record<string, number>>;
    readonly refusedAfterStart: number;
  };
  readonly logged: number;
  readonly registers: number;
  readonly subscribers: readonly SubscriberResult[];
  readonly memory: readonly Sample[];
  readonly heapJudged: boolean;
  /** By each operation that ended, since so many had; null when too few did. {unit bytes} */
  readonly leftBytes: number | null;
  readonly leftFrom: number | null;
  readonly descriptors: { readonly before: number; readonly after: number };
  /** Whatever must not be. */
  readonly violations: readonly string[];
}

function counts(of: Readonly<Record<string, number>>): string {
  const all = Object.entries(of).map(([what, count]) => `${what} ${count}`);
  return all.length === 0 ? 'none' : all.join(', ');
}

export function renderResult(result: Result): string[] {
  const { people, memory, descriptors } = result;
  const middle = memory[Math.floor(memory.length / 2)];
  const last = memory.at(-1);
  const heap = (sample: Sample | undefined): string =>
    mebibytes((sample?.heap ?? 0) + (sample?.outside ?? 0));
  const left =
    result.heapJudged && result.leftBytes !== null
      ? `, ${result.leftBytes.toFixed(0)} bytes an operation from the ${result.leftFrom}th on`
      : ' (too short, or too little done, to be judged)';
  return [
    `seed ${result.seed}, ${result.seconds} s`,
    `effects: ${result.effects} acknowledged, ${result.rate.toFixed(1)}/s of ${result.rateWanted}/s, in ${result.operations} operations; ${result.reads} reads; p50 ${result.tookMs.p50.toFixed(0)} ms, p99 ${result.tookMs.p99.toFixed(0)} ms`,
    `processor time an effect: daemon ${result.processor.daemonMsPerEffect.toFixed(1)} ms, clients ${result.processor.clientsMsPerEffect.toFixed(1)} ms; stopped for ${result.stoppedS.toFixed(1)} s; all clients busy at ${(100 * result.everybodyBusy).toFixed(0)} % of looks`,
    `not done: ${counts(result.causes)}; asked for again: ${result.again}, of them given up in mid-call: ${result.cancelled}`,
    `faults: ${counts(result.faults)}`,
    `people: ${people.confirmed} confirmations, ${people.approved} approvals, ${people.cleared} clearings, ${people.resets} resets and starts; signatures that did not count: ${counts(people.refused)} (the safety version moved within 1 s of a start: ${people.refusedAfterStart})`,
    `audit log: ${result.logged} entries; ${result.registers} registers compared`,
    ...result.subscribers.map(
      ({ name, durable, cuts, resumed }) =>
        `subscriber ${name}: ${durable} durable events, cut ${cuts} times, resumed ${resumed} times`,
    ),
    `heap and buffers after a collection: ${heap(memory[0])} MiB at first, ${heap(middle)} in the middle, ${heap(last)} at last${left}; descriptors ${descriptors.before} before, ${descriptors.after} after`,
    ...result.violations.map((text) => `VIOLATED: ${text}`),
    result.violations.length === 0
      ? 'nothing was violated'
      : `${result.violations.length} violations`,
  ];
}

/** Two tests: whether there was something to violate, and whether it was. */
export function tapLines({ seed, effects, faults, subscribers, violations }: Result): string[] {
  const cuts = subscribers.reduce((sum, one) => sum + one.cuts, 0);
  const done = `effects are acknowledged and subscribers cut meanwhile: ${effects} effects, ${cuts} cuts, ${counts(faults)}`;
  const held = `what was acknowledged is once in both sinks, subscribers miss nothing and hear nothing twice, descriptors are given back (seed ${seed})`;
  // A machine on which that little happens in the time is no fault of the daemon's.
  const skipped = effects > 0 && cuts > 0 ? '' : ' # SKIP too little happened on so busy a machine';
  return [
    '1..2',
    `ok - ${done}${skipped}`,
    `${violations.length === 0 ? 'ok' : 'not ok'} - ${held}`,
    ...violations.map((text) => `    ${text.replaceAll('\n', '\n    ')}`),
  ];
}
