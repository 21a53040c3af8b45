// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Breaker, type Leave } from '../../../../src/orchestrator/degradation/breaker.ts';
import { runs } from '../../core/runs.ts';

const LIMITS = { failures: 3, openMs: 500, openMaxMs: 1_500, successes: 3 };

/** One call after the other, each with its answer. */
function ask(breaker: Breaker, now: number, ...answers: (boolean | null)[]): string[] {
  return answers.map((good) => {
    const leave = breaker.admit(now);
    leave?.end(good, now);
    return leave === null ? 'refused' : breaker.state;
  });
}

const step = fc.record({
  ms: fc.constantFrom(0, 1, 100, 499, 500, 1_000, 1_500),
  end: fc.option(fc.nat(5), { freq: 2 }),
  good: fc.constantFrom(true, true, false, false, false, false, null),
});

/** The same from whole histories: calls under way and answers of the phase that is now. */
class Model {
  state = 'CLOSED';
  open: Leave[] = [];
  halfOpen = 0;
  #answers: boolean[] = [];
  #until = 0;
  #length: number = LIMITS.openMs;

  admits(now: number): boolean {
    if (this.state === 'OPEN' && now >= this.#until) {
      this.#enter('HALF_OPEN');
      this.halfOpen++;
    }
    const room = this.open.length <= this.#answers.length;
    return this.state === 'CLOSED' || (this.state === 'HALF_OPEN' && room);
  }

  answered(good: boolean | null, now: number): void {
    this.#answers.push(...(good === null ? [] : [good]));
    const again = this.state === 'HALF_OPEN' && good === false;
    const streak = this.#answers.length - 1 - this.#answers.lastIndexOf(true);
    if (again || (this.state === 'CLOSED' && streak >= LIMITS.failures)) {
      this.#length = again ? Math.min(LIMITS.openMaxMs, this.#length * 2) : LIMITS.openMs;
      this.#until = now + this.#length;
      this.#enter('OPEN');
    } else if (this.state === 'HALF_OPEN' && this.#answers.length >= LIMITS.successes) {
      this.#length = LIMITS.openMs;
      this.#enter('CLOSED');
    }
  }

  #enter(state: string): void {
    this.state = state;
    this.open = [];
    this.#answers = [];
  }
}

describe('a breaker', () => {
  it('opens after three failures in a row, and not before', () => {
    const breaker = new Breaker(LIMITS);
    expect(ask(breaker, 0, false, false, true, false, false)).not.toContain('OPEN');
    expect(ask(breaker, 0, false, true)).toEqual(['OPEN', 'refused']);
  });

  it('is half-open after its time, widens with each good answer, then closes', () => {
    const breaker = new Breaker(LIMITS);
    ask(breaker, 0, false, false, false);
    expect(breaker.admit(499)).toBeNull();
    const first = breaker.admit(500);
    expect([breaker.state, breaker.admit(500)]).toEqual(['HALF_OPEN', null]);
    first?.end(true, 501);
    const two = [breaker.admit(501), breaker.admit(501)];
    expect([two.includes(null), breaker.admit(501)]).toEqual([false, null]);
    for (const leave of two) {
      leave?.end(true, 502);
    }
    expect(breaker.state).toBe('CLOSED');
  });

  it('opens again from half-open with one failure, for longer each time, up to a limit', () => {
    const breaker = new Breaker(LIMITS);
    ask(breaker, 0, false, false, false);
    let now = 500;
    for (const openMs of [1_000, 1_500, 1_500]) {
      expect(ask(breaker, now, false)).toEqual(['OPEN']);
      expect(breaker.admit(now + openMs - 1)).toBeNull();
      now += openMs;
    }
    expect(breaker.admit(now)).not.toBeNull();
  });

  it('is kept open by a clock that reads NaN', () => {
    const breaker = new Breaker(LIMITS);
    ask(breaker, 0, false, false, false);
    expect(breaker.admit(Number.NaN)).toBeNull();
  });

  it('G3 G4: is what a model says that remembers everything', () => {
    let halfOpen = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
        const breaker = new Breaker(LIMITS);
        const model = new Model();
        let now = 0;
        for (const { ms, end, good } of steps) {
          now += ms;
          if (end === null || model.open.length === 0) {
            const wanted = model.admits(now);
            const leave = breaker.admit(now);
            expect(leave !== null).toBe(wanted);
            model.open.push(...(leave === null ? [] : [leave]));
          } else {
            const [leave] = model.open.splice(end % model.open.length, 1);
            leave?.end(good, now);
            leave?.end(false, now); // twice says nothing
            model.answered(good, now);
          }
          expect(breaker.state).toBe(model.state);
        }
        halfOpen += model.halfOpen;
      }),
      runs(2_000),
    );
    expect(halfOpen).toBeGreaterThan(50);
  });
});
