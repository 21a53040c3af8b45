// SPDX-License-Identifier: Apache-2.0
// What happens in one run. A seed gives the same plans again; when the machine does what, it does not.
import { Chance } from './chance.ts';
import type { Orders } from './orders.ts';

/** Of requests, after the machine has woken. */
const LATEST_CUT = 260;
const LATEST_CUT_OF_MAKING = 160;
/** So many requests are waited for more unflushed writes. */
export const CUT_LATER = 60;

const KEEPS = ['everything', 0, 0.1, 0.5, 0.5, 0.9] as const;

export interface Plan {
  readonly orders: Orders;
  /**
   * What the disk keeps of what no flush covered. 'everything': the machine alone is killed, its host goes
   * on. A number: the power is cut, and it is the probability of each write, or sector of it, to be there.
   */
  readonly keeps: (typeof KEEPS)[number];
  /** The cut falls into so many-th write or flush that the disk is asked for. */
  readonly cutAt: number;
  /** Or into the next one, some later at most, at which so many writes are not covered by a flush. */
  readonly unflushed: number;
  /** How late the disk answers. {unit ms} */
  readonly latency: () => number;
  readonly chance: Chance;
}

/** @without: see Orders.unsynced. Then nothing but what was flushed stays, and the old folder is written to. */
export function planOf(seed: number, run: number, without: string): Plan {
  const chance = new Chance(seed + run * 0x9e37_79b9);
  const fresh = without === '' && chance.happens(0.15);
  const slow = chance.pick([0, 0, 1, 4]);
  return {
    orders: {
      writers: chance.between(1, 6),
      payload: chance.pick([20, 500, 3000]),
      life: without === '' && chance.happens(0.3) ? chance.between(3, 20) : 1_000_000,
      fresh,
      unsynced: without,
    },
    keeps: without === '' ? chance.pick(KEEPS) : 0,
    cutAt:
      without === ''
        ? chance.between(1, fresh ? LATEST_CUT_OF_MAKING : LATEST_CUT)
        : LATEST_CUT + chance.between(0, 50),
    unflushed: chance.pick([0, 1, 2, 4, 8]),
    // One answer in ten is much later than the others: they overtake it.
    latency: () => slow * (chance.happens(0.1) ? chance.between(2, 10) : chance.next()),
    chance,
  };
}
