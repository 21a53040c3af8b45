// SPDX-License-Identifier: Apache-2.0
// Publishes without end, in both ways, and reads what comes; writes down what was acknowledged and
// what was read, a line each, until it is killed. usage: DIRECTORY FIRST-NUMBER [CURSOR]
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { numbered, openWorld, pause } from './world.ts';

const [directory = '', first = '', cursor] = process.argv.slice(2);
const world = await openWorld(directory);
let n = Number(first);

function write(file: string, line: unknown): void {
  appendFileSync(join(directory, file), `${JSON.stringify(line)}\n`);
}

async function publish(): Promise<never> {
  for (;;) {
    for (let k = 0; k < 5; k++) {
      world.bus.publish(numbered('n.published', n), 'durable');
      n += 1;
    }
    const own = n;
    n += 1;
    const command = world.bus.command(numbered('n.written', own));
    const [outcome] = await world.store.write([{ writeClass: 'normal', commands: [command] }]);
    write('acknowledged', { n: own, outcome: outcome?.done });
    await pause(1);
  }
}

async function read(): Promise<void> {
  const subscription = world.bus.subscribe({
    principal: 'reader',
    filters: ['n.*'],
    start: 'oldest',
    cursor,
    maxBatch: 16,
  });
  for await (const batch of subscription) {
    const events = batch.events.map(({ data, sequence, id }) => [data['n'], sequence, id]);
    write('read', { events, cursor: batch.cursor });
  }
}

write('acknowledged', { started: n });
await Promise.all([publish(), read()]);
