// SPDX-License-Identifier: Apache-2.0
// Devices and words for tests of the synchronizer, and an independent keeper of the same words that
// asks the core about everything anew each time.
import fc from 'fast-check';
import { RiskLevel } from '../../../src/core/model/enums.ts';
import { type PerTrack, TRACKS, type WorkingTrack } from '../../../src/core/model/track.ts';
import type { Level } from '../../../src/core/risk/level.ts';
import {
  EMPTY_SET,
  type Entry,
  entryKey,
  type FieldSet,
} from '../../../src/core/state/field-set.ts';
import { FIELDS, type FieldValue } from '../../../src/core/state/field-table.ts';
import type { Decision, Strategy } from '../../../src/core/state/strategy.ts';
import { type UnifiedView, unify } from '../../../src/core/state/unify.ts';
import type { SyncedDevice } from '../../../src/sync/device-list.ts';

export function device(deviceId: number, tableRisk: Level = RiskLevel.LOW): SyncedDevice {
  return {
    deviceId,
    deviceName: `device ${deviceId}`,
    deviceGroup: 0,
    deviceIndex: deviceId,
    tableRisk,
    compartments: [],
  };
}

/** A word of a track about a field that it may write, or that it knows nothing any more. */
export interface Word {
  readonly device: number;
  readonly path: string;
  readonly by: WorkingTrack;
  readonly value: FieldValue;
  readonly back: boolean;
}

const written = FIELDS.flatMap(({ path, writers }) => writers.map((by) => ({ path, by })));
// More often what can be in disagreement, and what has a special place.
const crowded = written.filter(({ path }) =>
  /power_state|values\[[01]\]|risk_level|emergency|clearance|authorized|overall/.test(path),
);

export function word(devices: number): fc.Arbitrary<Word> {
  return fc
    .record({
      device: fc.nat({ max: devices - 1 }),
      field: fc.oneof(fc.constantFrom(...written), fc.constantFrom(...crowded)),
      value: fc.constantFrom<FieldValue>(0, 1, 2, 3, 4, 5, 6, 7, null, true, false, 0.5, -0),
      back: fc.boolean(),
    })
    .map(({ field, back, ...rest }) => ({ ...rest, ...field, back: back && rest.value === 7 }));
}

/** Keeps sets as lists and asks unify() each time. */
export class NaiveKeeper {
  readonly #devices: readonly SyncedDevice[];
  readonly #sets = new Map<number, Map<string, FieldSet>>();
  readonly #versions = new Map<string, number>();
  #time = 0;

  constructor(devices: readonly SyncedDevice[]) {
    this.#devices = devices;
  }

  hear({ device: number, path, by, value: given, back }: Word): void {
    // -0 and 0 are one value.
    const value = given === 0 ? 0 : given;
    const sets = this.#sets.get(number) ?? new Map<string, FieldSet>();
    this.#sets.set(number, sets);
    const set = sets.get(path) ?? EMPTY_SET;
    const own = set.find((entry) => entry.by === by);
    const others = set.filter((entry) => entry !== own);
    if (back ? own === undefined : own?.value === value) {
      return;
    }
    const slot = `${number} ${path} ${by}`;
    const version = (this.#versions.get(slot) ?? 0) + 1;
    this.#versions.set(slot, version);
    const [a, b, c] = TRACKS.map((track) => (track === by ? version : 0));
    const vector: PerTrack<number> = [a ?? 0, b ?? 0, c ?? 0];
    const entry: Entry = { by, vector, value, stamp: { wall: ++this.#time, counter: 0 } };
    const next = back ? others : [...others, entry];
    sets.set(
      path,
      next.toSorted((x, y) => (entryKey(x) < entryKey(y) ? -1 : 1)),
    );
  }

  view(
    number: number,
    strategy: Strategy,
    decisions: ReadonlyMap<string, Decision> = new Map(),
  ): UnifiedView {
    const identity = this.#devices[number];
    if (identity === undefined) {
      throw new RangeError(`there is no device ${number}`);
    }
    const { deviceId, deviceName, deviceGroup, deviceIndex, tableRisk } = identity;
    return unify({
      identity: { deviceId, deviceName, deviceGroup, deviceIndex },
      tableRisk,
      sets: this.#sets.get(number) ?? new Map(),
      strategy,
      decisions,
      record: {
        lastStateChange: 0,
        stateChangeCount: 0,
        lastSyncTimestamp: 0,
        syncInProgress: false,
        syncConflictsDetected: 0,
      },
    });
  }
}
