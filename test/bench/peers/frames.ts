// SPDX-License-Identifier: Apache-2.0
// The frames that the peers carry into Node: 64 bytes, laid out like a record without a checksum,
// so that both ends do the same work. Every byte is new in every frame, as it is in a record.

export const FRAME_SIZE = 64;
const SEQUENCE = 8;
const TIME = 16;
const TYPE = 24;
const DEVICE = 26;
const TRACKS = 28;
const PAYLOAD = 32;
export const FRAME_TYPE = 7;

export function deviceOf(sequence: number): number {
  return 0x8000 | (sequence & 0x3f);
}

/** Fills @view with @count frames from @first on. */
export function writeFrames(view: DataView, first: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const at = i * FRAME_SIZE;
    const sequence = first + i;
    view.setUint32(at, FRAME_SIZE, true);
    view.setUint32(at + SEQUENCE, sequence, true);
    view.setUint32(at + SEQUENCE + 4, 0, true);
    view.setUint32(at + TIME, sequence, true);
    view.setUint32(at + TIME + 4, 0, true);
    view.setUint16(at + TYPE, FRAME_TYPE, true);
    view.setUint16(at + DEVICE, deviceOf(sequence), true);
    view.setUint32(at + TRACKS, 1, true);
    for (let word = PAYLOAD; word < FRAME_SIZE; word += 4) {
      view.setUint32(at + word, sequence + word, true);
    }
  }
}

/** Looks at every frame as the consumer of the ring does at every record. */
export class FrameChecker {
  /** Of the next frame. */
  sequence = 0;

  /** Decodes @count frames from @at on. */
  check(view: DataView, at: number, count: number): void {
    let { sequence } = this;
    const end = at + count * FRAME_SIZE;
    for (let frame = at; frame < end; frame += FRAME_SIZE) {
      const found =
        view.getUint32(frame + SEQUENCE, true) +
        view.getUint32(frame + SEQUENCE + 4, true) * 0x1_0000_0000;
      const type = view.getUint16(frame + TYPE, true);
      const device = view.getUint16(frame + DEVICE, true);
      if (found !== sequence || type !== FRAME_TYPE || device !== deviceOf(sequence)) {
        throw new Error(`took frame ${found}, type ${type}, device ${device}; ${sequence} was due`);
      }
      sequence++;
    }
    this.sequence = sequence;
  }
}

/** Times a stream from its first arrival on, so that starting it does not count. */
export class ArrivalClock {
  #begin = 0n;
  #before = 0;

  /** @total frames have arrived by now. */
  arrived(total: number): void {
    if (this.#begin === 0n) {
      this.#begin = process.hrtime.bigint();
      this.#before = total;
    }
  }

  /** Millions of frames a second, once @total have arrived. */
  rate(total: number): number {
    const elapsed = Number(process.hrtime.bigint() - this.#begin);
    return ((total - this.#before) / elapsed) * 1e3;
  }
}

/** Something that carries frames into this thread. */
export interface Carrier {
  readonly name: string;
  /** Frames that are sent at once, to try which is best. */
  readonly batches: readonly number[];
  /** Millions of frames a second, over @count of them. */
  sample(count: number, batch: number): Promise<number>;
}
