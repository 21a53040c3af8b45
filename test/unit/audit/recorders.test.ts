// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { READ_WINDOW_MS, ReadRecorder } from '../../../src/audit/record/reads.ts';
import {
  REFUSAL_PAIRS_MAX,
  REFUSAL_WINDOW_MS,
  RefusalRecorder,
} from '../../../src/audit/record/refusals.ts';
import type { AuditClass, AuditEntry, AuditLog } from '../../../src/core/ports/audit-log.ts';
import { entry } from './entries.ts';

class FakeLog implements AuditLog {
  readonly durable = true;
  readonly taken: { readonly entry: AuditEntry; readonly auditClass: AuditClass }[] = [];
  failing = false;

  append(each: AuditEntry, auditClass: AuditClass) {
    if (this.failing) {
      return Promise.reject(new Error('no sink'));
    }
    this.taken.push({ entry: each, auditClass });
    return Promise.resolve({ index: this.taken.length - 1, leafHash: '' });
  }
}

let log: FakeLog;
let errors: string[];
const clock = { wall: () => 42, boot: () => 0 };
const onError = (error: Error): number => errors.push(error.message);

beforeEach(() => {
  vi.useFakeTimers();
  log = new FakeLog();
  errors = [];
  return () => vi.useRealTimers();
});

describe('refusals', () => {
  const refuse = (recorder: RefusalRecorder, principal: string, reason: string): void =>
    recorder.record({
      principal,
      reason,
      entry: entry(0, { actor: principal, kind: 'access.refused' }),
    });
  const counts = () =>
    log.taken.map(({ entry: each }) => [each.actor, each.details['count'] ?? 'first']);

  it('B1 the first of each principal and reason is recorded at once', () => {
    const recorder = new RefusalRecorder({ log, clock, onError });
    for (const [who, why] of [
      ['a', 'X'],
      ['a', 'Y'],
      ['b', 'X'],
      ['a', 'X'],
    ] as const) {
      refuse(recorder, who, why);
    }
    expect(counts()).toEqual([
      ['a', 'first'],
      ['a', 'first'],
      ['b', 'first'],
    ]);
    recorder.flush();
  });

  it('B2 the others are counted, and recorded when the window ends; then one is a first again', () => {
    const recorder = new RefusalRecorder({ log, clock, onError });
    for (let i = 0; i < 100; i++) {
      refuse(recorder, 'a', 'X');
    }
    vi.advanceTimersByTime(REFUSAL_WINDOW_MS - 1);
    expect(counts().length).toBe(1);
    vi.advanceTimersByTime(1);
    expect(log.taken[1]?.entry).toMatchObject({
      actor: 'a',
      at: 42,
      details: { principal: 'a', reason: 'X', count: 99 },
    });
    refuse(recorder, 'a', 'X');
    expect(counts()[2]).toEqual(['a', 'first']);
    vi.advanceTimersByTime(REFUSAL_WINDOW_MS * 3);
    expect(counts().length).toBe(3);
  });

  it('B3 names that are made up fill neither memory nor the log', () => {
    const recorder = new RefusalRecorder({ log, clock, onError });
    for (let i = 0; i < REFUSAL_PAIRS_MAX + 500; i++) {
      refuse(recorder, `made-up-${i}`, 'X');
    }
    recorder.flush();
    expect(log.taken.length).toBe(REFUSAL_PAIRS_MAX + 1);
    expect(log.taken.at(-1)?.entry).toMatchObject({ actor: 'system', details: { count: 500 } });
  });

  it('B4 a log that takes nothing is told of, and nothing throws', async () => {
    log.failing = true;
    const recorder = new RefusalRecorder({ log, clock, onError });
    refuse(recorder, 'a', 'X');
    recorder.flush();
    await vi.advanceTimersByTimeAsync(1);
    expect(errors).toEqual(['no sink']);
  });
});

describe('reads', () => {
  it('B5 are gathered for a second', async () => {
    const recorder = new ReadRecorder({ log, onError });
    for (let n = 0; n < 10; n++) {
      await recorder.record(entry(n), false);
    }
    vi.advanceTimersByTime(READ_WINDOW_MS - 1);
    expect(log.taken.length).toBe(0);
    vi.advanceTimersByTime(1);
    expect(log.taken.map(({ entry: each }) => each.details['n'])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  it('B6 one that must be audited is durable before it is answered, after those before it', async () => {
    const recorder = new ReadRecorder({ log, onError });
    await recorder.record(entry(0), false);
    await recorder.record(entry(1), true);
    expect(log.taken.map(({ auditClass }) => auditClass)).toEqual(['ordinary', 'intent']);
    log.failing = true;
    await expect(recorder.record(entry(2), true)).rejects.toThrow('no sink');
  });

  it('B7 a log that takes nothing is told of', async () => {
    log.failing = true;
    const recorder = new ReadRecorder({ log, onError });
    await recorder.record(entry(0), false);
    await vi.advanceTimersByTimeAsync(READ_WINDOW_MS);
    expect(errors).toEqual(['no sink']);
  });
});
