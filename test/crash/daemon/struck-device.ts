// SPDX-License-Identifier: Apache-2.0
// Stands in the addon's place, between the daemon and its device: every call and every look at the ring.
import { constants } from 'node:os';
import { CALLS } from '../../../src/abi/generated/calls.ts';
import { DRAIN_CORRUPT, loadNative, type NativeModule } from '../../../src/device/native.ts';
import { at, type Blow, beginWork, standStill } from './strike.ts';

const NAMES = new Map<number, string>(Object.values(CALLS).map(({ name, nr }) => [nr, name]));

function errnoOf(blow: Extract<Blow, { kind: 'fail' }>): number {
  return constants.errno[blow.code];
}

/** Replaces the class that everybody makes devices of; to be called before the first is made. */
export function strikeDevices(): void {
  const native = loadNative() as { -readonly [K in keyof NativeModule]: NativeModule[K] };
  const Device = native.Device;

  native.Device = class extends Device {
    constructor() {
      super();
      // The addon gives each device its own function for this one.
      const drain = this.drain.bind(this);
      this.drain = (target, result) =>
        now('ring drain', () => drain(target, result), DRAIN_CORRUPT);
    }

    override call(nr: number, argument: Uint8Array, callback: (errno: number) => void): number {
      const site = `device ${NAMES.get(nr)}`;
      if (nr === CALLS.TX_PREPARE.nr) {
        beginWork();
      }
      const asked = Uint8Array.from(argument);
      const answered = (errno: number): void => {
        const blow = at(site, 'after');
        if (blow.kind === 'stall') {
          setTimeout(callback, blow.ms, errno);
        } else if (blow.kind === 'fail') {
          // The answer is lost: what was asked is there still, and no word of what became of it.
          argument.set(asked);
          callback(errnoOf(blow));
        } else {
          callback(errno);
        }
      };
      const blow = at(site, 'before');
      if (blow.kind === 'fail') {
        setImmediate(callback, errnoOf(blow));
        return 0;
      }
      if (blow.kind === 'stall') {
        setTimeout(() => {
          try {
            super.call(nr, argument, answered);
          } catch {
            // Closed meanwhile: nobody waits for the answer of one that never began.
            callback(constants.errno.ENODEV);
          }
        }, blow.ms);
        return 0;
      }
      return super.call(nr, argument, answered);
    }

    override callNow(nr: number, argument: Uint8Array): number {
      return now(`device ${NAMES.get(nr)}`, () => super.callNow(nr, argument));
    }

    override stop(argument: Uint8Array): number {
      return now('device STOP', () => super.stop(argument));
    }
  };
}

function now(site: string, perform: () => number, failure?: number): number {
  const before = struck(site, 'before', failure);
  const result = before ?? perform();
  return before ?? struck(site, 'after', failure) ?? result;
}

function struck(site: string, phase: 'before' | 'after', failure?: number): number | undefined {
  const blow = at(site, phase);
  if (blow.kind === 'stall') {
    standStill(blow.ms);
  }
  return blow.kind === 'fail' ? (failure ?? errnoOf(blow)) : undefined;
}
