// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Track } from '../../../src/core/model/enums.ts';
import type { Assessor, Subject } from '../../../src/core/ports/track.ts';
import { CallMetrics, CODES_MAX, METHODS_MAX } from '../../../src/daemon/metrics/calls.ts';
import { decisionFamilies } from '../../../src/daemon/metrics/families/decision.ts';
import {
  auditFamilies,
  sizeOfCheckpoint,
  storeFamilies,
} from '../../../src/daemon/metrics/families/memory.ts';
import { livenessOf, type ProbeSources, readinessOf } from '../../../src/daemon/metrics/probes.ts';
import { MetricsRegistry } from '../../../src/daemon/metrics/registry.ts';
import { TimedStore, trackTiming } from '../../../src/daemon/metrics/timing.ts';
import type { BeatState } from '../../../src/orchestrator/stop/heartbeat.ts';
import type { StoreHandle } from '../../../src/store/open.ts';
import { runs } from '../core/runs.ts';

async function samples(registry: MetricsRegistry): Promise<Map<string, number>> {
  const lines = (await registry.text()).split('\n').filter((line) => /^[a-z]/.test(line));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

describe('calls', () => {
  function setUp() {
    const registry = new MetricsRegistry();
    const time = { now: 0 };
    return { registry, time, calls: new CallMetrics(registry, 'grpc_server', () => time.now) };
  }
  const labels = 'grpc_service="a.v1.S",grpc_method="M"';

  it('are counted by method and status, and timed in seconds', async () => {
    const { registry, time, calls } = setUp();
    const ended = calls.begin('/a.v1.S/M');
    expect((await samples(registry)).get(`grpc_server_in_flight{${labels}}`)).toBe(1);
    time.now = 30;
    ended('NOT_FOUND');
    calls.begin('/a.v1.S/M')('OK');
    const found = await samples(registry);
    expect(found.get(`grpc_server_started_total{${labels}}`)).toBe(2);
    expect(found.get(`grpc_server_handled_total{${labels},grpc_code="NOT_FOUND"}`)).toBe(1);
    expect(found.get(`grpc_server_handled_total{${labels},grpc_code="OK"}`)).toBe(1);
    expect(found.get(`grpc_server_handling_seconds_sum{${labels}}`)).toBeCloseTo(0.03);
    expect(found.get(`grpc_server_handling_seconds_bucket{le="0.025",${labels}}`)).toBe(1);
    expect(found.get(`grpc_server_in_flight{${labels}}`)).toBe(0);
  });

  it('are counted once, however often their end is told (P)', async () => {
    const { registry, calls } = setUp();
    let begun = 0;
    fc.assert(
      fc.property(fc.nat(4), (again) => {
        const ended = calls.begin('/a.v1.S/M');
        begun += 1;
        for (let i = 0; i <= again; i++) {
          ended('OK');
        }
      }),
      runs(100),
    );
    const found = await samples(registry);
    expect(found.get(`grpc_server_handled_total{${labels},grpc_code="OK"}`)).toBe(begun);
    expect(found.get(`grpc_server_in_flight{${labels}}`)).toBe(0);
  });

  it('of made-up methods and codes take bounded room', async () => {
    const { registry, calls } = setUp();
    for (let i = 0; i < METHODS_MAX + 50; i++) {
      calls.begin(`/x/${i}`)('OK');
    }
    for (let i = 0; i < CODES_MAX + 10; i++) {
      calls.begin('/x/0')(`code ${i}`);
    }
    const names = [...(await samples(registry)).keys()];
    const started = names.filter((name) => name.startsWith('grpc_server_started_total'));
    expect(started).toHaveLength(METHODS_MAX + 1);
    expect(started).toContain('grpc_server_started_total{grpc_service="",grpc_method="other"}');
    const codes = names.filter((name) => /handled_total\{.*grpc_method="0"/.test(name));
    expect(codes).toHaveLength(CODES_MAX + 1);
  });
});

describe('what is read when somebody asks', () => {
  it('is empty when its part fails, which is counted; the rest answers', async () => {
    const registry = new MetricsRegistry();
    let broken = false;
    registry.read({
      kind: 'gauge',
      name: 'dsmil_x',
      help: 'x',
      read: () => {
        if (broken) {
          throw new Error('closed');
        }
        return [{ value: 5 }];
      },
    });
    registry.read({
      kind: 'counter',
      name: 'dsmil_y_total',
      help: 'y',
      read: () => Promise.resolve([{ value: 7 }]),
    });
    expect((await samples(registry)).get('dsmil_x')).toBe(5);
    broken = true;
    await samples(registry);
    const found = await samples(registry);
    expect(found.has('dsmil_x')).toBe(false);
    expect(found.get('dsmil_y_total')).toBe(7);
    expect(found.get('dsmil_metrics_read_failures_total{family="dsmil_x"}')).toBeGreaterThan(0);
  });

  it('has loop, heap and descriptors of the process', async () => {
    const names = [...(await samples(new MetricsRegistry())).keys()].join('\n');
    for (const name of [
      'nodejs_eventloop_lag_seconds',
      'nodejs_heap_size_used_bytes',
      'process_open_fds',
      'process_cpu_seconds_total',
    ]) {
      expect(names).toContain(name);
    }
  });

  it('says how the store is', async () => {
    const registry = new MetricsRegistry();
    storeFamilies(registry, {
      stats: () => ({
        commits: 3,
        rollbacks: 1,
        checkpoints: 2,
        longestCheckpointMs: 40,
        walBytes: 4_096,
        reserve: true,
        state: 'full',
        stop: { units: 1, bytes: 10 },
        normal: { units: 2, bytes: 20 },
        queries: 4,
      }),
    });
    const found = await samples(registry);
    expect(found.get('dsmil_store_commits_total')).toBe(3);
    expect(found.get('dsmil_store_longest_checkpoint_seconds')).toBe(0.04);
    expect(found.get('dsmil_store_queue_bytes{lane="stop"}')).toBe(10);
    expect(found.get('dsmil_store_state{state="full"}')).toBe(1);
    expect(found.get('dsmil_store_state{state="ready"}')).toBe(0);
  });

  it('says how far the audit log and its checkpoint are', async () => {
    const registry = new MetricsRegistry();
    const world = { now: 1_000, covered: 5 };
    const sink = { able: true, problem: undefined };
    auditFamilies(
      registry,
      {
        status: () => ({
          size: 9,
          durable: true,
          sinks: [
            { ...sink, name: 'store', durable: 9, groups: 4 },
            { ...sink, name: 'leaf file', durable: 6, groups: 2, able: false },
          ],
        }),
        checkpoint: () => Promise.resolve(`origin\n${world.covered}\nhash\n`),
      },
      () => world.now,
    );
    await samples(registry);
    world.now += 4_000;
    const found = await samples(registry);
    expect(found.get('dsmil_audit_queue_entries{sink="leaf_file"}')).toBe(3);
    expect(found.get('dsmil_audit_sink_able{sink="leaf_file"}')).toBe(0);
    expect(found.get('dsmil_audit_checkpoint_entries')).toBe(5);
    expect(found.get('dsmil_audit_checkpoint_age_seconds')).toBe(4);
    world.covered = 9;
    expect((await samples(registry)).get('dsmil_audit_checkpoint_age_seconds')).toBe(0);
    expect(sizeOfCheckpoint(undefined)).toBe(0);
  });

  it('says how long a stop took until everybody had acknowledged it', async () => {
    const registry = new MetricsRegistry();
    let tell: (control: never) => void = () => undefined;
    const control = {
      state: 'RUN',
      epoch: 4,
      missing: ['a'],
      since: 0,
      firstPerson: null,
    } as const;
    const end = decisionFamilies(registry, {
      orchestrator: { state: 'OPERATIONAL', inFlight: 2 },
      stop: {
        control,
        subscribe: (listener) => {
          tell = listener as typeof tell;
          return () => {
            tell = () => undefined;
          };
        },
      },
      heartbeat: { state: { kind: 'BEATING' } },
      health: () => [{ component: 'kernel-track', state: 'FAILED', reason: 'late', since: 0 }],
      operations: {
        statistics: {
          total: 4,
          successful: 1,
          failed: 1,
          denied: 1,
          emergencyStopped: 1,
          emergencyStops: 0,
          trackMessages: 12,
          averageMs: 1,
          current: 1,
          states: { EXECUTING: 1 },
        },
      },
    });
    const say = (state: string, since: number): void => tell({ ...control, state, since } as never);
    say('STOPPING', 1_000);
    say('LATCHED_DEGRADED', 1_100);
    say('LATCHED', 1_500);
    say('STOPPING', 2_000);
    say('LATCHED', 2_003);
    end();
    const found = await samples(registry);
    expect(found.get('dsmil_stop_settle_seconds_count{result="latched"}')).toBe(1);
    expect(found.get('dsmil_stop_settle_seconds_sum{result="latched"}')).toBeCloseTo(0.003);
    expect(found.get('dsmil_stop_settle_seconds_sum{result="degraded"}')).toBeCloseTo(0.1);
    expect(found.get('dsmil_component_state{component="kernel-track",state="FAILED"}')).toBe(1);
    expect(found.get('dsmil_operations_total{outcome="denied"}')).toBe(1);
    expect(found.get('dsmil_operations_current{state="EXECUTING"}')).toBe(1);
  });
});

describe('what is measured while it happens', () => {
  it('is how long the store took, also when it failed, and nothing else changes', async () => {
    const registry = new MetricsRegistry();
    let now = 0;
    const outcome = [{ done: true, results: [] }] as const;
    const store = {
      state: 'ready',
      write: (units: readonly unknown[]) => {
        now += 20;
        return units.length === 1 ? Promise.resolve(outcome) : Promise.reject(new Error('disk'));
      },
      query: (...given: unknown[]) => Promise.resolve(given),
      close: () => Promise.resolve(),
    } as unknown as StoreHandle;
    const timed = new TimedStore(store, registry, () => now);
    const unit = { writeClass: 'normal', commands: [] } as const;
    expect(await timed.write([unit])).toBe(outcome);
    await expect(timed.write([unit, unit])).rejects.toThrow('disk');
    expect(await timed.query('m', 'n', 1)).toEqual(['m', 'n', 1, undefined]);
    expect(timed.state).toBe('ready');
    const found = await samples(registry);
    expect(found.get('dsmil_store_write_seconds_count')).toBe(2);
    expect(found.get('dsmil_store_write_seconds_sum')).toBeCloseTo(0.04);
    expect(found.get('dsmil_store_write_units_sum')).toBe(3);
  });

  it('is how long a track took, apart for answers and failures', async () => {
    const registry = new MetricsRegistry();
    let now = 0;
    const verdict = { risk: 1, reasons: ['r'], rules: ['x'] } as const;
    let fails = false;
    const assessor: Assessor = {
      track: Track.KERNEL,
      assess: () => {
        now += 5;
        return fails ? Promise.reject(new Error('late')) : Promise.resolve(verdict);
      },
    };
    const timed = trackTiming(registry, () => now)(assessor, 'kernel-track');
    const { signal } = new AbortController();
    const subject = {} as Subject;
    expect(timed.track).toBe(Track.KERNEL);
    expect(await timed.assess(subject, signal)).toBe(verdict);
    fails = true;
    await expect(timed.assess(subject, signal)).rejects.toThrow('late');
    const found = await samples(registry);
    for (const result of ['answered', 'failed']) {
      const name = `dsmil_track_answer_seconds_count{track="kernel-track",result="${result}"}`;
      expect(found.get(name)).toBe(1);
    }
  });
});

describe('the probes', () => {
  const well: ProbeSources = {
    device: { state: 'open', snapshot: () => ({ gone: false }) },
    heartbeat: { state: { kind: 'BEATING' } },
    orchestrator: { state: 'OPERATIONAL' },
    health: () => [{ component: 'kernel-track', state: 'OK', reason: '', since: 0 }],
    store: { state: 'ready' },
    audit: { durable: true },
  };
  const withheld: BeatState = { kind: 'WITHHELD', reason: 'a commit is stuck' };
  const component = (name: string) => () =>
    [{ component: name, state: 'FAILED', reason: 'hangs', since: 0 }] as const;

  it.each<[string, Partial<ProbeSources>, boolean, boolean]>([
    ['all is well', {}, true, true],
    ['the stop is latched', { orchestrator: { state: 'EMERGENCY_STOPPED' } }, true, true],
    ['a track is weak', { orchestrator: { state: 'DEGRADED' } }, true, true],
    ['it recovers', { orchestrator: { state: 'RECOVERING' } }, true, false],
    ['it ends', { orchestrator: { state: 'ENDING' } }, true, false],
    ['a track does not answer', { health: component('security-track') }, true, false],
    ['the stop’s helper is away', { health: component('stop-helper') }, true, true],
    ['the disk is full', { store: { state: 'full' } }, true, false],
    ['nothing can be audited', { audit: { durable: false } }, true, false],
    ['the deadman is not beaten', { heartbeat: { state: withheld } }, false, false],
    ['the deadman is disarmed', { heartbeat: { state: { kind: 'DISARMED' } } }, true, true],
    [
      'the device vanished',
      { device: { state: 'vanished', snapshot: () => ({ gone: false }) } },
      false,
      false,
    ],
    [
      'the kernel let it go',
      { device: { state: 'open', snapshot: () => ({ gone: true }) } },
      false,
      false,
    ],
  ])('when %s: reasons for what is wrong, none for the rest', (_, change, alive, ready) => {
    const sources = { ...well, ...change };
    expect(livenessOf(sources).length === 0).toBe(alive);
    expect(readinessOf(sources).length === 0).toBe(ready);
  });
});
