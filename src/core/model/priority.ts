// SPDX-License-Identifier: Apache-2.0
// How urgent. The specification names both enumerations and leaves their members out.
import type { Severity } from './enums.ts';

/** Recorded with a stop and shown to people. A stop is never slower, smaller or refused for it. */
export const EmergencyPriority = {
  UNKNOWN: 0,
  /** Nothing is wrong yet. */
  PRECAUTIONARY: 1,
  /** Something is wrong. */
  URGENT: 2,
  /** Somebody or something is in danger. */
  IMMEDIATE: 3,
} as const;
export type EmergencyPriority = (typeof EmergencyPriority)[keyof typeof EmergencyPriority];

/** Unknown is worst: a stop without a priority, or with one from the future, is IMMEDIATE. */
export function effectivePriority(priority: number): EmergencyPriority {
  return priority === EmergencyPriority.PRECAUTIONARY || priority === EmergencyPriority.URGENT
    ? priority
    : EmergencyPriority.IMMEDIATE;
}

/** The order in which waiting messages are delivered. EMERGENCY has a queue of its own. */
export const MessagePriority = {
  LOW: 1,
  NORMAL: 2,
  HIGH: 3,
  CRITICAL: 4,
  EMERGENCY: 5,
} as const;
export type MessagePriority = (typeof MessagePriority)[keyof typeof MessagePriority];

const BY_SEVERITY: Readonly<Record<Severity, MessagePriority>> = {
  // Unknown is not EMERGENCY: that queue must stay short enough to be always delivered at once.
  0: MessagePriority.CRITICAL,
  1: MessagePriority.LOW,
  2: MessagePriority.NORMAL,
  3: MessagePriority.HIGH,
  4: MessagePriority.CRITICAL,
  5: MessagePriority.EMERGENCY,
};

export function messagePriority(severity: Severity): MessagePriority {
  return BY_SEVERITY[severity];
}
