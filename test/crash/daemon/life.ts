// SPDX-License-Identifier: Apache-2.0
// One machine's life: daemons one after the other, each struck once, each looking at what the one before
// has left. No start is there for looking alone.

import { logProblems, rolledBack, withoutIntent } from './books.ts';
import { type Chance, chanceOf } from './chance.ts';
import { END_LIMIT_MS, Ends } from './ends.ts';
import type { Kernel } from './kernel.ts';
import { Machine, type Programs } from './machine.ts';
import { Past } from './past.ts';
import { OverdueError, patiently, SLOWNESS } from './patience.ts';
import { People, wordsOfError } from './people.ts';
import type { Daemon } from './process.ts';
import { NO_STRIKE, pickStrike, type Strike, wordsOf } from './sites.ts';
import type { Tally } from './tally.ts';
import { DEVICES, judge, retold, type Wish, Wishes } from './wishes.ts';

/** Rounds whose strikes are those of the first start of all. */
const FIRST_ROUNDS = 4;
/** Wished one after the other while nothing strikes. */
const WISHES_MAX = 3;
/** Until what struck a daemon is seen here, behind what came of it. {unit ms} */
const SEEN_LIMIT_MS = 5_000 * SLOWNESS;
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
  readonly #past = new Past();
  readonly #ends: Ends;
  /** Whose clearing was under way when its daemon died: the hold may be there still, and no flag. */
  readonly #letGo = new Set<number>();
  #round = 0;
  /** The round after the first in which a daemon served. */
  #served: number | undefined;

  private constructor(options: LifeOptions, machine: Machine) {
    this.#options = options;
    this.#machine = machine;
    this.#ends = new Ends(machine, options.tally, this.#past);
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
    this.#past.begin();
    const chance = chanceOf(this.#options.seed, this.#options.life, this.#round, 2);
    this.#round += 1;
    const begun = performance.now();
    const daemon = this.#machine.daemon(strike);
    tally.starts += 1;
    const latched = this.#ends.latchAfter(daemon);
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
        this.#past.problem(`beside the strike: ${wordsOfError(error)}; it said: ${daemon.said}`);
      }
    } finally {
      people?.close();
    }
    if (daemon.slow !== undefined) {
      tally.slowStarts.push(daemon.slow);
    }
    tally.waited += daemon.said.includes('waiting for it') ? 1 : 0;
    await this.#ends.end(daemon, strike, chance, latched);
    tally.came(daemon);
    return { what: wordsOf(strike), problems: this.#past.problems };
  }

  /** It is dead, struck, or told to die: that is seen by other ways than what was asked of it, and not at once. */
  async #isOver(daemon: Daemon): Promise<boolean> {
    const over = (): true | undefined =>
      !daemon.alive || daemon.struck || daemon.told ? true : undefined;
    return await patiently('its end', SEEN_LIMIT_MS, over).catch(() => false);
  }

  /** What the daemon before has left, as this one has made of it. */
  async #look(people: People): Promise<void> {
    const machine = this.#machine;
    const { undecided, stop } = await people.ann.status();
    if (undecided > 0) {
      this.#past.problem(`${undecided} transactions are undecided after the start`);
    }
    if (this.#past.mustBeStopped && (stop.state === 'RUN' || !machine.stopped)) {
      this.#past.problem('the stop was lost');
    }
    const prepared = machine.prepared();
    if (prepared.length > 0) {
      this.#past.problem(`prepared after the start: ${prepared}`);
    }
    for (const wish of this.#past.open) {
      this.#past.problemIf(await judge(machine, wish));
    }
    await this.#askAgain(people);
    await this.#clear(people);
  }

  /** What is told of it now, and what it did, are one thing; and what was answered stands. */
  async #askAgain(people: People): Promise<void> {
    const open = this.#past.open.map(({ id }) => id);
    for (const wish of [...this.#past.answered, ...this.#past.open]) {
      const told = await people.told(wish.id);
      this.#past.problemIf(retold(wish, told));
      if (told !== undefined && open.includes(wish.id)) {
        const { state: answer, cause } = told;
        // It was there when that was decided: what it does not know is on hold.
        this.#past.problemIf(await judge(this.#machine, { ...wish, answer, cause }, true));
      }
    }
    this.#past.open = [];
    this.#past.answered = [];
  }

  /** Two persons let go of all that is flagged, and of what a death in the middle of that has left on hold. */
  async #clear(people: People): Promise<void> {
    const { tally } = this.#options;
    const { flagged, strangers } = await people.ann.recovery();
    for (const { transaction, outcome } of strangers) {
      this.#past.problem(
        `transaction ${transaction} is ${outcome} in the kernel, and in no journal`,
      );
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
      this.#past.problem(`on hold without a flag: ${strange}`);
    }
    for (const device of left) {
      await people.clearHold(device);
      tally.released += 1;
    }
    if (this.#held().length > 0) {
      this.#past.problem(`on hold after two persons have cleared it: ${this.#held()}`);
    }
    this.#letGo.clear();
  }

  #held(): readonly number[] {
    return this.#machine.held().filter((device) => DEVICES.includes(device));
  }

  /** A start arms the deadman, and decides by what there is: it begins nothing. */
  #judgeStart({ places }: Daemon): void {
    // From outside it could not be told: dsmil-stop latches, too, when its daemon dies.
    if (!places.has('device DEADMAN_ARM|after') || places.has('device DEADMAN_DISARM|after')) {
      this.#past.problem('it serves without a deadman');
    }
    for (const call of ['TX_PREPARE', 'TX_COMMIT']) {
      if (places.has(`device ${call}|before`)) {
        this.#past.problem(`a start calls ${call}`);
      }
    }
  }

  async #work(daemon: Daemon, people: People, strike: Strike, chance: Chance): Promise<void> {
    const machine = this.#machine;
    await people.intoRun();
    this.#past.mustBeStopped = false;
    // A strike at the start has not come: a kill from outside, somewhere in the middle, is worth more than work.
    const many = strike.from === 'start' || strike.when === 'end' ? 1 : WISHES_MAX;
    // Where nothing strikes, a stop always does.
    const stopping = strike === NO_STRIKE || chance(3) === 0 ? chance(many) : WISHES_MAX;
    const blow = strike.from === 'start' && strike !== NO_STRIKE ? chance(BLOW_MS) : undefined;
    for (let n = 0; n < many && daemon.alive && !daemon.struck; n++) {
      const wishes = await this.#wishes.next(machine, chance);
      this.#past.open.push(...wishes);
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
    this.#past.mustBeStopped = true;
    this.#options.tally.stops += 1;
    this.#past.problemIf(problem);
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
      // A kernel that is lost meanwhile says nothing of the last look but that it was early: the next daemon is looked at.
      if (!(error instanceof OverdueError)) {
        throw error;
      }
      this.#past.problem(last);
    }
    this.#past.open = this.#past.open.filter((other) => other !== wish);
    this.#past.answered.push(wish);
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
    this.#past.begin();
    const people = await People.connect(this.#machine.socket);
    try {
      await this.#look(people);
    } finally {
      people.close();
    }
    daemon.process.kill('SIGTERM');
    await daemon.gone(END_LIMIT_MS);
    const { exitCode } = daemon.process;
    return exitCode === 0 ? this.#past.problems : [`it did not end in order: ${daemon.ending}`];
  }
}
