// SPDX-License-Identifier: Apache-2.0
// A table that fits its width: columns that matter less go first, then the elastic ones shrink.
import type { Paint, Style } from './style.ts';
import { clip, padEnd, padStart, width, wrap } from './text.ts';

export interface Column {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** May be cut down to this many columns. */
  readonly shrinkTo?: number;
  /** Left out when there is no room; the lowest number goes first. */
  readonly dropOrder?: number;
}

export interface Cell {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** Lines under the row, as they are. */
  readonly below?: readonly string[];
}

export interface Section {
  readonly heading?: string;
  readonly rows: readonly Row[];
}

const GAP = 2;

interface Laid {
  readonly index: number;
  readonly column: Column;
  size: number;
}

function total(columns: readonly Laid[]): number {
  return columns.reduce((sum, { size }) => sum + size + GAP, -GAP);
}

function lay(columns: readonly Column[], sections: readonly Section[], room: number): Laid[] {
  let laid: Laid[] = columns.map((column, index) => {
    const sizes = sections.flatMap(({ rows }) =>
      rows.map(({ cells }) => width(cells[index]?.text ?? '')),
    );
    return { index, column, size: Math.max(width(column.header), ...sizes) };
  });
  const least = (list: readonly Laid[]): number =>
    total(list.map((l) => ({ ...l, size: Math.min(l.size, l.column.shrinkTo ?? l.size) })));
  const droppable = laid
    .filter(({ column }) => column.dropOrder !== undefined)
    .sort((a, b) => (a.column.dropOrder ?? 0) - (b.column.dropOrder ?? 0));
  for (const candidate of droppable) {
    if (least(laid) <= room) {
      break;
    }
    laid = laid.filter((other) => other !== candidate);
  }
  // One column a turn, from the widest elastic one, so that they end up even.
  for (let over = total(laid) - room; over > 0; over--) {
    const elastic = laid.filter((l) => l.size > (l.column.shrinkTo ?? l.size));
    const widest = elastic.reduce<Laid | undefined>(
      (a, b) => (a && a.size >= b.size ? a : b),
      undefined,
    );
    if (widest === undefined) {
      break;
    }
    widest.size--;
  }
  return laid;
}

function renderRow(cells: readonly Cell[], laid: readonly Laid[], style: Style): string {
  return laid
    .map(({ index, column, size }, position) => {
      const { text, paint } = cells[index] ?? { text: '' };
      const cut = style.paint(paint ?? 'plain', clip(text, size, style.glyphs.ellipsis));
      if (column.align === 'right') {
        return padStart(cut, size);
      }
      return position === laid.length - 1 ? cut : padEnd(cut, size);
    })
    .join(' '.repeat(GAP))
    .trimEnd();
}

export function renderTable(
  columns: readonly Column[],
  sections: readonly Section[],
  room: number,
  style: Style,
): string[] {
  const laid = lay(columns, sections, room);
  const headers = columns.map(({ header }): Cell => ({ text: header, paint: 'dim' }));
  const lines = [renderRow(headers, laid, style)];
  for (const { heading, rows } of sections) {
    if (heading !== undefined) {
      lines.push('', style.paint('bold', clip(heading, room, style.glyphs.ellipsis)));
    }
    for (const { cells, below } of rows) {
      lines.push(renderRow(cells, laid, style), ...(below ?? []));
    }
  }
  return lines;
}

/** Label and value, labels aligned; values go on under themselves. */
export function renderFacts(
  facts: readonly (readonly [label: string, value: string])[],
  room: number,
  style: Style,
): string[] {
  const size = Math.max(...facts.map(([label]) => width(label)));
  const indent = ' '.repeat(size + 4);
  return facts.flatMap(([label, value]) =>
    wrap(value, Math.max(20, room - indent.length)).map((line, i) =>
      i === 0 ? `  ${style.paint('dim', padEnd(label, size))}  ${line}` : indent + line,
    ),
  );
}
