// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Heartbeat } from '../../../../src/orchestrator/stop/heartbeat.ts';
import { VirtualTime } from '../virtual-time.ts';
import { FakeKernel } from './fake-kernel.ts';
import { setUp } from './rig.ts';

describe('the heartbeat', () => {
  it('arms with the period, and beats every 200 ms', async () => {
    const { kernel, time } = setUp();
    expect(kernel.armed).toBe(1_000);
    await time.pass(1_000);
    expect(kernel.beats).toBe(5);
  });

  it('is withheld while a check fails or throws, and says which', async () => {
    const { kernel, time, beats, well } = setUp();
    well.problem = 'the coordinator is stuck';
    await time.pass(1_000);
    expect(kernel.beats).toBe(0);
    expect(beats).toEqual([
      { kind: 'BEATING' },
      { kind: 'WITHHELD', reason: 'test: the coordinator is stuck' },
    ]);
    well.problem = null;
    await time.pass(200);
    expect(kernel.beats).toBe(1);
    expect(beats.at(-1)).toEqual({ kind: 'BEATING' });
    Object.defineProperty(well, 'problem', {
      get: () => {
        throw new Error('broken');
      },
    });
    await time.pass(200);
    expect(kernel.beats).toBe(1);
    expect(beats.at(-1)).toEqual({ kind: 'WITHHELD', reason: 'test: Error: broken' });
  });

  it('is withheld when the loop takes no turn between two beats', async () => {
    const time = new VirtualTime();
    const kernel = new FakeKernel(time);
    const turns: (() => void)[] = [];
    const timers = {
      after: (ms: number, action: () => void) => time.after(ms, action),
      turn: (action: () => void) => turns.push(action),
    };
    const options = { deadman: kernel, checks: [], periodMs: 1_000, beatMs: 200, timers };
    const heartbeat = new Heartbeat({ ...options, onChange: () => undefined });
    heartbeat.start();
    await time.pass(400);
    expect(kernel.beats).toBe(0);
    expect(heartbeat.state).toMatchObject({ kind: 'WITHHELD' });
    for (const turn of turns.splice(0)) {
      turn();
    }
    await time.pass(200);
    expect(kernel.beats).toBe(1);
  });

  it('that the kernel does not take is told, and armed anew as soon as it can be', async () => {
    const { kernel, time, beats } = setUp();
    kernel.unreachable = true;
    await time.pass(400);
    expect(beats.map(({ kind }) => kind)).toEqual(['BEATING', 'FAILED', 'FAILED']);
    kernel.unreachable = false;
    kernel.armed = null;
    await time.pass(200);
    expect(kernel.armed).toBe(1_000);
    expect(beats.at(-1)).toEqual({ kind: 'BEATING' });
  });

  it('does not begin without a deadman', () => {
    expect(() =>
      setUp({
        before: ({ kernel }) => {
          kernel.unreachable = true;
        },
      }),
    ).toThrow('GONE');
  });

  it.each([
    [0, 200, 'deadman.period_ms is 0: it must be an integer in 100..60000 ms'],
    [99, 10, 'deadman.period_ms is 99'],
    [60_001, 10, 'deadman.period_ms is 60001'],
    [1_000, 334, 'deadman.beat_ms is 334: it must be an integer in 10..333 ms'],
    [1_000, 9, 'deadman.beat_ms is 9'],
  ])('refuses a period of %d with beats of %d', (periodMs, beatMs, message) => {
    const time = new VirtualTime();
    const options = { deadman: new FakeKernel(time), checks: [], timers: time };
    expect(
      () => new Heartbeat({ ...options, periodMs, beatMs, onChange: () => undefined }),
    ).toThrow(message);
  });
});

describe('the end', () => {
  it('in order disarms, last of all, and leaves the latch as it is', async () => {
    const { kernel, end, time } = setUp();
    await time.pass(300);
    expect(end({ inFlight: 0 })).toBe(true);
    expect(kernel).toMatchObject({ armed: null, latch: 'RUN' });
    await time.pass(5_000);
    expect(kernel.beats).toBe(1);
    expect(time.timers).toBe(0);
  });

  it('with a transaction in flight leaves the deadman armed: it latches', () => {
    const { kernel, end, beats } = setUp();
    expect(end({ inFlight: 1 })).toBe(false);
    expect(kernel.armed).toBe(1_000);
    expect(beats.at(-1)).toMatchObject({ kind: 'WITHHELD' });
  });

  it('that the kernel refuses to disarm for is told, and not in order', () => {
    const { kernel, end, problems } = setUp();
    kernel.unreachable = true;
    expect(end({ inFlight: 0 })).toBe(false);
    expect(problems.map(String)).toEqual(['Error: the kernel refuses: GONE']);
  });

  it('with a stop that the kernel has not taken leaves it armed, too', () => {
    const { kernel, end, stop } = setUp();
    kernel.unreachable = true;
    stop.stop('ann', 'smoke');
    expect(end({ inFlight: 0 })).toBe(false);
    expect(kernel.armed).toBe(1_000);
  });
});
