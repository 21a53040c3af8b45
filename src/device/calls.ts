// SPDX-License-Identifier: Apache-2.0
// Performs the calls: encode, send, decode, and the right error.
import { constants } from 'node:os';
import { describeAllowed, fieldAt, valueAt } from '../abi/fields.ts';
import type { CallDescription } from '../abi/generated/calls.ts';
import { readHeader } from '../abi/generated/header.ts';
import {
  ArgumentError,
  CallError,
  type CallFacts,
  ClosedError,
  HardwareError,
  HardwareTimeoutError,
  RefusedError,
  UnresponsiveError,
  VanishedError,
} from './errors.ts';
import { type NativeDevice, NO_ANSWER, NOT_BEGUN, NOT_TAKEN, UNANSWERED } from './native.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How a call's argument is written and its answer read. */
export interface CallShape<I, O> {
  readonly call: CallDescription;
  write(view: DataView, at: number, input: I): void;
  read(view: DataView): O;
  /**
   * It can have an effect. Aborting takes it back as long as it has not begun; after that the
   * caller gets what became of it, not an AbortError that would hide it.
   */
  readonly effect?: boolean;
}

const { errno } = constants;

/** What a failed call throws. @view holds the core's answer. */
function failure(
  path: string,
  call: CallDescription,
  code: number,
  view: DataView,
  answer: object,
) {
  const { reason, field } = readHeader(view);
  const facts: CallFacts = { call: call.name, errno: code, reason, answer };
  switch (code) {
    case errno.ENODEV:
      return new VanishedError(path);
    case NOT_BEGUN:
      return new ClosedError(`the device path was closed before ${call.name} began`);
    case UNANSWERED:
      return new ClosedError(
        `the device path was closed before ${call.name} was answered: it may have been performed`,
      );
    case NOT_TAKEN:
    case NO_ANSWER:
      return new UnresponsiveError(path, call.name, code === NO_ANSWER);
    case errno.ETIMEDOUT:
      return new HardwareTimeoutError(facts);
    case errno.EIO:
      return new HardwareError(facts);
    case errno.EINVAL:
    case errno.E2BIG:
    case errno.ERANGE: {
      // 0 is header.size itself.
      const at = fieldAt(call.struct, field);
      if (at !== undefined) {
        const { path: name, description } = at;
        return new ArgumentError(facts, name, valueAt(view, at), describeAllowed(description));
      }
      return new CallError(facts);
    }
    default:
      return reason === 0 ? new CallError(facts) : new RefusedError(facts);
  }
}

export class Caller {
  readonly #native: NativeDevice;
  readonly #path: string;
  #gone = false;

  constructor(native: NativeDevice, path: string) {
    this.#native = native;
    this.#path = path;
  }

  /** The device has vanished: what is ended now is ended for that, and not because somebody closed the path. */
  vanished(): void {
    this.#gone = true;
  }

  #failure(call: CallDescription, code: number, view: DataView, answer: object): Error {
    if (this.#gone && code === NOT_BEGUN) {
      return new VanishedError(this.#path, `is gone: ${call.name} was not begun`);
    }
    if (this.#gone && code === UNANSWERED) {
      const what = `is gone, and did not answer ${call.name}: it may have been performed`;
      return new VanishedError(this.#path, what);
    }
    return failure(this.#path, call, code, view, answer);
  }

  /** Off the event loop. */
  perform<I, O extends object>(
    shape: CallShape<I, O>,
    input: I,
    { signal }: CallOptions = {},
  ): Promise<O> {
    signal?.throwIfAborted();
    const { call } = shape;
    const bytes = new Uint8Array(call.size);
    const view = new DataView(bytes.buffer);
    shape.write(view, 0, input);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const undone = this.#native.cancel(id);
        if (undone || shape.effect !== true) {
          reject(signal?.reason);
        }
      };
      const id = this.#native.call(call.nr, bytes, (code) => {
        signal?.removeEventListener('abort', onAbort);
        // A decoding error belongs to this caller, not to the event loop.
        try {
          const answer = shape.read(view);
          if (code === 0) {
            resolve(answer);
          } else {
            reject(this.#failure(call, code, view, answer));
          }
        } catch (error) {
          reject(error);
        }
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Here and now: for calls that never wait for hardware. */
  performNow<I, O extends object>(shape: CallShape<I, O>, input: I): O {
    const { call } = shape;
    const bytes = new Uint8Array(call.size);
    const view = new DataView(bytes.buffer);
    shape.write(view, 0, input);
    const code = this.#native.callNow(call.nr, bytes);
    const answer = shape.read(view);
    if (code !== 0) {
      throw this.#failure(call, code, view, answer);
    }
    return answer;
  }
}
