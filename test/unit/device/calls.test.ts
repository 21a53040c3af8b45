// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CALLS } from '../../../src/abi/generated/calls.ts';
import { Reason, TxOutcome } from '../../../src/abi/generated/enums.ts';
import { Caller } from '../../../src/device/calls.ts';
import {
  ArgumentError,
  CallError,
  ClosedError,
  HardwareTimeoutError,
  RefusedError,
  VanishedError,
} from '../../../src/device/errors.ts';
import { NOT_BEGUN, UNANSWERED } from '../../../src/device/native.ts';
import { READ, TX_ABORT, TX_COMMIT } from '../../../src/device/shapes.ts';
import { FakeNative } from './fake-native.ts';

const { errno } = constants;
const input = { device: 0x8003, registerIndex: 8 };
const commit = {
  transactionId: 5n,
  coordinatorEpoch: 1n,
  stopEpoch: 1n,
  digest: new Uint8Array(32),
};

function setUp(): { native: FakeNative; caller: Caller } {
  const native = new FakeNative();
  return { native, caller: new Caller(native, '/dev/dsmil') };
}

/** Answers the call at hand with @code and, in the header, @reason and @field. */
function answer(native: FakeNative, code: number, reason = 0, field = 0): DataView {
  const call = native.submitted.at(-1);
  if (call === undefined) {
    throw new Error('nothing was called');
  }
  const view = new DataView(call.argument.buffer);
  view.setUint32(8, reason, true);
  view.setUint32(12, field, true);
  call.finish(code);
  return view;
}

describe('Caller', () => {
  it.each([
    [NOT_BEGUN, 'was not begun'],
    [UNANSWERED, 'may have been performed'],
  ])(
    'says of a device that has vanished that it has, and not that it was closed: %i',
    async (code, words) => {
      const { native, caller } = setUp();
      const done = caller.perform(READ, input);
      caller.vanished();
      answer(native, code);
      const error = await done.catch((e: unknown) => e);
      expect(error).toBeInstanceOf(VanishedError);
      expect(error).toHaveProperty('message', expect.stringContaining(words));
    },
  );

  it('encodes, and decodes what comes back', async () => {
    const { native, caller } = setUp();
    const done = caller.perform(READ, input);
    expect(native.submitted[0]?.nr).toBe(CALLS.READ.nr);
    const view = new DataView(native.submitted[0]?.argument.buffer ?? new ArrayBuffer(0));
    expect([view.getUint32(0, true), view.getUint16(16, true)]).toEqual([40, 0x8003]);
    view.setUint32(24, 77, true);
    answer(native, 0);
    expect((await done).value).toBe(77);
  });

  it.each([
    [errno.EACCES, Reason.QUARANTINED, RefusedError, 'ERR_DSMIL_REFUSED'],
    [errno.EBUSY, Reason.DEVICE_BUSY, RefusedError, 'ERR_DSMIL_REFUSED'],
    [errno.ESTALE, Reason.COORDINATOR_STALE, RefusedError, 'ERR_DSMIL_REFUSED'],
    [errno.ENODEV, 0, VanishedError, 'ERR_DSMIL_VANISHED'],
    [errno.ETIMEDOUT, 0, HardwareTimeoutError, 'ERR_DSMIL_TIMEOUT'],
    [errno.ECANCELED, Reason.TRANSACTION_STATE, RefusedError, 'ERR_DSMIL_REFUSED'],
    [NOT_BEGUN, 0, ClosedError, 'ERR_DSMIL_CLOSED'],
    [UNANSWERED, 0, ClosedError, 'ERR_DSMIL_CLOSED'],
    [errno.ENOTTY, 0, CallError, 'ERR_DSMIL_CALL'],
    // No field is header.size.
    [errno.EINVAL, 0, ArgumentError, 'ERR_DSMIL_ARGUMENT'],
  ])('makes errno %i with reason %i the right error', async (code, reason, type, name) => {
    const { native, caller } = setUp();
    const done = caller.perform(READ, input);
    answer(native, code, reason);
    const error = await done.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code: name });
  });

  it('says of a refusal which rule it was and what would satisfy it', async () => {
    const { native, caller } = setUp();
    const done = caller.perform(READ, input);
    answer(native, errno.EACCES, Reason.WRITES_DISABLED);
    await expect(done).rejects.toMatchObject({
      reason: 2,
      reasonName: 'WRITES_DISABLED',
      errno: 'EACCES',
      satisfiedBy: 'load the module with allow_writes=1',
      message: expect.stringContaining('READ was refused: WRITES_DISABLED (2)'),
    });
  });

  it('survives a reason that it does not know', async () => {
    const { native, caller } = setUp();
    const done = caller.perform(READ, input);
    answer(native, errno.EACCES, 4711);
    await expect(done).rejects.toMatchObject({ reason: 4711, reasonName: 'UNKNOWN_4711' });
  });

  it('names the field that the core refused, its value and what is allowed', async () => {
    const { native, caller } = setUp();
    const done = caller.perform(READ, { ...input, timeoutMs: 123 });
    answer(native, errno.EINVAL, 0, 20);
    const error = await done.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toMatchObject({ code: 'ERR_DSMIL_ARGUMENT', field: 'timeoutMs', value: 123 });
    expect((error as ArgumentError).allowed).toContain('0..5000 ms');
  });

  it('gives the answer of a failed commit: its outcome', async () => {
    const { native, caller } = setUp();
    const done = caller.perform(TX_COMMIT, commit);
    const argument = native.submitted[0]?.argument ?? new Uint8Array();
    new DataView(argument.buffer).setUint32(72, TxOutcome.ROLLED_BACK, true);
    answer(native, errno.EIO, Reason.HARDWARE_ERROR);
    await expect(done).rejects.toMatchObject({ answer: { outcome: TxOutcome.ROLLED_BACK } });
  });
});

describe('aborting', () => {
  const aborted = (controller: AbortController): void => controller.abort(new Error('enough'));

  it('before: nothing is called', () => {
    const { native, caller } = setUp();
    const controller = new AbortController();
    aborted(controller);
    expect(() => caller.perform(READ, input, { signal: controller.signal })).toThrow('enough');
    expect(native.submitted).toHaveLength(0);
  });

  it('takes back what has not begun', async () => {
    const { native, caller } = setUp();
    const controller = new AbortController();
    const done = caller.perform(TX_ABORT, { transactionId: 1n }, { signal: controller.signal });
    aborted(controller);
    await expect(done).rejects.toThrow('enough');
    expect(native.cancelled).toEqual([1]);
  });

  it('ends the wait for a read that has begun', async () => {
    const { native, caller } = setUp();
    native.begun = true;
    const controller = new AbortController();
    const done = caller.perform(READ, input, { signal: controller.signal });
    aborted(controller);
    await expect(done).rejects.toThrow('enough');
    answer(native, 0);
  });

  it('does not hide what became of an effect that has begun', async () => {
    const { native, caller } = setUp();
    native.begun = true;
    const controller = new AbortController();
    const done = caller.perform(TX_COMMIT, commit, { signal: controller.signal });
    aborted(controller);
    answer(native, 0);
    await expect(done).resolves.toMatchObject({ transactionId: 5n });
  });

  it('leaves no listener behind', async () => {
    const { native, caller } = setUp();
    const controller = new AbortController();
    const done = caller.perform(READ, input, { signal: controller.signal });
    answer(native, 0);
    await done;
    aborted(controller);
    expect(native.cancelled).toEqual([]);
  });
});
