// SPDX-License-Identifier: Apache-2.0
// Ann and bob: each says yes to their own requests, signs the other's, clears with the other what is on hold, and
// after a stop they reset and start the host together.

import type {
  ISignature,
  SignedDocument,
} from '../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import * as control from '../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CONTROL, isServiceError, type Peer, signer } from '../host/peer.ts';

const RUN = 1;
const STOPPING = 2;
/** Between two looks. {unit ms} */
const LOOK_MS = 10;
const CLEAR_MS = 250;
const STOP_MS = 50;
const HEURISTIC = 1;
const HOLD = 2;
const DEADLINE = { deadlineMs: 10_000 };

export interface PeopleCounts {
  confirmed: number;
  approved: number;
  cleared: number;
  resets: number;
  /** From when they saw a stop until the host ran again. {unit ms} */
  stoppedMs: number;
  /** By why a signature did not count. */
  readonly refused: Map<string, number>;
  /** Of those, within a second of a start. */
  refusedAfterStart: number;
}

interface Person {
  readonly peer: Peer;
  readonly sign: (document: SignedDocument | null) => ISignature;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class People {
  readonly counts: PeopleCounts = {
    confirmed: 0,
    approved: 0,
    cleared: 0,
    resets: 0,
    stoppedMs: 0,
    refused: new Map(),
    refusedAfterStart: 0,
  };
  readonly #persons: readonly [Person, Person];
  readonly #ended = new AbortController();
  readonly #problems: (text: string) => void;
  #loops: Promise<void>[] = [];
  #startedAt = Number.NEGATIVE_INFINITY;
  #busy = false;
  #stoppedSince: number | undefined;

  constructor([ann, bob]: readonly [Peer, Peer], problems: (text: string) => void) {
    this.#persons = [
      { peer: ann, sign: signer(ann.name) },
      { peer: bob, sign: signer(bob.name) },
    ];
    this.#problems = problems;
  }

  /** Nothing is open, held or stopped. */
  get idle(): boolean {
    return !this.#busy;
  }

  begin(): void {
    this.#loops = [
      ...this.#persons.flatMap((person) => [
        this.#loop(LOOK_MS, () => this.#confirm(person)),
        this.#loop(LOOK_MS * 5, () => this.#approve(person)),
      ]),
      this.#loop(STOP_MS, () => this.#reset()),
      this.#loop(CLEAR_MS, () => this.#clear()),
    ];
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#loops);
  }

  async #loop(everyMs: number, turn: () => Promise<boolean>): Promise<void> {
    while (!this.#ended.signal.aborted) {
      let more = false;
      try {
        more = await turn();
      } catch (error) {
        // A connection that was cut, or a thing that moved while it was looked at: looked at again.
        if (!isServiceError(error)) {
          this.#problems(`people: ${String(error)}`);
        }
      }
      if (!more) {
        await wait(everyMs);
      }
    }
  }

  async #confirm({ peer }: Person): Promise<boolean> {
    const lists = [control.ListConfirmationsRequest, control.ListConfirmationsResponse] as const;
    const shows = [control.ShowConfirmationRequest, control.ShowConfirmationResponse] as const;
    const answers = [
      control.AnswerConfirmationRequest,
      control.AnswerConfirmationResponse,
    ] as const;
    const service = `${CONTROL}ConfirmationsService`;
    const { confirmations } = await peer.call(`${service}/ListConfirmations`, lists, {}, DEADLINE);
    const own = confirmations.filter(({ requester }) => requester === peer.name);
    const done = await Promise.allSettled(
      own.map(async ({ confirmationId }) => {
        const { confirmation } = await peer.call(
          `${service}/ShowConfirmation`,
          shows,
          { confirmationId },
          DEADLINE,
        );
        const digest = confirmation?.digest ?? new Uint8Array();
        const answer = { confirmationId, digest, confirmed: true };
        await peer.call(`${service}/AnswerConfirmation`, answers, answer, DEADLINE);
      }),
    );
    this.counts.confirmed += done.filter(({ status }) => status === 'fulfilled').length;
    return own.length > 0;
  }

  async #approve({ peer, sign }: Person): Promise<boolean> {
    const lists = [control.ListApprovalsRequest, control.ListApprovalsResponse] as const;
    const gives = [control.GiveApprovalRequest, control.GiveApprovalResponse] as const;
    const service = `${CONTROL}ApprovalsService`;
    const { approvals } = await peer.call(`${service}/ListApprovals`, lists, {}, DEADLINE);
    const open = approvals.filter((one) => one.requester !== peer.name && one.approvedBy === '');
    for (const { approvalId, document } of open) {
      const message = { approvalId, signature: sign(document) };
      try {
        await peer.call(`${service}/GiveApproval`, gives, message, DEADLINE);
        this.counts.approved += 1;
      } catch (error) {
        this.#refused(error);
      }
    }
    return open.length > 0;
  }

  #refused(error: unknown): void {
    if (!isServiceError(error)) {
      throw error;
    }
    const why = /[A-Z]+(_[A-Z]+)+/.exec(error.details)?.[0] ?? `status ${error.code}`;
    const { refused } = this.counts;
    refused.set(why, (refused.get(why) ?? 0) + 1);
    if (why === 'SAFETY_VERSION_MOVED' && performance.now() - this.#startedAt < 1_000) {
      this.counts.refusedAfterStart += 1;
    }
  }

  async #step({ peer, sign }: Person): Promise<number> {
    const offers = [control.OfferStopStepRequest, control.OfferStopStepResponse] as const;
    const takes = [control.TakeStopStepRequest, control.TakeStopStepResponse] as const;
    const service = `${CONTROL}StopService`;
    const { document } = await peer.call(`${service}/OfferStopStep`, offers, {}, DEADLINE);
    const { nonce } = JSON.parse(document?.document ?? '{}') as { readonly nonce: string };
    const message = { nonce, signature: sign(document) };
    const { status } = await peer.call(`${service}/TakeStopStep`, takes, message, DEADLINE);
    return status?.state ?? 0;
  }

  async #reset(): Promise<boolean> {
    const types = [control.GetStopStatusRequest, control.GetStopStatusResponse] as const;
    const [ann, bob] = this.#persons;
    const { status } = await ann.peer.call(
      `${CONTROL}StopService/GetStopStatus`,
      types,
      {},
      DEADLINE,
    );
    const state = status?.state ?? 0;
    this.#saw(state);
    if (state === RUN || state === STOPPING) {
      return state === STOPPING;
    }
    // Whichever step is next: the second one is another person's than the first's.
    const who = status?.firstPerson === ann.peer.name ? bob : ann;
    const after = await this.#step(who);
    this.#saw(after);
    if (after === RUN) {
      this.counts.resets += 1;
      this.#startedAt = performance.now();
    }
    return true;
  }

  #saw(state: number): void {
    const now = performance.now();
    if (state !== RUN) {
      this.#stoppedSince ??= now;
    } else if (this.#stoppedSince !== undefined) {
      this.counts.stoppedMs += now - this.#stoppedSince;
      this.#stoppedSince = undefined;
    }
  }

  async #clear(): Promise<boolean> {
    const [{ peer, sign }, second] = this.#persons;
    const service = `${CONTROL}HoldsService`;
    const types = [control.ListHoldsRequest, control.ListHoldsResponse] as const;
    const { flagged, heldDeviceIds } = await peer.call(`${service}/ListHolds`, types, {}, DEADLINE);
    this.#busy = flagged.length + heldDeviceIds.length > 0;
    const note = 'looked at: as the simulator says';
    const wanted = [
      ...flagged.map(({ transactionId }) => ({ kind: HEURISTIC, transactionId, note })),
      ...heldDeviceIds.map((deviceId) => ({ kind: HOLD, deviceId, note })),
    ];
    const proposes = [control.ProposeClearingRequest, control.ProposeClearingResponse] as const;
    const signs = [control.SignClearingRequest, control.SignClearingResponse] as const;
    for (const one of wanted) {
      const { clearing } = await peer.call(`${service}/ProposeClearing`, proposes, one, DEADLINE);
      const { clearingId = '', document = null } = clearing ?? {};
      for (const person of [{ peer, sign }, second]) {
        const message = { clearingId, signature: person.sign(document) };
        const { cleared } = await person.peer.call(
          `${service}/SignClearing`,
          signs,
          message,
          DEADLINE,
        );
        this.counts.cleared += cleared ? 1 : 0;
      }
    }
    return false;
  }
}
