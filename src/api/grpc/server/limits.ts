// SPDX-License-Identifier: Apache-2.0
// How much of this server one connection, one principal, and all of them may take at once.
import { status } from '@grpc/grpc-js';
import { StatusError } from './status-error.ts';

export interface GrpcLimits {
  /** Of a request whose method says nothing else. {unit bytes} */
  readonly requestBytes: number;
  /** From a request's headers to its end; a duplex's ends when it likes. {unit ms} */
  readonly requestMs: number;
  /** Of an answer, or of one item of a stream. {unit bytes} */
  readonly answerBytes: number;
  /** Calls of one connection that are under way, streams among them. */
  readonly callsOfOne: number;
  /** Of these, streams. */
  readonly streamsOfOne: number;
  /** Calls of all connections of one principal together, streams among them. */
  readonly callsOfPrincipal: number;
  /** Of these, streams. */
  readonly streamsOfPrincipal: number;
  /** Calls of all connections together. */
  readonly calls: number;
  /** After so long without a word the other end is asked whether it is there. {unit ms} */
  readonly keepaliveMs: number;
  /** And is gone when it does not answer for so long. {unit ms} */
  readonly keepaliveTimeoutMs: number;
}

export const DEFAULT_LIMITS: GrpcLimits = {
  requestBytes: 64 * 1024,
  requestMs: 10_000,
  answerBytes: 4 * 1024 * 1024,
  callsOfOne: 128,
  streamsOfOne: 32,
  callsOfPrincipal: 1_024,
  streamsOfPrincipal: 64,
  calls: 4_096,
  keepaliveMs: 20_000,
  keepaliveTimeoutMs: 10_000,
};

/**
 * HTTP/2 streams of one connection. More than its calls: one beyond that limit is still heard, to be refused, or to be
 * the stop.
 */
export function http2Streams({ callsOfOne }: GrpcLimits): number {
  return callsOfOne + 32;
}

const RETRY_MS = 100;

function exhausted(what: string, most: number): StatusError {
  return new StatusError(status.RESOURCE_EXHAUSTED, 'TOO_MANY_CALLS', {
    message: `there are ${what} under way: wait for some to end (at most ${most})`,
    quota: what,
    retryMs: RETRY_MS,
  });
}

/** Calls under way, of one connection, of one principal, or of all. */
export class InFlight {
  calls = 0;
  streams = 0;

  enter(stream: boolean): void {
    this.calls += 1;
    this.streams += stream ? 1 : 0;
  }

  leave(stream: boolean): void {
    this.calls -= 1;
    this.streams -= stream ? 1 : 0;
  }
}

/** Calls under way that one more counts with. */
export interface Counts {
  readonly connection: InFlight;
  readonly principal: InFlight;
  readonly all: InFlight;
}

/** Throws StatusError when one more is too much. */
export function checkRoom(limits: GrpcLimits, counts: Counts, stream: boolean): void {
  const { connection, principal, all } = counts;
  if (connection.calls >= limits.callsOfOne) {
    throw exhausted('as many calls as one connection may have', limits.callsOfOne);
  }
  if (stream && connection.streams >= limits.streamsOfOne) {
    throw exhausted('as many streams as one connection may have', limits.streamsOfOne);
  }
  if (principal.calls >= limits.callsOfPrincipal) {
    throw exhausted('as many calls as one account may have', limits.callsOfPrincipal);
  }
  if (stream && principal.streams >= limits.streamsOfPrincipal) {
    throw exhausted('as many streams as one account may have', limits.streamsOfPrincipal);
  }
  if (all.calls >= limits.calls) {
    throw exhausted('as many calls as the server takes', limits.calls);
  }
}
