// SPDX-License-Identifier: Apache-2.0
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Patience } from '../../../src/api/patience.ts';

describe('patience', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is over after its time, and not before', () => {
    using patience = new Patience(new AbortController().signal, 100);
    vi.advanceTimersByTime(99);
    expect(patience.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(patience.signal.aborted).toBe(true);
  });

  it('is over with its caller, also with one that is gone already', () => {
    const caller = new AbortController();
    using patience = new Patience(caller.signal, Number.POSITIVE_INFINITY);
    expect(vi.getTimerCount()).toBe(0);
    caller.abort();
    expect(patience.signal.aborted).toBe(true);
    using late = new Patience(caller.signal, 100);
    expect(late.signal.aborted).toBe(true);
  });

  it('leaves nothing behind: no timer, and nobody who listens to the caller', () => {
    const caller = new AbortController();
    {
      using _ = new Patience(caller.signal, 60_000);
      expect(vi.getTimerCount()).toBe(1);
    }
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });
});
