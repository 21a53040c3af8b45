// SPDX-License-Identifier: Apache-2.0
// Where what others should know is published. Implemented by src/events.
import type { Json } from '../canonical/json.ts';
import type { ClearanceLevel, EventType, Severity, Track } from '../model/enums.ts';

/**
 * 'emergency': delivered before it is durable, repeated until acknowledged. 'durable': has a revision
 * of its own, dense and resumable. 'telemetry': only the latest of each subject counts.
 */
export type DeliveryClass = 'emergency' | 'durable' | 'telemetry';

export interface Publication {
  /** Dot-separated: device.8003.state, operation.ID.completed, stop.latched. */
  readonly subject: string;
  readonly type: EventType;
  readonly severity: Severity;
  readonly source: Track;
  /** Who may be told; the publisher's label, or a stricter one. */
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
  /** By the server's clock. {unit ms since 1970} */
  readonly at: number;
  readonly data: Readonly<Record<string, Json>>;
}

export interface EventLog {
  /** Never waits and never throws for a slow subscriber. */
  publish(publication: Publication, delivery: DeliveryClass): void;
}
