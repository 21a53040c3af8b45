// SPDX-License-Identifier: Apache-2.0
// The disk over its socket, spoken to as the emulator does.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Chance } from '../../crash/vm/chance.ts';
import { type Moment, NbdServer } from '../../crash/vm/nbd-server.ts';
import { PowerDisk, SECTOR } from '../../crash/vm/power-disk.ts';

const READ = 0;
const WRITE = 1;
const FLUSH = 3;
const GO = 7;
const STRUCTURED_REPLIES = 8;
/** Greeting; the refusal of an option; export, block sizes and the end of another. */
const HELLO_BYTES = 18;
const REFUSAL_BYTES = 20;
const GO_BYTES = 20 + 12 + 20 + 14 + 20;

let folder: string;
let disk: PowerDisk;
let server: NbdServer;
let socket: Socket;
let received: Buffer;
let late: number[];
const moments: Moment[] = [];
let onMoment: (moment: Moment) => void;

async function bytes(count: number): Promise<void> {
  await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(count), {
    timeout: 60_000,
    interval: 2,
  });
}

function option(number: number, data: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.write('IHAVEOPT', 'latin1');
  head.writeUInt32BE(number, 8);
  head.writeUInt32BE(data.length, 12);
  return Buffer.concat([head, data]);
}

function ask(type: number, cookie: number, at: number, length: number, data?: Buffer): void {
  const head = Buffer.alloc(28);
  head.writeUInt32BE(0x2560_9513, 0);
  head.writeUInt16BE(type, 6);
  head.writeBigUInt64BE(BigInt(cookie), 8);
  head.writeBigUInt64BE(BigInt(at), 16);
  head.writeUInt32BE(length, 24);
  socket.write(data === undefined ? head : Buffer.concat([head, data]));
}

/** The cookies of the answers without content, in the order in which they came. */
function answers(): number[] {
  return Array.from({ length: Math.floor(received.length / 16) }, (_, n) => {
    expect(received.readUInt32BE(n * 16)).toBe(0x6744_6698);
    expect(received.readUInt32BE(n * 16 + 4)).toBe(0);
    return Number(received.readBigUInt64BE(n * 16 + 8));
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsmil-nbd-'));
  disk = new PowerDisk(Buffer.alloc(8 * SECTOR));
  late = [];
  moments.length = 0;
  onMoment = (moment) => moments.push(moment);
  server = await NbdServer.listen({
    path: join(folder, 'nbd'),
    disk,
    latency: () => late.shift() ?? 0,
    onMoment: (moment) => onMoment(moment),
  });
  received = Buffer.alloc(0);
  socket = connect(join(folder, 'nbd'));
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  });
  await once(socket, 'connect');
  await bytes(HELLO_BYTES);
  socket.write(Buffer.from([0, 0, 0, 3]));
  socket.write(option(STRUCTURED_REPLIES, Buffer.alloc(0)));
  socket.write(option(GO, Buffer.alloc(6)));
  await bytes(HELLO_BYTES + REFUSAL_BYTES + GO_BYTES);
  const size = received.readBigUInt64BE(HELLO_BYTES + REFUSAL_BYTES + 20 + 2);
  expect(Number(size)).toBe(disk.size);
  received = Buffer.alloc(0);
});

afterEach(async () => {
  socket.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the disk over its socket', () => {
  it('reads back what was written', async () => {
    ask(WRITE, 1, SECTOR, SECTOR, Buffer.alloc(SECTOR, 7));
    await bytes(16);
    ask(READ, 2, SECTOR, SECTOR);
    await bytes(16 + 16 + SECTOR);
    expect(received.subarray(32)).toEqual(Buffer.alloc(SECTOR, 7));
    expect(server.failure).toBeUndefined();
  });

  it('lets answers overtake one another; a flush covers the writes answered before it alone', async () => {
    // Longer than this test may take.
    late = [60_000, 0];
    ask(WRITE, 1, 0, SECTOR, Buffer.alloc(SECTOR, 1));
    ask(WRITE, 2, SECTOR, SECTOR, Buffer.alloc(SECTOR, 2));
    await bytes(16);
    ask(FLUSH, 3, 0, 0);
    await bytes(2 * 16);
    expect(answers()).toEqual([2, 3]);
    expect(server.unanswered).toBe(1);
    const left = disk.remains(new Chance(1), 0);
    expect([left[0], left[SECTOR]]).toEqual([0, 2]);
    expect(moments).toEqual(['write', 'write', 'flush', 'flushed']);
  });

  it('answers nothing after a cut, neither what it had begun nor what comes', async () => {
    onMoment = (moment) => {
      if (moment === 'flushed') {
        disk.cut();
      }
    };
    ask(WRITE, 1, 0, SECTOR, Buffer.alloc(SECTOR, 1));
    await bytes(16);
    ask(FLUSH, 2, 0, 0);
    await vi.waitFor(() => expect(disk.powered).toBe(false), { timeout: 60_000, interval: 2 });
    ask(WRITE, 3, SECTOR, SECTOR, Buffer.alloc(SECTOR, 3));
    socket.end();
    await once(socket, 'close');
    expect(answers()).toEqual([1]);
    expect(server.unanswered).toBe(1);
    const left = disk.remains(new Chance(1), 1);
    expect([left[0], left[SECTOR]]).toEqual([1, 0]);
  });

  it('names what is no such protocol', async () => {
    socket.write(Buffer.alloc(28));
    await once(socket, 'close');
    expect(server.failure?.message).toContain('a request begins with 00000000');
  });
});
