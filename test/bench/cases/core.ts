// SPDX-License-Identifier: Apache-2.0
// (a) From C to C: kernel/core/ring.c against the best known rings, all published one by one
// between two pinned processes. Ours alone has a checksum at both ends.
//
// How eagerly the consumer looks decides how often the two processors fight for a line, for every
// ring. So there are two ways, each the same for all: at once again ("polled"), and after leaving
// the producer alone for some 128 pause instructions ("relaxed").
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { field, runProgram } from '../lib/program.ts';
import type { Goal } from '../lib/report.ts';
import { samplesOf, takeRounds } from '../lib/rounds.ts';

interface Ring {
  readonly program: string;
  readonly name: string;
  readonly goal?: number;
}

const POLLED = 0;
const RELAXED = 128;

const OURS: Ring = { program: 'ring-dsmil', name: 'dsmil' };
const ONE_BY_ONE: readonly Ring[] = [
  { program: 'ring-ck', name: 'ck-mpsc', goal: 2 },
  { program: 'ring-dpdk', name: 'dpdk-mp-1', goal: 2 },
  { program: 'ring-boost', name: 'boost-spsc', goal: 1.5 },
  { program: 'ring-ck', name: 'ck-spsc' },
];
// Not the same thing, but what people compare with: taken, or also published, many at once.
const IN_BATCHES: readonly Ring[] = [
  { program: 'ring-boost', name: 'boost-spsc-all' },
  { program: 'ring-dpdk', name: 'dpdk-mp-1-32' },
  { program: 'ring-dpdk', name: 'dpdk-mp-32' },
];

const PEERS = [...ONE_BY_ONE, ...IN_BATCHES];

// What part of a sample its processes may have been off their processors, and how often it is
// taken again before that is accepted.
const AWAY_MAX = 0.02;
const RETAKES = 5;

/** Millions of records a second. */
async function sample(ring: Ring, size: number, items: number, pauses: number) {
  for (let take = 0; ; take++) {
    const values = await runProgram(ring.program, [ring.name, size, items, pauses]);
    const disturbed = field(values, 'away') > AWAY_MAX;
    if (!disturbed || take === RETAKES) {
      return { rate: (field(values, 'items') / field(values, 'ns')) * 1e3, disturbed };
    }
  }
}

async function compareRings(
  context: Context,
  entry: { readonly name: string; readonly size: number; readonly pauses: number },
  least: number,
): Promise<void> {
  const { name, size, pauses } = entry;
  const rings = [OURS, ...PEERS];
  const items = Math.round((context.quick ? 2e6 : 4e7) / size);
  let disturbed = 0;
  const rounds = await takeRounds(context, name, async () => {
    const samples = new Map<string, number>();
    for (const ring of rings) {
      const taken = await sample(ring, size, items, pauses);
      samples.set(ring.name, taken.rate);
      disturbed += taken.disturbed ? 1 : 0;
    }
    return samples;
  });
  if (disturbed > 0) {
    context.note(`${name}: other processes disturbed ${disturbed} samples`);
  }
  const goals = pauses === POLLED;
  const ours = samplesOf(rounds, OURS.name);
  const floor: Goal = { of: 'median', at: 'least', value: least };
  context.report.add(name, 'M/s', ours, goals ? floor : undefined);
  for (const ring of PEERS) {
    const goal: Goal | undefined =
      ring.goal !== undefined && size === 64 && goals
        ? { of: 'ratio', at: 'least', value: ring.goal }
        : undefined;
    context.report.compare(name, 'M/s', ours, ring.name, samplesOf(rounds, ring.name), goal);
  }
}

function coreCase(size: number, pauses: number, least: number): Case {
  const name = `core-${size}${pauses === RELAXED ? '-relaxed' : ''}`;
  const how = pauses === RELAXED ? 'a consumer that lets records gather' : 'a consumer that polls';
  return {
    name,
    about: `C to C, ${size} B, ${how}, against boost, ck and DPDK`,
    rows: rowsOf(
      name,
      PEERS.map((peer) => peer.name),
    ),
    run: (context) => compareRings(context, { name, size, pauses }, least),
  };
}

export const coreCases: readonly Case[] = [
  coreCase(64, POLLED, 25),
  coreCase(256, POLLED, 12),
  coreCase(64, RELAXED, 25),
  coreCase(256, RELAXED, 12),
];
