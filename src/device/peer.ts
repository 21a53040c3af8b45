// SPDX-License-Identifier: Apache-2.0
// Who is at the other end of a Unix socket: the kernel's word, not theirs.
import type { Socket } from 'node:net';
import { DeviceError, errnoName } from './errors.ts';
import { loadNative, type PeerCredentials } from './native.ts';

export type { PeerCredentials } from './native.ts';

/** The kernel does not say who it is: nobody, then. */
export class PeerUnknownError extends DeviceError {
  constructor(why: string) {
    super('ERR_DSMIL_PEER_UNKNOWN', `the kernel does not say who connected: ${why}`);
  }
}

/** net.Socket has a handle with the descriptor, which its types leave out. */
function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: unknown } };
  return typeof handle?.fd === 'number' ? handle.fd : -1;
}

/** Throws PeerUnknownError when @socket is not connected, or is no Unix socket. */
export function peerOf(socket: Socket): PeerCredentials {
  const fd = descriptorOf(socket);
  if (fd < 0) {
    throw new PeerUnknownError('the connection has ended');
  }
  const peer = loadNative().peerCredentials(fd);
  if (typeof peer === 'number') {
    throw new PeerUnknownError(errnoName(peer));
  }
  return peer;
}
