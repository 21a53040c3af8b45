// SPDX-License-Identifier: Apache-2.0
// One subscriber: where it is in the log, the telemetry and the emergencies that wait for it. It
// pulls: nothing is decided, decoded or queued for it before it asks, but that it is woken. What it
// is cleared for is asked when it is delivered.
import { EventBatch } from './batch.ts';
import type { CursorState } from './cursor.ts';
import { DeliveredEvent } from './delivered-event.ts';
import { type Emergency, EmergencyQueue, readerName } from './emergencies.ts';
import { LimitError } from './errors.ts';
import { Place } from './place.ts';
import type { Segment, Topic } from './segment.ts';
import type { Shared } from './shared.ts';
import type { SubscribeSettings } from './subscription-options.ts';
import { TelemetryQueue } from './telemetry-queue.ts';
import { TopicFilter } from './visibility.ts';

export class Subscription implements AsyncIterableIterator<EventBatch, undefined>, AsyncDisposable {
  readonly principal: string;
  readonly label: string;
  readonly #shared: Shared;
  readonly #settings: SubscribeSettings;
  readonly #telemetry: TelemetryQueue;
  readonly #emergencies: EmergencyQueue;
  readonly #place: Place;
  #sequence: number;
  /** Waiting, with nothing of interest up to the window's head. */
  #idle = false;
  #wake: (() => void) | undefined;
  #pulling = false;
  #closed = false;
  #error: Error | undefined;
  #lastBatch: number;
  /** The last batch was full of emergencies that it had before: now others have their turn. */
  #repeatsFilled = false;
  /** To count a value once, however many filters want it. */
  #lastTelemetry: Segment | undefined;
  /** Something happened since the last look at everything: not the time to sleep. */
  #stirred = false;

  constructor(shared: Shared, settings: SubscribeSettings, start: CursorState | undefined) {
    this.#shared = shared;
    this.#settings = settings;
    this.principal = settings.principal;
    this.label = settings.label;
    this.#telemetry = new TelemetryQueue(shared.limits.telemetry);
    this.#emergencies = new EmergencyQueue(shared.limits.emergencies);
    this.#place = new Place(shared, settings, start, () => this.#stir());
    this.#sequence = start?.sequence ?? 0;
    this.#lastBatch = shared.clock.boot();
    const now = shared.clock.boot();
    for (const emergency of shared.board.list(now)) {
      this.offerEmergency(emergency, now);
    }
    if (settings.signal !== undefined) {
      settings.signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  get reader(): string {
    return readerName(this.principal, this.label);
  }

  /** Filters, as tokens. */
  get filters(): readonly (readonly string[])[] {
    return this.#settings.tokens;
  }

  /**
   * Stops the repetition of an emergency for this principal and label, here and on other
   * connections. False when there is no such emergency (any more).
   */
  acknowledge(id: string): boolean {
    return this.#shared.acknowledge(this.reader, id);
  }

  /**
   * The next batch, when there is something in it, or when a bookmark is due. Rejects with
   * OutOfRangeError when events are missing that it should get: with that, or with any other
   * error, the subscription ends. One call at a time.
   */
  async next(): Promise<IteratorResult<EventBatch, undefined>> {
    if (this.#pulling) {
      throw new LimitError('next() was called again before it answered', 1);
    }
    this.#pulling = true;
    try {
      const value = await this.#pull();
      return value === undefined ? { done: true, value } : { done: false, value };
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.#pulling = false;
    }
  }

  return(): Promise<IteratorResult<EventBatch, undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** Idempotent; a next() that waits ends as done. */
  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#settings.signal?.removeEventListener('abort', this.#onAbort);
      this.#place.close();
      this.#shared.left(this);
      this.#stir();
    }
  }

  /** The bus ends: next() rejects with what for. */
  fail(error: Error): void {
    this.#error ??= error;
    this.close();
  }

  /** By the bus: @segment became durable, and has something that a filter wants. */
  offerDurable(segment: Segment): void {
    if (this.#idle) {
      this.#leaveIdle(segment.first - 1);
      this.#stir();
    }
  }

  /** By the bus, for each filter that wants it. */
  offerTelemetry(segment: Segment): void {
    if (segment !== this.#lastTelemetry && this.#may(segment.topic(0))) {
      this.#lastTelemetry = segment;
      this.#telemetry.put(segment);
      this.#stir();
    }
  }

  offerEmergency(emergency: Emergency, now: number): void {
    const filter = new TopicFilter(emergency.segment, this.#settings.tokens);
    if (filter.wants(0) && !emergency.acknowledgedBy.has(this.reader)) {
      this.#emergencies.put(emergency, now);
      this.#stir();
    }
  }

  acknowledged(id: string): void {
    this.#emergencies.acknowledge(id);
  }

  evicted(emergency: Emergency): void {
    this.#emergencies.evict(emergency.id, this.#may(emergency.segment.topic(0)));
    this.#stir();
  }

  readonly #onAbort = (): void => this.close();

  #may(topic: Topic): boolean {
    return this.#shared.authorize(this.principal, topic);
  }

  #stir(): void {
    this.#stirred = true;
    this.#wake?.();
  }

  async #pull(): Promise<EventBatch | undefined> {
    for (;;) {
      // Before anything is decided, not after: what was cleared is given without another wait.
      await this.#shared.pacer.turn();
      if (this.#error !== undefined) {
        throw this.#error;
      }
      if (this.#closed || this.#settings.signal?.aborted === true) {
        this.close();
        return undefined;
      }
      this.#stirred = false;
      this.#place.check(this.#sequence);
      const batch = this.#assemble();
      // Also when there was something else: what is not read from the log must not keep it waiting.
      this.#place.read();
      if (batch !== undefined) {
        return batch;
      }
      await this.#rest();
    }
  }

  /** Until there may be something. */
  async #rest(): Promise<void> {
    const { behind, inMemory } = this.#place;
    if (behind && inMemory) {
      return;
    }
    this.#idle = !behind;
    await this.#sleep();
    if (this.#idle) {
      this.#leaveIdle(this.#shared.window.head);
    }
  }

  async #sleep(): Promise<void> {
    if (this.#stirred) {
      return;
    }
    const due = Math.min(this.#bookmarkDue(), this.#emergencies.nextDue());
    const wait = Math.max(0, Math.ceil(due - this.#shared.clock.boot()));
    await new Promise<void>((resolve) => {
      const timer = Number.isFinite(wait) ? setTimeout(resolve, wait) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  #bookmarkDue(): number {
    return this.#place.begun
      ? this.#lastBatch + this.#settings.bookmarkMs
      : Number.POSITIVE_INFINITY;
  }

  #leaveIdle(seen: number): void {
    this.#idle = false;
    this.#place.skipTo(seen);
  }

  #assemble(): EventBatch | undefined {
    const { maxBatch } = this.#settings;
    const now = this.#shared.clock.boot();
    const events: DeliveredEvent[] = [];
    this.#takeEmergencies(events, now);
    // When the log fills batch after batch, telemetry still has its share.
    const share = Math.min(this.#telemetry.size, maxBatch >> 2);
    this.#place.take(
      maxBatch - share - events.length,
      (topic) => this.#may(topic),
      (segment, n) => events.push(this.#deliver(segment, n, 0, 0)),
    );
    this.#takeTelemetry(events, maxBatch);
    const lost = {
      telemetry: this.#telemetry.takeLost(),
      emergencies: this.#emergencies.takeLost(),
    };
    const empty = events.length === 0 && lost.telemetry === 0 && lost.emergencies === 0;
    const bookmark = now >= this.#bookmarkDue();
    if (empty && !bookmark) {
      return undefined;
    }
    this.#lastBatch = now;
    return new EventBatch(events, lost, {
      codec: this.#shared.cursors,
      state: { ...this.#place.position, sequence: this.#sequence },
      binding: this.#settings,
    });
  }

  #deliver(segment: Segment, n: number, conflated: number, attempt: number): DeliveredEvent {
    this.#sequence = (this.#sequence + 1) >>> 0;
    return new DeliveredEvent(segment, n, this.#sequence, conflated, attempt);
  }

  #takeEmergencies(events: DeliveredEvent[], now: number): void {
    if (this.#emergencies.size === 0) {
      return;
    }
    const due = this.#emergencies.take(
      now,
      this.#settings.maxBatch,
      !this.#repeatsFilled,
      ({ segment }) => this.#may(segment.topic(0)),
      (emergency, attempts) => this.#shared.gaveUp(this, emergency.id, attempts),
    );
    const repeats = due.filter(({ attempt }) => attempt > 1).length;
    this.#repeatsFilled = repeats > 0 && due.length === this.#settings.maxBatch;
    for (const { emergency, attempt } of due) {
      events.push(this.#deliver(emergency.segment, 0, 0, attempt));
    }
  }

  #takeTelemetry(events: DeliveredEvent[], most: number): void {
    // Only emergencies come before it is known where the subscriber is.
    while (this.#place.begun && events.length < most) {
      const telemetry = this.#telemetry.take();
      if (telemetry === undefined) {
        return;
      }
      const { segment, conflated } = telemetry;
      if (this.#may(segment.topic(0))) {
        events.push(this.#deliver(segment, 0, conflated, 0));
      }
    }
  }
}
