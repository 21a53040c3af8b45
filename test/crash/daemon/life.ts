// SPDX-License-Identifier: Apache-2.0
// One machine's life: daemons one after the other, each struck once, each looking at what the one before
// has left. No start is there for looking alone.

import { journalOf, logProblems, rolledBack, withoutIntent } from './books.ts';
import { type Chance, chanceOf, oneOf } from './chance.ts';
import type { Kernel } from './kernel.ts';
import { Machine, type Programs } from './machine.ts';
import { patiently, SLOWNESS } from './patience.ts';
import { People, wordsOfError } from './people.ts';
import type { Daemon } from './process.ts';
import { NO_STRIKE, pickStrike, type Strike, wordsOf } from './sites.ts';
import type { Tally } from './tally.ts';
import { DEVICES, isKnown, judge, retold, type Wish, Wishes } from './wishes.ts';

/** Rounds whose strikes are those of the first start of all. */
const FIRST_ROUNDS = 4;
/** Wished one after the other while nothing strikes. */
const WISHES_MAX = 3;
/** The kernel's word on a daemon that is dead; the goal is printed beside what was seen. {unit ms} */
const LATCH_LIMIT_MS = 5_000 * SLOWNESS;
/** Longer, of one that was armed: the kernel may stand still as well. {unit ms} */
const ARMED_LIMIT_MS = 60_000 * SLOWNESS;
/** Until what struck a daemon is seen here, behind what came of it. {unit ms} */
const SEEN_LIMIT_MS = 5_000 * SLOWNESS;
/** What a daemon may take to see that its kernel is gone, and to end in order. {unit ms} */
const END_LIMIT_MS = 120_000 * SLOWNESS;
/** Of the last one, when its kernel stands still. */
const STARTS_MAX = 5;
/** A kill from outside comes within that after a wish. {unit ms} */
const BLOW_MS = 600 * SLOWNESS;
/** A write that a stop comes into the middle of. {unit ms} */
const STOPPED_WRITE_MS = 60 * SLOWNESS;
/** Until something is prepared that a stop is to come into the middle of. {unit ms} */
const PREPARED_LIMIT_MS = 3_000 * SLOWNESS;
/** A hold may come after the answer that says so. {unit ms} */
const SETTLE_MS = 60_000 * SLOWNESS;

export interface LifeOptions {
  readonly seed: number;
  readonly life: number;
  readonly folder: string;
  readonly kernel: Kernel;
  readonly programs: Programs;
  readonly tally: Tally;
  /** What happens most, where chance chooses. */
  readonly mostly: 'kill' | 'loss';
  /** One after the other, again and again; by chance when there are none. */
  readonly strikes: readonly Strike[];
}

export interface RoundReport {
  readonly what: string;
  readonly problems: readonly string[];
}

export class Life {
  readonly #options: LifeOptions;
  readonly #machine: Machine;
  readonly #wishes: Wishes;
  /** Asked for, and not looked at since the daemon that was asked has gone. */
  #open: Wish[] = [];
  /** Answered, and not asked again of a later daemon. */
  #answered: Wish[] = [];
  /** Whose clearing was under way when its daemon died: the hold may be there still, and no flag. */
  readonly #letGo = new Set<number>();
  /** The daemon before was told of a stop, or died: it is not RUN that the next one finds. */
  #mustBeStopped = true;
  #round = 0;
  /** The round after the first in which a daemon served. */
  #served: number | undefined;
  #problems: string[] = [];

  private constructor(options: LifeOptions, machine: Machine) {
    this.#options = options;
    this.#machine = machine;
    this.#wishes = new Wishes(`crash-${options.seed}-${options.life}`);
  }

  static async begin(options: LifeOptions): Promise<Life> {
    return new Life(options, await Machine.start(options.folder, options.kernel, options.programs));
  }

  get wished(): readonly Wish[] {
    return this.#wishes.all;
  }

  /** One daemon, and its end. */
  async round(): Promise<RoundReport> {
    const { seed, life, mostly, strikes } = this.#options;
    const isFirst = this.#round < FIRST_ROUNDS && this.#served === undefined;
    const served = isFirst ? undefined : (this.#served ?? FIRST_ROUNDS);
    const chanceAt = (round: number): Chance => chanceOf(seed, life, round, 1);
    const named = strikes[this.#round % Math.max(1, strikes.length)];
    return await this.#run(named ?? pickStrike(chanceAt, this.#round, served, mostly));
  }

  async #run(strike: Strike): Promise<RoundReport> {
    const { tally } = this.#options;
    this.#problems = [];
    const chance = chanceOf(this.#options.seed, this.#options.life, this.#round, 2);
    this.#round += 1;
    const begun = performance.now();
    const daemon = this.#machine.daemon(strike);
    tally.starts += 1;
    const latched = this.#latchAfter(daemon);
    let people: People | undefined;
    try {
      if (await daemon.ready()) {
        this.#served ??= this.#round;
        tally.readyMs.push(performance.now() - begun);
        people = await People.connect(this.#machine.socket);
        await this.#look(people);
        this.#judgeStart(daemon);
        await this.#work(daemon, people, strike, chance);
      }
    } catch (error) {
      // It died or was struck under their hands, which is the point; anything else is a problem.
      if (!(await this.#isOver(daemon))) {
        this.#problem(`beside the strike: ${wordsOfError(error)}; it said: ${daemon.said}`);
      }
    } finally {
      people?.close();
    }
    if (daemon.slow !== undefined) {
      tally.slowStarts.push(daemon.slow);
    }
    tally.waited += daemon.said.includes('waiting for it') ? 1 : 0;
    await this.#end(daemon, strike, chance, latched);
    tally.came(daemon);
    return { what: wordsOf(strike), problems: this.#problems };
  }

  /** It is dead, struck, or told to die: that is seen by other ways than what was asked of it, and not at once. */
  async #isOver(daemon: Daemon): Promise<boolean> {
    const over = (): true | undefined =>
      !daemon.alive || daemon.struck || daemon.told ? true : undefined;
    return await patiently('its end', SEEN_LIMIT_MS, over).catch(() => false);
  }

  #problem(words: string): void {
    this.#problems.push(words);
  }

  /** What the daemon before has left, as this one has made of it. */
  async #look(people: People): Promise<void> {
    const machine = this.#machine;
    const { undecided, stop } = await people.ann.status();
    if (undecided > 0) {
      this.#problem(`${undecided} transactions are undecided after the start`);
    }
    if (this.#mustBeStopped && (stop.state === 'RUN' || !machine.stopped)) {
      this.#problem('the stop was lost');
    }
    const prepared = machine.prepared();
    if (prepared.length > 0) {
      this.#problem(`prepared after the start: ${prepared}`);
    }
    for (const wish of this.#open) {
      this.#problemIf(await judge(machine, wish));
    }
    await this.#askAgain(people);
    await this.#clear(people);
  }

  /** What is told of it now, and what it did, are one thing; and what was answered stands. */
  async #askAgain(people: People): Promise<void> {
    const open = this.#open.map(({ id }) => id);
    for (const wish of [...this.#answered, ...this.#open]) {
      const told = await people.told(wish.id);
      this.#problemIf(retold(wish, told));
      if (told !== undefined && open.includes(wish.id)) {
        const { state: answer, cause } = told;
        // It was there when that was decided: what it does not know is on hold.
        this.#problemIf(await judge(this.#machine, { ...wish, answer, cause }, true));
      }
    }
    this.#open = [];
    this.#answered = [];
  }

  /** Two persons let go of all that is flagged, and of what a death in the middle of that has left on hold. */
  async #clear(people: People): Promise<void> {
    const { tally } = this.#options;
    const { flagged, strangers } = await people.ann.recovery();
    for (const { transaction, outcome } of strangers) {
      this.#problem(`transaction ${transaction} is ${outcome} in the kernel, and in no journal`);
    }
    for (const { transaction, devices } of flagged) {
      for (const device of devices) {
        this.#letGo.add(device);
      }
      await people.clearFlag(transaction);
      tally.cleared += 1;
    }
    const left = this.#held();
    const strange = left.filter((device) => !this.#letGo.has(device));
    if (strange.length > 0) {
      this.#problem(`on hold without a flag: ${strange}`);
    }
    for (const device of left) {
      await people.clearHold(device);
      tally.released += 1;
    }
    if (this.#held().length > 0) {
      this.#problem(`on hold after two persons have cleared it: ${this.#held()}`);
    }
    this.#letGo.clear();
  }

  #held(): readonly number[] {
    return this.#machine.held().filter((device) => DEVICES.includes(device));
  }

  #problemIf(words: string | undefined): void {
    if (words !== undefined) {
      this.#problem(words);
    }
  }

  /** A start arms the deadman, and decides by what there is: it begins nothing. */
  #judgeStart({ places }: Daemon): void {
    // From outside it could not be told: dsmil-stop latches, too, when its daemon dies.
    if (!places.has('device DEADMAN_ARM|after') || places.has('device DEADMAN_DISARM|after')) {
      this.#problem('it serves without a deadman');
    }
    for (const call of ['TX_PREPARE', 'TX_COMMIT']) {
      if (places.has(`device ${call}|before`)) {
        this.#problem(`a start calls ${call}`);
      }
    }
  }

  async #work(daemon: Daemon, people: People, strike: Strike, chance: Chance): Promise<void> {
    const machine = this.#machine;
    await people.intoRun();
    this.#mustBeStopped = false;
    // A strike at the start has not come: a kill from outside, somewhere in the middle, is worth more than work.
    const many = strike.from === 'start' || strike.when === 'end' ? 1 : WISHES_MAX;
    // Where nothing strikes, a stop always does.
    const stopping = strike === NO_STRIKE || chance(3) === 0 ? chance(many) : WISHES_MAX;
    const blow = strike.from === 'start' && strike !== NO_STRIKE ? chance(BLOW_MS) : undefined;
    for (let n = 0; n < many && daemon.alive && !daemon.struck; n++) {
      const wishes = await this.#wishes.next(machine, chance);
      this.#open.push(...wishes);
      const last = wishes[0]?.steps.at(-1)?.device ?? 0;
      if (n === stopping) {
        await machine.kernel.slow(last, STOPPED_WRITE_MS);
      } else if (chance(8) === 0) {
        await machine.kernel.breakOne(last);
      }
      const wishing = people.wish(daemon, wishes);
      const later = blow === undefined ? undefined : setTimeout(() => daemon.kill(), blow);
      if (n === stopping) {
        wishing.catch(() => undefined);
        await this.#stopInTheMiddle(people, chance);
      }
      await wishing.finally(() => clearTimeout(later));
      await machine.kernel.mend();
      for (const wish of wishes) {
        await this.#settled(wish);
      }
      if (n === stopping) {
        return;
      }
    }
  }

  /** At best when something is prepared, or being written; else a little later. */
  async #stopInTheMiddle(people: People, chance: Chance): Promise<void> {
    const machine = this.#machine;
    const until = performance.now() + PREPARED_LIMIT_MS;
    while (machine.prepared().length === 0 && performance.now() < until) {
      await new Promise((done) => setTimeout(done, 2));
    }
    await new Promise((done) => setTimeout(done, chance(2 * STOPPED_WRITE_MS)));
    const problem = await people.stop(machine);
    this.#mustBeStopped = true;
    this.#options.tally.stops += 1;
    this.#problemIf(problem);
  }

  /** Looked at while its daemon lives; what is still under way is for the next one. */
  async #settled(wish: Wish): Promise<void> {
    if (wish.answer === undefined) {
      return;
    }
    let last = '';
    try {
      await patiently(`${wish.id} as it was answered`, SETTLE_MS, async () => {
        last = (await judge(this.#machine, wish)) ?? '';
        return last === '' ? true : undefined;
      });
    } catch (error) {
      if (last === '') {
        throw error;
      }
      this.#problem(last);
    }
    this.#open = this.#open.filter((other) => other !== wish);
    this.#answered.push(wish);
  }

  async #end(
    daemon: Daemon,
    strike: Strike,
    chance: Chance,
    latched: Promise<number | undefined>,
  ): Promise<void> {
    const { tally } = this.#options;
    const inOrder = daemon.alive && this.#machine.kernel.plugged && endsInOrder(strike, chance);
    if (daemon.alive && inOrder) {
      daemon.process.kill('SIGTERM');
    } else if (daemon.alive && this.#machine.kernel.plugged) {
      // It never came to that place so often, or went on: that is a kill from outside.
      daemon.kill();
    }
    const died = await daemon.gone(END_LIMIT_MS);
    if (died === undefined) {
      this.#problem(`it goes on ${END_LIMIT_MS} ms after it was to end: ${daemon.said}`);
      daemon.process.kill('SIGKILL');
      await daemon.gone(END_LIMIT_MS);
    }
    if (daemon.unstruck !== undefined) {
      this.#problem(`the strike did not happen: ${daemon.unstruck}`);
    } else if (daemon.struck) {
      tally.struck(strike);
    }
    if (daemon.killed && !(daemon.struck && strike.action === 'kill')) {
      tally.kills += 1;
      tally.outside += 1;
    }
    this.#judgeEnd(daemon, inOrder);
    if (daemon.struck && strike.action === 'loss') {
      await this.#lost();
    }
    if (this.#machine.kernel.plugged) {
      await this.#machine.kernel.mend();
      this.#judgeLatch(daemon, inOrder, await latched);
    } else {
      await this.#anotherKernel(chance);
    }
  }

  /** A kernel that was killed takes its time to be gone, which its daemon may not have needed. */
  async #lost(): Promise<void> {
    const gone = (): true | undefined => (this.#machine.kernel.plugged ? undefined : true);
    await patiently('the loss', SEEN_LIMIT_MS, gone).catch(() => undefined);
  }

  #judgeEnd(daemon: Daemon, inOrder: boolean): void {
    const { exitCode } = daemon.process;
    if (daemon.killed) {
      return;
    }
    if (inOrder && exitCode === 0) {
      this.#options.tally.ends += 1;
    } else if (!daemon.struck && daemon.unanswered) {
      this.#options.tally.unanswered += 1;
    } else if (!daemon.struck) {
      this.#problem(`it ended with ${daemon.ending}`);
    } else if (exitCode !== 0 && exitCode !== 1 && exitCode !== 75) {
      this.#problem(`struck, it ended with ${daemon.ending}`);
    }
  }

  /** How long after its death the kernel has latched; undefined when it has not. {unit ms} */
  async #latchAfter(daemon: Daemon): Promise<number | undefined> {
    const died = await daemon.died;
    try {
      if (daemon.process.exitCode === 0 && !this.#machine.stopped) {
        return undefined;
      }
      const latched = (): true | undefined => (this.#machine.stopped ? true : undefined);
      await patiently('the latch', LATCH_LIMIT_MS, latched).catch((error: unknown) => {
        if (!this.#machine.kernel.plugged || !(this.#mustBeStopped || leftArmed(daemon))) {
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
    this.#mustBeStopped ||= armed;
    if (afterMs !== undefined) {
      this.#mustBeStopped = true;
      this.#options.tally.latchMs.push(afterMs);
    } else if (this.#mustBeStopped) {
      this.#problem(`RUN after its end with ${daemon.ending}`);
    }
  }

  /** The hardware outlives its kernel, in one of the states that the dead one can have left it in. */
  async #anotherKernel(chance: Chance): Promise<void> {
    const machine = this.#machine;
    await machine.plug();
    this.#mustBeStopped = true;
    for (const wish of this.#open) {
      const { register, steps, before } = wish;
      const written = this.#writtenOf(wish, chance);
      for (const [n, { device, value }] of steps.entries()) {
        await machine.kernel.setRegister(device, register, n < written ? value : (before[n] ?? 0));
      }
    }
  }

  /** How many of its registers: what was decided is known, and what may have been committed is any of them. */
  #writtenOf(wish: Wish, chance: Chance): number {
    const { id, steps, answer } = wish;
    const known = journalOf(this.#machine.folder, id);
    if (answer === 'COMPLETED' || known === 'COMMIT') {
      return steps.length;
    }
    const unknown = answer === undefined || !isKnown(wish);
    const open = known === 'HEURISTIC' || (known === 'MAY_COMMIT' && unknown);
    return open ? oneOf(chance, [0, 1, Math.ceil(steps.length / 2), steps.length]) : 0;
  }

  /** As it is: what was looked for is found. */
  async leave(): Promise<readonly string[]> {
    await this.#machine.end();
    return [];
  }

  /** A last daemon that nobody strikes, and what the files say. */
  async end(): Promise<RoundReport> {
    try {
      const { problems } = await this.#run(NO_STRIKE);
      const quiet = await this.#quietEnd();
      const log = logProblems(this.#machine.folder);
      this.#options.tally.rolledBack += rolledBack(this.#machine.folder);
      const missing = withoutIntent(this.#machine.folder, this.#wishes.all).map(
        (id) => `an effect without an intent: ${id}`,
      );
      return { what: 'the end of a life', problems: [...problems, ...quiet, ...log, ...missing] };
    } finally {
      await this.#machine.end();
    }
  }

  /** Started and ended in order, so that both sinks of the log have everything. */
  async #quietEnd(): Promise<readonly string[]> {
    let daemon = this.#machine.daemon(NO_STRIKE);
    for (let tries = 1; !(await daemon.ready()); tries++) {
      await daemon.gone(END_LIMIT_MS);
      if (!daemon.unanswered || tries === STARTS_MAX) {
        return [`it does not start at the end: ${daemon.ending}`];
      }
      daemon = this.#machine.daemon(NO_STRIKE);
    }
    this.#problems = [];
    const people = await People.connect(this.#machine.socket);
    try {
      await this.#look(people);
    } finally {
      people.close();
    }
    daemon.process.kill('SIGTERM');
    await daemon.gone(END_LIMIT_MS);
    const { exitCode } = daemon.process;
    return exitCode === 0 ? this.#problems : [`it did not end in order: ${daemon.ending}`];
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
