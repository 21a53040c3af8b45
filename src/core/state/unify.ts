// SPDX-License-Identifier: Apache-2.0
// The unified state of one device from what is known about each field.
import {
  type DeviceIdentity,
  OverallDeviceStatus,
  REGISTER_COUNT,
  type UnifiedDeviceState,
  unreportedState,
} from '../model/device-state.ts';
import { RiskLevel, Track } from '../model/enums.ts';
import { type PerTrack, TRACKS } from '../model/track.ts';
import { EMPTY_SET, type FieldSet, seen } from './field-set.ts';
import type { Field, FieldValue } from './field-table.ts';
import { type Leaves, leafOf, PLACES, putLeaf } from './place.ts';
import { type Decision, type Resolution, resolveField, type Strategy } from './strategy.ts';

/** Counted by whoever synchronizes. */
export interface SyncRecord {
  readonly lastStateChange: number;
  readonly stateChangeCount: number;
  readonly lastSyncTimestamp: number;
  readonly syncInProgress: boolean;
  readonly syncConflictsDetected: number;
}

export interface UnifyInput {
  readonly identity: DeviceIdentity;
  /** The device's class in the table; QUARANTINED there is the last word. */
  readonly tableRisk: RiskLevel;
  /** By path of the field table; one that is not there was said by nobody. */
  readonly sets: ReadonlyMap<string, FieldSet>;
  readonly strategy: Strategy;
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly record: SyncRecord;
}

export interface Disagreement {
  readonly path: string;
  readonly set: FieldSet;
  readonly resolution: Resolution;
}

export interface UnifiedView {
  readonly state: UnifiedDeviceState;
  /** Resolved ones too: each is logged. */
  readonly disagreements: readonly Disagreement[];
  readonly blocksEffects: boolean;
}

/**
 * What a safety field reads as while its owner is silent: as safe as if the owner had said the
 * worst, so that another track's good word does not stand in for it. Where no value is the safe
 * one, that is a conflict: what somebody wishes for is not what is.
 */
function withSilentOwner(
  field: Field,
  set: FieldSet,
  resolution: Resolution,
  worst: FieldValue,
): Resolution {
  const owner = TRACKS.indexOf(field.writers[0] ?? Track.KERNEL);
  if (!field.safety || seen(set)[owner] !== 0) {
    return resolution;
  }
  if (field.order === null) {
    return { value: worst, status: 'CONFLICT', blocksEffects: true };
  }
  return field.order(worst) > field.order(resolution.value)
    ? { ...resolution, value: worst }
    : resolution;
}

/**
 * What @field reads as, its owner's silence included; null when nobody has said anything. @worst is
 * what it reads as then.
 */
export function readField(
  field: Field,
  set: FieldSet,
  strategy: Strategy,
  decision: Decision | null,
  worst: FieldValue,
): Resolution | null {
  const said = resolveField(field, set, strategy, decision);
  return said === null ? null : withSilentOwner(field, set, said, worst);
}

/** How many writes of each track are behind @sets: moves with each, never back. */
function syncVersions(sets: ReadonlyMap<string, FieldSet>): PerTrack<number> {
  return [...sets.values()]
    .map(seen)
    .reduce<PerTrack<number>>(
      (sum, vector) => [sum[0] + vector[0], sum[1] + vector[1], sum[2] + vector[2]],
      [0, 0, 0],
    );
}

export function unify(input: UnifyInput): UnifiedView {
  const { identity, tableRisk, sets, strategy, decisions, record } = input;
  const worst = unreportedState(identity, tableRisk);
  const parts = {
    kernelState: { ...worst.kernelState, lastRegisterValues: Array(REGISTER_COUNT).fill(null) },
    securityState: { ...worst.securityState },
    interfaceState: { ...worst.interfaceState },
    unifiedMetadata: { ...worst.unifiedMetadata },
  };
  const disagreements: Disagreement[] = [];
  for (const place of PLACES) {
    const { field } = place;
    const leaves: Leaves = parts[place.part];
    const set = sets.get(field.path) ?? EMPTY_SET;
    const decision = decisions.get(field.path) ?? null;
    const resolution = readField(field, set, strategy, decision, leafOf(leaves, place));
    if (resolution !== null) {
      putLeaf(leaves, place, resolution.value);
      if (resolution.status !== 'AGREED') {
        disagreements.push({ path: field.path, set, resolution });
      }
    }
  }
  const quarantined = tableRisk === RiskLevel.QUARANTINED;
  const { kernelState, securityState, interfaceState, unifiedMetadata } = parts;
  const [kernelSyncVersion, securitySyncVersion, interfaceSyncVersion] = syncVersions(sets);
  const { lastStateChange, stateChangeCount, ...counted } = record;
  const state: UnifiedDeviceState = {
    ...identity,
    kernelState,
    securityState,
    interfaceState,
    unifiedMetadata: {
      ...unifiedMetadata,
      // Safety rule 1: no track's word lifts it.
      ...(quarantined && {
        currentRiskLevel: RiskLevel.QUARANTINED,
        overallStatus: OverallDeviceStatus.QUARANTINED,
      }),
      lastStateChange,
      stateChangeCount,
    },
    synchronization: {
      kernelSyncVersion,
      securitySyncVersion,
      interfaceSyncVersion,
      ...counted,
    },
  };
  const blocksEffects = disagreements.some(({ resolution }) => resolution.blocksEffects);
  return { state, disagreements, blocksEffects };
}
