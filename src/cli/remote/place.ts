// SPDX-License-Identifier: Apache-2.0
// Where contexts are kept. By itself, so that a stop that needs none loads nothing for it.
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export function contextsPath(env: NodeJS.ProcessEnv): string {
  const { XDG_CONFIG_HOME: base = '' } = env;
  return join(isAbsolute(base) ? base : join(homedir(), '.config'), 'dsmil', 'contexts.json');
}
