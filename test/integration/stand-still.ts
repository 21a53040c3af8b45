// SPDX-License-Identifier: Apache-2.0
// A process that stands still. A signal that was sent is not yet one that was taken: of a process with several threads
// each stops in its own time, and until then it may still answer.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 60_000;

/** The letter behind the name, which may itself hold spaces and parentheses. */
function isStopped(pid: number, thread: string): boolean {
  const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
  return stat[stat.lastIndexOf(')') + 2] === 'T';
}

/** Resolves when none of its threads runs any more; SIGCONT lets it go on. */
export async function standStill(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const end = performance.now() + LIMIT_MS;
  while (!readdirSync(`/proc/${pid}/task`).every((thread) => isStopped(pid, thread))) {
    if (performance.now() > end) {
      throw new Error(`process ${pid} does not stop`);
    }
    await sleep(2);
  }
}
