// SPDX-License-Identifier: Apache-2.0
// Recovery, again while what keeps it from ending may pass: a disk or a kernel that does not answer now.
// Nothing is operated meanwhile, and it does not go on for ever: whoever starts again begins anew.
import { FencedError } from '../../core/ports/commit.ts';
import { type CommitOptions, checkCommitOptions } from './options.ts';
import { type RecoveryReport, recover } from './recovery.ts';
import { sleep } from './timers.ts';

/** Of one try that failed. */
export interface RecoveryTry {
  /** From 1. */
  readonly attempt: number;
  readonly error: unknown;
  /** Until the next one. {unit ms} */
  readonly waitMs: number;
}

export interface RecoveryPatience {
  /** Hears of each try that failed and is made again. */
  readonly waiting: (failed: RecoveryTry) => void;
  /** A try that fails after that is the last one. {unit ms} */
  readonly limitMs?: number;
}

const LIMIT_MS = 60_000;

/** What was tried as long as is reasonable: the process has to end, and the next one recovers. */
export class RecoveryGivenUpError extends Error {
  override readonly name = 'RecoveryGivenUpError';
  readonly code = 'ERR_DSMIL_RECOVERY_GIVEN_UP';
  readonly attempts: number;

  constructor(attempts: number, afterMs: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `recovery did not come through in ${attempts} tries over ${Math.round(afterMs)} ms (${why}): nothing is ` +
        'operated and the stop stays latched; see to what it says and start again',
      { cause },
    );
    this.attempts = attempts;
  }
}

/**
 * Rejects with FencedError at once, since somebody else decides then, and with RecoveryGivenUpError. Each
 * try reads everything anew: recovery is idempotent.
 */
export async function recoverPatiently(
  options: CommitOptions,
  { waiting, limitMs = LIMIT_MS }: RecoveryPatience,
): Promise<RecoveryReport> {
  const { clock, timers, limits } = checkCommitOptions(options);
  const begun = clock.boot();
  for (let attempt = 1, waitMs = limits.retryMs; ; attempt++) {
    try {
      return await recover(options);
    } catch (error) {
      if (error instanceof FencedError) {
        throw error;
      }
      const elapsed = clock.boot() - begun;
      // Asked this way round, a clock that reads NaN ends it.
      if (!(elapsed + waitMs < limitMs)) {
        throw new RecoveryGivenUpError(attempt, elapsed, error);
      }
      waiting({ attempt, error, waitMs });
    }
    await sleep(timers, waitMs);
    waitMs = Math.min(limits.retryMaxMs, 2 * waitMs);
  }
}
