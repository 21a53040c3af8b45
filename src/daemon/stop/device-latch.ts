// SPDX-License-Identifier: Apache-2.0
// The kernel's latch and deadman as the orchestrator sees them, over a device path.
import { formatToken } from '../../abi/devices.ts';
import {
  DEVICE_NOT_ANSWERING,
  DEVICE_OPERATING,
  DEVICE_PREPARED,
  DEVICE_PRESENT,
  DEVICE_QUARANTINED,
  DEVICE_UNCERTAIN,
  FEATURE_THERMAL_NONE,
} from '../../abi/generated/constants.ts';
import { DEVICES } from '../../abi/generated/devices.ts';
import { DevicePowerState, StopCause, StopState } from '../../abi/generated/enums.ts';
import type { Latch } from '../../core/machines/stop.ts';
import type { DevicePath } from '../../device/device-path.ts';
import { ClosedError, VanishedError } from '../../device/errors.ts';
import { Snapshot } from '../../device/snapshot.ts';
import type { Deadman } from '../../orchestrator/stop/heartbeat.ts';
import type { KernelLatch, LatchView } from '../../orchestrator/stop/ports.ts';
import { hottest } from '../local/facts.ts';
import { nameOfStop } from '../stop-name.ts';

const LATCHES: Readonly<Record<number, Latch>> = {
  [StopState.RUN]: 'RUN',
  [StopState.LATCHED]: 'LATCHED',
  [StopState.RESET_PENDING]: 'RESET_PENDING',
  [StopState.READY]: 'READY',
};

const BUSY = DEVICE_PREPARED | DEVICE_OPERATING;
/** While one of these is set, nobody can say that the device is safe. */
const UNSAFE = BUSY | DEVICE_UNCERTAIN | DEVICE_NOT_ANSWERING;
/** An entry that is being written is there at the next try. */
const SNAPSHOT_TRIES = 3;

const EVENTS = ['stop', 'state', 'reconnected', 'fault', 'loss'] as const;

export class DeviceLatch implements KernelLatch, Deadman {
  readonly #device: DevicePath;
  readonly #page = new Snapshot();
  /** Power as it was when nothing was under way, by position. */
  readonly #quiet: (number | undefined)[] = DEVICES.map(() => undefined);
  /** Positions that had something under way when the stop of #epoch was first looked at. */
  #busy: ReadonlySet<number> = new Set();
  #epoch = -1n;

  constructor(device: DevicePath) {
    this.#device = device;
  }

  stop(detail: string): number {
    return Number(this.#device.stopControl.stop(detail).generation);
  }

  view(): LatchView | undefined {
    if (!this.#look()) {
      return undefined;
    }
    const { state, generation, cause } = this.#page.stop;
    if (state === StopState.RUN) {
      this.#rememberQuiet();
    }
    return {
      latch: LATCHES[state] ?? 'UNKNOWN',
      epoch: Number(generation),
      cause: nameOfStop(state, cause)[1],
      instance: this.#page.instanceId.toString(16),
    };
  }

  unsafe(): readonly string[] | undefined {
    if (!this.#look()) {
      return undefined;
    }
    const { generation } = this.#page.stop;
    if (generation !== this.#epoch) {
      this.#epoch = generation;
      this.#busy = new Set(DEVICES.map(({ position }) => position).filter((p) => this.#isBusy(p)));
    }
    return DEVICES.filter(({ position }) => !this.#safe(position)).map(({ token }) =>
      formatToken(token),
    );
  }

  causes(): readonly string[] {
    if (!this.#look()) {
      return ['the kernel does not show its state'];
    }
    const causes: string[] = [];
    const { cause } = this.#page.stop;
    if (cause === StopCause.REGISTRY_LOST || cause === StopCause.GONE) {
      causes.push('the hardware registry or the device was lost: the module must be loaded again');
    }
    const { features, thermalLimitMc } = this.#device.info;
    const hottestMc = hottest(this.#page);
    const watched = (features & FEATURE_THERMAL_NONE) === 0n;
    if (watched && hottestMc !== undefined && hottestMc >= thermalLimitMc) {
      causes.push(
        `the hottest device is at ${hottestMc / 1000} °C, the limit is ${thermalLimitMc / 1000} °C`,
      );
    }
    return causes;
  }

  async resetRequest(epoch: number): Promise<bigint> {
    return (await this.#device.stopControl.resetRequest(BigInt(epoch))).nonce;
  }

  async resetConfirm(epoch: number, nonce: bigint): Promise<void> {
    await this.#device.stopControl.resetConfirm(BigInt(epoch), nonce);
  }

  async start(epoch: number): Promise<void> {
    await this.#device.stopControl.start(BigInt(epoch));
  }

  subscribe(listener: () => void): () => void {
    const own = (): void => listener();
    for (const event of EVENTS) {
      this.#device.on(event, own);
    }
    return () => {
      for (const event of EVENTS) {
        this.#device.off(event, own);
      }
    };
  }

  arm(periodMs: number): void {
    this.#device.stopControl.armDeadman(periodMs);
  }

  beat(): void {
    this.#device.stopControl.beatDeadman();
  }

  disarm(): void {
    this.#device.stopControl.disarmDeadman();
  }

  /** Copies the page; false when there is none to be believed. */
  #look(): boolean {
    try {
      this.#device.snapshot(this.#page);
    } catch (error) {
      if (error instanceof ClosedError || error instanceof VanishedError) {
        return false;
      }
      throw error;
    }
    return !this.#page.gone;
  }

  #rememberQuiet(): void {
    for (const { position } of DEVICES) {
      if (this.#page.consistent(position) && !this.#isBusy(position)) {
        this.#quiet[position] = this.#page.power(position);
      }
    }
  }

  #isBusy(position: number): boolean {
    return (this.#page.flags(position) & BUSY) !== 0;
  }

  /** Nothing under way, nothing uncertain; where something was under way, idle or as before it. */
  #safe(position: number): boolean {
    for (let tries = 1; !this.#page.consistent(position); tries++) {
      if (tries === SNAPSHOT_TRIES || !this.#look()) {
        return false;
      }
    }
    const flags = this.#page.flags(position);
    if ((flags & DEVICE_QUARANTINED) !== 0 || (flags & DEVICE_PRESENT) === 0) {
      return true;
    }
    if ((flags & UNSAFE) !== 0) {
      return false;
    }
    const power = this.#page.power(position);
    const idle = power === DevicePowerState.IDLE || power === DevicePowerState.OFF;
    return idle || !this.#busy.has(position) || power === this.#quiet[position];
  }
}
