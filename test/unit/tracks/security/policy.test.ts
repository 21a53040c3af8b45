// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import { InvalidArgumentError } from '../../../../src/core/model/errors.ts';
import { demandOf } from '../../../../src/tracks/security/policy/access.ts';
import { policyOf } from '../../../../src/tracks/security/policy/policy.ts';
import { POLICY } from './history.ts';
import { policyDocument } from './people.ts';

type Doc = Record<string, unknown>;

/** A copy of @document with @value at @path; undefined takes it away. */
function altered(document: Doc, path: string, value: unknown): Doc {
  const copy = structuredClone(document);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const place = keys.reduce<Doc>((at, key) => at[key] as Doc, copy);
  if (value === undefined) {
    delete place[last];
  } else {
    place[last] = value;
  }
  return copy;
}

function problem(document: unknown): InvalidArgumentError {
  try {
    policyOf(document);
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      return error;
    }
    throw error;
  }
  throw new Error('the policy was accepted');
}

/** Every table in @value, with its path. */
function* tables(value: unknown, path: string): Generator<string> {
  if (typeof value === 'object' && value !== null) {
    if (!Array.isArray(value)) {
      yield path;
    }
    for (const [key, inner] of Object.entries(value)) {
      yield* tables(inner, path === '' ? key : `${path}.${key}`);
    }
  }
}

describe('a policy document', () => {
  it('takes the strictest of all lines about a device, and the highest clearance without one', () => {
    const policy = policyOf(policyDocument());
    expect(demandOf(policy, 0x8000)).toEqual({ requiredClearance: 1, compartments: [] });
    expect(demandOf(policy, 0x8003)).toEqual({ requiredClearance: 2, compartments: ['ALPHA'] });
    const none = policyOf(policyDocument({ devices: [] }));
    expect(demandOf(none, 0x8000).requiredClearance).toBe(ClearanceLevel.COSMIC);
  });

  it('B10 refuses a key that nobody knows in every table that it has, by name', () => {
    const places = [...tables(POLICY, '')];
    expect(places.length).toBeGreaterThan(20);
    for (const place of places) {
      const path = place === '' ? 'unheard_of' : `${place}.unheard_of`;
      const { field, allowed } = problem(altered(POLICY, path, 1));
      expect(field).toMatch(/^policy.*unheard_of$/);
      expect(allowed).toMatch(/^absent: the keys here are/);
    }
  });

  it('suggests what a misspelt key or word may have meant', () => {
    const { allowed } = problem(altered(POLICY, 'attempts.lock_aftr', 3));
    expect(allowed).toContain('did you mean lock_after?');
    expect(problem(altered(POLICY, 'devices.0.required_clearance', 'SECRT')).allowed).toContain(
      'did you mean SECRET?',
    );
  });

  it.each([
    ['schema', 2, 'policy.schema'],
    ['principals', undefined, 'policy.principals'],
    ['principals.0.id', 'with space', 'policy.principals[0].id'],
    ['principals.0.person', 'service:x', 'policy.principals[0].person'],
    ['principals.0.service', { clearance: 'NONE' }, 'policy.principals[0]'],
    ['principals.0.person', undefined, 'policy.principals[0]'],
    ['principals.1.id', 'unix:1000', 'policy.principals[1]'],
    ['principals.3.service.clearance', 'toString', 'policy.principals[3].service.clearance'],
    ['devices.0.devices', 'some', 'policy.devices[0].devices'],
    ['devices.0.devices', { groups: [7] }, 'policy.devices[0].devices.groups[0]'],
    ['devices.0.devices', { tokens: ['0x800C'] }, 'policy.devices[0].devices.tokens[0]'],
    ['devices.0.devices', { tokens: [] }, 'policy.devices[0].devices'],
    ['grants.0.principals', ['unix:9'], 'policy.grants[0].principals[0]'],
    ['grants.0.operations', ['EMERGENCY_STOP'], 'policy.grants[0].operations[0]'],
    ['grants.0.operations', ['UNKNOWN'], 'policy.grants[0].operations[0]'],
    ['grants.0.not_before', '2026-02-30T00:00:00Z', 'policy.grants[0].not_before'],
    ['grants.0.not_after', '2026-02-01', 'policy.grants[0].not_after'],
    ['grants.0.not_after', '1970-01-01T00:00:00Z', 'policy.grants[0].not_after'],
    ['grants.1.id', 'group-0', 'policy.grants[1]'],
    ['limits.per_device.burst', 0, 'policy.limits.per_device.burst'],
    ['limits.per_device.interval_ms', 1.5, 'policy.limits.per_device.interval_ms'],
    ['attempts.lock_after', 0, 'policy.attempts.lock_after'],
    ['attempts.raise_to', 'SAFE', 'policy.attempts.raise_to'],
    ['threats.0.rate.count', 101, 'policy.threats[0].rate.count'],
    ['threats.0.rate.facts.kinds', ['nothing'], 'policy.threats[0].rate.facts.kinds[0]'],
    [
      'threats.0.spread',
      { facts: { kinds: ['lockout'] }, distinct: 'device', count: 2 },
      'policy.threats[0]',
    ],
    ['threats.0.rate', undefined, 'policy.threats[0]'],
    ['threats.0.effects', [], 'policy.threats[0].effects'],
    ['threats.0.effects.0.to', 'QUARANTINED', 'policy.threats[0].effects[0].to'],
    ['threats.0.effects.0.do', 'praise', 'policy.threats[0].effects[0].do'],
    ['threats.0.effects.1.on', 'all', 'policy.threats[0].effects[1].on'],
    ['threats.1.id', 'refused-often', 'policy.threats[1]'],
    ['threats.2.sequence.steps', [{ kinds: ['lockout'] }], 'policy.threats[2].sequence.steps'],
  ])('names what is wrong: %s = %j', (path, value, field) => {
    expect(problem(altered(POLICY, path, value)).field).toBe(field);
  });

  it.each([null, 7, 'policy', [], undefined])('is a table, not %j', (document) => {
    expect(problem(document).field).toBe('policy');
  });
});
