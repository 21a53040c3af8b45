// SPDX-License-Identifier: Apache-2.0
// One configuration from defaults, a file and the environment, the later before the earlier; or a
// ConfigError with everything that is wrong. There is nothing in between.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { canonicalJson, type Json } from '../core/canonical/json.ts';
import { nearestName } from '../core/model/nearest.ts';
import { FILE_VARIABLE, readEnvironment } from './environment.ts';
import { type ConfigSource, DEFAULT_FILE, readSource } from './file.ts';
import { badValue, ConfigError, type ConfigProblem, unknownKey } from './problem.ts';
import { contradictions } from './rules.ts';
import { type Config, KEY_BY_NAME, KEYS, type KeyEntry, SECTIONS } from './schema.ts';

export type Origin =
  | { readonly from: 'default' }
  | { readonly from: 'file'; readonly file: string; readonly line: number | null }
  | { readonly from: 'environment'; readonly variable: string };

export interface Configuration {
  readonly config: Config;
  /** SHA-256 over canonical JSON of every value in force, lower-case hexadecimal. */
  readonly revision: string;
  /** By the name of the key. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** By the name of the key, as a file would have it. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The file that was read; null without. */
  readonly file: string | null;
  /** Variables that look like ours and are not. */
  readonly ignored: readonly string[];
}

export interface LoadOptions {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Instead of DSMIL_CONFIG and the default file. */
  readonly file?: string | undefined;
}

interface Given {
  readonly value: unknown;
  readonly origin: Origin;
}

export function originWords(origin: Origin): string {
  switch (origin.from) {
    case 'default':
      return 'default';
    case 'file':
      return origin.line === null ? origin.file : `${origin.file}:${origin.line}`;
    case 'environment':
      return `environment variable ${origin.variable}`;
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** The keys of @source, into @given; what is not one, into @problems. */
function takeFile(
  source: ConfigSource,
  given: Map<string, Given>,
  problems: ConfigProblem[],
): void {
  const where = (name: string): Origin => ({
    from: 'file',
    file: source.file,
    line: source.lines.get(name) ?? null,
  });
  const sections = Object.keys(SECTIONS);
  for (const [section, table] of Object.entries(source.table)) {
    const at = originWords(where(section));
    if (!sections.includes(section)) {
      problems.push(unknownKey(section, at, nearestName(section, sections)));
    } else if (!isTable(table)) {
      problems.push(badValue(section, table, `a table: [${section}]`, at));
    } else {
      const names = KEYS.filter((entry) => entry.section === section).map(({ name }) => name);
      for (const [leaf, value] of Object.entries(table)) {
        const name = `${section}.${leaf}`;
        const origin = where(name);
        if (KEY_BY_NAME.has(name)) {
          given.set(name, { value, origin });
        } else {
          const near = KEYS.find((entry) => entry.leaf === leaf)?.name ?? nearestName(name, names);
          problems.push(unknownKey(name, originWords(origin), near));
        }
      }
    }
  }
}

function entryAtFault({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue?.code === 'unrecognized_keys'
    ? (issue.keys[0] ?? '')
    : (issue?.path.join('.') ?? '');
}

/** The checked value of one key; undefined with a problem when it is not good. */
function judge(entry: KeyEntry, { value, origin }: Given, problems: ConfigProblem[]): unknown {
  const result = entry.key.schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const { allowed, unit } = entry.key;
  const words = unit === null ? allowed : `${allowed} (${unit})`;
  // Of a table: which of its entries it is.
  const inner = isTable(value) ? entryAtFault(result.error) : '';
  const name = inner === '' ? entry.name : `${entry.name}.${inner}`;
  const wrong = inner !== '' && isTable(value) ? value[inner] : value;
  problems.push(badValue(name, wrong, words, originWords(origin)));
  return undefined;
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** @values have one good value for each of KEYS. */
function assemble(values: ReadonlyMap<string, unknown>): Config {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const { name, section, leaf } of KEYS) {
    const keys = sections[section] ?? {};
    keys[camelCase(leaf)] = values.get(name);
    sections[section] = keys;
  }
  return deepFreeze(sections) as Config;
}

function revisionOf(values: ReadonlyMap<string, unknown>): string {
  const json = Object.fromEntries(values) as Record<string, Json>;
  return createHash('sha256')
    .update(`dsmil/config/v1\0${canonicalJson(json)}`)
    .digest('hex');
}

/** @source is the file's content; undefined without. Throws ConfigError. */
export function resolveConfiguration(
  source: ConfigSource | undefined,
  env: Readonly<NodeJS.ProcessEnv>,
): Configuration {
  const given = new Map<string, Given>();
  const problems: ConfigProblem[] = [];
  if (source !== undefined) {
    takeFile(source, given, problems);
  }
  const environment = readEnvironment(env);
  problems.push(...environment.problems);
  for (const [name, value] of environment.values) {
    const variable = KEY_BY_NAME.get(name)?.variable ?? name;
    given.set(name, { value, origin: { from: 'environment', variable } });
  }
  const values = new Map<string, unknown>();
  const origins = new Map<string, Origin>();
  for (const entry of KEYS) {
    const one = given.get(entry.name) ?? {
      value: entry.key.fallback,
      origin: { from: 'default' as const },
    };
    values.set(entry.name, judge(entry, one, problems));
    origins.set(entry.name, one.origin);
  }
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  const config = assemble(values);
  const contradicted = contradictions(config, (name) =>
    originWords(origins.get(name) ?? { from: 'default' }),
  );
  if (contradicted.length > 0) {
    throw new ConfigError(contradicted);
  }
  return {
    config,
    revision: revisionOf(values),
    origins,
    values,
    file: source?.file ?? null,
    ignored: environment.ignored,
  };
}

/** From @file, else DSMIL_CONFIG, else /etc/dsmil/dsmil.toml when there is one. Throws ConfigError. */
export function loadConfiguration({ env, file }: LoadOptions): Configuration {
  const variable = env[FILE_VARIABLE] ?? '';
  const named = file ?? (variable === '' ? undefined : variable);
  return resolveConfiguration(readSource(named ?? DEFAULT_FILE, named !== undefined), env);
}
