// SPDX-License-Identifier: Apache-2.0
// The desk where two persons take away a flag, a hold, a history of failures or what another
// coordinator left: proposed by one who is
// cleared, signed by two, done at once. It lives in memory: a restart voids what is open, and a
// signature is good for nothing else, since each has a nonce.
import { randomBytes } from 'node:crypto';
import { type Approval, isPerson } from '../../core/canonical/approval.ts';
import {
  CLEARING_LIFETIME_MS,
  type ClearingDecision,
  clearingDigest,
  judgeClearing,
} from '../../core/canonical/clearing.ts';
import type { Json } from '../../core/canonical/json.ts';
import { EventType, Severity, Track } from '../../core/model/enums.ts';
import type { ClearingOptions, ClearingTarget, ClearingView, Conflicts } from './clearing-ports.ts';
import { ClearingSubjects } from './clearing-subjects.ts';
import { AnswerRefusedError, OperationLimitError, OperationNotFoundError } from './errors.ts';
import type { Demand } from './ports.ts';

/** Of one person: nobody keeps others from proposing. */
const OPEN_OF_ONE = 32;
/** Of all, whoever they are. */
const OPEN_MAX = 1_024;
/** Different persons whose signatures it takes. */
const QUORUM = 2;

interface Open {
  readonly target: ClearingTarget;
  readonly decision: ClearingDecision;
  readonly proposedBy: string;
  /** Whose account that was. */
  readonly person: string;
  /** By person. */
  readonly signatures: Map<string, Approval>;
  /** It is being done: nobody signs any more. */
  taken: boolean;
}

export class ClearingDesk {
  readonly #options: ClearingOptions;
  readonly #subjects: ClearingSubjects;
  readonly #open = new Map<string, Open>();
  #latest = 0;

  constructor(options: ClearingOptions) {
    this.#options = options;
    this.#subjects = new ClearingSubjects(options);
  }

  /** What there is to clear, as far as @principal is cleared to know. */
  async conflicts(principal: string): Promise<Conflicts> {
    return await this.#subjects.conflicts(principal);
  }

  /**
   * Opens a clearing; nothing is cleared by that. @note: what was looked at, and what was found. Rejects with
   * AnswerRefusedError for a service: what nobody could tell, people look at.
   */
  async propose(principal: string, target: ClearingTarget, note: string): Promise<ClearingView> {
    const proposer = this.#options.security.identify(principal);
    if (!isPerson(proposer)) {
      throw new AnswerRefusedError('NOT_A_PERSON');
    }
    const { subject, devices } = await this.#subjects.of(principal, target);
    this.#expire();
    this.#checkRoom(proposer.person);
    const decision: ClearingDecision = {
      kind: target.kind,
      subject,
      devices,
      note,
      policy: this.#options.security.policyName,
      nonce: this.#nonce(),
      expiry: Math.floor(this.#now()) + CLEARING_LIFETIME_MS,
    };
    // Throws for a note that cannot be signed.
    clearingDigest(decision);
    const open = {
      target,
      decision,
      proposedBy: principal,
      person: proposer.person,
      signatures: new Map(),
      taken: false,
    };
    this.#open.set(decision.nonce, open);
    this.#publish('asked', principal, decision);
    return this.#view(open);
  }

  list(principal: string): readonly ClearingView[] {
    this.#expire();
    return [...this.#open.values()]
      .filter(({ decision }) => this.#maySee(principal, decision.devices))
      .map((open) => this.#view(open));
  }

  /**
   * One person's signature; with the second person's it is done, and durable when this resolves. Rejects with
   * OperationNotFoundError, AnswerRefusedError, and with what journal or kernel say: it is then proposed anew.
   */
  async sign(principal: string, clearing: string, approval: Approval): Promise<ClearingView> {
    this.#expire();
    const open = this.#open.get(clearing);
    if (open === undefined || open.taken || !this.#maySee(principal, open.decision.devices)) {
      throw new OperationNotFoundError('clearing', clearing);
    }
    const person = this.#judged(principal, open, approval);
    if (open.signatures.has(person)) {
      throw new AnswerRefusedError('ALREADY_APPROVED');
    }
    open.signatures.set(person, {
      keyId: approval.keyId,
      signature: Uint8Array.from(approval.signature),
    });
    this.#publish('given', person, open.decision);
    const persons = this.#standing(open);
    const [first, second] = persons;
    if (persons.length >= QUORUM && first !== undefined && second !== undefined) {
      open.taken = true;
      this.#open.delete(clearing);
      await this.#recorded(open, [first, second]);
      await this.#clear(open, [first, second]);
    }
    return this.#view(open);
  }

  #checkRoom(person: string): void {
    const own = [...this.#open.values()].filter((open) => open.person === person).length;
    if (own >= OPEN_OF_ONE) {
      throw new OperationLimitError('TOO_MANY_CLEARINGS_OF_PERSON', OPEN_OF_ONE);
    }
    if (this.#open.size >= OPEN_MAX) {
      throw new OperationLimitError('TOO_MANY_CLEARINGS', OPEN_MAX);
    }
  }

  #judged(principal: string, { decision }: Open, approval: Approval): string {
    const { security, refusals } = this.#options;
    const judged = judgeClearing(security.directory(), decision, approval, this.#present(decision));
    if ('refusal' in judged) {
      const { refusal } = judged;
      const details = { refusal, clearing: decision.nonce };
      const entry = this.#entry('clearing.refused', principal, decision.devices, details);
      refusals.record({ principal, reason: refusal, entry });
      throw new AnswerRefusedError(refusal);
    }
    return judged.person.person;
  }

  /** Whose signatures count now: a key or a person can have gone since. */
  #standing({ decision, signatures }: Open): string[] {
    const directory = this.#options.security.directory();
    return [...signatures].flatMap(([person, approval]) => {
      const judged = judgeClearing(directory, decision, approval, this.#present(decision));
      return 'person' in judged && judged.person.person === person ? [person] : [];
    });
  }

  #present({ devices }: ClearingDecision) {
    const { requiredClearance, compartments } = this.#demand(devices);
    return {
      policy: this.#options.security.policyName,
      requiredClearance,
      requiredCompartments: compartments,
      now: this.#now(),
    };
  }

  /** Durable before anything is let go. */
  async #recorded(
    { decision, signatures }: Open,
    persons: readonly [string, string],
  ): Promise<void> {
    const { kind, subject, note, nonce } = decision;
    const keys = persons.map((person) => signatures.get(person)?.keyId ?? '');
    const details = { kind, subject, note, clearing: nonce, persons: [...persons], keys };
    const entry = this.#entry('clearing.intent', persons[1], decision.devices, details);
    await this.#options.audit.append(entry, 'intent');
  }

  async #clear({ target, decision }: Open, persons: readonly [string, string]): Promise<void> {
    await this.#subjects.clear(target, decision, persons);
    this.#publish('done', persons[1], decision);
  }

  #demand(devices: readonly number[]): Demand {
    return this.#subjects.demand(devices);
  }

  #maySee(principal: string, devices: readonly number[]): boolean {
    return this.#subjects.maySee(principal, devices);
  }

  #view({ decision, proposedBy, signatures }: Open): ClearingView {
    return {
      clearing: decision.nonce,
      decision,
      role: 'CLEARING',
      digest: clearingDigest(decision),
      demand: this.#demand(decision.devices),
      proposedBy,
      signedBy: [...signatures.keys()],
    };
  }

  /** What has run out, or was proposed under another policy, is gone. */
  #expire(): void {
    const now = this.#now();
    const { policyName } = this.#options.security;
    for (const [nonce, { decision }] of this.#open) {
      // Asked this way round, a clock that reads NaN has expired everything.
      if (!(decision.expiry > now) || decision.policy !== policyName) {
        this.#open.delete(nonce);
      }
    }
  }

  /** A clock that goes back stands still. */
  #now(): number {
    const now = this.#options.clock.boot();
    this.#latest = now > this.#latest ? now : this.#latest;
    return Number.isNaN(now) ? now : this.#latest;
  }

  #nonce(): string {
    const { random = randomBytes } = this.#options;
    return [...random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  #entry(
    kind: string,
    actor: string,
    devices: readonly number[],
    details: Readonly<Record<string, Json>>,
  ) {
    const { requiredClearance: clearance, compartments } = this.#demand(devices);
    const [only, ...others] = devices;
    return {
      kind,
      severity: Severity.WARNING,
      actor,
      device: only !== undefined && others.length === 0 ? only : null,
      coordinationId: null,
      clearance,
      compartments,
      at: this.#options.clock.wall(),
      details: { devices: [...devices], ...details },
    };
  }

  #publish(what: 'asked' | 'given' | 'done', actor: string, decision: ClearingDecision): void {
    const { kind, subject, devices, nonce } = decision;
    const { requiredClearance, compartments } = this.#demand(devices);
    this.#options.events.publish(
      {
        subject: `clearing.${nonce}.${what}`,
        type: EventType.SYSTEM_STATUS_CHANGED,
        severity: Severity.WARNING,
        source: Track.ORCHESTRATOR,
        clearance: requiredClearance,
        compartments,
        at: this.#options.clock.wall(),
        data: { actor, kind, subject, devices: [...devices], what },
      },
      'durable',
    );
  }
}

export function openClearingDesk(options: ClearingOptions): ClearingDesk {
  return new ClearingDesk(options);
}
