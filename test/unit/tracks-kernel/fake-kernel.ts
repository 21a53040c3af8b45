// SPDX-License-Identifier: Apache-2.0
// A kernel whose state page the test writes, and which publishes records when it is told to.
import { DEVICE_PRESENT, PAGE_GONE, TOKEN_BASE } from '../../../src/abi/generated/constants.ts';
import { DEVICES } from '../../../src/abi/generated/devices.ts';
import {
  DevicePowerState,
  RecordType,
  StopCause,
  StopState,
} from '../../../src/abi/generated/enums.ts';
import { writeRecordHeader } from '../../../src/abi/generated/pages.ts';
import {
  type DeviceStateInput,
  STATE_ENTRY_SIZE,
  writeDeviceState,
  writeStatePage,
} from '../../../src/abi/generated/state.ts';
import { RecordReader } from '../../../src/abi/record-reader.ts';
import type { PathState } from '../../../src/device/options.ts';
import type { BatchHandler } from '../../../src/device/record-pump.ts';
import { Snapshot } from '../../../src/device/snapshot.ts';
import type { KernelEvent, KernelSource } from '../../../src/tracks/kernel/source.ts';

const ENTRIES = 64;
const ENTRY_STATE = 8;

export const HEALTHY: Omit<DeviceStateInput, 'token' | 'group' | 'index' | 'risk' | 'access'> = {
  powerState: DevicePowerState.ACTIVE,
  flags: DEVICE_PRESENT,
  lastError: 0,
  lastReason: 0,
  firmwareStatus: 0,
  registerMask: 0b1001,
  temperatureMc: 40_000,
  registers: Array.from({ length: 16 }, (_, n) => n * 10),
  sampleNs: 5n,
  accessNs: 7n,
  changeNs: 5n,
  version: 1n,
  operationCount: 3n,
  failureCount: 0n,
  refusalCount: 0n,
  transactionId: 0n,
  holdNs: 0n,
};

export class FakeKernel implements KernelSource {
  readonly info = { features: 0n, thermalLimitMc: 85_000 };
  state: PathState = 'open';
  hasRing = true;
  snapshots = 0;
  readonly #page = new Snapshot();
  readonly #view = new DataView(this.#page.bytes.buffer);
  readonly #listeners = new Map<KernelEvent, Set<() => void>>();
  #handlers: BatchHandler[] = [];

  constructor() {
    this.#header(StopState.RUN, 0);
    for (const { token } of DEVICES) {
      this.put(token, {});
    }
  }

  #header(stopState: StopState, flags: number): void {
    const states = this.#page.bytes.slice(ENTRIES);
    writeStatePage(this.#view, 0, {
      magic: 0n,
      stateSchema: 1,
      flags,
      entrySize: STATE_ENTRY_SIZE,
      instanceId: 1n,
      stopGeneration: 1n,
      stopState,
      stopCause: StopCause.LOAD,
      stopNs: 0n,
      entries: DEVICES.map(() => ({ seqcount: 0 })),
    });
    this.#page.bytes.set(states, ENTRIES);
  }

  #at(token: number): number {
    const position = DEVICES.find((one) => one.token === token)?.position ?? -1;
    return ENTRIES + position * STATE_ENTRY_SIZE;
  }

  put(token: number, state: Partial<DeviceStateInput>): void {
    const { group, index, risk, access } = DEVICES.find((one) => one.token === token) ?? {
      group: 0,
      index: 0,
      risk: 1 as const,
      access: 0 as const,
    };
    const at = this.#at(token) + ENTRY_STATE;
    writeDeviceState(this.#view, at, { ...HEALTHY, token, group, index, risk, access, ...state });
  }

  /** The entry is being written, without end. */
  tear(token: number): void {
    this.#view.setUint32(this.#at(token), 1, true);
  }

  stop(state: StopState): void {
    this.#header(state, 0);
    this.emit('stop');
  }

  /** RUN again: only a record tells of it. */
  restart(): void {
    this.#header(StopState.RUN, 0);
  }

  vanish(): void {
    this.#header(StopState.LATCHED, PAGE_GONE);
  }

  emit(event: KernelEvent): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      listener();
    }
  }

  /** One record for each token. */
  publish(tokens: readonly number[], type: RecordType = RecordType.STATE_CHANGE): void {
    const bytes = new Uint8Array(tokens.length * 32);
    const view = new DataView(bytes.buffer);
    for (const [index, device] of tokens.entries()) {
      writeRecordHeader(view, index * 32, {
        length: 32,
        crc: 0,
        sequence: BigInt(index),
        timeNs: 0n,
        type,
        device,
        flags: 0,
        sourceTrack: 1,
        destinationTrack: 4,
        clock: 1,
      });
    }
    const reader = new RecordReader(bytes);
    for (const handler of this.#handlers) {
      reader.rewind(bytes.length);
      handler(reader);
    }
  }

  snapshot(into = new Snapshot()): Snapshot {
    this.snapshots++;
    into.bytes.set(this.#page.bytes);
    return into;
  }

  onRecords(handler: BatchHandler): () => void {
    this.#handlers.push(handler);
    return () => {
      this.#handlers = this.#handlers.filter((other) => other !== handler);
    };
  }

  on(event: KernelEvent, listener: () => void): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  off(event: KernelEvent, listener: () => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  get listening(): number {
    return (
      [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0) + this.#handlers.length
    );
  }
}

export const TOKEN = TOKEN_BASE + 3;
