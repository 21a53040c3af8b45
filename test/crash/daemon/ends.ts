// SPDX-License-Identifier: Apache-2.0
// How a daemon ends, and its kernel where that was lost: what has to hold once it is dead, and the hardware as the
// next one finds it.
import { endedUndecided, journalOf } from './books.ts';
import { type Chance, oneOf } from './chance.ts';
import type { Machine } from './machine.ts';
import type { Past } from './past.ts';
import { patiently, SLOWNESS } from './patience.ts';
import type { Daemon } from './process.ts';
import type { Strike } from './sites.ts';
import type { Tally } from './tally.ts';
import { isKnown, type Wish } from './wishes.ts';

/** The kernel's word on a daemon that is dead; the goal is printed beside what was seen. {unit ms} */
const LATCH_LIMIT_MS = 5_000 * SLOWNESS;
/** Longer, of one that was armed: the kernel may stand still as well. {unit ms} */
const ARMED_LIMIT_MS = 60_000 * SLOWNESS;
/** Until a kernel that is lost is gone: one that was killed takes its time. {unit ms} */
const LOSS_LIMIT_MS = 60_000 * SLOWNESS;
/** What a daemon may take to see that its kernel is gone, and to end in order. {unit ms} */
export const END_LIMIT_MS = 120_000 * SLOWNESS;

export class Ends {
  readonly #machine: Machine;
  readonly #tally: Tally;
  readonly #past: Past;

  constructor(machine: Machine, tally: Tally, past: Past) {
    this.#machine = machine;
    this.#tally = tally;
    this.#past = past;
  }

  async end(
    daemon: Daemon,
    strike: Strike,
    chance: Chance,
    latched: Promise<number | undefined>,
  ): Promise<void> {
    // Before anything comes from here: a daemon that is killed may not come to it.
    const early = await this.#lost(daemon, strike);
    const inOrder = daemon.alive && this.#machine.kernel.plugged && endsInOrder(strike, chance);
    if (daemon.alive && inOrder) {
      daemon.process.kill('SIGTERM');
    } else if (daemon.alive && this.#machine.kernel.plugged) {
      // It never came to that place so often, or went on: that is a kill from outside.
      daemon.kill();
    }
    const died = await daemon.gone(END_LIMIT_MS);
    if (died === undefined) {
      this.#past.problem(`it goes on ${END_LIMIT_MS} ms after it was to end: ${daemon.said}`);
      daemon.process.kill('SIGKILL');
      await daemon.gone(END_LIMIT_MS);
    }
    const came = early ?? (await this.#lost(daemon, strike)) ?? daemon.struck;
    if (daemon.unstruck !== undefined) {
      this.#past.problem(`the strike did not happen: ${daemon.unstruck}`);
    } else if (came) {
      this.#tally.struck(strike);
    }
    if (daemon.killed && !(daemon.struck && strike.action === 'kill')) {
      this.#tally.kills += 1;
      this.#tally.outside += 1;
    }
    this.#judgeEnd(daemon, inOrder);
    for (const id of endedUndecided(this.#machine.folder)) {
      this.#past.problem(`${id} has its end in the journal, and no outcome of its transaction`);
    }
    if (this.#machine.kernel.plugged) {
      await this.#machine.kernel.mend();
      this.#judgeLatch(daemon, inOrder, await latched);
    } else {
      await this.#anotherKernel(chance);
    }
  }

  /** Whether its kernel is gone, as it was to be; undefined when that was not what it was struck with. */
  async #lost(daemon: Daemon, { action }: Strike): Promise<boolean | undefined> {
    if (action !== 'loss' || !daemon.struck) {
      return undefined;
    }
    const { kernel } = this.#machine;
    const { told } = daemon;
    const failed = (): boolean => daemon.unstruck !== undefined;
    const settled = (): true | undefined => (kernel.plugged && !failed() ? undefined : true);
    await patiently('the loss', LOSS_LIMIT_MS, settled).catch(() => undefined);
    if (kernel.plugged && !failed() && !told) {
      this.#past.problem(`its kernel is there ${LOSS_LIMIT_MS} ms after it was to be lost`);
    }
    return !kernel.plugged;
  }

  #judgeEnd(daemon: Daemon, inOrder: boolean): void {
    const { exitCode } = daemon.process;
    if (daemon.killed) {
      return;
    }
    if (inOrder && exitCode === 0) {
      this.#tally.ends += 1;
    } else if (!daemon.struck && daemon.unanswered) {
      this.#tally.unanswered += 1;
    } else if (!daemon.struck) {
      this.#past.problem(`it ended with ${daemon.ending}`);
    } else if (exitCode !== 0 && exitCode !== 1 && exitCode !== 75) {
      this.#past.problem(`struck, it ended with ${daemon.ending}`);
    }
  }

  /** How long after its death the kernel has latched; undefined when it has not. {unit ms} */
  async latchAfter(daemon: Daemon): Promise<number | undefined> {
    const died = await daemon.died;
    try {
      if (daemon.process.exitCode === 0 && !this.#machine.stopped) {
        return undefined;
      }
      const latched = (): true | undefined => (this.#machine.stopped ? true : undefined);
      await patiently('the latch', LATCH_LIMIT_MS, latched).catch((error: unknown) => {
        if (!this.#machine.kernel.plugged || !(this.#past.mustBeStopped || leftArmed(daemon))) {
          throw error;
        }
        return patiently('the latch', ARMED_LIMIT_MS, latched);
      });
      return performance.now() - died;
    } catch {
      // RUN, which an end in order may leave; or the kernel is gone as well.
      return undefined;
    }
  }

  /** The deadman has latched, if it was armed; only an end in order takes it off. */
  #judgeLatch(daemon: Daemon, inOrder: boolean, afterMs: number | undefined): void {
    const { places, killed } = daemon;
    const ended = inOrder || !killed;
    const armed =
      places.has('device DEADMAN_ARM|after') &&
      !(ended && places.has('device DEADMAN_DISARM|after'));
    this.#past.mustBeStopped ||= armed;
    if (afterMs !== undefined) {
      this.#past.mustBeStopped = true;
      this.#tally.latchMs.push(afterMs);
    } else if (this.#past.mustBeStopped) {
      this.#past.problem(`RUN after its end with ${daemon.ending}`);
    }
  }

  /** The hardware outlives its kernel, in one of the states that the dead one can have left it in. */
  async #anotherKernel(chance: Chance): Promise<void> {
    const machine = this.#machine;
    await machine.plug();
    this.#past.mustBeStopped = true;
    for (const wish of this.#past.open) {
      const { register, steps, before } = wish;
      const written = this.#writtenOf(wish, chance);
      for (const [n, { device, value }] of steps.entries()) {
        await machine.kernel.setRegister(device, register, n < written ? value : (before[n] ?? 0));
      }
    }
  }

  /** How many of its registers: what was decided is known, and what may have been committed is any of them. */
  #writtenOf({ id, steps, answer, cause }: Wish, chance: Chance): number {
    const known = journalOf(this.#machine.folder, id);
    if (answer === 'COMPLETED' || known === 'COMMIT') {
      return steps.length;
    }
    const unknown = answer === undefined || !isKnown({ cause });
    const open = known === 'HEURISTIC' || (known === 'MAY_COMMIT' && unknown);
    return open ? oneOf(chance, [0, 1, Math.ceil(steps.length / 2), steps.length]) : 0;
  }
}

/** It did not take the deadman off, as far as it said. */
function leftArmed({ places, killed }: Daemon): boolean {
  return (
    places.has('device DEADMAN_ARM|after') && (killed || !places.has('device DEADMAN_DISARM|after'))
  );
}

function endsInOrder({ when }: Strike, chance: Chance): boolean {
  return when === 'end' || chance(4) === 0;
}
