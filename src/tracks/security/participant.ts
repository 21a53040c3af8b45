// SPDX-License-Identifier: Apache-2.0
// Track B in a commit: looks again, at the last moment, whether everything that was authorized still
// stands. Its promises are in memory: with a restart they are gone, and so is whoever would ask.
import { isPerson, type Person } from '../../core/canonical/approval.ts';
import { RiskLevel, Track } from '../../core/model/enums.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import { NO_REQUIREMENTS } from '../../core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../core/model/track.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type {
  AuthorizedTransaction,
  Decision,
  Effect,
  Participant,
  Proposal,
  TransactionId,
  UsedApproval,
  Vote,
} from '../../core/ports/commit.ts';
import { type Need, need } from '../../core/requirement/input.ts';
import { Promises } from '../promises.ts';
import type { SecurityTrack } from './security-track.ts';

/** What it asks of the track. */
export type SecurityStandpoint = Pick<
  SecurityTrack,
  'policyName' | 'policyLoaded' | 'identify' | 'directory' | 'assess'
>;

export interface SecurityParticipantOptions {
  readonly track: SecurityStandpoint;
  readonly clock: Clock;
}

function refusal(rule: string, because: string, satisfiedBy: string): Need {
  return need(rule, false, because, satisfiedBy);
}

export class SecurityParticipant implements Participant {
  readonly track: typeof Track.SECURITY = Track.SECURITY;
  readonly #track: SecurityStandpoint;
  readonly #clock: Clock;
  readonly #promises = new Promises();

  constructor({ track, clock }: SecurityParticipantOptions) {
    this.#track = track;
    this.#clock = clock;
  }

  async prepare(proposal: Proposal, signal: AbortSignal): Promise<Vote> {
    const { id, transaction } = proposal;
    const verdicts = await this.#verdictNeeds(transaction, signal);
    // In one go from here on: nothing moves between the look and the promise.
    const needs = [
      ...this.#policyNeeds(transaction),
      ...this.#personNeeds(transaction),
      ...transaction.approvals.flatMap((approval) =>
        this.#approvalNeeds(id, transaction, approval),
      ),
      ...verdicts,
    ];
    if (needs.length > 0 || signal.aborted) {
      return { yes: false, needs };
    }
    this.#promises.hold(proposal);
    return { yes: true };
  }

  decided(id: TransactionId, _decision: Decision): Promise<void> {
    this.#promises.end(id);
    return Promise.resolve();
  }

  inDoubt(): ReturnType<Participant['inDoubt']> {
    return Promise.resolve(this.#promises.list());
  }

  #policyNeeds({ policy }: AuthorizedTransaction): Need[] {
    const { policyName, policyLoaded } = this.#track;
    if (policyLoaded && policy === policyName) {
      return [];
    }
    const because = policyLoaded
      ? `it was decided under revision ${policy} of persons, keys and policy, and ${policyName} is in force`
      : 'there is no security policy, which allows nothing';
    return [refusal('policy-moved', because, 'a decision under the policy in force')];
  }

  #personNeeds({ principal, person }: AuthorizedTransaction): Need[] {
    const known = this.#track.identify(principal)?.person;
    return known === person
      ? []
      : [
          refusal(
            'requester-mismatch',
            `${principal} is ${known ?? 'nobody'}, and ${person} was authorized`,
            'the identity that the security track gives',
          ),
        ];
  }

  #approvalNeeds(id: TransactionId, of: AuthorizedTransaction, approval: UsedApproval): Need[] {
    const problem = this.#approvalProblem(id, of, approval);
    return problem === null
      ? []
      : [
          refusal(
            'approval-stands',
            `the approval by ${approval.person} does not count: ${problem}`,
            'an approval of this operation by another person, not used before',
          ),
        ];
  }

  #approvalProblem(
    id: TransactionId,
    of: AuthorizedTransaction,
    { nonce, expiry, person, keyId }: UsedApproval,
  ): string | null {
    const { persons, keys } = this.#track.directory();
    const known: Person | undefined = persons.find((one) => one.person === person);
    if (!isPerson(known) || keys.find((key) => key.keyId === keyId)?.person !== person) {
      return `key ${keyId} is not enrolled for such a person`;
    }
    if (person === of.person) {
      return 'it is the requester';
    }
    // Asked this way round, a clock that reads NaN has expired it.
    if (!(expiry > this.#clock.boot())) {
      return 'it has expired';
    }
    const promised = this.#promises
      .others(id)
      .some(({ transaction }) => transaction.approvals.some((other) => other.nonce === nonce));
    return promised ? 'another transaction is about to use it' : null;
  }

  async #verdictNeeds(transaction: AuthorizedTransaction, signal: AbortSignal): Promise<Need[]> {
    const { principal } = transaction;
    const requester = this.#track.identify(principal);
    const now = this.#clock.boot();
    const needs = await Promise.all(
      transaction.effects.map(async (effect) => {
        const request = requestOf(transaction, effect);
        const verdict = await this.#track.assess({ request, requester, principal, now }, signal);
        // What the track never allows: no grant in force any more, a lock-out, a block.
        return verdict.risk < RiskLevel.QUARANTINED
          ? []
          : [
              refusal(
                verdict.rules[0] ?? 'security-refuses',
                verdict.reasons[0] ?? 'the security track refuses it',
                'the consent of the security track',
              ),
            ];
      }),
    );
    return needs.flat();
  }
}

/** The effect as a request: what a verdict looks at. */
function requestOf({ coordinationId }: AuthorizedTransaction, effect: Effect): OperationRequest {
  const { device, type, register, value } = effect;
  return {
    coordinationId,
    deviceId: device,
    operationType: type,
    parameters: { register, value },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification: '',
    requestedAt: 0,
  };
}
