// SPDX-License-Identifier: Apache-2.0
// Commits some transactions, one after the other, and marks in its system calls where each was prepared,
// allowed, and sent to the kernel.
// usage: commit-fsync-program SOCKET COUNT
import { accessSync } from 'node:fs';
import { CommitWorld, Place, write } from './commit-world.ts';

/** Seen by who traces; there is no such file. */
function mark(name: string): void {
  try {
    accessSync(`/nowhere/${name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
}

const [socket = '', count = '1'] = process.argv.slice(2);
const place = new Place();
const world = await CommitWorld.open({ place, socket });
const { kernel } = world;
const commit = kernel.commit.bind(kernel);
const prepare = kernel.prepare.bind(kernel);
kernel.prepare = async (...given) => {
  const prepared = await prepare(...given);
  mark('prepared');
  return prepared;
};
kernel.commit = (...given) => {
  mark('commit');
  return commit(...given);
};
await world.run();
for (let n = 1; n <= Number(count); n++) {
  const { kind } = await world.execute([write(0x8003, n)]);
  if (kind !== 'COMMITTED') {
    throw new Error(`transaction ${n} is ${kind}`);
  }
  // What comes after the answer is not in the way of the next one's.
  await world.coordinator.settled();
  await world.audit.settled();
}
await world[Symbol.asyncDispose]();
place[Symbol.dispose]();
