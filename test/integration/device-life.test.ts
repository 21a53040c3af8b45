// SPDX-License-Identifier: Apache-2.0
// Ends of all kinds: a device that vanishes, worker threads, processes that exit.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StopState } from '../../src/abi/generated/enums.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { HardwareTimeoutError, VanishedError } from '../../src/device/errors.ts';
import { loadNative } from '../../src/device/native.ts';
import type { DevicePathOptions } from '../../src/device/options.ts';
import { ROOT, Sim } from './device-sim.ts';
import { openRing } from './patient-ring.ts';
import { standStill } from './stand-still.ts';

const MODULE = join(ROOT, 'src', 'device', 'device-path.ts');
const NATIVE = join(ROOT, 'src', 'device', 'native.ts');
const PATIENT = join(import.meta.dirname, 'patient-ring.ts');
/** In a module that run() runs. */
const STOP = `
  const { answered } = await import(${JSON.stringify(join(import.meta.dirname, 'patient-call.ts'))});
  const stop = () =>
    answered(device, () => device.state === 'open' && device.stopControl.stop('x'));`;
let sim: Sim;

beforeEach(async () => {
  sim = await Sim.start({ args: ['--poll-ms', '20'] });
});
afterEach(() => sim[Symbol.asyncDispose]());

const withRing = (): DevicePathOptions => ({
  path: sim.socket,
  mode: 'read-write',
  ringSize: 65_536,
});

/** Runs a module in a process of its own; what it prints, and how it ended. */
function run(body: string, ...flags: string[]) {
  const source = `
    const { DevicePath } = await import(${JSON.stringify(MODULE)});
    const path = ${JSON.stringify(sim.socket)};
    const device = await DevicePath.open({ path, mode: 'read-write', ringSize: 65536 });
    ${body}`;
  const args = [...flags, '--input-type=module', '--eval', source];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 90_000,
  });
  return { status, signal, stdout, stderr };
}

describe('a device that vanishes', () => {
  it('is a state: calls fail, waits end, and nothing crashes', async () => {
    const device = await DevicePath.open(withRing());
    const states: string[] = [];
    device.on('state', (state) => states.push(state));
    const stream = (async () => {
      for await (const reader of device.batches()) {
        reader.next();
      }
    })().catch((e: unknown) => e);
    await device.read({ device: 0x8003, registerIndex: 0 });
    await sim.act('fault not-answering 0x8004');
    // As long as it may wait: on a machine that stands still for that long it is over, and asked again.
    const failed = (async () => {
      for (;;) {
        const began = performance.now();
        const read = device.read({ device: 0x8004, registerIndex: 0, timeoutMs: 5000 });
        const error = await read.catch((e: unknown) => e);
        if (!(error instanceof HardwareTimeoutError) || performance.now() - began < 5000) {
          return error;
        }
      }
    })();
    await sleep(20);
    await sim.kill();
    expect(await failed).toBeInstanceOf(VanishedError);
    expect(await stream).toBeInstanceOf(VanishedError);
    expect([device.state, states]).toEqual(['vanished', ['vanished']]);
    expect(() => device.snapshot()).toThrow(VanishedError);
    expect(() => device.stopControl.stop()).toThrow(VanishedError);
    device.close();
    expect(states).toEqual(['vanished', 'closed']);
  });

  it.each([false, true])(
    'leaves nothing unread, with reconnect %s, to who was busy with a batch',
    async (reconnect) => {
      const device = await DevicePath.open({ ...withRing(), reconnect });
      const sequences: number[] = [];
      const ended = (async () => {
        for await (const reader of device.batches()) {
          while (reader.next()) {
            sequences.push(reader.sequence);
          }
          if (device.state === 'open') {
            // Not waiting for records at the moment when it goes.
            await sim.act('burst 500 raw 8 rate max');
            await sim.kill();
            while (device.state === 'open') {
              await sleep(5);
            }
          }
          if (sequences.length + device.lost >= 501) {
            return undefined;
          }
        }
        return undefined;
      })().catch((e: unknown) => e);
      await sim.act('burst 1 raw 8 rate max');
      expect(await ended).toBeUndefined();
      const first = sequences[0] ?? 0;
      expect(sequences.every((n, i) => n === first + i)).toBe(true);
      expect(sequences.length).toBeGreaterThanOrEqual(501);
      device.close();
    },
  );

  it('that stands still holds up nobody: what asks no hardware ends within a second', async () => {
    const device = await DevicePath.open(withRing());
    await standStill(sim.pid);
    const began = performance.now();
    expect(() => device.stopControl.beatDeadman()).toThrow(
      expect.objectContaining({ code: 'ERR_DSMIL_UNRESPONSIVE', call: 'DEADMAN_BEAT' }),
    );
    // Not by its deadline for hardware, which is minutes; a busy machine may add to the second.
    expect(performance.now() - began).toBeLessThan(60_000);
    process.kill(sim.pid, 'SIGCONT');
    await device.stats();
    device.close();
  });

  it('comes back when it is asked to, and says whether it is the same', async () => {
    const options = { ...withRing(), reconnect: { minMs: 10, maxMs: 100 } };
    const device = await DevicePath.open(options);
    const { instanceId } = device.info;
    let records = 0;
    let attempts = 0;
    device.on('reconnecting', () => {
      attempts += 1;
    });
    device.onRecords((reader) => {
      while (reader.next()) {
        records += 1;
      }
    });
    await sim.kill();
    while (attempts < 2) {
      await sleep(5);
    }
    const back = once(device, 'reconnected');
    await sim.run({ args: ['--poll-ms', '20'] });
    expect(await back).toEqual([device.info, false]);
    expect(device.info.instanceId).not.toBe(instanceId);
    expect(device.state).toBe('open');
    expect(device.snapshot().stop.state).toBe(StopState.LATCHED);
    const before = records;
    await sim.act('burst 3 raw 8 rate max');
    while (records < before + 3) {
      await sleep(5);
    }
    device.close();
  });

  it('is not tried any more after close', async () => {
    const device = await DevicePath.open({ ...withRing(), reconnect: { minMs: 10 } });
    await sim.kill();
    await once(device, 'reconnecting');
    device.close();
    let attempts = 0;
    device.on('reconnecting', () => {
      attempts += 1;
    });
    await sleep(100);
    expect([device.state, attempts]).toEqual(['closed', 0]);
  });
});

describe('a worker thread', () => {
  const source = (body: string): string => `
    const { parentPort } = require('node:worker_threads');
    (async () => {
    // The ring may still be that of a path which was closed a moment ago.
    const { openRing } = await import(${JSON.stringify(PATIENT)});
    const path = ${JSON.stringify(sim.socket)};
    const device = await openRing({ path, mode: 'read-write', ringSize: 65536 });
    device.onRecords((reader) => { while (reader.next()) parentPort.postMessage('record'); });
    ${body}
    })();`;
  const worker = (body: string): Worker => new Worker(source(body), { eval: true });

  it('has its own path, and ends cleanly', async () => {
    const thread = worker(`
      await device.read({ device: 0x8003, registerIndex: 0 });
      parentPort.once('message', () => device.close());
      parentPort.postMessage('ready');`);
    const messages: string[] = [];
    thread.on('message', (message: string) => messages.push(message));
    while (!messages.includes('ready')) {
      await sleep(5);
    }
    await sim.act('burst 3 raw 8 rate max');
    while (!messages.includes('record')) {
      await sleep(5);
    }
    thread.postMessage('end');
    expect(await once(thread, 'exit')).toEqual([0]);
  });

  it('may end with a path open and calls under way', async () => {
    await sim.act('fault not-answering 0x8004');
    for (let i = 0; i < 5; i++) {
      const thread = worker(`
        for (let n = 0; n < 20; n++) {
          // Each times out or ends with the thread: which of the two is not looked at here.
          device.read({ device: 0x8004, registerIndex: 0, timeoutMs: 50 }).catch(() => {});
        }
        parentPort.postMessage('ready');`);
      await once(thread, 'message');
      await thread.terminate();
      // The ring is free again when the last call that was under way has ended.
      (await openRing(withRing())).close();
    }
    const device = await openRing(withRing());
    expect([...device.snapshot()]).toHaveLength(84);
    device.close();
  });
});

describe('a process', () => {
  it.each([
    ['exits with a path open', 'process.exit(3);', 3],
    ['exits out of a record', `${STOP} device.onRecords(() => process.exit(4)); await stop();`, 4],
    [
      'exits with calls under way',
      'device.read({ device: 0x8003, registerIndex: 0 }); process.exit(5);',
      5,
    ],
    ['ends by itself after close', 'device.close();', 0],
    ['ends by itself when the path does not count', 'device.unref();', 0],
    [
      'ends by itself with a listener that does not count',
      'device.unref(); device.onRecords(() => {});',
      0,
    ],
  ])('%s', (_, body, status) => {
    const result = run(body);
    expect(result).toMatchObject({ status, signal: null, stderr: '' });
  });

  it('stays alive for records, unlike when it is idle', () => {
    const result = run(`
      ${STOP}
      device.onRecords((reader) => { console.log('record'); device.close(); });
      setTimeout(stop, 200).unref();`);
    expect(result).toMatchObject({ status: 0, stdout: 'record\n', stderr: '' });
  });

  it('hears of an exception out of a listener', () => {
    const result = run(`
      ${STOP}
      process.on('uncaughtException', (e) => { console.log(e.message); device.close(); });
      device.onRecords(() => { throw new Error('mine'); });
      await stop();`);
    expect(result).toMatchObject({ status: 0, stdout: 'mine\n' });
  });

  it('frees paths that were dropped without close', () => {
    const result = run(
      `
      const { readdirSync } = await import('node:fs');
      const before = readdirSync('/proc/self/fd').length;
      const { loadNative } = await import(${JSON.stringify(NATIVE)});
      const { Device } = loadNative();
      const bytes = [new Uint8Array(176), new Uint8Array(40)];
      const open = (native) => new Promise((done) => native.open(path, true, 0, ...bytes, done));
      const opened = [];
      for (let i = 0; i < 30; i++) opened.push(open(new Device()));
      console.log((await Promise.all(opened)).every((errno) => errno === 0));
      // Their threads let go of them in their own time.
      for (let i = 0; i < 1_000 && readdirSync('/proc/self/fd').length > before; i++) {
        gc();
        await new Promise((done) => setTimeout(done, 20));
      }
      console.log(readdirSync('/proc/self/fd').length - before);
      device.close();`,
      '--expose-gc',
    );
    expect(result).toMatchObject({ status: 0, stdout: 'true\n0\n' });
  });

  it('leaves nothing to its children, and nothing open after close', async () => {
    const fds = (): string[] =>
      readdirSync('/proc/self/fd').flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/self/fd/${fd}`)];
        } catch (error) {
          // The descriptor of the listing itself.
          expect(error).toMatchObject({ code: 'ENOENT' });
          return [];
        }
      });
    const maps = (): number => readFileSync('/proc/self/maps', 'utf8').split('dsmil-').length;
    const before = [fds().length, maps()];
    const device = await DevicePath.open(withRing());
    expect(fds().length).toBeGreaterThan(before[0] ?? 0);
    expect(maps()).toBeGreaterThan(before[1] ?? 0);
    const child = spawn('ls', ['-l', '/proc/self/fd']);
    let listing = '';
    child.stdout.on('data', (chunk: Buffer) => {
      listing += chunk.toString();
    });
    await once(child, 'close');
    expect(listing).not.toMatch(/eventfd|dsmil/);
    device.close();
    // Its threads let go of it in their own time.
    const left = (): number[] => [fds().length, maps()];
    // What others of this process had open for a moment is less by now.
    const more = (): boolean => left().some((count, at) => count > (before[at] ?? 0));
    for (let tries = 0; tries < 1_000 && more(); tries++) {
      await sleep(20);
    }
    expect(more(), `${left()}, before ${before}`).toBe(false);
  });
});

describe('the native surface', () => {
  const { Device } = loadNative();
  const none = (): void => undefined;

  it('checks its arguments itself, whatever TypeScript says', () => {
    const device = new Device();
    const argument = { code: 'ERR_DSMIL_ARGUMENT' };
    const open =
      (...args: unknown[]) =>
      () =>
        (device.open as (...a: unknown[]) => void).apply(device, args);
    const info = new Uint8Array(176);
    const setup = new Uint8Array(40);
    for (const args of [
      [],
      [1, true, 0, info, setup, none],
      ['', true, 0, info, setup, none],
      ['a\0b', true, 0, info, setup, none],
      [sim.socket, 1, 0, info, setup, none],
      [sim.socket, true, -1, info, setup, none],
      [sim.socket, true, 2 ** 40, info, setup, none],
      [sim.socket, true, 0, info.subarray(1), setup, none],
      [sim.socket, true, 0, new Uint16Array(200), setup, none],
      [sim.socket, true, 0, info, setup, 'none'],
    ]) {
      expect(open(...args)).toThrow(expect.objectContaining(argument));
    }
    expect(() => device.drain(info, new Float64Array(3))).toThrow(
      expect.objectContaining({ code: 'ERR_DSMIL_NOT_OPEN' }),
    );
    device.close();
    expect(open(sim.socket, true, 0, info, setup, none)).toThrow(
      expect.objectContaining({ code: 'ERR_DSMIL_CLOSED' }),
    );
  });

  it('refuses calls that would read or write beyond the array, or wait on the loop', async () => {
    const device = new Device();
    await new Promise<void>((resolve, reject) => {
      const [info, setup] = [new Uint8Array(176), new Uint8Array(40)];
      device.open(sim.socket, true, 16_384, info, setup, (errno, what) =>
        errno === 0 ? resolve() : reject(new Error(what)),
      );
    });
    const sized = (length: number, says: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, says, true);
      return bytes;
    };
    const argument = expect.objectContaining({ code: 'ERR_DSMIL_ARGUMENT' });
    expect(() => device.call(3, new Uint8Array(15), none)).toThrow(argument);
    expect(() => device.call(3, sized(40, 4000), none)).toThrow(argument);
    expect(() => device.call(3, sized(20_000, 20_000), none)).toThrow(argument);
    expect(() => device.call(0, sized(40, 40), none)).toThrow(argument);
    expect(() => device.call(0x10, sized(40, 40), none)).toThrow(argument);
    expect(() => device.callNow(3, sized(40, 40))).toThrow(argument);
    expect(() => device.drain(new Uint8Array(1055), new Float64Array(3))).toThrow(argument);
    expect(() => device.drain(new Uint8Array(2000), new Float64Array(2))).toThrow(argument);
    expect(() => device.snapshot(new Uint8Array(16_191))).toThrow(argument);
    const detached = new Uint8Array(20_000);
    structuredClone(detached, { transfer: [detached.buffer] });
    expect(() => device.snapshot(detached)).toThrow(argument);
    device.close();
  });
});
