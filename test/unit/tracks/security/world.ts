// SPDX-License-Identifier: Apache-2.0
// A security track in a world that the test holds in its hand.
import type { Json } from '../../../../src/core/canonical/json.ts';
import type { OperationType } from '../../../../src/core/model/enums.ts';
import { NO_REQUIREMENTS } from '../../../../src/core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../../src/core/model/track.ts';
import type { Subject, TrackVerdict } from '../../../../src/core/ports/track.ts';
import { openSecurityTrack } from '../../../../src/tracks/security/open.ts';
import type { SecurityTrack } from '../../../../src/tracks/security/security-track.ts';
import { FakeAudit, FakeClock, FakeEvents, FakeStorage } from '../fakes.ts';
import { ANN, approve, BOB, personDocument, policyDocument } from './people.ts';

export class World {
  clock = new FakeClock();
  readonly audit = new FakeAudit();
  readonly events = new FakeEvents();
  storage = new FakeStorage();
  readonly stops: string[] = [];
  readonly faults: Error[] = [];
  #nonce = 0;

  open(storage: FakeStorage = this.storage, clock: FakeClock = this.clock): Promise<SecurityTrack> {
    return openSecurityTrack({
      storage,
      mark: this.audit.mark,
      audit: this.audit,
      events: this.events,
      clock,
      stop: (reason) => this.stops.push(reason),
      fault: (error) => this.faults.push(error),
      random: (count) => {
        this.#nonce += 1;
        const bytes = Buffer.alloc(count);
        bytes.writeUInt32BE(this.#nonce, count - 4);
        return bytes;
      },
    });
  }

  /** With ann and bob enrolled, and no policy. */
  async founded(): Promise<SecurityTrack> {
    const track = await this.open();
    await track.bootstrap([personDocument(ANN), personDocument(BOB)]);
    return track;
  }

  /** With ann, bob and the policy in force, its budgets full. */
  async ready(policy: Record<string, Json> = policyDocument()): Promise<SecurityTrack> {
    const track = await this.founded();
    await decide(track, { change: 'set_policy', policy });
    this.clock.advance(10_000_000);
    return track;
  }
}

/** ann proposes it, ann and bob sign. */
export async function decide(track: SecurityTrack, change: Json): Promise<number | null> {
  const proposal = track.propose('ann', change);
  await track.approve(proposal.id, approve(ANN, proposal));
  const { revision } = await track.approve(proposal.id, approve(BOB, proposal));
  return revision;
}

export function subject(
  track: SecurityTrack,
  principal: string | undefined,
  deviceId: number,
  operationType: OperationType,
): Subject {
  return {
    request: {
      coordinationId: 'c-1',
      deviceId,
      operationType,
      parameters: { register: 2, value: operationType === 1 ? null : 1 },
      trackInvolvement: NO_INVOLVEMENT,
      safetyRequirements: NO_REQUIREMENTS,
      authContext: {},
      justification: '',
      requestedAt: 0,
    },
    requester: principal === undefined ? undefined : track.identify(principal),
    principal,
    now: 0,
  };
}

export function verdict(
  track: SecurityTrack,
  principal: string | undefined,
  device: number,
  operation: OperationType,
): Promise<TrackVerdict> {
  return track.assess(subject(track, principal, device, operation), new AbortController().signal);
}
