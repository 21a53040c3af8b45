// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { DevicePowerState, unreportedState } from '../../../../src/core/model/device-state.ts';
import { RiskLevel, Track } from '../../../../src/core/model/enums.ts';
import {
  EMPTY_SET,
  type FieldSet,
  mergeSets,
  writeField,
} from '../../../../src/core/state/field-set.ts';
import { FIELDS, type FieldValue, fieldAt } from '../../../../src/core/state/field-table.ts';
import { unify } from '../../../../src/core/state/unify.ts';

const IDENTITY = { deviceId: 0x8003, deviceName: 'D', deviceGroup: 0, deviceIndex: 3 };
const RECORD = {
  lastStateChange: 7,
  stateChangeCount: 8,
  lastSyncTimestamp: 9,
  syncInProgress: true,
  syncConflictsDetected: 10,
};

type Said = readonly [path: string, by: 1 | 2 | 3, value: FieldValue];

/** What each said without hearing the others. */
function view(said: readonly Said[], tableRisk: RiskLevel = RiskLevel.LOW) {
  const sets = new Map<string, FieldSet>();
  for (const [path, by, value] of said) {
    const one = writeField(fieldAt(path), EMPTY_SET, by, value, { wall: 1, counter: 1 });
    sets.set(path, mergeSets(sets.get(path) ?? EMPTY_SET, one));
  }
  const decisions = new Map();
  return unify({
    identity: IDENTITY,
    tableRisk,
    sets,
    strategy: 'CONSERVATIVE',
    decisions,
    record: RECORD,
  });
}

const RISK = 'unified_metadata.current_risk_level';

describe('the unified state', () => {
  it('M3 of a device that nobody reported is the unreported one', () => {
    const { state, disagreements, blocksEffects } = view([]);
    const worst = unreportedState(IDENTITY, RiskLevel.LOW);
    expect(state).toEqual({
      ...worst,
      unifiedMetadata: { ...worst.unifiedMetadata, lastStateChange: 7, stateChangeCount: 8 },
      synchronization: {
        ...worst.synchronization,
        lastSyncTimestamp: 9,
        syncInProgress: true,
        syncConflictsDetected: 10,
      },
    });
    expect([disagreements, blocksEffects]).toEqual([[], false]);
  });

  it('C7 has a place for every field that somebody writes', () => {
    for (const { path, writers } of FIELDS) {
      const [owner] = writers;
      if (owner === undefined) {
        continue;
      }
      // Each value is one that the unreported state does not have there.
      const { state } = view([[path, owner, 77]]);
      const written = JSON.stringify(state).match(/\b77\b/g);
      expect([path, written?.length]).toEqual([path, 1]);
    }
  });

  it('puts a register at its number', () => {
    const { state } = view([['kernel_state.last_register_values[3]', Track.KERNEL, 5]]);
    expect(state.kernelState.lastRegisterValues.slice(2, 5)).toEqual([null, 5, null]);
  });

  it('tells disagreements, and blocks effects for those without an order', () => {
    const power = 'kernel_state.power_state';
    const { disagreements, blocksEffects, state } = view([
      [power, Track.KERNEL, 2],
      [power, Track.INTERFACE, 3],
      [RISK, Track.SECURITY, 2],
      [RISK, Track.KERNEL, 4],
    ]);
    expect(disagreements.map(({ path, resolution }) => [path, resolution.status])).toEqual([
      [power, 'CONFLICT'],
      [RISK, 'RESOLVED'],
    ]);
    expect(blocksEffects).toBe(true);
    expect(state.kernelState.powerState).toBe(2);
    expect(state.unifiedMetadata.currentRiskLevel).toBe(4);
    expect(view([[power, Track.KERNEL, 2]]).blocksEffects).toBe(false);
  });

  it('takes no other track for a silent owner of a safety field', () => {
    const mild = view([[RISK, Track.KERNEL, RiskLevel.SAFE]]);
    expect(mild.state.unifiedMetadata.currentRiskLevel).toBe(RiskLevel.CRITICAL);
    const both = view([
      [RISK, Track.KERNEL, RiskLevel.SAFE],
      [RISK, Track.SECURITY, RiskLevel.LOW],
    ]);
    expect(both.state.unifiedMetadata.currentRiskLevel).toBe(RiskLevel.LOW);
    const worse = view([[RISK, Track.KERNEL, RiskLevel.QUARANTINED]]);
    expect(worse.state.unifiedMetadata.currentRiskLevel).toBe(RiskLevel.QUARANTINED);
  });

  it('takes no wish for what is while the owner of power or a register is silent', () => {
    const wished = view([['kernel_state.power_state', Track.INTERFACE, 3]]);
    expect(wished.state.kernelState.powerState).toBe(DevicePowerState.UNKNOWN);
    expect(wished.blocksEffects).toBe(true);
    expect(wished.disagreements.map(({ resolution }) => resolution.status)).toEqual(['CONFLICT']);
  });

  it('is quarantined when the table says so, whatever the tracks say', () => {
    const said: Said[] = [
      [RISK, 1, 1],
      [RISK, 2, 1],
      [RISK, 3, 1],
      ['unified_metadata.overall_status', 1, 1],
    ];
    const { unifiedMetadata } = view(said, RiskLevel.QUARANTINED).state;
    expect(unifiedMetadata).toMatchObject({ currentRiskLevel: 6, overallStatus: 5 });
  });

  it('counts the writes of each track', () => {
    const { synchronization } = view([
      [RISK, Track.KERNEL, 1],
      [RISK, Track.SECURITY, 1],
      ['kernel_state.power_state', Track.KERNEL, 1],
    ]).state;
    expect(synchronization).toMatchObject({
      kernelSyncVersion: 2,
      securitySyncVersion: 1,
      interfaceSyncVersion: 0,
    });
  });
});
