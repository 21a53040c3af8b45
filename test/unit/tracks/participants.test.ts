// SPDX-License-Identifier: Apache-2.0
// Tracks B and C in a commit: what was authorized is looked at again, and promised once.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Directory, Person } from '../../../src/core/canonical/approval.ts';
import { OperationType, RiskLevel } from '../../../src/core/model/enums.ts';
import type { AuthorizedTransaction, Proposal } from '../../../src/core/ports/commit.ts';
import type { TrackVerdict } from '../../../src/core/ports/track.ts';
import type { Confirmation } from '../../../src/core/requirement/input.ts';
import { InterfaceParticipant } from '../../../src/tracks/interface/participant.ts';
import { SecurityParticipant } from '../../../src/tracks/security/participant.ts';
import { FakeClock } from './fakes.ts';

const ANN: Person = { person: 'ann', clearance: 5, compartments: [] };
const BOB: Person = { person: 'bob', clearance: 5, compartments: [] };
const SIGNAL = new AbortController().signal;
const ABOUT = 'cd'.repeat(32);

function proposal(id: bigint, change: Partial<AuthorizedTransaction> = {}): Proposal {
  const transaction: AuthorizedTransaction = {
    coordinationId: 'op',
    principal: 'unix:1000',
    person: 'ann',
    digest: 'ab'.repeat(32),
    stopEpoch: 1,
    risk: RiskLevel.HIGH,
    effects: [{ device: 0x8003, type: OperationType.WRITE, register: 8, value: 1, timeoutMs: 100 }],
    approvals: [{ nonce: 'n1', expiry: 60_000, person: 'bob', keyId: 'bob-1', signature: '00' }],
    policy: '7',
    confirmed: [ABOUT],
    deadline: 60_000,
    clearance: 0,
    compartments: [],
    ...change,
  };
  return { id, incarnation: 1, transaction };
}

describe('the security track', () => {
  const clock = new FakeClock();
  const key = (keyId: string, person: string) => ({ keyId, person, publicKey: new Uint8Array(32) });
  let directory: Directory;
  let verdict: TrackVerdict;
  let track: { policyName: string; policyLoaded: boolean; known: Person | undefined };
  let participant: SecurityParticipant;

  beforeEach(() => {
    directory = { persons: [ANN, BOB], keys: [key('bob-1', 'bob')] };
    verdict = { risk: RiskLevel.HIGH, reasons: ['fine'], rules: ['device-class'] };
    track = { policyName: '7', policyLoaded: true, known: ANN };
    participant = new SecurityParticipant({
      clock,
      track: {
        get policyName() {
          return track.policyName;
        },
        get policyLoaded() {
          return track.policyLoaded;
        },
        identify: () => track.known,
        directory: () => directory,
        assess: () => Promise.resolve(verdict),
      },
    });
  });

  const rules = async (given: Proposal): Promise<readonly string[]> => {
    const vote = await participant.prepare(given, SIGNAL);
    return vote.yes ? ['YES'] : vote.needs.map(({ rule }) => rule);
  };

  it('promises what still stands, until it is told, and says what it is in doubt about', async () => {
    expect(await rules(proposal(1n))).toEqual(['YES']);
    expect(await participant.inDoubt()).toEqual([{ id: 1n, incarnation: 1 }]);
    await participant.decided(1n, 'COMMIT');
    await participant.decided(1n, 'COMMIT');
    await participant.decided(9n, 'ABORT');
    expect(await participant.inDoubt()).toEqual([]);
  });

  it('refuses by name whatever has moved since, and then promises nothing', async () => {
    const moves: readonly [string, () => unknown][] = [
      ['policy-moved', () => (track.policyName = '8')],
      ['policy-moved', () => (track.policyLoaded = false)],
      ['requester-mismatch', () => (track.known = BOB)],
      ['requester-mismatch', () => (track.known = undefined)],
      ['approval-stands', () => (directory = { ...directory, keys: [] })],
      ['approval-stands', () => (directory = { ...directory, persons: [ANN] })],
      ['approval-stands', () => (directory = { ...directory, keys: [key('bob-1', 'ann')] })],
      ['approval-stands', () => (clock.bootNow = 60_000)],
      ['approval-stands', () => (clock.bootNow = Number.NaN)],
      ['no-grant', () => (verdict = { risk: 6, reasons: ['gone'], rules: ['no-grant'] })],
    ];
    for (const [rule, move] of moves) {
      const before = { track, directory, verdict, now: clock.bootNow };
      track = { ...track };
      move();
      expect([rule, await rules(proposal(2n))]).toEqual([rule, [rule]]);
      ({ track, directory, verdict } = before);
      clock.bootNow = before.now;
    }
    expect(await participant.inDoubt()).toEqual([]);
    expect(await rules(proposal(2n))).toEqual(['YES']);
  });

  it('never counts the requester as the second person', async () => {
    directory = { ...directory, keys: [key('bob-1', 'bob')] };
    track.known = BOB;
    expect(await rules(proposal(3n, { person: 'bob' }))).toEqual(['approval-stands']);
  });

  it('promises an approval to one transaction at a time', async () => {
    expect(await rules(proposal(4n))).toEqual(['YES']);
    expect(await rules(proposal(5n))).toEqual(['approval-stands']);
    expect(await rules(proposal(4n))).toEqual(['YES']);
    await participant.decided(4n, 'ABORT');
    expect(await rules(proposal(5n))).toEqual(['YES']);
  });
});

describe('the interface track', () => {
  let holds: Set<string>;
  let participant: InterfaceParticipant;

  beforeEach(() => {
    holds = new Set([ABOUT]);
    const confirmation = (about: string): Confirmation | undefined =>
      holds.has(about) ? { about, risk: 4, disclosed: true, at: 0 } : undefined;
    participant = new InterfaceParticipant({
      confirmation,
      withdraw: (about) => holds.delete(about),
    });
  });

  it('promises a confirmation that holds, to one transaction, and refuses one that is gone', async () => {
    expect(await participant.prepare(proposal(1n), SIGNAL)).toEqual({ yes: true });
    const second = await participant.prepare(proposal(2n), SIGNAL);
    expect(second).toMatchObject({ yes: false, needs: [{ rule: 'confirmation' }] });
    await participant.decided(1n, 'ABORT');
    holds.clear();
    expect(await participant.prepare(proposal(3n), SIGNAL)).toMatchObject({ yes: false });
    expect(await participant.prepare(proposal(4n, { confirmed: [] }), SIGNAL)).toEqual({
      yes: true,
    });
    expect(await participant.inDoubt()).toEqual([{ id: 4n, incarnation: 1 }]);
  });

  it('withdraws it when it was used, or may have been, and not when nothing was done', async () => {
    for (const [decision, left] of [
      ['ABORT', 1],
      ['COMMIT', 0],
      ['HEURISTIC', 0],
    ] as const) {
      holds.add(ABOUT);
      await participant.prepare(proposal(5n), SIGNAL);
      await participant.decided(5n, decision);
      expect([decision, holds.size]).toEqual([decision, left]);
    }
  });
});
