// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { EventType, Severity } from '../../../src/core/model/enums.ts';
import type { DeliveryClass, Publication } from '../../../src/core/ports/event-log.ts';
import {
  PERFORMANCE_LIMITS,
  type PerformanceName,
  PerformanceWatch,
} from '../../../src/events/performance-watch.ts';
import { toEvent } from '../../../src/events/publication.ts';

function setUp() {
  const published: { publication: Publication; delivery: DeliveryClass }[] = [];
  let now = 5_000_000;
  const watch = new PerformanceWatch(
    { wall: () => 1_700_000_000_000, boot: () => now },
    {
      publish: (publication, delivery) => {
        toEvent(publication, delivery);
        published.push({ publication, delivery });
      },
    },
  );
  return {
    watch,
    subjects: () => published.map(({ publication }) => publication.subject),
    published,
    /** So many seconds with these measurements in each. */
    seconds(count: number, name: PerformanceName, durations: readonly number[]): void {
      for (let n = 0; n < count; n++) {
        for (const duration of durations) {
          watch.measure(name, duration);
        }
        now += 1000;
        watch.check();
      }
    },
    sleep(ms: number): void {
      now += ms;
      watch.check();
    },
  };
}

describe('the watch over the limits of the specification', () => {
  it('has each of them, as written', () => {
    expect(PERFORMANCE_LIMITS).toEqual({
      'grpc-call': { limit: 10, of: 'p95' },
      'websocket-message': { limit: 50, of: 'p95' },
      'ring-message': { limit: 1, of: 'p95' },
      'full-sync': { limit: 500, of: 'each' },
      'device-sync': { limit: 10, of: 'each' },
      'conflict-resolution': { limit: 100, of: 'each' },
      'two-phase-commit': { limit: 200, of: 'p95' },
      rollback: { limit: 100, of: 'each' },
      recovery: { limit: 1000, of: 'each' },
      'stop-coordination': { limit: 100, of: 'each' },
      'stop-all-tracks': { limit: 500, of: 'each' },
      'stop-recovery': { limit: 1000, of: 'each' },
    });
  });

  it('says once when one is exceeded for 10 s, not before', () => {
    const { seconds, published, watch } = setUp();
    seconds(9, 'grpc-call', [10.1]);
    expect(published).toEqual([]);
    seconds(1, 'grpc-call', [25]);
    expect(published).toMatchObject([
      {
        delivery: 'durable',
        publication: {
          subject: 'performance.grpc-call.exceeded',
          type: EventType.PERFORMANCE_THRESHOLD,
          severity: Severity.WARNING,
          data: { limitMs: 10, of: 'p95', worstMs: 25, durationMs: 10_000 },
        },
      },
    ]);
    expect(watch.exceeded()).toEqual(['grpc-call']);
    seconds(60, 'grpc-call', [30]);
    expect(published).toHaveLength(1);
  });

  it('a good second in between begins the 10 s again', () => {
    const { seconds, published } = setUp();
    seconds(9, 'rollback', [101]);
    seconds(1, 'rollback', [99]);
    seconds(9, 'rollback', [101]);
    expect(published).toEqual([]);
  });

  it('one in twenty may be over a 95th percentile, none over the others', () => {
    const { seconds, subjects } = setUp();
    const good = Array.from({ length: 19 }, () => 5);
    seconds(20, 'grpc-call', [...good, 900]);
    expect(subjects()).toEqual([]);
    seconds(10, 'grpc-call', [...good.slice(1), 900]);
    seconds(10, 'device-sync', [...good, 900]);
    expect(subjects()).toEqual([
      'performance.grpc-call.exceeded',
      'performance.device-sync.exceeded',
    ]);
  });

  it('all-clear comes after 10 s with a margin, and what lies between the two changes nothing', () => {
    const { seconds, subjects, watch } = setUp();
    seconds(10, 'full-sync', [501]);
    seconds(100, 'full-sync', [401]);
    expect(subjects()).toEqual(['performance.full-sync.exceeded']);
    seconds(9, 'full-sync', [400]);
    seconds(1, 'full-sync', [450]);
    seconds(9, 'full-sync', [400]);
    expect(subjects()).toHaveLength(1);
    seconds(1, 'full-sync', [400]);
    expect(subjects()).toEqual(['performance.full-sync.exceeded', 'performance.full-sync.cleared']);
    expect(watch.exceeded()).toEqual([]);
    seconds(100, 'full-sync', [500]);
    expect(subjects()).toHaveLength(2);
  });

  it('silence is neither good nor bad', () => {
    const { seconds, sleep, subjects } = setUp();
    seconds(1, 'recovery', [2000]);
    sleep(60_000);
    expect(subjects()).toEqual([]);
    seconds(1, 'recovery', [2000]);
    expect(subjects()).toEqual(['performance.recovery.exceeded']);
    sleep(600_000);
    expect(subjects()).toHaveLength(1);
  });

  it('refuses what is no duration or no limit', () => {
    const { watch } = setUp();
    for (const duration of [-1, Number.NaN]) {
      expect(() => watch.measure('rollback', duration)).toThrow('duration of rollback');
    }
    expect(() => watch.measure('nonsense' as PerformanceName, 1)).toThrow('one of grpc-call, ');
  });
});
