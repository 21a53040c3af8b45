// SPDX-License-Identifier: Apache-2.0
//
// The program that is killed, and whose disk fails: writes a fixed sequence of units into a store
// and says, one line at a time on standard output, which of them were acknowledged. It goes through
// everything that touches the store's files: creation, batches, a unit that fails, checkpoints that
// reset the log, retention, close.
//
// usage: node program.ts DIRECTORY [--calls N] [--no-sync]
import { writeSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import type { UnitOutcome, WriteUnit } from '../../../src/store/contract.ts';
import { openStore } from '../../../src/store/open.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { calls: { type: 'string', default: '4' }, 'no-sync': { type: 'boolean' } },
});
const calls = Number(values.calls);

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Both lines of a unit are there, or none. The second makes pages, so that the log fills. */
function pair(name: string, writeClass: WriteUnit['writeClass'] = 'normal'): WriteUnit {
  const add = (line: string) => ({ module: 'ledger', name: 'add', argument: line });
  return { writeClass, commands: [add(`${name}.a`), add(`${name}.b ${'x'.repeat(3000)}`)] };
}

function told(name: string, outcome: UnitOutcome | undefined): void {
  if (outcome?.done === true) {
    say(`ack ${name} ${outcome.results.join(' ')}`);
  } else {
    say(`refused ${name} ${String(outcome?.error)}`);
  }
}

const store = await openStore({
  directory: positionals[0] ?? '',
  modules: [
    {
      url: new URL(`../../unit/store/ledger-module${extname(import.meta.url)}`, import.meta.url)
        .href,
      options: { noSync: values['no-sync'] },
    },
  ],
  limits: { walBytes: 65_536, reserveBytes: 65_536, spaceCheckMs: 50 },
});
store.onStateChange(({ state, error }) => say(`state ${state} ${error?.message ?? ''}`));
say('open');
for (let call = 0; call < calls; call += 1) {
  const names = [`u${call}`, `v${call}`, `s${call}`];
  const refused: WriteUnit = {
    writeClass: 'normal',
    commands: [{ module: 'ledger', name: 'refuse', argument: `never${call}` }],
  };
  const units = [pair(`u${call}`), refused, pair(`v${call}`), pair(`s${call}`, 'stop')];
  try {
    const [u, , v, s] = await store.write(
      call % 3 === 0 ? units : units.toSpliced(1, 1, pair(`w${call}`)),
    );
    [u, v, s].forEach((outcome, place) => {
      told(names[place] ?? '', outcome);
    });
  } catch (error) {
    say(`rejected call ${call} ${String(error)}`);
  }
}
await store.close();
say('closed');
