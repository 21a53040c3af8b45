// SPDX-License-Identifier: Apache-2.0
// How long something keeps the event loop of this thread from its turn, beside an idle process at the
// same time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('idle-child.ts', import.meta.url));

export interface LoopDelay {
  /** 99.9th percentile of this loop's delay. {unit ms} */
  readonly ours: number;
  /** And of the idle process. {unit ms} */
  readonly idle: number;
  /**
   * Processor time that the longest turn of this loop took. The kernel brings its count up to date
   * at ticks, so that one of 250 Hz can add up to 4. {unit ms}
   */
  readonly longestTurn: number;
}

/** {unit ms} */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export async function measureLoopDelay(action: () => Promise<void>): Promise<LoopDelay> {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let longestTurn = 0;
  let running = true;
  let before = threadTime();
  const turn = (): void => {
    const now = threadTime();
    longestTurn = Math.max(longestTurn, now - before);
    before = now;
    if (running) {
      setImmediate(turn);
    }
  };
  setImmediate(turn);
  delay.enable();
  await action();
  delay.disable();
  running = false;
  const answer = once(lines, 'line');
  child.stdin.end('\n');
  const [text] = await answer;
  await exit;
  return { ours: delay.percentile(99.9) / 1e6, idle: Number(text), longestTurn };
}
