// SPDX-License-Identifier: Apache-2.0
// Records through the shared-memory ring of a real dsmil-sim.
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALLS } from '../../src/abi/generated/calls.ts';
import { PAGE_CONSUMER_FAULT } from '../../src/abi/generated/constants.ts';
import { RecordType } from '../../src/abi/generated/enums.ts';
import { readPayload } from '../../src/abi/payload.ts';
import type { RecordReader } from '../../src/abi/record-reader.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import type { Loss } from '../../src/device/loss.ts';
import { DRAIN_RESULTS, loadNative } from '../../src/device/native.ts';
import type { RingFault } from '../../src/device/record-pump.ts';
import { Sim } from './device-sim.ts';
import { answered } from './patient-call.ts';

let sim: Sim;
let device: DevicePath;

beforeEach(async () => {
  sim = await Sim.start({ args: ['--poll-ms', '0'] });
  device = await DevicePath.open({ path: sim.socket, mode: 'read-write', ringSize: 65_536 });
});
afterEach(async () => {
  device.close();
  await sim[Symbol.asyncDispose]();
});

async function until(what: string, done: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!done()) {
    if (performance.now() > end) {
      throw new Error(`not within a minute: ${what}`);
    }
    await sleep(5);
  }
}

/** All of a burst is over, read or lost. */
async function published(count: bigint): Promise<void> {
  for (let over = 0n; over < count; ) {
    const { recordsPublished, recordsLost } = await device.stats();
    over = recordsPublished + recordsLost;
  }
}

/** Every word of a RAW record's payload is its number. */
function numberOf(reader: RecordReader): number {
  return Number(reader.view.getBigUint64(reader.payloadOffset, true));
}

describe('records', () => {
  it('arrive whole, in order, once, and none is missing while the reader keeps up', async () => {
    const numbers: number[] = [];
    const sizes = new Set<number>();
    // On a machine that is busy some may be lost, also the last ones.
    let lastRecord = 0;
    let lastLost = 0;
    device.on('loss', (loss) => {
      lastLost = loss.last;
    });
    device.onRecords((reader) => {
      while (reader.next()) {
        lastRecord = reader.sequence;
        if (reader.type === RecordType.RAW) {
          numbers.push(numberOf(reader));
          sizes.add(reader.payloadLength);
        }
      }
    });
    await sim.act('burst 20000 raw 40 rate 100000');
    await until('20,000 records', () => numbers.length + device.lost >= 20_000);
    const first = numbers[0] ?? 0;
    expect(numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0))).toBe(true);
    expect(numbers.length + device.lost).toBe(20_000);
    const after = Math.max(0, lastLost - lastRecord);
    expect((numbers.at(-1) ?? 0) + after).toBe(first + 19_999);
    expect([...sizes]).toEqual([40]);
  });

  it('that do not fit are counted to the last one, also when nobody reads at all', async () => {
    const losses: Loss[] = [];
    let raw = 0;
    let lost = 0n;
    device.on('loss', (loss) => losses.push(loss));
    await sim.act('burst 30000 raw 8 rate max');
    await published(30_000n);
    device.onRecords((reader) => {
      while (reader.next()) {
        raw += reader.type === RecordType.RAW ? 1 : 0;
        const payload = readPayload(reader);
        lost += payload.kind === 'lost' ? payload.value.count : 0n;
      }
    });
    await sim.act('burst 10 raw 8 rate max');
    await until('all records', () => raw + device.lost >= 30_010);
    expect(raw + device.lost).toBe(30_010);
    expect(device.lost).toBeGreaterThan(25_000);
    // What the LOST records say is what the gaps say.
    expect(Number(lost)).toBe(device.lost);
    expect(losses.reduce((sum, l) => sum + l.count, 0)).toBe(device.lost);
    expect((await device.stats()).recordsLost).toBe(lost);
  });

  it('that are dropped and followed by silence are reported all the same', async () => {
    let raw = 0;
    const losses: Loss[] = [];
    device.on('loss', (loss) => losses.push(loss));
    await sim.act('burst 30000 raw 8 rate max');
    // All of it is over before the first record is read.
    await published(30_000n);
    device.onRecords((reader) => {
      while (reader.next()) {
        raw += reader.type === RecordType.RAW ? 1 : 0;
      }
    });
    // Nothing more is published: no record announces it.
    await until('all records or their loss', () => raw + device.lost === 30_000);
    expect(losses.map((loss) => loss.cause)).toEqual(['overrun']);
    expect(losses[0]?.count).toBe(30_000 - raw);
    expect(BigInt(device.lost)).toBe((await device.stats()).recordsLost);
    // It is not told again with the next record, whose LOST record says the same once more.
    await sim.act('burst 5 raw 8 rate max');
    await until('the next records', () => raw + device.lost === 30_005);
    await sleep(50);
    expect([raw + device.lost, losses.length]).toEqual([30_005, 1]);
  });

  it('go on after resets that cross each other', async () => {
    const { Device } = loadNative();
    device.close();
    let native!: InstanceType<typeof Device>;
    const open = (): Promise<number> =>
      new Promise((resolve) => {
        const info = new Uint8Array(CALLS.INFO.size);
        const setup = new Uint8Array(CALLS.RING_SETUP.size);
        native = new Device();
        native.open(sim.socket, true, 16_384, info, setup, resolve);
      });
    // The simulator sees the close in its own time: until then the ring is the other one's.
    let opened = await open();
    for (let tries = 0; opened === constants.errno.EBUSY && tries < 1_000; tries++) {
      native.close();
      await sleep(20);
      opened = await open();
    }
    expect(opened).toBe(0);
    const target = new Uint8Array(65_536);
    const result = new Float64Array(DRAIN_RESULTS);
    const reset = (): Promise<number> =>
      new Promise((resolve) => {
        const argument = new Uint8Array(CALLS.RING_RESET.size);
        new DataView(argument.buffer).setUint32(0, argument.length, true);
        native.call(CALLS.RING_RESET.nr, argument, resolve);
      });
    // A ring that is full again and again: the core looks at the position each time.
    const burst = sim.act('burst 3000000 raw 8 rate 2000000');
    const ends: number[] = [];
    for (let round = 0; round < 300; round++) {
      const all = Array.from({ length: 8 }, reset).map(async (one) => {
        ends.push(await one);
        // Between the ends of two, the position is the other one's to say.
        ends.push(Math.min(0, native.drain(target, result)));
      });
      await Promise.all(all);
      for (let drain = 0; drain < 3; drain++) {
        ends.push(Math.min(0, native.drain(target, result)));
      }
    }
    await burst;
    expect(ends.filter((end) => end !== 0)).toEqual([]);
    expect(native.ringFlags() & PAGE_CONSUMER_FAULT).toBe(0);
    native.close();
  });

  it('go to every listener, and stay in the ring when there is none', async () => {
    const seen = [0, 0];
    const off = [0, 1].map((who) =>
      device.onRecords((reader) => {
        while (reader.next()) {
          seen[who] = (seen[who] ?? 0) + 1;
        }
      }),
    );
    await sim.act('burst 100 raw 8 rate max');
    await until('100 records', () => seen[1] === 100);
    expect(seen).toEqual([100, 100]);
    for (const end of off) {
      end();
    }
    await sim.act('burst 100 raw 8 rate max');
    await published(200n);
    await sleep(50);
    expect(seen).toEqual([100, 100]);
    let rest = 0;
    device.onRecords((reader) => {
      while (reader.next()) {
        rest += 1;
      }
    });
    await until('the rest', () => rest === 100);
    expect(device.lost).toBe(0);
  });

  it('come in batches when they are asked for', async () => {
    await sim.act('burst 1000 raw 8 rate max');
    let count = 0;
    let last = 0;
    for await (const reader of device.batches()) {
      while (reader.next()) {
        count += 1;
        last = reader.sequence;
      }
      expect(() => device.onRecords(() => undefined)).toThrow(/batches/);
      if (count >= 1000) {
        break;
      }
    }
    expect([count, device.lost]).toEqual([1000, 0]);
    // The next reader begins where that one ended.
    await sim.act('burst 1 raw 8 rate max');
    const { value } = await device.batches().next();
    expect(value?.next()).toBe(true);
    expect(value?.sequence).toBe(last + 1);
  });

  it('can be waited for and given up, and end when the path closes', async () => {
    const controller = new AbortController();
    const waiting = device.batches({ signal: controller.signal }).next();
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(waiting).rejects.toThrow('enough');
    const last = device.batches().next();
    setTimeout(() => device.close(), 20);
    expect(await last).toEqual({ done: true, value: undefined });
  });

  it('that are corrupt stop the reader, who resets the ring, says so, and goes on', async () => {
    const faults: RingFault[] = [];
    let raw = 0;
    device.on('fault', (fault) => faults.push(fault));
    device.onRecords((reader) => {
      while (reader.next()) {
        raw += 1;
      }
    });
    await sim.act('burst 5 raw 8 rate max');
    await sim.act('fault corrupt-record');
    await until('the fault', () => faults.length > 0);
    expect(faults[0]).toMatchObject({ kind: 'corrupt', generation: 2n });
    expect(faults[0]?.lost).toBeGreaterThanOrEqual(1);
    const before = raw;
    await sim.act('burst 7 raw 8 rate max');
    await until('records after it', () => raw === before + 7);
    expect(device.counters().corrupt).toBe(1);
    expect((await device.stats()).recordsPublished).toBe(BigInt(raw + device.lost));
  });

  it('of a stop arrive, but the stop does not depend on them', async () => {
    const kinds = new Set<string>();
    device.onRecords((reader) => {
      while (reader.next()) {
        kinds.add(readPayload(reader).kind);
      }
    });
    await answered(device, () => device.stopControl.stop('test'));
    await until('the emergency record', () => kinds.has('emergency'));
    expect(kinds).toContain('emergency');
  });

  it('wake a sleeping process promptly, and cost nothing while none come', async () => {
    const delays: number[] = [];
    device.onRecords((reader) => {
      const now = process.hrtime.bigint();
      while (reader.next()) {
        delays.push(Number(now - reader.timeNs) / 1e6);
      }
    });
    await sleep(300);
    // A busy machine may have no processor for a moment, but not each time.
    let idleS = 1;
    for (let tries = 0; tries < 30 && idleS >= 0.1; tries++) {
      const cpu = process.cpuUsage();
      await sleep(1000);
      const { user, system } = process.cpuUsage(cpu);
      idleS = (user + system) / 1e6;
    }
    expect(idleS).toBeLessThan(0.1);
    // A wake-up that is lost shows as the backstop's 10 ms or as never: half of them within 2 ms are not chance.
    let middleMs = 10;
    for (let tries = 0; tries < 30 && middleMs >= 2; tries++) {
      delays.length = 0;
      for (let i = 0; i < 20; i++) {
        await sleep(5);
        await sim.act('burst 1 raw 8 rate max');
      }
      await until('20 records', () => delays.length === 20);
      middleMs = delays.sort((a, b) => a - b)[10] ?? 10;
    }
    expect(middleMs).toBeLessThan(2);
  });
});
