// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type OperationDecision,
  operationDigest,
  requestDigest,
} from '../../../../src/core/canonical/digest.ts';
import { IDEMPOTENCY_MS, matchRequest } from '../../../../src/core/canonical/idempotency.ts';
import type { CoordinationState } from '../../../../src/core/machines/operation.ts';
import { OperationType } from '../../../../src/core/model/enums.ts';
import { A_WRITE } from '../model/arbitrary.ts';

const DECISION: OperationDecision = {
  action: OperationType.WRITE,
  device: 0x8003,
  parameters: { register: 2, value: 85 },
  safetyVersion: 12,
  risk: 4,
  policy: '7',
  stopEpoch: 3,
  nonce: '00112233445566778899aabbccddeeff',
  expiry: 1_300_000,
};

/** @value with each leaf, one at a time, changed to something else. */
function variants<T>(value: T): T[] {
  if (Array.isArray(value)) {
    return [[...value, 'EXTRA'] as T];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, leaf]) =>
      variants(leaf).map((changed) => ({ ...value, [key]: changed })),
    );
  }
  switch (typeof value) {
    case 'boolean':
      return [!value as T];
    case 'number':
      return [(value + 1) as T];
    case 'string':
      return [(/^[0-9a-f]{32}$/.test(value) ? value.replace('0', '1') : `${value}x`) as T];
    default:
      return [7 as T];
  }
}

describe('digests', () => {
  it('J4 of a decision is over the domain and the canonical JSON of the design', () => {
    const json =
      '{"action":"WRITE","device":32771,"expiry":1300000,' +
      '"nonce":"00112233445566778899aabbccddeeff","parameters":{"register":2,"value":85},' +
      '"policy":"7","risk":4,"safety_version":12,"stop_epoch":3}';
    const expected = createHash('sha256').update(`dsmil/op/v1\0${json}`).digest('hex');
    expect(operationDigest(DECISION)).toBe(expected);
  });

  it('J4 of a decision moves with each of its fields', () => {
    const changed = variants(DECISION);
    expect(changed).toHaveLength(10);
    const digests = new Set([DECISION, ...changed].map(operationDigest));
    expect(digests.size).toBe(11);
  });

  it('J4 of a request moves with each of its fields but requestedAt', () => {
    const { requestedAt: _, ...fields } = A_WRITE;
    const changed = variants(fields).map((one) => ({ ...one, requestedAt: 5 }));
    expect(changed).toHaveLength(21);
    const digests = new Set([A_WRITE, ...changed].map(requestDigest));
    expect(digests.size).toBe(22);
    expect(requestDigest({ ...A_WRITE, requestedAt: 6 })).toBe(requestDigest(A_WRITE));
  });

  it('J4 of a request and of a decision are in domains of their own', () => {
    const empty = createHash('sha256').update('dsmil/request/v1\0{}').digest('hex');
    expect(requestDigest(A_WRITE)).toMatch(/^[0-9a-f]{64}$/);
    expect(requestDigest(A_WRITE)).not.toBe(empty);
  });

  it.each([
    ['nonce', { nonce: 'short' }],
    ['nonce', { nonce: DECISION.nonce.toUpperCase() }],
    ['safety_version', { safetyVersion: -1 }],
    ['stop_epoch', { stopEpoch: 2 ** 53 }],
    ['expiry', { expiry: Number.NaN }],
  ])('names a bad %s', (field, change) => {
    expect(() => operationDigest({ ...DECISION, ...change })).toThrow(
      expect.objectContaining({ field }),
    );
  });
});

describe('the same id again', () => {
  const states: readonly [CoordinationState, string][] = [
    ['INITIALIZING', 'ATTACH'],
    ['SAFETY_CHECKING', 'ATTACH'],
    ['AUTHORIZING', 'ATTACH'],
    ['EXECUTING', 'ATTACH'],
    ['COMPLETED', 'REPLAY'],
    ['FAILED', 'REPLAY'],
    ['DENIED', 'REPLAY'],
    ['EMERGENCY_STOPPED', 'REPLAY'],
  ];

  it.each(states)('I1 in %s means %s', (state, match) => {
    const known = { digest: 'd', receivedAt: 1000, state };
    expect(matchRequest(known, 'id', 'd', 1001)).toBe(match);
    const conflict = expect.objectContaining({ code: 'ERR_DSMIL_ID_REUSED', coordinationId: 'id' });
    expect(() => matchRequest(known, 'id', 'other', 1001)).toThrow(conflict);
    const week = 1000 + IDEMPOTENCY_MS;
    expect(matchRequest(known, 'id', 'd', week - 1)).toBe(match);
    // What is not final is never forgotten; what is, after 7 days, for any request.
    if (match === 'REPLAY') {
      expect(matchRequest(known, 'id', 'other', week)).toBe('NEW');
    } else {
      expect(() => matchRequest(known, 'id', 'other', week)).toThrow(conflict);
    }
  });

  it('I1 is new when it is not known', () => {
    expect(matchRequest(undefined, 'id', 'd', 0)).toBe('NEW');
  });
});
