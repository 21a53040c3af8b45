// SPDX-License-Identifier: Apache-2.0
// SubscribeEvents: the watch, an event a message. The last of each batch carries the cursor.
import { checkInteger, checkText } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { DeliveryClass } from '../../../core/ports/event-log.ts';
import type { DeliveredEvent } from '../../../events/delivered-event.ts';
import { checkSubjects, selectionOf } from '../events/selection.ts';
import { type WatchBatch, type WatchRequest, watch } from '../events/watch.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IEventNotification,
  IEventSubscriptionRequest,
} from '../wire/generated/dsmil-communication-v1.ts';
import type { CommunicationParts } from './parts.ts';
import { millisecondsOf, wireTime } from './values.ts';

export interface SubscribeParts extends Pick<CommunicationParts, 'events' | 'clock'> {
  /** Hears of each event that went out. */
  readonly delivered: (count: number) => void;
}

const MAX_BATCH = 512;
const LABEL_MAX = 64;
const CURSOR_MAX = 256;
/** {unit ms} */
const BOOKMARK = { min: 100, max: 3_600_000 };
/** EventStart of the protocol. */
const START_OLDEST = 2;

const DELIVERIES: Readonly<Record<DeliveryClass, number>> = {
  telemetry: 1,
  durable: 2,
  emergency: 3,
};

function startOf(start: number): 'now' | 'oldest' {
  checkInteger(start, 'start', 0, START_OLDEST);
  return start === START_OLDEST ? 'oldest' : 'now';
}

/** Throws InvalidArgumentError, with the protocol's names. */
export function watchRequestOf(given: IEventSubscriptionRequest, principal: string): WatchRequest {
  const { bookmarkInterval: bookmark } = given;
  const cursor = given.cursor ?? '';
  if (cursor.length > CURSOR_MAX) {
    throw new InvalidArgumentError('cursor', cursor, `at most ${CURSOR_MAX} characters`);
  }
  return {
    principal,
    label: checkText(given.label ?? '', 'label', 0, LABEL_MAX),
    filters: checkSubjects(given.subjects ?? []),
    selection: selectionOf({
      types: given.eventTypes ?? [],
      minSeverity: given.minSeverity ?? 0,
      sources: given.sourceTracks ?? [],
      devices: given.deviceIds ?? [],
    }),
    cursor,
    start: startOf(given.start ?? 0),
    bookmarkMs:
      bookmark === null || bookmark === undefined
        ? null
        : checkInteger(
            millisecondsOf(bookmark, 'bookmark_interval'),
            'bookmark_interval',
            BOOKMARK.min,
            BOOKMARK.max,
            'ms',
          ),
    maxBatch: MAX_BATCH,
  };
}

/** Texts as they are, everything else in its JSON form. */
function dataOf(event: DeliveredEvent): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(event.data)) {
    texts[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return texts;
}

export function notificationOf(event: DeliveredEvent, sequence: number): IEventNotification {
  return {
    eventId: event.id,
    eventType: event.type,
    severity: event.severity,
    sourceTrack: event.source,
    timestamp: wireTime(event.at),
    eventData: dataOf(event),
    sequenceNumber: sequence,
    subject: event.subject,
    delivery: DELIVERIES[event.delivery],
    conflated: event.conflated,
    attempt: event.attempt,
    clearance: event.clearance,
    compartments: [...event.compartments],
  };
}

/** What came of one batch: losses first, then the events, the cursor on the last message. */
export function* notificationsOf(batch: WatchBatch, wall: number): Generator<IEventNotification> {
  const { events, firstSequence, lostTelemetry, lostEmergencies, cursor } = batch;
  if (lostTelemetry + lostEmergencies > 0) {
    // It is no event: it has no id and takes no number.
    yield {
      subject: 'events.lost',
      timestamp: wireTime(wall),
      eventData: { telemetry: `${lostTelemetry}`, emergencies: `${lostEmergencies}` },
      ...(events.length === 0 && { cursor: cursor() }),
    };
  } else if (events.length === 0) {
    yield { timestamp: wireTime(wall), cursor: cursor() };
  }
  const last = events.length - 1;
  for (const [n, event] of events.entries()) {
    const message = notificationOf(event, (firstSequence + n) >>> 0);
    yield n === last ? { ...message, cursor: cursor() } : message;
  }
}

/** Ends when the call does. Rejects as watch() does, and with InvalidArgumentError. */
export async function subscribeEvents(
  { events, clock, delivered }: SubscribeParts,
  given: IEventSubscriptionRequest,
  { caller, signal }: Pick<GrpcCall, 'caller' | 'signal'>,
  send: (item: IEventNotification) => Promise<void>,
): Promise<void> {
  const request = watchRequestOf(given, caller.principal);
  const boot = (): number => clock.boot();
  await watch(events, request, boot, signal, async (batch) => {
    for (const message of notificationsOf(batch, clock.wall())) {
      await send(message);
    }
    delivered(batch.events.length);
  });
}
