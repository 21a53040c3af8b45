// SPDX-License-Identifier: Apache-2.0
// Prints how many KiB of its own memory an idle DevicePath takes, in a process that does nothing
// else. The ring's pages and the state page are shared memory, which RssAnon does not count.
import { readFile } from 'node:fs/promises';
import { openRig, type Rig } from './lib/device.ts';

const PATHS = 8;

async function anonymousKiB(): Promise<number> {
  // Twice: what finalizers let go of in the first turn is freed in the second.
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const match = /^RssAnon:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8'));
  if (match === null) {
    throw new Error('/proc/self/status has no RssAnon');
  }
  return Number(match[1]);
}

async function openIdle(): Promise<Rig> {
  const rig = await openRig();
  // It listens, and has delivered: all that is allocated on the way is there.
  const count = 100;
  let taken = 0;
  const delivered = new Promise<void>((resolve) => {
    rig.path.onRecords((reader) => {
      while (reader.next()) {
        taken++;
      }
      if (taken >= count) {
        resolve();
      }
    });
  });
  await Promise.all([delivered, rig.sim.command(`flood ${count} 64`)]);
  return rig;
}

const rigs = [await openIdle(), await openIdle()];
const before = await anonymousKiB();
for (let i = 0; i < PATHS; i++) {
  rigs.push(await openIdle());
}
const after = await anonymousKiB();
// Rounding down to nothing would not be believed.
process.stdout.write(`${Math.max(0, (after - before) / PATHS).toFixed(0)}\n`);
for (const rig of rigs) {
  await rig[Symbol.asyncDispose]();
}
