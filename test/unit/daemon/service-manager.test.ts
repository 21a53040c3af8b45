// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeAssignment } from '../../../src/daemon/service-manager/environment.ts';
import { RETRY_MS, WAITING_MAX } from '../../../src/daemon/service-manager/notify-socket.ts';
import {
  EXTENDING_MS,
  ServiceManager,
  START_MAX_MS,
} from '../../../src/daemon/service-manager/service-manager.ts';

const PERIOD_MS = 10_000;

function setUp({ watchdogMs }: { watchdogMs: number | undefined } = { watchdogMs: PERIOD_MS }) {
  const sent: string[] = [];
  const problems: Error[] = [];
  const world = { answer: null as string | null, throws: false };
  const manager = new ServiceManager({
    assignment: { socket: '@manager', watchdogMs },
    send: (path, text) => {
      expect(path).toBe('@manager');
      if (world.throws) {
        throw new Error('no addon');
      }
      if (world.answer === null) {
        sent.push(text);
      }
      return world.answer;
    },
    onProblem: (error) => problems.push(error),
    monotonic: () => Date.now(),
  });
  return { manager, sent, problems, world, beats: () => sent.filter((t) => t === 'WATCHDOG=1') };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what the environment says', () => {
  it('is taken out of it, so that no child is told', () => {
    const env = {
      NOTIFY_SOCKET: '/run/notify',
      WATCHDOG_USEC: '10000000',
      WATCHDOG_PID: '7',
      A: '1',
    };
    expect(takeAssignment(env, 7)).toEqual({ socket: '/run/notify', watchdogMs: 10_000 });
    expect(env).toEqual({ A: '1' });
  });

  it.each([
    ['no socket', {}],
    ['a socket of another kind', { NOTIFY_SOCKET: 'vsock:2:1' }],
    ['an empty name', { NOTIFY_SOCKET: '@' }],
  ])('means nobody with %s', (_, env) => {
    expect(takeAssignment({ ...env, WATCHDOG_USEC: '10000000' }, 7)).toBeUndefined();
  });

  it.each([
    ['another process’s', '8', '10000000'],
    ['no number', '7', 'often'],
    ['shorter than a loop can keep', '7', '99999'],
  ])('has no watchdog when it is %s', (_, pid, period) => {
    const env = { NOTIFY_SOCKET: '@x', WATCHDOG_PID: pid, WATCHDOG_USEC: period };
    expect(takeAssignment(env, 7)).toEqual({ socket: '@x', watchdogMs: undefined });
  });
});

describe('a start', () => {
  it('says what it does, then that it is ready, in order', () => {
    const { manager, sent } = setUp();
    manager.starting('recovering');
    manager.status('recovering');
    manager.ready('running\nfine');
    expect(sent).toEqual(['STATUS=recovering', 'READY=1\nSTATUS=running fine']);
  });

  it('is given more time while the loop turns, and not for ever', () => {
    const { manager, sent } = setUp();
    manager.starting('recovering');
    vi.advanceTimersByTime(3 * EXTENDING_MS);
    expect(sent.filter((text) => text === 'EXTEND_TIMEOUT_USEC=30000000')).toHaveLength(3);
    vi.advanceTimersByTime(START_MAX_MS);
    const all = sent.length;
    vi.advanceTimersByTime(START_MAX_MS);
    expect(sent).toHaveLength(all);
    // 30 s after the last one the service manager's patience ends, within the limit.
    expect(all - 1).toBe((START_MAX_MS - 30_000) / EXTENDING_MS);
  });

  it('asks for no more time once it is ready', () => {
    const { manager, sent } = setUp();
    manager.starting('recovering');
    manager.ready('running');
    vi.advanceTimersByTime(START_MAX_MS);
    expect(sent.at(-1)).toBe('READY=1\nSTATUS=running');
  });

  it('is told late, not never, when the service manager is behind', () => {
    const { manager, sent, world, problems } = setUp();
    world.answer = 'EAGAIN';
    manager.starting('recovering');
    manager.ready('running');
    vi.advanceTimersByTime(5 * RETRY_MS);
    expect(sent).toEqual([]);
    world.answer = null;
    vi.advanceTimersByTime(RETRY_MS);
    expect(sent).toEqual(['STATUS=recovering', 'READY=1\nSTATUS=running']);
    expect(problems.map(String)).toEqual([expect.stringContaining('EAGAIN')]);
  });

  it('keeps the newest of what waits', () => {
    const { manager, sent, world } = setUp();
    world.answer = 'ENOBUFS';
    for (let i = 0; i < WAITING_MAX + 5; i++) {
      manager.status(`step ${i}`);
    }
    world.answer = null;
    vi.advanceTimersByTime(RETRY_MS);
    expect(sent).toHaveLength(WAITING_MAX);
    expect(sent.at(-1)).toBe(`STATUS=step ${WAITING_MAX + 4}`);
  });
});

describe('the watchdog', () => {
  it('is fed four times a period while nothing objects', () => {
    const { manager, beats } = setUp();
    manager.watch(() => null);
    vi.advanceTimersByTime(PERIOD_MS);
    expect(beats()).toHaveLength(5);
  });

  it.each([
    ['objects', () => 'the deadman is not beaten'],
    [
      'cannot be asked',
      () => {
        throw new Error('closed');
      },
    ],
  ])('gets nothing from one that %s, and what it is shows', (_, alive) => {
    const { manager, beats, sent } = setUp();
    let well = true;
    manager.ready('running');
    manager.watch(() => (well ? null : alive()));
    well = false;
    vi.advanceTimersByTime(3 * PERIOD_MS);
    expect(beats()).toHaveLength(1);
    expect(sent.filter((text) => text.startsWith('STATUS=not well: '))).toHaveLength(1);
    well = true;
    vi.advanceTimersByTime(PERIOD_MS / 4);
    expect(beats()).toHaveLength(2);
    expect(sent.at(-1)).toBe('STATUS=running');
  });

  it('is not fed by what ends', () => {
    const { manager, beats, sent } = setUp();
    manager.watch(() => null);
    manager.stopping('SIGTERM');
    vi.advanceTimersByTime(PERIOD_MS);
    expect(beats()).toHaveLength(1);
    expect(sent.at(-1)).toBe('STOPPING=1\nSTATUS=SIGTERM');
  });

  it('is not there when nobody watches', () => {
    const { manager, sent } = setUp({ watchdogMs: undefined });
    manager.watch(() => null);
    vi.advanceTimersByTime(PERIOD_MS);
    expect(sent).toEqual([]);
  });
});

describe('a reload', () => {
  it('begins, and is over however it ends', async () => {
    const { manager, sent } = setUp();
    manager.ready('running');
    vi.advanceTimersByTime(12);
    const failing = manager.reload(() => Promise.reject(new Error('bad file')));
    await expect(failing).rejects.toThrow('bad file');
    expect(sent.slice(1)).toEqual([
      'RELOADING=1\nMONOTONIC_USEC=12000\nSTATUS=reading the configuration',
      'READY=1\nSTATUS=running',
    ]);
  });
});

describe('a service manager that is gone', () => {
  it.each(['ECONNREFUSED', 'throws'])('is said once, and ends nothing (%s)', (how) => {
    const { manager, world, problems } = setUp();
    world.answer = how === 'throws' ? null : how;
    world.throws = how === 'throws';
    manager.starting('recovering');
    manager.ready('running');
    manager.watch(() => null);
    vi.advanceTimersByTime(PERIOD_MS);
    expect(problems).toHaveLength(1);
  });

  it('is none: then everything does nothing', async () => {
    const send = vi.fn();
    const manager = new ServiceManager({
      assignment: undefined,
      send,
      onProblem: () => undefined,
      monotonic: () => 0,
    });
    manager.starting('a');
    manager.ready('b');
    manager.watch(() => null);
    expect(await manager.reload(() => Promise.resolve(3))).toBe(3);
    manager.stopping('c');
    vi.advanceTimersByTime(START_MAX_MS);
    expect(send).not.toHaveBeenCalled();
    expect(manager.present).toBe(false);
  });
});
