// SPDX-License-Identifier: Apache-2.0

export type Level = 'ok' | 'warn' | 'fail';

export interface Verdict {
  /** For programs; stable. */
  readonly check: string;
  readonly title: string;
  readonly level: Level;
  /** What was seen. */
  readonly found: string;
  /** What follows from it, when it is not fine. */
  readonly means?: string;
  /** The exact commands that cure it. */
  readonly cure?: readonly string[];
}

export function ok(check: string, title: string, found: string): Verdict {
  return { check, title, level: 'ok', found };
}

export function warn(
  check: string,
  title: string,
  found: string,
  means: string,
  cure: readonly string[] = [],
): Verdict {
  return { check, title, level: 'warn', found, means, cure };
}

export function fail(
  check: string,
  title: string,
  found: string,
  means: string,
  cure: readonly string[] = [],
): Verdict {
  return { check, title, level: 'fail', found, means, cure };
}
