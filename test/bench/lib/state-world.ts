// SPDX-License-Identifier: Apache-2.0
// Synthetic devices and tracks for the synchronizer alone: every field that a track may write is
// reported, and of each device a handful moves from one report to the next.
import { ClearanceLevel, RiskLevel, Track } from '../../../src/core/model/enums.ts';
import { TRACKS, type WorkingTrack } from '../../../src/core/model/track.ts';
import type { AuditLog } from '../../../src/core/ports/audit-log.ts';
import type { FieldReport, Reporter } from '../../../src/core/ports/track.ts';
import { FIELDS, type FieldValue } from '../../../src/core/state/field-table.ts';
import { Strategy } from '../../../src/core/state/strategy.ts';
import type { SyncedDevice } from '../../../src/sync/device-list.ts';
import { Synchronizer } from '../../../src/sync/synchronizer.ts';

export const FIRST_TOKEN = 0x8000;

export function syntheticDevices(count: number): SyncedDevice[] {
  return Array.from({ length: count }, (_, n) => ({
    deviceId: FIRST_TOKEN + n,
    deviceName: `synthetic ${n}`,
    deviceGroup: n % 7,
    deviceIndex: n % 12,
    tableRisk: RiskLevel.LOW,
    compartments: [],
  }));
}

/** Owners report all that is theirs; others agree where they are asked at all. */
const OWN: readonly (readonly string[])[] = TRACKS.map((track) =>
  FIELDS.filter(({ writers }) => writers[0] === track).map(({ path }) => path),
);
export const FIELDS_A_DEVICE = OWN.reduce((sum, { length }) => sum + length, 0);

const MOVING = new Set([
  'kernel_state.last_register_values[2]',
  'kernel_state.last_kernel_access',
  'kernel_state.kernel_operation_count',
  'security_state.audit_sequence_number',
  'interface_state.last_ui_interaction',
]);

function valueAt(path: string, token: number, turn: number): FieldValue {
  if (MOVING.has(path)) {
    return token + turn;
  }
  if (path === 'security_state.required_clearance') {
    return ClearanceLevel.RESTRICTED;
  }
  if (/active$|authorized|enabled|applied|monitored|pending/.test(path)) {
    return !/applied|pending/.test(path);
  }
  return 1;
}

export function reportsOf(
  track: WorkingTrack,
  devices: readonly SyncedDevice[],
  turn: number,
): FieldReport[] {
  const paths = OWN[TRACKS.indexOf(track)] ?? [];
  return devices.flatMap(({ deviceId }) =>
    paths.map((path) => ({ device: deviceId, path, value: valueAt(path, deviceId, turn) })),
  );
}

/** Answers with one of two prepared reports in turn, so that making them is not measured. */
class PreparedTrack implements Reporter {
  readonly track: WorkingTrack;
  readonly #reports: readonly (readonly FieldReport[])[];
  /** By token and turn. */
  readonly #single = new Map<number, readonly (readonly FieldReport[])[]>();
  #listener: ((changes: readonly FieldReport[]) => void) | undefined;
  #turn = 0;

  constructor(track: WorkingTrack, devices: readonly SyncedDevice[], singles: number) {
    this.track = track;
    this.#reports = [0, 1].map((turn) => reportsOf(track, devices, turn));
    for (const device of devices.slice(0, singles)) {
      this.#single.set(
        device.deviceId,
        [0, 1].map((turn) => reportsOf(track, [device], turn)),
      );
    }
  }

  report(_signal: AbortSignal, device?: number): Promise<readonly FieldReport[]> {
    this.#turn ^= 1;
    const of = device === undefined ? this.#reports : this.#single.get(device);
    return Promise.resolve(of?.[this.#turn] ?? []);
  }

  subscribe(listener: (changes: readonly FieldReport[]) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = undefined;
    };
  }

  tell(changes: readonly FieldReport[]): void {
    this.#listener?.(changes);
  }
}

const NO_AUDIT: AuditLog = {
  durable: true,
  append: () => Promise.resolve({ index: 0, leafHash: '' }),
};

function makeSync(
  devices: readonly SyncedDevice[],
  reporters: readonly Reporter[],
  publish: () => void,
): Synchronizer {
  return new Synchronizer({
    devices,
    reporters,
    settings: {
      strategyOf: () => Strategy.CONSERVATIVE,
      fullPassMs: 3_600_000,
      reportDeadlineMs: 60_000,
      backlogCount: 100_000_000,
    },
    clock: { wall: () => Date.now(), boot: () => Math.floor(performance.now()) },
    events: { publish },
    audit: NO_AUDIT,
    personProblem: () => null,
    onProblem: (problem) => {
      throw new Error(`the synchronizer has a problem: ${problem.kind}`);
    },
  });
}

export class StateRig implements AsyncDisposable {
  readonly devices: readonly SyncedDevice[];
  readonly kernel: PreparedTrack;
  readonly ui: PreparedTrack;
  readonly sync: Synchronizer;
  published = 0;

  constructor(count: number) {
    this.devices = syntheticDevices(count);
    const tracks = TRACKS.map((track) => new PreparedTrack(track, this.devices, 84));
    const [kernel, , ui] = tracks;
    if (kernel === undefined || ui === undefined) {
      throw new Error(`there are ${tracks.length} tracks, not ${Track.INTERFACE}`);
    }
    this.kernel = kernel;
    this.ui = ui;
    this.sync = makeSync(this.devices, tracks, () => {
      this.published++;
    });
  }

  /** That nobody reports to. */
  static silent(devices: readonly SyncedDevice[]): Synchronizer {
    return makeSync(devices, [], () => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.sync.close();
    return Promise.resolve();
  }
}
