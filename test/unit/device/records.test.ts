// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbiError } from '../../../src/abi/errors.ts';
import { readInfo } from '../../../src/abi/generated/arguments.ts';
import { CALLS } from '../../../src/abi/generated/calls.ts';
import { RecordType } from '../../../src/abi/generated/enums.ts';
import { writeRecordHeader } from '../../../src/abi/generated/pages.ts';
import { RecordReader } from '../../../src/abi/record-reader.ts';
import { Caller } from '../../../src/device/calls.ts';
import { type Loss, LossAccount } from '../../../src/device/loss.ts';
import { backoffMs, checkReconnect } from '../../../src/device/reconnect.ts';
import { RecordPump, type RingFault } from '../../../src/device/record-pump.ts';
import { runs } from '../core/runs.ts';
import { FakeNative } from './fake-native.ts';

function records(sequences: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(32 * sequences.length);
  sequences.forEach((sequence, i) => {
    writeRecordHeader(new DataView(bytes.buffer), 32 * i, {
      length: 32,
      crc: 0,
      sequence: BigInt(sequence),
      timeNs: 0n,
      type: RecordType.RAW,
      device: 0,
      sourceTrack: 0,
      destinationTrack: 0,
      clock: 1,
      flags: 0,
    });
  });
  return bytes;
}

describe('LossAccount', () => {
  it('accounts for every number that did not come, whatever the batches', () => {
    const batch = fc.array(fc.tuple(fc.boolean(), fc.nat(5)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 10 }), (batches) => {
        const account = new LossAccount(1);
        let sequence = 0;
        let missing = 0;
        const losses: Loss[] = [];
        for (const steps of batches) {
          const sequences = steps.map(([lost, by]) => {
            missing += lost ? by : 0;
            sequence += 1 + (lost ? by : 0);
            return sequence;
          });
          const bytes = records(sequences);
          const reader = new RecordReader(bytes);
          reader.rewind(bytes.length);
          losses.push(...account.walk(reader));
        }
        expect(account.total).toBe(missing);
        expect(losses.reduce((sum, l) => sum + l.count, 0)).toBe(missing);
        expect(losses.every((l) => l.last - l.first + 1 === l.count)).toBe(true);
        expect(account.nextSequence).toBe(sequence + 1);
      }),
      runs(100),
    );
  });
});

interface Rig {
  readonly native: FakeNative;
  readonly pump: RecordPump;
  readonly losses: Loss[];
  readonly faults: RingFault[];
  readonly errors: unknown[];
}

function rig(): Rig {
  const native = new FakeNative();
  const losses: Loss[] = [];
  const faults: RingFault[] = [];
  const errors: unknown[] = [];
  const link = {
    path: '/dev/dsmil',
    native,
    caller: new Caller(native, '/dev/dsmil'),
    info: readInfo(new DataView(new ArrayBuffer(CALLS.INFO.size))),
    ringSize: 16_384,
    nextSequence: 1,
  };
  const pump = new RecordPump(link, {
    loss: (loss) => losses.push(loss),
    fault: (fault) => faults.push(fault),
    failed: (error) => errors.push(error),
  });
  return { native, pump, losses, faults, errors };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('RecordPump', () => {
  it('delivers, and tells where records are missing before the batch that shows it', () => {
    const { native, pump, losses } = rig();
    const seen: number[] = [];
    native.drains = [
      { bytes: records([1, 2]), records: 2, missed: 0, next: 3 },
      { bytes: records([3, 7, 8, 10]), records: 4, missed: 4, next: 11 },
    ];
    pump.deliverTo((reader) => {
      while (reader.next()) {
        seen.push(reader.sequence);
      }
    });
    // One turn each: a batch that does not fill the buffer was all there was.
    pump.onReadable();
    expect(seen).toEqual([1, 2]);
    pump.onReadable();
    expect(seen).toEqual([1, 2, 3, 7, 8, 10]);
    expect(losses).toEqual([
      { count: 3, first: 4, last: 6, cause: 'overrun' },
      { count: 1, first: 9, last: 9, cause: 'overrun' },
    ]);
    expect([pump.records, pump.account.total, pump.account.nextSequence]).toEqual([6, 4, 11]);
    pump.end();
  });

  it('resets the ring on a corrupt record, says so, and goes on', async () => {
    const { native, pump, losses, faults } = rig();
    native.drains = [{ bytes: records([1]), records: 1, missed: 0, next: 2 }, -1];
    let batches = 0;
    pump.deliverTo(() => {
      batches += 1;
    });
    pump.onReadable();
    pump.onReadable();
    const reset = native.submitted[0];
    expect(reset?.nr).toBe(CALLS.RING_RESET.nr);
    expect(native.submitted).toHaveLength(1);
    const view = new DataView(reset?.argument.buffer ?? new ArrayBuffer(0));
    view.setBigUint64(16, 2n, true);
    view.setBigUint64(24, 12n, true);
    reset?.finish(0);
    await settled();
    expect(faults).toEqual([{ kind: 'corrupt', generation: 2n, lost: 10 }]);
    expect(losses).toEqual([{ count: 10, first: 2, last: 11, cause: 'reset' }]);
    expect(native.log).toEqual(['resume', 'pause', 'resume']);
    native.drains = [{ bytes: records([12]), records: 1, missed: 0, next: 13 }];
    pump.onReadable();
    expect([batches, pump.account.total]).toEqual([2, 10]);
    pump.end();
  });

  it('tells when the ring cannot be reset', async () => {
    const { native, pump, errors } = rig();
    native.drains = [-2];
    pump.deliverTo(() => undefined);
    pump.onReadable();
    native.submitted[0]?.finish(constants.errno.EACCES);
    await settled();
    expect(errors).toEqual([expect.objectContaining({ call: 'RING_RESET', errno: 'EACCES' })]);
    pump.end();
  });

  it('lets others have their turn', () => {
    const { native, pump } = rig();
    const sequences = Array.from({ length: 16_384 / 32 }, (_, i) => i + 1);
    const full = { bytes: records(sequences), records: 512, missed: 0, next: 513 };
    native.drains = Array.from({ length: 100 }, () => full);
    let batches = 0;
    pump.deliverTo(() => {
      batches += 1;
    });
    pump.onReadable();
    expect(batches).toBe(8);
    pump.end();
  });
});

describe('reconnecting', () => {
  it('pauses longer and longer, within the limits, and never in step', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const pause = backoffMs(attempt, { minMs: 100, maxMs: 5000 }, random);
        expect(pause).toBeGreaterThanOrEqual(50);
        expect(pause).toBeLessThanOrEqual(5000);
      }),
      runs(100),
    );
    expect([0, 1, 2, 9].map((n) => backoffMs(n, {}, 1))).toEqual([100, 200, 400, 5000]);
  });

  it('refuses limits that make no sense', () => {
    expect(() => checkReconnect({ minMs: 0 })).toThrow(AbiError);
    expect(() => checkReconnect({ minMs: 500, maxMs: 100 })).toThrow(
      'reconnect.maxMs is 100: it must be 500..3600000 ms',
    );
  });
});
