// SPDX-License-Identifier: Apache-2.0
// Reads: gathered for up to a second and recorded together, so that a thousand of them cost one fsync.
// One whose request says audit_required is recorded at once, and answered when it is durable.
import type { AuditEntry, AuditLog } from '../../core/ports/audit-log.ts';

/** {unit ms} */
export const READ_WINDOW_MS = 1000;
/** So many are recorded without waiting for the second to end. */
export const READS_MAX = 1024;

export interface ReadParts {
  readonly log: AuditLog;
  /** Entries could not be recorded; the reads have been answered. */
  readonly onError: (error: Error) => void;
}

export class ReadRecorder {
  readonly #parts: ReadParts;
  #waiting: AuditEntry[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ReadParts) {
    this.#parts = parts;
  }

  /**
   * Resolves at once, or with @auditRequired when it is durable, with all reads before it; rejects then
   * when no sink took it: the read is not to be answered.
   */
  async record(entry: AuditEntry, auditRequired: boolean): Promise<void> {
    if (auditRequired) {
      this.flush();
      await this.#parts.log.append(entry, 'intent');
      return;
    }
    this.#waiting.push(entry);
    if (this.#waiting.length >= READS_MAX) {
      this.flush();
    } else {
      this.#timer ??= setTimeout(() => this.flush(), READ_WINDOW_MS);
    }
  }

  /** Records what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const entry of waiting) {
      this.#parts.log.append(entry, 'ordinary').catch((error: unknown) => {
        this.#parts.onError(error instanceof Error ? error : new Error(String(error)));
      });
    }
  }
}
