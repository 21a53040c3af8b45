// SPDX-License-Identifier: Apache-2.0
// A batch of events in columns. Subjects and labels are said once for all events that have them, and what
// an event says goes out as the bytes that the log has.
import type { DeliveryClass } from '../../../core/ports/event-log.ts';
import type { DeliveredEvent } from '../../../events/delivered-event.ts';
import { wireTime } from '../communication/values.ts';
import type { WatchBatch } from '../events/watch.ts';
import type { IEventTopic, IWatchEventsResponse } from '../wire/generated/dsmil-control-v1.ts';

const DELIVERIES: Readonly<Record<DeliveryClass, number>> = {
  telemetry: 1,
  durable: 2,
  emergency: 3,
};
const ID_SIZE = 12;

function topicOf({ topic }: DeliveredEvent): IEventTopic {
  const { subject, clearance, compartments } = topic;
  return { subject, clearance, compartments: [...compartments] };
}

export function columnsOf(batch: WatchBatch): IWatchEventsResponse {
  const { events, firstSequence, lostTelemetry, lostEmergencies, cursor } = batch;
  const topics: IEventTopic[] = [];
  /** Topics of one segment are the same objects; those of another are told apart by what they say. */
  const byObject = new Map<DeliveredEvent['topic'], number>();
  const byText = new Map<string, number>();
  const indexOf = (event: DeliveredEvent): number => {
    const known = byObject.get(event.topic);
    if (known !== undefined) {
      return known;
    }
    const { subject, clearance, compartments } = event.topic;
    const text = JSON.stringify([subject, clearance, compartments]);
    const index = byText.get(text) ?? topics.push(topicOf(event)) - 1;
    byText.set(text, index);
    byObject.set(event.topic, index);
    return index;
  };
  const first = events[0]?.at ?? 0;
  const ids = Buffer.allocUnsafe(ID_SIZE * events.length);
  const data: Uint8Array[] = [];
  const lengths: number[] = [];
  for (const [n, event] of events.entries()) {
    event.idBytes.copy(ids, n * ID_SIZE);
    const bytes = event.dataBytes;
    data.push(bytes);
    lengths.push(bytes.length);
  }
  return {
    firstSequence,
    topicIndexes: events.map(indexOf),
    topics,
    eventTypes: events.map(({ type }) => type),
    severities: events.map(({ severity }) => severity),
    sourceTracks: events.map(({ source }) => source),
    deliveries: events.map(({ delivery }) => DELIVERIES[delivery]),
    ...(events.length > 0 && { firstTimestamp: wireTime(first) }),
    millisecondsAfter: events.map(({ at }) => at - first),
    eventIds: ids,
    dataLengths: lengths,
    data: Buffer.concat(data),
    // Most batches have none of either: then nobody pays for them.
    conflated: events.some(({ conflated }) => conflated > 0)
      ? events.map(({ conflated }) => conflated)
      : [],
    attempts: events.some(({ attempt }) => attempt > 0) ? events.map(({ attempt }) => attempt) : [],
    lostTelemetry,
    lostEmergencies,
    cursor: cursor(),
  };
}
