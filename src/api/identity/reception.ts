// SPDX-License-Identifier: Apache-2.0
// Lets in whom a listener has found out, and puts out who may not stay: at once, whatever is under way.
// One for all listeners, so that a principal has its limits once, however it comes.
import type { Duplex } from 'node:stream';
import type { Clock } from '../../core/ports/clock.ts';
import type { Arrival } from '../caller.ts';
import { EndReason, Guest, type IdentitySource, type Presented } from './guest.ts';
import { Seats } from './seats.ts';

/**
 * Beyond the limits of a principal: such a one may be displaced by a later one. So many of its programs can each have
 * one that no other takes.
 */
const SPARES_OF_ONE = 32;
export const SPARES = 256;
/** How often what ends by time is looked for. {unit ms} */
const TICK_MS = 100;

export interface ReceptionLimits {
  /** Connections that are let in for good. {range from 1} */
  readonly connections: number;
  /** Of them, those of one principal. {range from 1} */
  readonly ofOne: number;
  /** Beyond those, connections that may be displaced; SPARES by default. {range from 1} */
  readonly spares?: number;
}

/** Why who was found out may not be here; null when nothing speaks against it. */
export type Objection = (presented: Presented) => EndReason | null;

export interface ReceptionOptions {
  readonly identity: IdentitySource;
  readonly clock: Clock;
  readonly limits: ReceptionLimits;
  /** Not to be guessed, and never the same twice. */
  readonly nonce: () => string;
  /** What the revocation list says; asked at the door, and again by recheck(). */
  readonly revoked: Objection;
  readonly onArrival: (arrival: Arrival) => void;
  /** Somebody was not let in, or was put out. Not told of who left. */
  readonly onEnd: (presented: Presented, reason: EndReason) => void;
}

export class Reception {
  readonly #options: ReceptionOptions;
  readonly #seats: Seats<Guest>;
  readonly #ticking: NodeJS.Timeout;
  /** Roots that are trusted; null: nothing was said yet. */
  #roots: ReadonlySet<string> | null = null;
  #policy: string;

  constructor(options: ReceptionOptions) {
    const { connections, ofOne, spares = SPARES } = options.limits;
    this.#options = options;
    this.#seats = new Seats({
      ordinary: { total: connections, ofOne },
      spare: { total: spares, ofOne: SPARES_OF_ONE },
    });
    this.#policy = options.identity.policyName;
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#ticking.unref();
  }

  /** How many are here. */
  get size(): number {
    return this.#seats.size;
  }

  /** The connection is the reception's from here on; it is closed when it is not let in. */
  admit(socket: Duplex, presented: Presented): void {
    const { identity, nonce, onArrival, onEnd } = this.#options;
    const objection = this.#objectionTo(presented);
    if (objection !== null) {
      socket.destroy();
      onEnd(presented, objection);
      return;
    }
    const guest = new Guest(nonce(), socket, presented, identity);
    const displaced = this.#seats.take(guest, presented.principal, presented.source);
    if (displaced !== undefined) {
      this.#end(displaced, EndReason.DISPLACED);
    }
    socket.once('close', () => this.#left(guest));
    onArrival({ socket, caller: guest });
  }

  /** Only chains that end at one of these stay. */
  trust(roots: ReadonlySet<string>): void {
    this.#roots = roots;
    this.recheck();
  }

  /** Something that may speak against somebody has changed: each is looked at again. */
  recheck(): void {
    this.#policy = this.#options.identity.policyName;
    for (const guest of this.#all()) {
      const objection = this.#objectionTo(guest.presented);
      if (objection !== null) {
        this.#end(guest, objection);
      } else if (!guest.remainsTheSame()) {
        this.#end(guest, EndReason.UNKNOWN);
      }
    }
  }

  /** Everybody goes. Idempotent. */
  close(): void {
    clearInterval(this.#ticking);
    for (const guest of this.#all()) {
      guest.end(EndReason.CLOSING);
    }
  }

  #all(): Guest[] {
    return [...this.#seats];
  }

  #objectionTo(presented: Presented): EndReason | null {
    const { certificate } = presented;
    if (certificate !== undefined) {
      // Asked this way round, a clock that reads NaN has expired everything.
      if (!(this.#options.clock.wall() < certificate.notAfter + 1_000)) {
        return EndReason.EXPIRED;
      }
      if (this.#roots?.has(certificate.root) !== true) {
        return EndReason.UNTRUSTED;
      }
    }
    return this.#options.revoked(presented);
  }

  #tick(): void {
    if (this.#options.identity.policyName !== this.#policy) {
      this.recheck();
      return;
    }
    const now = this.#options.clock.wall();
    for (const guest of this.#all()) {
      const { certificate } = guest.presented;
      if (certificate !== undefined && !(now < certificate.notAfter + 1_000)) {
        this.#end(guest, EndReason.EXPIRED);
      }
    }
  }

  #end(guest: Guest, reason: EndReason): void {
    this.#seats.leave(guest);
    guest.end(reason);
    this.#options.onEnd(guest.presented, reason);
  }

  #left(guest: Guest): void {
    this.#seats.leave(guest);
    guest.end(EndReason.LEFT);
  }
}
