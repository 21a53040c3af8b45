// SPDX-License-Identifier: Apache-2.0
// What the subscriptions of one bus share. Only they and the bus see it.
import type { Clock } from '../core/ports/clock.ts';
import type { CursorCodec } from './cursor.ts';
import type { EmergencyBoard, EmergencyLimits } from './emergencies.ts';
import type { RevisionLog } from './log.ts';
import type { Pacer } from './pacer.ts';
import type { PageBudget } from './page-budget.ts';
import type { Subscription } from './subscription.ts';
import type { TailWindow } from './tail-window.ts';
import type { TelemetryLimits } from './telemetry-queue.ts';
import type { Authorize } from './visibility.ts';

export interface Shared {
  readonly log: RevisionLog;
  readonly window: TailWindow;
  readonly board: EmergencyBoard;
  readonly cursors: CursorCodec;
  readonly pages: PageBudget;
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** Does not throw. */
  readonly authorize: Authorize;
  readonly limits: {
    readonly telemetry: TelemetryLimits;
    readonly emergencies: EmergencyLimits;
  };
  acknowledge(reader: string, id: string): boolean;
  /** An emergency was repeated @attempts times to @subscription, which never acknowledged. */
  gaveUp(subscription: Subscription, id: string, attempts: number): void;
  left(subscription: Subscription): void;
}
