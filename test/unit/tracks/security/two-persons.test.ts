// SPDX-License-Identifier: Apache-2.0
// Random interleavings of proposals, signatures, other changes, waiting, clocks set back and restarts,
// judged by a model that only remembers what happened.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../../src/core/canonical/approval.ts';
import type { Json } from '../../../../src/core/canonical/json.ts';
import type { Proposal } from '../../../../src/tracks/security/charter/proposals.ts';
import { PROPOSAL_LIFETIME_MS } from '../../../../src/tracks/security/charter/proposals.ts';
import { ChangeRefusedError } from '../../../../src/tracks/security/errors.ts';
import type { SecurityTrack } from '../../../../src/tracks/security/security-track.ts';
import { runs } from '../../core/runs.ts';
import {
  ANN,
  ANN_2,
  approve,
  BOB,
  CID,
  EVE,
  keyDocument,
  personDocument,
  policyDocument,
  type Signer,
  signer,
} from './people.ts';
import { decide, World } from './world.ts';

const SIGNERS: readonly Signer[] = [ANN, ANN_2, BOB, CID, EVE];

const CHANGES: readonly Json[] = [
  { change: 'change_person', person: 'ann', clearance: 'COSMIC', compartments: [] },
  { change: 'clear', target: 'all' },
  { change: 'revoke_key', key_id: 'ann-2' },
  { change: 'revoke_person', person: 'cid' },
  { change: 'set_policy', policy: policyDocument() },
];

const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('propose' as const),
      by: fc.constantFrom('ann', 'bob', 'cid'),
      change: fc.nat(CHANGES.length - 1),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('sign' as const),
      by: fc.nat(SIGNERS.length - 1),
      which: fc.nat(2),
      moved: fc.constantFrom(0, 0, 0, 0, 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1_000, 1_500_000, PROPOSAL_LIFETIME_MS),
      back: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

interface Remembered {
  readonly proposal: Proposal;
  readonly at: number;
  readonly change: number;
  readonly revision: number;
  gone: boolean;
  readonly persons: Set<string>;
}

class Model {
  readonly world = new World();
  track!: SecurityTrack;
  /** The track's time, as far as the boot clock moved while it was there. */
  now = 0;
  revision = 0;
  readonly made: Remembered[] = [];
  readonly keys = new Set(['ann-1', 'ann-2', 'bob-1', 'cid-1']);
  applied = 0;
  refused = 0;

  async begin(): Promise<void> {
    this.track = await this.world.founded();
    await decide(this.track, { change: 'enrol_person', ...personDocument(CID) });
    await decide(this.track, { change: 'enrol_key', person: 'ann', key: keyDocument(ANN_2) });
    this.revision = 3;
  }

  async take(step: Event): Promise<void> {
    switch (step.do) {
      case 'propose':
        this.propose(step.by, step.change);
        break;
      case 'sign':
        await this.sign(step);
        break;
      case 'wait':
        this.world.clock.wallNow += step.back ? -step.ms : step.ms;
        this.world.clock.bootNow += step.back ? -step.ms : step.ms;
        // It knows of the time that it saw: a clock that ran ahead and came back between two looks never did.
        this.track.tick();
        this.now = Math.max(this.now, this.world.clock.bootNow - 50_000);
        break;
      case 'restart':
        this.track = await this.world.open();
        // From here on the track's time runs again: as if the clock had stood where it stands.
        this.world.clock.bootNow = this.now + 50_000;
        this.track = await this.world.open();
        for (const one of this.made) {
          one.gone = true;
        }
        break;
    }
    expect(this.track.policyName).toBe(`${this.revision}`);
  }

  propose(by: string, change: number): void {
    try {
      const proposal = this.track.propose(by, CHANGES[change] ?? null);
      const { now: at, revision } = this;
      this.made.push({ proposal, at, change, revision, gone: false, persons: new Set() });
    } catch (error) {
      // Somebody or something is gone already, or too many are open: nothing to sign, then.
      expect(error).toBeInstanceOf(ChangeRefusedError);
    }
  }

  async sign({ by, which, moved }: Extract<Event, { do: 'sign' }>): Promise<void> {
    const target = this.made.at(-1 - which);
    const signed = this.made.at(-1 - which - moved);
    const signing = SIGNERS[by] ?? ANN;
    if (target === undefined || signed === undefined) {
      return;
    }
    const right =
      signed === target &&
      !target.gone &&
      this.keys.has(signing.keyId) &&
      target.revision === this.revision &&
      this.now < target.at + PROPOSAL_LIFETIME_MS &&
      !target.persons.has(signing.person);
    const outcome = await this.track
      .approve(target.proposal.id, approve(signing, signed.proposal))
      .catch((error: unknown) => {
        expect(error).toBeInstanceOf(ChangeRefusedError);
        return null;
      });
    expect(outcome !== null).toBe(right);
    this.refused += right ? 0 : 1;
    if (right) {
      target.persons.add(signing.person);
      expect(outcome?.revision !== null).toBe(target.persons.size === 2);
    }
    if (right && target.persons.size === 2) {
      this.apply(target);
    }
  }

  apply(target: Remembered): void {
    this.applied += 1;
    this.revision += 1;
    target.gone = true;
    const [, , revokesKey, revokesPerson] = CHANGES;
    if (CHANGES[target.change] === revokesKey) {
      this.keys.delete('ann-2');
    }
    if (CHANGES[target.change] === revokesPerson) {
      this.keys.delete('cid-1');
    }
    const { persons, keys } = this.track.directory();
    expect(new Set(keys.map(({ keyId }) => keyId))).toEqual(this.keys);
    expect(persons.some(({ person }) => person === 'cid')).toBe(this.keys.has('cid-1'));
  }
}

describe('a change of persons, keys or policy', () => {
  it('B3, B4, B5 happens by two persons who are enrolled then, over that change, in time, once', async () => {
    let [applied, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 10, maxLength: 40, size: 'max' }),
        async (steps) => {
          const model = new Model();
          await model.begin();
          for (const step of steps) {
            await model.take(step);
          }
          applied += model.applied;
          refused += model.refused;
        },
      ),
      runs(25),
    );
    expect(applied).toBeGreaterThan(1);
    expect(refused).toBeGreaterThan(20);
  });
});

/** What others have signed before, for changes that were applied, expired, or went nowhere. */
interface Overheard {
  readonly id: string;
  readonly approval: Approval;
}

const OWN_KEYS = [EVE, signer('eve-2', 'eve'), signer('eve-3', 'eve')] as const;

const hostile = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('propose' as const),
      as: fc.constantFrom('eve', 'ann', 'bob'),
      change: fc.nat(CHANGES.length),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('sign' as const),
      key: fc.nat(2),
      pretend: fc.constantFrom(null, 'ann-1', 'bob-1', 'cid-1'),
      which: fc.nat(4),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('replay' as const),
      what: fc.nat(9),
      which: fc.nat(4),
      original: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(-5_000_000, 1_000, 4_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bootstrap' as const) }) },
);
type Hostile = typeof hostile extends fc.Arbitrary<infer H> ? H : never;

class Attack {
  readonly world = new World();
  track!: SecurityTrack;
  readonly overheard: Overheard[] = [];
  readonly seen: Proposal[] = [];

  /** ann, bob and eve, who has three keys; and honest work that left signatures behind. */
  async begin(): Promise<void> {
    this.track = await this.world.founded();
    await decide(this.track, { change: 'enrol_person', ...personDocument(EVE) });
    for (const key of OWN_KEYS.slice(1)) {
      await decide(this.track, { change: 'enrol_key', person: 'eve', key: keyDocument(key) });
    }
    for (const by of [ANN, BOB]) {
      const change = { change: 'enrol_person', ...personDocument(CID) };
      const proposal = this.track.propose('ann', change);
      const approval = approve(by, proposal);
      await this.track.approve(proposal.id, approval);
      this.overheard.push({ id: proposal.id, approval });
      this.world.clock.advance(PROPOSAL_LIFETIME_MS);
    }
  }

  async take(step: Hostile): Promise<void> {
    try {
      await this.attempt(step);
    } catch (error) {
      expect(error).toBeInstanceOf(ChangeRefusedError);
    }
  }

  async attempt(step: Hostile): Promise<void> {
    switch (step.do) {
      case 'propose': {
        const evil = signer('mallory-1', 'mallory');
        const change = CHANGES[step.change] ?? { change: 'enrol_person', ...personDocument(evil) };
        this.seen.push(this.track.propose(step.as, change));
        break;
      }
      case 'sign': {
        const proposal = this.seen.at(-1 - step.which);
        const key = OWN_KEYS[step.key] ?? EVE;
        if (proposal !== undefined) {
          const { keyId, signature } = approve(key, proposal);
          await this.track.approve(proposal.id, { keyId: step.pretend ?? keyId, signature });
        }
        break;
      }
      case 'replay': {
        const heard = this.overheard.at(step.what % this.overheard.length);
        const proposal = this.seen.at(-1 - step.which);
        if (heard !== undefined) {
          const id = step.original || proposal === undefined ? heard.id : proposal.id;
          await this.track.approve(id, heard.approval);
        }
        break;
      }
      case 'wait':
        this.world.clock.advance(step.ms);
        break;
      case 'restart':
        this.track = await this.world.open();
        break;
      case 'bootstrap': {
        const [one, two] = [signer('m-1', 'mallory'), signer('n-1', 'nobody')];
        await this.track.bootstrap([personDocument(one), personDocument(two)]);
        break;
      }
    }
  }
}

describe('one person alone', () => {
  it('B2 changes nothing, with whatever keys, replays, restarts and clocks', async () => {
    let proposed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { minLength: 10, maxLength: 40, size: 'max' }),
        async (steps) => {
          const attack = new Attack();
          await attack.begin();
          const before = attack.track.directory();
          const revision = attack.track.policyName;
          for (const step of steps) {
            await attack.take(step);
            expect(attack.track.policyName).toBe(revision);
          }
          expect(attack.track.directory()).toEqual(before);
          expect(attack.track.policyLoaded).toBe(false);
          proposed += attack.seen.length;
        },
      ),
      runs(25),
    );
    expect(proposed).toBeGreaterThan(20);
  });
});
