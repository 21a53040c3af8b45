// SPDX-License-Identifier: Apache-2.0
// Ours: another process publishes one by one through kernel/core/ring.c, a DevicePath delivers
// verified records here, and every one is decoded and checked.
import type { RecordReader } from '../../../src/abi/record-reader.ts';
import { type Rig, whilePinned } from '../lib/device.ts';
import { ArrivalClock, deviceOf, FRAME_SIZE, FRAME_TYPE } from './frames.ts';

/** Takes @count records of 64 bytes; millions a second. */
export function sampleOurs(rig: Rig, count: number): Promise<number> {
  return whilePinned(rig, () => samplePinned(rig, count));
}

async function samplePinned({ sim, path }: Rig, count: number): Promise<number> {
  const clock = new ArrivalClock();
  let taken = 0;
  let previous = -1;
  let stopDelivery: () => void = () => undefined;
  const finished = new Promise<number>((resolve, reject) => {
    const take = (reader: RecordReader): void => {
      while (reader.next()) {
        const { sequence, type, device } = reader;
        // The player numbers its records, and so their devices, from 0; the core may have
        // published others before, so only steps are known of the sequence.
        const wrong = previous >= 0 && sequence !== previous + 1;
        if (wrong || type !== FRAME_TYPE || (device & 0xffc0) !== deviceOf(0)) {
          throw new Error(`took record ${sequence}, type ${type}, device ${device}`);
        }
        previous = sequence;
        taken++;
      }
      clock.arrived(taken);
      if (taken === count) {
        resolve(clock.rate(count));
      }
    };
    stopDelivery = path.onRecords((reader) => {
      try {
        take(reader);
      } catch (error) {
        reject(error);
      }
    });
  });
  try {
    const [rate] = await Promise.all([finished, sim.command(`flood ${count} ${FRAME_SIZE}`)]);
    return rate;
  } finally {
    stopDelivery();
  }
}
