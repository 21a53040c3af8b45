// SPDX-License-Identifier: Apache-2.0
// However many ask for passes, one is under way and one is queued.
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RequestedPasses } from '../../../../../src/api/grpc/communication/requested-passes.ts';
import type { UnifiedDeviceState } from '../../../../../src/core/model/device-state.ts';

interface Run {
  readonly of: number | 'all';
  readonly end: (error?: Error) => Promise<void>;
}

function world() {
  const runs: Run[] = [];
  const begin = (of: Run['of']): Promise<UnifiedDeviceState> => {
    const { promise, resolve, reject } = Promise.withResolvers<UnifiedDeviceState>();
    runs.push({
      of,
      end: async (error) => {
        if (error === undefined) {
          resolve({} as UnifiedDeviceState);
        } else {
          reject(error);
        }
        await setImmediate();
      },
    });
    return promise;
  };
  const passes = new RequestedPasses({
    sync: (device) => begin(device),
    syncAll: async () => {
      await begin('all');
    },
  });
  return { runs, passes };
}

describe('passes that clients ask for', () => {
  it('are one under way and one queued, however many ask', async () => {
    const { runs, passes } = world();
    const first = passes.all();
    await setImmediate();
    const later = Array.from({ length: 1_000 }, () => passes.all());
    await setImmediate();
    expect(runs).toHaveLength(1);
    await runs[0]?.end();
    await first;
    expect(runs).toHaveLength(2);
    await runs[1]?.end();
    await Promise.all(later);
    expect(runs).toHaveLength(2);
  });

  it('are the same for all who ask at once', async () => {
    const { runs, passes } = world();
    const all = [passes.all(), passes.all(), passes.all()];
    await setImmediate();
    expect(runs).toHaveLength(1);
    await runs[0]?.end();
    await Promise.all(all);
    const again = passes.all();
    await setImmediate();
    await runs[1]?.end();
    await again;
  });

  it('answer with nothing older than the question', async () => {
    const { runs, passes } = world();
    void passes.all();
    await setImmediate();
    let answered = false;
    const asked = passes.all().then(() => {
      answered = true;
    });
    await runs[0]?.end();
    expect(answered).toBe(false);
    await runs[1]?.end();
    await asked;
  });

  it('are counted for each device by itself', async () => {
    const { runs, passes } = world();
    const asked = Array.from({ length: 100 }, () => passes.of([1, 2]));
    await setImmediate();
    const more = Array.from({ length: 100 }, () => passes.of([2, 3]));
    await setImmediate();
    expect(runs.map(({ of }) => of)).toEqual([1, 2, 3]);
    for (let at = 0; at < runs.length; at++) {
      await runs[at]?.end();
    }
    await Promise.all([...asked, ...more]);
    expect(runs.map(({ of }) => of)).toEqual([1, 2, 3, 2]);
  });

  it('that fail are told to those who asked for them, and the next one begins all the same', async () => {
    const { runs, passes } = world();
    const first = passes.all().catch((error: unknown) => error);
    await setImmediate();
    const second = passes.all();
    await runs[0]?.end(new Error('closed'));
    expect(await first).toEqual(new Error('closed'));
    await runs[1]?.end();
    await second;
  });
});
