// SPDX-License-Identifier: Apache-2.0
// Who is at a connection, whichever way it came. Nothing a client sends says who it is: the transport does.
import type { Duplex } from 'node:stream';
import type { Person } from '../core/canonical/approval.ts';

export interface Caller {
  /** The same for all calls of one connection, and of no other. */
  readonly connection: string;
  readonly transport: 'unix' | 'tls';
  /** The account, to which the policy grants: `unix:1000`, or the URI of a certificate. */
  readonly principal: string;
  /** Whose account it is now, asked anew each time; undefined when nobody knows, or it is revoked. */
  readonly person: Person | undefined;
  /** Aborts when certificate or principal are revoked, or the connection is gone. What is under way ends then. */
  readonly gone: AbortSignal;
}

/** A connection that has been let in: its bytes are in the clear, whatever carries them. */
export interface Arrival {
  readonly socket: Duplex;
  readonly caller: Caller;
}
