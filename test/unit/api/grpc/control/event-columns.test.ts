// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../../../src/api/grpc/control/event-columns.ts';
import {
  type WatchEventsResponse as Batch,
  WatchEventsResponse,
} from '../../../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import type { DeliveredEvent } from '../../../../../src/events/delivered-event.ts';
import { runs } from '../../../core/runs.ts';
import { event, openRig, subscribe, take } from '../../../events/rig.ts';

const DELIVERIES = { telemetry: 1, durable: 2, emergency: 3 } as const;

/** As a client has them: by what the .proto file says. */
function rowsOf(batch: Batch) {
  let at = 0;
  return batch.topicIndexes.map((topicIndex, n) => {
    const topic = batch.topics[topicIndex];
    const end = at + (batch.dataLengths[n] ?? 0);
    const data = JSON.parse(Buffer.from(batch.data.subarray(at, end)).toString('utf8'));
    at = end;
    const first = batch.firstTimestamp;
    return {
      id: Buffer.from(batch.eventIds.subarray(12 * n, 12 * n + 12)).toString('hex'),
      sequence: (batch.firstSequence + n) >>> 0,
      subject: topic?.subject,
      clearance: topic?.clearance,
      compartments: topic?.compartments,
      type: batch.eventTypes[n],
      severity: batch.severities[n],
      source: batch.sourceTracks[n],
      delivery: batch.deliveries[n],
      at:
        (first?.seconds ?? 0) * 1e3 + (first?.nanos ?? 0) / 1e6 + (batch.millisecondsAfter[n] ?? 0),
      conflated: batch.conflated[n] ?? 0,
      attempt: batch.attempts[n] ?? 0,
      data,
    };
  });
}

function rowOf(one: DeliveredEvent) {
  const { id, sequence, subject, clearance, compartments, type, severity, source, at } = one;
  const { conflated, attempt, data } = one;
  const delivery = DELIVERIES[one.delivery];
  return {
    id,
    sequence,
    subject,
    clearance,
    compartments,
    type,
    severity,
    source,
    delivery,
    at,
    conflated,
    attempt,
    data,
  };
}

const publication = fc.record({
  subject: fc.constantFrom('a.b', 'a.c', 'd'),
  type: fc.constantFrom(1 as const, 3 as const),
  severity: fc.constantFrom(1 as const, 4 as const),
  source: fc.constantFrom(1 as const, 4 as const),
  clearance: fc.constantFrom(0 as const, 3 as const),
  compartments: fc.constantFrom([], ['RED']),
  at: fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
  data: fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 9 }), { maxKeys: 3 }),
});
const delivery = fc.constantFrom('durable' as const, 'telemetry' as const, 'emergency' as const);

describe('a batch in columns', () => {
  it('says of each event what the bus delivered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(publication, delivery), { minLength: 1, maxLength: 12 }),
        async (published) => {
          const rig = await openRig();
          const subscription = subscribe(rig, { principal: 'ana' });
          for (const [one, how] of published) {
            rig.bus.publish(event(one.subject, one), how);
          }
          const { batches } = await take(subscription, 1);
          for (const { events, lostTelemetry, lostEmergencies, cursor } of batches) {
            const given = columnsOf({
              events,
              firstSequence: events[0]?.sequence ?? 0,
              lostTelemetry,
              lostEmergencies,
              cursor: () => cursor,
            });
            const read = WatchEventsResponse.decode(WatchEventsResponse.encode(given).finish());
            expect(rowsOf(read)).toEqual(events.map(rowOf));
            expect(read.cursor).toBe(cursor);
            const topics = read.topics.map((topic) => JSON.stringify(topic));
            expect(new Set(topics).size).toBe(topics.length);
          }
          subscription.close();
          await rig.bus.close();
        },
      ),
      runs(40),
    );
  });

  it('is a bookmark without events, and says what was lost', () => {
    const batch = columnsOf({
      events: [],
      firstSequence: 7,
      lostTelemetry: 3,
      lostEmergencies: 1,
      cursor: () => 'c',
    });
    const read = WatchEventsResponse.decode(WatchEventsResponse.encode(batch).finish());
    expect(read).toMatchObject({
      firstSequence: 7,
      lostTelemetry: 3,
      lostEmergencies: 1,
      cursor: 'c',
    });
    expect(read.topicIndexes).toEqual([]);
    expect(read.firstTimestamp).toBeNull();
  });
});
