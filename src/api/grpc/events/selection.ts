// SPDX-License-Identifier: Apache-2.0
// What a watcher wants. Subjects are the bus's own filters; what they cannot say (types, severity, sources,
// devices) is asked of each event here, after the bus has asked whether the watcher may know of it. An
// emergency passes: a stop concerns whoever asked for its subject, whichever devices they look at.
import { createHash } from 'node:crypto';
import { checkInteger, checkMember } from '../../../core/model/check.ts';
import { EventType, Severity, Track } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { DeliveredEvent } from '../../../events/delivered-event.ts';
import { ANY_REST, parseFilter } from '../../../events/subject.ts';
import { FILTERS_MAX } from '../../../events/subscription-options.ts';

/** As a client wrote it, unchecked. Empty lists and 0 want everything. */
export interface WantedEvents {
  readonly types: readonly number[];
  readonly minSeverity: number;
  readonly sources: readonly number[];
  /** Tokens. */
  readonly devices: readonly number[];
}

/** Filters of the bus that @subjects are; none are all. InvalidArgumentError names the one that is wrong. */
export function checkSubjects(subjects: readonly string[]): readonly string[] {
  if (subjects.length > FILTERS_MAX) {
    throw new InvalidArgumentError('subjects', subjects, `at most ${FILTERS_MAX} filters`);
  }
  for (const [n, subject] of subjects.entries()) {
    parseFilter(subject, `subjects[${n}]`);
  }
  return subjects.length === 0 ? [ANY_REST] : subjects;
}

export interface Selection {
  /** Names what is wanted, whatever the order it was asked in; '' for everything. */
  readonly name: string;
  wants(event: DeliveredEvent): boolean;
}

const DEVICES_MAX = 84;
const TOKEN_MAX = 0xffff;

const EVERYTHING: Selection = { name: '', wants: () => true };

function checkEach(
  values: readonly number[],
  field: string,
  members: Readonly<Record<string, number>>,
): ReadonlySet<number> {
  const known = Object.fromEntries(Object.entries(members).filter(([, number]) => number !== 0));
  const most = Object.keys(known).length;
  if (values.length > most) {
    throw new InvalidArgumentError(field, values, `at most ${most} of them`);
  }
  return new Set(values.map((value, n) => checkMember(value, `${field}[${n}]`, known)));
}

function checkDevices(devices: readonly number[]): ReadonlySet<number> {
  if (devices.length > DEVICES_MAX) {
    throw new InvalidArgumentError('device_ids', devices, `at most ${DEVICES_MAX} tokens`);
  }
  // One that is no device is wanted in vain, as is one that the watcher may not know of.
  return new Set(devices.map((token, n) => checkInteger(token, `device_ids[${n}]`, 0, TOKEN_MAX)));
}

/** The device that an event is about, by its subject or by what it says; undefined for none. */
function deviceOf({ subject, dataText }: DeliveredEvent): number | undefined {
  const named = /^(?:device|conflict)\.([0-9A-F]{4})\./.exec(subject)?.[1];
  if (named !== undefined) {
    return Number.parseInt(named, 16);
  }
  const { device } = JSON.parse(dataText) as { readonly device?: unknown };
  return typeof device === 'number' ? device : undefined;
}

/** Throws InvalidArgumentError, with the names that the protocol has for the fields. */
export function selectionOf(wanted: WantedEvents): Selection {
  const types = checkEach(wanted.types, 'event_types', EventType);
  const sources = checkEach(wanted.sources, 'source_tracks', Track);
  const devices = checkDevices(wanted.devices);
  const { UNKNOWN, EMERGENCY } = Severity;
  const least = checkInteger(wanted.minSeverity, 'min_severity', UNKNOWN, EMERGENCY);
  if (types.size + sources.size + devices.size + least === 0) {
    return EVERYTHING;
  }
  const sorted = (set: ReadonlySet<number>): number[] => [...set].sort((a, b) => a - b);
  const name = JSON.stringify([sorted(types), least, sorted(sources), sorted(devices)]);
  return {
    name: createHash('sha256').update(name).digest('hex'),
    wants: (event) =>
      event.delivery === 'emergency' ||
      (event.severity >= least &&
        (types.size === 0 || types.has(event.type)) &&
        (sources.size === 0 || sources.has(event.source)) &&
        (devices.size === 0 || devices.has(deviceOf(event) ?? -1))),
  };
}
