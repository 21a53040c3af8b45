// SPDX-License-Identifier: Apache-2.0
// A process with threads of every kind gives up its capabilities, and prints what each thread had and has. A
// process of its own: what is given up does not come back.
import { execFileSync } from 'node:child_process';
import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Capability, dropCapabilities } from '../../../src/device/privileges.ts';

const statuses = (): string[] =>
  readdirSync('/proc/self/task').map((thread) =>
    readFileSync(`/proc/self/task/${thread}/status`, 'latin1'),
  );

// Of the pool, and a worker: both live on.
await new Promise((done) => pbkdf2('a', 'b', 1, 32, 'sha256', done));
const early = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', {
  eval: true,
});
await once(early, 'online');
const before = statuses();
const first = dropCapabilities({
  keep: [Capability.CHOWN],
  children: [Capability.IPC_LOCK, Capability.SYS_NICE],
});
const between = statuses();
dropCapabilities({ keep: [], children: [Capability.IPC_LOCK, Capability.SYS_NICE] });
const late = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', {
  eval: true,
});
await once(late, 'online');
const after = statuses();
const child = execFileSync('cat', ['/proc/self/status'], { encoding: 'latin1' });
process.stdout.write(JSON.stringify({ before, first: first.threads, between, after, child }));
await Promise.all([early.terminate(), late.terminate()]);
