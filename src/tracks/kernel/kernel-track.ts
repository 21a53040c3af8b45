// SPDX-License-Identifier: Apache-2.0
// Track A: reports what the kernel's state page says, and judges operations by it. Records say that
// something has changed; what it is now is always read from the page, which needs no system call. So
// a record that is lost costs nothing but time: the next look finds what it would have told.
import { devicePosition, formatToken } from '../../abi/devices.ts';
import { DEVICES } from '../../abi/generated/devices.ts';
import { RecordType } from '../../abi/generated/enums.ts';
import type { RecordReader } from '../../abi/record-reader.ts';
import { OperationType, RiskLevel, Track } from '../../core/model/enums.ts';
import type {
  Assessor,
  FieldReport,
  Reporter,
  Subject,
  TrackVerdict,
} from '../../core/ports/track.ts';
import { isEffect } from '../../core/requirement/input.ts';
import type { FieldValue } from '../../core/state/field-table.ts';
import { Snapshot } from '../../device/snapshot.ts';
import { type Condition, findingsFor } from './condition.ts';
import { fieldValues, KERNEL_PATHS } from './fields.ts';
import type { KernelEvent, KernelSource } from './source.ts';

type Listener = (changes: readonly FieldReport[]) => void;

/** An entry that is being written is there at the next try. */
const SNAPSHOT_TRIES = 3;

/** After any of these anything may be otherwise. */
const WHOLE: readonly KernelEvent[] = ['stop', 'loss', 'fault', 'state', 'reconnected'];

/** The kernel does not show its page: the device is gone, or the path is closed. */
export class KernelGoneError extends Error {
  override readonly name = 'KernelGoneError';
  readonly code = 'ERR_DSMIL_KERNEL_GONE';

  constructor() {
    super('the kernel does not answer: the device is gone, or its path was closed');
  }
}

export class KernelTrack implements Reporter, Assessor {
  readonly track = Track.KERNEL;
  readonly #source: KernelSource;
  readonly #page = new Snapshot();
  /** What subscribers were told, by position in the table. */
  readonly #told: (readonly FieldValue[] | undefined)[] = DEVICES.map(() => undefined);
  readonly #dirty = new Set<number>();
  #listeners: readonly Listener[] = [];
  #unsubscribe: (() => void) | undefined;

  constructor(source: KernelSource) {
    this.#source = source;
  }

  /** Rejects with KernelGoneError while there is nothing to read: then all of it is unknown. */
  report(signal: AbortSignal, device?: number): Promise<readonly FieldReport[]> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      this.#look();
      const reports: FieldReport[] = [];
      const only = device === undefined ? -1 : devicePosition(device);
      for (const { position, token } of DEVICES) {
        const values = only < 0 || only === position ? this.#valuesAt(position) : undefined;
        for (const [index, value] of (values ?? []).entries()) {
          reports.push({ device: token, path: KERNEL_PATHS[index] ?? '', value });
        }
      }
      resolve(reports);
    });
  }

  subscribe(listener: Listener): () => void {
    const own: Listener = (changes) => listener(changes);
    this.#listeners = [...this.#listeners, own];
    this.#listen();
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== own);
      if (this.#listeners.length === 0) {
        this.#unsubscribe?.();
        this.#unsubscribe = undefined;
      }
    };
  }

  /** From the page as it is now. Rejects with KernelGoneError: without a verdict it counts as CRITICAL. */
  assess({ request }: Subject, signal: AbortSignal): Promise<TrackVerdict> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve(this.verdict(request.deviceId, request.operationType));
    });
  }

  verdict(token: number, type: OperationType): TrackVerdict {
    this.#look();
    const position = devicePosition(token);
    const condition = this.#conditionAt(position);
    const effect = isEffect(type);
    const found = type === OperationType.EMERGENCY_STOP ? [] : findingsFor(condition, effect);
    const [worst] = found;
    if (worst === undefined) {
      return {
        risk: RiskLevel.SAFE,
        reasons: [`nothing in the kernel's state of ${formatToken(token)} speaks against it`],
        rules: ['kernel-clear'],
      };
    }
    return {
      risk: worst.level,
      reasons: found.map(({ reason }) => reason),
      rules: found.map(({ rule }) => rule),
    };
  }

  /** Reads the page. Throws KernelGoneError. */
  #look(): void {
    const source = this.#source;
    if (source.state !== 'open') {
      throw new KernelGoneError();
    }
    source.snapshot(this.#page);
    if (this.#page.gone) {
      throw new KernelGoneError();
    }
  }

  #conditionAt(position: number): Condition {
    const { thermalLimitMc, features } = this.#source.info;
    let device = position < 0 ? undefined : this.#page.at(position);
    for (let tries = 1; position >= 0 && device === undefined && tries < SNAPSHOT_TRIES; tries++) {
      device = this.#source.snapshot(this.#page).at(position);
    }
    return { device, stopped: this.#page.stopped, thermalLimitMc, features };
  }

  /** undefined when the entry could not be read: then it is not known. */
  #valuesAt(position: number): readonly FieldValue[] | undefined {
    const condition = this.#conditionAt(position);
    const { device } = condition;
    return device === undefined ? undefined : fieldValues(device, condition);
  }

  #listen(): void {
    if (this.#unsubscribe !== undefined) {
      return;
    }
    const source = this.#source;
    const whole = (): void => this.#tellChanges(undefined);
    for (const event of WHOLE) {
      source.on(event, whole);
    }
    const records = source.hasRing ? source.onRecords((reader) => this.#onRecords(reader)) : null;
    this.#unsubscribe = () => {
      for (const event of WHOLE) {
        source.off(event, whole);
      }
      records?.();
    };
  }

  /** One look for a batch, however many of its records are about the same device. */
  #onRecords(reader: RecordReader): void {
    let whole = false;
    while (reader.next()) {
      if (reader.type === RecordType.RAW) {
        continue;
      }
      const position = devicePosition(reader.device);
      if (position >= 0) {
        this.#dirty.add(position);
      } else {
        // Of no device is of all of them: the way back from a stop is told by such a record alone.
        whole = true;
      }
    }
    if (whole || this.#dirty.size > 0) {
      this.#tellChanges(whole ? undefined : [...this.#dirty]);
      this.#dirty.clear();
    }
  }

  /** @positions: the devices to look at; undefined is all. */
  #tellChanges(positions: readonly number[] | undefined): void {
    if (this.#source.state !== 'open') {
      // A pass that is not answered makes all of it unknown; there is nothing to tell.
      return;
    }
    this.#source.snapshot(this.#page);
    const changes: FieldReport[] = [];
    for (const position of positions ?? this.#told.keys()) {
      this.#collect(position, changes);
    }
    if (changes.length > 0) {
      for (const listener of this.#listeners) {
        listener(changes);
      }
    }
  }

  #collect(position: number, changes: FieldReport[]): void {
    const values = this.#valuesAt(position);
    const token = DEVICES[position]?.token;
    if (values === undefined || token === undefined) {
      return;
    }
    const told = this.#told[position];
    this.#told[position] = values;
    for (const [index, value] of values.entries()) {
      if (told === undefined || told[index] !== value) {
        changes.push({ device: token, path: KERNEL_PATHS[index] ?? '', value });
      }
    }
  }
}
