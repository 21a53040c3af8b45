// SPDX-License-Identifier: Apache-2.0
// A record of the ring as JSON. Enumerations by name, times and ids as strings (they may exceed
// what a JSON number holds exactly), counters as numbers.
import { describeDevice, devicePosition, formatToken } from '../abi/devices.ts';
import {
  DevicePowerStateNames,
  EventCodeNames,
  OperationTypeNames,
  ReasonNames,
  RecordTypeNames,
  SeverityNames,
  StopCauseNames,
  StopStateNames,
  TrackNames,
} from '../abi/generated/enums.ts';
import type { RecordPayload } from '../abi/payload.ts';
import { errnoName } from './text.ts';
import { flagNames } from './words.ts';

/** The record's header, copied out of the buffer. */
export interface RecordHead {
  readonly sequence: number;
  readonly type: number;
  readonly device: number;
  readonly timeNs: bigint;
  readonly critical: boolean;
  readonly sourceTrack: number;
  readonly destinationTrack: number;
}

const NAMES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  type: OperationTypeNames,
  reason: ReasonNames,
  code: EventCodeNames,
  severity: SeverityNames,
  cause: StopCauseNames,
  state: StopStateNames,
  power: DevicePowerStateNames,
  powerBefore: DevicePowerStateNames,
};

function field(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') {
    return /Ns$|Id$|^arg\d$/.test(name) ? value.toString() : Number(value);
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('hex');
  }
  if (typeof value === 'number') {
    if (name === 'flags' || name === 'flagsBefore') {
      return flagNames(value);
    }
    return name === 'error' ? errnoName(value) || null : (NAMES[name]?.[value] ?? value);
  }
  return value;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function payloadJson(payload: RecordPayload): Record<string, unknown> {
  if (payload.kind === 'raw') {
    return { hex: field('value', payload.value) };
  }
  return Object.fromEntries(
    Object.entries(payload.value).map(([name, value]) => [snake(name), field(name, value)]),
  );
}

export function recordJson(
  head: RecordHead,
  payload: RecordPayload,
  at: Date,
): Record<string, unknown> {
  const known = devicePosition(head.device) >= 0;
  return {
    record: RecordTypeNames[head.type] ?? head.type,
    sequence: head.sequence,
    time: at.toISOString(),
    time_ns: head.timeNs.toString(),
    device: head.device === 0 ? null : formatToken(head.device),
    name: known ? describeDevice(head.device).name : null,
    critical: head.critical,
    source_track: TrackNames[head.sourceTrack] ?? head.sourceTrack,
    destination_track: TrackNames[head.destinationTrack] ?? head.destinationTrack,
    payload: payloadJson(payload),
  };
}
