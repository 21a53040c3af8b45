// SPDX-License-Identifier: Apache-2.0
// One opening of a path: the native device, what its core says of itself, and the calls.

import { AbiError } from '../abi/errors.ts';
import { type Info, readInfo, readRingSetup } from '../abi/generated/arguments.ts';
import { CALLS } from '../abi/generated/calls.ts';
import { RING_SIZE_MAX, RING_SIZE_MIN } from '../abi/generated/constants.ts';
import { Caller } from './calls.ts';
import { ClosedError, OpenError } from './errors.ts';
import { loadNative, type NativeDevice, NOT_BEGUN } from './native.ts';

export interface OpenOptions {
  /** /dev/dsmil, or the socket of dsmil-sim. */
  readonly path: string;
  /** Default 'read-only'. Effects and the ring need 'read-write'. */
  readonly mode?: 'read-only' | 'read-write';
  /** Bytes, a power of two; 0, the default, is no ring and no records. */
  readonly ringSize?: number;
}

export interface Link {
  readonly path: string;
  readonly native: NativeDevice;
  readonly caller: Caller;
  readonly info: Info;
  readonly ringSize: number;
  /** Of the first record that can come. */
  readonly nextSequence: number;
}

function checkOptions({ path, mode = 'read-only', ringSize = 0 }: OpenOptions): void {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new AbiError('path', path, 'a path, not empty and without NUL');
  }
  if (mode !== 'read-only' && mode !== 'read-write') {
    throw new AbiError('mode', mode, "'read-only' or 'read-write'");
  }
  const isPower = Number.isInteger(ringSize) && (ringSize & (ringSize - 1)) === 0;
  if (ringSize !== 0 && !(isPower && ringSize >= RING_SIZE_MIN && ringSize <= RING_SIZE_MAX)) {
    throw new AbiError(
      'ringSize',
      ringSize,
      `0, or a power of two in ${RING_SIZE_MIN}..${RING_SIZE_MAX} bytes`,
    );
  }
  if (ringSize !== 0 && mode !== 'read-write') {
    throw new AbiError('mode', mode, "'read-write' when there is a ring: its reader writes to it");
  }
}

export function openLink(options: OpenOptions, signal?: AbortSignal): Promise<Link> {
  checkOptions(options);
  signal?.throwIfAborted();
  const { path, mode, ringSize = 0 } = options;
  const native = new (loadNative().Device)();
  const info = new Uint8Array(CALLS.INFO.size);
  const setup = new Uint8Array(CALLS.RING_SETUP.size);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => native.close();
    signal?.addEventListener('abort', onAbort, { once: true });
    native.open(path, mode === 'read-write', ringSize, info, setup, (errno, what) => {
      signal?.removeEventListener('abort', onAbort);
      const ring = readRingSetup(new DataView(setup.buffer));
      if (errno === 0) {
        resolve({
          path,
          native,
          caller: new Caller(native, path),
          info: readInfo(new DataView(info.buffer)),
          ringSize: ring.dataSize,
          nextSequence: Number(ring.nextSeq),
        });
        return;
      }
      native.close();
      if (signal?.aborted) {
        reject(signal.reason);
      } else if (errno === NOT_BEGUN) {
        reject(new ClosedError(`${path} was closed while it was being opened`));
      } else {
        reject(new OpenError(path, errno, what, ring.header.reason));
      }
    });
  });
}
