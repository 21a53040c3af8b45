// SPDX-License-Identifier: Apache-2.0
// What clients say about their stops, recorded: the first at once, those of the next second as a number
// with the last of them, so that a flood of stops does not fill the disk. The stops themselves are recorded
// where they happen.
import type { Json } from '../../../core/canonical/json.ts';
import { Severity } from '../../../core/model/enums.ts';
import { effectivePriority } from '../../../core/model/priority.ts';
import type { AuditLog } from '../../../core/ports/audit-log.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { IEmergencyStopRequest } from '../wire/generated/dsmil-communication-v1.ts';

/** {unit ms} */
const WINDOW_MS = 1_000;
/** Of a text that nobody has checked. {unit UTF-16 units} */
const TEXT_MAX = 256;
const DEVICES_MAX = 84;

export interface StopClaimsOptions {
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
}

/** Whatever was sent, as far as it can be written down. */
export function claimedDetails(given: IEmergencyStopRequest): Record<string, Json> {
  const { triggeredBy, priority, timestamp, affectedDevices } = given;
  const seconds = Number(timestamp?.seconds ?? 0);
  return {
    triggeredBy: String(triggeredBy ?? '')
      .slice(0, TEXT_MAX)
      .toWellFormed(),
    priority: effectivePriority(priority ?? 0),
    at: Number.isSafeInteger(seconds) ? seconds * 1_000 : 0,
    affectedDevices: (affectedDevices ?? []).slice(0, DEVICES_MAX).map((device) => device >>> 0),
  };
}

export class StopClaims {
  readonly #options: StopClaimsOptions;
  #timer: NodeJS.Timeout | undefined;
  #waiting:
    | { readonly actor: string; readonly details: Record<string, Json>; count: number }
    | undefined;

  constructor(options: StopClaimsOptions) {
    this.#options = options;
  }

  /** Never throws and never waits. */
  record(actor: string, given: IEmergencyStopRequest): void {
    const details = claimedDetails(given);
    if (this.#timer === undefined) {
      this.#append(actor, details);
      this.#timer = setTimeout(() => this.flush(), WINDOW_MS);
      this.#timer.unref();
      return;
    }
    this.#waiting = { actor, details, count: (this.#waiting?.count ?? 0) + 1 };
  }

  /** What was counted is recorded now; the next one is a first one again. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) {
      this.#append(waiting.actor, { ...waiting.details, count: waiting.count });
    }
  }

  #append(actor: string, details: Record<string, Json>): void {
    const { audit, clock, onProblem } = this.#options;
    audit
      .append(
        {
          kind: 'stop.claimed',
          severity: Severity.EMERGENCY,
          actor,
          device: null,
          coordinationId: null,
          clearance: 0,
          compartments: [],
          at: clock.wall(),
          details,
        },
        'stop',
      )
      .catch(onProblem);
  }
}
