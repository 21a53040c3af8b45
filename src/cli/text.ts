// SPDX-License-Identifier: Apache-2.0
// Text of a known width. Pure.
import { getSystemErrorName } from 'node:util';

const ESCAPE = '\u001b';
/** The colours that style.ts makes. */
const SGR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
const SGR_APART = new RegExp(`(${SGR.source})`);
// Controls, and what reorders or hides text: a record's words must not drive the terminal.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** Columns that @text takes, colours aside. All that is printed here is one column a character. */
export function width(text: string): number {
  return [...text.replace(SGR, '')].length;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}

/** @text in at most @columns; what is cut off shows as @ellipsis. */
export function clip(text: string, columns: number, ellipsis = '…'): string {
  const characters = [...text];
  if (characters.length <= columns) {
    return text;
  }
  return columns <= 0 ? '' : characters.slice(0, columns - 1).join('') + ellipsis;
}

/** As clip, for a line that has colours in it: they are kept, and ended. */
export function clipPainted(line: string, columns: number, ellipsis = '…'): string {
  if (width(line) <= columns) {
    return line;
  }
  let room = Math.max(0, columns - 1);
  let out = '';
  // Pieces at odd places are the colours themselves.
  for (const piece of line.split(SGR_APART)) {
    if (piece.startsWith(ESCAPE)) {
      out += piece;
    } else {
      const characters = [...piece].slice(0, room);
      room -= characters.length;
      out += characters.join('');
    }
  }
  return columns <= 0 ? '' : out + ellipsis;
}

/** Words into lines of at most @columns; a word that is longer stands alone. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Text that came from elsewhere, safe to show. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd');
}

/** The same for several lines, in which our own colours stay. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .split(SGR_APART)
        .map((piece, i) => (i % 2 === 1 ? piece : printable(piece)))
        .join(''),
    )
    .join('\n');
}

/** JSON that is safe to show, and still says the same: what is not printable is escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** 1,234,567 */
export function grouped(value: number | bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** For a column: as it is below 10,000, then 12k, 3.4M, 5G. */
export function compact(value: bigint): string {
  if (value < 10_000n) {
    return value.toString();
  }
  for (const [unit, size] of [
    ['G', 1_000_000_000n],
    ['M', 1_000_000n],
  ] as const) {
    if (value >= size) {
      const tenths = (value * 10n) / size;
      return `${tenths < 100n ? Number(tenths) / 10 : tenths / 10n}${unit}`;
    }
  }
  return `${value / 1000n}k`;
}

export function hex(value: number | bigint, digits = 8): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** 1 MiB, 16 KiB, 96 B */
export function bytes(value: number | bigint): string {
  const number = Number(value);
  for (const [unit, size] of [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const) {
    if (number >= size) {
      const scaled = number / size;
      return `${Number.isInteger(scaled) ? scaled : scaled.toFixed(1)} ${unit}`;
    }
  }
  return `${number} B`;
}

/** Short, for a column: 12ms, 3.4s, 5m, 2h, 9d */
export function age(ns: bigint): string {
  const ms = Number(ns) / 1e6;
  if (ms < 0) {
    return '0ms';
  }
  if (ms < 999.5) {
    return `${Math.round(ms)}ms`;
  }
  const s = ms / 1000;
  if (s < 9.95) {
    return `${s.toFixed(1)}s`;
  }
  if (s < 100) {
    return `${Math.round(s)}s`;
  }
  if (s < 100 * 60) {
    return `${Math.round(s / 60)}m`;
  }
  return s < 48 * 3600 ? `${Math.round(s / 3600)}h` : `${Math.round(s / 86400)}d`;
}

/** For a sentence: 340 µs, 12.3 ms, 4.2 s, 3 min 20 s, 2 h 5 min */
export function duration(ns: bigint | number, micro = 'µ'): string {
  const value = Number(ns);
  if (value < 1e6) {
    return `${(value / 1e3).toFixed(value < 1e5 ? 1 : 0)} ${micro}s`;
  }
  if (value < 1e9) {
    return `${(value / 1e6).toFixed(1)} ms`;
  }
  const s = value / 1e9;
  if (s < 60) {
    return `${s.toFixed(1)} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ${Math.floor(s % 60)} s`;
  }
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** The core's "no such thing". */
export const TEMPERATURE_UNKNOWN = -0x8000_0000;

export function temperature(millicelsius: number, degree = ' °C'): string {
  return millicelsius === TEMPERATURE_UNKNOWN
    ? '-'
    : `${(millicelsius / 1000).toFixed(1)}${degree}`;
}

/** ETIMEDOUT for -110; '' for 0. */
export function errnoName(error: number): string {
  if (error === 0) {
    return '';
  }
  // Throws for a positive number; an errno that the system does not know comes back in words.
  const name = error < 0 ? getSystemErrorName(error) : '';
  return /^E[A-Z0-9]+$/.test(name) ? name : `errno ${-error}`;
}

export function plural(count: number | bigint, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${Number(count) === 1 ? one : many}`;
}

/** 12:34:56.789, local time. */
export function clock(date: Date): string {
  const two = (value: number): string => value.toString().padStart(2, '0');
  const ms = date.getMilliseconds().toString().padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}
