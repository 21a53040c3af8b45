// SPDX-License-Identifier: Apache-2.0
// What a track is to the core: it judges operations, and reports what it knows about devices.
import type { Person } from '../canonical/approval.ts';
import type { OperationRequest } from '../model/operation.ts';
import type { WorkingTrack } from '../model/track.ts';
import type { Level } from '../risk/level.ts';
import type { FieldValue } from '../state/field-table.ts';

/** What a track is asked about. */
export interface Subject {
  readonly request: OperationRequest;
  /** From the connection; undefined when nobody knows who that is. */
  readonly requester: Person | undefined;
  /** The account or service of the connection; without it the security track knows nobody. */
  readonly principal?: string | undefined;
  /** By a clock that counts sleep. {unit ms} */
  readonly now: number;
}

/** A track's word on a subject. One that is missing, late or failed counts as CRITICAL. */
export interface TrackVerdict {
  readonly risk: Level;
  /** Why, one sentence each, the weightiest first; never empty. */
  readonly reasons: readonly string[];
  /** Stable names of the rules that spoke, in the order of the reasons. */
  readonly rules: readonly string[];
}

export interface Assessor {
  readonly track: WorkingTrack;
  /** Ends, by answer or rejection, soon after @signal aborts. */
  assess(subject: Subject, signal: AbortSignal): Promise<TrackVerdict>;
}

/** One track's word on one field of one device (state/field-table.ts). */
export interface FieldReport {
  /** The token. */
  readonly device: number;
  readonly path: string;
  readonly value: FieldValue;
}

/** A track that reports fields: at once when they change, and all of them when asked. */
export interface Reporter {
  readonly track: WorkingTrack;
  /**
   * Everything the track knows now: what is not in it, it does not know. With @device only what it
   * knows about that one is needed; more does no harm.
   */
  report(signal: AbortSignal, device?: number): Promise<readonly FieldReport[]>;
  /** Calls @listener with each change until the returned function is called. */
  subscribe(listener: (changes: readonly FieldReport[]) => void): () => void;
}
