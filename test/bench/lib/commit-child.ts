// SPDX-License-Identifier: Apache-2.0
// Commits transactions one after the other, and marks in its system calls where each was prepared, sent to
// the kernel, and written down, so that what the disk is asked can be counted from outside.
// usage: commit-child.ts SOCKET FOLDER COUNT
import { accessSync } from 'node:fs';
import { CommitWorld, committed, TOKENS, write } from './commit-world.ts';

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

const [socket = '', folder = '', count = '1'] = process.argv.slice(2);
await using world = await CommitWorld.open({ socket, folder });
const { kernel } = world.parts;
const prepare = kernel.prepare.bind(kernel);
const commit = kernel.commit.bind(kernel);
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
await world.settled();
const [token = 0] = TOKENS;
for (let n = 1; n <= Number(count); n++) {
  committed(await world.execute([write(token, n)]));
  await world.settled();
  mark('settled');
}
world.check();
