// SPDX-License-Identifier: Apache-2.0
// Does the synchronizer stay linear? Time and memory for each device, at 1,000, 10,000 and 100,000 of
// them; beside it a Map of plain objects that takes the same reports, and knows nothing of versions,
// conflicts or safety.
import { TRACKS } from '../../../src/core/model/track.ts';
import type { FieldReport } from '../../../src/core/ports/track.ts';
import type { FieldValue } from '../../../src/core/state/field-table.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { reportsOf, StateRig, syntheticDevices } from '../lib/state-world.ts';
import { median } from '../lib/stats.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const PEER = 'map of objects';

function collect(): void {
  if (globalThis.gc === undefined) {
    throw new Error('run it with --expose-gc, as scripts/bench does');
  }
  globalThis.gc();
  globalThis.gc();
}

/** What is alive, inside and outside the heap. {unit bytes} */
function alive(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function usedBy<T>(make: () => T): { readonly value: T; readonly bytes: number } {
  const before = alive();
  const value = make();
  return { value, bytes: alive() - before };
}

type PlainStates = Map<number, Record<string, FieldValue>>;

function takeIn(states: PlainStates, reports: readonly FieldReport[]): void {
  for (const { device, path, value } of reports) {
    let fields = states.get(device);
    if (fields === undefined) {
      fields = {};
      states.set(device, fields);
    }
    fields[path] = value;
  }
}

interface Size {
  readonly pass: number[];
  readonly plain: number[];
  readonly turn: number;
  readonly bytes: number;
  readonly plainBytes: number;
}

async function measure({ rounds }: Context, count: number): Promise<Size> {
  const devices = syntheticDevices(count);
  const reports = [0, 1].map((turn) => TRACKS.map((track) => reportsOf(track, devices, turn)));
  const plain = usedBy(() => {
    const states: PlainStates = new Map();
    reports[0]?.forEach((list) => {
      takeIn(states, list);
    });
    return states;
  });
  await using rig = new StateRig(count);
  const before = alive();
  await rig.sync.start();
  // Columns are there from the beginning: what the states themselves need is both.
  const bytes = alive() - before + columnsOf(count);
  const result: Size = {
    pass: [],
    plain: [],
    turn: 0,
    bytes,
    plainBytes: plain.bytes,
  };
  for (let round = 0; round < rounds; round++) {
    let begin = performance.now();
    await rig.sync.syncAll();
    result.pass.push(((performance.now() - begin) * 1e3) / count);
    begin = performance.now();
    reports[round % 2]?.forEach((list) => {
      takeIn(plain.value, list);
    });
    result.plain.push(((performance.now() - begin) * 1e3) / count);
  }
  return { ...result, turn: rig.sync.metrics.longestTurnMs };
}

/** Of a synchronizer of @count devices that has heard nothing. {unit bytes} */
function columnsOf(count: number): number {
  const devices = syntheticDevices(count);
  const { value, bytes } = usedBy(() => StateRig.silent(devices));
  value.close();
  return bytes;
}

function sizeName(count: number): string {
  return `${count / 1_000}k`;
}

async function run(context: Context): Promise<void> {
  const { report, rounds } = context;
  const passes: number[][] = [];
  for (const count of SIZES) {
    const { pass, plain, bytes, plainBytes, turn } = await measure(context, count);
    const name = sizeName(count);
    passes.push(pass);
    report.compare(`pass-${name}`, 'us/device', pass, PEER, plain);
    // One number: memory does not vary from round to round.
    const each = (value: number): number[] => Array.from({ length: rounds }, () => value);
    report.compare(
      `memory-${name}`,
      'B/device',
      each(bytes / count),
      PEER,
      each(plainBytes / count),
    );
    report.add(`turn-${name}`, 'ms', each(turn), { of: 'median', at: 'most', value: 5 });
  }
  const [small = [], , large = []] = passes;
  const growth = median(large) / median(small);
  report.add(
    'growth-1k-100k',
    'times',
    large.map((value, round) => value / (small[round] ?? Number.NaN)),
    { of: 'median', at: 'most', value: 2 },
  );
  context.note(`a device costs ${growth.toFixed(2)} times as much among 100,000 as among 1,000`);
}

export const scaleCase: Case = {
  name: 'scale',
  about: 'a full pass of 1,000, 10,000 and 100,000 devices: time, memory, longest turn, growth',
  rows: [
    ...SIZES.map(sizeName).flatMap((name) => [
      { case: `pass-${name}`, peer: PEER },
      { case: `memory-${name}`, peer: PEER },
      ...rowsOf(`turn-${name}`, []),
    ]),
    ...rowsOf('growth-1k-100k', []),
  ],
  run,
};
