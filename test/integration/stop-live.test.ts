// SPDX-License-Identifier: Apache-2.0
// The stop in one process, over a real simulator, store and audit log.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperationType, StopCause, StopState } from '../../src/abi/generated/enums.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { openDegradation } from '../../src/orchestrator/degradation/open.ts';
import { ResetRefusedError } from '../../src/orchestrator/stop/errors.ts';
import { Sim } from './device-sim.ts';
import { answered } from './patient-call.ts';
import { until, World, type WorldOptions } from './stop/world.ts';

let sim: Sim;
let world: World;

beforeEach(async () => {
  sim = await Sim.start({ args: ['--allow-writes', '--poll-ms', '20'] });
  world = await World.open({ socket: sim.socket, noDisk: true });
  await until('LATCHED', () => world.stop.state === 'LATCHED');
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await sim[Symbol.asyncDispose]();
});

const kernelStop = (): number => world.device.snapshot().stop.state;
/** Transactions that are prepared and left so, one on each of the devices. */
async function prepare(devices: readonly number[]): Promise<void> {
  const { transactions } = world.device;
  const coordinatorEpoch = await transactions.claim();
  const stopEpoch = world.device.snapshot().stop.generation;
  for (const device of devices) {
    await transactions.prepare({
      transactionId: BigInt(device),
      coordinatorEpoch,
      stopEpoch,
      digest: new Uint8Array(32).fill(7),
      leaseMs: 300_000,
      operations: [{ type: OperationType.WRITE, device, registerIndex: 8, value: 1, flags: 0 }],
    });
  }
}

/** Ends the world of before in order, and opens another over the same kernel. */
async function reopen(options: Omit<WorldOptions, 'socket'>): Promise<void> {
  await world[Symbol.asyncDispose]();
  world = await World.open({ socket: sim.socket, noDisk: true, ...options });
}

describe('the way to RUN and back', () => {
  it('takes two persons and a start, with a real audit log', async () => {
    await reopen({ noDisk: false });
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    await world.run();
    expect(world.stop).toMatchObject({ state: 'RUN', running: true });
    expect(kernelStop()).toBe(StopState.RUN);
    const answer = world.stop.stop('ann', 'smoke');
    expect(kernelStop()).toBe(StopState.LATCHED);
    expect(answer).toEqual({ latched: true, epoch: 2, problem: null });
    expect((await world.device.stopControl.status()).detail).toContain('ann: smoke');
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    expect(world.problems).toEqual([]);
    // On a machine that is busy the answers may take more than 100 ms, which is said.
    const told = world.published.map(({ subject }) => subject);
    expect(told.filter((subject) => subject !== 'stop.degraded')).toEqual([
      'stop.stopping',
      'stop.settled',
      'stop.reset_requested',
      'stop.reset_confirmed',
      'stop.started',
      'stop.stopping',
      'stop.settled',
    ]);
  });

  it('is refused while a device is too hot', async () => {
    await sim.act('fault thermal 0x8003');
    const refusals = (): string => {
      try {
        world.parts.reset.offer();
        return '';
      } catch (error) {
        return error instanceof ResetRefusedError ? error.message : String(error);
      }
    };
    await until('the heat is seen', () => refusals() !== '');
    expect(refusals()).toMatch(/CAUSE_PRESENT \(the hottest device is at 110 °C/);
    await sim.act('fault thermal 0x8003 40000');
    await until('it has cooled', () => refusals() === '');
    await world.run();
  });

  it('by somebody who asks the kernel alone is latched again', async () => {
    const other = await DevicePath.open({ path: sim.socket, mode: 'read-write' });
    const { generation } = other.snapshot().stop;
    const { nonce } = await other.stopControl.resetRequest(generation);
    await other.stopControl.resetConfirm(generation, nonce);
    await other.stopControl.start(generation);
    await until('it is latched', () => kernelStop() === StopState.LATCHED);
    expect(world.stop.running).toBe(false);
    other.close();
  });
});

describe('a stop', () => {
  it.each([
    ['another process', StopCause.REQUEST],
    ['dsmil-stop', StopCause.HELPER],
  ])('by %s is the same stop', async (_, cause) => {
    await world.run();
    const other = await DevicePath.open({ path: sim.socket });
    const { epoch } = world.stop.control;
    await answered(other, () => other.stopControl.stop('somebody else', cause));
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    expect(world.stop.control.epoch).toBeGreaterThan(epoch);
    other.close();
  });

  it('is latched, and acknowledged, while the disk does nothing', async () => {
    await reopen({ noDisk: false });
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    await world.run();
    const answers = join(sim.folder, 'the-disk-answers');
    let stalled = true;
    const stall = world.hold(answers).then(() => {
      stalled = false;
    });
    world.stop.stop('ann', 'smoke');
    expect(kernelStop()).toBe(StopState.LATCHED);
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    expect(stalled).toBe(true);
    writeFileSync(answers, '');
    await stall;
  });

  it('with devices prepared is LATCHED_DEGRADED and names them until they are given back', async () => {
    await world.run();
    const devices = [0x8003, 0x8004, 0x8010];
    await prepare(devices);
    world.stop.stop('ann', 'smoke');
    await until('DEGRADED', () => world.stop.state === 'LATCHED_DEGRADED');
    // The tracks have had no turn yet when the machine stood still at that moment.
    await until(
      'the tracks have taken it in',
      () => !world.stop.control.missing.includes('interface'),
    );
    expect(world.stop.control.missing).toEqual(['0x8003', '0x8004', '0x8010']);
    for (const device of devices) {
      await world.device.transactions.abort(BigInt(device));
    }
    await until('LATCHED', () => world.stop.state === 'LATCHED');
  });

  it('with a track that hangs is LATCHED_DEGRADED, and resets name it', async () => {
    await world.run();
    world.security.hangs = true;
    world.stop.stop('ann', 'smoke');
    await until('DEGRADED', () => world.stop.state === 'LATCHED_DEGRADED');
    await until('the other has taken it in', () => world.stop.control.missing.length === 1);
    expect(world.parts.reset.offer().accepts).toEqual(['security']);
    await world.run();
    expect(world.stop.running).toBe(true);
  });

  it('with 64 operations under way settles when the last has ended', async () => {
    await world.run();
    await sim.act('latency group 4 30ms');
    let underWay = 64;
    const reads = Array.from({ length: 64 }, async (_, at) => {
      const device = 0x8040 + (at % 12);
      await world.device
        .read({ device, registerIndex: 0, timeoutMs: 5_000 })
        .catch((error: unknown) => error);
      underWay--;
    });
    world.stop.stop('ann', 'smoke');
    expect(kernelStop()).toBe(StopState.LATCHED);
    expect(underWay).toBe(64);
    await Promise.all(reads);
    await until('LATCHED', () => world.stop.state === 'LATCHED');
  });

  it('is what a device that vanishes means, and another kernel is LATCHED', async () => {
    await world.run();
    await reopen({ reconnect: true });
    expect(world.stop.state).toBe('RUN');
    await sim.kill();
    await until('DEGRADED', () => world.stop.state === 'LATCHED_DEGRADED');
    expect(world.stop.control.missing).toEqual(['kernel']);
    await until('the beat fails', () => world.beats.at(-1)?.kind === 'FAILED');
    await sim.run({ args: ['--allow-writes', '--poll-ms', '20'] });
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    expect(world.stop.control.epoch).toBe(1);
    await until('it beats again', () => world.beats.at(-1)?.kind === 'BEATING');
    await world.run();
  });
});

describe('the deadman', () => {
  it('latches when the orchestrator is not well, and a stop seen so is the same', async () => {
    await world.run();
    let problem: string | null = null;
    const checks = [{ name: 'coordinator', problem: () => problem }];
    await reopen({ periodMs: 4_000, beatMs: 50, checks });
    // A machine that has stood still for those four seconds has latched without a fault.
    while (!world.stop.running) {
      await until('LATCHED', () => world.stop.state === 'LATCHED');
      await world.run();
    }
    problem = 'stuck for 9 s';
    const withheld = (): boolean =>
      world.beats.some((beat) => 'reason' in beat && beat.reason === 'coordinator: stuck for 9 s');
    await until('the beat is withheld', withheld);
    await until('LATCHED', () => world.stop.state === 'LATCHED');
    expect(world.device.snapshot().stop.cause).toBe(StopCause.DEADMAN_EXPIRED);
    expect(world.beats.at(-1)?.kind).toBe('WITHHELD');
  });
});

describe('the ring', () => {
  it('that is faulty is DEGRADED, looked around, and well again after quiet', async () => {
    let polled = 0;
    const degradation = openDegradation({
      deadlineMs: 1_000,
      ring: world.device,
      poll: () => {
        polled += world.device.snapshot().gone ? 0 : 1;
      },
      clock: world.clock,
      events: { publish: () => undefined },
      onProblem: (error) => world.problems.push(error),
    });
    const state = () => degradation.board.stateOf('ring');
    const away = world.device.onRecords(() => undefined);
    await sim.act('fault corrupt-record');
    await until('the fault is seen', () => state() === 'DEGRADED');
    expect(polled).toBeGreaterThan(0);
    await until('it is well again', () => state() === 'OK');
    away();
    await sim.act('fault ring-overrun 10');
    world.device.onRecords(() => undefined);
    await until('the loss is seen', () => state() === 'DEGRADED');
    degradation.close();
    expect(world.problems).toEqual([]);
  });
});
