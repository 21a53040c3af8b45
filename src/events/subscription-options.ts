// SPDX-License-Identifier: Apache-2.0
// What a subscriber asks for, checked.
import { checkInteger, checkText } from '../core/model/check.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import { parseFilter } from './subject.ts';

export const FILTERS_MAX = 64;
export const BATCH_MAX = 4096;

export interface SubscribeOptions {
  /** Who reads: what it may see is asked of the bus's `authorize`. 1..256 characters. */
  readonly principal: string;
  /** device.8003.state, operation.*.completed, stop.> : events that match one of them. */
  readonly filters: readonly string[];
  /**
   * A name of this subscription, for the principal to tell its own apart: cursors and
   * acknowledgements are of one label. 0..64 characters, '' by default.
   */
  readonly label?: string | undefined;
  /** Of an earlier batch of the same principal, label and filters: goes on behind it. */
  readonly cursor?: string | undefined;
  /**
   * Without a cursor: 'now' (the default), or 'oldest': what a compaction kept, then all that the log
   * still has.
   */
  readonly start?: 'now' | 'oldest' | undefined;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
  /** Events in a batch, at most: 1..4096, 512 by default. */
  readonly maxBatch?: number | undefined;
  /** After so long without a batch comes an empty one, with a cursor: 100..3,600,000 ms, 10,000 by default. */
  readonly bookmarkMs?: number | undefined;
}

/** The same, with every default filled in. */
export interface SubscribeSettings {
  readonly principal: string;
  readonly label: string;
  readonly filters: readonly string[];
  readonly tokens: readonly (readonly string[])[];
  readonly cursor: string | undefined;
  readonly start: 'now' | 'oldest';
  readonly signal: AbortSignal | undefined;
  readonly maxBatch: number;
  readonly bookmarkMs: number;
}

/** Throws InvalidArgumentError. */
export function checkSubscribeOptions(options: SubscribeOptions): SubscribeSettings {
  const { filters, label = '', cursor, start = 'now', signal } = options;
  if (!Array.isArray(filters) || filters.length === 0 || filters.length > FILTERS_MAX) {
    throw new InvalidArgumentError('filters', filters, `an array of 1..${FILTERS_MAX} filters`);
  }
  if (start !== 'now' && start !== 'oldest') {
    throw new InvalidArgumentError('start', start, "'now' or 'oldest'");
  }
  const { maxBatch = 512, bookmarkMs = 10_000 } = options;
  return {
    principal: checkText(options.principal, 'principal', 1, 256),
    label: checkText(label, 'label', 0, 64),
    filters: [...new Set<string>(filters)].sort(),
    tokens: filters.map((filter, n) => parseFilter(filter, `filters[${n}]`)),
    cursor,
    start,
    signal,
    maxBatch: checkInteger(maxBatch, 'maxBatch', 1, BATCH_MAX),
    bookmarkMs: checkInteger(bookmarkMs, 'bookmarkMs', 100, 3_600_000, 'ms'),
  };
}
