// SPDX-License-Identifier: Apache-2.0
// How an operation stands or ended, for people.
import { formatToken } from '../../../abi/devices.ts';
import type { WireOperation } from '../../../api/local/wire/answers.ts';
import type { WireNeed } from '../../../api/local/wire/messages.ts';
import type { Paint, Style } from '../../style.ts';
import { type Column, renderTable } from '../../table.ts';
import { errnoName, hex, wrap } from '../../text.ts';

const STATE_PAINT: Readonly<Record<string, Paint>> = {
  COMPLETED: 'green',
  DENIED: 'yellow',
  FAILED: 'red',
  EMERGENCY_STOPPED: 'alarm',
};

export function needLines(needs: readonly WireNeed[], room: number, style: Style): string[] {
  const { glyphs } = style;
  return needs.flatMap(({ rule, because, satisfied_by: by, possible }) => {
    const mark = style.paint(possible ? 'yellow' : 'critical', glyphs.fail);
    const why = because === '' ? rule : `${rule}: ${because}`;
    return [
      ...wrap(why, room - 4).map((line, i) => (i === 0 ? `  ${mark} ${line}` : `    ${line}`)),
      ...wrap(`${glyphs.arrow} ${by}`, room - 4).map((line) => `    ${line}`),
    ];
  });
}

function deviceLines({ devices }: WireOperation): string[] {
  return devices.map(({ device, value, error, reason }) => {
    const shown = value === null ? '' : ` ${hex(value)}`;
    const failed = error === 0 ? '' : ` ${errnoName(error)}`;
    return `  ${formatToken(device)}${shown}${failed}${reason === '' ? '' : ` (${reason})`}`;
  });
}

export function renderOperation(view: WireOperation, room: number, style: Style): string[] {
  const { state, cause, message, risk, coordination_id: id, transaction } = view;
  const word = style.paint(STATE_PAINT[state] ?? 'cyan', state);
  const facts = [
    ...(risk === null ? [] : [`risk ${risk}`]),
    ...(transaction === null ? [] : [`transaction ${transaction}`]),
    ...(view.replayed ? ['ended before: not done again'] : []),
    ...(view.pending ? ['goes on'] : [`${view.coordination_ms.toFixed(1)} ms`]),
  ];
  return [
    `${word} ${id}: ${facts.join(', ')}`,
    ...(message === '' ? [] : wrap(`${cause ?? ''}: ${message}`, room - 2).map((l) => `  ${l}`)),
    ...deviceLines(view),
    ...needLines(view.unmet, room, style),
  ];
}

const COLUMNS: readonly Column[] = [
  { header: 'ID', shrinkTo: 12 },
  { header: 'STATE' },
  { header: 'RISK' },
  { header: 'DEVICES', shrinkTo: 8 },
  { header: 'RECEIVED', dropOrder: 1 },
  { header: 'WHY', shrinkTo: 10 },
];

export function renderOperations(
  views: readonly WireOperation[],
  room: number,
  style: Style,
): string[] {
  if (views.length === 0) {
    return ['There are none.'];
  }
  const rows = views.map((view) => ({
    cells: [
      { text: view.coordination_id },
      { text: view.state, paint: STATE_PAINT[view.state] },
      { text: view.risk ?? '' },
      { text: view.devices.map(({ device }) => formatToken(device)).join(' ') },
      { text: new Date(view.received_at).toISOString() },
      { text: view.message },
    ],
  }));
  return renderTable(COLUMNS, [{ rows }], room, style);
}
