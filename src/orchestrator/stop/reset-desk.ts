// SPDX-License-Identifier: Apache-2.0
// From LATCHED back to RUN: two persons and a start, each with a signature over exactly what was
// shown. Everything is checked when it is used and again after the intent is durable, since a stop, a
// revocation or an hour may lie between.
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Approval, Directory, Person } from '../../core/canonical/approval.ts';
import {
  judgeReset,
  RESET_LIFETIME_MS,
  type ResetDecision,
  type ResetDemand,
  type ResetStepName,
  resetPersonProblem,
} from '../../core/canonical/reset-decision.ts';
import type { StopState } from '../../core/machines/stop.ts';
import { type StopInput, stepStop } from '../../core/machines/stop-control.ts';
import { ClearanceLevel, Severity } from '../../core/model/enums.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type ResetRefusal, ResetRefusedError } from './errors.ts';
import { HOST_TIMERS } from './host-timers.ts';
import { isDevice, joined, type Label, type LabelOf } from './labels.ts';
import { Offers } from './offers.ts';
import type { KernelLatch, Timers } from './ports.ts';
import type { StopOrchestrator } from './stop-orchestrator.ts';

export interface ResetOptions {
  readonly stop: StopOrchestrator;
  readonly kernel: Pick<KernelLatch, 'view' | 'causes' | 'resetRequest' | 'resetConfirm' | 'start'>;
  /** Persons and keys as they are now. */
  readonly directory: () => Directory;
  /** Of everybody; who accepts that a device is missing must also be cleared to know of it. */
  readonly demand: ResetDemand;
  readonly labelOf: LabelOf;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly timers?: Timers;
  /** Hears of each step that was refused for who or what was signed; @principal: who is at the connection. */
  readonly onRefused?: (error: ResetRefusedError, principal: string | null) => void;
  /** Not to be guessed; the system's when absent. */
  readonly random?: (count: number) => Uint8Array;
}

export interface ResetTaken {
  readonly step: ResetStepName;
  readonly person: string;
  readonly epoch: number;
  readonly state: StopState;
}

/** An intent that is not durable by then is not waited for. {unit ms} */
export const INTENT_LIMIT_MS = 5_000;

/** Refused for nothing that anybody signed. */
const OWN_TROUBLES: readonly ResetRefusal[] = ['NOT_RECORDED', 'KERNEL_REFUSED', 'BUSY'];

const STEPS: Readonly<Partial<Record<StopState, ResetStepName>>> = {
  LATCHED: 'RESET',
  LATCHED_DEGRADED: 'RESET',
  RESET_PENDING: 'CONFIRM',
  READY: 'START',
};

export class ResetDesk {
  readonly #options: ResetOptions;
  readonly #offers = new Offers();
  /** Persons of the steps that were taken for @epoch, in their order. */
  #taken: { readonly epoch: number; readonly persons: readonly string[] } = {
    epoch: -1,
    persons: [],
  };
  /** The kernel's, between the first step and the second. */
  #nonce = 0n;
  #busy = false;

  constructor(options: ResetOptions) {
    this.#options = options;
  }

  /**
   * As offer(), to @person: nobody is shown what they could not sign. What they may not know of is refused as a reset
   * is that they are not cleared for at all. Throws ResetRefusedError.
   */
  offerTo(person: string): ResetDecision {
    const { stop, directory } = this.#options;
    const problem = resetPersonProblem(directory(), person, this.#demand(stop.control.missing));
    if (problem !== null) {
      throw new ResetRefusedError(problem === 'UNKNOWN_PERSON' ? problem : 'CLEARANCE');
    }
    return this.offer();
  }

  /** What the next step's person is to sign. Throws ResetRefusedError: NOT_NOW, CAUSE_PRESENT. */
  offer(): ResetDecision {
    const { stop, kernel, clock, random = randomBytes } = this.#options;
    const { state, epoch, missing } = stop.control;
    const step = STEPS[state];
    const view = kernel.view();
    if (step === undefined) {
      throw new ResetRefusedError('NOT_NOW', { why: `the stop is ${state}` });
    }
    const causes = kernel.causes();
    if (causes.length > 0 || view === undefined) {
      throw new ResetRefusedError('CAUSE_PRESENT', { why: causes.join('; ') });
    }
    const now = clock.boot();
    const decision: ResetDecision = {
      step,
      kernelInstance: view.instance,
      stopEpoch: epoch,
      accepts: missing,
      causeCleared: true,
      nonce: Buffer.from(random(16)).toString('hex'),
      expiry: now + RESET_LIFETIME_MS,
    };
    this.#offers.add(decision, now);
    return decision;
  }

  /**
   * Takes the step of the offer that @approval signs. Rejects with ResetRefusedError; then the kernel
   * is no further from safe than before. @principal: who is at the connection, for what is told of it.
   */
  async take(
    nonce: string,
    approval: Approval,
    principal: string | null = null,
  ): Promise<ResetTaken> {
    try {
      return await this.#take(nonce, approval);
    } catch (error) {
      if (error instanceof ResetRefusedError && !OWN_TROUBLES.includes(error.refusal)) {
        this.#options.onRefused?.(error, principal);
      }
      throw error;
    }
  }

  async #take(nonce: string, approval: Approval): Promise<ResetTaken> {
    const decision = this.#offers.find(nonce);
    const person = this.#check(decision, approval);
    if (this.#busy) {
      throw new ResetRefusedError('BUSY', { person: person.person });
    }
    this.#busy = true;
    try {
      this.#offers.use(decision);
      await this.#recorded(decision, person, approval.keyId);
      // A stop, a revocation or the end of the offer may have come while it was written.
      this.#check(decision, approval);
      await this.#perform(decision, person.person);
    } finally {
      this.#busy = false;
      this.#options.stop.look();
    }
    const { epoch, state } = this.#options.stop.control;
    return { step: decision.step, person: person.person, epoch, state };
  }

  /** The signer, or a ResetRefusedError with the first thing that is wrong. */
  #check(decision: ResetDecision, approval: Approval): Person {
    const { stop, kernel, directory, clock } = this.#options;
    const demand = this.#demand(decision.accepts);
    const now = clock.boot();
    const known = directory();
    const verdict = judgeReset(known, decision, approval, demand, now);
    if (!verdict.accepted) {
      throw new ResetRefusedError(verdict.refusal);
    }
    const { person } = verdict.person;
    if (kernel.view()?.instance !== decision.kernelInstance) {
      throw new ResetRefusedError('OTHER_EPOCH', { person, why: 'it is another kernel' });
    }
    // Another stop says more than that the step does not fit the state which that one made.
    const moved = stop.control.epoch !== decision.stopEpoch;
    const { refusal } = stepStop(stop.control, inputOf(decision, person), now);
    if (moved || refusal !== null) {
      const named = moved || refusal === null ? 'OTHER_EPOCH' : refusal;
      throw new ResetRefusedError(named, { person, why: `the stop is ${stop.state}` });
    }
    const earlier = decision.step === 'RESET' ? [] : this.#earlier(decision.stopEpoch);
    const gone = earlier.filter((one) => resetPersonProblem(known, one, demand) !== null);
    if (gone.length > 0) {
      throw new ResetRefusedError('EARLIER_PERSON_REVOKED', { person, why: gone.join(', ') });
    }
    const causes = kernel.causes();
    if (causes.length > 0) {
      throw new ResetRefusedError('CAUSE_PRESENT', { person, why: causes.join('; ') });
    }
    return verdict.person;
  }

  #demand(accepts: readonly string[]): ResetDemand {
    return joined(this.#labels(accepts), this.#options.demand);
  }

  #labels(accepts: readonly string[]): readonly Label[] {
    return accepts.filter(isDevice).map(this.#options.labelOf);
  }

  #earlier(epoch: number): readonly string[] {
    return this.#taken.epoch === epoch ? this.#taken.persons : [];
  }

  async #recorded(decision: ResetDecision, { person }: Person, keyId: string): Promise<void> {
    const { audit, clock, timers = HOST_TIMERS } = this.#options;
    const { step, stopEpoch, accepts, nonce, kernelInstance } = decision;
    let cancel = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = timers.after(INTENT_LIMIT_MS, () => {
        reject(new Error(`the audit log has not made it durable within ${INTENT_LIMIT_MS} ms`));
      });
    });
    const entry = {
      kind: `stop.${step.toLowerCase()}_intent`,
      severity: Severity.WARNING,
      actor: person,
      device: null,
      coordinationId: null,
      ...joined(this.#labels(accepts), { clearance: ClearanceLevel.NONE, compartments: [] }),
      at: clock.wall(),
      details: { generation: stopEpoch, accepts: [...accepts], nonce, keyId, kernelInstance },
    };
    try {
      await Promise.race([audit.append(entry, 'intent'), late]);
    } catch (cause) {
      throw new ResetRefusedError('NOT_RECORDED', { person, why: String(cause), cause });
    } finally {
      cancel();
    }
  }

  async #perform(decision: ResetDecision, person: string): Promise<void> {
    const { kernel, stop } = this.#options;
    const { stopEpoch: epoch } = decision;
    switch (decision.step) {
      case 'RESET':
        this.#nonce = await kernelSays(person, kernel.resetRequest(epoch));
        this.#advance(decision, person, []);
        return;
      case 'CONFIRM':
        await kernelSays(person, kernel.resetConfirm(epoch, this.#nonce));
        this.#advance(decision, person, this.#earlier(epoch));
        return;
      case 'START':
        // Whatever goes wrong after the kernel was asked, look() finds a RUN that is nobody's.
        await stop.whileStarting(async () => {
          await kernelSays(person, kernel.start(epoch));
          this.#advance(decision, person, this.#earlier(epoch));
        });
    }
  }

  #advance(decision: ResetDecision, person: string, earlier: readonly string[]): void {
    const { stop } = this.#options;
    const refusal = stop.step(inputOf(decision, person), person);
    if (refusal !== null) {
      const named = stop.control.epoch === decision.stopEpoch ? refusal : 'OTHER_EPOCH';
      throw new ResetRefusedError(named, { person, why: 'while the kernel was asked' });
    }
    this.#taken = { epoch: decision.stopEpoch, persons: [...earlier, person] };
  }
}

function inputOf(decision: ResetDecision, person: string): StopInput {
  const { step: kind, stopEpoch: epoch, causeCleared, accepts } = decision;
  return kind === 'START' ? { kind, epoch } : { kind, epoch, person, causeCleared, accepts };
}

async function kernelSays<T>(person: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ResetRefusedError('KERNEL_REFUSED', { person, why, cause });
  }
}
