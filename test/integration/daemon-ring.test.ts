// SPDX-License-Identifier: Apache-2.0
// A ring that is still another's when the daemon starts: waited for, and not for ever.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ringReaders } from '../../src/daemon/ring-readers.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { Sim } from './device-sim.ts';

const LIMIT = 300_000;
const RING_SIZE = 65_536;

describe("a ring that is another's", { timeout: LIMIT }, () => {
  let folder: string;
  let sim: Sim;
  let reader: DevicePath;
  let daemon: ChildProcess | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-daemon-ring-'));
    sim = await Sim.start();
    reader = await DevicePath.open({ path: sim.socket, mode: 'read-write', ringSize: RING_SIZE });
    writeFileSync(
      join(folder, 'dsmil.toml'),
      `[store]\ndirectory = "${folder}/store"\n[audit]\nkeys_directory = "${folder}/keys"\n` +
        `leaf_file = "${folder}/leaves"\nhead_file = "${folder}/head"\n` +
        `[events]\nkeys_file = "${folder}/cursor.keys"\n[daemon]\nsocket = "${folder}/d.sock"\n`,
    );
  }, LIMIT);

  afterEach(async () => {
    if (daemon?.exitCode === null && daemon.signalCode === null) {
      const ended = once(daemon, 'exit');
      daemon.kill('SIGKILL');
      await ended;
    }
    reader.close();
    await sim[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Its log, line by line. */
  function start(): AsyncIterable<string> {
    const config = join(folder, 'dsmil.toml');
    daemon = spawn(
      process.execPath,
      ['dist/daemon/main.js', '--config', config, '--device', sim.socket],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    return createInterface({ input: daemon.stderr as NodeJS.ReadableStream });
  }

  it('is waited for, with a line in the log', async () => {
    const said: string[] = [];
    for await (const line of start()) {
      said.push(line);
      if (line.includes('waiting for it')) {
        reader.close();
      }
      if (line.includes('"msg":"ready"')) {
        break;
      }
    }
    expect(said.filter((line) => line.includes('waiting for it'))).toHaveLength(1);
    expect(said.at(-1)).toContain('"ready"');
  });

  it('ends it with 75 when it stays so, and with who that is', async () => {
    const server: Server = createServer((socket) => socket.on('error', () => undefined));
    server.listen(join(folder, 'd.sock'));
    await once(server, 'listening');
    const said: string[] = [];
    for await (const line of start()) {
      said.push(line);
    }
    if (daemon?.exitCode === null) {
      await once(daemon, 'exit');
    }
    server.close();
    expect(daemon?.exitCode, said.join('\n')).toBe(75);
    expect(said.at(-1)).toContain(`process ${process.pid} (`);
    expect(said.at(-1)).toContain('RING_OWNED');
  });

  it('names the processes that have the device open', async () => {
    const path = join(folder, 'node');
    const file = openSync(path, 'w');
    const holder = spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', file] });
    try {
      const readers = await ringReaders(path, join(folder, 'nobody'));
      expect(readers).toEqual([`process ${holder.pid} (sleep), which has ${path} open`]);
    } finally {
      holder.kill();
      closeSync(file);
    }
  });
});
