// SPDX-License-Identifier: Apache-2.0
/**
 * The hardware's side of the registry, in the file that is the test machine's memory
 * (`scripts/vm run --mmio FILE`): what a driver in the guest maps at 0x60000000.
 *
 *     using registry = new Registry(file);
 *     registry.place([0x8000, 0x8010, 0x8003]);       // in this order, all idle
 *     writeFileSync(map, registry.map());             // for check-registry.ts
 *     const played = registry.play((write) => write.value & 1 ? write.value | 0x100 : undefined,
 *                                  { signal });       // answers commands until aborted
 *
 * A pair is two 32-bit words: `token << 8 | flags`, then control/status. As a program it
 * makes such a file, with every device or those named, and the map beside it:
 *
 *     node test/witness/registry.ts FILE [--map MAP] [--order T,T…]
 */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { hex, parseTokens, program, REGISTRY_BASE, REGISTRY_BYTES, WitnessError } from './log.ts';

export const SLOTS = REGISTRY_BYTES / 8;
export const IDLE = 0x0020_0000;
export const FLAGS = 3;
export const EMPTY = 0;

/** Every token of the range: seven groups of twelve. */
export const ALL_TOKENS: readonly number[] = Array.from(
  { length: 84 },
  (_, index) => 0x8000 + Math.floor(index / 12) * 0x10 + (index % 12),
);

export interface CommandWrite {
  slot: number;
  token: number;
  value: number;
  previous: number;
}

/** Gets a word 1 that the guest changed; what it returns becomes the new value. */
export type Answer = (write: CommandWrite) => number | undefined | Promise<number | undefined>;

export interface PlayOptions {
  signal: AbortSignal;
  /** How often to look, in milliseconds. */
  everyMs?: number;
}

export class Registry implements Disposable {
  readonly #file: number;
  readonly #layouts: { after?: number; slots: Record<string, string> }[] = [];
  /** Word 1 of each slot as the hardware last left it. */
  readonly #known = new Uint32Array(SLOTS);

  constructor(path: string) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (fstatSync(this.#file).size < REGISTRY_BASE + REGISTRY_BYTES) {
      ftruncateSync(this.#file, REGISTRY_BASE + REGISTRY_BYTES);
    }
    const words = this.words();
    for (let slot = 0; slot < SLOTS; slot++) {
      this.#known[slot] = words[2 * slot + 1] ?? 0;
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  /** Every word of the registry, as it is now. */
  words(): Uint32Array {
    const bytes = new Uint8Array(REGISTRY_BYTES);
    readSync(this.#file, bytes, 0, REGISTRY_BYTES, REGISTRY_BASE);
    return new Uint32Array(bytes.buffer);
  }

  /**
   * Writes a layout: the token of slot 0, 1, …; `undefined` leaves a slot empty. All the words 0
   * go in one write, so that a driver never sees half of a reordering for long. Given the marker
   * that the guest makes next, the map says when it changed.
   */
  place(
    order: readonly (number | undefined)[],
    {
      status = IDLE,
      flags = FLAGS,
      after,
    }: { status?: number; flags?: number; after?: number } = {},
  ): void {
    if (order.length > SLOTS) {
      throw new WitnessError(`${order.length} slots are more than ${SLOTS}`);
    }
    if ((after === undefined) !== (this.#layouts.length === 0)) {
      throw new WitnessError('`after` is for every layout but the first');
    }
    const words = new Uint32Array(REGISTRY_BYTES / 4);
    const slots: Record<string, string> = {};
    for (const [slot, token] of order.entries()) {
      if (token !== undefined) {
        words[2 * slot] = (token << 8) | flags;
        words[2 * slot + 1] = status;
        this.#known[slot] = status;
        slots[slot] = hex(token);
      }
    }
    writeSync(this.#file, words, 0, REGISTRY_BYTES, REGISTRY_BASE);
    this.#layouts.push({ ...(after === undefined ? {} : { after }), slots });
  }

  /** The layouts so far, as check-registry.ts reads them. */
  map(): string {
    return `${JSON.stringify(this.#layouts, null, 2)}\n`;
  }

  slotOf(token: number): number {
    const slot = this.words().findIndex((word, at) => at % 2 === 0 && word >>> 8 === token) / 2;
    if (slot < 0) {
      throw new WitnessError(`token ${hex(token)} is in no slot`);
    }
    return slot;
  }

  status(token: number): number {
    return this.words()[2 * this.slotOf(token) + 1] ?? 0;
  }

  setStatus(token: number, value: number): void {
    this.setWord(this.slotOf(token), 1, value);
  }

  /** Any word, for a registry that is wrong on purpose: doubles, strangers, garbage. */
  setWord(slot: number, word: 0 | 1, value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    writeSync(this.#file, bytes, 0, 4, REGISTRY_BASE + 8 * slot + 4 * word);
    if (word === 1) {
      this.#known[slot] = value;
    }
  }

  /** Plays the hardware: calls `answer` for each word 1 that the guest changed, until aborted. */
  async play(answer: Answer, { signal, everyMs = 1 }: PlayOptions): Promise<number> {
    let writes = 0;
    while (!signal.aborted) {
      const words = this.words();
      for (let slot = 0; slot < SLOTS; slot++) {
        const value = words[2 * slot + 1] ?? 0;
        const previous = this.#known[slot] ?? 0;
        const token = (words[2 * slot] ?? 0) >>> 8;
        if (value === previous) {
          continue;
        }
        this.#known[slot] = value;
        writes++;
        const next = await answer({ slot, token, value, previous });
        if (next !== undefined) {
          this.setWord(slot, 1, next);
        }
      }
      await sleep(everyMs);
    }
    return writes;
  }
}

if (import.meta.main) {
  program(() => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { map: { type: 'string' }, order: { type: 'string' }, help: { type: 'boolean' } },
    });
    const [path] = positionals;
    if (values.help || path === undefined) {
      console.log('usage: node registry.ts FILE [--map MAP] [--order T,T…]');
      return values.help ? 0 : 2;
    }
    using registry = new Registry(path);
    registry.place(values.order === undefined ? ALL_TOKENS : parseTokens(values.order));
    if (values.map !== undefined) {
      writeFileSync(values.map, registry.map());
    }
    return 0;
  });
}
