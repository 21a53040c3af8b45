// SPDX-License-Identifier: Apache-2.0
// The security policy: who may ask for what on which device, when and how often, and which patterns
// of behaviour are a threat. A document that two persons have approved; what it does not say is denied.
import { checkBoolean } from '../../../core/model/check.ts';
import { ClearanceLevel, OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { Level } from '../../../core/risk/level.ts';
import type { Rate } from '../memory/fading.ts';
import { RAISED, type ThreatRule, threatRuleOf } from '../threat/rule.ts';
import { selectorOf, type TokenSet } from './devices.ts';
import { PUBLICATIONS_MAX, type PublicationGrant, publicationGrantOf } from './publication.ts';
import {
  distinctBy,
  integerOf,
  listOf,
  memberOf,
  momentOf,
  nameIn,
  objectOf,
  textOf,
} from './shape.ts';

export const PRINCIPALS_MAX = 512;
const DEVICE_LINES_MAX = 84;
const GRANTS_MAX = 1_024;
const THREATS_MAX = 64;
const COMPARTMENTS_MAX = 64;
const DAY_MS = 86_400_000;

/** An account or a service: what a connection authenticates as. */
export interface Principal {
  readonly id: string;
  /** The person whose account it is; null for a service. */
  readonly person: string | null;
  /** Of a service; a person's own are in the directory. */
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

/** What some devices ask of whoever uses them. */
export interface DeviceLine {
  readonly devices: TokenSet;
  readonly requiredClearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

export interface Grant {
  readonly id: string;
  readonly principals: ReadonlySet<string>;
  readonly devices: TokenSet;
  readonly operations: ReadonlySet<OperationType>;
  /** {unit ms since 1970} */
  readonly notBefore: number;
  /** It holds before this moment, not in it. {unit ms since 1970} */
  readonly notAfter: number;
}

export interface AttemptPolicy {
  /** One failed attempt is forgotten each. {unit ms; range 1000..86400000} */
  readonly forgetMs: number;
  /** From how many on a principal's operations are at least @raiseTo. {range 1..1000} */
  readonly raiseAfter: number;
  readonly raiseTo: Level;
  /** At how many the principal is locked out. {range 1..1000} */
  readonly lockAfter: number;
  /** {unit ms; range 1000..2592000000} */
  readonly lockMs: number;
}

export interface Policy {
  readonly principals: ReadonlyMap<string, Principal>;
  readonly devices: readonly DeviceLine[];
  readonly grants: readonly Grant[];
  /** Who may publish events; none when the document does not say. */
  readonly publications: readonly PublicationGrant[];
  readonly perPrincipal: Rate;
  readonly perDevice: Rate;
  readonly attempts: AttemptPolicy;
  readonly threats: readonly ThreatRule[];
  /** Whether CRITICAL operations are possible at all, as far as the policy goes. */
  readonly allowCritical: boolean;
}

export function compartmentsOf(value: unknown, field: string): string[] {
  return [...new Set(listOf(value, field, 0, COMPARTMENTS_MAX, nameIn))].sort();
}

/** Names of persons have no colon, so that none is also the name of a service. */
export function personName(value: unknown, field: string): string {
  if (typeof value !== 'string' || !/^[a-z][a-z0-9._-]{0,63}$/.test(value)) {
    throw new InvalidArgumentError(field, value, '1..64 of a-z 0-9 . _ -, a letter first');
  }
  return value;
}

function principalOf(value: unknown, field: string): Principal {
  const fields = objectOf(value, field, ['id'], ['person', 'service']);
  const id = nameIn(fields['id'], `${field}.id`);
  if ((fields['person'] === undefined) === (fields['service'] === undefined)) {
    throw new InvalidArgumentError(field, id, 'either a person or a service');
  }
  if (fields['person'] !== undefined) {
    const person = personName(fields['person'], `${field}.person`);
    return { id, person, clearance: ClearanceLevel.NONE, compartments: [] };
  }
  const at = `${field}.service`;
  const service = objectOf(fields['service'], at, ['clearance'], ['compartments']);
  return {
    id,
    person: null,
    clearance: memberOf(service['clearance'], `${at}.clearance`, ClearanceLevel),
    compartments: compartmentsOf(service['compartments'] ?? [], `${at}.compartments`),
  };
}

function deviceLineOf(value: unknown, field: string): DeviceLine {
  const fields = objectOf(value, field, ['devices', 'required_clearance'], ['compartments']);
  return {
    devices: selectorOf(fields['devices'], `${field}.devices`),
    requiredClearance: memberOf(
      fields['required_clearance'],
      `${field}.required_clearance`,
      ClearanceLevel,
    ),
    compartments: compartmentsOf(fields['compartments'] ?? [], `${field}.compartments`),
  };
}

/** Operations that can be granted: a stop needs no grant, and nobody can ask for the unknown one. */
export const GRANTABLE = Object.fromEntries(
  Object.entries(OperationType).filter(([name]) => name !== 'UNKNOWN' && name !== 'EMERGENCY_STOP'),
) as Readonly<Record<string, OperationType>>;

function knownPrincipals(
  value: unknown,
  field: string,
  known: ReadonlyMap<string, Principal>,
): string[] {
  return listOf(value, field, 1, PRINCIPALS_MAX, (one, at) => {
    const id = nameIn(one, at);
    if (!known.has(id)) {
      throw new InvalidArgumentError(at, id, 'one of principals');
    }
    return id;
  });
}

function grantOf(value: unknown, field: string, known: ReadonlyMap<string, Principal>): Grant {
  const required = ['id', 'principals', 'devices', 'operations'];
  const fields = objectOf(value, field, required, ['not_before', 'not_after']);
  const principals = knownPrincipals(fields['principals'], `${field}.principals`, known);
  const { not_before: from, not_after: to } = fields;
  const notBefore = from === undefined ? 0 : momentOf(from, `${field}.not_before`);
  const notAfter = to === undefined ? Number.MAX_SAFE_INTEGER : momentOf(to, `${field}.not_after`);
  if (notAfter <= notBefore) {
    throw new InvalidArgumentError(`${field}.not_after`, to, 'later than not_before');
  }
  return {
    id: nameIn(fields['id'], `${field}.id`),
    principals: new Set(principals),
    devices: selectorOf(fields['devices'], `${field}.devices`),
    operations: new Set(
      listOf(fields['operations'], `${field}.operations`, 1, 6, (one, at) =>
        memberOf(one, at, GRANTABLE),
      ),
    ),
    notBefore,
    notAfter,
  };
}

function rateOf(value: unknown, field: string): Rate {
  const fields = objectOf(value, field, ['burst', 'interval_ms']);
  return {
    burst: integerOf(fields['burst'], `${field}.burst`, 1, 10_000),
    intervalMs: integerOf(fields['interval_ms'], `${field}.interval_ms`, 1, DAY_MS, 'ms'),
  };
}

function attemptsOf(value: unknown, field: string): AttemptPolicy {
  const keys = ['forget_ms', 'raise_after', 'raise_to', 'lock_after', 'lock_ms'];
  const fields = objectOf(value, field, keys);
  return {
    forgetMs: integerOf(fields['forget_ms'], `${field}.forget_ms`, 1_000, DAY_MS, 'ms'),
    raiseAfter: integerOf(fields['raise_after'], `${field}.raise_after`, 1, 1_000),
    raiseTo: memberOf<Level>(fields['raise_to'], `${field}.raise_to`, RAISED),
    lockAfter: integerOf(fields['lock_after'], `${field}.lock_after`, 1, 1_000),
    lockMs: integerOf(fields['lock_ms'], `${field}.lock_ms`, 1_000, 30 * DAY_MS, 'ms'),
  };
}

/** The policy that @value says, or InvalidArgumentError with the place of what is wrong. */
export function policyOf(value: unknown, field = 'policy'): Policy {
  const required = ['schema', 'principals', 'devices', 'grants', 'limits', 'attempts', 'threats'];
  const fields = objectOf(value, field, required, [
    'description',
    'allow_critical',
    'publications',
  ]);
  integerOf(fields['schema'], `${field}.schema`, 1, 1);
  textOf(fields['description'] ?? '', `${field}.description`, 0, 1_000);
  const at = (name: string): string => `${field}.${name}`;
  const list = listOf(fields['principals'], at('principals'), 0, PRINCIPALS_MAX, principalOf);
  distinctBy(list, at('principals'), ({ id }) => id);
  const principals = new Map(list.map((one) => [one.id, one]));
  const grants = listOf(fields['grants'], at('grants'), 0, GRANTS_MAX, (one, place) =>
    grantOf(one, place, principals),
  );
  distinctBy(grants, at('grants'), ({ id }) => id);
  const publications = listOf(
    fields['publications'] ?? [],
    at('publications'),
    0,
    PUBLICATIONS_MAX,
    (one, place) =>
      publicationGrantOf(one, place, (list, where) => knownPrincipals(list, where, principals)),
  );
  distinctBy(publications, at('publications'), ({ id }) => id);
  const limits = objectOf(fields['limits'], at('limits'), ['per_principal', 'per_device']);
  const threats = listOf(fields['threats'], at('threats'), 0, THREATS_MAX, threatRuleOf);
  distinctBy(threats, at('threats'), ({ id }) => id);
  return {
    principals,
    devices: listOf(fields['devices'], at('devices'), 0, DEVICE_LINES_MAX, deviceLineOf),
    grants,
    publications,
    perPrincipal: rateOf(limits['per_principal'], at('limits.per_principal')),
    perDevice: rateOf(limits['per_device'], at('limits.per_device')),
    attempts: attemptsOf(fields['attempts'], at('attempts')),
    threats,
    allowCritical: checkBoolean(
      (fields['allow_critical'] ?? false) as boolean,
      `${field}.allow_critical`,
    ),
  };
}
