// SPDX-License-Identifier: Apache-2.0
// The emergency stop: latching it needs nothing, clearing it takes two steps and a start. And the
// deadman, which latches it when beats stay out.
import type { Reset, Start, Stop, StopStatus } from '../abi/generated/arguments.ts';
import { CALLS } from '../abi/generated/calls.ts';
import { DEADMAN_DEFAULT_MS, STOP_DETAIL_SIZE } from '../abi/generated/constants.ts';
import { StopCause } from '../abi/generated/enums.ts';
import type { Caller, CallOptions } from './calls.ts';
import { StopFailedError } from './errors.ts';
import type { NativeDevice } from './native.ts';
import {
  DEADMAN_ARM,
  DEADMAN_BEAT,
  DEADMAN_DISARM,
  RESET_CONFIRM,
  RESET_REQUEST,
  START,
  STOP,
  STOP_STATUS,
} from './shapes.ts';

export interface Connection {
  readonly native: NativeDevice;
  readonly caller: Caller;
  readonly path: string;
}

const encoder = new TextEncoder();

/** As much of the text as the field holds: a reason that is too long must not prevent a stop. */
export function fitDetail(text: string): string {
  let detail = '';
  let room = STOP_DETAIL_SIZE;
  for (const character of String(text).replaceAll('\0', ' ').toWellFormed()) {
    room -= encoder.encode(character).length;
    if (room < 0) {
      break;
    }
    detail += character;
  }
  return detail;
}

export class StopControl {
  readonly #connection: () => Connection;

  constructor(connection: () => Connection) {
    this.#connection = connection;
  }

  /**
   * Latches the emergency stop, here and now, before it returns. @detail: who and why; what does
   * not fit into 32 bytes is cut off. Throws StopFailedError when no way led to the core.
   */
  stop(detail = '', cause: StopCause = StopCause.REQUEST): Stop {
    const { native, path } = this.#connection();
    const bytes = new Uint8Array(CALLS.STOP.size);
    const view = new DataView(bytes.buffer);
    // Any cause but these two would be refused after the latch; say the general one instead.
    const known = cause === StopCause.HELPER ? cause : StopCause.REQUEST;
    const encode = (): void => STOP.write(view, 0, { cause: known, detail: fitDetail(detail) });
    encode();
    const first = native.stop(bytes);
    if (first === 0) {
      return STOP.read(view);
    }
    // The description of its own failed: over the other one, behind whatever is there.
    encode();
    const second = native.callNow(CALLS.STOP.nr, bytes);
    if (second === 0) {
      return STOP.read(view);
    }
    throw new StopFailedError(path, [first, second]);
  }

  async status(options?: CallOptions): Promise<StopStatus> {
    return await this.#connection().caller.perform(STOP_STATUS, undefined, options);
  }

  /** First step: its answer has the nonce that the second one needs within windowMs. */
  async resetRequest(generation: bigint, options?: CallOptions): Promise<Reset> {
    const input = { generation, nonce: 0n };
    return await this.#connection().caller.perform(RESET_REQUEST, input, options);
  }

  async resetConfirm(generation: bigint, nonce: bigint, options?: CallOptions): Promise<Reset> {
    return await this.#connection().caller.perform(RESET_CONFIRM, { generation, nonce }, options);
  }

  /** Effects are permitted from here on. */
  async start(generation: bigint, options?: CallOptions): Promise<Start> {
    return await this.#connection().caller.perform(START, { generation }, options);
  }

  /**
   * From here on the core latches when no beat came for periodMs, or when this path closes
   * without disarming. Returns the milliseconds left.
   */
  armDeadman(periodMs = DEADMAN_DEFAULT_MS): number {
    return this.#connection().caller.performNow(DEADMAN_ARM, { periodMs }).leftMs;
  }

  /** For the loop that runs what must not hang: that is the point of it. */
  beatDeadman(): number {
    return this.#connection().caller.performNow(DEADMAN_BEAT, undefined).leftMs;
  }

  disarmDeadman(): void {
    this.#connection().caller.performNow(DEADMAN_DISARM, undefined);
  }
}
