// SPDX-License-Identifier: Apache-2.0
// What every command gets: the terminal, the global options, and the way to the device.
import { statSync } from 'node:fs';
import { parseWhole } from './failure.ts';
import { type FileFacts, type Located, type LocateSources, locateDevice } from './locate.ts';
import type { Terminal } from './terminal.ts';

export interface GlobalOptions {
  readonly device?: string;
  /** --device as it stood before the command. */
  readonly outerDevice?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly timeout?: string;
}

export const TIMEOUT_DEFAULT_MS = 5000;
export const TIMEOUT_MAX_MS = 60_000;

export function fileFacts(path: string): FileFacts | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    return undefined;
  }
  const kind = stats.isCharacterDevice()
    ? 'character'
    : stats.isSocket()
      ? 'socket'
      : stats.isDirectory()
        ? 'folder'
        : 'file';
  return { kind, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
}

/** For looking around: what cannot be looked at is as good as absent. */
function fileFactsIfAny(path: string): FileFacts | undefined {
  try {
    return fileFacts(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}

export class Context {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly env: NodeJS.ProcessEnv;

  constructor(terminal: Terminal, options: GlobalOptions, env: NodeJS.ProcessEnv) {
    this.terminal = terminal;
    this.options = options;
    this.env = env;
  }

  get json(): boolean {
    return this.options.json === true;
  }

  /** A device of this host was named, by option or environment. */
  get namesDevice(): boolean {
    const { DSMIL_DEVICE: device = '' } = this.env;
    return this.options.device !== undefined || device !== '';
  }

  get locateSources(): LocateSources {
    return {
      named: this.options.device,
      env: this.env,
      // There is no Windows here.
      uid: process.getuid?.() ?? -1,
      stat: fileFactsIfAny,
    };
  }

  locate(): Located {
    return locateDevice(this.locateSources);
  }

  /** For where --device after the command means something else: only the one before it counts. */
  locateByOuterOption(): Located {
    return locateDevice({ ...this.locateSources, named: this.options.outerDevice });
  }

  /** What a command without --device would use in that environment. */
  locateIn(env: NodeJS.ProcessEnv): Located {
    return locateDevice({ ...this.locateSources, env, named: undefined });
  }

  /** How long to wait for an answer; undefined when it was not said. */
  get timeoutMs(): number | undefined {
    return this.options.timeout === undefined
      ? undefined
      : parseWhole('--timeout', this.options.timeout, 1, TIMEOUT_MAX_MS);
  }
}
