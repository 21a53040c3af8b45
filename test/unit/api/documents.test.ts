// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionFrom, decisionJson } from '../../../src/api/local/wire/decisions.ts';
import {
  approvalDecision,
  approvalDocument,
  charterDocument,
  clearingDecision,
  clearingSignedDocument,
  resetStepDecision,
  resetStepDocument,
} from '../../../src/api/local/wire/documents.ts';
import { decisionDigest } from '../../../src/core/canonical/approval.ts';
import { ClearingKind, clearingDigest } from '../../../src/core/canonical/clearing.ts';
import { canonicalJson } from '../../../src/core/canonical/json.ts';
import { resetDigest } from '../../../src/core/canonical/reset-decision.ts';
import { OperationType } from '../../../src/core/model/enums.ts';
import { InvalidArgumentError } from '../../../src/core/model/errors.ts';
import type { Level } from '../../../src/core/risk/level.ts';
import { statementDigest } from '../../../src/tracks/security/charter/revision.ts';
import { runs } from '../core/runs.ts';

const counter = fc.maxSafeNat();
const nonce = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const name = fc.string({ minLength: 1, maxLength: 20 });
const common = { policy: name, stopEpoch: counter, nonce, expiry: counter };
const operation = fc.record({
  action: fc.constantFrom(OperationType.READ, OperationType.WRITE, OperationType.RESET),
  device: fc.integer({ min: 0x8000, max: 0x806b }),
  parameters: fc.record({
    register: fc.option(fc.nat(15)),
    value: fc.option(fc.nat(0xffff_ffff)),
  }),
  safetyVersion: counter,
  risk: fc.integer({ min: 1, max: 6 }) as fc.Arbitrary<Level>,
});
const single = fc.tuple(operation, fc.record(common)).map(([one, rest]) => ({ ...one, ...rest }));
const transaction = fc
  .tuple(
    fc.uniqueArray(operation, { minLength: 1, maxLength: 5, selector: ({ device }) => device }),
    fc.record(common),
  )
  .map(([operations, rest]) => ({
    operations,
    risk: Math.max(...operations.map(({ risk }) => risk)) as Level,
    ...rest,
  }));
const reset = fc.record({
  step: fc.constantFrom('RESET' as const, 'CONFIRM' as const, 'START' as const),
  kernelInstance: name,
  stopEpoch: counter,
  accepts: fc.uniqueArray(name, { maxLength: 4 }).map((names) => names.sort()),
  causeCleared: fc.boolean(),
  nonce,
  expiry: counter,
});
const clearing = fc.record({
  kind: fc.constantFrom(...Object.values(ClearingKind)),
  subject: name,
  devices: fc.uniqueArray(fc.integer({ min: 0, max: 0xffff }), { maxLength: 4 }),
  note: name,
  policy: name,
  nonce,
  expiry: counter,
});

/** As a program in any language has it. */
function hashed({ domain, text }: { readonly domain: string; readonly text: string }): string {
  return createHash('sha256').update(`${domain}\0${text}`).digest('hex');
}

describe('what is signed', () => {
  it('hashes to what the daemon judges signatures by, whoever computes it', () => {
    const cases = runs<[unknown]>(150);
    fc.assert(
      fc.property(fc.oneof(single, transaction), (decision) => {
        const document = approvalDocument(decision);
        expect(hashed(document)).toBe(decisionDigest(decision));
        expect(document.digest).toBe(decisionDigest(decision));
      }),
      cases,
    );
    fc.assert(
      fc.property(reset, (decision) => {
        expect(hashed(resetStepDocument(decision))).toBe(resetDigest(decision));
      }),
      cases,
    );
    fc.assert(
      fc.property(clearing, (decision) => {
        expect(hashed(clearingSignedDocument(decision))).toBe(clearingDigest(decision));
      }),
      cases,
    );
  });

  it('is the same whether it came by the daemon’s socket or by gRPC', () => {
    fc.assert(
      fc.property(fc.oneof(single, transaction), (decision) => {
        const bySocket = decisionFrom(decisionJson(decision));
        const byGrpc = approvalDecision(approvalDocument(decision));
        expect(decisionDigest(byGrpc)).toBe(decisionDigest(bySocket));
        expect(byGrpc).toEqual(decision);
      }),
      runs(150),
    );
  });

  it('is read back as it was decided', () => {
    fc.assert(
      fc.property(reset, (decision) => {
        expect(resetStepDecision(resetStepDocument(decision))).toEqual(decision);
      }),
      runs(150),
    );
    fc.assert(
      fc.property(clearing, (decision) => {
        expect(clearingDecision(clearingSignedDocument(decision))).toEqual(decision);
      }),
      runs(150),
    );
  });

  it('is not read when it says something that would not be shown', () => {
    fc.assert(
      fc.property(fc.oneof(single, transaction), (decision) => {
        const { domain, text } = approvalDocument(decision);
        const more = canonicalJson({ ...JSON.parse(text), also: 'this' });
        expect(() => approvalDecision({ domain, text: more })).toThrow(InvalidArgumentError);
      }),
      runs(50),
    );
    const [decision] = fc.sample(reset, runs(1));
    const { domain, text } = resetStepDocument(decision as typeof decision & object);
    const more = canonicalJson({ ...JSON.parse(text), also: 'this' });
    expect(() => resetStepDecision({ domain, text: more })).toThrow(InvalidArgumentError);
    expect(() => clearingDecision({ domain, text })).toThrow('document.domain');
    expect(() => approvalDecision({ domain, text })).toThrow('document.domain');
  });

  it('is the charter’s own statement for a change of persons, keys and policy', () => {
    const statement = { change: { change: 'revoke_key', key_id: 'x' }, base_revision: 3 };
    const { digest } = charterDocument(statement, 'ENROLMENT');
    expect(digest).toBe(statementDigest('ENROLMENT', statement));
  });
});
