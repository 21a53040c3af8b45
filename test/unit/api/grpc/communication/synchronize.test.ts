// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EncodedStates,
  statesCodec,
} from '../../../../../src/api/grpc/communication/encoded-states.ts';
import { RequestedPasses } from '../../../../../src/api/grpc/communication/requested-passes.ts';
import { SeenDevices } from '../../../../../src/api/grpc/communication/seen-devices.ts';
import { StateVersions } from '../../../../../src/api/grpc/communication/state-versions.ts';
import {
  synchronize as answerInParts,
  type SynchronizeParts,
} from '../../../../../src/api/grpc/communication/synchronize.ts';
import {
  type IStateSynchronizationResponse,
  StateSynchronizationResponse,
} from '../../../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import {
  type UnifiedDeviceState,
  unreportedState,
} from '../../../../../src/core/model/device-state.ts';
import type { DeviceChange } from '../../../../../src/sync/change-log.ts';
import { runs } from '../../../core/runs.ts';
import { ABSENT, CLOCK, COMPARTMENTED, callOf, OPEN, SECRET, SecurityWorld } from './world.ts';

const TOKENS = [OPEN, SECRET, COMPARTMENTED];

function identityOf(deviceId: number) {
  return { deviceId, deviceName: `d${deviceId}`, deviceGroup: 0, deviceIndex: 0 };
}

function world() {
  const security = new SecurityWorld();
  let listener: ((changes: readonly DeviceChange[]) => void) | undefined;
  const states = new Map<number, UnifiedDeviceState>(
    TOKENS.map((token) => [token, unreportedState(identityOf(token), 2)]),
  );
  const asked: number[][] = [];
  let revision = 0;
  const never = new Promise<never>(() => undefined);
  const sync = {
    devices: TOKENS.map((token) => ({
      ...identityOf(token),
      tableRisk: 2 as const,
      compartments: [],
    })),
    state: (token: number) => states.get(token) as UnifiedDeviceState,
    revision: () => revision,
    sync: (token: number) => {
      asked.push([token]);
      return never;
    },
    syncAll: () => {
      asked.push(TOKENS);
      return Promise.resolve();
    },
    disagreements: () =>
      TOKENS.map((device) => ({
        device,
        path: 'kernel_state.power_state',
        about: '',
        strategy: 'CONSERVATIVE' as const,
        set: [
          { by: 1 as const, vector: [1, 0, 0] as const, value: 3, stamp: { wall: 0, counter: 0 } },
        ],
        resolution: { value: null, status: 'CONFLICT' as const, blocksEffects: true },
      })),
    health: (track: number) => (track === 3 ? ('SILENT' as const) : ('ANSWERING' as const)),
    metrics: { passes: 0, passMs: 0, failures: 0, missed: 0, dropped: 0, longestTurnMs: 0 },
    subscribe: (one: (changes: readonly DeviceChange[]) => void) => {
      listener = one;
      return () => undefined;
    },
  };
  const versions = new StateVersions({
    subscribe: sync.subscribe,
    policyName: () => security.policyName,
    // It stands still: versions move all the same.
    now: () => 1,
  });
  const parts: SynchronizeParts = {
    sync,
    security,
    clock: CLOCK,
    instance: 'ab'.repeat(16),
    versions,
    seen: new SeenDevices(security, TOKENS),
    states: new EncodedStates(sync),
    passes: new RequestedPasses(sync),
  };
  const change = (device: number, count: number): void => {
    const before = states.get(device) as UnifiedDeviceState;
    const unifiedMetadata = { ...before.unifiedMetadata, stateChangeCount: count };
    states.set(device, { ...before, unifiedMetadata });
    revision += 1;
    listener?.([{ device, number: 0, trigger: 'EVENT', fields: [] }]);
  };
  return { parts, security, change, asked };
}

/** As a client has it. */
async function synchronize(
  ...asked: Parameters<typeof answerInParts>
): Promise<IStateSynchronizationResponse> {
  const answer = await answerInParts(...asked);
  return StateSynchronizationResponse.decode(statesCodec.encode(answer));
}

describe('SynchronizeState', () => {
  it('tells of those devices alone that the caller is cleared for, and of their conflicts', async () => {
    const { parts } = world();
    const devicesFor = async (who: string): Promise<unknown> => {
      const { devices, conflicts } = await synchronize(parts, {}, callOf(who));
      return [devices?.map(({ deviceId }) => deviceId), conflicts?.map(({ deviceId }) => deviceId)];
    };
    expect(await devicesFor('ann')).toEqual([TOKENS, TOKENS]);
    expect(await devicesFor('bob')).toEqual([[OPEN], [OPEN]]);
    expect(await devicesFor('stranger')).toEqual([[], []]);
  });

  it('C4 answers for a device that one may not know of as for one that is not there', async () => {
    for (const refresh of [false, true]) {
      const seen = await Promise.all(
        [ABSENT, SECRET, COMPARTMENTED].map(async (deviceId) => {
          const { parts, security, asked } = world();
          const given = { deviceIds: [OPEN, deviceId], refresh };
          const error = await synchronize(parts, given, callOf('bob')).catch((one: unknown) => one);
          expect(asked).toEqual([]);
          return [String(error).replaceAll(deviceId.toString(16), 'it'), security.refusals];
        }),
      );
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
    }
  });

  it('C8 gives whoever applies each difference what they would get at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...TOKENS), fc.boolean(), fc.boolean()), {
          maxLength: 20,
        }),
        fc.constantFrom('ann', 'bob'),
        async (steps, who) => {
          const { parts, change, security } = world();
          const copy = new Map<number, unknown>();
          let version = 0;
          const ask = async (): Promise<void> => {
            const given = { sinceVersion: version, serverInstance: parts.instance };
            const answer = await synchronize(parts, given, callOf(who));
            expect(answer.version).toBeGreaterThanOrEqual(version);
            version = answer.version as number;
            for (const device of answer.devices ?? []) {
              copy.set(device.deviceId as number, device);
            }
          };
          for (const [n, [device, asks, policyMoves]] of steps.entries()) {
            change(device, n);
            security.policyName = policyMoves ? `p${n}` : security.policyName;
            if (asks) {
              await ask();
            }
          }
          await ask();
          const all = await synchronize(parts, {}, callOf(who));
          expect([...copy.values()]).toHaveLength(all.devices?.length ?? 0);
          for (const device of all.devices ?? []) {
            expect(copy.get(device.deviceId as number)).toEqual(device);
          }
        },
      ),
      runs(50),
    );
  });

  it('C8 moves nobody’s version for what they may not see', async () => {
    const { parts, change } = world();
    const before = await synchronize(parts, {}, callOf('bob'));
    change(SECRET, 5);
    const after = await synchronize(parts, {}, callOf('bob'));
    expect(after.version).toBe(before.version);
    const given = { sinceVersion: before.version, serverInstance: parts.instance };
    expect((await synchronize(parts, given, callOf('bob'))).devices).toEqual([]);
    // Of another run of the daemon it means nothing.
    const other = { ...given, serverInstance: 'x' };
    expect((await synchronize(parts, other, callOf('bob'))).devices).toHaveLength(1);
  });

  it('asks the tracks when it is told to, and waits for a silent one no longer than the call lasts', async () => {
    const { parts, asked } = world();
    const all = await synchronize(parts, { refresh: true }, callOf('ann'));
    expect(all.silentTracks).toEqual([3]);
    const end = new AbortController();
    const waiting = synchronize(parts, { refresh: true }, callOf('bob', { signal: end.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    end.abort(new Error('deadline'));
    await expect(waiting).rejects.toThrow('deadline');
    expect(asked).toEqual([TOKENS, [OPEN]]);
  });

  it('has every field of the state, and which registers are known', async () => {
    const { parts } = world();
    const { devices, conflicts } = await synchronize(
      parts,
      { deviceIds: [OPEN, OPEN] },
      callOf('bob'),
    );
    expect(devices).toMatchObject([
      {
        deviceId: OPEN,
        kernelState: { knownRegisters: 0, lastRegisterValues: Array.from({ length: 16 }, () => 0) },
        securityState: { requiredClearance: 7, accessAuthorized: false },
        interfaceState: { displayState: 0 },
        unifiedMetadata: { emergencyStopApplied: true, currentRiskLevel: 5 },
        synchronization: { syncInProgress: false },
      },
    ]);
    expect(conflicts).toEqual([
      {
        deviceId: OPEN,
        field: 'kernel_state.power_state',
        status: 3,
        blocksEffects: true,
        value: 'null',
        claims: [{ track: 1, value: '3' }],
      },
    ]);
  });

  it('refuses by name what is no question', async () => {
    const { parts } = world();
    const cases = [
      [{ deviceIds: Array.from({ length: 4 }, () => OPEN) }, 'device_ids'],
      [{ sinceVersion: 2 ** 60 }, 'since_version'],
      [{ serverInstance: 'x'.repeat(65) }, 'server_instance'],
    ] as const;
    for (const [given, field] of cases) {
      await expect(synchronize(parts, given, callOf('ann'))).rejects.toThrow(field);
    }
  });
});
