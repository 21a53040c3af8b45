// SPDX-License-Identifier: Apache-2.0
// What only time does: what runs out is looked for, tracks in doubt are told, journal and audit log let go
// of what is old enough.
import type { AuditHandle } from '../../audit/client/handle.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Journal } from '../../journal/open.ts';
import type { CommitCoordinator } from '../../orchestrator/commit/coordinator.ts';
import type { Operations } from '../../orchestrator/operations/operations.ts';
import type { Store } from '../../store/contract.ts';
import { firstSince } from './audit-age.ts';

/** {unit ms} */
const TICK_MS = 1_000;
/** How often what need not be kept any more is looked for. {unit ms} */
export const RETENTION_MS = 3_600_000;

export interface UpkeepOptions {
  readonly operations: Pick<Operations, 'tick'>;
  readonly coordinator: Pick<CommitCoordinator, 'tellInDoubt'>;
  readonly journal: Pick<Journal['operations'], 'prune'>;
  readonly audit: Pick<AuditHandle, 'prune' | 'size'>;
  readonly store: Pick<Store, 'query'>;
  /** Entries of the audit log are removed when they are older; 0: never. {unit ms} */
  readonly auditMaxAgeMs: number;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
  /** Entries were removed: all before @before. */
  readonly onPruned: (before: number, removed: number) => void;
}

export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #timer: NodeJS.Timeout;
  #sinceMs = 0;
  #retaining: Promise<void> | undefined;
  #ending = false;
  /** Where the search for what is old begins. */
  #prunedBefore = 0;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.tick(TICK_MS), TICK_MS);
    this.#timer.unref();
  }

  /** @ms have passed. */
  tick(ms: number): void {
    const { operations, coordinator, onProblem } = this.#options;
    operations.tick();
    coordinator.tellInDoubt().catch(onProblem);
    this.#sinceMs += ms;
    if (this.#sinceMs >= RETENTION_MS) {
      this.#sinceMs = 0;
      this.#retaining ??= this.#retain().finally(() => {
        this.#retaining = undefined;
      });
    }
  }

  /** Nothing begins any more; what is being removed is waited for. Idempotent. */
  async end(): Promise<void> {
    this.#ending = true;
    clearInterval(this.#timer);
    await this.#retaining;
  }

  /** One that fails does not keep the other from its turn, and both come again. */
  async #retain(): Promise<void> {
    const { journal, clock, onProblem } = this.#options;
    try {
      await journal.prune(clock.wall());
    } catch (error) {
      onProblem(error);
    }
    try {
      await this.#pruneAudit();
    } catch (error) {
      onProblem(error);
    }
  }

  async #pruneAudit(): Promise<void> {
    const { audit, store, auditMaxAgeMs, clock, onPruned } = this.#options;
    if (auditMaxAgeMs === 0 || this.#ending) {
      return;
    }
    const since = clock.wall() - auditMaxAgeMs;
    const before = await firstSince(store, since, this.#prunedBefore, audit.size);
    if (before > this.#prunedBefore && !this.#ending) {
      const removed = await audit.prune(before, 'system');
      this.#prunedBefore = before;
      onPruned(before, removed);
    }
  }
}
