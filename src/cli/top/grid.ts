// SPDX-License-Identifier: Apache-2.0
// The 84 devices as a picture: a row for each group, a cell for each device.
import {
  DEVICE_HELD,
  DEVICE_NOT_ANSWERING,
  DEVICE_OPERATING,
  DEVICE_PREPARED,
  DEVICE_PRESENT,
  DEVICE_STALE,
  DEVICE_UNCERTAIN,
  GROUP_COUNT,
  GROUP_SIZE,
} from '../../abi/generated/constants.ts';
import { GROUP_NAMES } from '../../abi/generated/devices.ts';
import { DevicePowerState, RiskLevel, RiskLevelNames } from '../../abi/generated/enums.ts';
import type { DeviceState } from '../../abi/generated/state.ts';
import type { Glyphs, Paint, Style } from '../style.ts';
import { clip, padEnd, padStart, TEMPERATURE_UNKNOWN, width } from '../text.ts';
import { riskPaint } from '../words.ts';

export type Mark =
  | 'active'
  | 'idle'
  | 'off'
  | 'fault'
  | 'unknown'
  | 'absent'
  | 'silent'
  | 'quarantined'
  | 'held'
  | 'busy';

/** The one thing to know about a device, the worst first. */
export function markOf({ risk, flags, powerState }: DeviceState): Mark {
  const has = (bits: number): boolean => (flags & bits) !== 0;
  if (risk === RiskLevel.QUARANTINED) {
    return 'quarantined';
  }
  if (!has(DEVICE_PRESENT)) {
    return 'absent';
  }
  if (has(DEVICE_NOT_ANSWERING)) {
    return 'silent';
  }
  if (powerState === DevicePowerState.FAULT) {
    return 'fault';
  }
  if (has(DEVICE_HELD | DEVICE_UNCERTAIN)) {
    return 'held';
  }
  if (has(DEVICE_STALE)) {
    return 'unknown';
  }
  if (has(DEVICE_PREPARED | DEVICE_OPERATING)) {
    return 'busy';
  }
  switch (powerState) {
    case DevicePowerState.ACTIVE:
      return 'active';
    case DevicePowerState.IDLE:
      return 'idle';
    case DevicePowerState.OFF:
      return 'off';
    default:
      return 'unknown';
  }
}

function glyphOf(mark: Mark, glyphs: Glyphs): string {
  return mark === 'held' ? 'H' : mark === 'busy' ? 'T' : glyphs[mark];
}

const ALARMING: ReadonlySet<Mark> = new Set(['fault', 'silent', 'held']);

/** Risk is the colour; without colours it is a letter beside the mark. */
function cell(state: DeviceState, style: Style): string {
  const mark = markOf(state);
  const glyph = glyphOf(mark, style.glyphs);
  if (!style.color) {
    const letter = mark === 'quarantined' ? ' ' : (RiskLevelNames[state.risk]?.[0] ?? '?');
    return `${glyph}${letter} `;
  }
  return ` ${style.paint(ALARMING.has(mark) ? 'alarm' : riskPaint(state.risk), glyph)} `;
}

const ORDER: readonly Mark[] = [
  'fault',
  'silent',
  'held',
  'unknown',
  'absent',
  'busy',
  'active',
  'idle',
  'off',
  'quarantined',
];

function summary(states: readonly DeviceState[], style: Style): string {
  const counts = new Map<Mark, number>();
  for (const state of states) {
    const mark = markOf(state);
    counts.set(mark, (counts.get(mark) ?? 0) + 1);
  }
  return ORDER.filter((mark) => counts.has(mark))
    .map((mark) => {
      const text = `${counts.get(mark)}${glyphOf(mark, style.glyphs)}`;
      const paint: Paint = ALARMING.has(mark)
        ? 'critical'
        : mark === 'quarantined'
          ? 'magenta'
          : 'plain';
      return style.paint(paint, text);
    })
    .join(' ');
}

/** 41.2 °C of the hottest, or nothing when none has a sensor. */
function hottest(states: readonly DeviceState[], style: Style): string {
  const known = states.map((s) => s.temperatureMc).filter((value) => value !== TEMPERATURE_UNKNOWN);
  return known.length === 0
    ? ''
    : `${(Math.max(...known) / 1000).toFixed(1)}${style.glyphs.degree}`;
}

const CELL = 3;
const BASE = 8;
/** The hottest, and what separates it. */
const TAIL = 9;
const LABEL_LONGEST = Math.max(...GROUP_NAMES.map((name) => name.length));

export function renderGrid(
  states: readonly DeviceState[],
  columns: number,
  style: Style,
): string[] {
  const room = columns - BASE - CELL * GROUP_SIZE - TAIL;
  const label = Math.max(8, Math.min(LABEL_LONGEST + 1, room));
  const heads = Array.from({ length: GROUP_SIZE }, (_, i) => ` ${i.toString(16).toUpperCase()} `);
  const head = `${' '.repeat(BASE + label)}${heads.join('')} ${padStart('hottest', 8)}`;
  const lines = [style.paint('dim', head)];
  for (let group = 0; group < GROUP_COUNT; group++) {
    const members = states.filter((state) => state.group === group);
    const base = `0x${(0x8000 + group * 0x10).toString(16).toUpperCase()}`;
    const name = clip(GROUP_NAMES[group] ?? '', label - 1, style.glyphs.ellipsis);
    const cells = members.map((state) => cell(state, style)).join('');
    const temperature = padStart(hottest(members, style), 8);
    const line = `${style.paint('dim', padEnd(base, BASE))}${padEnd(name, label)}${cells} ${temperature}`;
    // The counts where there is room for them: they only sum up what the cells show.
    const counts = `  ${summary(members, style)}`;
    lines.push(width(line) + width(counts) <= columns ? line + counts : line);
  }
  return lines;
}

export function renderLegend(style: Style): string[] {
  const { glyphs } = style;
  const marks = [
    `${glyphs.active} active`,
    `${glyphs.idle} idle`,
    `${glyphs.off} off`,
    `${glyphs.fault} fault`,
    `${glyphs.silent} no answer`,
    'H held',
    'T busy',
    `${glyphs.absent} absent`,
  ].join('  ');
  const levels = [
    RiskLevel.SAFE,
    RiskLevel.LOW,
    RiskLevel.MODERATE,
    RiskLevel.HIGH,
    RiskLevel.CRITICAL,
  ];
  const risks = levels.map((risk) => {
    const name = RiskLevelNames[risk] ?? '';
    return style.color
      ? style.paint(riskPaint(risk), name.toLowerCase())
      : `${name[0]} ${name.toLowerCase()}`;
  });
  const quarantined = style.paint('magenta', `${glyphs.quarantined} quarantined: never reached`);
  return [
    `${' '.repeat(BASE)}${style.paint('dim', marks)}`,
    `${' '.repeat(BASE)}risk: ${risks.join('  ')}  ${quarantined}`,
  ];
}
