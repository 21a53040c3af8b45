// SPDX-License-Identifier: Apache-2.0
// From a publication to bytes: everything is checked before anything is done with it, so that what
// is in a queue or in the log can be encoded, read and delivered.
import { randomFillSync } from 'node:crypto';
import { canonicalJson } from '../core/canonical/json.ts';
import { checkInteger, checkMember, checkTextSet } from '../core/model/check.ts';
import { ClearanceLevel, EventType, Severity, Track } from '../core/model/enums.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import type { DeliveryClass, Publication } from '../core/ports/event-log.ts';
import { ID_SIZE } from './segment.ts';
import type { EncodableEvent } from './segment-builder.ts';
import { parseSubject } from './subject.ts';

/** {unit UTF-16 units of canonical JSON} */
export const DATA_LENGTH_MAX = 65_536;
export const COMPARTMENTS_MAX = 64;
/** {unit bytes of UTF-8}: the length is stored in one byte. */
export const COMPARTMENT_LENGTH_MAX = 255;

/** As the codec writes it. */
export const DELIVERY_CODES: Readonly<Record<DeliveryClass, number>> = {
  telemetry: 0,
  durable: 1,
  emergency: 2,
};

const DELIVERY_CLASSES: readonly DeliveryClass[] = ['telemetry', 'durable', 'emergency'];

/** A code that this build does not know came from a newer one: it was durable. */
export function deliveryOf(code: number): DeliveryClass {
  return DELIVERY_CLASSES[code] ?? 'durable';
}

const POOL_IDS = 256;
let pool = Buffer.alloc(0);
let taken = POOL_IDS;

/** Random, so that an id tells nobody how many others there were. */
function nextId(): Uint8Array {
  if (taken === POOL_IDS) {
    // Another one: the ids of the last are views of it.
    pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_IDS * ID_SIZE));
    taken = 0;
  }
  const at = taken * ID_SIZE;
  taken += 1;
  return pool.subarray(at, at + ID_SIZE);
}

/** Members that whoever publishes may give: who does knows what it is, so UNKNOWN is none. */
function knownOf<T extends number>(members: Readonly<Record<string, T>>) {
  const known = Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'UNKNOWN'));
  const values: ReadonlySet<T> = new Set(Object.values(known));
  // The set first: the check that can name what is allowed takes longer than all the rest.
  return (value: T, field: string): T =>
    values.has(value) ? value : checkMember(value, field, known);
}

const checkType = knownOf(EventType);
const checkSeverity = knownOf(Severity);
const checkSource = knownOf(Track);
const checkClearance = knownOf(ClearanceLevel);

function checkCompartments(compartments: readonly string[]): readonly string[] {
  if (Array.isArray(compartments) && compartments.length === 0) {
    return compartments;
  }
  const set = checkTextSet(compartments, 'compartments', COMPARTMENTS_MAX, COMPARTMENT_LENGTH_MAX);
  for (const compartment of set) {
    if (Buffer.byteLength(compartment, 'utf8') > COMPARTMENT_LENGTH_MAX) {
      const allowed = `at most ${COMPARTMENT_LENGTH_MAX} bytes of UTF-8 each`;
      throw new InvalidArgumentError('compartments', compartment, allowed);
    }
  }
  return set;
}

/** Subjects that were found right: most events are about what others were about. */
const checked = new Set<string>();
const CHECKED_MAX = 4096;

function checkSubject(subject: string): string {
  if (!checked.has(subject)) {
    parseSubject(subject);
    if (checked.size === CHECKED_MAX) {
      checked.clear();
    }
    checked.add(subject);
  }
  return subject;
}

/** Names a wrong field by InvalidArgumentError, data without a canonical form by CanonicalFormError. */
export function toEvent(publication: Publication, delivery: DeliveryClass): EncodableEvent {
  const { data } = publication;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new InvalidArgumentError('data', data, 'an object of JSON values');
  }
  const code = DELIVERY_CODES[delivery];
  if (code === undefined) {
    throw new InvalidArgumentError('delivery', delivery, `one of ${DELIVERY_CLASSES.join(', ')}`);
  }
  const text = canonicalJson(data);
  if (text.length > DATA_LENGTH_MAX) {
    const allowed = `JSON of at most ${DATA_LENGTH_MAX} characters (this has ${text.length})`;
    throw new InvalidArgumentError('data', data, allowed);
  }
  return {
    subject: checkSubject(publication.subject),
    clearance: checkClearance(publication.clearance, 'clearance'),
    compartments: checkCompartments(publication.compartments),
    type: checkType(publication.type, 'type'),
    severity: checkSeverity(publication.severity, 'severity'),
    source: checkSource(publication.source, 'source'),
    delivery: code,
    at: checkInteger(publication.at, 'at', 0, Number.MAX_SAFE_INTEGER, 'ms since 1970'),
    id: nextId(),
    data: text,
  };
}
