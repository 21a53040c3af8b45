// SPDX-License-Identifier: Apache-2.0
// A process that holds the deadman is killed, stopped and ended; dsmil-stop is beside it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StopCause, StopState } from '../../src/abi/generated/enums.ts';
import { type HelperState, StopHelper } from '../../src/daemon/stop/helper.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { ROOT, Sim } from './device-sim.ts';
import { until } from './stop/world.ts';

const CHILD = join(ROOT, 'test', 'integration', 'stop', 'child.ts');

let sim: Sim;
let watch: DevicePath;
const children: ChildProcess[] = [];

beforeEach(async () => {
  sim = await Sim.start({ args: ['--allow-writes'] });
  watch = await DevicePath.open({ path: sim.socket });
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }
  watch.close();
  await sim[Symbol.asyncDispose]();
});

/** Resolves when it runs; the process of its helper, 0 without; the epoch of its RUN. */
async function startChild(options: { listen?: string; periodMs?: number } = {}) {
  const { listen = '', periodMs = 60_000 } = options;
  const args = [CHILD, sim.socket, listen, String(periodMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const lines = createInterface(child.stdout);
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the child ended with ${code}: ${said}`);
    }),
  ]);
  const [, helper, epoch = ''] = line.split(' ');
  return { child, helper: Number(helper), epoch: BigInt(epoch), said: () => said };
}

const stopView = () => watch.snapshot().stop;
const latched = (): boolean => stopView().state === StopState.LATCHED;

describe('a daemon', () => {
  it('that is killed is latched by its closed file, however long the period', async () => {
    const { child } = await startChild({ periodMs: 60_000 });
    expect(stopView().state).toBe(StopState.RUN);
    child.kill('SIGKILL');
    await until('it latches', latched);
    expect(stopView().cause).toBe(StopCause.DEADMAN_CLOSED);
  });

  it('that hangs (SIGSTOP) is latched by the deadman', async () => {
    const { child, epoch } = await startChild({ periodMs: 6_000 });
    child.kill('SIGSTOP');
    await until('it latches', latched);
    expect(stopView()).toMatchObject({
      generation: epoch + 1n,
      cause: StopCause.DEADMAN_EXPIRED,
    });
    // It wakes up, finds that out, and begins nothing by itself.
    child.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(latched()).toBe(true);
  });

  it('that hangs can be stopped by the socket of dsmil-stop, at once', async () => {
    const listen = join(sim.folder, 'stop.sock');
    const { child } = await startChild({ listen, periodMs: 60_000 });
    child.kill('SIGSTOP');
    const socket = createConnection(listen);
    await once(socket, 'connect');
    socket.write('!');
    await until('it latches', latched);
    expect(stopView().cause).toBe(StopCause.HELPER);
    socket.destroy();
    child.kill('SIGCONT');
  });

  it('that is killed is latched by its helper, too', async () => {
    const { child, helper } = await startChild({
      listen: join(sim.folder, 'stop.sock'),
      periodMs: 60_000,
    });
    const before = stopView().generation;
    child.kill('SIGKILL');
    await until('both have latched', () => stopView().generation === before + 2n);
    await until('the helper has ended', () => !alive(helper));
  });

  it('that ends in order changes nothing, and neither does the next one', async () => {
    const listen = join(sim.folder, 'stop.sock');
    const before = stopView().generation;
    const { child, helper } = await startChild({ listen });
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(alive(helper)).toBe(false);
    // No deadman is left that could run out.
    const { deadmanPeriodMs, deadmanLeftMs } = await watch.stopControl.status();
    expect({ deadmanPeriodMs, deadmanLeftMs }).toEqual({ deadmanPeriodMs: 0, deadmanLeftMs: 0 });
    expect(stopView()).toMatchObject({ state: StopState.RUN, generation: before });
    await startChild({ listen });
    expect(stopView()).toMatchObject({ state: StopState.RUN, generation: before });
  });
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') {
      return false;
    }
    throw error;
  }
}

describe('dsmil-stop beside the daemon', () => {
  const states: [HelperState, string][] = [];
  let helper: StopHelper;

  beforeEach(async () => {
    states.length = 0;
    helper = new StopHelper({
      device: sim.socket,
      listen: '',
      pauseMs: 20,
      onChange: (state, reason) => states.push([state, reason]),
    });
    await until('it is ready', () => helper.state === 'READY');
  });
  afterEach(() => helper.end());

  it('latches when it is asked to, and goes on', async () => {
    const before = stopView().generation;
    helper.trigger();
    await until('it latches', () => stopView().generation === before + 1n);
    expect(stopView().cause).toBe(StopCause.HELPER);
    expect(helper.state).toBe('READY');
  });

  it('is started again when it dies, which is said', async () => {
    const { pid } = helper;
    process.kill(pid ?? 0, 'SIGKILL');
    await until('it is ready again', () => helper.state === 'READY' && helper.pid !== pid);
    expect(states).toEqual([
      ['READY', ''],
      ['RESTARTING', 'dsmil-stop ended with SIGKILL'],
      ['READY', ''],
    ]);
    const before = stopView().generation;
    helper.trigger();
    await until('it latches', () => stopView().generation === before + 1n);
  });

  it('comes back with a device that went away', async () => {
    await sim.kill();
    await until('it has noticed', () => helper.state === 'RESTARTING');
    expect(states.at(-1)?.[1]).toContain('dsmil-stop ended with 4');
    await sim.run();
    await until('it is ready again', () => helper.state === 'READY');
  });

  it('ends without a stop when the daemon ends in order', async () => {
    const before = stopView().generation;
    await helper.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stopView().generation).toBe(before);
    expect(() => helper.trigger()).toThrow('dsmil-stop is ENDED');
  });

  it('says so when there is no such program', async () => {
    const seen: [HelperState, string][] = [];
    const none = new StopHelper({
      device: sim.socket,
      listen: '',
      program: join(sim.folder, 'no-such-program'),
      onChange: (state, reason) => seen.push([state, reason]),
    });
    await until('it is said', () => none.state === 'RESTARTING');
    expect(seen[0]?.[1]).toContain('ENOENT');
    expect(() => none.trigger()).toThrow('hard-wired');
    await none.end();
  });
});
