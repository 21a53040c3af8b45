// SPDX-License-Identifier: Apache-2.0
// One line for one thing that happened. Pure.
import { describeDevice, devicePosition, formatToken } from '../../abi/devices.ts';
import { RecordType } from '../../abi/generated/enums.ts';
import type { RecordPayload } from '../../abi/payload.ts';
import type { RecordHead } from '../record-json.ts';
import { describePayload, type RecordWords, typeLabel, type WordSources } from '../record-words.ts';
import type { Paint, Style } from '../style.ts';
import { clip, clock, padEnd } from '../text.ts';

const TYPE_COLUMNS = 9;
const NAME_COLUMNS = 25;

export interface Happening {
  readonly at: Date;
  readonly label: string;
  /** A token, or 0 when it is about no device. */
  readonly device: number;
  readonly words: RecordWords;
}

function deviceName(token: number): string {
  return devicePosition(token) < 0 ? '' : describeDevice(token).name;
}

const LABEL_PAINTS: Readonly<Record<string, Paint>> = {
  EMERGENCY: 'alarm',
  LOST: 'alarm',
  STOP: 'alarm',
  FAULT: 'alarm',
  event: 'bold',
};

export function happeningOf(
  head: RecordHead,
  payload: RecordPayload,
  at: Date,
  sources: WordSources,
): Happening {
  return {
    at,
    label: typeLabel(head.type),
    device: head.device,
    words: describePayload(payload, sources),
  };
}

export function renderHappening({ at, label, device, words }: Happening, style: Style): string {
  const shown = style.paint(LABEL_PAINTS[label] ?? 'dim', padEnd(label, TYPE_COLUMNS));
  const who =
    device === 0
      ? ''
      : `${formatToken(device)} ${padEnd(clip(deviceName(device), NAME_COLUMNS, style.glyphs.ellipsis), NAME_COLUMNS)} `;
  return `${style.paint('dim', clock(at))} ${shown} ${who}${style.paint(words.paint, words.text)}`;
}

/** Shown whatever the limits are: stops and losses. */
export function isUrgent(type: number): boolean {
  return type === RecordType.EMERGENCY || type === RecordType.LOST;
}

/** Registers and temperatures move all the time; that a device changed its state is news. */
export function isNotable(payload: RecordPayload): boolean {
  if (payload.kind !== 'state-change') {
    return payload.kind !== 'raw';
  }
  const { flags, flagsBefore, power, powerBefore } = payload.value;
  return flags !== flagsBefore || power !== powerBefore;
}
