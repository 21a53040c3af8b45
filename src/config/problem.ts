// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a configuration. All of it is told at once, and then none of it is used.

export type ConfigProblemCode =
  /** The file cannot be read, or others could have changed it. */
  | 'FILE'
  /** Not TOML. */
  | 'SYNTAX'
  | 'UNKNOWN_KEY'
  /** Outside its range, or of another type. */
  | 'BAD_VALUE'
  /** Each good, but not together. */
  | 'CONTRADICTION';

export interface ConfigProblem {
  readonly code: ConfigProblemCode;
  /** section.key, or the variable's name when it names no key; null for a whole file. */
  readonly key: string | null;
  /** As it was given. Of unknown keys null: it may be a secret that does not belong there. */
  readonly value: string | null;
  readonly allowed: string | null;
  /** Where: 'FILE:LINE', 'environment variable NAME', 'default'. */
  readonly where: string;
  readonly suggestion: string | null;
  /** All of it in one sentence. */
  readonly message: string;
}

/** Nothing of the configuration was used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'ERR_DSMIL_CONFIG';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(`the configuration is refused: ${problems.map(({ message }) => message).join('; ')}`);
    this.problems = problems;
  }
}

const SHOWN_MAX = 64;

/** A value in a message: short, and never a key that was pasted where its file's name belongs. */
export function showValue(value: unknown): string {
  // NaN and infinities are TOML, too, and JSON has no word for them.
  const text =
    typeof value === 'number'
      ? String(value)
      : JSON.stringify(value, (_, inner: unknown) =>
          typeof inner === 'bigint' ? `${inner}` : inner,
        );
  if (text.includes('-----BEGIN')) {
    return '(a key, not shown)';
  }
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text;
}

export function unknownKey(key: string, where: string, near: string | undefined): ConfigProblem {
  const hint = near === undefined ? 'see `dsmilctl config explain`' : `did you mean ${near}?`;
  return {
    code: 'UNKNOWN_KEY',
    key,
    value: null,
    allowed: null,
    where,
    suggestion: near ?? null,
    message: `${where}: there is no key ${key}; ${hint}`,
  };
}

export function badValue(
  key: string,
  value: unknown,
  allowed: string,
  where: string,
): ConfigProblem {
  const shown = showValue(value);
  return {
    code: 'BAD_VALUE',
    key,
    value: shown,
    allowed,
    where,
    suggestion: null,
    message: `${where}: ${key} is ${shown}: it must be ${allowed}`,
  };
}

export function contradiction(key: string, where: string, why: string): ConfigProblem {
  return {
    code: 'CONTRADICTION',
    key,
    value: null,
    allowed: null,
    where,
    suggestion: null,
    message: `${where}: ${key} ${why}`,
  };
}

export function fileProblem(code: 'FILE' | 'SYNTAX', where: string, why: string): ConfigProblem {
  return {
    code,
    key: null,
    value: null,
    allowed: null,
    where,
    suggestion: null,
    message: `${where}: ${why}`,
  };
}
