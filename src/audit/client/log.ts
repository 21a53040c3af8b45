// SPDX-License-Identifier: Apache-2.0
// The audit log as the daemon has it: gives entries their indices, sends them to both sinks, and tells
// who waits when the first of the two has them.
import type { AuditClass, AuditEntry, AuditLog, AuditReceipt } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { AuditClosedError, AuditFullError, AuditUnavailableError } from '../errors.ts';
import { Backlog } from './backlog.ts';
import { Lane, type LaneHost, type LaneLimits } from './lane.ts';
import type { Sink, SinkBatch } from './sink.ts';

export interface LogLimits extends LaneLimits {
  /** That wait to be durable anywhere; more are refused. {unit bytes} */
  readonly waitingBytes: number;
  /** For stops on top of that. {unit bytes} */
  readonly stopBytes: number;
  /** Kept in memory for a sink that is behind; beyond that it reads from the other. {unit bytes} */
  readonly keptBytes: number;
}

export const LOG_LIMITS: LogLimits = {
  // More at once would keep the loop: each has somebody who waits for it.
  groupEntries: 1024,
  groupBytes: 1 << 20,
  stallMs: 1000,
  retryMs: 100,
  retryMaxMs: 5000,
  waitingBytes: 32 << 20,
  stopBytes: 1 << 20,
  keptBytes: 32 << 20,
};

export interface SinkStatus {
  readonly name: string;
  /** {unit entries} */
  readonly durable: number;
  readonly able: boolean;
  /** Why it is not, as far as is known. */
  readonly problem: string | undefined;
  /** Groups made durable since the start. */
  readonly groups: number;
}

export interface LogParts {
  readonly clock: Clock;
  readonly limits: LogLimits;
  /** A sink failed, or came back (@error undefined). */
  readonly onSink: (name: string, error: Error | undefined) => void;
  /** More is durable somewhere. */
  readonly onDurable: () => void;
}

/** A sink, and what it has at the start. {unit entries} */
export interface SinkStart {
  readonly sink: Sink;
  readonly durable: number;
}

export class SinkLog implements AuditLog {
  readonly #backlog: Backlog;
  readonly #lanes: readonly [Lane, Lane];
  readonly #limits: LogLimits;
  readonly #parts: LogParts;
  readonly #failed = new Set<Lane>();
  #scheduled = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(starts: readonly [SinkStart, SinkStart], parts: LogParts) {
    const { limits, clock } = parts;
    this.#limits = limits;
    this.#parts = parts;
    this.#backlog = new Backlog(Math.max(starts[0].durable, starts[1].durable));
    const host: LaneHost = {
      limits,
      clock,
      take: (first) => this.#backlog.from(first, limits.groupEntries, limits.groupBytes),
      other: (lane) => (lane === this.#lanes[0] ? this.#lanes[1] : this.#lanes[0]),
      onDurable: (lane, batches, hashes) => this.#onDurable(lane, batches, hashes),
      onFailure: (lane, error) => this.#onFailure(lane, error),
    };
    this.#lanes = [
      new Lane(starts[0].sink, starts[0].durable, host),
      new Lane(starts[1].sink, starts[1].durable, host),
    ];
    this.#pump();
  }

  get durable(): boolean {
    return !this.#closed && this.#lanes.some(({ able }) => able);
  }

  /** Entries that have an index, durable or not. */
  get size(): number {
    return this.#backlog.next;
  }

  /** Which sink is furthest. */
  get furthest(): Lane {
    const [store, leaf] = this.#lanes;
    return leaf.durable > store.durable ? leaf : store;
  }

  status(): readonly SinkStatus[] {
    return this.#lanes.map(({ sink, durable, able, error, busy, groups }) => ({
      name: sink.name,
      durable,
      able,
      problem: error?.message ?? (able || !busy ? undefined : 'it does not answer'),
      groups,
    }));
  }

  append(entry: AuditEntry, auditClass: AuditClass): Promise<AuditReceipt> {
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal(auditClass);
      if (refusal !== undefined) {
        reject(refusal);
        return;
      }
      const stop = auditClass === 'stop';
      this.#backlog.add(entry, stop, { resolve, reject });
      this.#schedule();
      if (stop && this.#failed.size > 0) {
        for (const lane of this.#failed) {
          lane.hurry();
        }
      }
    });
  }

  #refusal(auditClass: AuditClass): Error | undefined {
    if (this.#closed) {
      return new AuditClosedError('none');
    }
    const { waitingBytes, stopBytes } = this.#limits;
    const stop = auditClass === 'stop';
    const limit = waitingBytes + (stop ? stopBytes : 0);
    if (
      this.#backlog.bytes > limit + this.#limits.keptBytes ||
      this.#backlog.waitingBytes > limit
    ) {
      return new AuditFullError(this.#backlog.bytes, limit);
    }
    // Only what has not happened yet can be refused for want of a sink: the rest would be missing for good.
    return auditClass !== 'intent' || this.durable ? undefined : this.#unavailable('none');
  }

  #unavailable(effect: 'none' | 'later'): AuditUnavailableError {
    const words = this.status().map(({ name, problem }) => `${name}: ${problem ?? 'behind'}`);
    const entry =
      effect === 'none'
        ? 'this was not recorded'
        : 'this has its place in the log, and is written when one does';
    return new AuditUnavailableError(
      `no sink of the audit log takes anything (${words.join('; ')}): only moves towards safe are ` +
        `allowed until one does, and ${entry}; see to the disks`,
      effect,
      { cause: this.#lanes.find(({ error }) => error !== undefined)?.error },
    );
  }

  /** What is appended in one turn of the loop goes together. */
  #schedule(): void {
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.#pump();
      });
    } else if (this.#backlog.openCount >= this.#limits.groupEntries) {
      this.#backlog.seal();
    }
  }

  #pump(): void {
    for (const lane of this.#lanes) {
      lane.pump();
    }
  }

  #onDurable(lane: Lane, batches: readonly SinkBatch[], hashes: readonly Uint8Array[]): void {
    this.#backlog.tell(batches, hashes);
    const [a, b] = this.#lanes.map(({ durable }) => durable) as [number, number];
    this.#backlog.forget(Math.min(a, b), Math.max(a, b), this.#limits.keptBytes);
    if (this.#failed.delete(lane)) {
      this.#parts.onSink(lane.sink.name, undefined);
    }
    this.#parts.onDurable();
    // Also when the other has not: it may have failed, and whoever waits looks again.
    if (lane.durable === this.#backlog.next) {
      this.#wake();
    }
  }

  #onFailure(lane: Lane, error: Error): void {
    const news = !this.#failed.has(lane);
    this.#failed.add(lane);
    if (this.#failed.size === this.#lanes.length) {
      this.#backlog.refuse(() => this.#unavailable('later'));
    }
    if (news) {
      this.#parts.onSink(lane.sink.name, error);
    }
    this.#wake();
  }

  #wake(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resume of idle) {
      resume();
    }
  }

  /** Resolves when both sinks have everything, or one has and the other fails. */
  async settled(): Promise<void> {
    const open = (): boolean =>
      this.#lanes.some((lane) => lane.durable < this.size && !this.#failed.has(lane));
    while (open()) {
      this.#pump();
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
    }
  }

  /** Takes nothing more. What was appended before goes on until end(). */
  refuse(): void {
    this.#closed = true;
  }

  end(): void {
    this.#closed = true;
    for (const lane of this.#lanes) {
      lane.close();
    }
    this.#backlog.refuse(() => new AuditClosedError('unknown'));
  }
}
