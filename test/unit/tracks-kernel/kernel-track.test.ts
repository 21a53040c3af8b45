// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEVICE_HELD,
  DEVICE_NOT_ANSWERING,
  DEVICE_OPERATING,
  DEVICE_PREPARED,
  DEVICE_PRESENT,
  DEVICE_QUARANTINED,
  DEVICE_STALE,
  DEVICE_UNCERTAIN,
  FEATURE_THERMAL_NONE,
} from '../../../src/abi/generated/constants.ts';
import { DevicePowerState, RecordType, StopState } from '../../../src/abi/generated/enums.ts';
import { OverallDeviceStatus } from '../../../src/core/model/device-state.ts';
import { OperationType, RiskLevel } from '../../../src/core/model/enums.ts';
import type { FieldReport } from '../../../src/core/ports/track.ts';
import { FIELDS } from '../../../src/core/state/field-table.ts';
import { KERNEL_PATHS } from '../../../src/tracks/kernel/fields.ts';
import { KernelGoneError, KernelTrack } from '../../../src/tracks/kernel/kernel-track.ts';
import { runs } from '../core/runs.ts';
import { FakeKernel, TOKEN } from './fake-kernel.ts';

const never = new AbortController().signal;

async function fieldsOf(
  track: KernelTrack,
  token: number,
): Promise<Record<string, FieldReport['value']>> {
  const reports = await track.report(never, token);
  return Object.fromEntries(
    reports.filter(({ device }) => device === token).map(({ path, value }) => [path, value]),
  );
}

describe('what the kernel track reports', () => {
  it('is what the state page says', async () => {
    const kernel = new FakeKernel();
    const fields = await fieldsOf(new KernelTrack(kernel), TOKEN);
    expect(fields).toMatchObject({
      'kernel_state.kernel_active': true,
      'kernel_state.power_state': DevicePowerState.ACTIVE,
      'kernel_state.last_register_values[0]': 0,
      'kernel_state.last_register_values[1]': null,
      'kernel_state.last_register_values[3]': 30,
      'kernel_state.last_kernel_access': 7,
      'kernel_state.kernel_operation_count': 3,
      'kernel_state.last_kernel_error': 0,
      'unified_metadata.current_risk_level': RiskLevel.LOW,
      'unified_metadata.overall_status': OverallDeviceStatus.OPERATIONAL,
      'unified_metadata.emergency_stop_applied': false,
    });
    expect(Object.keys(fields).sort()).toEqual([...KERNEL_PATHS].sort());
  });

  it('are only fields that track A may write', () => {
    const own = FIELDS.filter(({ writers }) => writers.includes(1)).map(({ path }) => path);
    expect(KERNEL_PATHS.filter((path) => !own.includes(path))).toEqual([]);
  });

  it('is about all devices, without those whose entry cannot be read: they are not known', async () => {
    const kernel = new FakeKernel();
    kernel.tear(TOKEN);
    const reports = await new KernelTrack(kernel).report(never);
    const devices = new Set(reports.map(({ device }) => device));
    expect([devices.size, devices.has(TOKEN)]).toEqual([83, false]);
  });

  it.each([
    [DevicePowerState.FAULT, DEVICE_PRESENT, OverallDeviceStatus.FAULT],
    [DevicePowerState.UNKNOWN, DEVICE_PRESENT, OverallDeviceStatus.UNKNOWN],
    [DevicePowerState.ACTIVE, DEVICE_PRESENT | DEVICE_STALE, OverallDeviceStatus.UNKNOWN],
    [DevicePowerState.ACTIVE, DEVICE_PRESENT | DEVICE_HELD, OverallDeviceStatus.DEGRADED],
    [DevicePowerState.ACTIVE, DEVICE_PRESENT | DEVICE_UNCERTAIN, OverallDeviceStatus.FAULT],
    [DevicePowerState.ACTIVE, 0, OverallDeviceStatus.UNKNOWN],
    [DevicePowerState.ACTIVE, DEVICE_QUARANTINED, OverallDeviceStatus.QUARANTINED],
  ])('with power %i and flags %i has status %i', async (powerState, flags, status) => {
    const kernel = new FakeKernel();
    kernel.put(TOKEN, { powerState, flags });
    const fields = await fieldsOf(new KernelTrack(kernel), TOKEN);
    expect(fields['unified_metadata.overall_status']).toBe(status);
  });

  it('does not take old power for present: one that does not answer is unknown', async () => {
    const kernel = new FakeKernel();
    kernel.put(TOKEN, { flags: DEVICE_PRESENT | DEVICE_NOT_ANSWERING });
    const fields = await fieldsOf(new KernelTrack(kernel), TOKEN);
    expect(fields['kernel_state.power_state']).toBe(DevicePowerState.UNKNOWN);
  });

  it('is refused when the device has gone, so that all of it counts as unknown', async () => {
    const kernel = new FakeKernel();
    const track = new KernelTrack(kernel);
    kernel.vanish();
    await expect(track.report(never)).rejects.toThrow(KernelGoneError);
    await expect(
      new Promise((resolve) => {
        resolve(track.verdict(TOKEN, OperationType.READ));
      }),
    ).rejects.toThrow(KernelGoneError);
    kernel.state = 'vanished';
    await expect(track.report(never)).rejects.toThrow(KernelGoneError);
  });

  it('ends when it is aborted', async () => {
    const track = new KernelTrack(new FakeKernel());
    await expect(track.report(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  });
});

describe('changes', () => {
  function listened(): { kernel: FakeKernel; told: FieldReport[]; end: () => void } {
    const kernel = new FakeKernel();
    const told: FieldReport[] = [];
    const end = new KernelTrack(kernel).subscribe((changes) => told.push(...changes));
    return { kernel, told, end };
  }

  it('are told when a record says that there are some, and no others', () => {
    const { kernel, told } = listened();
    kernel.publish([TOKEN]);
    expect(told).toHaveLength(KERNEL_PATHS.length);
    told.length = 0;
    kernel.put(TOKEN, { powerState: DevicePowerState.OFF });
    kernel.put(TOKEN + 1, { powerState: DevicePowerState.OFF });
    kernel.publish([TOKEN]);
    expect(told).toEqual([
      { device: TOKEN, path: 'kernel_state.power_state', value: DevicePowerState.OFF },
    ]);
  });

  it('take one look for a batch', () => {
    const { kernel } = listened();
    kernel.publish([TOKEN, TOKEN, TOKEN + 1, TOKEN]);
    expect(kernel.snapshots).toBe(1);
  });

  it('are looked for everywhere after a record about no device: the way back from a stop', () => {
    const { kernel, told } = listened();
    kernel.stop(StopState.LATCHED);
    told.length = 0;
    kernel.restart();
    kernel.publish([0], RecordType.EVENT);
    const stopped = told.filter(({ path }) => path === 'unified_metadata.emergency_stop_applied');
    expect(stopped.map(({ value }) => value)).toEqual(Array.from({ length: 84 }, () => false));
  });

  it('are not looked for when records are somebody’s own', () => {
    const { kernel, told } = listened();
    kernel.publish([0x1234, 0], RecordType.RAW);
    expect([kernel.snapshots, told]).toEqual([0, []]);
  });

  it.each(['loss', 'fault', 'reconnected', 'state'] as const)(
    'are looked for everywhere after %s',
    (event) => {
      const { kernel, told } = listened();
      kernel.publish([TOKEN, TOKEN + 1]);
      told.length = 0;
      kernel.put(TOKEN, { powerState: DevicePowerState.OFF });
      kernel.put(TOKEN + 1, { lastError: -5 });
      kernel.emit(event);
      const seen = told.filter(({ device }) => device === TOKEN || device === TOKEN + 1);
      expect(seen.map(({ path, value }) => [path, value])).toEqual([
        ['kernel_state.power_state', DevicePowerState.OFF],
        ['kernel_state.last_kernel_error', -5],
        ['unified_metadata.current_risk_level', RiskLevel.MODERATE],
        ['unified_metadata.overall_status', OverallDeviceStatus.DEGRADED],
      ]);
    },
  );

  it('of the stop concern every device', () => {
    const { kernel, told } = listened();
    kernel.stop(StopState.LATCHED);
    const stopped = told.filter(({ path }) => path === 'unified_metadata.emergency_stop_applied');
    expect(stopped.map(({ value }) => value)).toEqual(Array.from({ length: 84 }, () => true));
  });

  it('are heard until nobody listens any more', () => {
    const { kernel, told, end } = listened();
    end();
    expect(kernel.listening).toBe(0);
    kernel.publish([TOKEN]);
    expect(told).toEqual([]);
  });

  it('are told by state page alone when there is no ring', () => {
    const kernel = new FakeKernel();
    kernel.hasRing = false;
    const told: FieldReport[] = [];
    new KernelTrack(kernel).subscribe((changes) => told.push(...changes));
    kernel.publish([TOKEN]);
    expect(told).toEqual([]);
    kernel.stop(StopState.LATCHED);
    expect(told).toHaveLength(84 * KERNEL_PATHS.length);
  });
});

describe('the verdict of track A', () => {
  function verdict(
    state: Parameters<FakeKernel['put']>[1],
    type: OperationType = OperationType.WRITE,
    prepare: (kernel: FakeKernel) => void = () => undefined,
  ) {
    const kernel = new FakeKernel();
    kernel.put(TOKEN, state);
    prepare(kernel);
    return new KernelTrack(kernel).verdict(TOKEN, type);
  }

  it('is SAFE when nothing speaks against it, and says so', () => {
    expect(verdict({})).toEqual({
      risk: RiskLevel.SAFE,
      reasons: ["nothing in the kernel's state of 0x8003 speaks against it"],
      rules: ['kernel-clear'],
    });
  });

  it.each<[string, Parameters<FakeKernel['put']>[1], number, number]>([
    ['kernel-quarantined', { flags: DEVICE_PRESENT | DEVICE_QUARANTINED }, 6, 6],
    ['kernel-absent', { flags: 0 }, 5, 5],
    ['kernel-uncertain', { flags: DEVICE_PRESENT | DEVICE_UNCERTAIN }, 5, 3],
    ['kernel-not-answering', { flags: DEVICE_PRESENT | DEVICE_NOT_ANSWERING }, 5, 3],
    ['kernel-temperature-limit', { temperatureMc: 85_000 }, 5, 3],
    ['kernel-hold', { flags: DEVICE_PRESENT | DEVICE_HELD }, 5, 2],
    ['kernel-power-fault', { powerState: DevicePowerState.FAULT }, 5, 2],
    ['kernel-temperature-near', { temperatureMc: 75_000 }, 4, 2],
    ['kernel-power-unknown', { powerState: DevicePowerState.UNKNOWN }, 4, 2],
    ['kernel-stale', { flags: DEVICE_PRESENT | DEVICE_STALE }, 4, 2],
    ['kernel-device-error', { lastError: -110 }, 3, 2],
    ['kernel-temperature-rising', { temperatureMc: 65_000 }, 3, 1],
    ['kernel-temperature-unknown', { temperatureMc: -0x8000_0000 }, 3, 1],
    ['kernel-busy', { flags: DEVICE_PRESENT | DEVICE_PREPARED }, 3, 1],
    ['kernel-busy', { flags: DEVICE_PRESENT | DEVICE_OPERATING }, 3, 1],
  ])('%s', (rule, state, effect, read) => {
    const written = verdict(state);
    expect([written.rules[0], written.risk]).toEqual([rule, effect]);
    expect(verdict(state, OperationType.READ).risk).toBe(read);
  });

  it('gives the weightiest first', () => {
    const stop = (kernel: FakeKernel): void => kernel.stop(StopState.LATCHED);
    const state = { powerState: DevicePowerState.FAULT, lastError: -5 };
    expect(verdict(state, OperationType.WRITE, stop)).toMatchObject({
      risk: RiskLevel.CRITICAL,
      rules: ['kernel-power-fault', 'kernel-stop', 'kernel-device-error'],
    });
  });

  it('names the temperature and the limit', () => {
    expect(verdict({ temperatureMc: 78_200 }).reasons).toEqual([
      'the temperature is 78.2 °C, less than 10.0 °C below the limit of 85.0 °C',
      'the temperature is 78.2 °C, less than 20.0 °C below the limit of 85.0 °C',
    ]);
  });

  it('under a stop is HIGH for effects, and lets reads be', () => {
    const stop = (kernel: FakeKernel): void => kernel.stop(StopState.READY);
    expect(verdict({}, OperationType.DEACTIVATE, stop)).toMatchObject({
      risk: RiskLevel.HIGH,
      rules: ['kernel-stop'],
    });
    expect(verdict({}, OperationType.READ, stop).risk).toBe(RiskLevel.SAFE);
  });

  it('is CRITICAL when the entry cannot be read', () => {
    const tear = (kernel: FakeKernel): void => kernel.tear(TOKEN);
    expect(verdict({}, OperationType.READ, tear)).toMatchObject({
      risk: RiskLevel.CRITICAL,
      rules: ['kernel-unreadable'],
    });
  });

  it('asks for no temperature where the module was loaded without one', () => {
    const kernel = new FakeKernel();
    Object.assign(kernel.info, { features: FEATURE_THERMAL_NONE });
    kernel.put(TOKEN, { temperatureMc: -0x8000_0000 });
    expect(new KernelTrack(kernel).verdict(TOKEN, OperationType.WRITE).risk).toBe(RiskLevel.SAFE);
  });

  it('never falls when something more is wrong, and never holds up a stop', () => {
    const bits = [
      DEVICE_QUARANTINED,
      DEVICE_HELD,
      DEVICE_PREPARED,
      DEVICE_OPERATING,
      DEVICE_STALE,
      DEVICE_NOT_ANSWERING,
      DEVICE_UNCERTAIN,
    ];
    fc.assert(
      fc.property(
        fc.subarray(bits),
        fc.constantFrom(...bits),
        fc.integer({ min: 0, max: 120_000 }),
        fc.integer({ min: 0, max: 50_000 }),
        fc.constantFrom(OperationType.READ, OperationType.WRITE, OperationType.CONFIG),
        (some, more, temperatureMc, hotter, type) => {
          const flags = some.reduce((all, bit) => all | bit, DEVICE_PRESENT);
          const before = verdict({ flags, temperatureMc }, type).risk;
          expect(verdict({ flags: flags | more, temperatureMc }, type).risk).toBeGreaterThanOrEqual(
            before,
          );
          const hot = { flags, temperatureMc: temperatureMc + hotter };
          expect(verdict(hot, type).risk).toBeGreaterThanOrEqual(before);
          expect(verdict({ flags, temperatureMc }, OperationType.EMERGENCY_STOP).risk).toBe(1);
        },
      ),
      runs(60),
    );
  });
});
