// SPDX-License-Identifier: Apache-2.0
// What two persons can decide, as the documents that they sign. Keys are lower-case with underscores,
// so that a tool in any language makes the same bytes.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Digest } from '../../../core/canonical/digest.ts';
import { canonicalJson, type Json } from '../../../core/canonical/json.ts';
import { ApprovalRole, approvalBytes, signatureGood } from '../../../core/canonical/signature.ts';
import { ClearanceLevel } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { ChangeRefusedError } from '../errors.ts';
import { DEVICE_CLASSES } from '../policy/devices.ts';
import { compartmentsOf, personName, policyOf } from '../policy/policy.ts';
import { memberOf, nameIn, objectOf, wordOf } from '../policy/shape.ts';
import { ALL_TARGET, deviceTarget, principalTarget } from '../threat/effects.ts';

export interface NewKey {
  readonly keyId: string;
  readonly person: string;
  readonly publicKey: string;
}

export interface NewPerson {
  readonly person: string;
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
  readonly key: NewKey;
}

export type Change =
  | { readonly change: 'enrol_person'; readonly person: NewPerson }
  | { readonly change: 'enrol_key'; readonly key: NewKey }
  | { readonly change: 'revoke_key'; readonly keyId: string }
  | { readonly change: 'revoke_person'; readonly person: string }
  | {
      readonly change: 'change_person';
      readonly person: string;
      readonly clearance: ClearanceLevel;
      readonly compartments: readonly string[];
    }
  | { readonly change: 'set_policy'; readonly policy: Json }
  /** Ends blocks, lock-outs, raised levels and failed attempts of a target before their time. */
  | { readonly change: 'clear'; readonly target: string };

export const CHANGES = [
  'enrol_person',
  'enrol_key',
  'revoke_key',
  'revoke_person',
  'change_person',
  'set_policy',
  'clear',
] as const satisfies readonly Change['change'][];

/** What the new key itself signs, in the role ENROLMENT: that somebody holds it, for that person. */
export function possessionDigest(person: string, publicKey: string): Digest {
  const value = canonicalJson({ person, public_key: publicKey });
  return createHash('sha256').update(`dsmil/possession/v1\0${value}`, 'utf8').digest('hex');
}

function hexOf(value: unknown, field: string, bytes: number): string {
  if (typeof value !== 'string' || !new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(value)) {
    throw new InvalidArgumentError(field, value, `${bytes} bytes in lower-case hexadecimal`);
  }
  return value;
}

function newKeyOf(value: unknown, field: string, person: string): NewKey {
  const fields = objectOf(value, field, ['id', 'public_key', 'possession']);
  const keyId = nameIn(fields['id'], `${field}.id`);
  const publicKey = hexOf(fields['public_key'], `${field}.public_key`, 32);
  const possession = hexOf(fields['possession'], `${field}.possession`, 64);
  const bytes = approvalBytes(possessionDigest(person, publicKey), ApprovalRole.ENROLMENT);
  const good = signatureGood(bytes, Buffer.from(possession, 'hex'), Buffer.from(publicKey, 'hex'));
  if (!good) {
    throw new ChangeRefusedError('BAD_POSSESSION', keyId);
  }
  return { keyId, person, publicKey };
}

const PERSON_KEYS = ['person', 'clearance', 'compartments', 'key'];

export function newPersonOf(value: unknown, field: string): NewPerson {
  const fields = objectOf(value, field, PERSON_KEYS);
  const person = personName(fields['person'], `${field}.person`);
  return {
    person,
    clearance: memberOf(fields['clearance'], `${field}.clearance`, ClearanceLevel),
    compartments: compartmentsOf(fields['compartments'], `${field}.compartments`),
    key: newKeyOf(fields['key'], `${field}.key`, person),
  };
}

/** `all`, `trust`, `device/0x8003`, `principal/NAME`: as effects and counters are filed. */
function targetOf(value: unknown, field: string): string {
  if (value === ALL_TARGET || value === 'trust') {
    return value;
  }
  const [, device] = /^device\/(0x[0-9a-fA-F]{4})$/.exec(String(value)) ?? [];
  if (device !== undefined && DEVICE_CLASSES.has(Number(device))) {
    return deviceTarget(Number(device));
  }
  const [, principal] = /^principal\/(.+)$/.exec(String(value)) ?? [];
  if (principal !== undefined) {
    return principalTarget(nameIn(principal, field));
  }
  throw new InvalidArgumentError(field, value, 'all, trust, device/0x8003 or principal/NAME');
}

/** Throws InvalidArgumentError, or ChangeRefusedError when a new key has not signed for itself. */
export function changeOf(value: unknown, field = 'change'): Change {
  const loose = objectOf(value, field, ['change'], [...PERSON_KEYS, 'key_id', 'policy', 'target']);
  const change = wordOf(loose['change'], `${field}.change`, CHANGES);
  const wanted = {
    enrol_person: PERSON_KEYS,
    enrol_key: ['person', 'key'],
    revoke_key: ['key_id'],
    revoke_person: ['person'],
    change_person: ['person', 'clearance', 'compartments'],
    set_policy: ['policy'],
    clear: ['target'],
  }[change];
  const { change: _, ...fields } = objectOf(value, field, ['change', ...wanted]);
  const person = (): string => personName(fields['person'], `${field}.person`);
  switch (change) {
    case 'enrol_person':
      return { change, person: newPersonOf(fields, field) };
    case 'enrol_key':
      return { change, key: newKeyOf(fields['key'], `${field}.key`, person()) };
    case 'revoke_key':
      return { change, keyId: nameIn(fields['key_id'], `${field}.key_id`) };
    case 'revoke_person':
      return { change, person: person() };
    case 'change_person':
      return {
        change,
        person: person(),
        clearance: memberOf(fields['clearance'], `${field}.clearance`, ClearanceLevel),
        compartments: compartmentsOf(fields['compartments'], `${field}.compartments`),
      };
    case 'set_policy':
      policyOf(fields['policy'], `${field}.policy`);
      return { change, policy: fields['policy'] as Json };
    case 'clear':
      return { change, target: targetOf(fields['target'], `${field}.target`) };
  }
}

/** In which role persons sign for @change. */
export function roleOf({ change }: Change): ApprovalRole {
  return change === 'set_policy' || change === 'clear'
    ? ApprovalRole.POLICY_CHANGE
    : ApprovalRole.ENROLMENT;
}
