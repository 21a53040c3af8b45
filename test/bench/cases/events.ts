// SPDX-License-Identifier: Apache-2.0
// The event bus: how fast it takes events, brings them to many, and reads them back; and what
// reading back does to the event loop.
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import type { EventBus } from '../../../src/events/bus.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { openEventsWorld, publishAll, stateEvent } from '../lib/events-world.ts';
import { measureLoopDelay } from '../lib/loop-delay.ts';

/** Things a second. {unit M/s} */
function rate(count: number, ms: number): number {
  return count / ms / 1000;
}

async function timed(action: () => Promise<void> | void): Promise<number> {
  const begin = performance.now();
  await action();
  return performance.now() - begin;
}

async function runPublish({ report, rounds, quick }: Context): Promise<void> {
  await using world = await openEventsWorld();
  const count = quick ? 2000 : 100_000;
  const rates: number[] = [];
  await publishAll(world.bus, Math.ceil(count / 4));
  for (let round = 0; round < rounds; round++) {
    rates.push(rate(count, await timed(() => publishAll(world.bus, count))));
  }
  report.add('publish', 'M/s', rates);
}

const SUBSCRIBERS = 100;

/** Everybody reads until he has had @count. */
async function fanOut(bus: EventBus, count: number): Promise<void> {
  const subscriptions = Array.from({ length: SUBSCRIBERS }, (_, n) =>
    bus.subscribe({ principal: `p${n}`, filters: ['device.*.state'] }),
  );
  const reading = subscriptions.map(async (subscription) => {
    let seen = 0;
    for await (const { events } of subscription) {
      for (const event of events) {
        seen += event.type;
      }
      if (seen === count) {
        return;
      }
    }
  });
  await publishAll(bus, count);
  await Promise.all(reading);
}

/** The same with nothing but function calls: no log, no clearance, no limits, no wait. */
function emit(count: number): void {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(SUBSCRIBERS);
  let seen = 0;
  for (let n = 0; n < SUBSCRIBERS; n++) {
    emitter.on('device', (event: Publication) => {
      seen += event.type;
    });
  }
  for (let n = 0; n < count; n++) {
    emitter.emit('device', stateEvent(n));
  }
  if (seen !== count * SUBSCRIBERS) {
    throw new Error(`the emitter called ${seen} times`);
  }
}

const EMITTER = 'EventEmitter';

async function runFanOut({ report, rounds, quick }: Context): Promise<void> {
  await using world = await openEventsWorld();
  const count = quick ? 500 : 10_000;
  const ours: number[] = [];
  const theirs: number[] = [];
  await fanOut(world.bus, Math.ceil(count / 4));
  emit(count);
  for (let round = 0; round < rounds; round++) {
    ours.push(rate(count * SUBSCRIBERS, await timed(() => fanOut(world.bus, count))));
    theirs.push(rate(count * SUBSCRIBERS, await timed(() => emit(count))));
  }
  report.add('fan-out', 'M deliveries/s', ours);
  report.compare('fan-out', 'M deliveries/s', ours, EMITTER, theirs);
}

/** Every event's fields are looked at; @withData decodes its data too. */
async function replay(bus: EventBus, count: number, withData: boolean): Promise<void> {
  let seen = 0;
  let sum = 0;
  const all = bus.subscribe({ principal: 'ana', filters: ['device.*.state'], start: 'oldest' });
  for await (const { events } of all) {
    for (const event of events) {
      sum += event.type + event.at + event.severity + event.source + event.subject.length;
      sum += withData ? Number(event.data['device']) : 0;
    }
    seen += events.length;
    if (seen >= count) {
      break;
    }
  }
  if (seen !== count || !(sum > 0)) {
    throw new Error(`${seen} events came back, of ${count}`);
  }
}

class PlainTable implements Disposable {
  readonly #database: DatabaseSync;

  constructor(path: string, count: number) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE event (revision INTEGER ' +
        'PRIMARY KEY, subject TEXT, type INTEGER, severity INTEGER, source INTEGER, at INTEGER, ' +
        'data TEXT); BEGIN',
    );
    const insert = this.#database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
    for (let n = 0; n < count; n++) {
      const { subject, type, severity, source, at, data } = stateEvent(n);
      insert.run(n + 1, subject, type, severity, source, at, JSON.stringify(data));
    }
    this.#database.exec('COMMIT');
  }

  select(count: number, withData: boolean): void {
    let seen = 0;
    let sum = 0;
    for (const row of this.#database.prepare('SELECT * FROM event ORDER BY revision').iterate()) {
      const { subject, type, severity, source, at, data } = row;
      sum += Number(type) + Number(at) + Number(severity) + Number(source);
      sum += String(subject).length;
      sum += withData ? Number(JSON.parse(String(data)).device) : 0;
      seen += 1;
    }
    if (seen !== count || !(sum > 0)) {
      throw new Error(`${seen} rows came back, of ${count}`);
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

const SELECT = 'SQLite select, a row an event';

/** Of this thread alone: what the machine's other work takes away does not show. {unit ms} */
async function processorTime(action: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

async function runReplay({ report, rounds, quick, note }: Context): Promise<void> {
  await using world = await openEventsWorld();
  const count = quick ? 5000 : 500_000;
  await publishAll(world.bus, count);
  using plain = new PlainTable(join(world.directory, 'plain.db'), count);
  for (const withData of [false, true]) {
    const name = withData ? 'replay-data' : 'replay';
    const ours: number[] = [];
    const theirs: number[] = [];
    const perProcessor: number[] = [];
    await replay(world.bus, count, withData);
    for (let round = 0; round < rounds; round++) {
      ours.push(rate(count, await timed(() => replay(world.bus, count, withData))));
      const spent = await processorTime(() => replay(world.bus, count, withData));
      perProcessor.push(rate(count, Math.max(spent, 1)));
      theirs.push(rate(count, await timed(() => plain.select(count, withData))));
    }
    const goal = { of: 'median', at: 'least', value: 1 } as const;
    report.add(name, 'M/s', ours, withData ? undefined : goal);
    report.compare(name, 'M/s', ours, SELECT, theirs);
    report.add(`${name}-processor`, 'M/s of CPU', perProcessor);
  }
  note('measuring the loop during replay, beside an idle process');
  const delays = [];
  for (let round = 0; round < rounds; round++) {
    delays.push(await measureLoopDelay(() => replay(world.bus, count, true)));
  }
  const idle = delays.map((delay) => delay.idle);
  const during = delays.map(({ ours }) => ours);
  const turns = delays.map(({ longestTurn }) => longestTurn);
  report.compare('replay-loop-p99.9', 'ms', during, IDLE, idle, {
    of: 'difference',
    at: 'most',
    value: 10,
  });
  report.add('replay-longest-turn', 'ms CPU', turns, { of: 'median', at: 'most', value: 5 });
}

const IDLE = 'an idle Node process';

export const eventsCases: readonly Case[] = [
  {
    name: 'publish',
    about: 'durable events, from publish() to durable',
    rows: rowsOf('publish', []),
    run: runPublish,
  },
  {
    name: 'fan-out',
    about: `durable events to ${SUBSCRIBERS} subscribers, from publish() to each of them`,
    rows: rowsOf('fan-out', [EMITTER]),
    run: runFanOut,
  },
  {
    name: 'replay',
    about: 'everything in the log to one subscriber; the loop meanwhile',
    rows: [
      ...rowsOf('replay', [SELECT]),
      ...rowsOf('replay-processor', []),
      ...rowsOf('replay-data', [SELECT]),
      ...rowsOf('replay-data-processor', []),
      { case: 'replay-loop-p99.9', peer: IDLE },
      ...rowsOf('replay-longest-turn', []),
    ],
    run: runReplay,
  },
];
