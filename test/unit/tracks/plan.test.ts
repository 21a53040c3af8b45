// SPDX-License-Identifier: Apache-2.0
// An operation from request to permission: both tracks' verdicts, a confirmation, a second person's
// signature, through core's own plan(); and what takes the permission away again.
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/core/canonical/approval.ts';
import {
  consumeApproval,
  decisionDigest,
  type Offer,
  type Present,
} from '../../../src/core/canonical/approval.ts';
import { EMPTY_LEDGER } from '../../../src/core/canonical/approval-ledger.ts';
import { requestDigest } from '../../../src/core/canonical/digest.ts';
import { UiDisplayState } from '../../../src/core/model/device-state.ts';
import { OperationType, RiskLevel, Track } from '../../../src/core/model/enums.ts';
import { checkRequest, type OperationRequest } from '../../../src/core/model/operation.ts';
import type { Assessor, TrackVerdict } from '../../../src/core/ports/track.ts';
import type { PlanInput } from '../../../src/core/requirement/input.ts';
import { describePlan, plan } from '../../../src/core/requirement/plan.ts';
import { assessRisk } from '../../../src/core/risk/assess.ts';
import { explainRisk } from '../../../src/core/risk/explain.ts';
import { NO_HISTORY } from '../../../src/core/risk/history.ts';
import { InterfaceTrack } from '../../../src/tracks/interface/interface-track.ts';
import type { SecurityTrack } from '../../../src/tracks/security/security-track.ts';
import { GOOD_FACTS } from '../core/requirement/inputs.ts';
import {
  ANN,
  approve,
  BOB,
  CID,
  personDocument,
  policyDocument,
  type Signer,
} from './security/people.ts';
import { decide, subject, World } from './security/world.ts';

const DEVICE = 0x8003;
const REQUESTER = 'unix:1000';
const signal = new AbortController().signal;

/** Track A, with nothing to say against it. */
const kernel: Assessor = {
  track: Track.KERNEL,
  assess: () => Promise.resolve({ risk: 1, reasons: ['all is well'], rules: ['well'] }),
};

class Desk {
  readonly world = new World();
  security!: SecurityTrack;
  ui!: InterfaceTrack;
  verdicts: TrackVerdict[] = [];
  ledger = EMPTY_LEDGER;
  readonly approvers: Person[] = [];

  async begin(): Promise<void> {
    this.security = await this.world.ready();
    const { security, world } = this;
    this.ui = new InterfaceTrack({
      people: {
        identify: (principal) => security.identify(principal),
        demandOf: (device) => security.deviceAccess(device),
      },
      devices: [DEVICE],
      clock: world.clock,
      audit: world.audit,
      events: world.events,
      fault: (error) => world.faults.push(error),
    });
  }

  request(): OperationRequest {
    const { request } = subject(this.security, REQUESTER, DEVICE, OperationType.WRITE);
    return checkRequest({ ...request, justification: 'calibration' });
  }

  async input(): Promise<PlanInput> {
    const { security, ui } = this;
    const request = this.request();
    const now = this.world.clock.boot();
    const requester = security.identify(REQUESTER);
    const about = { request, requester, principal: REQUESTER, now };
    this.verdicts = await Promise.all(
      [kernel, security, ui].map((track) => track.assess(about, signal)),
    );
    const device = security.deviceAccess(DEVICE);
    const [a, b, c] = this.verdicts.map(({ risk }) => risk);
    const assessment = assessRisk(
      {
        operationType: request.operationType,
        deviceRisk: device.risk,
        verdicts: [a, b, c],
        history: NO_HISTORY,
        now,
      },
      {
        method: 'CONSERVATIVE',
        trackWeights: [400, 400, 200],
        uncertaintyFactor: 0,
        correlationMatrix: null,
      },
    );
    const digest = requestDigest(request);
    return {
      request,
      requestDigest: digest,
      requester,
      device,
      assessment,
      policy: security.policyLoaded
        ? { allowCritical: false, policyAllowsCritical: security.allowsCritical }
        : undefined,
      facts: GOOD_FACTS,
      approvers: this.approvers,
      confirmation: ui.confirmation(digest),
      now,
    };
  }

  async missing(): Promise<string[]> {
    return plan(await this.input())
      .needs.filter(({ satisfied }) => !satisfied)
      .map(({ rule }) => rule);
  }

  async confirm(): Promise<void> {
    const { requestDigest: about, assessment, device } = await this.input();
    if (assessment === undefined) {
      throw new Error('not assessed');
    }
    const asked = this.ui.ask({
      about,
      device: DEVICE,
      requester: 'ann',
      summary: 'WRITE on 0x8003',
      risk: assessment.level,
      terms: explainRisk(assessment),
      demand: device,
      limitS: 300,
    });
    const session = this.ui.openSession(REQUESTER);
    this.ui.display(session, DEVICE, UiDisplayState.OPEN);
    const { digest } = this.ui.disclose(asked.id, session);
    this.ui.answer(asked.id, session, digest, true);
  }

  present(): Present {
    const now = this.world.clock.boot();
    const { policyName: policy } = this.security;
    return { safetyVersion: 1, stopEpoch: 1, policy, risk: RiskLevel.HIGH, now };
  }

  offer(): Offer {
    const { requiredClearance, compartments } = this.security.deviceAccess(DEVICE);
    const { now, ...rest } = this.present();
    return {
      decision: {
        action: OperationType.WRITE,
        device: DEVICE,
        parameters: this.request().parameters,
        ...rest,
        nonce: 'f'.repeat(32),
        expiry: now + 300_000,
      },
      role: 'OPERATION',
      requester: 'ann',
      requiredClearance,
      requiredCompartments: compartments,
    };
  }

  /** The refusal, or ACCEPTED; then the person counts as an approver. */
  approve(offer: Offer, by: Signer): string {
    const approval = approve(by, { digest: decisionDigest(offer.decision), role: 'OPERATION' });
    const directory = this.security.directory();
    const out = consumeApproval(this.ledger, directory, offer, approval, this.present());
    this.ledger = out.ledger;
    if (out.verdict.accepted) {
      this.approvers.push(out.verdict.person);
      return 'ACCEPTED';
    }
    return out.verdict.refusal;
  }
}

async function begun(): Promise<Desk> {
  const desk = new Desk();
  await desk.begin();
  return desk;
}

describe('a write on a device, by ann', () => {
  it('needs a confirmation and bob, and has everything then', async () => {
    const desk = await begun();
    expect(await desk.missing()).toEqual(['confirmation', 'second-person']);
    await desk.confirm();
    expect(await desk.missing()).toEqual(['second-person']);
    const offer = desk.offer();
    expect(desk.approve(offer, ANN)).toBe('REQUESTER');
    expect(desk.approve(offer, BOB)).toBe('ACCEPTED');
    expect(await desk.missing()).toEqual([]);
    const input = await desk.input();
    expect(describePlan(input, plan(input))[0]).toBe('WRITE on 0x8003: allowed now');
    expect(desk.verdicts.map(({ rules }) => rules)).toEqual([
      ['well'],
      ['device-class'],
      ['watched'],
    ]);
  });

  it('is never allowed once ann is locked out, whatever was approved and confirmed', async () => {
    const desk = await begun();
    await desk.confirm();
    desk.approve(desk.offer(), BOB);
    expect(await desk.missing()).toEqual([]);
    for (let n = 0; n < 4; n++) {
      await desk.security.refused(REQUESTER, 0x8013, OperationType.READ, 'no-grant');
    }
    const planned = plan(await desk.input());
    expect(planned).toMatchObject({ risk: RiskLevel.QUARANTINED, allowed: false, possible: false });
  });

  it('waits again when the risk rises: for a new confirmation, and with it for consent to CRITICAL', async () => {
    const desk = await begun();
    await desk.confirm();
    desk.approve(desk.offer(), BOB);
    await desk.security.refused(REQUESTER, null, OperationType.READ, 'x');
    await desk.security.refused(REQUESTER, null, OperationType.READ, 'x');
    // HIGH it was and HIGH it is: two failed attempts raise no further.
    expect(await desk.missing()).toEqual([]);
    const rule = {
      id: 'r',
      description: 'anything at all',
      per: 'all',
      within_ms: 1_000,
      rate: { facts: { kinds: ['device.fault'] }, count: 1 },
      effects: [{ do: 'raise', to: 'CRITICAL', on: 'device', for_ms: 60_000 }],
    };
    await decide(desk.security, {
      change: 'set_policy',
      policy: policyDocument({ threats: [rule] }),
    });
    desk.security.observe({
      kind: 'device.fault',
      principal: null,
      device: DEVICE,
      operation: null,
      reason: '',
    });
    expect(await desk.missing()).toEqual(['confirmation', 'allow-critical']);
  });

  it('loses bob’s approval when the policy moves, or bob is revoked', async () => {
    const desk = await begun();
    const offer = desk.offer();
    await decide(desk.security, { change: 'clear', target: 'all' });
    expect(desk.approve(offer, BOB)).toBe('POLICY_MOVED');
    await decide(desk.security, { change: 'enrol_person', ...personDocument(CID) });
    const again = desk.offer();
    await decide(desk.security, { change: 'revoke_key', key_id: 'bob-1' });
    expect(desk.approve(again, BOB)).toBe('UNKNOWN_KEY');
  });

  it('needs everything when there is no policy any more', async () => {
    const desk = await begun();
    const bare = await new World().founded();
    desk.security = bare;
    const planned = plan(await desk.input());
    expect(planned.possible).toBe(false);
    expect(planned.needs.filter(({ satisfied }) => !satisfied).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['identity', 'policy', 'authorization', 'quarantine']),
    );
  });
});
