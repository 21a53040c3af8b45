// SPDX-License-Identifier: Apache-2.0
// A track that was restarted, beside one that was not; and one to which more has happened.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationType } from '../../../../src/core/model/enums.ts';
import { goOn, runs } from '../../core/runs.ts';
import { FakeStorage } from '../fakes.ts';
import { action, allRisks, POLICY, take, wait } from './history.ts';
import { World } from './world.ts';

const history = fc.array(action, { minLength: 8, maxLength: 25, size: 'max' });

async function copyOf(storage: FakeStorage): Promise<FakeStorage> {
  const copy = new FakeStorage();
  const { parts, revisions } = await storage.load();
  await copy.save(parts);
  copy.revisions.push(...revisions);
  return copy;
}

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;

describe('a restart', () => {
  it('B9 changes nothing when nothing happened meanwhile', async () => {
    let raised = 0;
    await fc.assert(
      fc.asyncProperty(history, history, async (before, after) => {
        const world = new World();
        const track = await world.ready(POLICY);
        for (const step of before) {
          wait(world, step);
          await take(track, step);
        }
        await track.close();
        const again = await world.open(await copyOf(world.storage));
        expect(await allRisks(again)).toEqual(await allRisks(track));
        // Budgets begin empty: that is the one thing that got stricter.
        world.clock.advance(10_000_000);
        for (const step of after) {
          wait(world, step);
          await take(track, step);
          await take(again, step);
          const risks = await allRisks(track);
          expect(await allRisks(again)).toEqual(risks);
          raised += risks.some((risk) => risk === 4 || risk === 5) ? 1 : 0;
        }
      }),
      runs(15),
    );
    expect(raised).toBeGreaterThan(0);
  });

  it('B9 ends nothing early: neither time while it was down, nor a machine that booted anew', async () => {
    let stricter = 0;
    const pause = fc.constantFrom(1, 60_000, 10_000_000);
    const cases = fc.tuple(history, pause, fc.boolean());
    const judge = async ([before, ms, reboot]: Of<typeof cases>): Promise<void> => {
      const world = new World();
      const track = await world.ready(POLICY);
      for (const step of before) {
        wait(world, step);
        await take(track, step);
      }
      await track.close();
      world.clock.advance(ms);
      const inUse = await allRisks(track);
      world.clock.bootNow = reboot ? 3 : world.clock.bootNow;
      const again = await allRisks(await world.open());
      for (const [index, risk] of again.entries()) {
        expect(risk).toBeGreaterThanOrEqual(inUse[index] ?? 6);
        stricter += risk > (inUse[index] ?? 6) ? 1 : 0;
      }
    };
    await fc.assert(fc.asyncProperty(cases, judge), runs(20));
    await goOn(cases, judge, () => stricter > 0);
    expect(stricter).toBeGreaterThan(0);
  });

  it('B10 refuses storage that it cannot read, and names the place', async () => {
    const world = new World();
    const track = await world.ready(POLICY);
    await track.refused('unix:1000', 0x8003, OperationType.WRITE, 'no-grant');
    const broken = async (part: string, key: string, value: unknown) => {
      const copy = await copyOf(world.storage);
      copy.parts.set(`${part} ${key}`, { part: part as 'time', key, value: value as null });
      return world.open(copy);
    };
    const target = 'principal/unix:1000';
    const lost = { count: 1, since: 0, lockedUntil: 'soon' };
    await expect(broken('attempts', target, lost)).rejects.toMatchObject({
      code: 'ERR_DSMIL_SECURITY_MEMORY',
      part: `attempts/${target}`,
    });
    const effect = { kind: 'raise', target: 'all', level: 4, until: -1, rule: 'r', because: '' };
    await expect(broken('effect', 'x', effect)).rejects.toMatchObject({ part: 'effect/x' });
    await expect(broken('history', 'x', { rule: 'r' })).rejects.toMatchObject({
      part: 'history/x',
    });
    await expect(broken('distrust', '', 1)).rejects.toMatchObject({ part: 'distrust' });
    await expect(broken('time', '', { now: -1, wall: 0 })).rejects.toMatchObject({ part: 'time' });
  });
});

describe('more that speaks against', () => {
  it('B1 never makes anything safer, whatever it is and whenever it came', async () => {
    let moved = 0;
    const more = action.filter(({ do: kind }) => kind === 'refused' || kind === 'fact');
    const cases = fc.tuple(history, more, fc.nat(24));
    const judge = async ([steps, extra, place]: Of<typeof cases>): Promise<void> => {
      const [world, other] = [new World(), new World()];
      const less = await world.ready(POLICY);
      const moreOf = await other.ready(POLICY);
      for (const [index, step] of steps.entries()) {
        if (index === place % steps.length) {
          await take(moreOf, extra);
        }
        wait(world, step);
        wait(other, step);
        await take(less, step);
        await take(moreOf, step);
        const risks = await allRisks(less);
        for (const [n, risk] of (await allRisks(moreOf)).entries()) {
          expect(risk).toBeGreaterThanOrEqual(risks[n] ?? 6);
          moved += risk > (risks[n] ?? 6) ? 1 : 0;
        }
      }
      expect(other.stops.length).toBeGreaterThanOrEqual(world.stops.length);
    };
    await fc.assert(fc.asyncProperty(cases, judge), runs(25));
    await goOn(cases, judge, () => moved > 10);
    expect(moved).toBeGreaterThan(10);
  });

  it('B11 never holds up a stop', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const world = new World();
        const track = await world.ready(POLICY);
        for (const step of steps) {
          wait(world, step);
          await take(track, step);
        }
        await track.distrust('anything');
        for (const who of ['unix:1000', 'stranger']) {
          const { EMERGENCY_STOP } = OperationType;
          expect((await track.admit(who, 0x8009, EMERGENCY_STOP)).allowed).toBe(true);
        }
        const before = await allRisks(track);
        await track.refused('unix:1000', 0x8003, OperationType.EMERGENCY_STOP, 'anything');
        expect(await allRisks(track)).toEqual(before);
      }),
      runs(10),
    );
  });
});
