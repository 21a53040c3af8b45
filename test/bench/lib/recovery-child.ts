// SPDX-License-Identifier: Apache-2.0
// One start of the daemon's part that commits, as cold as any start is; prints what it recovered, as JSON.
// usage: recovery-child.ts SOCKET FOLDER
import { CommitWorld } from './commit-world.ts';

/** What it prints. Times in ms. */
export interface Recovery {
  readonly recoveryMs: number;
  /** From the first line of this program to the end of recovery. */
  readonly startMs: number;
  readonly decided: number;
  readonly byKernel: number;
  readonly flagged: number;
  /** What went wrong beside: a log that took no word of an outcome while its disks stood still. */
  readonly problems: number;
}

const [socket = '', folder = ''] = process.argv.slice(2);
const begin = performance.now();
await using world = await CommitWorld.open({ socket, folder });
const { recovered, recoveryMs, openedAt, problems } = world.parts;
const { decided, flagged } = recovered;
const found: Recovery = {
  recoveryMs,
  startMs: openedAt - begin,
  decided: decided.length,
  byKernel: decided.filter(({ by }) => by === 'KERNEL').length,
  flagged: flagged.length,
  problems: problems.length,
};
process.stdout.write(`${JSON.stringify(found)}\n`);
