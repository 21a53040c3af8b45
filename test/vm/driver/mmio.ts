// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the test machine with a registry, plays the hardware while it runs, and passes its
 * output on.
 *
 *     node test/vm/driver/mmio.ts MEMORY MAP -- scripts/vm run --mmio MEMORY …
 *
 * A line `HOST what` of the machine is a request; what is done is answered by counting up a
 * word of memory. MAP gets the layouts, for check-registry.ts, and MAP.requests what was asked
 * for: `NUMBER what`, where the number is the marker that the machine makes when it is done.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ALL_TOKENS, IDLE, Registry } from '../../witness/registry.ts';

const ANSWER = 0x6080_0000;
const ONES = 0xffff_ffff;
/** Whose status changes by itself. */
const WATCHED = 0x8010;
const QUARANTINED = [0x8009, 0x800a, 0x800b, 0x8019, 0x8029];

/** Every device at a place that nothing but a scan finds, with a hole after every tenth. */
function scattered(): (number | undefined)[] {
  const order: (number | undefined)[] = [];
  for (let i = 0; i < ALL_TOKENS.length; i++) {
    order.push(ALL_TOKENS[(i * 37 + 11) % ALL_TOKENS.length]);
    if (i % 10 === 9) {
      order.push(undefined);
    }
  }
  return order;
}

/** The same places, with a quarantined token wherever it fits: where 0x8003 was, too. */
function quarantinedFirst(): (number | undefined)[] {
  const order = scattered();
  const targets = [0x8003, 0x8000, 0x8001, 0x8002, 0x8004];
  for (const [i, token] of QUARANTINED.entries()) {
    const from = order.indexOf(token);
    const to = order.indexOf(targets[i]);
    [order[from], order[to]] = [order[to], order[from]];
  }
  return order;
}

const [memory, map, separator, command, ...args] = process.argv.slice(2);
if (memory === undefined || map === undefined || separator !== '--' || command === undefined) {
  console.error('usage: node test/vm/driver/mmio.ts MEMORY MAP -- COMMAND…');
  process.exit(2);
}
using registry = new Registry(memory);
registry.place(scattered());
const file = openSync(memory, 'r+');
let answers = 0;
const requests: string[] = [];

function answer(): void {
  const word = new Uint8Array(4);
  new DataView(word.buffer).setUint32(0, ++answers, true);
  writeSync(file, word, 0, 4, ANSWER);
}

/** The layout that holds from the marker on which the guest makes when it is answered. */
function place(order: readonly (number | undefined)[]): void {
  registry.place(order, { after: answers + 1 });
}

/** A registry that is wrong in one slot, after the last of a good one. */
function placeWrong(word: number): void {
  const order = scattered();
  place(order);
  registry.setWord(order.length + 1, 0, word);
}

function perform(what: string): void {
  switch (what) {
    case 'full':
      place(scattered());
      // All ones are as empty as zeros.
      registry.setWord(10, 0, ONES);
      break;
    case 'double':
      placeWrong(0x0080_0403);
      break;
    case 'stranger':
      placeWrong(0x0080_0c03);
      break;
    case 'high-byte':
      placeWrong(0x0180_0303);
      break;
    case 'few':
      place([undefined, 0x8010, undefined, 0x8003, 0x8009, 0x8000]);
      break;
    case 'fault':
      registry.setStatus(WATCHED, ONES);
      break;
    case 'odd':
      registry.setStatus(WATCHED, 0x1234);
      break;
    case 'idle':
      registry.setStatus(WATCHED, IDLE);
      break;
    case 'quarantined-first':
      place(quarantinedFirst());
      break;
    default:
      throw new Error(`no such request: ${what}`);
  }
  answer();
  requests.push(`${answers} ${what}\n`);
}

const machine = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const exited = new Promise<number>((resolve) => {
  machine.on('close', (code) => resolve(code ?? 1));
});
for await (const line of createInterface({ input: machine.stdout })) {
  if (line.startsWith('HOST ')) {
    perform(line.slice(5));
  } else {
    console.log(line);
  }
}
closeSync(file);
writeFileSync(map, registry.map());
writeFileSync(`${map}.requests`, requests.join(''));
process.exitCode = await exited;
