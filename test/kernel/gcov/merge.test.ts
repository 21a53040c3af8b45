// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CountedLine, judge, mergeLines, parseReasons, ReasonsError } from './merge.ts';

const counted = (line: number, count: number, branches: readonly number[] = []): CountedLine => ({
  file: 'core/x.c',
  line,
  function: 'f',
  count,
  branches,
});
const merged = (...lines: CountedLine[]) =>
  mergeLines(lines).map(({ line, reached, branches, taken }) => ({
    line,
    reached,
    branches,
    taken,
  }));

describe('mergeLines', () => {
  it('reaches a line that any run reached', () => {
    assert.deepEqual(merged(counted(1, 0), counted(1, 2), counted(2, 0)), [
      { line: 1, reached: true, branches: 0, taken: 0 },
      { line: 2, reached: false, branches: 0, taken: 0 },
    ]);
  });

  it('adds up the ways out of a line that two runs took one each of', () => {
    assert.deepEqual(merged(counted(1, 1, [1, 0]), counted(1, 1, [0, 3])), [
      { line: 1, reached: true, branches: 2, taken: 2 },
    ]);
  });

  it('does not add up what two compilations count differently: the fuller one counts', () => {
    assert.deepEqual(merged(counted(1, 1, [1, 0]), counted(1, 1, [1, 1, 1, 0])), [
      { line: 1, reached: true, branches: 4, taken: 3 },
    ]);
  });

  it('does not take a compilation without branches for one that took them all', () => {
    assert.deepEqual(merged(counted(1, 1), counted(1, 1, [1, 0])), [
      { line: 1, reached: true, branches: 2, taken: 1 },
    ]);
  });
});

describe('reasons', () => {
  const line = { file: 'core/x.c', function: 'f', words: 'if (a)' };
  const gap = { ...line, line: 7, missing: 'never reached' };
  const reasons = (text: string) => parseReasons(`# a remark\n\n## luck\n${text}\n`);

  it('explain a gap', () => {
    assert.deepEqual(judge([gap], [line], reasons('core/x.c f: if (a)')), {
      unexplained: [],
      stale: [],
    });
  });

  it('are missed: another file, another function, other words', () => {
    for (const other of ['core/y.c f: if (a)', 'core/x.c g: if (a)', 'core/x.c f: if (b)']) {
      const verdict = judge([gap], [line], reasons(other));
      assert.deepEqual(verdict.unexplained, [gap]);
      assert.equal(verdict.stale.length, 1);
    }
  });

  it('are stale when the line is reached by now', () => {
    assert.equal(judge([], [line], reasons('core/x.c f: if (a)')).stale[0]?.line, 4);
  });

  it('for what is reached now and then may be reached, but the line has to be there', () => {
    assert.deepEqual(judge([], [line], reasons('~core/x.c f: if (a)')).stale, []);
    assert.equal(judge([], [], reasons('~core/x.c f: if (a)')).stale.length, 1);
  });

  it('are refused without a group, and in another form', () => {
    assert.throws(() => parseReasons('core/x.c f: if (a)'), ReasonsError);
    assert.throws(() => reasons('core/x.c if (a)'), /line 4/);
  });
});
