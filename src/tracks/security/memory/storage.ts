// SPDX-License-Identifier: Apache-2.0
// Where the track keeps what must survive a restart. A port: store-storage.ts puts it into the store.
// Persons, keys and policy are no parts: they are what the revisions make.
import type { Json } from '../../../core/canonical/json.ts';
import type { Charter } from '../charter/charter.ts';
import type { RevisionRow } from '../charter/revision.ts';

export const PARTS = ['time', 'attempts', 'effect', 'history', 'distrust'] as const;
export type PartName = (typeof PARTS)[number];

/** One thing that is kept, under its own key; the value null takes it away. */
export interface Part {
  readonly part: PartName;
  readonly key: string;
  readonly value: Json;
}

export interface StoredSecurity {
  readonly parts: readonly Part[];
  /** All of them, the first one first. */
  readonly revisions: readonly RevisionRow[];
}

/** Persons and policy that no two persons decided, and what they are instead. */
export interface Provisional {
  readonly what: string;
  readonly charter: Charter;
}

export interface SecurityStorage {
  /** Set when it has a charter of its own; then no revision comes from it. */
  readonly provisional?: Provisional;
  load(): Promise<StoredSecurity>;
  /** Resolves when all of it is durable; rejects when none of it is. */
  save(parts: readonly Part[]): Promise<void>;
  /** The same, with a revision that must be the one after the last. */
  commit(revision: RevisionRow, parts: readonly Part[]): Promise<void>;
}
