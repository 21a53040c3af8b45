// SPDX-License-Identifier: Apache-2.0
import type { CursorBinding, CursorCodec, CursorState } from './cursor.ts';
import type { DeliveredEvent } from './delivered-event.ts';

/** What a subscriber gets at once. */
export class EventBatch {
  /** In the order of their sequence numbers. Empty in a bookmark: it only brings a cursor. */
  readonly events: readonly DeliveredEvent[];
  /** Values of telemetry that were not delivered because too many subjects waited. */
  readonly lostTelemetry: number;
  /** Emergencies that will not be repeated because too many were going on; the log has them. */
  readonly lostEmergencies: number;
  readonly #codec: CursorCodec;
  readonly #state: CursorState;
  readonly #binding: CursorBinding;
  #cursor: string | undefined;

  constructor(
    events: readonly DeliveredEvent[],
    lost: { readonly telemetry: number; readonly emergencies: number },
    cursor: {
      readonly codec: CursorCodec;
      readonly state: CursorState;
      readonly binding: CursorBinding;
    },
  ) {
    this.events = events;
    this.lostTelemetry = lost.telemetry;
    this.lostEmergencies = lost.emergencies;
    this.#codec = cursor.codec;
    this.#state = cursor.state;
    this.#binding = cursor.binding;
  }

  /**
   * Behind all durable events of this batch, for whoever has dealt with them. Made when it is first
   * asked for (about 5 µs).
   */
  get cursor(): string {
    this.#cursor ??= this.#codec.seal(this.#state, this.#binding);
    return this.#cursor;
  }
}
