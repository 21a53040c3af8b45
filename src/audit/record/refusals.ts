// SPDX-License-Identifier: Apache-2.0
// Refusals, so that nobody fills the disk with them: the first of each (principal, reason) is recorded
// at once, those that follow are counted and recorded as a number when the window ends.
import type { AuditEntry, AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';

/** {unit ms} */
export const REFUSAL_WINDOW_MS = 10_000;
/** More pairs in one window than this share one count: names are free to whoever is refused. */
export const REFUSAL_PAIRS_MAX = 4096;

export interface Refusal {
  readonly principal: string;
  /** A stable code: QUARANTINED. */
  readonly reason: string;
  /** As it is recorded when it is the first. */
  readonly entry: AuditEntry;
}

interface Count {
  count: number;
  last: AuditEntry;
}

export interface RefusalParts {
  readonly log: AuditLog;
  readonly clock: Clock;
  /** An entry could not be recorded; the refusal itself stands. */
  readonly onError: (error: Error) => void;
}

export class RefusalRecorder {
  readonly #parts: RefusalParts;
  readonly #counts = new Map<string, Count>();
  #overflow: Count | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RefusalParts) {
    this.#parts = parts;
  }

  /** Never throws and never waits. */
  record({ principal, reason, entry }: Refusal): void {
    const pair = JSON.stringify([principal, reason]);
    const known = this.#counts.get(pair);
    if (known !== undefined) {
      known.count++;
      known.last = entry;
    } else if (this.#counts.size < REFUSAL_PAIRS_MAX) {
      this.#counts.set(pair, { count: 0, last: entry });
      this.#append(entry);
    } else {
      this.#overflow = { count: (this.#overflow?.count ?? 0) + 1, last: entry };
    }
    this.#timer ??= setTimeout(() => this.flush(), REFUSAL_WINDOW_MS);
  }

  /** Ends the window: what was counted is recorded, and the next refusal is a first one again. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [pair, { count, last }] of this.#counts) {
      if (count > 0) {
        const [principal = '', reason = ''] = JSON.parse(pair) as string[];
        this.#summarize(last, count, { principal, reason });
      }
    }
    if (this.#overflow !== undefined) {
      const { count, last } = this.#overflow;
      // Of many: nobody's name, and nobody's details.
      const entry = { ...last, actor: 'system', device: null, coordinationId: null };
      this.#summarize(entry, count, { principal: '*', reason: '*' });
    }
    this.#counts.clear();
    this.#overflow = undefined;
  }

  #summarize(last: AuditEntry, count: number, of: { principal: string; reason: string }): void {
    const details = { ...of, count, windowMs: REFUSAL_WINDOW_MS };
    this.#append({ ...last, at: this.#parts.clock.wall(), details });
  }

  #append(entry: AuditEntry): void {
    this.#parts.log.append(entry, 'ordinary').catch((error: unknown) => {
      this.#parts.onError(error instanceof Error ? error : new Error(String(error)));
    });
  }
}
