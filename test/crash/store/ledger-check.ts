// SPDX-License-Identifier: Apache-2.0
// What must hold of a store whose writer was killed, or whose disk failed, given what the writer said
// before: acknowledged units are there, none is there by half, and the numbers have no hole.
import { extname } from 'node:path';
import { openStore } from '../../../src/store/open.ts';

const MODULE = new URL(`../../unit/store/ledger-module${extname(import.meta.url)}`, import.meta.url)
  .href;

export interface Saying {
  /** Name of each acknowledged unit, and the numbers of its two lines. */
  readonly acknowledged: ReadonlyMap<string, readonly [number, number]>;
  readonly lines: readonly string[];
}

/** From the standard output of program.ts; a last line without its end was never said. */
export function parseSaying(output: string): Saying {
  const lines = output.split('\n').slice(0, -1);
  const acknowledged = new Map<string, readonly [number, number]>();
  for (const line of lines) {
    const match = /^ack (\S+) (\d+) (\d+)$/.exec(line);
    if (match !== null) {
      acknowledged.set(String(match[1]), [Number(match[2]), Number(match[3])]);
    }
  }
  return { acknowledged, lines };
}

/** What is wrong with the lines that were found; empty when nothing is. */
export function findFaults(found: readonly string[], numbers: readonly number[], said: Saying) {
  const faults: string[] = [];
  numbers.forEach((number, place) => {
    if (number !== place + 1) {
      faults.push(`number ${number} in place ${place + 1}: a hole`);
    }
  });
  found.forEach((line, place) => {
    const [name, half] = (line.split(' ')[0] ?? '').split('.');
    const partner = place % 2 === 0 ? found[place + 1] : found[place - 1];
    const other = half === 'a' ? 'b' : 'a';
    if (name?.startsWith('never') === true) {
      faults.push(`${name} was refused and is there`);
    } else if (
      partner?.startsWith(`${name}.${other}`) !== true ||
      (half === 'a') !== (place % 2 === 0)
    ) {
      faults.push(`${name}.${half} is there without its other half`);
    }
  });
  for (const [name, [a, b]] of said.acknowledged) {
    if (
      found[a - 1]?.startsWith(`${name}.a`) !== true ||
      found[b - 1]?.startsWith(`${name}.b`) !== true
    ) {
      faults.push(`${name} was acknowledged as ${a} and ${b} and is not there`);
    }
  }
  return faults;
}

/** Opens the store as the next start would, checks it, and sees that it goes on. */
export async function checkStore(directory: string, said: Saying): Promise<string[]> {
  const store = await openStore({
    directory,
    modules: [{ url: MODULE, options: undefined }],
    limits: { walBytes: 65_536, reserveBytes: 65_536 },
    verify: 'always',
  });
  try {
    const lines = (await store.query('ledger', 'lines', null)) as string[];
    const numbers = (await store.query('ledger', 'numbers', null)) as number[];
    const faults = findFaults(lines, numbers, said);
    const commands = [{ module: 'ledger', name: 'add', argument: 'next.a' }];
    const [outcome] = await store.write([{ writeClass: 'normal', commands }]);
    if (outcome?.done !== true || outcome.results[0] !== lines.length + 1) {
      faults.push(`the store does not go on after it: ${JSON.stringify(outcome)}`);
    }
    return faults;
  } finally {
    await store.close();
  }
}
