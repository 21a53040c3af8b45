// SPDX-License-Identifier: Apache-2.0
// One datagram to a Unix socket, for which Node has no way of its own.
import { errnoName } from './errors.ts';
import { loadNative } from './native.ts';

/**
 * Sends @text to the socket @path ('/…', or '@…' for an abstract one), and never waits. null, or the
 * name of the errno that kept it from being sent: EAGAIN when whoever listens has not kept up.
 */
export function sendDatagram(path: string, text: string): string | null {
  const errno = loadNative().sendDatagram(path, Buffer.from(text, 'utf8'));
  return errno === 0 ? null : errnoName(errno);
}
