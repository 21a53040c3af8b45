// SPDX-License-Identifier: Apache-2.0
// What a commit across the tracks is run with: ports, and how long each may take.
import { checkInteger } from '../../core/model/check.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { KernelResource, Participant, TransactionJournal } from '../../core/ports/commit.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';

export interface CommitLimits {
  /** For the kernel's answer to a commit beyond what its effects may take, twice. {unit ms} */
  readonly commitMs: number;
  /** For any other answer of the kernel. {unit ms} */
  readonly answerMs: number;
  /** How long to ask what became of a commit before nobody knows. {unit ms} */
  readonly askMs: number;
  /** Between two tries; doubled up to the second. {unit ms} */
  readonly retryMs: number;
  readonly retryMaxMs: number;
  /** Transactions that wait for devices. */
  readonly waiting: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export const COMMIT_LIMITS: Readonly<Record<keyof CommitLimits, Range>> = {
  commitMs: { min: 10, max: 60_000, default: 1_000 },
  answerMs: { min: 10, max: 60_000, default: 1_000 },
  askMs: { min: 10, max: 600_000, default: 10_000 },
  retryMs: { min: 1, max: 60_000, default: 50 },
  retryMaxMs: { min: 1, max: 600_000, default: 5_000 },
  waiting: { min: 1, max: 65_536, default: 1_024 },
};

export interface CommitOptions {
  readonly kernel: KernelResource;
  readonly journal: TransactionJournal;
  /** B and C. */
  readonly participants: readonly Participant[];
  readonly clock: Clock;
  /** What went wrong beside, and does not change how a transaction ends. */
  readonly problem: (error: unknown) => void;
  /** Once: somebody else decides from now on. Whoever opened this opens everything anew, or ends. */
  readonly fenced?: () => void;
  readonly limits?: Partial<CommitLimits>;
  readonly timers?: Timers;
}

export interface CommitParts extends Required<Omit<CommitOptions, 'limits'>> {
  readonly limits: CommitLimits;
}

/** Throws InvalidArgumentError. */
export function checkCommitOptions(options: CommitOptions): CommitParts {
  const limits = Object.entries(COMMIT_LIMITS).map(([name, range]) => {
    const value = options.limits?.[name as keyof CommitLimits] ?? range.default;
    return [name, checkInteger(value, `limits.${name}`, range.min, range.max)];
  });
  return {
    timers: SYSTEM_TIMERS,
    fenced: () => undefined,
    ...options,
    limits: Object.fromEntries(limits) as CommitLimits,
  };
}
