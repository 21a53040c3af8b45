// SPDX-License-Identifier: Apache-2.0
// A core put together over a real simulator: what happens to the devices reaches the unified state,
// and what reaches it is explained.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RING_SIZE_DEFAULT } from '../../src/abi/generated/constants.ts';
import { resolveConfiguration } from '../../src/config/load.ts';
import { DevicePowerState, OverallDeviceStatus } from '../../src/core/model/device-state.ts';
import { RiskLevel, Track } from '../../src/core/model/enums.ts';
import type { Publication } from '../../src/core/ports/event-log.ts';
import { LocalCore } from '../../src/daemon/local/local-core.ts';
import { SystemClock } from '../../src/daemon/local/system-clock.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import type { SyncProblem } from '../../src/sync/synchronizer.ts';
import { Sim } from './device-sim.ts';
import { PATIENCE } from './patience.ts';

const WAIT_MS = 60_000;
const TOKEN = 0x8005;

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${WAIT_MS} ms: ${what}`);
    }
    await sleep(10);
  }
}

class Rig implements AsyncDisposable {
  readonly sim: Sim;
  readonly device: DevicePath;
  readonly core: LocalCore;
  readonly published: Publication[];
  readonly problems: SyncProblem[];

  constructor(
    sim: Sim,
    device: DevicePath,
    core: LocalCore,
    published: Publication[],
    problems: SyncProblem[],
  ) {
    this.sim = sim;
    this.device = device;
    this.core = core;
    this.published = published;
    this.problems = problems;
  }

  /** Passes only when they are asked for, so that what is seen came by events. */
  static async open(env: Readonly<Record<string, string>> = {}): Promise<Rig> {
    const sim = await Sim.start({ args: ['--poll-ms', '20'] });
    const device = await DevicePath.open({
      path: sim.socket,
      mode: 'read-write',
      ringSize: RING_SIZE_DEFAULT,
      reconnect: true,
    });
    const published: Publication[] = [];
    const problems: SyncProblem[] = [];
    const core = await LocalCore.open({
      device,
      configuration: resolveConfiguration(undefined, {
        ...PATIENCE,
        DSMIL_SYNC_FULL_PASS_MS: '3600000',
        ...env,
      }),
      clock: new SystemClock(),
      audit: { durable: true, append: () => Promise.resolve({ index: 0, leafHash: '' }) },
      events: { publish: (publication) => published.push(publication) },
      security: undefined,
      onProblem: (problem) => problems.push(problem),
    });
    return new Rig(sim, device, core, published, problems);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.core.close();
    this.device.close();
    await this.sim[Symbol.asyncDispose]();
  }
}

describe('a core over the simulated device', () => {
  it('knows every device after it has opened, without a track B nobody is authorized', async () => {
    await using rig = await Rig.open();
    const { sync } = rig.core;
    const state = sync.state(TOKEN);
    expect(state.deviceName).toBe('Performance Monitor');
    expect(state.unifiedMetadata).toMatchObject({
      emergencyStopApplied: true,
      overallStatus: OverallDeviceStatus.EMERGENCY_STOPPED,
      // The security track is silent about what it owns.
      currentRiskLevel: RiskLevel.CRITICAL,
    });
    expect(state.securityState.accessAuthorized).toBe(false);
    expect(sync.state(0x8009).unifiedMetadata.currentRiskLevel).toBe(RiskLevel.QUARANTINED);
    expect([sync.health(Track.KERNEL), sync.health(Track.SECURITY), sync.tracksAnswering]).toEqual([
      'ANSWERING',
      'SILENT',
      2,
    ]);
  });

  it('sees by an event what happens to a device, and tells it', async () => {
    await using rig = await Rig.open();
    const { sync } = rig.core;
    const register = () => sync.state(TOKEN).kernelState.lastRegisterValues[8];
    const version = sync.safetyVersion(TOKEN, [8], 0);
    const other = sync.safetyVersion(TOKEN, [9], 0);
    await rig.sim.act(`set 0x8005 data0 4711`);
    await until('the register reads 4711', () => register() === 4711);
    expect(sync.safetyVersion(TOKEN, [8], 0)).toBe(version + 1);
    expect(sync.safetyVersion(TOKEN, [9], 0)).toBe(other);
    expect(rig.published.some(({ subject }) => subject === 'device.8005.telemetry')).toBe(true);
    expect(sync.metrics.missed).toBe(0);
  });

  it('heat raises what an effect is worth, term by term', async () => {
    await using rig = await Rig.open();
    const verdict = () => rig.core.kernel.verdict(TOKEN, 2);
    expect(verdict().rules).toEqual(['kernel-stop']);
    await rig.sim.act('fault thermal 0x8005 80000');
    await until('it is near the limit', () => verdict().rules.includes('kernel-temperature-near'));
    await rig.sim.act('fault thermal 0x8005 90000');
    await until('it is at the limit', () => verdict().risk === RiskLevel.CRITICAL);
    expect(verdict().reasons[0]).toMatch(/the temperature is 90\.0 °C, at or above the limit/);
    await until('others see it', () => {
      const { currentRiskLevel, overallStatus } = rig.core.sync.state(TOKEN).unifiedMetadata;
      return (
        currentRiskLevel === RiskLevel.CRITICAL &&
        overallStatus === OverallDeviceStatus.EMERGENCY_STOPPED
      );
    });
  });

  it('a flood that the ring loses is made up for by a pass', async () => {
    await using rig = await Rig.open();
    const { sync } = rig.core;
    const losses: number[] = [];
    rig.device.on('loss', ({ count }) => losses.push(count));
    const { passes } = sync.metrics;
    await rig.sim.act('fault ring-overrun 5000');
    await rig.sim.act(`set 0x8005 data1 99`);
    await until('records were lost', () => losses.length > 0);
    await until('a pass was made', () => sync.metrics.passes > passes);
    await until('it is known all the same', () => {
      return sync.state(TOKEN).kernelState.lastRegisterValues[9] === 99;
    });
  });

  it('what vanishes is unknown, and is back when it is back', async () => {
    await using rig = await Rig.open();
    const { sync } = rig.core;
    await until('power is known', () => {
      return sync.state(TOKEN).kernelState.powerState !== DevicePowerState.UNKNOWN;
    });
    await rig.sim.kill();
    await until('the track is silent', () => sync.health(Track.KERNEL) === 'SILENT');
    expect(sync.state(TOKEN).kernelState.powerState).toBe(DevicePowerState.UNKNOWN);
    expect(sync.state(TOKEN).unifiedMetadata.emergencyStopApplied).toBe(true);
    expect(rig.published.map(({ subject }) => subject)).toContain('track.kernel.silent');
    await rig.sim.run({ args: ['--poll-ms', '20'] });
    await until('the track answers', () => sync.health(Track.KERNEL) === 'ANSWERING');
    await until('power is known again', () => {
      return sync.state(TOKEN).kernelState.powerState !== DevicePowerState.UNKNOWN;
    });
  });
});
