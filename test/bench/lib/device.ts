// SPDX-License-Identifier: Apache-2.0
// Our side of the benchmarks: a DevicePath on the simulated device that plays on command.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DevicePath } from '../../../src/device/device-path.ts';
import { BenchSim } from './bench-sim.ts';

export const RING_SIZE = 1 << 20;

export interface Rig extends AsyncDisposable {
  readonly sim: BenchSim;
  readonly path: DevicePath;
}

export async function openRig(ringSize: number = RING_SIZE): Promise<Rig> {
  // Nothing publishes or samples by itself.
  const sim = await BenchSim.start('--poll-ms', '0');
  try {
    const path = await DevicePath.open({ path: sim.socket, mode: 'read-write', ringSize });
    return {
      sim,
      path,
      async [Symbol.asyncDispose]() {
        path.close();
        await sim[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await sim[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Does it with the player on the one processor and this thread on the other, as the peers in C
 * are. Only that: what is started from here would inherit it.
 */
export async function whilePinned<T>({ sim }: Rig, action: () => Promise<T>): Promise<T> {
  const pid = String(process.pid);
  const before = /: (\S+)\s*$/.exec(await taskset(pid))?.[1];
  if (before === undefined) {
    throw new Error('taskset does not say which processors this process may use');
  }
  const processor = await sim.command('pin');
  await taskset(String(processor), pid);
  try {
    return await action();
  } finally {
    await taskset(before, pid);
  }
}

async function taskset(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('taskset', ['-cp', ...args])).stdout;
}
