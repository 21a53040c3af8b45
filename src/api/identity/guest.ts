// SPDX-License-Identifier: Apache-2.0
// One connection that has been let in, and what can end it.
import type { Duplex } from 'node:stream';
import type { Person } from '../../core/canonical/approval.ts';
import type { Caller } from '../caller.ts';

/** Who is who, now. */
export interface IdentitySource {
  /** Whose account @principal is; undefined when nobody knows. */
  identify(principal: string): Person | undefined;
  /** Another one after each change of persons, keys or policy. */
  readonly policyName: string;
}

/** What a transport found out about who is there. */
export interface Presented {
  readonly transport: Caller['transport'];
  /** `unix:1000`, or the URI of a certificate. */
  readonly principal: string;
  /**
   * Which of the principal's programs, as far as the transport can tell. Says nothing of who somebody is: it only keeps one
   * of them from taking the others' places.
   */
  readonly source: string;
  /** Of the certificate; undefined without one. */
  readonly certificate: PresentedCertificate | undefined;
}

export interface PresentedCertificate {
  /** Lower-case hexadecimal, without leading zeros. */
  readonly serial: string;
  /** It holds up to and with this second. {unit ms since 1970} */
  readonly notAfter: number;
  /** SHA-256 of the root that its chain ends at; lower-case hexadecimal. */
  readonly root: string;
}

export const EndReason = {
  /** The certificate's time is over. */
  EXPIRED: 'EXPIRED',
  /** The certificate or the principal is in the revocation list. */
  REVOKED: 'REVOKED',
  /** The revocation list cannot be read: nobody knows who is in it. */
  REVOCATION_UNKNOWN: 'REVOCATION_UNKNOWN',
  /** The authority that issued the certificate is trusted no more. */
  UNTRUSTED: 'UNTRUSTED',
  /** The account is nobody's any more, or has become another person's. */
  UNKNOWN: 'UNKNOWN',
  /** There were too many connections, and this one made room. */
  DISPLACED: 'DISPLACED',
  /** The daemon ends. */
  CLOSING: 'CLOSING',
  /** The other end has gone. */
  LEFT: 'LEFT',
} as const;
export type EndReason = (typeof EndReason)[keyof typeof EndReason];

export class ConnectionEndedError extends Error {
  override readonly name = 'ConnectionEndedError';
  readonly code = 'ERR_DSMIL_CONNECTION_ENDED';
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    super(`the connection has ended: ${reason}`);
    this.reason = reason;
  }
}

export class Guest implements Caller {
  readonly connection: string;
  readonly presented: Presented;
  readonly #socket: Duplex;
  readonly #source: IdentitySource;
  readonly #gone = new AbortController();
  /** Whose account it is since somebody knows; undefined before. */
  #known: string | undefined;

  constructor(connection: string, socket: Duplex, presented: Presented, source: IdentitySource) {
    this.connection = connection;
    this.presented = presented;
    this.#socket = socket;
    this.#source = source;
    this.#known = this.person?.person;
  }

  get transport(): Caller['transport'] {
    return this.presented.transport;
  }

  get principal(): string {
    return this.presented.principal;
  }

  get person(): Person | undefined {
    return this.#gone.signal.aborted ? undefined : this.#source.identify(this.principal);
  }

  /**
   * Whether the account is whose it was when that was last asked. It may come to somebody while the
   * connection is there; from then on it must stay theirs.
   */
  remainsTheSame(): boolean {
    const now = this.person?.person;
    this.#known ??= now;
    return this.#known === now;
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** What is under way ends first, then the connection: nothing more is sent. Idempotent. */
  end(reason: EndReason): void {
    if (!this.#gone.signal.aborted) {
      this.#gone.abort(new ConnectionEndedError(reason));
      this.#socket.destroy();
    }
  }
}
