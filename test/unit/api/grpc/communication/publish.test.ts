// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PublishRefusedError } from '../../../../../src/api/grpc/communication/errors.ts';
import { publicationOf, publishEvent } from '../../../../../src/api/grpc/communication/publish.ts';
import {
  PUBLISH_BURST,
  PUBLISH_INTERVAL_MS,
  PublishRate,
} from '../../../../../src/api/grpc/communication/publish-rate.ts';
import { EventType, Track } from '../../../../../src/core/model/enums.ts';
import type { DeliveryClass, Publication } from '../../../../../src/core/ports/event-log.ts';
import { parseSubject } from '../../../../../src/events/subject.ts';
import { runs } from '../../../core/runs.ts';
import { ABSENT, CLOCK, callOf, OPEN, PERSONS, SECRET, SecurityWorld } from './world.ts';

const GOOD = { eventType: 4, severity: 2, sourceTrack: 1, eventData: { text: 'x' } };

function world() {
  const security = new SecurityWorld();
  security.grants = new Set(
    ['ann', 'bob'].flatMap((name) =>
      [1, 2, 3, 4, 5, 6, 7].flatMap((type) => [1, 4].map((source) => `${name} ${type} ${source}`)),
    ),
  );
  const told: { publication: Publication; delivery: DeliveryClass }[] = [];
  const events = {
    publish: (publication: Publication, delivery: DeliveryClass) =>
      told.push({ publication, delivery }),
    subscribe: () => {
      throw new Error('nobody subscribes here');
    },
    stats: () => {
      throw new Error('nobody counts here');
    },
  };
  const rate = new PublishRate(() => CLOCK.boot());
  return { parts: { security, grants: security, events, clock: CLOCK, rate }, security, told };
}

const refusal = async (
  given: object,
  who: string,
  change: (one: SecurityWorld) => void = () => undefined,
) => {
  const { parts, security, told } = world();
  change(security);
  const error = await publishEvent(parts, given, callOf(who)).catch((one: unknown) => one);
  expect(told).toEqual([]);
  expect(error).toBeInstanceOf(PublishRefusedError);
  expect(security.refusals).toHaveLength(1);
  return (error as PublishRefusedError).refusal;
};

describe('PublishEvent', () => {
  it('C7 gives every event its publisher’s label or a stricter one, and a subject that is nobody else’s', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 7 }),
        fc.subarray(['RED', 'BLUE', 'GREEN']),
        fc.stringMatching(/^[a-z]{1,8}(\.[a-z]{1,8}){0,3}$/),
        fc.constantFrom(...Object.values(PERSONS)),
        fc.string({ minLength: 1, maxLength: 200 }),
        (clearance, compartments, topic, publisher, principal) => {
          const given = { ...GOOD, clearance, compartments, topic, deviceId: OPEN };
          const made = publicationOf(given, principal.toWellFormed(), publisher, 5);
          expect(made.clearance).toBe(Math.max(clearance, publisher.clearance));
          expect(new Set(made.compartments)).toEqual(
            new Set([...compartments, ...publisher.compartments]),
          );
          const [head, kind, , device, ...rest] = parseSubject(made.subject);
          expect([head, kind, device, rest.join('.')]).toEqual([
            'published',
            'system',
            '8000',
            topic,
          ]);
          expect(made.at).toBe(5);
        },
      ),
      runs(100),
    );
  });

  it('takes what is granted, durable whatever its severity, and says under which subject', async () => {
    const { parts, told } = world();
    const timestamp = { seconds: 7, nanos: 0 };
    const answer = await publishEvent(
      parts,
      { ...GOOD, severity: 5, timestamp, topic: 'fan' },
      callOf('bob'),
    );
    expect(answer).toMatchObject({ subject: 'published.system.bob.fan', delivery: 2 });
    expect(told).toMatchObject([
      {
        delivery: 'durable',
        publication: { severity: 5, source: 1, type: 4, data: { text: 'x', claimedAt: 7_000 } },
      },
    ]);
  });

  it('C11 takes no more of one account than its rate, whatever others do, and remembers nobody who may not', async () => {
    const { parts, told } = world();
    let now = 1_000;
    const rate = new PublishRate(() => now);
    const publish = async (who: string): Promise<string> => {
      try {
        await publishEvent({ ...parts, rate }, GOOD, callOf(who));
        return 'OK';
      } catch (error) {
        return String((error as { code?: unknown }).code);
      }
    };
    for (let n = 0; n < PUBLISH_BURST; n++) {
      expect(await publish('bob')).toBe('OK');
    }
    expect(await publish('bob')).toBe('ERR_DSMIL_PUBLISH_RATE');
    expect(await publish('ann')).toBe('OK');
    now += PUBLISH_INTERVAL_MS - 1;
    expect(await publish('bob')).toBe('ERR_DSMIL_PUBLISH_RATE');
    now += 1;
    expect(await publish('bob')).toBe('OK');
    expect(await publish('bob')).toBe('ERR_DSMIL_PUBLISH_RATE');
    // A clock that goes back gives nothing.
    now -= 500;
    expect(await publish('bob')).toBe('ERR_DSMIL_PUBLISH_RATE');
    expect(told).toHaveLength(PUBLISH_BURST + 2);
    const taken: string[] = [];
    const counting = { take: (principal: string) => void taken.push(principal) };
    await publishEvent({ ...parts, rate: counting }, GOOD, callOf('stranger')).catch(() => 0);
    expect(taken).toEqual([]);
  });

  it('C7 lets nobody tell stops, audit entries or completed operations, nor speak for the orchestrator', async () => {
    for (const eventType of [
      EventType.EMERGENCY_STOP,
      EventType.AUDIT_ENTRY_CREATED,
      EventType.OPERATION_COMPLETED,
    ]) {
      expect(await refusal({ ...GOOD, eventType }, 'ann')).toBe('UNPUBLISHABLE_TYPE');
    }
    expect(await refusal({ ...GOOD, sourceTrack: Track.ORCHESTRATOR }, 'ann')).toBe(
      'UNPUBLISHABLE_SOURCE',
    );
  });

  it('C7 wants a grant for this type and this track, and somebody whom the policy knows', async () => {
    expect(await refusal({ ...GOOD, sourceTrack: Track.SECURITY }, 'ann')).toBe('NOT_GRANTED');
    expect(await refusal(GOOD, 'ann', (one) => (one.grants = new Set()))).toBe('NOT_GRANTED');
    expect(await refusal(GOOD, 'stranger')).toBe('NOT_GRANTED');
  });

  it('C4 answers for a device that one may not know of as for one that is not there', async () => {
    const seen = await Promise.all(
      [ABSENT, SECRET].map(async (deviceId) => {
        const { parts, security } = world();
        const error = await publishEvent(parts, { ...GOOD, deviceId }, callOf('bob')).catch(
          (one: unknown) => one,
        );
        return [String(error).replaceAll(deviceId.toString(16), 'it'), security.refusals];
      }),
    );
    expect(seen[1]).toEqual(seen[0]);
  });

  it('refuses what is no event by the protocol’s names', async () => {
    const cases = [
      [{ eventType: 0 }, 'event_type'],
      [{ eventType: 8 }, 'event_type'],
      [{ severity: 6 }, 'severity'],
      [{ sourceTrack: 0 }, 'source_track'],
      [{ clearance: 8 }, 'clearance'],
      [{ topic: 'a..b' }, 'topic'],
      [{ topic: '>' }, 'topic'],
      [{ eventData: { '': 'x' } }, 'event_data'],
      [{ compartments: ['\n'] }, 'compartments'],
      [{ timestamp: { seconds: 0, nanos: -1 } }, 'timestamp.nanos'],
    ] as const;
    for (const [change, field] of cases) {
      const { parts, told } = world();
      await expect(publishEvent(parts, { ...GOOD, ...change }, callOf('bob'))).rejects.toThrow(
        field,
      );
      expect(told).toEqual([]);
    }
  });
});
