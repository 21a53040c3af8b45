// SPDX-License-Identifier: Apache-2.0
//
// Writes and reads while the disk does not answer for some seconds, and says what that was like for
// the main loop. Prints one line of JSON.
//
// usage: node stall-program.ts DIRECTORY
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteUnit } from '../../../src/store/contract.ts';
import { openStore } from '../../../src/store/open.ts';

const store = await openStore({
  directory: process.argv[2] ?? '',
  modules: [
    { url: new URL('../../unit/store/ledger-module.ts', import.meta.url).href, options: undefined },
  ],
  limits: { walBytes: 65_536, reserveBytes: 65_536, stallMs: 500 },
});

function unit(line: string, writeClass: WriteUnit['writeClass']): WriteUnit {
  return { writeClass, commands: [{ module: 'ledger', name: 'add', argument: line }] };
}

const seen = {
  states: [] as string[],
  longestTurnMs: 0,
  longestWriteMs: 0,
  acknowledged: 0,
  refused: 0,
};
const during = { queries: 0, stopsWaiting: 0, stopsDone: 0 };
store.onStateChange(({ state }) => seen.states.push(state));
let last = performance.now();
const turns = setInterval(() => {
  seen.longestTurnMs = Math.max(seen.longestTurnMs, performance.now() - last);
  last = performance.now();
}, 5);

const underWay: Promise<void>[] = [];
async function write(writeClass: WriteUnit['writeClass']): Promise<void> {
  const began = performance.now();
  const [outcome] = await store.write([unit(`line ${began}`, writeClass)]);
  seen.longestWriteMs = Math.max(seen.longestWriteMs, performance.now() - began);
  seen[outcome?.done === true ? 'acknowledged' : 'refused'] += 1;
}

const end = performance.now() + 8000;
while (performance.now() < end) {
  underWay.push(write('normal'));
  if (store.state === 'stalled') {
    during.stopsWaiting += 1;
    underWay.push(
      write('stop').then(() => {
        during.stopsDone += 1;
      }),
    );
    await store.query('ledger', 'count', null);
    during.queries += 1;
  }
  await sleep(20);
}
await Promise.all(underWay);
clearInterval(turns);
await store.close();
process.stdout.write(`${JSON.stringify({ ...seen, ...during, writes: underWay.length })}\n`);
