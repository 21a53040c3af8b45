// SPDX-License-Identifier: Apache-2.0
//
// Fills a small file system, and says what the store did before, while and after it was full.
// Prints one line of JSON.
//
// usage: node full-program.ts DIRECTORY      the directory's parent is the file system's root
import { existsSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UnitOutcome, WriteUnit } from '../../../src/store/contract.ts';
import { openStore } from '../../../src/store/open.ts';

const directory = process.argv[2] ?? '';
const filler = join(dirname(directory), 'filler');
writeFileSync(filler, Buffer.alloc(3 * 1024 * 1024, 1));
const options = {
  directory,
  modules: [
    { url: new URL('../../unit/store/ledger-module.ts', import.meta.url).href, options: undefined },
  ],
  limits: { walBytes: 1_048_576, reserveBytes: 524_288, spaceCheckMs: 20 },
};
let store = await openStore(options);

async function write(name: string, argument: unknown, writeClass: WriteUnit['writeClass']) {
  const [outcome] = await store.write([
    { writeClass, commands: [{ module: 'ledger', name, argument }] },
  ]);
  return outcome as UnitOutcome;
}
const big = 'x'.repeat(40_000);
const lines: string[] = [];

/** Fills the disk; the refusal that this ends with. */
async function fill(): Promise<Error> {
  for (;;) {
    const outcome = await write('add', big, 'normal');
    if (!outcome.done) {
      return outcome.error;
    }
    lines.push(big);
  }
}

async function stops(count: number): Promise<number> {
  let taken = 0;
  for (let at = 0; at < count; at += 1) {
    const outcome = await write('add', `stop ${at}`, 'stop');
    if (outcome.done) {
      lines.push(`stop ${at}`);
      taken += 1;
    }
  }
  return taken;
}

async function becomesReady(): Promise<boolean> {
  for (let turn = 0; turn < 3000 && store.state !== 'ready'; turn += 1) {
    await sleep(20);
  }
  return store.state === 'ready';
}

const refusal = await fill();
const full = {
  error: `${refusal.name}: ${refusal.message}`,
  needed: 'neededBytes' in refusal ? refusal.neededBytes : 0,
  state: store.state,
  stops: await stops(200),
  again: (await write('add', 'no', 'normal')).done,
  reserve: existsSync(join(directory, 'store.reserve')),
};
await store.close();
store = await openStore(options);
const reopened = { state: store.state, stops: await stops(20) };
unlinkSync(filler);
const stopsKept = ((await store.query('ledger', 'lines', null)) as string[]).filter((line) =>
  line.startsWith('stop'),
).length;
const freed = {
  ready: await becomesReady(),
  reserve: existsSync(join(directory, 'store.reserve')),
  normal: (await write('add', 'after', 'normal')).done,
};
lines.push('after');
await fill();
/** Retention on a full disk goes in small steps: each must fit into what the log has left. */
async function prune(): Promise<number> {
  let steps = 0;
  for (let upTo = 10; upTo <= lines.length && store.state === 'full'; upTo += 10) {
    const outcome = await write('prune', upTo, 'prune');
    steps += outcome.done ? 1 : 0;
  }
  return steps;
}
const pruned = {
  full: store.state === 'full',
  steps: await prune(),
  ready: await becomesReady(),
  normal: (await write('add', 'last', 'normal')).done,
};
await store.close();
const text = JSON.stringify({ full, reopened: { ...reopened, stopsKept }, freed, pruned });
process.stdout.write(`${text}\n`);
