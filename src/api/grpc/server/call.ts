// SPDX-License-Identifier: Apache-2.0
// One call: who it is for, until when, and the signal that ends it. The signal is made when somebody
// asks for it: most calls are answered in the turn in which they came.
import { status } from '@grpc/grpc-js';
import type { Caller } from '../../caller.ts';
import type { GrpcCall } from '../method.ts';

/** A call that is over before its handler is. */
export class CallEndedError extends Error {
  /** So that whoever waits with a signal takes it for what it is. */
  override readonly name: 'TimeoutError' | 'AbortError';
  readonly code = 'ERR_DSMIL_CALL_ENDED';
  readonly status: status;

  constructor(ended: status, why: string) {
    super(why);
    this.name = ended === status.DEADLINE_EXCEEDED ? 'TimeoutError' : 'AbortError';
    this.status = ended;
  }
}

/** So much before the deadline handlers are told, so that what they have to say still arrives. {unit ms} */
const LAST_WORDS_MS = 50;
const LAST_WORDS_SHARE = 0.1;
/** What a timer can wait. {unit ms} */
const TIMER_MAX_MS = 2 ** 31 - 1;

export interface CallFacts {
  readonly caller: Caller;
  readonly requestId: string;
  /** By the boot clock; Infinity without one. {unit ms} */
  readonly deadline: number;
  readonly boot: () => number;
  /** It lasts for as long as the client wants. */
  readonly isStream: boolean;
}

export class Call implements GrpcCall {
  readonly caller: Caller;
  readonly requestId: string;
  readonly deadline: number;
  readonly isStream: boolean;
  readonly #begun: number;
  readonly #boot: () => number;
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended: CallEndedError | undefined;
  #over = false;

  constructor({ caller, requestId, deadline, boot, isStream }: CallFacts) {
    this.isStream = isStream;
    this.caller = caller;
    this.requestId = requestId;
    this.deadline = deadline;
    this.#boot = boot;
    this.#begun = boot();
  }

  /** For how long it has been under way. {unit ms} */
  get elapsed(): number {
    return this.#boot() - this.#begun;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#ended === undefined) {
        this.#watchDeadline();
      } else {
        this.#controller.abort(this.#ended);
      }
    }
    return this.#controller.signal;
  }

  /** Why it was over before its handler was; undefined while it is not. */
  get ended(): CallEndedError | undefined {
    return this.#ended;
  }

  /** The transport says so of every call, also of one that was answered: an error is made where it counts. */
  givenUp(): void {
    if (this.#ended === undefined && !this.#over) {
      this.end(new CallEndedError(status.CANCELLED, 'the client has given the call up'));
    }
  }

  end(ended: CallEndedError): void {
    if (this.#ended === undefined && !this.#over) {
      // A cancellation that comes after the deadline came from the deadline: the transport ends the call then.
      const late = ended.status === status.CANCELLED && this.#boot() >= this.deadline;
      this.#ended = late ? deadlineExceeded() : ended;
      clearTimeout(this.#timer);
      this.#controller?.abort(this.#ended);
    }
  }

  /** Its handler has ended. */
  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #watchDeadline(): void {
    const left = this.deadline - this.#boot();
    const waits = left - Math.min(LAST_WORDS_MS, left * LAST_WORDS_SHARE);
    if (this.#over || waits > TIMER_MAX_MS) {
      return;
    }
    if (waits <= 0) {
      this.end(deadlineExceeded());
      return;
    }
    this.#timer = setTimeout(() => this.end(deadlineExceeded()), waits);
    this.#timer.unref();
  }
}

function deadlineExceeded(): CallEndedError {
  return new CallEndedError(status.DEADLINE_EXCEEDED, 'the call’s deadline came first');
}
