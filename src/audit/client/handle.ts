// SPDX-License-Identifier: Apache-2.0
// The opened log: appending, reading with clearance, checkpoints, retention, and its end.

import { checkInteger } from '../../core/model/check.ts';
import { Severity } from '../../core/model/enums.ts';
import type { AuditClass, AuditEntry, AuditLog, AuditReceipt } from '../../core/ports/audit-log.ts';
import {
  CHARTER_KIND,
  type CharterMark,
  charterMarkOf,
  markDetails,
  type PlacedMark,
} from '../../core/ports/charter-mark.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Store } from '../../store/contract.ts';
import { AuditUnavailableError } from '../errors.ts';
import { encodeKernelHead, type HeadWitness } from '../head/kernel-head.ts';
import type { SearchArgument, SearchResult } from '../search.ts';
import { MODULE } from '../store/tables.ts';
import { PRUNED_KIND } from '../verify/log-verifier.ts';
import type { LeafSink } from './leaf-sink.ts';
import { type LogLimits, SinkLog, type SinkStatus } from './log.ts';
import type { StoreSink } from './store-sink.ts';

export interface HandleParts {
  readonly storeSink: StoreSink;
  readonly leafSink: LeafSink;
  readonly starts: { readonly store: number; readonly leaf: number };
  readonly charter: PlacedMark | undefined;
  readonly store: Store;
  readonly clock: Clock;
  readonly witness: HeadWitness | undefined;
  readonly limits: LogLimits;
  /** {unit ms} */
  readonly checkpointMs: number;
  readonly onSink: (name: string, error: Error | undefined) => void;
}

export interface AuditStatus {
  /** Entries, durable or not. */
  readonly size: number;
  readonly durable: boolean;
  readonly sinks: readonly SinkStatus[];
}

const CLOSE_MS = 5000;

export class AuditHandle implements AuditLog {
  readonly #parts: HandleParts;
  readonly #log: SinkLog;
  #checkpointed: number;
  /** What the log says last of persons, keys and policy. */
  #mark: CharterMark | undefined;
  #checkpointTimer: NodeJS.Timeout | undefined;
  #witnessing = false;
  #witnessAgain = false;
  #closing: Promise<void> | undefined;

  constructor(parts: HandleParts) {
    this.#parts = parts;
    this.#checkpointed = parts.starts.store;
    this.#mark = parts.charter?.mark;
    const { storeSink, leafSink, starts, clock, limits, onSink } = parts;
    this.#log = new SinkLog(
      [
        { sink: storeSink, durable: starts.store },
        { sink: leafSink, durable: starts.leaf },
      ],
      { clock, limits, onSink, onDurable: () => this.#onDurable() },
    );
  }

  get durable(): boolean {
    return this.#log.durable;
  }
  /** Entries, durable or not. */
  get size(): number {
    return this.#log.size;
  }

  /** What it said last of persons, keys and policy when it was opened. */
  get charter(): PlacedMark | undefined {
    return this.#parts.charter;
  }

  status(): AuditStatus {
    return { size: this.size, durable: this.durable, sinks: this.#log.status() };
  }

  /** Rejects with InvalidArgumentError, AuditUnavailableError, AuditFullError, AuditClosedError. */
  append(entry: AuditEntry, auditClass: AuditClass): Promise<AuditReceipt> {
    const { size } = this.#log;
    const done = this.#log.append(entry, auditClass);
    // It has an index, and so comes into the log whatever its waiter is told.
    if (entry.kind === CHARTER_KIND && this.#log.size > size) {
      this.#mark = charterMarkOf(entry.details) ?? this.#mark;
    }
    return done;
  }

  #durableOf(name: 'store' | 'leaf file'): number {
    return this.#log.status().find((sink) => sink.name === name)?.durable ?? 0;
  }

  #onDurable(): void {
    void this.#tellKernel();
    if (this.#checkpointTimer === undefined && this.#closing === undefined) {
      this.#checkpointTimer = setTimeout(() => {
        this.#checkpointTimer = undefined;
        void this.#checkpoint();
      }, this.#parts.checkpointMs);
      this.#checkpointTimer.unref();
    }
  }

  async #checkpoint(): Promise<void> {
    const stored = this.#durableOf('store');
    if (stored > this.#checkpointed) {
      try {
        await this.#parts.storeSink.note(this.#durableOf('leaf file'), true);
        this.#checkpointed = stored;
      } catch (error) {
        this.#parts.onSink('store', error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  /** One call at a time; the newest head when the last one has returned. */
  async #tellKernel(): Promise<void> {
    const { witness } = this.#parts;
    if (witness === undefined || this.#witnessing) {
      this.#witnessAgain = true;
      return;
    }
    this.#witnessing = true;
    try {
      do {
        this.#witnessAgain = false;
        const storeDurable = this.#durableOf('store');
        const leafDurable = this.#durableOf('leaf file');
        const { size, root } = await this.#log.furthest.sink.head();
        await witness.set(encodeKernelHead({ size, root, storeDurable, leafDurable }));
      } while (this.#witnessAgain);
    } catch (error) {
      this.#parts.onSink('kernel', error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#witnessing = false;
    }
  }

  /** The newest first; entries above the reader's clearance are hashes. */
  async search(argument: SearchArgument, signal?: AbortSignal): Promise<SearchResult> {
    checkInteger(argument.limit, 'limit', 1, 10_000);
    checkInteger(argument.scan, 'scan', 1, 10_000_000);
    return (await this.#parts.store.query(MODULE, 'search', argument, signal)) as SearchResult;
  }

  /** The newest checkpoint that is signed by all keys; undefined before the first. */
  async checkpoint(): Promise<string | undefined> {
    return (await this.#parts.store.query(MODULE, 'checkpoint', undefined)) as string | undefined;
  }

  async inclusionProof(index: number, size: number): Promise<readonly Uint8Array[]> {
    return (await this.#parts.store.query(MODULE, 'inclusion', { index, size })) as Uint8Array[];
  }

  async consistencyProof(first: number, second: number): Promise<readonly Uint8Array[]> {
    return (await this.#parts.store.query(MODULE, 'consistency', {
      first,
      second,
    })) as Uint8Array[];
  }

  /**
   * Retention: removes the entries before @before from both sinks and keeps their hashes, so that
   * every proof still verifies. Both sinks have it that this is about to happen before it does. Resolves
   * with how many were removed; rejects with AuditUnavailableError, and nothing is removed, while a sink
   * has not got that far.
   */
  async prune(before: number, actor: string): Promise<number> {
    checkInteger(before, 'before', 0, this.size);
    const { clock, storeSink, leafSink } = this.#parts;
    const entry: AuditEntry = {
      kind: PRUNED_KIND,
      severity: Severity.WARNING,
      actor,
      device: null,
      coordinationId: null,
      clearance: 0,
      compartments: [],
      at: clock.wall(),
      // Below it nobody could tell that an entry of the log's own was taken away as well.
      details: { before, charter: this.#mark === undefined ? null : markDetails(this.#mark) },
    };
    // It makes room: when there is none it may take of what is kept for stops.
    const { index } = await this.append(entry, 'stop');
    await this.#log.settled();
    const behind = this.#log.status().find(({ durable }) => durable <= index);
    if (behind !== undefined) {
      // It would begin behind entries without saying why, or lack what it could have from nowhere else.
      throw new AuditUnavailableError(
        `${behind.name}: has not got entry ${index}, which says what is to be removed ` +
          `(${behind.problem ?? 'behind'}): nothing was removed; try again when it is back`,
        'later',
      );
    }
    // The store last: what it counts as removed is then gone everywhere.
    await leafSink.prune(before);
    return await storeSink.prune(before);
  }

  /** Resolves when both sinks have all that was appended, or one has and the other fails. */
  async settled(): Promise<void> {
    await this.#log.settled();
  }

  /**
   * Lets both sinks finish and write down what the other has. Idempotent. The store is not closed. After
   * five seconds what is not durable is given up.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#checkpointTimer);
    this.#log.refuse();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MS);
    });
    await Promise.race([this.#finish(), late]);
    clearTimeout(timer);
    this.#log.end();
    await this.#parts.leafSink.terminate();
  }

  async #finish(): Promise<void> {
    const { leafSink, storeSink, onSink } = this.#parts;
    await this.#log.settled();
    const ends: readonly [string, () => Promise<void>][] = [
      ['store', () => storeSink.note(this.#durableOf('leaf file'), true)],
      ['leaf file', () => leafSink.close(this.#durableOf('store'))],
    ];
    for (const [name, end] of ends) {
      try {
        await end();
      } catch (error) {
        onSink(name, error instanceof Error ? error : new Error(String(error)));
      }
    }
    await this.#tellKernel();
  }
}
