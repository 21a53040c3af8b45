// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbiError } from '../../../src/abi/errors.ts';
import { RECORD_CRITICAL } from '../../../src/abi/generated/constants.ts';
import { RecordType } from '../../../src/abi/generated/enums.ts';
import { writeRecordHeader } from '../../../src/abi/generated/pages.ts';
import { writeLost } from '../../../src/abi/generated/payloads.ts';
import { readPayload } from '../../../src/abi/payload.ts';
import { RecordReader } from '../../../src/abi/record-reader.ts';
import { runs } from '../core/runs.ts';

interface Item {
  readonly sequence: bigint;
  readonly timeNs: bigint;
  readonly type: RecordType;
  readonly device: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

const items = fc.array(
  fc.record({
    sequence: fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }),
    timeNs: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    type: fc.constantFrom(...Object.values(RecordType)),
    device: fc.integer({ min: 0, max: 0xffff }),
    flags: fc.constantFrom(0, RECORD_CRITICAL),
    payload: fc.uint8Array({ maxLength: 1024 }),
  }),
  { maxLength: 40 },
);

function encode(records: readonly Item[], target: Uint8Array): number {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  let at = 0;
  for (const { payload, sequence, timeNs, type, device, flags } of records) {
    const header = { sourceTrack: 1, destinationTrack: 4, clock: 1 } as const;
    const length = 32 + payload.length;
    writeRecordHeader(view, at, {
      ...header,
      length,
      crc: 0,
      sequence,
      timeNs,
      type,
      device,
      flags,
    });
    target.set(payload, at + 32);
    at += (length + 7) & ~7;
  }
  return at;
}

describe('RecordReader', () => {
  it('reads every record that was written, in order, wherever the buffer is', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 7 }), (records, words) => {
        const target = new Uint8Array(new ArrayBuffer(50_000), 8 * words, 45_000);
        const reader = new RecordReader(target);
        reader.rewind(encode(records, target));
        for (const record of records) {
          expect(reader.next()).toBe(true);
          expect(reader.sequence).toBe(Number(record.sequence));
          expect(reader.timeNs).toBe(record.timeNs);
          expect(reader.timeMs).toBeCloseTo(Number(record.timeNs) / 1e6, 0);
          expect(reader.type).toBe(record.type);
          expect(reader.device).toBe(record.device);
          expect(reader.critical).toBe(record.flags === RECORD_CRITICAL);
          expect([reader.sourceTrack, reader.destinationTrack, reader.clock]).toEqual([1, 4, 1]);
          expect(reader.payload()).toEqual(record.payload);
        }
        expect(reader.next()).toBe(false);
      }),
      runs(100),
    );
  });

  it('never runs out of the filled part, whatever is in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 512 }), fc.nat(64), (bytes, words) => {
        const end = Math.min(8 * words, bytes.length & ~7);
        const reader = new RecordReader(bytes);
        reader.rewind(end);
        let at = -1;
        try {
          while (reader.next()) {
            expect(reader.offset).toBeGreaterThan(at);
            at = reader.offset;
            expect(at + reader.length).toBeLessThanOrEqual(end);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(AbiError);
        }
      }),
      runs(100),
    );
  });

  it('refuses a buffer that is not aligned', () => {
    const odd = new Uint8Array(new ArrayBuffer(128), 4, 64);
    expect(() => new RecordReader(odd)).toThrow(
      'target.byteOffset is 4: it must be a multiple of 8',
    );
  });

  it('refuses a length that is no number of words in the buffer', () => {
    const reader = new RecordReader(new Uint8Array(64));
    for (const wrong of [-8, 4, 72, 0.5]) {
      expect(() => reader.rewind(wrong)).toThrow(
        /bytes is .*: it must be a multiple of 8 in 0\.\.64/,
      );
    }
  });
});

describe('readPayload', () => {
  it('decodes by type, and gives what is too short or unknown as bytes', () => {
    const target = new Uint8Array(256);
    const reader = new RecordReader(target);
    const lost = new Uint8Array(40);
    const value = { count: 3n, first: 7n, last: 9n, bytes: 192, critical: 1n };
    writeLost(new DataView(lost.buffer), 0, value);
    const base = { sequence: 1n, timeNs: 1n, device: 0, flags: 0 };
    const type = RecordType.LOST;
    const short = lost.subarray(0, 39);
    reader.rewind(
      encode(
        [
          { ...base, type, payload: lost },
          { ...base, type, payload: short },
        ],
        target,
      ),
    );
    reader.next();
    expect(readPayload(reader)).toEqual({ kind: 'lost', value });
    reader.next();
    expect(readPayload(reader)).toEqual({ kind: 'raw', value: short });
  });
});
