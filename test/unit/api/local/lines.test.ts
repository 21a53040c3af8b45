// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, ProtocolError } from '../../../../src/api/local/wire/lines.ts';
import { LINE_MAX } from '../../../../src/api/local/wire/messages.ts';
import { runs } from '../../core/runs.ts';

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));
}

describe('lines of a stream', () => {
  it('come out whole and in order, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '))),
        fc.array(fc.nat(), { maxLength: 20 }),
        (lines, places) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
          const splitter = new LineSplitter();
          const got = cut(bytes, places).flatMap((part) => splitter.push(part));
          expect(got).toEqual(lines.map((line) => Buffer.from(line, 'utf8').toString('utf8')));
        },
      ),
      runs(60),
    );
  });

  it('that do not end are refused before they fill the memory', () => {
    const splitter = new LineSplitter();
    const part = Buffer.alloc(LINE_MAX / 4, 'x');
    for (let i = 0; i < 4; i++) {
      expect(splitter.push(part)).toEqual([]);
    }
    expect(() => splitter.push(Buffer.from('x'))).toThrow(ProtocolError);
  });

  it('that are no UTF-8 are refused, not mended', () => {
    expect(() => new LineSplitter().push(Buffer.from([0xff, 0x0a]))).toThrow('not UTF-8');
  });
});
