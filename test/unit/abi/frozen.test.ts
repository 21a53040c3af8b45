// SPDX-License-Identifier: Apache-2.0
// Version 1 of the transaction calls: what was frozen is still so in today's header. Structures may grow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const GOLDEN = join(import.meta.dirname, '../../golden');
/** In arrays of others: these cannot grow. */
const ELEMENTS = ['dsmil_header', 'dsmil_operation', 'dsmil_tx_entry'];
const IOC_NUMBER = 0xffff;

/** 'struct NAME' or 'struct NAME FIELD' to numbers, and 'ioctl NAME', 'constant NAME', 'enumerator NAME'. */
function facts(text: string): Map<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  let structure = '';
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    const [kind = '', name = '', ...rest] = line.trim().split(' ');
    if (line.startsWith(' ')) {
      found.set(`${structure} ${kind}`, [name, ...rest].map(Number));
    } else {
      structure = `${kind} ${name}`;
      found.set(structure, rest.map(Number));
    }
  }
  return found;
}

/** What of @frozen is otherwise in @now. */
function broken(frozen: string, now: string): string[] {
  const today = facts(now);
  const problems: string[] = [];
  for (const [name, numbers] of facts(frozen)) {
    const [value = -1, size] = today.get(name) ?? [];
    const [was = 0, wasSize] = numbers;
    const grows = name.split(' ').length === 2 && name.startsWith('struct ');
    const is = name.startsWith('ioctl ') ? value & IOC_NUMBER : value;
    const mayGrow = grows && !ELEMENTS.some((element) => name === `struct ${element}`);
    if ((mayGrow ? is < was : is !== was) || size !== wasSize) {
      problems.push(name);
    }
  }
  return problems;
}

describe('the transaction calls, frozen as version 1', () => {
  const frozen = readFileSync(join(GOLDEN, 'tx-abi-1.txt'), 'utf8');
  const now = readFileSync(join(GOLDEN, 'abi-layout.txt'), 'utf8');

  it('are as they were', () => {
    expect(facts(frozen).size).toBeGreaterThan(100);
    expect(broken(frozen, now)).toEqual([]);
  });

  it.each([
    ['a field that moved', '  outcome 72 4', '  outcome 76 4', 'struct dsmil_tx_commit outcome'],
    ['a field that is wider', '  digest 40 32', '  digest 40 64', 'digest'],
    ['an element that grew', 'struct dsmil_operation 32', 'struct dsmil_operation 40', 'operation'],
    ['a structure that shrank', 'struct dsmil_claim 24', 'struct dsmil_claim 16', 'dsmil_claim'],
    ['a number', 'DSMIL_TX_UNCERTAIN 7', 'DSMIL_TX_UNCERTAIN 8', 'enumerator DSMIL_TX_UNCERTAIN'],
    ['what is gone', 'ioctl DSMIL_IOC_TX_ABORT', 'ioctl DSMIL_IOC_TX_DROP', 'DSMIL_IOC_TX_ABORT'],
  ])('would be found otherwise: %s', (_, from, to, name) => {
    expect(now).toContain(from);
    expect(broken(frozen, now.replace(from, to)).join()).toContain(name);
  });

  it('may grow at the end, which changes no number of a call', () => {
    const grown = now
      .replace('struct dsmil_tx_id 32', 'struct dsmil_tx_id 40')
      .replace(/(ioctl DSMIL_IOC_TX_ABORT) (\d+)/, (_, name: string, number: string) => {
        return `${name} ${Number(number) + 0x80000}`;
      });
    expect(grown).not.toBe(now);
    expect(broken(frozen, grown)).toEqual([]);
  });
});
