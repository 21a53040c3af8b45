// SPDX-License-Identifier: Apache-2.0
// Keys from the environment: DSMIL_RISK_METHOD is risk.method. Texts stand as they are; everything
// else is written as in a file: DSMIL_RISK_TRACK_WEIGHTS='[2000, 1000, 1000]'.
import { parse, TomlError } from 'smol-toml';
import { nearestName } from '../core/model/nearest.ts';
import { badValue, type ConfigProblem, unknownKey } from './problem.ts';
import { KEYS, type KeyEntry } from './schema.ts';

/** Names the file; no key of its own. */
export const FILE_VARIABLE = 'DSMIL_CONFIG';

export interface FromEnvironment {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly ConfigProblem[];
  /** Variables that begin with DSMIL_ and belong to somebody else. */
  readonly ignored: readonly string[];
}

const BY_VARIABLE = new Map(KEYS.map((entry) => [entry.variable, entry]));
const VARIABLES = [...BY_VARIABLE.keys(), FILE_VARIABLE];
const SECTION_PREFIXES = [...new Set(KEYS.map(({ section }) => `DSMIL_${section.toUpperCase()}_`))];

/** Throws TomlError. */
function readValue(entry: KeyEntry, text: string): unknown {
  if (typeof entry.key.fallback === 'string') {
    return text;
  }
  // A second line would be a second key.
  return parse(`value = ${text.replaceAll(/[\r\n]/g, ' ')}`)['value'];
}

/** Those of the parts of @env that begin with DSMIL_. An empty one is as good as none. */
export function readEnvironment(env: Readonly<NodeJS.ProcessEnv>): FromEnvironment {
  const values = new Map<string, unknown>();
  const problems: ConfigProblem[] = [];
  const ignored: string[] = [];
  for (const [variable, text = ''] of Object.entries(env)) {
    if (!variable.startsWith('DSMIL_') || variable === FILE_VARIABLE || text === '') {
      continue;
    }
    const where = `environment variable ${variable}`;
    const entry = BY_VARIABLE.get(variable);
    if (entry !== undefined) {
      try {
        values.set(entry.name, readValue(entry, text));
      } catch (error) {
        if (!(error instanceof TomlError)) {
          throw error;
        }
        problems.push(badValue(entry.name, text, entry.key.allowed, where));
      }
      continue;
    }
    const near = nearestName(variable, VARIABLES);
    const ours = SECTION_PREFIXES.some((prefix) => variable.startsWith(prefix));
    if (ours || near !== undefined) {
      problems.push(unknownKey(variable, where, near));
    } else {
      ignored.push(variable);
    }
  }
  return { values, problems, ignored };
}
