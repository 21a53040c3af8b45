// SPDX-License-Identifier: Apache-2.0
// Test principals: persons, keys and a policy from a file, for the simulated backend alone. The file
// stands in for what two persons would have decided; counters, blocks and threats are kept as always,
// and so is nothing of the file: the next start without it knows none of its persons.
import { Backend, BackendNames } from '../../abi/generated/enums.ts';
import { canonicalJson, type Json } from '../../core/canonical/json.ts';
import { ClearanceLevel } from '../../core/model/enums.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import {
  afterChange,
  type Charter,
  EMPTY_CHARTER,
  type KeyRecord,
  type PersonRecord,
} from './charter/charter.ts';
import type { RevisionRow } from './charter/revision.ts';
import { FixtureRefusedError, SecurityMemoryError } from './errors.ts';
import type { Part, Provisional, SecurityStorage, StoredSecurity } from './memory/storage.ts';
import { documentOf } from './policy/file.ts';
import { compartmentsOf, personName } from './policy/policy.ts';
import {
  distinctBy,
  integerOf,
  listOf,
  memberOf,
  nameIn,
  objectOf,
  textOf,
} from './policy/shape.ts';

export interface FixtureOptions {
  /** TOML, or JSON. */
  readonly text: string;
  /** For messages. */
  readonly path: string;
  /** As GET_INFO says; anything but Backend.SIM is refused. */
  readonly backend: number;
  /** Where all but persons, keys and policy is kept. */
  readonly storage: SecurityStorage;
}

const PERSONS_MAX = 64;
const KEYS_MAX = 8;

function keyOf(value: unknown, field: string, person: string): KeyRecord {
  const fields = objectOf(value, field, ['id', 'public_key']);
  const publicKey = fields['public_key'];
  if (typeof publicKey !== 'string' || !/^[0-9a-f]{64}$/.test(publicKey)) {
    const allowed = '32 bytes in lower-case hexadecimal';
    throw new InvalidArgumentError(`${field}.public_key`, publicKey, allowed);
  }
  return { keyId: nameIn(fields['id'], `${field}.id`), person, publicKey, active: true };
}

function personOf(value: unknown, field: string): { person: PersonRecord; keys: KeyRecord[] } {
  const fields = objectOf(value, field, ['person', 'clearance'], ['compartments', 'keys']);
  const person = personName(fields['person'], `${field}.person`);
  return {
    person: {
      person,
      clearance: memberOf(fields['clearance'], `${field}.clearance`, ClearanceLevel),
      compartments: compartmentsOf(fields['compartments'] ?? [], `${field}.compartments`),
      active: true,
    },
    keys: listOf(fields['keys'] ?? [], `${field}.keys`, 0, KEYS_MAX, (one, at) =>
      keyOf(one, at, person),
    ),
  };
}

/** The charter that @text describes; every mistake in it is named. */
export function fixtureCharter(text: string, path: string): Charter {
  const fields = objectOf(
    documentOf(text, 'fixture', path),
    'fixture',
    ['schema', 'persons', 'policy'],
    ['description'],
  );
  integerOf(fields['schema'], 'fixture.schema', 1, 1);
  textOf(fields['description'] ?? '', 'fixture.description', 0, 1_000);
  const found = listOf(fields['persons'], 'fixture.persons', 2, PERSONS_MAX, personOf);
  const keys = found.flatMap((one) => one.keys);
  distinctBy(found, 'fixture.persons', ({ person }) => person.person);
  distinctBy(keys, 'fixture.persons.keys', ({ keyId }) => keyId);
  distinctBy(keys, 'fixture.persons.keys', ({ publicKey }) => publicKey);
  const charter: Charter = {
    ...EMPTY_CHARTER,
    revision: 1,
    persons: new Map(found.map(({ person }) => [person.person, person])),
    keys: new Map(keys.map((key) => [key.keyId, key])),
  };
  // TOML gives tables of its own kind; what counts is what they say.
  const policy = JSON.parse(canonicalJson(fields['policy'] as Json)) as Json;
  return afterChange(charter, { change: 'set_policy', policy });
}

class FixtureStorage implements SecurityStorage {
  readonly provisional: Provisional;
  readonly #inner: SecurityStorage;
  #revision: number;

  constructor(charter: Charter, inner: SecurityStorage, path: string) {
    this.provisional = { what: `test principals of ${path}`, charter };
    this.#inner = inner;
    this.#revision = charter.revision;
  }

  async load(): Promise<StoredSecurity> {
    const { parts } = await this.#inner.load();
    return { parts, revisions: [] };
  }

  save(parts: readonly Part[]): Promise<void> {
    return this.#inner.save(parts);
  }

  async commit({ revision }: RevisionRow, parts: readonly Part[]): Promise<void> {
    if (revision !== this.#revision + 1) {
      throw new SecurityMemoryError('revision', `${revision} does not follow ${this.#revision}`);
    }
    await this.save(parts);
    this.#revision = revision;
  }
}

/** Storage with the persons of a fixture file. Throws FixtureRefusedError unless the backend is simulated. */
export function fixtureStorage({ text, path, backend, storage }: FixtureOptions): SecurityStorage {
  if (backend !== Backend.SIM) {
    throw new FixtureRefusedError(BackendNames[backend] ?? `${backend}`);
  }
  return new FixtureStorage(fixtureCharter(text, path), storage, path);
}
