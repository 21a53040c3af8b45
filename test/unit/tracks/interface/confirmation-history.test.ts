// SPDX-License-Identifier: Apache-2.0
// Random histories of questions, looks and answers, judged by a model that only keeps a diary.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '../../../../src/core/risk/level.ts';
import type { Disclosure } from '../../../../src/tracks/interface/confirmations.ts';
import { InterfaceRefusedError } from '../../../../src/tracks/interface/errors.ts';
import { goOn, runs } from '../../core/runs.ts';
import { question, World } from './world.ts';

const ABOUTS = ['1', '2'].map((digit) => digit.repeat(64));
const WHO = ['unix:ann', 'unix:bob', 'unix:low'] as const;
const LIMIT_S = 60;

const which = fc.nat(ABOUTS.length - 1);
const who = fc.nat(WHO.length - 1);
const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      which,
      risk: fc.constantFrom<Level>(3, 4, 4, 5),
      words: fc.constantFrom('a', 'a', 'b'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('look' as const), which, who }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      which,
      who,
      yes: fc.constantFrom(true, true, true, false),
      /** Answers what was shown before the latest question. */
      old: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('reassess' as const),
      which,
      risk: fc.constantFrom<Level>(3, 4, 5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(-20_000, 1_000, 25_000, 60_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dismiss' as const), who }) },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

type Line =
  | { readonly do: 'ask'; readonly disclosure: Disclosure; readonly at: number }
  | { readonly do: 'look'; readonly who: number }
  | { readonly do: 'yes'; readonly who: number }
  | { readonly do: 'void' };

class Diary {
  readonly world = new World();
  readonly lines: Line[][] = ABOUTS.map(() => []);
  readonly before: (Disclosure | undefined)[] = ABOUTS.map(() => undefined);
  readonly sessions: string[];
  latest = this.world.clock.boot();
  given = 0;
  missing = 0;

  constructor() {
    this.sessions = WHO.map((one) => this.world.track.openSession(one));
  }

  take(step: Event): void {
    for (const session of this.sessions) {
      this.world.track.alive(session);
    }
    this.latest = Math.max(this.latest, this.world.clock.boot());
    switch (step.do) {
      case 'ask':
        this.ask(step.which, step.risk, step.words);
        break;
      case 'look':
        this.look(step.which, step.who);
        break;
      case 'answer':
        this.answer(step);
        break;
      case 'reassess': {
        const open = this.open(step.which);
        const voids = this.world.track.reassessed(ABOUTS[step.which] ?? '', step.risk);
        if (open !== undefined) {
          expect(voids).toBe(step.risk > open.risk);
        }
        this.note(step.which, voids ? { do: 'void' } : undefined);
        break;
      }
      case 'withdraw':
        this.world.track.withdraw(ABOUTS[step.which] ?? '');
        this.note(step.which, { do: 'void' });
        break;
      case 'wait':
        // Sessions end by silence; here only the questions are to.
        for (let left: number = step.ms; left !== 0; ) {
          const part = Math.max(-20_000, Math.min(20_000, left));
          this.world.clock.advance(part);
          left -= part;
          this.latest = Math.max(this.latest, this.world.clock.boot());
          for (const session of this.sessions) {
            this.world.track.alive(session);
          }
        }
        break;
      case 'dismiss':
        this.world.persons.delete(WHO[step.who] ?? '');
        break;
    }
    for (const index of ABOUTS.keys()) {
      this.compare(index);
    }
  }

  note(index: number, line: Line | undefined): void {
    if (line !== undefined) {
      this.lines[index]?.push(line);
    }
  }

  /** Since the last question that nothing voided: the question itself, while it lasts. */
  since(index: number): Line[] {
    const lines = this.lines[index] ?? [];
    const start = lines.findLastIndex((line) => line.do === 'ask');
    const part = start < 0 ? [] : lines.slice(start);
    const [first] = part;
    const over = first?.do !== 'ask' || this.latest >= first.at + LIMIT_S * 1_000;
    return over || part.some((line) => line.do === 'void') ? [] : part;
  }

  open(index: number): Disclosure | undefined {
    const [first] = this.since(index);
    return first?.do === 'ask' ? first.disclosure : undefined;
  }

  ask(index: number, risk: Level, words: string): void {
    const open = this.open(index);
    const about = ABOUTS[index] ?? '';
    const disclosure = this.world.track.ask(
      question({ about, risk, terms: [words], limitS: LIMIT_S }),
    );
    const goesOn =
      open !== undefined && (risk < open.risk || (risk === open.risk && open.terms[0] === words));
    expect(disclosure.id === open?.id).toBe(goesOn);
    if (!goesOn) {
      this.before[index] = open;
      this.note(index, { do: 'ask', disclosure, at: this.latest });
    }
  }

  allowed(by: number): boolean {
    return WHO[by] !== 'unix:low' && this.world.persons.has(WHO[by] ?? '');
  }

  look(index: number, by: number): void {
    const open = this.open(index);
    const shown = this.attempt(() =>
      this.world.track.disclose(open?.id ?? 'none', this.sessions[by] ?? ''),
    );
    expect(shown).toBe(open !== undefined && this.allowed(by));
    this.note(index, shown ? { do: 'look', who: by } : undefined);
  }

  answer({ which: index, who: by, yes, old }: Extract<Event, { do: 'answer' }>): void {
    const open = this.open(index);
    const digest = (old ? this.before[index] : open)?.digest ?? '0'.repeat(64);
    const looked = this.since(index).some((line) => line.do === 'look' && line.who === by);
    const right = open !== undefined && this.allowed(by) && looked && digest === open.digest;
    const done = this.attempt(() =>
      this.world.track.answer(open?.id ?? 'none', this.sessions[by] ?? '', digest, yes),
    );
    expect(done).toBe(right);
    if (done) {
      this.note(index, yes ? { do: 'yes', who: by } : { do: 'void' });
    }
  }

  attempt(action: () => unknown): boolean {
    const before = this.world.track.questions();
    try {
      action();
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(InterfaceRefusedError);
      // T6
      expect(this.world.track.questions()).toEqual(before);
      return false;
    }
  }

  compare(index: number): void {
    // The latest yes, while whoever said it may still say it.
    const yes = this.since(index).findLast((line) => line.do === 'yes');
    const said = yes !== undefined && this.allowed(yes.who) ? yes : undefined;
    const given = this.world.track.confirmation(ABOUTS[index] ?? '');
    expect(given !== undefined).toBe(said !== undefined);
    expect(given?.risk).toBe(said === undefined ? undefined : this.open(index)?.risk);
    this.given += given === undefined ? 0 : 1;
    this.missing += given === undefined ? 1 : 0;
  }
}

describe('any history of questions and answers', () => {
  it('T1, T2, T5, T6 hold against a model that only keeps a diary', async () => {
    let [given, missing] = [0, 0];
    const histories = fc.array(event, { minLength: 5, maxLength: 40, size: 'max' });
    const judge = (events: readonly Event[]): void => {
      const diary = new Diary();
      for (const step of events) {
        diary.take(step);
      }
      given += diary.given;
      missing += diary.missing;
    };
    fc.assert(fc.property(histories, judge), runs(200));
    await goOn(histories, judge, () => Math.min(given, missing) > 50);
    expect(Math.min(given, missing)).toBeGreaterThan(50);
  });
});
