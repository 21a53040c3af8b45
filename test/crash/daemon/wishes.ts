// SPDX-License-Identifier: Apache-2.0
// What is asked of a daemon, and whether it happened entirely or not at all, by the registers alone.
import type { WireStep } from '../../../src/daemon/story/at-socket.ts';
import { type Chance, oneOf } from './chance.ts';
import type { Machine } from './machine.ts';

/** Registers that CONFIG and WRITE may set of simulated hardware. */
const CONFIG = { operation: 'CONFIG', register: 4 } as const;
const WRITE = { operation: 'WRITE', register: 8 } as const;
export const DEVICES: readonly number[] = [0x8003, 0x8010, 0x8014, 0x8023, 0x8035];
/** What has ended will not change. */
const FINAL = ['COMPLETED', 'FAILED', 'DENIED', 'EMERGENCY_STOPPED'];

export interface Wish {
  readonly id: string;
  readonly register: number;
  readonly steps: readonly (WireStep & { readonly value: number })[];
  readonly before: readonly number[];
  /** As it was answered in the end; undefined when nobody answered. */
  answer: string | undefined;
  cause: string | null;
  /** One of its values was seen in a register. */
  happened: boolean;
}

/** Answers with values that no register had before. */
export class Wishes {
  readonly #prefix: string;
  #value = 1;
  #made = 0;
  readonly all: Wish[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** One or two, which share no device. */
  async next(machine: Machine, chance: Chance): Promise<readonly Wish[]> {
    const first = chance(DEVICES.length);
    const devices = [...DEVICES.slice(first), ...DEVICES.slice(0, first)];
    const split = 2 + chance(2);
    const groups =
      chance(2) === 0 ? [devices.slice(0, split)] : [devices.slice(0, split), devices.slice(split)];
    return await Promise.all(groups.map((group) => this.#make(machine, group, chance)));
  }

  async #make(machine: Machine, devices: readonly number[], chance: Chance): Promise<Wish> {
    const { operation, register } = oneOf(chance, [CONFIG, CONFIG, CONFIG, WRITE]);
    this.#made += 1;
    const id = `${this.#prefix}-${this.#made}`;
    const steps = devices.map((device) => {
      this.#value += 1;
      return { device, operation, register, value: this.#value };
    });
    const before = await Promise.all(
      devices.map((device) => machine.kernel.register(device, register)),
    );
    const wish: Wish = {
      id,
      register,
      steps,
      before,
      answer: undefined,
      cause: null,
      happened: false,
    };
    this.all.push(wish);
    return wish;
  }
}

export function answered(wish: Wish, state: string, cause: string | null): void {
  if (FINAL.includes(state)) {
    wish.answer = state;
    wish.cause = cause;
  }
}

/** What a later daemon says of it, against what the first one answered: undefined when it is the same. */
export function retold(
  { id, answer, cause }: Wish,
  told: { readonly state: string; readonly cause: string | null } | undefined,
): string | undefined {
  const words = told === undefined ? 'nothing' : `${told.state} (${told.cause})`;
  const complaint = `${id}: answered ${answer} (${cause}), and later told as ${words}`;
  if (
    answer === undefined ||
    (told === undefined && answer !== 'COMPLETED' && cause !== 'ROLLED_BACK')
  ) {
    return undefined;
  }
  const done = told?.state === 'COMPLETED';
  // Who came later may have found out.
  if (!isKnown({ cause })) {
    return undefined;
  }
  const other =
    done !== (answer === 'COMPLETED') || (cause === 'ROLLED_BACK' && told?.cause !== cause);
  return other ? complaint : undefined;
}

/** Whoever was asked knew how it ended: not one whose kernel was gone, or who was fenced. */
export function isKnown({ cause }: Pick<Wish, 'cause'>): boolean {
  return cause !== 'HEURISTIC' && cause !== 'FENCED';
}

/** All of it, none of it, or on hold: undefined. Else what is wrong. @known: who answered knew how it ended. */
export async function judge(
  machine: Machine,
  wish: Wish,
  known = isKnown(wish),
): Promise<string | undefined> {
  const { steps, before, answer } = wish;
  const now = await Promise.all(
    steps.map((one) => machine.kernel.register(one.device, wish.register)),
  );
  const done = steps.map((one, n) => now[n] === one.value);
  wish.happened ||= done.some(Boolean);
  const untouched = now.every((one, n) => one === before[n]);
  const held = machine.held();
  const all = done.every(Boolean);
  const flagged = steps.every(({ device }) => held.includes(device));
  const words = `${wish.id}: wanted ${steps.map((one) => one.value)}, was ${before}, is ${now}`;
  if (!all && !untouched && !flagged) {
    return `half done and not on hold: ${words}`;
  }
  if (answer === 'COMPLETED' && !all) {
    return `answered COMPLETED and not there: ${words}`;
  }
  const undone = answer !== undefined && answer !== 'COMPLETED' && known;
  if (undone && !untouched && !flagged) {
    return `answered ${answer} (${wish.cause}) and there: ${words}`;
  }
  return undefined;
}
