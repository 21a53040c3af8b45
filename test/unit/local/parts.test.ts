// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Info } from '../../../src/abi/generated/arguments.ts';
import {
  FEATURE_SIMULATED,
  FEATURE_THERMAL_NONE,
  FEATURE_WRITES,
} from '../../../src/abi/generated/constants.ts';
import { StopState } from '../../../src/abi/generated/enums.ts';
import { resolveConfiguration } from '../../../src/config/load.ts';
import { OperationType, RiskLevel, Track } from '../../../src/core/model/enums.ts';
import type { OperationRequest } from '../../../src/core/model/operation.ts';
import { NO_REQUIREMENTS } from '../../../src/core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../src/core/model/track.ts';
import type { Assessor, TrackVerdict } from '../../../src/core/ports/track.ts';
import { type FactSources, factsFor, NO_ORCHESTRATOR } from '../../../src/daemon/local/facts.ts';
import { riskPolicyOf, syncSettingsOf } from '../../../src/daemon/local/policies.ts';
import { SystemClock } from '../../../src/daemon/local/system-clock.ts';
import {
  isUnrecorded,
  NotRecordedError,
  unrecordedAudit,
} from '../../../src/daemon/local/unrecorded.ts';
import { askAll, levelsOf } from '../../../src/daemon/local/verdicts.ts';
import { runs } from '../core/runs.ts';

function request(operationType: OperationType, register: number | null = null): OperationRequest {
  return {
    coordinationId: 'x',
    deviceId: 0x8003,
    operationType,
    parameters: { register, value: null },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification: '',
    requestedAt: 0,
  };
}

describe('verdicts', () => {
  const subject = { request: request(OperationType.READ, 1), requester: undefined, now: 0 };
  const good: TrackVerdict = { risk: RiskLevel.LOW, reasons: ['fine'], rules: ['fine'] };
  const assessor = (track: Assessor['track'], assess: Assessor['assess']): Assessor => ({
    track,
    assess,
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('L2 are missing when a track hangs, fails, throws or is not there', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const aborted: boolean[] = [];
    const hung = assessor(Track.KERNEL, (_, signal) => {
      signal.addEventListener('abort', () => aborted.push(true));
      return new Promise(() => undefined);
    });
    const failing = assessor(Track.SECURITY, () => {
      throw new Error('broken');
    });
    const answers = askAll([hung, failing], subject, 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answers).toEqual([
      { track: Track.KERNEL, missing: 'no verdict within 1000 ms (sync.assess_deadline_ms)' },
      { track: Track.SECURITY, missing: 'broken' },
      { track: Track.INTERFACE, missing: 'the track is not there' },
    ]);
    expect(levelsOf(await answers)).toEqual([undefined, undefined, undefined]);
    expect(aborted).toEqual([true]);
  });

  it('stand in the order of the tracks, and one that is none is missing', async () => {
    const assessors = [
      assessor(Track.INTERFACE, () => Promise.resolve(good)),
      assessor(Track.KERNEL, () => Promise.resolve({ ...good, risk: 0 as 1 })),
      assessor(Track.SECURITY, () => Promise.resolve({ ...good, risk: RiskLevel.HIGH })),
    ];
    const answers = await askAll(assessors, subject, 60_000);
    expect(levelsOf(answers)).toEqual([undefined, RiskLevel.HIGH, RiskLevel.LOW]);
  });
});

describe('facts', () => {
  const info = {
    features: FEATURE_WRITES,
    thermalLimitMc: 85_000,
    writableMask: 0b10_0000,
    configMask: 0b01_0000,
    operationMask: (1 << OperationType.ACTIVATE) | (1 << OperationType.DEACTIVATE),
  } as Info;
  const sources: FactSources = {
    info,
    stop: StopState.RUN,
    device: undefined,
    hottestMc: () => 40_000,
    conflict: false,
    tracksAnswering: 3,
    life: NO_ORCHESTRATOR,
    auditDurable: true,
    lockdown: () => 'none [integrity] confidentiality',
  };
  const facts = (more: Partial<FactSources>, type: OperationType = OperationType.READ) =>
    factsFor(request(type), { ...sources, ...more });

  it('L3 are undefined where they cannot be found out', () => {
    const unknown = facts({
      stop: StopState.UNKNOWN,
      hottestMc: () => undefined,
      auditDurable: undefined,
      lockdown: () => undefined,
    });
    expect(unknown).toMatchObject({
      stop: undefined,
      orchestrator: 'EMERGENCY_STOPPED',
      onHold: undefined,
      auditDurable: undefined,
      memoryProtected: undefined,
      thermal: undefined,
    });
  });

  it('say what is so', () => {
    expect(facts({})).toMatchObject({
      stop: 'RUN',
      orchestrator: 'OPERATIONAL',
      writesAllowed: true,
      memoryProtected: true,
      thermal: 'BELOW_LIMIT',
    });
    expect(facts({ tracksAnswering: 2 }).orchestrator).toBe('DEGRADED');
    expect(facts({ lockdown: () => '[none] integrity' }).memoryProtected).toBe(false);
    expect(facts({ hottestMc: () => 85_000 }).thermal).toBe('AT_LIMIT');
    const simulated = { ...info, features: FEATURE_SIMULATED | FEATURE_THERMAL_NONE };
    expect(facts({ info: simulated, lockdown: () => undefined })).toMatchObject({
      writesAllowed: false,
      memoryProtected: true,
      thermal: 'NOT_WATCHED',
    });
  });

  it.each([
    [OperationType.READ, null, true],
    [OperationType.WRITE, 5, true],
    [OperationType.WRITE, 4, false],
    [OperationType.CONFIG, 4, true],
    [OperationType.CONFIG, 5, false],
    [OperationType.ACTIVATE, null, true],
    [OperationType.RESET, null, false],
  ])('operation %i on register %s can be put back: %s', (type, register, capable) => {
    expect(factsFor(request(type, register), sources).rollbackCapable).toBe(capable);
  });
});

describe('what core takes from the configuration', () => {
  it('is its risk policy, with and without a correlation', () => {
    const { config } = resolveConfiguration(undefined, {});
    expect(riskPolicyOf(config)).toEqual({
      method: 'CONSERVATIVE',
      trackWeights: [1000, 1000, 1000],
      uncertaintyFactor: 0,
      correlationMatrix: null,
    });
    const other = resolveConfiguration(undefined, { DSMIL_RISK_CORRELATION: '[1, 2, 3]' });
    expect(riskPolicyOf(other.config).correlationMatrix).toEqual({
      kernelSecurity: 1,
      kernelInterface: 2,
      securityInterface: 3,
    });
  });

  it('is a strategy for each field', () => {
    const { strategyOf } = syncSettingsOf(
      resolveConfiguration(undefined, {
        DSMIL_SYNC_STRATEGY: 'AUTHORITY',
        DSMIL_SYNC_STRATEGIES: '{ "kernel_state.power_state" = "USER_MEDIATED" }',
      }).config,
    );
    expect(strategyOf('kernel_state.power_state')).toBe('USER_MEDIATED');
    expect(strategyOf('unified_metadata.overall_status')).toBe('AUTHORITY');
  });
});

describe('the system’s clock', () => {
  it('counts sleep, in whole milliseconds, and never goes back', () => {
    // What passes awake, what passes asleep, and an uptime that is read a little wrong.
    const step = fc.record({
      awake: fc.integer({ min: 0, max: 2_000 }),
      asleep: fc.constantFrom(0, 0, 0, 5_000),
      error: fc.integer({ min: -400, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        let [boot, monotonic, error] = [10_000, 0, 0];
        const clock = new SystemClock({
          uptime: () => (boot + error) / 1_000,
          monotonic: () => monotonic,
          wall: () => 0,
        });
        let before = clock.boot();
        for (const { awake, asleep, error: read } of steps) {
          boot += awake + asleep;
          monotonic += awake;
          error = read;
          const now = clock.boot();
          expect(Number.isInteger(now)).toBe(true);
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
        monotonic += 1_000;
        boot += 1_000;
        error = 0;
        expect(Math.abs(clock.boot() - boot)).toBeLessThanOrEqual(11);
      }),
      runs(200),
    );
  });

  it('is the host’s by default', () => {
    const clock = new SystemClock();
    expect(Math.abs(clock.wall() - Date.now())).toBeLessThan(60_000);
    expect(clock.boot()).toBeGreaterThan(0);
  });
});

describe('a core that records nothing', () => {
  it('says so to whoever needs a record', async () => {
    const entry = {
      kind: 'operation.intent',
      severity: 1,
      actor: 'ada',
      device: null,
      coordinationId: null,
      clearance: 0,
      compartments: [],
      at: 0,
      details: {},
    } as const;
    await expect(unrecordedAudit.append(entry, 'intent')).rejects.toThrow(NotRecordedError);
    expect([unrecordedAudit.durable, isUnrecorded(unrecordedAudit)]).toEqual([false, true]);
  });
});
