// SPDX-License-Identifier: Apache-2.0
// The bus: takes publications, keeps them in the log, and tells those who subscribed. Publishers
// never wait for a subscriber, nor for the disk.
import { EventType, Severity, Track } from '../core/model/enums.ts';
import type { DeliveryClass, EventLog, Publication } from '../core/ports/event-log.ts';
import type { Command } from '../store/contract.ts';
import { type BusLimits, type BusOptions, checkBusLimits } from './bus-options.ts';
import { CursorCodec } from './cursor.ts';
import { DeadLetters } from './dead-letters.ts';
import { EmergencyBoard, readerName } from './emergencies.ts';
import { ClosedError } from './errors.ts';
import type { LogState } from './log.ts';
import { Outbox } from './outbox.ts';
import { Pacer } from './pacer.ts';
import { PageBudget } from './page-budget.ts';
import { toEvent } from './publication.ts';
import { gated } from './read-gate.ts';
import { Registry } from './registry.ts';
import { Retainer } from './retainer.ts';
import { Segment } from './segment.ts';
import { type EncodableEvent, encodeEvent } from './segment-builder.ts';
import type { Shared } from './shared.ts';
import { appendCommand } from './store-log.ts';
import { Subscription } from './subscription.ts';
import { checkSubscribeOptions, type SubscribeOptions } from './subscription-options.ts';
import { TailWindow } from './tail-window.ts';

export interface BusStats {
  readonly published: Readonly<Record<DeliveryClass, number>>;
  /** Publications that were refused. */
  readonly refused: number;
  /** Events that found no room while the log took none. */
  readonly lost: number;
  /** Events that are not durable yet. */
  readonly waiting: number;
  readonly head: number;
  readonly subscriptions: number;
  readonly activeEmergencies: number;
  /** {unit bytes} */
  readonly windowBytes: number;
  /** {unit bytes} */
  readonly pageBytes: number;
}

export class EventBus implements EventLog, AsyncDisposable {
  readonly deadLetters = new DeadLetters();
  readonly #options: BusOptions;
  readonly #limits: BusLimits;
  readonly #shared: Shared;
  readonly #registry: Registry;
  readonly #durable: Outbox;
  readonly #emergency: Outbox;
  readonly #published = { emergency: 0, durable: 0, telemetry: 0 };
  readonly #unhear: () => void;
  readonly #retainer: Retainer;
  #lost = 0;
  #closed = false;

  private constructor(options: BusOptions, limits: BusLimits, state: LogState) {
    this.#options = options;
    this.#limits = limits;
    this.#registry = new Registry(limits);
    this.#shared = this.#share(options, limits, state);
    this.#durable = this.#outbox(false, limits.outboxBytes, limits.outboxEvents);
    const { emergencyOutboxBytes, emergencyOutboxEvents } = limits;
    this.#emergency = this.#outbox(true, emergencyOutboxBytes, emergencyOutboxEvents);
    this.#unhear = options.log.onDurable((bytes) => this.#hear(bytes));
    const { log, clock, notice } = options;
    this.#retainer = new Retainer(log, limits, limits.compactionMs, clock, notice);
  }

  /** Rejects with what the log does, or InvalidArgumentError. */
  static async open(options: BusOptions): Promise<EventBus> {
    const limits = checkBusLimits(options.limits ?? {});
    // Heard from before the state is read, so that nothing falls between the two.
    const early: Uint8Array[] = [];
    const stop = options.log.onDurable((bytes) => early.push(bytes));
    try {
      const bus = new EventBus(options, limits, await options.log.state());
      for (const bytes of early) {
        bus.#hear(bytes);
      }
      return bus;
    } finally {
      stop();
    }
  }

  /**
   * Never waits. InvalidArgumentError or CanonicalFormError for what is no publication: nothing of it
   * was delivered, and it counts among the dead letters.
   */
  publish(publication: Publication, delivery: DeliveryClass): void {
    this.#checkOpen();
    const event = this.#encode(publication, delivery);
    this.#published[delivery] += 1;
    if (delivery === 'durable') {
      this.#count(this.#durable.put(event));
      return;
    }
    if (delivery === 'telemetry' && this.#registry.size === 0) {
      return;
    }
    const segment = new Segment(encodeEvent(event));
    if (delivery === 'telemetry') {
      this.#registry.interested(segment.topic(0).tokens, (subscription) =>
        subscription.offerTelemetry(segment),
      );
      return;
    }
    this.#raise(segment);
    this.#count(this.#emergency.put(event));
  }

  /**
   * For a unit of the store: the event becomes durable with the unit's other changes, or not at all,
   * and is delivered then, whoever writes the unit. Throws like publish().
   */
  command(publication: Publication): Command {
    return appendCommand(encodeEvent(this.#encode(publication, 'durable')));
  }

  /** Throws InvalidArgumentError, CursorError, LimitError, ClosedError. */
  subscribe(options: SubscribeOptions): Subscription {
    this.#checkOpen();
    const settings = checkSubscribeOptions(options);
    const { cursor, principal } = settings;
    const start = cursor === undefined ? undefined : this.#shared.cursors.open(cursor, settings);
    this.#registry.checkRoom(principal);
    const subscription = new Subscription(this.#shared, settings, start);
    this.#registry.add(subscription);
    return subscription;
  }

  /**
   * For a reader that is not connected, or by another way than its stream. False when there is no
   * such emergency (any more).
   */
  acknowledge(principal: string, label: string, id: string): boolean {
    return this.#shared.acknowledge(readerName(principal, label), id);
  }

  stats(): BusStats {
    return {
      published: { ...this.#published },
      refused: this.deadLetters.count,
      lost: this.#lost,
      waiting: this.#durable.waiting + this.#emergency.waiting,
      head: this.#shared.window.head,
      subscriptions: this.#registry.size,
      activeEmergencies: this.#shared.board.size,
      windowBytes: this.#shared.window.bytes,
      pageBytes: this.#shared.pages.bytes,
    };
  }

  /** Drops what retention allows to drop, now. It is done by itself every `compactionMs`. */
  compact(): Promise<number> {
    return this.#retainer.compact();
  }

  /**
   * Takes no more publications, waits for those it has to become durable (`closeMs` at most), ends
   * the subscriptions. Answers how many events are not durable. Idempotent.
   */
  async close(): Promise<number> {
    if (this.#closed) {
      return 0;
    }
    this.#closed = true;
    const { closeMs } = this.#limits;
    const left = await Promise.all([this.#durable.close(closeMs), this.#emergency.close(closeMs)]);
    await this.#retainer.close();
    this.#unhear();
    this.#options.log.close();
    for (const subscription of this.#registry.all()) {
      subscription.fail(new ClosedError('the event bus'));
    }
    return left[0] + left[1];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw new ClosedError('the event bus');
    }
  }

  #encode(publication: Publication, delivery: DeliveryClass): EncodableEvent {
    try {
      return toEvent(publication, delivery);
    } catch (error) {
      this.deadLetters.add(publication, error, this.#options.clock.wall());
      throw error;
    }
  }

  #count(taken: boolean): void {
    if (!taken) {
      this.#lost += 1;
    }
  }

  #raise(segment: Segment): void {
    const now = this.#options.clock.boot();
    const { added, evicted } = this.#shared.board.add(segment, now);
    for (const subscription of this.#registry.all()) {
      for (const emergency of evicted) {
        subscription.evicted(emergency);
      }
    }
    this.#registry.interested(segment.topic(0).tokens, (subscription) =>
      subscription.offerEmergency(added, now),
    );
  }

  /** Something became durable, whoever wrote it. */
  #hear(bytes: Uint8Array): void {
    const segment = new Segment(bytes);
    if (!this.#shared.window.push(segment)) {
      return;
    }
    for (const { tokens } of segment.topics) {
      this.#registry.interested(tokens, (subscription) => subscription.offerDurable(segment));
    }
  }

  #outbox(emergency: boolean, bytes: number, events: number): Outbox {
    const writeClass = emergency ? 'stop' : 'normal';
    return new Outbox(
      this.#options.log,
      writeClass,
      { bytes, events },
      {
        failed: (error) => this.#options.notice({ kind: 'append-failed', error, emergency }),
        recovered: (count) => {
          this.#options.notice({ kind: 'events-lost', count, emergency });
          this.#sayLost();
        },
      },
    );
  }

  /** A gap never goes unsaid; how many there were would tell of what not all may know. */
  #sayLost(): void {
    const publication: Publication = {
      subject: 'events.lost',
      type: EventType.SYSTEM_STATUS_CHANGED,
      severity: Severity.ERROR,
      source: Track.ORCHESTRATOR,
      clearance: 0,
      compartments: [],
      at: this.#options.clock.wall(),
      data: { what: 'events could not be recorded before this one' },
    };
    this.#count(this.#durable.put(toEvent(publication, 'durable')));
  }

  #share(options: BusOptions, limits: BusLimits, state: LogState): Shared {
    const { clock, log } = options;
    const emergencies = {
      active: limits.emergencies,
      attempts: limits.emergencyAttempts,
      activeMs: limits.emergencyMs,
    };
    const window = { bytes: limits.windowBytes, segments: limits.windowSegments };
    const board = new EmergencyBoard(emergencies);
    return {
      log: gated(log, limits.reads),
      window: new TailWindow(window, state.head),
      board,
      cursors: new CursorCodec(options.keys, state.id),
      pages: new PageBudget(limits.pageBytes),
      pacer: new Pacer(limits.sliceMs),
      clock,
      authorize: (principal, topic) => {
        try {
          return options.authorize(principal, topic);
        } catch (error) {
          options.notice({ kind: 'authorize-failed', error });
          return false;
        }
      },
      limits: {
        telemetry: { subjects: limits.telemetrySubjects, bytes: limits.telemetryBytes },
        emergencies,
      },
      acknowledge: (reader, id) => this.#acknowledge(reader, id),
      gaveUp: ({ reader }, id) => options.notice({ kind: 'emergency-unacknowledged', id, reader }),
      left: (subscription) => this.#registry.remove(subscription),
    };
  }

  #acknowledge(reader: string, id: string): boolean {
    const emergency = this.#shared.board.get(id);
    if (emergency === undefined) {
      return false;
    }
    if (emergency.acknowledgedBy.has(reader)) {
      return true;
    }
    emergency.acknowledgedBy.add(reader);
    for (const subscription of this.#registry.all()) {
      if (subscription.reader === reader) {
        subscription.acknowledged(id);
      }
    }
    this.#options.notice({ kind: 'emergency-acknowledged', id, reader });
    return true;
  }
}
