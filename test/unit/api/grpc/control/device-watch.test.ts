// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchDevices } from '../../../../../src/api/grpc/control/device-watch.ts';
import { type DevicesParts, devicesService } from '../../../../../src/api/grpc/control/devices.ts';
import { CallerRefusedError } from '../../../../../src/api/grpc/control/errors.ts';
import {
  type IWatchDevicesResponse,
  WatchDevicesRequest,
} from '../../../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { unreportedState } from '../../../../../src/core/model/device-state.ts';
import type { ChangeListener } from '../../../../../src/sync/synchronizer.ts';

import { Guest } from './loopback.ts';

class States {
  readonly listeners = new Set<ChangeListener>();
  /** How often a state was asked for. */
  reads = 0;

  state(device: number) {
    this.reads += 1;
    const identity = { deviceId: device, deviceName: '', deviceGroup: 0, deviceIndex: 0 };
    return unreportedState(identity, 2);
  }

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  change(...devices: number[]): void {
    for (const listener of this.listeners) {
      listener(devices.map((device) => ({ device, number: 0, trigger: 'REQUESTED', fields: [] })));
    }
  }
}

class Watcher {
  readonly states = new States();
  readonly end = new AbortController();
  readonly got: { readonly devices: number[]; readonly gone: readonly number[] }[] = [];
  seen: number[] = [1, 2, 3];
  /** Of which devices was asked whether they may be seen. */
  readonly asked: number[] = [];
  /** A client that does not read: each answer waits for the next step(). */
  #taken = Promise.withResolvers<void>();
  slow = false;
  readonly done: Promise<void>;

  constructor() {
    this.done = watchDevices({
      sync: this.states,
      wanted: [1, 2, 3],
      sees: (device) => {
        this.asked.push(device);
        return this.seen.includes(device);
      },
      signal: this.end.signal,
      send: (item) => this.#send(item),
    });
  }

  async #send({ devices = [], gone = [] }: IWatchDevicesResponse): Promise<void> {
    this.got.push({ devices: devices.map(({ deviceId }) => deviceId ?? 0), gone });
    if (this.slow) {
      await this.#taken.promise;
    }
  }

  async step(): Promise<void> {
    this.#taken.resolve();
    this.#taken = Promise.withResolvers();
    await setImmediate();
  }
}

describe('a watcher of devices', () => {
  // Each second it looks at all of them: a second passes when a test says so.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is somebody', async () => {
    const service = devicesService({} as DevicesParts);
    const stranger = new Guest('stranger', () => undefined);
    const watching = service.WatchDevices(
      WatchDevicesRequest.decode(new Uint8Array()),
      stranger.call(),
      () => Promise.resolve(),
    );
    await expect(watching).rejects.toThrow(CallerRefusedError);
  });

  it('is told of all first, then of each that changed', async () => {
    const watcher = new Watcher();
    await setImmediate();
    watcher.states.change(2);
    await setImmediate();
    watcher.states.change(1, 3);
    await setImmediate();
    expect(watcher.got).toEqual([
      { devices: [1, 2, 3], gone: [] },
      { devices: [2], gone: [] },
      { devices: [1, 3], gone: [] },
    ]);
    watcher.end.abort();
    await watcher.done;
  });

  it('hears nothing of devices that it may not see', async () => {
    const watcher = new Watcher();
    await setImmediate();
    watcher.states.change(9);
    await setImmediate();
    expect(watcher.got).toHaveLength(1);
    watcher.end.abort();
    await watcher.done;
  });

  it('gets the latest of each, once, when it did not read for long', async () => {
    const watcher = new Watcher();
    watcher.slow = true;
    await setImmediate();
    const before = watcher.states.reads;
    for (let n = 0; n < 1_000; n++) {
      watcher.states.change(2, 3);
    }
    expect(watcher.states.reads).toBe(before);
    await watcher.step();
    await watcher.step();
    expect(watcher.got.slice(1)).toEqual([{ devices: [2, 3], gone: [] }]);
    watcher.end.abort();
    await watcher.step();
    await watcher.done;
  });

  it('is told that a device is gone when its clearance is, and of nothing of it after', async () => {
    const watcher = new Watcher();
    await setImmediate();
    watcher.seen = [1, 3];
    watcher.states.change(2);
    await setImmediate();
    watcher.states.change(2);
    await setImmediate();
    expect(watcher.got.slice(1)).toEqual([{ devices: [], gone: [2] }]);
    watcher.seen = [1, 2, 3];
    watcher.states.change(1, 2);
    await setImmediate();
    expect(watcher.got.slice(2)).toEqual([{ devices: [1, 2], gone: [] }]);
    watcher.end.abort();
    await watcher.done;
  });

  it('looks at no device that stood still', async () => {
    const watcher = new Watcher();
    await setImmediate();
    expect(watcher.asked).toEqual([1, 2, 3]);
    watcher.states.change(2, 9);
    await setImmediate();
    expect(watcher.asked).toEqual([1, 2, 3, 2]);
    watcher.end.abort();
    await watcher.done;
  });

  it('loses and gets what it may see within a second, though nothing changes', async () => {
    const watcher = new Watcher();
    await setImmediate();
    watcher.seen = [1, 3];
    vi.advanceTimersByTime(1_000);
    await setImmediate();
    watcher.seen = [1, 2, 3];
    vi.advanceTimersByTime(1_000);
    await setImmediate();
    expect(watcher.got.slice(1)).toEqual([
      { devices: [], gone: [2] },
      { devices: [2], gone: [] },
    ]);
    vi.advanceTimersByTime(1_000);
    await setImmediate();
    expect(watcher.got).toHaveLength(3);
    watcher.end.abort();
    await watcher.done;
  });

  it('leaves nothing behind when it ends', async () => {
    const watcher = new Watcher();
    await setImmediate();
    expect(watcher.states.listeners.size).toBe(1);
    watcher.end.abort();
    await watcher.done;
    expect(watcher.states.listeners.size).toBe(0);
  });
});
