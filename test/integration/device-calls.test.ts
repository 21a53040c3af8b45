// SPDX-License-Identifier: Apache-2.0
// The calls, against a real dsmil-sim: the core behind them is the one of the kernel module.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AbiError } from '../../src/abi/errors.ts';
import { DEVICES } from '../../src/abi/generated/devices.ts';
import {
  OperationType,
  Reason,
  StopCause,
  StopState,
  TxOutcome,
} from '../../src/abi/generated/enums.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { OpenError, RefusedError } from '../../src/device/errors.ts';
import type { StopView } from '../../src/device/snapshot.ts';
import { Sim } from './device-sim.ts';
import { answered } from './patient-call.ts';

const DEVICE = 0x8003;
const DATA_0 = 8;
const digest = new Uint8Array(32).fill(7);
let sim: Sim;
let device: DevicePath;

beforeAll(async () => {
  const args = ['--allow-writes', '--thermal', 'none', '--poll-ms', '20', '--spacing-us', '0'];
  sim = await Sim.start({ args });
});
afterAll(() => sim[Symbol.asyncDispose]());
beforeEach(async () => {
  device = await DevicePath.open({ path: sim.socket, mode: 'read-write' });
});
afterEach(() => device.close());

async function run(): Promise<bigint> {
  const { generation } = await answered(device, () => device.stopControl.stop('test'));
  const { nonce } = await device.stopControl.resetRequest(generation);
  await device.stopControl.resetConfirm(generation, nonce);
  await device.stopControl.start(generation);
  return generation;
}

/** In RUN, with a deadman that was armed and taken off again in time, which a busy machine may miss. */
async function armedOnce(periodMs: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    await run();
    await answered(device, () => device.stopControl.armDeadman(periodMs));
    try {
      await answered(device, () => device.stopControl.disarmDeadman());
      return;
    } catch (error) {
      expect(error).toMatchObject({ reason: Reason.DEADMAN_NOT_ARMED });
    }
  }
  throw new Error(`fifty times it took longer than ${periodMs} ms`);
}

/** What is told of what came before may come late. */
function toldOfStop(): Promise<StopView> {
  return new Promise((resolve) => {
    device.on('stop', (stop) => {
      if (stop.state === StopState.LATCHED) {
        resolve(stop);
      }
    });
  });
}

let nextTransaction = 1n;
async function prepare(value: number, change: object = {}) {
  const stopEpoch = device.snapshot().stop.generation;
  const coordinatorEpoch = await device.transactions.claim();
  const transactionId = nextTransaction++;
  const operation = { device: DEVICE, registerIndex: DATA_0, value, flags: 0, ...change };
  const input = {
    transactionId,
    coordinatorEpoch,
    stopEpoch,
    digest,
    leaseMs: 5000,
    operations: [{ type: OperationType.WRITE, ...operation }],
  };
  const prepared = await device.transactions.prepare(input);
  return { prepared, input };
}

describe('reading', () => {
  it('knows what it is connected to', async () => {
    expect(device.info).toMatchObject({ abiVersion: 1, deviceCount: 84, backend: 1 });
    expect((await device.fetchInfo()).instanceId).toBe(device.info.instanceId);
    expect((await device.stats()).openFiles).toBeGreaterThanOrEqual(2n);
  });

  it('has all 84 states without a call, and they are the ones that the call gives', async () => {
    const called = await device.states();
    const snapshot = device.snapshot();
    const seen = [...snapshot];
    expect(seen.map((s) => s.token)).toEqual(DEVICES.map((d) => d.token));
    expect(seen.map((s) => [s.token, s.risk, s.access, s.registerMask])).toEqual(
      called.map((s) => [s.token, s.risk, s.access, s.registerMask]),
    );
    expect(snapshot.instanceId).toBe(device.info.instanceId);
    expect(snapshot.gone).toBe(false);
    expect(snapshot.device(DEVICE)?.token).toBe(DEVICE);
    expect(() => snapshot.at(84)).toThrow('position is 84: it must be an integer in 0..83');
    expect((await device.states(12, 3)).map((s) => s.token)).toEqual([0x8010, 0x8011, 0x8012]);
  });

  it('reads what the hardware has', async () => {
    await sim.act('set 0x8003 data0 0xabcd');
    const answer = await device.read({ device: DEVICE, registerIndex: DATA_0 });
    expect(answer.value).toBe(0xabcd);
  });

  it('never reaches a quarantined device', async () => {
    const before = (await device.stats()).reads;
    for (const { token } of DEVICES.filter((d) => d.quarantined)) {
      const error = await device.read({ device: token, registerIndex: 0 }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(RefusedError);
      expect(error).toMatchObject({ reason: Reason.QUARANTINED, code: 'ERR_DSMIL_REFUSED' });
    }
    expect((await device.stats()).reads).toBe(before);
  });

  it('ends at the deadline of a device that does not answer, while others go on', async () => {
    await sim.act('fault not-answering 0x8004');
    const slow = device.read({ device: 0x8004, registerIndex: 0, timeoutMs: 300 });
    const failed = slow.catch((e: unknown) => e);
    // They wait for each other: what a machine that stands still takes of it is not theirs.
    const reads = Array.from({ length: 50 }, () =>
      device.read({ device: DEVICE, registerIndex: 0, timeoutMs: 5000 }),
    );
    expect(await Promise.all(reads)).toHaveLength(50);
    expect(await failed).toMatchObject({ code: 'ERR_DSMIL_TIMEOUT', errno: 'ETIMEDOUT' });
    await sim.act('clear 0x8004');
  });

  it('refuses arguments before they are sent, and says what is wrong', async () => {
    const wrong = device.read({ device: DEVICE, registerIndex: 16 });
    await expect(wrong).rejects.toThrow(AbiError);
    await expect(wrong).rejects.toThrow('registerIndex is 16: it must be an integer in 0..15');
    const stranger = device.read({ device: 0x1234, registerIndex: 0 });
    await expect(stranger).rejects.toMatchObject({ code: 'ERR_DSMIL_ARGUMENT', field: 'device' });
  });
});

describe('effects', () => {
  it('need a start, a transaction, and are read back', async () => {
    await answered(device, () => device.stopControl.stop('latched'));
    await expect(prepare(1)).rejects.toMatchObject({ reason: Reason.STOP_LATCHED });
    await run();
    const { prepared, input } = await prepare(0x1234);
    expect(prepared.outcome).toBe(TxOutcome.PREPARED);
    const committed = await device.transactions.commit(input);
    expect(committed.outcome).toBe(TxOutcome.COMMITTED);
    expect((await device.read({ device: DEVICE, registerIndex: DATA_0 })).value).toBe(0x1234);
    const status = await device.transactions.status(input.transactionId);
    expect(status).toMatchObject({ outcome: TxOutcome.COMMITTED, operationCount: 1, digest });
    expect((await device.transactions.list()).map((t) => t.transactionId)).toContain(
      input.transactionId,
    );
    await device.transactions.forget(input.transactionId);
    await expect(device.transactions.status(input.transactionId)).rejects.toMatchObject({
      reason: Reason.UNKNOWN_TRANSACTION,
    });
  });

  it('can be taken back before the commit', async () => {
    await run();
    const { input } = await prepare(1);
    const aborted = await device.transactions.abort(input.transactionId);
    expect(aborted.outcome).toBe(TxOutcome.ABORTED);
    await expect(device.transactions.commit(input)).rejects.toMatchObject({
      errno: 'ECANCELED',
      answer: { outcome: TxOutcome.ABORTED },
    });
    await device.transactions.forget(input.transactionId);
  });

  it('are refused with another digest, and to a file opened read-only', async () => {
    await run();
    const { input } = await prepare(1);
    const other = { ...input, digest: new Uint8Array(32) };
    await expect(device.transactions.commit(other)).rejects.toMatchObject({
      reason: Reason.DIGEST_MISMATCH,
    });
    await device.transactions.abort(input.transactionId);
    await device.transactions.forget(input.transactionId);
    const reader = await DevicePath.open({ path: sim.socket });
    await expect(reader.transactions.claim()).rejects.toMatchObject({
      reason: Reason.FILE_READ_ONLY,
    });
    reader.close();
  });

  it('wait for people while a device is on hold', async () => {
    await run();
    await device.setHold(DEVICE);
    await expect(prepare(1)).rejects.toMatchObject({ reason: Reason.ON_HOLD });
    await device.releaseHold(DEVICE);
    await expect(device.releaseHold(DEVICE)).rejects.toMatchObject({ reason: Reason.NOT_HELD });
  });

  it('keeps the audit head for the daemon', async () => {
    const coordinatorEpoch = await device.transactions.claim();
    const head = new Uint8Array(64).fill(9);
    await device.setAuditHead({ coordinatorEpoch, head });
    expect((await device.auditHead()).head).toEqual(head);
  });
});

describe('the stop', () => {
  it('is latched when the call returns, needs no permission, and is told', async () => {
    const generation = await run();
    const reader = await DevicePath.open({ path: sim.socket });
    const told = toldOfStop();
    const answer = await answered(reader, () => reader.stopControl.stop('a reader'));
    expect(answer).toMatchObject({ state: StopState.LATCHED, detail: 'a reader' });
    expect(answer.generation).toBeGreaterThan(generation);
    expect(device.snapshot()).toMatchObject({ stopped: true });
    expect(device.snapshot().stop).toMatchObject({ cause: StopCause.REQUEST });
    expect((await told).generation).toBeGreaterThan(generation);
    expect(await device.stopControl.status()).toMatchObject({ detail: 'a reader' });
    reader.close();
  });

  it('does not queue behind operations', async () => {
    await sim.act('latency all 500ms');
    const calls = Array.from({ length: 500 }, (_, i) => {
      const { token } = DEVICES[i % 9] ?? { token: DEVICE };
      return device.read({ device: token, registerIndex: 0, timeoutMs: 5000 });
    });
    const ends = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const pending = device.counters().callsUnderWay;
    const { generation } = device.stopControl.stop('at once');
    expect(device.snapshot().stop.generation).toBe(generation);
    // The stop returned while most of them still waited.
    expect(pending).toBeGreaterThan(400);
    expect(device.counters().callsUnderWay).toBe(pending);
    await sim.act('clear all');
    await ends;
  });

  it('is cleared by two steps and a start, in that order, under the right generation', async () => {
    const { generation } = await answered(device, () => device.stopControl.stop(''));
    await expect(device.stopControl.start(generation)).rejects.toMatchObject({
      reason: Reason.NOT_READY,
    });
    await expect(device.stopControl.resetRequest(generation - 1n)).rejects.toThrow(RefusedError);
    const { nonce, windowMs } = await device.stopControl.resetRequest(generation);
    expect(windowMs).toBeGreaterThan(100_000);
    await expect(device.stopControl.resetConfirm(generation, nonce + 1n)).rejects.toMatchObject({
      reason: Reason.RESET_NONCE,
    });
  });

  it('latches when the one who armed the deadman closes without disarming', async () => {
    const generation = await run();
    const armer = await DevicePath.open({ path: sim.socket, mode: 'read-write' });
    const armed = answered(armer, () => armer.stopControl.armDeadman(60_000));
    expect(await armed).toBeGreaterThan(40_000);
    const beaten = answered(armer, () => armer.stopControl.beatDeadman());
    expect(await beaten).toBeGreaterThan(40_000);
    const stranger = answered(device, () => device.stopControl.beatDeadman());
    await expect(stranger).rejects.toThrow(RefusedError);
    const told = toldOfStop();
    armer.close();
    expect(await told).toMatchObject({
      generation: generation + 1n,
      cause: StopCause.DEADMAN_CLOSED,
    });
  });

  it('latches when the beats stay out, and not after a disarm', async () => {
    await armedOnce(100);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(device.snapshot().stopped).toBe(false);
    const told = toldOfStop();
    await answered(device, () => device.stopControl.armDeadman(100));
    expect(await told).toMatchObject({ cause: StopCause.DEADMAN_EXPIRED });
    const short = answered(device, () => device.stopControl.armDeadman(99));
    await expect(short).rejects.toThrow('periodMs is 99');
  });
});

describe('opening', () => {
  it('says what was wrong with the options', async () => {
    const path = sim.socket;
    await expect(DevicePath.open({ path: '' })).rejects.toThrow('path is ""');
    const odd = DevicePath.open({ path, mode: 'read-write', ringSize: 5000 });
    await expect(odd).rejects.toThrow(/ringSize is 5000: it must be 0, or a power of two/);
    const reader = DevicePath.open({ path, ringSize: 16_384 });
    await expect(reader).rejects.toThrow(/mode is "read-only"/);
  });

  it('says what was tried and what it met', async () => {
    const missing = await DevicePath.open({ path: '/nonexistent/dsmil' }).catch((e: unknown) => e);
    expect(missing).toBeInstanceOf(OpenError);
    expect(missing).toMatchObject({ code: 'ERR_DSMIL_OPEN', errno: 'ENOENT', step: 'stat' });
    const file = DevicePath.open({ path: join(sim.folder, 'test.scenario') });
    await expect(file).rejects.toThrow(/neither a character device nor a socket/);
    const stranger = DevicePath.open({ path: '/dev/null' });
    await expect(stranger).rejects.toMatchObject({ step: 'INFO', errno: 'ENOTTY' });
  });

  it('gives the ring to one at a time', async () => {
    const options = { path: sim.socket, mode: 'read-write', ringSize: 65_536 } as const;
    const first = await DevicePath.open(options);
    await expect(DevicePath.open(options)).rejects.toMatchObject({
      step: 'RING_SETUP',
      errno: 'EBUSY',
      reason: Reason.RING_OWNED,
    });
    first.close();
  });

  it('can be aborted', async () => {
    const controller = new AbortController();
    const opened = DevicePath.open({ path: sim.socket, signal: controller.signal });
    controller.abort(new Error('not now'));
    await expect(opened).rejects.toThrow('not now');
    const late = DevicePath.open({ path: sim.socket, signal: controller.signal });
    await expect(late).rejects.toThrow('not now');
  });
});

describe('closing', () => {
  it('is idempotent; later use throws ERR_DSMIL_CLOSED', async () => {
    device.close();
    device.close();
    expect(device.state).toBe('closed');
    const closed = { code: 'ERR_DSMIL_CLOSED' };
    expect(() => device.snapshot()).toThrow(expect.objectContaining(closed));
    expect(() => device.stopControl.stop()).toThrow(expect.objectContaining(closed));
    expect(() => device.onRecords(() => undefined)).toThrow(expect.objectContaining(closed));
    await expect(device.read({ device: DEVICE, registerIndex: 0 })).rejects.toMatchObject(closed);
    await device[Symbol.asyncDispose]();
  });

  it('ends what has not begun, and every promise settles', async () => {
    await sim.act('latency 0x8005 500ms');
    // Eight at a time have begun, and eight more each time that these have ended.
    const calls = Array.from({ length: 400 }, () =>
      device.read({ device: 0x8005, registerIndex: 0, timeoutMs: 5000 }),
    );
    const ends = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 20));
    device.close();
    const settled = await ends;
    const codes = settled.map((s) => (s.status === 'rejected' ? s.reason.code : 'done'));
    expect(codes.filter((c) => c === 'ERR_DSMIL_CLOSED').length).toBeGreaterThan(20);
    await sim.act('clear 0x8005');
  });
});
