// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { RecordType } from '../../../src/abi/generated/enums.ts';
import type { DeviceState } from '../../../src/abi/generated/state.ts';
import { Limiter } from '../../../src/cli/live/limiter.ts';
import { lossSummary, Meter, rateText } from '../../../src/cli/live/meter.ts';
import { Poller } from '../../../src/cli/live/poller.ts';
import { chooseColor, chooseUnicode, makeStyle } from '../../../src/cli/style.ts';
import { Recent } from '../../../src/cli/top/recent.ts';
import { commandsFor } from '../../../src/cli/top/view.ts';

describe('rates', () => {
  it('are of the last second, by type', () => {
    const meter = new Meter(0);
    for (let i = 0; i < 30; i++) {
      meter.count(RecordType.EVENT);
    }
    meter.count(RecordType.RAW);
    meter.count(4711);
    meter.tick(2000);
    expect(meter.total).toBe(32);
    expect(meter.rate).toBe(16);
    expect(meter.byType()).toEqual(['type 0 0.5/s', 'event 15/s', 'raw 0.5/s']);
    meter.tick(3000);
    expect(meter.rate).toBe(0);
    expect(meter.byType()).toEqual([]);
  });

  it('have a history that shows bursts', () => {
    const meter = new Meter(0);
    for (const [second, count] of [0, 10, 10_000].entries()) {
      for (let i = 0; i < count; i++) {
        meter.count(RecordType.RAW);
      }
      meter.tick((second + 1) * 1000);
    }
    expect(meter.sparkline(10)).toBe('▁▃█');
    expect(meter.sparkline(1)).toBe('█');
  });

  it('are readable', () => {
    expect(rateText(0)).toBe('0/s');
    expect(rateText(0.25)).toBe('0.3/s');
    expect(rateText(1234.4)).toBe('1,234/s');
  });

  it('never leave a loss out', () => {
    const style = makeStyle({ color: false, unicode: true });
    const meter = new Meter(0);
    expect(lossSummary(meter, style)).toBe('none lost');
    meter.lost = 1000;
    meter.lostCritical = 3;
    expect(lossSummary(meter, style)).toBe(' 1,000 LOST, 3 critical ');
  });
});

describe('what is shown', () => {
  it('is limited, and what is left out is counted', () => {
    const limiter = new Limiter(2);
    expect([false, false, false].map((clogged) => limiter.admit(clogged))).toEqual([
      true,
      true,
      false,
    ]);
    expect(limiter.tick()).toBe(1);
    expect(limiter.admit(true)).toBe(false);
    expect(limiter.admit(false)).toBe(true);
    expect(limiter.tick()).toBe(1);
    expect(limiter.tick()).toBe(0);
  });

  it('keeps the last lines', () => {
    const recent = new Recent(3);
    for (let i = 0; i < 20; i++) {
      recent.add(`${i}`);
    }
    expect(recent.lines).toEqual(['17', '18', '19']);
    const admitted = Array.from({ length: 500 }, () => recent.admit()).filter(Boolean);
    expect(admitted.length).toBe(500);
    const lines = Array.from({ length: 500 }, () => recent.admitLine()).filter(Boolean);
    expect(lines.length).toBe(100);
    recent.tick();
    expect(recent.admitLine()).toBe(true);
  });

  it('names the device only where it would not be found', () => {
    expect(commandsFor('npx dsmilctl', '/run/x', true).call).toBe('npx dsmilctl …');
    expect(commandsFor('dsmilctl', "/tmp/a b'c", false).call).toBe(
      "dsmilctl --device '/tmp/a b'\\''c' …",
    );
  });
});

describe('the state page, looked at', () => {
  const state = (token: number, version: bigint, more: Partial<DeviceState> = {}): DeviceState =>
    ({
      token,
      version,
      changeNs: version,
      flags: 1,
      powerState: 2,
      temperatureMc: 0,
      registers: [1, 2, 3],
      ...more,
    }) as DeviceState;

  it('tells what changed, oldest first', () => {
    const poller = new Poller([state(0x8000, 1n), state(0x8001, 1n)]);
    expect(poller.look([state(0x8000, 1n), state(0x8001, 1n)])).toEqual([]);
    const changes = poller.look([
      state(0x8000, 9n, { registers: [1, 7, 8] }),
      state(0x8001, 2n, { powerState: 3 }),
    ]);
    expect(changes.map(({ device }) => device)).toEqual([0x8001, 0x8000]);
    expect(changes[0]?.change).toMatchObject({ powerBefore: 2, power: 3, registersChanged: 0 });
    expect(changes[1]?.change.registersChanged).toBe(0b110);
    expect(changes[1]?.versions).toBe(8n);
    expect(poller.look([state(0x8000, 9n), state(0x8001, 2n)])).toEqual([]);
  });
});

describe('colours and glyphs', () => {
  const color = (env: NodeJS.ProcessEnv, isTty = true, colorWanted = true): boolean =>
    chooseColor({ isTty, env, colorWanted });

  it('are for terminals, unless somebody says otherwise', () => {
    expect(color({})).toBe(true);
    expect(color({}, false)).toBe(false);
    expect(color({ TERM: 'dumb' })).toBe(false);
    expect(color({ NO_COLOR: '1' })).toBe(false);
    expect(color({ NO_COLOR: '' })).toBe(true);
    expect(color({}, true, false)).toBe(false);
    expect(color({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(color({ FORCE_COLOR: '0' })).toBe(false);
    expect(color({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  it('are ASCII where the locale is', () => {
    expect(chooseUnicode({})).toBe(true);
    expect(chooseUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
    expect(chooseUnicode({ LANG: 'C' })).toBe(false);
    expect(chooseUnicode({ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' })).toBe(false);
    expect(chooseUnicode({ TERM: 'linux', LANG: 'C.UTF-8' })).toBe(false);
  });
});
