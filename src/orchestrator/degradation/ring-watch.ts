// SPDX-License-Identifier: Apache-2.0
// The ring, and what is done without it. Records only say that something has changed: while they cannot
// be relied on the state page is read from time to time instead, and that is shown.
import type { Timers } from '../stop/ports.ts';
import type { HealthBoard } from './health-board.ts';

export type RingEvent = 'fault' | 'loss' | 'error' | 'state' | 'reconnected';

/** A device path is one. */
export interface RingSource {
  readonly state: 'open' | 'vanished' | 'closed';
  on(event: RingEvent, listener: () => void): unknown;
  off(event: RingEvent, listener: () => void): unknown;
}

export interface RingWatchOptions {
  readonly source: RingSource;
  readonly board: HealthBoard;
  readonly timers: Timers;
  /** Reads the state page, and takes in whatever has changed. */
  readonly poll: () => void;
  readonly onProblem: (error: unknown) => void;
}

export const RING = 'ring';
/** Faults in a row, with no quiet between them, that make it not worth resetting. */
export const FAULTS_MAX = 3;
/** Between two looks at the page while the ring is not to be relied on. {unit ms} */
export const POLL_MS = 100;
/** Without fault or loss for so long it is relied on a little more. {unit ms} */
export const QUIET_MS = 2_000;

const EVENTS: readonly RingEvent[] = ['fault', 'loss', 'error', 'state', 'reconnected'];

export class RingWatch {
  readonly #options: RingWatchOptions;
  readonly #listeners: ReadonlyMap<RingEvent, () => void>;
  #faults = 0;
  /** No record comes any more until the device is opened again. */
  #dead = false;
  #cancelPoll: (() => void) | undefined;
  #cancelQuiet: (() => void) | undefined;

  constructor(options: RingWatchOptions) {
    this.#options = options;
    const { source, board } = options;
    board.set(RING, 'OK');
    this.#listeners = new Map(EVENTS.map((event) => [event, () => this.#on(event)]));
    for (const [event, listener] of this.#listeners) {
      source.on(event, listener);
    }
  }

  close(): void {
    for (const [event, listener] of this.#listeners) {
      this.#options.source.off(event, listener);
    }
    this.#end();
  }

  #on(event: RingEvent): void {
    switch (event) {
      case 'fault':
        this.#faults++;
        this.#worse(
          this.#faults >= FAULTS_MAX
            ? `${this.#faults} faults in a row: the state page is polled`
            : 'a record or our position was wrong: the ring was reset',
        );
        break;
      case 'loss':
        this.#worse('records were lost');
        break;
      case 'error':
        this.#dead = true;
        this.#worse('the ring cannot be reset: the state page is polled');
        break;
      case 'state':
        if (this.#options.source.state !== 'open') {
          this.#end();
          this.#options.board.set(RING, 'FAILED', `the device is ${this.#options.source.state}`);
        }
        break;
      case 'reconnected':
        this.#faults = 0;
        this.#dead = false;
        this.#options.board.set(RING, 'RECOVERING', 'the device was opened again');
        this.#look();
        this.#awaitQuiet();
    }
  }

  #worse(reason: string): void {
    const { board } = this.#options;
    const failed = this.#dead || this.#faults >= FAULTS_MAX;
    board.set(RING, failed ? 'FAILED' : 'DEGRADED', reason);
    this.#look();
    if (failed) {
      this.#pollFromTimeToTime();
    }
    this.#awaitQuiet();
  }

  #pollFromTimeToTime(): void {
    this.#cancelPoll?.();
    this.#cancelPoll = this.#options.timers.after(POLL_MS, () => {
      this.#look();
      this.#pollFromTimeToTime();
    });
  }

  /** One step towards OK for each quiet time: FAILED is polled for one more before that ends. */
  #awaitQuiet(): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = undefined;
    if (this.#dead) {
      return;
    }
    this.#cancelQuiet = this.#options.timers.after(QUIET_MS, () => {
      const { board } = this.#options;
      if (board.stateOf(RING) === 'FAILED') {
        board.set(
          RING,
          'RECOVERING',
          'no fault any more: the state page is polled a little longer',
        );
        this.#awaitQuiet();
        return;
      }
      this.#end();
      this.#faults = 0;
      this.#look();
      board.set(RING, 'OK');
    });
  }

  #look(): void {
    try {
      this.#options.poll();
    } catch (error) {
      this.#options.onProblem(error);
    }
  }

  #end(): void {
    this.#cancelPoll?.();
    this.#cancelQuiet?.();
    this.#cancelPoll = undefined;
    this.#cancelQuiet = undefined;
  }
}
