// SPDX-License-Identifier: Apache-2.0
// What is built once, and where: victims.ts makes it, main.ts uses it, perhaps in another machine.
import { join } from 'node:path';

export const VICTIM = 'test/crash/daemon/victim';
export const HARNESS = 'test/crash/daemon/main';
export const STRIKE = 'strike.so';

export interface Built {
  /** The daemon that is struck. */
  readonly victim: string;
  /** Preloaded into it. */
  readonly strike: string;
}

export function programsIn(folder: string): Built {
  return { victim: join(folder, `${VICTIM}.js`), strike: join(folder, STRIKE) };
}
