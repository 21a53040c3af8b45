// SPDX-License-Identifier: Apache-2.0
// Random interleavings of offers, approvals and changes, judged by a model that only remembers
// what happened to each offer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consumeApproval, type Offer } from '../../../../src/core/canonical/approval.ts';
import { EMPTY_LEDGER } from '../../../../src/core/canonical/approval-ledger.ts';
import type { ApprovalRole } from '../../../../src/core/canonical/signature.ts';
import { runs } from '../runs.ts';
import { ANN, approve, DIRECTORY, offerOf, PRESENT, SIGNERS } from './people.ts';

const constant = <T extends string>(kind: T) => fc.constant(kind);
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: constant('offer'),
      requester: fc.constantFrom('ann', 'bob'),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      kind: constant('present'),
      /** Counted back from the latest offer. */
      offer: fc.nat(2),
      /** Signed for that many offers before. */
      moved: fc.constantFrom(0, 0, 0, 0, 1),
      by: fc.nat(SIGNERS.length - 1),
      role: fc.constantFrom<ApprovalRole[]>('OPERATION', 'OPERATION', 'OPERATION', 'RESET_CONFIRM'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: constant('state') }) },
  { weight: 1, arbitrary: fc.record({ kind: constant('stop') }) },
  { weight: 1, arbitrary: fc.record({ kind: constant('policy') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: constant('risk'),
      to: fc.constantFrom(3 as const, 4 as const, 5 as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: constant('wait'),
      ms: fc.integer({ min: -20_000, max: 200_000 }),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;
type Presented = Extract<Event, { kind: 'present' }>;

interface Remembered {
  readonly offer: Offer;
  readonly risk: number;
  readonly at: number;
  /** State, stop or policy moved since. */
  spoilt: boolean;
  used: boolean;
}

class World {
  present = PRESENT;
  ledger = EMPTY_LEDGER;
  latest = 0;
  readonly offers: Remembered[] = [];
  accepted = 0;
  refused = 0;

  take(step: Event): void {
    switch (step.kind) {
      case 'offer': {
        const offer = offerOf(this.present, this.offers.length + 1, step.requester);
        const { risk, now: at } = this.present;
        this.offers.push({ offer, risk, at, spoilt: false, used: false });
        break;
      }
      case 'state':
        this.spoil({ safetyVersion: this.present.safetyVersion + 1 });
        break;
      case 'stop':
        this.spoil({ stopEpoch: this.present.stopEpoch + 1 });
        break;
      case 'policy':
        this.spoil({ policy: `${Number(this.present.policy) + 1}` });
        break;
      case 'risk':
        this.present = { ...this.present, risk: step.to };
        break;
      case 'wait':
        this.present = { ...this.present, now: this.present.now + step.ms };
        break;
      case 'present':
        this.show(step);
        break;
    }
  }

  private spoil(change: Partial<typeof PRESENT>): void {
    this.present = { ...this.present, ...change };
    for (const one of this.offers) {
      one.spoilt = true;
    }
  }

  private show(step: Presented): void {
    const target = this.offers.at(-1 - step.offer);
    const signed = this.offers.at(-1 - step.offer - step.moved);
    const by = SIGNERS[step.by] ?? ANN;
    if (target === undefined || signed === undefined) {
      return;
    }
    // A clock that goes back counts as standing still.
    this.latest = Math.max(this.latest, this.present.now);
    const approval = approve(by, signed.offer, step.role);
    const out = consumeApproval(this.ledger, DIRECTORY, target.offer, approval, this.present);
    this.ledger = out.ledger;
    const signedRight = signed === target && step.role === 'OPERATION';
    const personRight = by.person !== 'low' && by.person !== target.offer.requester;
    const inTime = this.latest >= target.at && this.latest < target.at + 300_000;
    const holds = !target.spoilt && this.present.risk <= target.risk;
    const right = signedRight && personRight && inTime && holds && !target.used;
    expect(out.verdict.accepted).toBe(right);
    target.used ||= out.verdict.accepted;
    this.accepted += out.verdict.accepted ? 1 : 0;
    this.refused += out.verdict.accepted ? 0 : 1;
  }
}

describe('any interleaving', () => {
  it('A1 to A5 hold against a model that knows only what happened', () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(event, { minLength: 5, maxLength: 50, size: 'max' }), (events) => {
        const world = new World();
        for (const step of events) {
          world.take(step);
        }
        accepted += world.accepted;
        refused += world.refused;
      }),
      runs(400),
    );
    // One that never accepts, or never refuses, would prove nothing.
    expect(accepted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});
