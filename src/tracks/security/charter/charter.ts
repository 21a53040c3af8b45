// SPDX-License-Identifier: Apache-2.0
// Who is known and what they decided: persons, their keys, the policy, and the revision that names
// all of it. A value; every change gives the next one. Revisions only count up, so that a policy
// that is put back is still another revision.
import { Buffer } from 'node:buffer';
import type { Directory, Person } from '../../../core/canonical/approval.ts';
import type { Digest } from '../../../core/canonical/digest.ts';
import { canonicalJson, type Json } from '../../../core/canonical/json.ts';
import type { ClearanceLevel } from '../../../core/model/enums.ts';
import { ZERO_HASH } from '../../../core/ports/charter-mark.ts';
import { ChangeRefusedError } from '../errors.ts';
import { type Policy, policyOf } from '../policy/policy.ts';
import type { Change, NewKey, NewPerson } from './change.ts';

export interface PersonRecord {
  readonly person: string;
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
  /** false: revoked. The name is kept, so that it never names another person. */
  readonly active: boolean;
}

export interface KeyRecord {
  readonly keyId: string;
  readonly person: string;
  /** 32 bytes in lower-case hexadecimal. */
  readonly publicKey: string;
  readonly active: boolean;
}

export interface ChosenPolicy {
  /** Canonical JSON, as it was approved. */
  readonly source: string;
  readonly policy: Policy;
}

export interface Charter {
  /** 0: before bootstrap. */
  readonly revision: number;
  /** Of the revision that made it: names it, and all before it. */
  readonly hash: Digest;
  readonly persons: ReadonlyMap<string, PersonRecord>;
  readonly keys: ReadonlyMap<string, KeyRecord>;
  /** null: none, which denies everything. */
  readonly policy: ChosenPolicy | null;
}

export const EMPTY_CHARTER: Charter = {
  revision: 0,
  hash: ZERO_HASH,
  persons: new Map(),
  keys: new Map(),
  policy: null,
};

export function activePerson(charter: Charter, person: string): PersonRecord {
  const record = charter.persons.get(person);
  if (record?.active !== true) {
    throw new ChangeRefusedError('UNKNOWN_PERSON', person);
  }
  return record;
}

/** A key that counts: not revoked, and neither is its person. */
export function activeKey(charter: Charter, keyId: string): KeyRecord | undefined {
  const key = charter.keys.get(keyId);
  const counts = key?.active === true && charter.persons.get(key.person)?.active === true;
  return counts ? key : undefined;
}

/** What core judges approvals of operations by: nobody and nothing that is revoked. */
export function directoryOf(charter: Charter): Directory {
  const keys = [...charter.keys.keys()].flatMap((id) => activeKey(charter, id) ?? []);
  return {
    persons: [...charter.persons.values()].filter(({ active }) => active).map(publicPerson),
    keys: keys.map(({ keyId, person, publicKey }) => ({
      keyId,
      person,
      publicKey: Buffer.from(publicKey, 'hex'),
    })),
  };
}

function publicPerson({ person, clearance, compartments }: PersonRecord): Person {
  return { person, clearance, compartments };
}

/** Whose connection @principal is: a person, or a service under a name of its own. */
export function personOf(charter: Charter, principal: string): Person | undefined {
  const known = charter.policy?.policy.principals.get(principal);
  if (known === undefined) {
    return undefined;
  }
  if (known.person === null) {
    const { clearance, compartments } = known;
    return { person: `service:${principal}`, clearance, compartments };
  }
  const record = charter.persons.get(known.person);
  return record?.active === true ? publicPerson(record) : undefined;
}

/** Why @person is nobody who decides, in words that follow a name; null when it is somebody. */
export function personProblem({ persons, policy }: Charter, person: string): string | null {
  const record = persons.get(person);
  if (record !== undefined) {
    return record.active ? null : 'is revoked';
  }
  const service =
    person.startsWith('service:') || policy?.policy.principals.get(person)?.person === null;
  return service ? 'is a service' : 'is not enrolled';
}

function withKey(charter: Charter, { keyId, publicKey, person }: NewKey): Charter {
  const taken = [...charter.keys.values()].some(
    (key) => key.keyId === keyId || key.publicKey === publicKey,
  );
  if (taken) {
    throw new ChangeRefusedError('KEY_EXISTS', keyId);
  }
  const keys = new Map(charter.keys).set(keyId, { keyId, person, publicKey, active: true });
  return { ...charter, keys };
}

function withPerson(charter: Charter, given: NewPerson): Charter {
  const { person, clearance, compartments, key } = given;
  if (charter.persons.has(person)) {
    throw new ChangeRefusedError('PERSON_EXISTS', person);
  }
  const persons = new Map(charter.persons).set(person, {
    person,
    clearance,
    compartments,
    active: true,
  });
  return withKey({ ...charter, persons }, key);
}

/** The charter with the first two persons; its hash is still the one before. */
export function foundedBy(charter: Charter, founders: readonly [NewPerson, NewPerson]): Charter {
  if (charter.revision !== 0) {
    throw new ChangeRefusedError('ALREADY_BOOTSTRAPPED');
  }
  return { ...founders.reduce(withPerson, charter), revision: 1 };
}

export function chosenPolicy(document: Json): ChosenPolicy {
  const source = canonicalJson(document);
  return { source, policy: policyOf(JSON.parse(source)) };
}

function withPolicy(charter: Charter, document: Json): Charter {
  const policy = chosenPolicy(document);
  for (const { person } of policy.policy.principals.values()) {
    if (person !== null && charter.persons.get(person)?.active !== true) {
      throw new ChangeRefusedError('UNKNOWN_PRINCIPAL', person);
    }
  }
  return { ...charter, policy };
}

function withRecord(charter: Charter, record: PersonRecord): Charter {
  return { ...charter, persons: new Map(charter.persons).set(record.person, record) };
}

function changed(charter: Charter, change: Change): Charter {
  switch (change.change) {
    case 'enrol_person':
      return withPerson(charter, change.person);
    case 'enrol_key':
      activePerson(charter, change.key.person);
      return withKey(charter, change.key);
    case 'revoke_key': {
      const key = activeKey(charter, change.keyId);
      if (key === undefined) {
        throw new ChangeRefusedError('UNKNOWN_KEY', change.keyId);
      }
      const keys = new Map(charter.keys).set(key.keyId, { ...key, active: false });
      return { ...charter, keys };
    }
    case 'revoke_person':
      return withRecord(charter, { ...activePerson(charter, change.person), active: false });
    case 'change_person': {
      const { person, clearance, compartments } = change;
      return withRecord(charter, { ...activePerson(charter, person), clearance, compartments });
    }
    case 'set_policy':
      return withPolicy(charter, change.policy);
    case 'clear':
      // What it clears is not part of the charter, and that it was cleared is.
      return charter;
  }
}

/** The next charter, its hash still the one before; or ChangeRefusedError. */
export function afterChange(charter: Charter, change: Change): Charter {
  if (charter.revision === 0) {
    throw new ChangeRefusedError('NOT_BOOTSTRAPPED');
  }
  const next = { ...changed(charter, change), revision: charter.revision + 1 };
  const able = new Set([...next.keys.keys()].flatMap((id) => activeKey(next, id)?.person ?? []));
  if (able.size < 2) {
    throw new ChangeRefusedError('TOO_FEW_LEFT');
  }
  return next;
}
