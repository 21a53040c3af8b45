// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeStyle } from '../../../src/cli/style.ts';
import {
  age,
  bytes,
  clip,
  clipPainted,
  compact,
  duration,
  errnoName,
  grouped,
  padEnd,
  padStart,
  plural,
  printable,
  printableJson,
  printableLines,
  temperature,
  width,
  wrap,
} from '../../../src/cli/text.ts';
import { runs } from '../core/runs.ts';

const painted = makeStyle({ color: true, unicode: true });

describe('width', () => {
  it('does not count colours', () => {
    expect(width(painted.paint('alarm', ' STOP '))).toBe(6);
    expect(padEnd(painted.paint('red', 'ab'), 4).endsWith('  ')).toBe(true);
    expect(padStart('7', 3)).toBe('  7');
  });

  it('counts characters, not code units', () => {
    expect(width('a😀b')).toBe(3);
  });
});

describe('clip', () => {
  it('never gives more than asked, and says when it cut', () => {
    expect(clip('Communications', 6)).toBe('Commu…');
    expect(clip('short', 6)).toBe('short');
    expect(clip('anything', 0)).toBe('');
  });

  it('keeps and ends the colours of a cut line', () => {
    const line = `${painted.paint('red', 'abcdef')} tail`;
    const cut = clipPainted(line, 4);
    expect(width(cut)).toBe(4);
    expect(cut).toContain('\u001b[31m');
    expect(cut).toContain('\u001b[0m');
    expect(clipPainted('abc', 3)).toBe('abc');
  });

  it('holds for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 60 }),
        (text, columns) => {
          expect(width(clip(text, columns))).toBeLessThanOrEqual(columns);
          expect(width(clipPainted(text, columns))).toBeLessThanOrEqual(columns);
        },
      ),
      runs(100),
    );
  });
});

describe('wrap', () => {
  it('breaks between words alone', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('unbreakable-word x', 5)).toEqual(['unbreakable-word', 'x']);
    expect(wrap('   ', 5)).toEqual([]);
  });
});

describe('printable', () => {
  it('takes the teeth out of what drives a terminal', () => {
    expect(printable('a\u001b[2Jb')).toBe('a\ufffd[2Jb');
    expect(printable('right\u202eleft')).toBe('right\ufffdleft');
    expect(printable('Ä ok')).toBe('Ä ok');
  });
});

describe('numbers', () => {
  it('are grouped', () => {
    expect(grouped(1234567n)).toBe('1,234,567');
    expect(grouped(999)).toBe('999');
    expect(plural(1, 'record')).toBe('1 record');
    expect(plural(2n, 'record')).toBe('2 records');
  });

  it.each([
    [0n, '0'],
    [9999n, '9999'],
    [12_345n, '12k'],
    [3_450_000n, '3.4M'],
    [123_456_789n, '123M'],
    [2n ** 64n - 1n, '18446744073G'],
  ])('%s is compact as %s', (value, text) => {
    expect(compact(value)).toBe(text);
  });

  it('have units', () => {
    expect(bytes(1048576)).toBe('1 MiB');
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(bytes(96)).toBe('96 B');
  });

  it.each([
    [0n, '0ms'],
    [-5n, '0ms'],
    [12_000_000n, '12ms'],
    [999_600_000n, '1.0s'],
    [3_400_000_000n, '3.4s'],
    [61_000_000_000n, '61s'],
    [300_000_000_000n, '5m'],
    [7_200_000_000_000n, '2h'],
    [9n * 86_400_000_000_000n, '9d'],
  ])('age of %s ns is %s', (ns, text) => {
    expect(age(ns)).toBe(text);
  });

  it.each([
    [1500, '1.5 µs'],
    [340_000, '340 µs'],
    [12_300_000, '12.3 ms'],
    [4_200_000_000, '4.2 s'],
    [200_000_000_000, '3 min 20 s'],
    [7_500_000_000_000, '2 h 5 min'],
  ])('duration of %s ns is %s', (ns, text) => {
    expect(duration(ns)).toBe(text);
  });

  it('says when a temperature is unknown', () => {
    expect(temperature(41_250)).toBe('41.3 °C');
    expect(temperature(-2_147_483_648)).toBe('-');
  });
});

describe('errnoName', () => {
  it('names what the system knows', () => {
    expect(errnoName(-110)).toBe('ETIMEDOUT');
    expect(errnoName(0)).toBe('');
    expect(errnoName(-99999)).toBe('errno 99999');
  });
});

describe('what is quoted', () => {
  // C0, C1 (0x9b is CSI to many terminals), bidi overrides, line separators.
  const evil = 'a\u001b[2J\u009b31mb\u202ec\u2066d\u2028e\u0007';

  it('stays the same in JSON, and drives no terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = printableJson({ text, evil });
        expect(JSON.parse(json)).toEqual({ text, evil });
        expect(json).toBe(printable(json));
      }),
      runs(100),
    );
    expect(printableJson(evil)).toContain('\\u009b31mb\\u202e');
  });

  it('keeps our colours and line ends, nothing else', () => {
    const ours = painted.paint('critical', 'dsmilctl:');
    const shown = printableLines(`${ours} first\n${evil}`);
    expect(shown.startsWith(`${ours} first\n`)).toBe(true);
    const second = shown.split('\n')[1] ?? '';
    expect(second).toBe(printable(second));
  });
});
