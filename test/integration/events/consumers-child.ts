// SPDX-License-Identifier: Apache-2.0
// One subscriber that never reads, one that reads one message a second, 1,000 that read normally,
// and emergencies in between; prints what came of it as one JSON object. usage: DIRECTORY

import { OutOfRangeError } from '../../../src/events/errors.ts';
import type { Subscription } from '../../../src/events/subscription.ts';
import { numbered, openWorld, pause, until } from './world.ts';

const READERS = 1000;
/** Each is a commit or more: the log merges its rows 64 by 64, and drops what is merged. */
const ROUNDS = 100;
const EVENTS_A_ROUND = 10;
const EMERGENCIES = 5;
const TOTAL = ROUNDS * EVENTS_A_ROUND;

interface Tally {
  durable: number;
  outOfOrder: number;
  holes: number;
  sequence: number;
  emergencies: Set<string>;
  repeats: number;
  telemetry: number;
  conflated: number;
}

const newTally = (): Tally => ({
  durable: 0,
  outOfOrder: 0,
  holes: 0,
  sequence: 0,
  emergencies: new Set(),
  repeats: 0,
  telemetry: 0,
  conflated: 0,
});

function gc(): void {
  if (globalThis.gc === undefined) {
    throw new Error('run with --expose-gc');
  }
  globalThis.gc();
}

/** {unit bytes} */
function memory(): number {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const [directory = ''] = process.argv.slice(2);
const world = await openWorld(directory, {
  windowBytes: 8 * 1024,
  pageBytes: 1024 * 1024,
  subscriptionsOfOne: READERS + 2,
});
const { bus } = world;

function count(tally: Tally, batch: Awaited<ReturnType<Subscription['next']>>['value']): string[] {
  const wanting: string[] = [];
  for (const event of batch?.events ?? []) {
    tally.holes += event.sequence === tally.sequence + 1 ? 0 : 1;
    tally.sequence = event.sequence;
    if (event.attempt > 0) {
      tally.repeats += event.attempt > 1 ? 1 : 0;
      tally.emergencies.add(event.id);
      wanting.push(event.id);
    } else if (event.delivery === 'telemetry') {
      tally.telemetry += 1;
      tally.conflated += event.conflated;
    } else if (event.subject === 'n.durable') {
      tally.outOfOrder += event.data['n'] === tally.durable ? 0 : 1;
      tally.durable += 1;
    }
  }
  return wanting;
}

async function readNormally(subscription: Subscription, tally: Tally): Promise<void> {
  for await (const batch of subscription) {
    for (const id of count(tally, batch)) {
      subscription.acknowledge(id);
    }
  }
}

const subscribe = (label: string, maxBatch: number) =>
  bus.subscribe({ principal: 'p', label, filters: ['>'], maxBatch });

const normal = Array.from({ length: READERS }, (_, n) => ({
  tally: newTally(),
  subscription: subscribe(`normal-${n}`, 64),
}));
const running = normal.map(({ subscription, tally }) => readNormally(subscription, tally));
const never = subscribe('never', 64);
const slow = { tally: newTally(), subscription: subscribe('slow', 1) };
let slowStops = false;
let slowReads = 0;
async function readSlowly(): Promise<void> {
  while (!slowStops) {
    count(slow.tally, (await slow.subscription.next()).value);
    slowReads += 1;
    await pause(1000);
  }
}
const slowly = readSlowly();

/** Everything in one round is there: the next may begin. */
async function round(n: number): Promise<number> {
  const begin = performance.now();
  for (let k = 0; k < EVENTS_A_ROUND; k++) {
    bus.publish(numbered('n.durable', n * EVENTS_A_ROUND + k), 'durable');
    bus.publish(numbered(`t.${k}`, n), 'telemetry');
    bus.publish(numbered(`t.${k}`, -n), 'telemetry');
  }
  if (n % (ROUNDS / EMERGENCIES) === 0) {
    bus.publish(numbered('stop.test', n), 'emergency');
  }
  const took = performance.now() - begin;
  await until('the normal readers', 60_000, () =>
    normal.every(({ tally }) => tally.durable === (n + 1) * EVENTS_A_ROUND),
  );
  return took;
}

const samples: number[] = [];
let longestPublish = 0;
for (let n = 0; n < ROUNDS; n++) {
  longestPublish = Math.max(longestPublish, await round(n));
  if (n % 10 === 9) {
    samples.push(memory());
  }
}
await until('the slow one to be reminded', 180_000, () => slow.tally.repeats > 0);
const beforeGap = { ...slow.tally, emergencies: slow.tally.emergencies.size };

slowStops = true;
await slowly;
// Everything that the never-reader and the slow one have not read yet is dropped from the log.
const retention = { maxAgeMs: 0, maxBytes: 0, maxCount: 1 };
const argument = { retention, wall: Date.now() };
for (let dropped = 1; dropped > 0; ) {
  const command = { module: 'events', name: 'compact', argument };
  const [outcome] = await world.store.write([{ writeClass: 'normal', commands: [command] }]);
  dropped = outcome?.done === true ? (outcome.results[0] as { dropped: number }).dropped : 0;
}

interface End {
  emergencies: number;
  durable: number;
  gap: boolean;
  oldest: boolean;
  reads: number;
}

/** Reads to the end, or to the error that says what is missing. */
async function readOn(subscription: Subscription, tally: Tally): Promise<End> {
  let gap = false;
  let oldest = false;
  let reads = 0;
  const late = setTimeout(() => subscription.close(), 180_000);
  try {
    for await (const batch of subscription) {
      reads += 1;
      count(tally, batch);
    }
  } catch (error) {
    gap = error instanceof OutOfRangeError;
    if (!(error instanceof OutOfRangeError)) {
      throw error;
    }
    const again = bus.subscribe({
      principal: 'p',
      label: subscription.label,
      filters: ['>'],
      cursor: error.oldest,
    });
    const { value } = await again.next();
    oldest = (value?.events.length ?? 0) > 0;
  } finally {
    clearTimeout(late);
  }
  return { emergencies: tally.emergencies.size, durable: tally.durable, gap, oldest, reads };
}

const neverEnd = await readOn(never, newTally());
const slowEnd = await readOn(slow.subscription, slow.tally);
const stats = bus.stats();
const settled = Promise.allSettled(running);
await world[Symbol.asyncDispose]();
const ends = await settled;

const sum = (pick: (tally: Tally) => number): number =>
  normal.reduce((total, { tally }) => total + pick(tally), 0);
process.stdout.write(
  JSON.stringify({
    total: TOTAL,
    readers: READERS,
    published: stats.published,
    lost: stats.lost,
    normal: {
      durable: sum(({ durable }) => durable),
      outOfOrder: sum(({ outOfOrder }) => outOfOrder),
      holes: sum(({ holes }) => holes),
      emergencies: sum(({ emergencies }) => emergencies.size),
      telemetry: sum(({ telemetry }) => telemetry),
      conflated: sum(({ conflated }) => conflated),
      ended: ends.filter(({ status }) => status === 'rejected').length,
    },
    slow: { ...beforeGap, reads: slowReads },
    slowEnd,
    neverEnd,
    memory: samples,
    longestPublish,
    acknowledged: world.notices.filter(({ kind }) => kind === 'emergency-acknowledged').length,
  }),
);
