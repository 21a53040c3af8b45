// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHold } from './check-hold.ts';
import { parseLog } from './log.ts';

const judge = (lines: readonly string[], options = {}) =>
  checkHold(
    parseLog(
      ['# witness', 'M 240', 'R 0x60000ff8 4', 'M 241', ...lines, 'M 242', '# end', ''].join('\n'),
    ),
    options,
  );
const write = 'W 0x60000004 4';
const read = 'R 0x60000004 4';

describe('a stop, seen from outside,', () => {
  it('holds: writes before it, reads at most until the reset; none at all while unbound', () => {
    const log = ['M 104', write, 'M 100', read, 'M 101', write, 'M 104', write, 'M 102', 'M 103'];
    assert.deepEqual(judge(log), { violations: [], stops: 1, gone: 1, written: 3 });
  });

  for (const [what, log, message] of [
    ['a write follows it', ['M 104', write, 'M 100', write, 'M 101'], /a write .* while stopped/],
    [
      'a write follows unbinding',
      ['M 104', write, 'M 102', write, 'M 103'],
      /a write .* while gone/,
    ],
    ['a read follows unbinding', ['M 104', write, 'M 102', read, 'M 103'], /a read .* while gone/],
    ['nothing was written before it', ['M 104', read, 'M 100', 'M 101'], /nothing is proven/],
    ['its end is missing', ['M 104', write, 'M 100'], /ends while stopped/],
    [
      'a marker is missing',
      ['M 104', write, 'M 100', 'M 104', write, 'M 100', 'M 101'],
      /marker 104 while stopped/,
    ],
    ['it was never running', ['M 100', 'M 101'], /marker 100 while other/],
  ] as const) {
    it(`does not hold when ${what}`, () => {
      const { violations } = judge(log);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? '', message);
    });
  }

  it('lets ports be used for reading, and counts that', () => {
    const log = ['M 104', 'W 0x164e 2 0x8003', 'M 100', 'W 0x164e 2 0x8003', 'M 101'];
    assert.deepEqual(judge(log, { readsOnly: true }), {
      violations: [],
      stops: 1,
      gone: 0,
      written: 2,
    });
    const gone = ['M 104', 'W 0x164e 2 0x8003', 'M 102', 'W 0x164e 2 0x8003', 'M 103'];
    assert.equal(judge(gone, { readsOnly: true }).violations.length, 1);
  });
});
