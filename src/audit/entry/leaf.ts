// SPDX-License-Identifier: Apache-2.0
// An entry as it stands in the log: canonical JSON of a fixed shape. The salt keeps whoever sees only
// hashes from guessing entries: without it, kind, actor and time are quickly tried.
import { canonicalJson, type Json, parseCanonicalJson } from '../../core/canonical/json.ts';
import { checkInteger, checkText, checkTextSet } from '../../core/model/check.ts';
import { Severity } from '../../core/model/enums.ts';
import { CanonicalFormError, InvalidArgumentError } from '../../core/model/errors.ts';
import type { AuditEntry } from '../../core/ports/audit-log.ts';
import { AuditFormatError } from '../errors.ts';

/** An entry bundle has 16 bits for a length. {unit bytes} */
export const LEAF_SIZE_MAX = 0xffff;
/** Of the shape below. */
export const LEAF_VERSION = 1;

const TEXT_MAX = 256;
const KIND_MAX = 256;
const COMPARTMENTS_MAX = 64;
const CLEARANCE_MAX = 255;
const TOKEN_MAX = 0xffff;
/** The last that a date has. {unit ms since 1970} */
const TIME_MAX = 8.64e15;
const KIND = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const SEVERITIES: ReadonlySet<number> = new Set(Object.values(Severity));

/** What the log itself writes down, about itself; these outlive retention. */
export const OWN_KIND = 'audit.';

export interface Leaf extends AuditEntry {
  readonly salt: string;
}

/** InvalidArgumentError names the field; nothing of the entry is recorded then. */
export function checkEntry(entry: AuditEntry): AuditEntry {
  const { kind, severity, actor, device, coordinationId, clearance, at } = entry;
  if (typeof kind !== 'string' || kind.length > KIND_MAX || !KIND.test(kind)) {
    throw new InvalidArgumentError('kind', kind, `dot-separated words, at most ${KIND_MAX}`);
  }
  if (!SEVERITIES.has(severity)) {
    throw new InvalidArgumentError('severity', severity, 'one of the severities, 0 to 5');
  }
  checkText(actor, 'actor', 1, TEXT_MAX);
  if (device !== null) {
    checkInteger(device, 'device', 0, TOKEN_MAX);
  }
  if (coordinationId !== null) {
    checkText(coordinationId, 'coordination_id', 1, TEXT_MAX);
  }
  checkInteger(clearance, 'clearance', 0, CLEARANCE_MAX);
  checkInteger(at, 'at', 0, TIME_MAX, 'ms since 1970');
  return entry;
}

function compartmentsText(compartments: readonly string[]): string {
  return compartments.length === 0
    ? '[]'
    : JSON.stringify(checkTextSet(compartments, 'compartments', COMPARTMENTS_MAX, TEXT_MAX));
}

/** Members in the order of RFC 8785; a property test holds it to canonicalJson of the same object. */
export function leafText(entry: AuditEntry, salt: string): string {
  const { kind, severity, actor, device, coordinationId, clearance, compartments, at, details } =
    checkEntry(entry);
  return (
    `{"actor":${JSON.stringify(actor)},"at":${at},"clearance":${clearance},` +
    `"compartments":${compartmentsText(compartments)},` +
    `"coordinationId":${coordinationId === null ? 'null' : JSON.stringify(coordinationId)},` +
    `"details":${canonicalJson(details)},"device":${device},"kind":"${kind}",` +
    `"salt":${JSON.stringify(salt)},"severity":${severity},"v":${LEAF_VERSION}}`
  );
}

const MEMBERS = [
  'actor',
  'at',
  'clearance',
  'compartments',
  'coordinationId',
  'details',
  'device',
  'kind',
  'salt',
  'severity',
  'v',
].join();

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
    ? value
    : undefined;
}

/** AuditFormatError when it is not the one spelling of an entry. */
export function parseLeaf(bytes: Uint8Array): Leaf {
  let value: Json;
  try {
    value = parseCanonicalJson(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    );
  } catch (error) {
    if (error instanceof CanonicalFormError || error instanceof TypeError) {
      throw new AuditFormatError('entry', `is not canonical JSON: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
  const leaf = isObject(value) && Object.keys(value).join() === MEMBERS ? leafOf(value) : undefined;
  if (leaf === undefined) {
    throw new AuditFormatError('entry', `is not of the shape of version ${LEAF_VERSION}`);
  }
  try {
    checkEntry(leaf);
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      throw new AuditFormatError('entry', error.message, { cause: error });
    }
    throw error;
  }
  return leaf;
}

function leafOf(value: { readonly [key: string]: Json }): Leaf | undefined {
  const { actor, at, clearance, coordinationId, details, device, kind, salt, severity, v } = value;
  const compartments = texts(value['compartments']);
  const known = Object.values(Severity).find((each) => each === severity);
  return v === LEAF_VERSION &&
    typeof actor === 'string' &&
    typeof at === 'number' &&
    typeof clearance === 'number' &&
    compartments !== undefined &&
    (coordinationId === null || typeof coordinationId === 'string') &&
    isObject(details) &&
    (device === null || typeof device === 'number') &&
    typeof kind === 'string' &&
    typeof salt === 'string' &&
    known !== undefined
    ? {
        actor,
        at,
        clearance,
        compartments,
        coordinationId,
        details,
        device,
        kind,
        salt,
        severity: known,
      }
    : undefined;
}

/** What somebody may see: everything, or that there is something. */
export interface Reader {
  readonly clearance: number;
  readonly compartments: readonly string[];
}

export function mayRead(leaf: AuditEntry, reader: Reader): boolean {
  return (
    leaf.clearance <= reader.clearance &&
    leaf.compartments.every((compartment) => reader.compartments.includes(compartment))
  );
}
