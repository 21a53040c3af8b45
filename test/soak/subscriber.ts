// SPDX-License-Identifier: Apache-2.0
// Somebody who wants every event, is cut, and goes on from the last cursor; what came behind that is thrown away, as a
// program does that keeps its cursor with what it has dealt with.
import type { ClientReadableStream } from '@grpc/grpc-js';
import * as wire from '../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as control from '../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { COMMUNICATION, CONTROL, Peer } from '../host/peer.ts';
import { Cutter } from './cutter.ts';

const DURABLE = 2;
const EMERGENCY = 3;
const OLDEST = 2;
const ID_SIZE = 12;
const AGAIN_MS = 50;

export type Way = 'SubscribeEvents' | 'WatchEvents';

export interface SubscriberOptions {
  readonly port: number;
  readonly folder: string;
  readonly person: string;
  /** No event may ask for more. */
  readonly clearance: number;
  readonly way: Way;
  readonly label: string;
}

interface Seen {
  readonly id: string;
  readonly subject: string;
  readonly clearance: number;
  readonly delivery: number;
  readonly attempt: number;
  readonly sequence: number;
}

export class Subscriber {
  readonly name: string;
  /** Of durable events, in the order in which they came. */
  readonly ids: string[] = [];
  /** How often each subject came: operations end once. */
  readonly ends = new Map<string, number>();
  readonly problems: string[] = [];
  cuts = 0;
  resumed = 0;
  readonly #options: SubscriberOptions;
  readonly #cutter: Cutter;
  readonly #peer: Peer;
  readonly #emergencies = new Set<string>();
  #stream: ClientReadableStream<unknown> | undefined;
  #cursor = '';
  #pending: Seen[] = [];
  #next = 1;
  /** It goes on behind a cursor, and nothing has come yet. */
  #isNew = false;
  #ended = false;
  #running: Promise<void> | undefined;
  #caughtUp = Promise.withResolvers<void>();
  /** How many durable events had come with the first of each subject. */
  readonly #firsts = new Map<string, number>();
  #until = '';

  private constructor(options: SubscriberOptions, cutter: Cutter) {
    this.#options = options;
    this.#cutter = cutter;
    this.name = `${options.person} by ${options.way}`;
    this.#peer = new Peer(cutter.port, options.folder, options.person);
  }

  static async begin(options: SubscriberOptions): Promise<Subscriber> {
    const subscriber = new Subscriber(options, await Cutter.open(options.port));
    subscriber.#running = subscriber.#run();
    return subscriber;
  }

  /** In the middle of a word; it comes again. */
  cut(): void {
    this.cuts += 1;
    this.#cutter.cut();
  }

  /** Does not read for @ms. */
  pause(ms: number): void {
    const stream = this.#stream;
    stream?.pause();
    setTimeout(() => stream?.resume(), ms);
  }

  /** Resolves when an event of @subject was dealt with, which may be before whoever made it knows its subject. */
  reached(subject: string): Promise<void> {
    this.#until = subject;
    if (this.#firsts.has(subject)) {
      this.#caughtUp.resolve();
    }
    return this.#caughtUp.promise;
  }

  /** Of durable events, up to the one that was reached: what comes behind it, one subscriber has before another. */
  get heard(): readonly string[] {
    return this.ids.slice(0, this.#firsts.get(this.#until));
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#stream?.cancel();
    await this.#running;
    this.#peer[Symbol.dispose]();
    this.#cutter.close();
  }

  async #run(): Promise<void> {
    while (!this.#ended) {
      const stream = this.#open();
      this.#stream = stream;
      this.#pending = [];
      this.#isNew = this.#cursor !== '';
      await new Promise<void>((over) => {
        stream.on('data', (message) => this.#took(message));
        stream.on('error', (error) => {
          this.#failed(error);
          over();
        });
        stream.on('end', over);
      });
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }

  #open(): ClientReadableStream<unknown> {
    const { way, label } = this.#options;
    const wanted = {
      start: OLDEST,
      label,
      cursor: this.#cursor,
      bookmarkInterval: { seconds: 1 },
    };
    if (way === 'SubscribeEvents') {
      const types = [wire.EventSubscriptionRequest, wire.EventNotification] as const;
      return this.#peer.stream(`${COMMUNICATION}/SubscribeEvents`, types, wanted);
    }
    const types = [control.WatchEventsRequest, control.WatchEventsResponse] as const;
    const path = `${CONTROL}EventsService/WatchEvents`;
    return this.#peer.stream(path, types, { subscription: wanted });
  }

  #failed(error: Error): void {
    const code = (error as { readonly code?: number }).code;
    // UNAVAILABLE, CANCELLED: a cut. Anything else is an answer, and none that should come.
    if (code !== 14 && code !== 1) {
      this.problems.push(`${this.name}: the stream ended with ${code}: ${error.message}`);
    }
  }

  #took(message: unknown): void {
    this.resumed += this.#isNew ? 1 : 0;
    this.#isNew = false;
    const { events, cursor } =
      this.#options.way === 'SubscribeEvents'
        ? fromNotification(message as wire.EventNotification)
        : fromBatch(message as control.WatchEventsResponse);
    this.#pending.push(...events);
    if (cursor !== '') {
      const dealt = this.#pending;
      this.#pending = [];
      for (const one of dealt) {
        this.#deal(one);
      }
      this.#cursor = cursor;
    }
  }

  #deal({ id, subject, clearance, delivery, attempt, sequence }: Seen): void {
    if (clearance > this.#options.clearance) {
      this.problems.push(
        `${this.name}: was told of ${subject}, which takes clearance ${clearance}`,
      );
    }
    if (sequence !== this.#next) {
      this.problems.push(`${this.name}: number ${sequence} came where ${this.#next} was due`);
    }
    this.#next = (sequence + 1) >>> 0;
    if (attempt > 0) {
      this.#acknowledge(id);
    } else if (delivery === DURABLE || delivery === EMERGENCY) {
      this.ids.push(id);
      this.ends.set(subject, (this.ends.get(subject) ?? 0) + 1);
    }
    if (!this.#firsts.has(subject)) {
      this.#firsts.set(subject, this.ids.length);
    }
    if (subject === this.#until) {
      this.#caughtUp.resolve();
    }
  }

  #acknowledge(eventId: string): void {
    if (this.#emergencies.has(eventId)) {
      return;
    }
    this.#emergencies.add(eventId);
    const types = [control.AcknowledgeEventRequest, control.AcknowledgeEventResponse] as const;
    const message = { eventId, label: this.#options.label };
    this.#peer.call(`${CONTROL}EventsService/AcknowledgeEvent`, types, message).catch(() => {
      // It is repeated then, and acknowledged again.
      this.#emergencies.delete(eventId);
    });
  }
}

function fromNotification(one: wire.EventNotification) {
  const events =
    one.eventId === ''
      ? []
      : [
          {
            id: one.eventId,
            subject: one.subject,
            clearance: one.clearance,
            delivery: one.delivery,
            attempt: one.attempt,
            sequence: one.sequenceNumber,
          },
        ];
  return { events, cursor: one.cursor };
}

function fromBatch(batch: control.WatchEventsResponse) {
  const ids = Buffer.from(batch.eventIds);
  const events = batch.topicIndexes.map((topic, n) => ({
    id: ids.toString('hex', n * ID_SIZE, (n + 1) * ID_SIZE),
    subject: batch.topics[topic]?.subject ?? '',
    clearance: batch.topics[topic]?.clearance ?? 0,
    delivery: batch.deliveries[n] ?? 0,
    attempt: batch.attempts[n] ?? 0,
    sequence: (batch.firstSequence + n) >>> 0,
  }));
  return { events, cursor: batch.cursor };
}

/** What @resumed has other than @whole, which was never cut. */
export function differences(resumed: readonly string[], whole: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const id of resumed) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const wanted = new Set(whole);
  const twice = [...counts].filter(([, count]) => count > 1).length;
  const missing = whole.filter((id) => !counts.has(id)).length;
  const strange = [...counts.keys()].filter((id) => !wanted.has(id)).length;
  const moved = twice + missing + strange === 0 && resumed.some((id, n) => id !== whole[n]);
  return [
    ...(missing > 0 ? [`${missing} durable events are missing`] : []),
    ...(twice > 0 ? [`${twice} durable events came more than once`] : []),
    ...(strange > 0 ? [`${strange} durable events are not in the log`] : []),
    ...(moved ? ['durable events came in another order'] : []),
  ];
}
