// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { checkPorts } from './check-ports.ts';
import { checkRegistry, parseMap } from './check-registry.ts';
import { parseLog } from './log.ts';
import { ALL_TOKENS, IDLE, Registry } from './registry.ts';

const scratch = mkdtempSync(join(tmpdir(), 'dsmil-witness-'));
after(() => rmSync(scratch, { recursive: true }));

const memoryLog = (...lines: string[]) =>
  ['# witness', 'M 240', 'R 0x60000ff8 4', 'M 241', ...lines, 'M 242', '# end', ''].join('\n');
const portLog = (...lines: string[]) =>
  ['# witness', 'M 240', 'W 0x164e 2 0x0', 'M 241', ...lines, 'M 242', '# end', ''].join('\n');

/** Slot 0 is 0x8000, slot 1 the quarantined 0x8009, slot 2 0x8003. */
const map = parseMap('[{ "slots": { "0": "0x8000", "1": "0x8009", "2": "0x8003" } }]');
const registry = (...lines: string[]) => checkRegistry(parseLog(memoryLog(...lines)), map);
const ports = (...lines: string[]) => checkPorts(parseLog(portLog(...lines)));

describe('a witness log', () => {
  it('gives its accesses and markers, without the planted one', () => {
    assert.deepEqual(parseLog(portLog('W 0x164e 2 0x8003', 'M 7')).slice(0, 2), [
      { kind: 'write', address: 0x164e, size: 2, value: 0x8003, line: 5 },
      { kind: 'marker', number: 7, line: 6 },
    ]);
  });

  for (const [name, text, message] of [
    ['empty', '', /no end/],
    ['cut short', memoryLog().replace('# end\n', ''), /no end/],
    ['without its last marker', memoryLog().replace('M 242\n', ''), /markers/],
    ['without its first marker', memoryLog().replace('M 240\n', ''), /markers/],
    ['without the planted access', memoryLog().replace('R 0x60000ff8 4\n', ''), /saw nothing/],
    ['of something else', memoryLog('X 1'), /line 5/],
  ] as const) {
    it(`is refused when it is ${name}`, () => {
      assert.throws(() => parseLog(text), message);
    });
  }
});

describe('check-registry', () => {
  it('lets word 0 of every pair be read, and allowed pairs be used', () => {
    const verdict = registry(
      'R 0x60000000 4',
      'R 0x60000008 4',
      'R 0x60000004 4',
      'W 0x60000014 4',
    );
    assert.deepEqual(verdict.violations, []);
    assert.deepEqual(verdict.missing, []);
    assert.deepEqual(
      [...verdict.seen],
      [
        [0x8000, 1],
        [0x8003, 1],
      ],
    );
  });

  for (const [name, line, expected] of [
    ['a read of a quarantined word 1', 'R 0x6000000c 4', /0x8009/],
    ['a write of a quarantined word 1', 'W 0x6000000c 4', /0x8009/],
    ['one byte of it', 'R 0x6000000f 1', /0x8009/],
    ['a read of the whole pair', 'R 0x60000008 8', /0x8009/],
    ['a read that begins before it', 'R 0x6000000a 4', /0x8009/],
    ['a wide read over it', 'R 0x60000000 16', /0x8009/],
    ['a write to a word 0', 'W 0x60000000 4', /word 0 of slot 0/],
    ['word 1 of an empty slot', 'R 0x60000ffc 4', /empty/],
  ] as const) {
    it(`finds ${name}`, () => {
      const { violations } = registry('R 0x60000004 4', line);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? '', expected);
    });
  }

  it('fails when nothing allowed, or not what was required, was seen', () => {
    assert.equal(registry('R 0x60000000 4').missing.length, 1);
    assert.equal(registry('R 0x6000000c 4').missing.length, 1);
    const entries = parseLog(memoryLog('R 0x60000004 4'));
    assert.deepEqual(checkRegistry(entries, map, { required: [0x8000, 0x8003] }).missing, [0x8003]);
  });

  it('follows a registry that is reordered, by its markers', () => {
    const layouts = parseMap(
      '[{ "slots": { "0": "0x8000", "1": "0x8009" } }, { "after": 7, "slots": { "0": "0x8009", "1": "0x8000" } }]',
    );
    const check = (...lines: string[]) => checkRegistry(parseLog(memoryLog(...lines)), layouts);
    assert.deepEqual(check('W 0x60000004 4', 'M 7', 'W 0x6000000c 4').violations, []);
    assert.equal(check('W 0x60000004 4', 'M 7', 'W 0x60000004 4').violations.length, 1);
    assert.match(check('W 0x60000004 4').violations[0] ?? '', /marker 7/);
  });
});

describe('check-ports', () => {
  it('lets allowed tokens through', () => {
    const verdict = ports('W 0x164e 2 0x8003', 'W 0x164e 2 0x8003', 'W 0xe9 1 0x7');
    assert.deepEqual(verdict, { violations: [], seen: new Map([[0x8003, 2]]), missing: [] });
  });

  for (const [name, line, expected] of [
    ['a quarantined token', 'W 0x164e 2 0x800a', /0x800A/],
    ['half a token', 'W 0x164e 1 0x9', /no token/],
    ['a write of the status port', 'W 0x164f 1 0x80', /no token/],
    ['a wide write', 'W 0x164c 4 0x80090000', /no token/],
    ['a wider one', 'W 0x164e 4 0x8003', /no token/],
  ] as const) {
    it(`finds ${name}`, () => {
      const { violations } = ports('W 0x164e 2 0x8003', line);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? '', expected);
    });
  }

  it('fails when nothing allowed, or not what was required, was seen', () => {
    assert.equal(ports().missing.length, 1);
    assert.equal(ports('W 0x164e 2 0x8009').missing.length, 1);
    const entries = parseLog(portLog('W 0x164e 2 0x8003'));
    assert.deepEqual(checkPorts(entries, { required: [0x8003, 0x8004] }).missing, [0x8004]);
  });
});

describe('as programs', () => {
  const here = import.meta.dirname;
  const run = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(here, name), ...args], { encoding: 'utf8' });
  const file = (name: string, text: string) => {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return path;
  };

  it('exit 0 when clean, 1 when breached or blind, 2 when they cannot judge', () => {
    const clean = file('clean', portLog('W 0x164e 2 0x8003'));
    assert.equal(run('check-ports.ts', clean).status, 0);
    assert.equal(run('check-ports.ts', clean, '--required', '0x8004').status, 1);
    assert.equal(run('check-ports.ts', clean, '--quarantined', '0x8003').status, 1);
    assert.equal(run('check-ports.ts', file('bad', portLog('W 0x164e 2 0x8029'))).status, 1);
    assert.equal(run('check-ports.ts', file('cut', 'M 240\n')).status, 2);
    assert.equal(run('check-ports.ts').status, 2);
    assert.equal(run('check-registry.ts', clean).status, 2);
  });
});

describe('the registry', () => {
  it('lays out pairs as the hardware does, in a sparse file', () => {
    using made = new Registry(join(scratch, 'memory'));
    made.place([0x8000, undefined, 0x8010]);
    assert.deepEqual([...made.words().slice(0, 6)], [0x0080_0003, IDLE, 0, 0, 0x0080_1003, IDLE]);
    assert.equal(made.slotOf(0x8010), 2);
    made.setStatus(0x8010, 5);
    assert.equal(made.status(0x8010), 5);
    assert.throws(() => made.slotOf(0x8003), /in no slot/);
    made.place([0x8010, 0x8000], { after: 7 });
    assert.equal(made.slotOf(0x8010), 0);
    assert.equal(parseMap(made.map())[1]?.slots.get(1), 0x8000);
    assert.throws(() => made.place([]), /after/);
  });

  it('holds 84 devices, and answers what the guest writes', async () => {
    const path = join(scratch, 'played');
    using hardware = new Registry(path);
    hardware.place(ALL_TOKENS);
    assert.equal(hardware.slotOf(0x806b), 83);
    const stop = new AbortController();
    const answered = Promise.withResolvers<void>();
    const played = hardware.play(
      ({ token, value }) => {
        assert.equal(token, 0x8003);
        answered.resolve();
        return value & 1 ? value | 0x100 : undefined;
      },
      { signal: stop.signal },
    );
    using guest = new Registry(path);
    guest.setStatus(0x8003, 1);
    await answered.promise;
    stop.abort();
    assert.equal(await played, 1);
    assert.equal(guest.status(0x8003), 0x101);
  });
});
