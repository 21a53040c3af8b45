// SPDX-License-Identifier: Apache-2.0
// The revocation list: a JSON file, written whole by dsmilctl pki, read by the daemon. Its digest tells a
// damaged one from one that says less.
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../../core/canonical/json.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';

/** One of the two, and never both. */
export type RevokedWhat =
  | { readonly serial: string; readonly principal?: undefined }
  | { readonly principal: string; readonly serial?: undefined };

export type Revoked = RevokedWhat & {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly reason: string;
};

export interface RevocationList {
  readonly serials: ReadonlySet<string>;
  readonly principals: ReadonlySet<string>;
  readonly entries: readonly Revoked[];
}

export const EMPTY_REVOCATIONS: RevocationList = {
  serials: new Set(),
  principals: new Set(),
  entries: [],
};

const ENTRIES_MAX = 100_000;
const SERIAL = /^[0-9a-f]{1,40}$/;
const PRINCIPAL = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,63}$/;

/** A certificate's serial number in its one spelling: lower-case hexadecimal without leading zeros. */
export function serialOf(hex: string): string {
  return hex.toLowerCase().replace(/^0+(?=.)/, '');
}

function refuse(place: string, value: unknown, allowed: string): never {
  throw new InvalidArgumentError(place, value, allowed);
}

function revokedOf(value: unknown, index: number): Revoked {
  const place = `revoked[${index}]`;
  if (typeof value !== 'object' || value === null) {
    refuse(place, value, 'an object');
  }
  const { serial, principal, at, reason, ...others } = value as Record<string, unknown>;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) {
    refuse(`${place}.${stranger}`, others[stranger], 'absent: serial or principal, at, reason');
  }
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) {
    refuse(`${place}.at`, at, 'a time as ISO 8601 has it');
  }
  if (typeof reason !== 'string' || reason.length > 256) {
    refuse(`${place}.reason`, reason, 'text of at most 256 characters');
  }
  if (principal === undefined && typeof serial === 'string' && SERIAL.test(serial)) {
    return { serial: serialOf(serial), at, reason };
  }
  if (serial === undefined && typeof principal === 'string' && PRINCIPAL.test(principal)) {
    return { principal, at, reason };
  }
  return refuse(place, value, 'either a serial in hexadecimal or a principal');
}

function digestOf(entries: readonly Revoked[]): string {
  const text = canonicalJson(entries as unknown as Json);
  return createHash('sha256').update(`dsmil/revoked/v1\0${text}`, 'utf8').digest('hex');
}

function listOf(entries: readonly Revoked[]): RevocationList {
  return {
    serials: new Set(entries.flatMap(({ serial }) => serial ?? [])),
    principals: new Set(entries.flatMap(({ principal }) => principal ?? [])),
    entries,
  };
}

/** Throws InvalidArgumentError for anything but a whole and undamaged list. */
export function parseRevocations(text: string): RevocationList {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('revocation list', 'the file', `JSON: ${String(error)}`);
  }
  const { schema, revoked, digest } = (value ?? {}) as Record<string, unknown>;
  if (schema !== 1) {
    refuse('schema', schema, '1');
  }
  if (!Array.isArray(revoked) || revoked.length > ENTRIES_MAX) {
    return refuse('revoked', typeof revoked, `a list of at most ${ENTRIES_MAX}`);
  }
  const entries = revoked.map(revokedOf);
  if (digest !== digestOf(entries)) {
    refuse('digest', digest, 'that of the entries: the list is damaged, or was written by hand');
  }
  return listOf(entries);
}

export function formatRevocations(entries: readonly Revoked[]): string {
  const list = { schema: 1, revoked: entries, digest: digestOf(entries) };
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** With @added; what is in it already stays as it is. */
export function withRevoked(list: RevocationList, added: Revoked): RevocationList {
  const known =
    added.serial === undefined
      ? list.principals.has(added.principal)
      : list.serials.has(added.serial);
  return known ? list : listOf([...list.entries, added]);
}
