// SPDX-License-Identifier: Apache-2.0
// What dsmild and its dsmil-stop may still do once it serves: the kernel's word on every thread of both.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Capability, maskOf, threadCapabilities } from '../../src/device/privileges.ts';
import { MetricsWorld } from './metrics-world.ts';

const LIMIT = 300_000;

const statusOf = (pid: number, thread: number | string): string =>
  readFileSync(`/proc/${pid}/task/${thread}/status`, 'latin1');

/** What @of says of each thread of @pid that has not ended since it was listed. */
function ofThreads<T>(pid: number, of: (thread: string) => T): T[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      return [of(thread)];
    } catch (error) {
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        return [];
      }
      throw error;
    }
  });
}

const threadsOf = (pid: number) =>
  ofThreads(pid, (thread) => threadCapabilities(statusOf(pid, thread)));

/** Processes that @pid has started and that live, which any of its threads may have done. */
function childrenOf(pid: number): number[] {
  const lists = ofThreads(pid, (thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'),
  );
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((one) => one !== '')
      .map(Number),
  );
}

describe('the privileges of dsmild', { timeout: LIMIT }, () => {
  const world = new MetricsWorld();
  const own = threadCapabilities(statusOf(process.pid, process.pid));
  const helpers = maskOf([Capability.IPC_LOCK, Capability.SYS_NICE]);
  const permitted = own.permitted & helpers;
  const helperReady = (from: number) =>
    world.logged(({ msg, ...line }) => msg === 'dsmil-stop' && line['state'] === 'READY', from);

  beforeAll(async () => {
    world.writeConfig();
    await world.startSimulator();
    await world.startDaemon();
    await world.logged(({ msg }) => msg === 'ready');
    await helperReady(0);
  }, LIMIT);

  afterAll(async () => {
    await world.end();
    await world.close();
  });

  it('no thread of it can do more than hand two capabilities to dsmil-stop', () => {
    const threads = threadsOf(world.daemon.pid ?? 0);
    // The main thread, V8's, the pool's, the store's, the audit log's.
    expect(threads.length).toBeGreaterThan(8);
    for (const thread of threads) {
      expect(thread).toMatchObject({
        effective: 0n,
        permitted,
        inheritable: permitted,
        ambient: permitted,
        noNewPrivileges: true,
      });
      expect(thread.permitted & maskOf([Capability.SYS_RAWIO])).toBe(0n);
      // Without CAP_SETPCAP it stays, and gives nothing without new privileges.
      expect(thread.bounding).toBe(
        own.effective & (1n << 8n) ? own.bounding & helpers : own.bounding,
      );
    }
  });

  it('dsmil-stop has no more, also when it is started again, and still latches', async () => {
    const pid = world.daemon.pid ?? 0;
    const [first = 0, ...more] = childrenOf(pid);
    expect(more).toEqual([]);
    const wanted = { effective: permitted, permitted, noNewPrivileges: true };
    expect(threadsOf(first)).toMatchObject([wanted]);
    const seen = world.log.length;
    process.kill(first, 'SIGKILL');
    await helperReady(seen);
    const [second = 0] = childrenOf(pid);
    expect(second).not.toBe(first);
    expect(threadsOf(second)).toMatchObject([wanted]);
    const asking = connect(join(world.folder, 'stop.sock'));
    await once(asking, 'connect');
    asking.write('x');
    const [answer] = (await once(asking, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^latched/);
    asking.destroy();
  });
});
