// SPDX-License-Identifier: Apache-2.0
// What all operations of one process share.
import { randomBytes } from 'node:crypto';
import {
  type ApprovalLedger,
  EMPTY_LEDGER,
  observed,
} from '../../core/canonical/approval-ledger.ts';
import type { CountedOutcome } from '../../core/ports/operations-journal.ts';
import { DeviceQueue } from '../commit/device-queue.ts';
import type { FailureHistories } from './histories.ts';
import { type Judgement, judge } from './judgement.ts';
import type { Operation } from './operation.ts';
import type { OperationsOptions } from './ports.ts';
import { Statistics } from './statistics.ts';
import { Teller } from './teller.ts';

export class Context {
  readonly options: OperationsOptions;
  readonly histories: FailureHistories;
  readonly queue: DeviceQueue;
  readonly statistics = new Statistics();
  readonly teller: Teller;
  /** Approvals that were used by this process; the journal knows all. */
  ledger: ApprovalLedger = EMPTY_LEDGER;

  constructor(options: OperationsOptions, histories: FailureHistories) {
    this.options = options;
    this.histories = histories;
    // Nobody is refused here who was let in: there are never more.
    this.queue = new DeviceQueue(options.settings.inFlightMax);
    this.teller = new Teller(options);
  }

  /** By the boot clock. One that goes back stands still; one that reads NaN has expired everything. */
  now(): number {
    const now = this.options.clock.boot();
    this.ledger = observed(this.ledger, now);
    return Number.isNaN(now) ? now : this.ledger.latest;
  }

  judge(operation: Operation): Judgement {
    const { identity, verdicts, approvals } = operation;
    return judge(
      this.options,
      this.histories,
      identity,
      verdicts,
      (present, demand) =>
        approvals.counting(this.options.security.directory(), this.ledger, present, demand),
      this.now(),
    );
  }

  count(counted: readonly CountedOutcome[]): void {
    const now = this.options.clock.wall();
    for (const one of counted) {
      this.histories.count(one, now);
    }
  }

  /** 128 random bits in lower-case hexadecimal. */
  nonce(): string {
    const { random = randomBytes } = this.options;
    return Buffer.from(random(16)).toString('hex');
  }

  fault(error: unknown): void {
    this.options.fault(error instanceof Error ? error : new Error(String(error)));
  }
}
