// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbiError } from '../../../src/abi/errors.ts';
import {
  readTxPrepare,
  TX_PREPARE_SIZE,
  writeRead,
  writeRingSetup,
  writeStop,
  writeTxPrepare,
} from '../../../src/abi/generated/arguments.ts';
import { OperationType, StopCause } from '../../../src/abi/generated/enums.ts';
import { writeLost } from '../../../src/abi/generated/payloads.ts';
import { STRUCTS } from '../../../src/abi/generated/structs.ts';
import { runs } from '../core/runs.ts';
import { CODED, codecOf, inputFields, inputOf } from './structs.ts';

const viewOf = (size: number): DataView => new DataView(new ArrayBuffer(size));

function thrown(work: () => void): AbiError {
  try {
    work();
  } catch (error) {
    if (error instanceof AbiError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe.each(CODED)('%s', (name) => {
  const { write, read, size } = codecOf(name);

  it('reads what was written, anywhere in a buffer, and touches nothing else', () => {
    fc.assert(
      fc.property(inputOf(name), fc.integer({ min: 0, max: 4 }), (input, words) => {
        const bytes = new Uint8Array(size + 64).fill(0xa5);
        const view = new DataView(bytes.buffer, 8);
        write(view, 8 * words, input);
        const before = bytes.subarray(0, 8 + 8 * words);
        const after = bytes.subarray(8 + 8 * words + size);
        expect(read(view, 8 * words)).toMatchObject(input);
        expect([...before, ...after].every((b) => b === 0xa5)).toBe(true);
      }),
      runs(size > 4096 ? 20 : 100),
    );
  });

  it('names the field, the value and the range of a number that does not fit', () => {
    const [sample] = fc.sample(inputOf(name), { seed: 1, numRuns: 1 });
    const numbers = inputFields(name).filter(
      (f) =>
        f.count === undefined &&
        STRUCTS[f.type] === undefined &&
        typeof sample?.[f.name] === 'number',
    );
    for (const field of numbers) {
      for (const wrong of [-(2 ** 40), 2 ** 60, 0.5, Number.NaN]) {
        const error = thrown(() => write(viewOf(size), 0, { ...sample, [field.name]: wrong }));
        expect(error.code).toBe('ERR_DSMIL_ARGUMENT');
        expect(error.field).toBe(field.name);
        expect(error.value).toBe(wrong);
        expect(error.message).toContain(`${field.name} is ${wrong}`);
        if (field.range !== undefined && field.enum === undefined) {
          expect(error.allowed).toContain(String(field.range[1]));
        }
      }
    }
    // Some structures have none; what has is tested above, and the list is not empty in all.
    expect(CODED.some((n) => inputFields(n).length > 0)).toBe(true);
  });
});

describe('the rules of writers', () => {
  const operation = {
    device: 0x8003,
    type: OperationType.WRITE,
    registerIndex: 8,
    value: 1,
    flags: 0,
  };
  const prepare = {
    transactionId: 1n,
    coordinatorEpoch: 1n,
    stopEpoch: 1n,
    digest: new Uint8Array(32),
    leaseMs: 1000,
    operations: [operation],
  };

  it('writes the header size and the count, and defaults', () => {
    const view = viewOf(TX_PREPARE_SIZE);
    writeTxPrepare(view, 0, prepare);
    const answer = readTxPrepare(view);
    expect(answer.header.size).toBe(TX_PREPARE_SIZE);
    expect(answer.operationCount).toBe(1);
    expect(answer.operations).toHaveLength(1);
    expect(answer.operations[0]?.timeoutMs).toBe(100);
    const setup = viewOf(40);
    writeRingSetup(setup, 0, {});
    expect(setup.getBigUint64(16, true)).toBe(1_048_576n);
  });

  it('names an element of an array', () => {
    const operations = [operation, { ...operation, timeoutMs: 6000 }];
    const error = thrown(() =>
      writeTxPrepare(viewOf(TX_PREPARE_SIZE), 0, { ...prepare, operations }),
    );
    expect(error.message).toBe(
      'operations[1].timeoutMs is 6000: it must be an integer in 0..5000 ms',
    );
  });

  it('refuses lists that are too short or too long, and digests of another size', () => {
    const view = viewOf(TX_PREPARE_SIZE);
    expect(thrown(() => writeTxPrepare(view, 0, { ...prepare, operations: [] })).allowed).toBe(
      'an array of 1..84 elements',
    );
    const many = Array.from({ length: 85 }, () => operation);
    expect(thrown(() => writeTxPrepare(view, 0, { ...prepare, operations: many })).field).toBe(
      'operations',
    );
    const digest = new Uint8Array(31);
    expect(thrown(() => writeTxPrepare(view, 0, { ...prepare, digest })).allowed).toBe(
      'exactly 32 bytes',
    );
  });

  it('limits an enum to what the field takes', () => {
    const wrong = { ...operation, type: OperationType.READ };
    const error = thrown(() =>
      writeTxPrepare(viewOf(TX_PREPARE_SIZE), 0, { ...prepare, operations: [wrong] }),
    );
    expect(error.field).toBe('operations[0].type');
    expect(error.allowed).toBe(
      'one of WRITE (2), CONFIG (3), RESET (4), ACTIVATE (5), DEACTIVATE (6)',
    );
    const cause = StopCause.LOAD;
    expect(thrown(() => writeStop(viewOf(72), 0, { cause, detail: '' })).field).toBe('cause');
  });

  it('counts bytes of text, not characters, and takes no NUL', () => {
    const cause = StopCause.REQUEST;
    const write = (detail: string) => () => writeStop(viewOf(72), 0, { cause, detail });
    expect(write('é'.repeat(16))).not.toThrow();
    expect(thrown(write('é'.repeat(17))).allowed).toContain('(it has 34)');
    expect(thrown(write('a\0b')).field).toBe('detail');
  });

  it('refuses numbers where a bigint belongs, and bigints beyond 64 bits', () => {
    const lost = { count: 1n, first: 1n, last: 1n, bytes: 64, critical: 0n };
    const view = viewOf(40);
    expect(thrown(() => writeLost(view, 0, { ...lost, count: 2n ** 64n })).field).toBe('count');
    expect(thrown(() => writeLost(view, 0, { ...lost, last: -1n })).value).toBe(-1n);
    const number = 1 as unknown as bigint;
    expect(thrown(() => writeLost(view, 0, { ...lost, first: number })).field).toBe('first');
    expect(thrown(() => writeRead(viewOf(40), 0, { device: -1, registerIndex: 0 })).field).toBe(
      'device',
    );
  });
});
