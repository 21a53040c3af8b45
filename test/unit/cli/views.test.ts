// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { StopStatus } from '../../../src/abi/generated/arguments.ts';
import {
  DEVICE_HELD,
  DEVICE_NOT_ANSWERING,
  DEVICE_PREPARED,
  DEVICE_PRESENT,
  DEVICE_QUARANTINED,
  DEVICE_STALE,
} from '../../../src/abi/generated/constants.ts';
import { DEVICES } from '../../../src/abi/generated/devices.ts';
import {
  Backend,
  DevicePowerState,
  RiskLevel,
  StopCause,
  StopState,
} from '../../../src/abi/generated/enums.ts';
import type { DeviceState } from '../../../src/abi/generated/state.ts';
import { makeStyle } from '../../../src/cli/style.ts';
import { width } from '../../../src/cli/text.ts';
import { markOf, renderGrid, renderLegend } from '../../../src/cli/top/grid.ts';
import { deviceJson, filterDevices, renderDevices } from '../../../src/cli/views/devices.ts';
import { nextStep, renderStop, stopJson } from '../../../src/cli/views/stop.ts';

const plain = makeStyle({ color: false, unicode: true });
const colored = makeStyle({ color: true, unicode: true });
const NOW = 10_000_000_000n;

function deviceStates(
  change: (state: DeviceState) => Partial<DeviceState> = () => ({}),
): DeviceState[] {
  return DEVICES.map(({ token, group, index, risk, access, quarantined }) => {
    const state: DeviceState = {
      token,
      group,
      index,
      risk,
      access,
      powerState: quarantined ? DevicePowerState.UNKNOWN : DevicePowerState.IDLE,
      flags: quarantined ? DEVICE_QUARANTINED | DEVICE_PRESENT : DEVICE_PRESENT,
      lastError: 0,
      lastReason: 0,
      firmwareStatus: 0,
      registerMask: quarantined ? 0 : 0xffff,
      temperatureMc: quarantined ? -0x8000_0000 : 41_500,
      registers: Array.from({ length: 16 }, (_, n) => n),
      sampleNs: quarantined ? 0n : NOW - 340_000_000n,
      accessNs: 0n,
      changeNs: 0n,
      version: 1n,
      operationCount: 0n,
      failureCount: 0n,
      refusalCount: 0n,
      transactionId: 0n,
      holdNs: 0n,
    };
    return { ...state, ...change(state) };
  });
}

function table(columns: number, states = deviceStates(), allRegisters = false): string[] {
  return renderDevices({ states, nowNs: NOW, backend: Backend.SIM, allRegisters }, columns, plain);
}

describe('the table of devices', () => {
  it.each([80, 100, 120, 160, 200])('fits %d columns, with every device in it', (columns) => {
    const lines = table(columns);
    for (const line of lines) {
      expect(width(line)).toBeLessThanOrEqual(columns);
    }
    for (const { token } of DEVICES) {
      expect(
        lines.filter((line) => line.startsWith(`0x${token.toString(16).toUpperCase()}`)),
      ).toHaveLength(1);
    }
    expect(lines.filter((line) => line.startsWith('Group '))).toHaveLength(7);
  });

  it('does the same when everything is long', () => {
    const states = deviceStates(() => ({
      flags: 0xff,
      powerState: DevicePowerState.FAULT,
      temperatureMc: -123_456,
      operationCount: 123_456_789n,
      failureCount: 123_456_789n,
      refusalCount: 123_456_789n,
    }));
    for (const line of table(80, states)) {
      expect(width(line)).toBeLessThanOrEqual(80);
    }
  });

  it('marks the quarantined ones in words, not only in colour', () => {
    const row = table(80).find((line) => line.startsWith('0x8009'));
    expect(row).toContain('QUARANTINED');
    expect(row).toContain('no access');
  });

  it('shows state, temperature and age', () => {
    const row = table(120).find((line) => line.startsWith('0x8003')) ?? '';
    expect(row).toMatch(/Audit Log Controller\s+LOW\s+monitor\s+idle\s+41\.5\s+340ms/);
  });

  it('lists the registers by name when asked', () => {
    const text = table(80, deviceStates().slice(0, 1), true).join('\n');
    expect(text).toContain('control=0x00000000');
    expect(text).toContain('data7=0x0000000f');
  });

  it('is filtered by group and risk, and says when nothing is left', () => {
    expect(filterDevices(deviceStates(), { group: 1 })).toHaveLength(12);
    expect(filterDevices(deviceStates(), { risk: RiskLevel.QUARANTINED })).toHaveLength(5);
    expect(filterDevices(deviceStates(), { group: 0, risk: RiskLevel.QUARANTINED })).toHaveLength(
      3,
    );
    expect(table(80, [])).toEqual(['No device is of that group and risk.']);
  });

  it('has the same in JSON, with null for what is not known', () => {
    const states = deviceStates();
    const known = deviceJson(states[3] as DeviceState, NOW);
    expect(known).toMatchObject({
      token: '0x8003',
      risk: 'LOW',
      power: 'IDLE',
      temperature_c: 41.5,
      sample_age_ms: 340,
    });
    const quarantined = deviceJson(states[9] as DeviceState, NOW);
    expect(quarantined).toMatchObject({
      quarantined: true,
      temperature_c: null,
      sample_age_ms: null,
    });
    expect(quarantined['registers']).toEqual(Array.from({ length: 16 }, () => null));
    expect(JSON.stringify(known)).toContain('"flags":["PRESENT"]');
  });
});

describe('the picture', () => {
  it.each([80, 100, 120, 200])('fits %d columns, a row a group', (columns) => {
    for (const style of [plain, colored]) {
      const lines = renderGrid(deviceStates(), columns, style);
      expect(lines).toHaveLength(8);
      for (const line of lines) {
        expect(width(line)).toBeLessThanOrEqual(columns);
      }
    }
    for (const line of renderLegend(plain)) {
      expect(width(line)).toBeLessThanOrEqual(100);
    }
  });

  it('has 84 marks, five of them quarantined', () => {
    const text = renderGrid(deviceStates(), 80, plain).join('\n');
    expect(text.match(/(?<!\d)○/g)).toHaveLength(79);
    expect(text.match(/(?<!\d)✕/g)).toHaveLength(5);
  });

  it('can be read without colours: risk is a letter', () => {
    expect(renderGrid(deviceStates(), 80, plain)[1]).toContain('○M ○M ○M ○L');
  });

  it.each([
    [{ flags: 0 }, 'absent'],
    [{ flags: DEVICE_PRESENT | DEVICE_NOT_ANSWERING | DEVICE_HELD }, 'silent'],
    [{ powerState: DevicePowerState.FAULT }, 'fault'],
    [{ flags: DEVICE_PRESENT | DEVICE_HELD }, 'held'],
    [{ flags: DEVICE_PRESENT | DEVICE_STALE }, 'unknown'],
    [{ flags: DEVICE_PRESENT | DEVICE_PREPARED }, 'busy'],
    [{ powerState: DevicePowerState.ACTIVE }, 'active'],
    [{ powerState: DevicePowerState.OFF }, 'off'],
    [{ powerState: 99 }, 'unknown'],
    [{ risk: RiskLevel.QUARANTINED, powerState: DevicePowerState.ACTIVE }, 'quarantined'],
  ])('the worst thing about %j is %s', (change, mark) => {
    expect(markOf(deviceStates(() => change)[0] as DeviceState)).toBe(mark);
  });
});

describe('the stop', () => {
  const status: StopStatus = {
    header: { size: 96, flags: 0, reason: 0, field: 0 },
    generation: 3n,
    latchedNs: NOW - 5_000_000_000n,
    state: StopState.LATCHED,
    cause: StopCause.REQUEST,
    detail: 'mara: smoke\u001b[2J',
    acknowledged: 0n,
    deadmanPeriodMs: 0,
    deadmanLeftMs: 0,
    resetLeftMs: 0,
    suspended: 0,
  };
  const view = { status, nowNs: NOW, now: new Date('2026-11-21T12:00:00Z') };

  it('shows where it stands, when and why, and lets no text drive the terminal', () => {
    const text = renderStop(view, 120, plain).join('\n');
    expect(text).toContain('[LATCHED] → RESET PENDING → READY → RUN');
    expect(text).toContain('2026-11-21T11:59:55.000Z, 5.0 s ago');
    expect(text).toContain('request "mara: smoke\ufffd[2J"');
    expect(text).toContain('not armed');
  });

  it.each([
    [{ state: StopState.LATCHED, cause: StopCause.LOAD }, /every core starts latched/],
    [{ state: StopState.RUN }, /nothing/],
    [{ state: StopState.READY }, /a start/],
    [{ state: StopState.RESET_PENDING, resetLeftMs: 90_500 }, /second person .* 91 s/],
    [{ cause: StopCause.REGISTRY_LOST }, /loaded anew/],
    [{ suspended: 1 }, /resumes/],
    [{ state: 42 }, /unknown state counts as latched/],
    [{}, /two persons within 120 s, then a start/],
  ])('%j: what is next', (change, words) => {
    expect(nextStep({ ...status, ...change })).toMatch(words);
  });

  it('is said in JSON with what a program asks first', () => {
    expect(stopJson(view)).toMatchObject({
      state: 'LATCHED',
      effects_possible: false,
      generation: 3,
      cause: 'REQUEST',
    });
    const running = { ...view, status: { ...status, state: StopState.RUN } };
    expect(stopJson(running)['effects_possible']).toBe(true);
    const suspended = { ...view, status: { ...status, state: StopState.RUN, suspended: 1 } };
    expect(stopJson(suspended)['effects_possible']).toBe(false);
  });
});
