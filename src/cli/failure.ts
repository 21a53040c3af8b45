// SPDX-License-Identifier: Apache-2.0
// How a command ends when it does not succeed.

/** Scripts depend on these; --help lists them. */
export const ExitCode = {
  OK: 0,
  FAILED: 1,
  USAGE: 2,
  REFUSED: 3,
  GONE: 4,
  PENDING: 5,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const EXIT_CODE_HELP = `Exit codes:
  0  done
  1  failed: the message says what was wrong and what to do
  2  wrong usage: nothing was done (but stop: it stops first and complains after)
  3  refused by a rule: the message names the rule and what would satisfy it
  4  the device or the daemon is gone, or there is none
  5  not decided yet: people must add something, and the same id finds it again`;

/** An end with a message that is fit to be read: what was wrong, and what to do. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly advice: readonly string[];
  /** Of a refusal: QUARANTINED. */
  readonly reason: string | undefined;

  constructor(
    exitCode: ExitCode,
    message: string,
    advice: readonly string[] = [],
    reason?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.advice = advice;
    this.reason = reason;
  }
}

export function usageFailure(what: string, value: string, allowed: string, hint?: string): Failure {
  return new Failure(
    ExitCode.USAGE,
    `${what} is '${value}': it must be ${allowed}`,
    hint === undefined ? [] : [hint],
  );
}

/** A whole number from the command line. */
export function parseWhole(what: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw usageFailure(what, text, `a whole number from ${min} to ${max}`);
  }
  return value;
}

/** As parseWhole, but tenths and the like are fine. */
export function parseSeconds(what: string, text: string, max: number): number {
  const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value > 0 && value <= max)) {
    throw usageFailure(what, text, `a number of seconds above 0, at most ${max}`);
  }
  return value;
}
