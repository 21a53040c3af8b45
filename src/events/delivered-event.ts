// SPDX-License-Identifier: Apache-2.0
import type { Json } from '../core/canonical/json.ts';
import type { ClearanceLevel, EventType, Severity, Track } from '../core/model/enums.ts';
import type { DeliveryClass } from '../core/ports/event-log.ts';
import { deliveryOf } from './publication.ts';
import type { Segment, Topic } from './segment.ts';

/**
 * An event, as one subscriber gets it. Fields are decoded when they are read; whoever keeps one
 * keeps the segment that it is in (up to 256 KiB, shared): copy what is wanted for longer.
 * There is no revision: from its holes one could tell what one may not see.
 */
export class DeliveredEvent {
  /** The subscriber's own, dense, modulo 2³²: a hole is a loss on the way from here. */
  readonly sequence: number;
  /** Telemetry: how many older values of this subject were not delivered, since the last one was. */
  readonly conflated: number;
  /** Emergencies that want to be acknowledged: 1 for the first delivery, then 2, 3, …; else 0. */
  readonly attempt: number;
  readonly #segment: Segment;
  readonly #n: number;

  constructor(segment: Segment, n: number, sequence: number, conflated: number, attempt: number) {
    this.#segment = segment;
    this.#n = n;
    this.sequence = sequence;
    this.conflated = conflated;
    this.attempt = attempt;
  }

  /**
   * 24 hexadecimal digits, the same at each delivery of the event. An emergency is delivered at once,
   * and again at its place in the log; after a crash of ours, an event may be in the log twice.
   */
  get id(): string {
    return this.#segment.id(this.#n);
  }

  /** The same, in 12 bytes of the segment's own: not to be written to. */
  get idBytes(): Buffer {
    return this.#segment.idBytes(this.#n);
  }

  /** Of all events of the segment that are about the same: one object. */
  get topic(): Topic {
    return this.#segment.topic(this.#n);
  }

  get subject(): string {
    return this.#segment.topic(this.#n).subject;
  }

  get delivery(): DeliveryClass {
    return deliveryOf(this.#segment.delivery(this.#n));
  }

  get type(): EventType {
    return this.#segment.type(this.#n) as EventType;
  }

  get severity(): Severity {
    return this.#segment.severity(this.#n) as Severity;
  }

  get source(): Track {
    return this.#segment.source(this.#n) as Track;
  }

  get clearance(): ClearanceLevel {
    return this.#segment.topic(this.#n).clearance as ClearanceLevel;
  }

  get compartments(): readonly string[] {
    return this.#segment.topic(this.#n).compartments;
  }

  /** By the server's clock. {unit ms since 1970} */
  get at(): number {
    return this.#segment.at(this.#n);
  }

  /** Decoded anew at each call. */
  get data(): Readonly<Record<string, Json>> {
    return JSON.parse(this.#segment.dataText(this.#n)) as Record<string, Json>;
  }

  /** The same as canonical JSON, for whoever only passes it on. */
  get dataText(): string {
    return this.#segment.dataText(this.#n);
  }

  /** The same as UTF-8, in the segment's own bytes: not to be written to. */
  get dataBytes(): Buffer {
    return this.#segment.dataBytes(this.#n);
  }
}
