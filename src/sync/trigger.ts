// SPDX-License-Identifier: Apache-2.0

/** sync_trigger_reason of the specification, which names it and leaves its members out. */
export const SyncTrigger = {
  /** The first pass. */
  STARTUP: 'STARTUP',
  /** A track told a change. */
  EVENT: 'EVENT',
  /** The safety net: finds what an event missed. */
  PERIODIC: 'PERIODIC',
  /** Somebody asked for it. */
  REQUESTED: 'REQUESTED',
  /** Records were lost, or reports dropped. */
  LOSS: 'LOSS',
  /** The device is there again. */
  RECONNECTED: 'RECONNECTED',
  /** A track that was silent may answer again. */
  TRACK_RETURNED: 'TRACK_RETURNED',
  /** A change came while a pass was under way, which said otherwise. */
  OVERTAKEN: 'OVERTAKEN',
  /** People decided about a disagreement. */
  DECISION: 'DECISION',
  /** A track fell silent: what it said counts as unknown. */
  SILENCE: 'SILENCE',
} as const;
export type SyncTrigger = (typeof SyncTrigger)[keyof typeof SyncTrigger];
