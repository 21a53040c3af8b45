// SPDX-License-Identifier: Apache-2.0
// The picture that `top` draws. Pure: what is known in, lines out.
import type { DeviceState } from '../../abi/generated/state.ts';
import { lossSummary, type Meter, rateText } from '../live/meter.ts';
import type { Style } from '../style.ts';
import { clipPainted, padEnd, plural, width, wrap } from '../text.ts';
import { stopStateName } from '../views/stop.ts';
import { stopPaint } from '../words.ts';
import { renderGrid, renderLegend } from './grid.ts';

export interface TopView {
  /** simulator 0.1.0, up 3 min 20 s */
  readonly about: string;
  readonly path: string;
  readonly stop: { readonly state: number; readonly summary: string };
  readonly states: readonly DeviceState[];
  readonly meter: Meter;
  /** Newest last; as they are to be shown. */
  readonly recent: readonly string[];
  /** When the records are not to be had: why. */
  readonly notice: string | undefined;
  /** What to type elsewhere. */
  readonly commands: { readonly call: string; readonly words: readonly string[] };
  readonly footer: string;
}

function head(view: TopView, columns: number, style: Style): string[] {
  const stop = `${style.paint(stopPaint(view.stop.state), ` STOP: ${stopStateName(view.stop.state)} `)} ${view.stop.summary}`;
  const title = `${style.paint('bold', 'DSMIL')}  ${view.about}`;
  const path = style.paint('dim', view.path);
  const one = `${title}  ${path}`;
  return [width(one) <= columns ? one : title, ...(width(one) <= columns ? [] : [path]), stop];
}

export function renderRates({ meter, notice }: TopView, columns: number, style: Style): string[] {
  if (notice !== undefined) {
    return wrap(notice, columns - 2).map((line) => style.paint('caution', ` ${line} `));
  }
  const text = `${style.paint('bold', rateText(meter.rate))}  ${plural(meter.total, 'record')}, ${lossSummary(meter, style)}`;
  const types = meter.byType().join(', ');
  const line = types === '' ? text : `${text}   ${style.paint('dim', types)}`;
  const room = columns - width(line) - 2;
  const lines = [line];
  // In a log it would be noise.
  if (style.color && style.glyphs.ellipsis === '…' && room >= 10) {
    lines[0] = `${padEnd(line, columns - Math.min(60, room))}${meter.sparkline(Math.min(60, room))}`;
  }
  return lines;
}

/** The picture that stands above the events. */
export function renderPicture(view: TopView, columns: number, style: Style): string[] {
  return [
    ...head(view, columns, style),
    '',
    ...renderGrid(view.states, columns, style),
    ...renderLegend(style),
  ];
}

/** How to reach it from elsewhere: the call once, then what may follow it. */
export function renderCommands({ commands: { call, words } }: TopView, style: Style): string[] {
  const separator = ` ${style.glyphs.dot} `;
  return [
    `In another terminal:  ${style.paint('cyan', call)}`,
    `  ${words.map((word) => style.paint('cyan', word)).join(separator)}`,
  ];
}

/** Exactly what fits on a screen of @rows lines: events take what is left, the newest stay. */
export function renderScreen(view: TopView, columns: number, rows: number, style: Style): string[] {
  const picture = [
    ...renderPicture(view, columns, style),
    '',
    ...renderRates(view, columns, style),
  ];
  const foot = [...renderCommands(view, style), style.paint('dim', view.footer)];
  const left = rows - picture.length - foot.length - 1;
  const recent = left > 0 ? view.recent.slice(-left) : [];
  const blank = Array.from({ length: Math.max(0, left - recent.length) }, () => '');
  return [...picture, ...recent, ...blank, '', ...foot]
    .slice(0, rows)
    .map((line) => clipPainted(line, columns, style.glyphs.ellipsis));
}
