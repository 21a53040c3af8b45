// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALLS } from '../../../src/abi/generated/calls.ts';
import { StopCause } from '../../../src/abi/generated/enums.ts';
import { Caller } from '../../../src/device/calls.ts';
import { fitDetail, StopControl } from '../../../src/device/stop-control.ts';
import { runs } from '../core/runs.ts';
import { FakeNative } from './fake-native.ts';

function setUp(): { native: FakeNative; control: StopControl } {
  const native = new FakeNative();
  const path = '/dev/dsmil';
  const caller = new Caller(native, path);
  return { native, control: new StopControl(() => ({ native, caller, path })) };
}

describe('a stop', () => {
  it('goes over its own description', () => {
    const { native, control } = setUp();
    native.answer = (argument) => new DataView(argument.buffer).setBigUint64(56, 9n, true);
    expect(control.stop('test')).toMatchObject({ generation: 9n, detail: 'test' });
    expect(native.log).toEqual(['stop']);
  });

  it('tries the other way when that fails, with an argument that is whole again', () => {
    const { native, control } = setUp();
    native.stopErrno = constants.errno.ETIMEDOUT;
    const seen: number[] = [];
    native.answer = (argument) => {
      seen.push(new DataView(argument.buffer).getUint32(0, true));
      argument.fill(0xff);
    };
    control.stop('test');
    expect(native.log).toEqual(['stop', `callNow ${CALLS.STOP.nr}`]);
    expect(seen).toEqual([CALLS.STOP.size, CALLS.STOP.size]);
  });

  it('says so loudly when no way leads to the core', () => {
    const { native, control } = setUp();
    native.stopErrno = constants.errno.ETIMEDOUT;
    native.nowErrno = constants.errno.ENODEV;
    expect(() => control.stop()).toThrow(
      /did not reach \/dev\/dsmil \(ETIMEDOUT, then ENODEV\): use the hard-wired stop/,
    );
  });

  it('is not prevented by a bad reason or cause', () => {
    const { native, control } = setUp();
    control.stop('x'.repeat(1000), StopCause.LOAD);
    control.stop(undefined, 99 as StopCause);
    control.stop(null as unknown as string);
    expect(native.log).toEqual(['stop', 'stop', 'stop']);
  });
});

describe('fitDetail', () => {
  it('gives well-formed UTF-8 of 32 bytes at most, and short text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const detail = fitDetail(text);
        expect(new TextEncoder().encode(detail).length).toBeLessThanOrEqual(32);
        expect(detail.isWellFormed()).toBe(true);
        expect(detail).not.toContain('\0');
      }),
      runs(100),
    );
    expect(fitDetail('operator: smoke in room 3')).toBe('operator: smoke in room 3');
    expect(fitDetail(`${'a'.repeat(31)}é`)).toBe('a'.repeat(31));
  });
});
