// SPDX-License-Identifier: Apache-2.0
// What has failed, by device and operation type: raises the risk of what is asked next. The journal
// keeps it; this is its copy in memory, which decisions read.
import type { OperationType } from '../../core/model/enums.ts';
import type { CountedOutcome, DeviceHistory } from '../../core/ports/operations-journal.ts';
import { cleared, type FailureHistory, NO_HISTORY, recorded } from '../../core/risk/history.ts';

function keyOf(device: number, type: OperationType): string {
  return `${device} ${type}`;
}

export class FailureHistories {
  readonly #histories: Map<string, FailureHistory>;

  constructor(known: readonly DeviceHistory[]) {
    this.#histories = new Map(
      known.map(({ device, type, history }) => [keyOf(device, type), history]),
    );
  }

  of(device: number, type: OperationType): FailureHistory {
    return this.#histories.get(keyOf(device, type)) ?? NO_HISTORY;
  }

  /** @now by the calendar. {unit ms since 1970} */
  count({ device, type, failed }: CountedOutcome, now: number): void {
    this.#histories.set(keyOf(device, type), recorded(this.of(device, type), failed, now));
  }

  clear(
    device: number,
    type: OperationType,
    persons: readonly [string, string],
    now: number,
  ): void {
    this.#histories.set(keyOf(device, type), cleared(persons, now));
  }
}
