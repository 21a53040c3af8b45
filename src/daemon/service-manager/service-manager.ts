// SPDX-License-Identifier: Apache-2.0
// The daemon's life as a service manager sees it. Without one, everything here does nothing.
import type { Assignment } from './environment.ts';
import { NotifySocket, type NotifySocketOptions } from './notify-socket.ts';

export interface ServiceManagerOptions extends Pick<NotifySocketOptions, 'send' | 'onProblem'> {
  /** undefined: nobody wants to be told. */
  readonly assignment: Assignment | undefined;
  /** By CLOCK_MONOTONIC, as systemd compares it. {unit ms} */
  readonly monotonic: () => number;
}

/** More time that a start asks for at once, and how often it asks. {unit ms} */
export const EXTENSION_MS = 30_000;
export const EXTENDING_MS = 10_000;
/** A start that takes longer than this hangs, whatever it says. {unit ms} */
export const START_MAX_MS = 600_000;
/** Of a watchdog's period: so many beats may be late or lost. */
const BEATS_A_PERIOD = 4;
/** {unit characters} */
const STATUS_MAX = 200;

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, STATUS_MAX);
}

export class ServiceManager {
  readonly #options: ServiceManagerOptions;
  readonly #socket: NotifySocket | undefined;
  #extending: NodeJS.Timeout | undefined;
  #beating: NodeJS.Timeout | undefined;
  #objection: string | null = null;
  #status = '';

  constructor(options: ServiceManagerOptions) {
    const { assignment, send, onProblem } = options;
    this.#options = options;
    this.#socket =
      assignment === undefined
        ? undefined
        : new NotifySocket({ path: assignment.socket, send, onProblem });
  }

  /** Somebody wants to be told. */
  get present(): boolean {
    return this.#socket !== undefined;
  }

  /** It has begun to start: while the loop turns it is given more time, up to START_MAX_MS. */
  starting(status: string): void {
    this.status(status);
    if (this.#socket === undefined) {
      return;
    }
    const until = this.#options.monotonic() + START_MAX_MS;
    const extend = (): void => {
      if (this.#options.monotonic() + EXTENSION_MS > until) {
        clearInterval(this.#extending);
        return;
      }
      this.#socket?.state(`EXTEND_TIMEOUT_USEC=${EXTENSION_MS * 1_000}`);
    };
    this.#extending = setInterval(extend, EXTENDING_MS);
    this.#extending.unref();
  }

  /** One line of what it is doing; the same one is not said twice. */
  status(status: string): void {
    const line = oneLine(status);
    if (line !== this.#status) {
      this.#status = line;
      this.#socket?.state(`STATUS=${line}`);
    }
  }

  /** Recovered, and listening. */
  ready(status: string): void {
    clearInterval(this.#extending);
    this.#status = oneLine(status);
    this.#socket?.state(`READY=1\nSTATUS=${this.#status}`);
  }

  /** Says when it begins and that it is over, whatever @work does; answers and rejects as @work. */
  async reload<T>(work: () => Promise<T> | T): Promise<T> {
    const at = Math.round(this.#options.monotonic() * 1_000);
    this.#socket?.state(`RELOADING=1\nMONOTONIC_USEC=${at}\nSTATUS=reading the configuration`);
    try {
      return await work();
    } finally {
      this.#socket?.state(`READY=1\nSTATUS=${this.#status}`);
    }
  }

  /** It ends: what happens from now on takes no beat, and the service manager's own limit counts. */
  stopping(status: string): void {
    this.close();
    this.#status = oneLine(status);
    this.#socket?.state(`STOPPING=1\nSTATUS=${this.#status}`);
  }

  /**
   * Feeds the watchdog from this loop, if there is one, while @alive (quick, without waiting) answers null. Its answer
   * is shown as the status until it is null again. Without a beat the service manager ends and restarts us.
   */
  watch(alive: () => string | null): void {
    const period = this.#options.assignment?.watchdogMs;
    if (period === undefined) {
      return;
    }
    const beat = (): void => {
      const objection = objectionOf(alive);
      if (objection === null) {
        this.#socket?.beat('WATCHDOG=1');
      }
      if (objection !== this.#objection) {
        this.#objection = objection;
        const shown = objection === null ? this.#status : oneLine(`not well: ${objection}`);
        this.#socket?.state(`STATUS=${shown}`);
      }
    };
    clearInterval(this.#beating);
    this.#beating = setInterval(beat, period / BEATS_A_PERIOD);
    this.#beating.unref();
    beat();
  }

  /** No beat and no extension any more. Idempotent. */
  close(): void {
    clearInterval(this.#extending);
    clearInterval(this.#beating);
  }
}

/** One that cannot be asked has an objection. */
function objectionOf(alive: () => string | null): string | null {
  try {
    return alive();
  } catch (error) {
    return String(error);
  }
}
