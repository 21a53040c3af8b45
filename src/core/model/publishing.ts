// SPDX-License-Identifier: Apache-2.0
// What clients can be let publish at all. The rest is told by the daemon alone: who reads a stop, an audit entry or
// the end of an operation can rely on it.
import { EventType, Track } from './enums.ts';

export const PUBLISHABLE_TYPES = {
  DEVICE_STATE_CHANGED: EventType.DEVICE_STATE_CHANGED,
  SECURITY_ALERT: EventType.SECURITY_ALERT,
  SYSTEM_STATUS_CHANGED: EventType.SYSTEM_STATUS_CHANGED,
  PERFORMANCE_THRESHOLD: EventType.PERFORMANCE_THRESHOLD,
} as const;

/** Tracks that somebody else may speak for. */
export const PUBLISHABLE_SOURCES = {
  KERNEL: Track.KERNEL,
  SECURITY: Track.SECURITY,
  INTERFACE: Track.INTERFACE,
} as const;

export function isPublishableType(type: EventType): boolean {
  return Object.values<EventType>(PUBLISHABLE_TYPES).includes(type);
}

export function isPublishableSource(source: Track): boolean {
  return Object.values<Track>(PUBLISHABLE_SOURCES).includes(source);
}
