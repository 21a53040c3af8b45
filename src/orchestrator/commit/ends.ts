// SPDX-License-Identifier: Apache-2.0
// How a transaction ends, in words that a person and a program can act on.

import { Track } from '../../core/model/enums.ts';
import type { WorkingTrack } from '../../core/model/track.ts';
import type {
  AuthorizedTransaction,
  KernelAnswer,
  TransactionEnd,
  TransactionId,
} from '../../core/ports/commit.ts';
import { type Need, need } from '../../core/requirement/input.ts';
import { codeOf, messageOf } from './codes.ts';
import type { GivenUp } from './life.ts';

type Aborted = Extract<TransactionEnd, { kind: 'ABORTED' }>;

const WHY: Readonly<Record<GivenUp, readonly [because: string, satisfiedBy: string]>> = {
  ABORTED_BY_CALLER: [
    'whoever asked for it has taken it back',
    'nothing: ask again if it is wanted',
  ],
  DEADLINE: ['its deadline was over before everybody had agreed', 'a later deadline'],
  STOP: [
    'an emergency stop began before it was allowed to commit',
    'a reset and a start, then a new decision',
  ],
  CLOSING: ['the daemon is closing', 'asking again when it runs'],
};

export function givenUpEnd(id: TransactionId, reason: GivenUp): Aborted {
  const [because, satisfiedBy] = WHY[reason];
  const rule = `commit-${reason.toLowerCase().replaceAll('_', '-')}`;
  const needs = [need(rule, false, because, satisfiedBy)];
  return { kind: 'ABORTED', id, by: null, reason, needs, answer: null };
}

export function votedNoEnd(id: TransactionId, by: WorkingTrack, needs: readonly Need[]): Aborted {
  return { kind: 'ABORTED', id, by, reason: 'VOTED_NO', needs, answer: null };
}

/** What it was authorized on no longer holds, though everybody had prepared. */
export function unmetEnd(id: TransactionId, needs: readonly Need[]): Aborted {
  return { kind: 'ABORTED', id, by: null, reason: 'AUTHORIZATION_MOVED', needs, answer: null };
}

/** The kernel refused before any effect was begun. */
export function refusedEnd(
  id: TransactionId,
  { effects }: AuthorizedTransaction,
  answer: KernelAnswer,
): Aborted {
  const { reason, satisfiedBy, failed } = answer;
  const device = failed === null ? undefined : effects[failed]?.device;
  const where = device === undefined ? '' : ` for 0x${device.toString(16).toUpperCase()}`;
  const rule = `kernel-${reason.toLowerCase().replaceAll('_', '-')}`;
  const needs = [need(rule, false, `the kernel refused${where}: ${reason}`, satisfiedBy)];
  return { kind: 'ABORTED', id, by: Track.KERNEL, reason, needs, answer };
}

/** Something broke before the commit: no effect was begun. */
export function brokenEnd(
  id: TransactionId,
  by: WorkingTrack | null,
  rule: string,
  error: unknown,
  satisfiedBy: string,
): Aborted {
  const needs = [need(rule, false, messageOf(error), satisfiedBy)];
  return { kind: 'ABORTED', id, by, reason: codeOf(error) || 'FAILED', needs, answer: null };
}
