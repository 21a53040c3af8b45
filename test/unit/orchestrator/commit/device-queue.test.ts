// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceQueue } from '../../../../src/orchestrator/commit/device-queue.ts';
import { runs } from '../../core/runs.ts';
import { settle } from './schedule.ts';

const NEVER = new AbortController().signal;

describe('devices', () => {
  it('belong to one at a time; nobody is overtaken by who wants the same; all get theirs', async () => {
    const wishes = fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(wishes, fc.array(fc.nat(), { maxLength: 40 }), async (wanted, order) => {
        const queue = new DeviceQueue(100);
        const held = new Map<number, () => void>();
        const served: number[] = [];
        wanted.forEach((devices, n) => {
          queue.take(devices, NEVER).then(
            (giveBack) => {
              for (const [other] of held) {
                expect(wanted[other]?.some((device) => devices.includes(device))).toBe(false);
              }
              held.set(n, giveBack ?? (() => undefined));
              served.push(n);
            },
            (error: unknown) => expect.fail(`${error}`),
          );
        });
        for (let turn = 0; served.length < wanted.length || held.size > 0; turn++) {
          await settle();
          const [n, giveBack] = [...held][(order[turn] ?? 0) % Math.max(1, held.size)] ?? [];
          expect(n).toBeDefined();
          held.delete(n ?? -1);
          giveBack?.();
        }
        wanted.forEach((devices, n) => {
          const rivals = wanted.flatMap((other, m) =>
            m < n && other.some((device) => devices.includes(device)) ? [m] : [],
          );
          expect(rivals.every((m) => served.indexOf(m) < served.indexOf(n))).toBe(true);
        });
      }),
      runs(100),
    );
  });

  it('are not waited for any more by who gives up, nor does he hold up others', async () => {
    const queue = new DeviceQueue(100);
    const first = await queue.take([1], NEVER);
    const abort = new AbortController();
    const second = queue.take([1, 2], abort.signal);
    const third = queue.take([2], NEVER);
    abort.abort();
    expect(await second).toBeUndefined();
    expect(await third).toBeTypeOf('function');
    first?.();
    expect(queue.waiting).toBe(0);
  });

  it('are refused when too many wait', async () => {
    const queue = new DeviceQueue(1);
    await queue.take([1], NEVER);
    const waiting = queue.take([1], NEVER);
    await expect(queue.take([1], NEVER)).rejects.toMatchObject({ code: 'ERR_DSMIL_QUEUE_FULL' });
    expect(await Promise.race([waiting, settle()])).toBeUndefined();
  });
});
