// SPDX-License-Identifier: Apache-2.0
// The state of each device as bytes of an answer, made again when the state has moved: what every caller
// who may see a device is told of it is the same.
import type { Synchronizer } from '../../../sync/synchronizer.ts';
import type { Codec } from '../method.ts';
import {
  type IStateSynchronizationResponse,
  StateSynchronizationResponse,
} from '../wire/generated/dsmil-communication-v1.ts';
import { wireDeviceState } from './device-state.ts';

interface Encoded {
  readonly revision: number;
  readonly bytes: Uint8Array;
}

export class EncodedStates {
  readonly #sync: Pick<Synchronizer, 'state' | 'revision'>;
  /** By token. */
  readonly #known = new Map<number, Encoded>();

  constructor(sync: Pick<Synchronizer, 'state' | 'revision'>) {
    this.#sync = sync;
  }

  /** One element of `devices` of the answer, with its tag, as it is now. Not to be written to. */
  of(device: number): Uint8Array {
    const revision = this.#sync.revision(device);
    const known = this.#known.get(device);
    if (known?.revision === revision) {
      return known.bytes;
    }
    const devices = [wireDeviceState(this.#sync.state(device))];
    const bytes = StateSynchronizationResponse.encode({ devices }).finish();
    this.#known.set(device, { revision, bytes });
    return bytes;
  }
}

/** StateSynchronizationResponse in parts. */
export interface StatesAnswer {
  /** Of EncodedStates. */
  readonly devices: readonly Uint8Array[];
  /** All else. */
  readonly rest: IStateSynchronizationResponse;
}

/** Parts of a message, one after the other, are the message. */
export const statesCodec: Codec<StatesAnswer> = {
  encode: ({ devices, rest }) =>
    Buffer.concat([...devices, StateSynchronizationResponse.encode(rest).finish()]),
  decode: (bytes) => ({ devices: [], rest: StateSynchronizationResponse.decode(bytes) }),
};
