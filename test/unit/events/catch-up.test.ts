// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { CatchUp } from '../../../src/events/catch-up.ts';
import type { Position } from '../../../src/events/cursor.ts';
import { LogHoleError } from '../../../src/events/errors.ts';
import type { LogPage } from '../../../src/events/log.ts';
import { PageBudget } from '../../../src/events/page-budget.ts';
import { toEvent } from '../../../src/events/publication.ts';
import { Segment } from '../../../src/events/segment.ts';
import { SegmentBuilder } from '../../../src/events/segment-builder.ts';
import { MemoryLog } from './memory-log.ts';
import { event, settle } from './rig.ts';

const HEAD = 100;
const at = (revision: number): Position => ({ revision, keptAt: 0 });

function segment(revision: number): Uint8Array {
  const builder = new SegmentBuilder();
  builder.add(toEvent(event(`n.${revision}`), 'durable'));
  return builder.build(revision);
}

/** Of the events of @revisions; the next begins behind the last. */
function page(...revisions: readonly number[]): LogPage {
  return {
    segments: revisions.map(segment),
    next: at(revisions.at(-1) ?? 0),
    state: { id: Buffer.alloc(16), head: HEAD, compacted: 0 },
  };
}

function setUp() {
  const log = new MemoryLog();
  const asked: { readonly from: number; answer(answer: LogPage): void }[] = [];
  log.read = (position) =>
    new Promise((resolve) => {
      asked.push({ from: position.revision, answer: resolve });
    });
  const catchUp = new CatchUp(log, new PageBudget(1_000_000), () => undefined);
  /** The event after @revision, or the place where the page ends, or nothing. */
  const look = (revision: number) => {
    const found = catchUp.at(at(revision));
    return found instanceof Segment ? found.first : found?.end.revision;
  };
  return { catchUp, asked, look };
}

/** Has read the events 1 and 2, and reads on behind 4 while 3 and 4 are here. */
async function readingAhead() {
  const rig = setUp();
  rig.catchUp.begin(at(0));
  rig.asked[0]?.answer(page(1, 2));
  await settle();
  expect([rig.look(0), rig.look(1), rig.look(2)]).toEqual([1, 2, 2]);
  rig.catchUp.begin(at(2));
  rig.asked[1]?.answer(page(3, 4));
  await settle();
  expect(rig.asked.map(({ from }) => from)).toEqual([0, 2, 4]);
  return rig;
}

describe('the budget of pages', () => {
  it('takes them from who used his longest ago, never from who uses his now', () => {
    const budget = new PageBudget(100);
    const dropped: string[] = [];
    const holder = (name: string) => ({ dropPages: () => void dropped.push(name) });
    const [ana, ben, eve] = [holder('ana'), holder('ben'), holder('eve')];
    budget.hold(ana, 40);
    budget.hold(ben, 40);
    budget.hold(ana, 50);
    budget.hold(eve, 60);
    expect([dropped, budget.bytes]).toEqual([['ben', 'ana'], 60]);
    budget.hold(eve, 500);
    expect([dropped, budget.bytes]).toEqual([['ben', 'ana'], 500]);
    budget.hold(eve, 0);
    expect(budget.bytes).toBe(0);
  });
});

describe('reading from the log', () => {
  it('reads one page ahead, and has it when the first is used up', async () => {
    const { look, asked } = await readingAhead();
    asked[2]?.answer(page(5));
    await settle();
    expect([look(2), look(3), look(4), look(4)]).toEqual([3, 4, 4, 5]);
  });

  it('takes nothing of what was asked for before its pages were dropped', async () => {
    const { catchUp, look, asked } = await readingAhead();
    catchUp.dropPages();
    asked[2]?.answer(page(5));
    await settle();
    expect(look(2)).toBeUndefined();
    catchUp.begin(at(2));
    expect(asked.at(-1)?.from).toBe(2);
  });

  it('does not lead past a hole', async () => {
    const { catchUp, look, asked } = setUp();
    catchUp.begin(at(0));
    asked[0]?.answer(page(1, 3));
    await settle();
    expect(look(0)).toBe(1);
    expect(() => look(1)).toThrow(LogHoleError);
  });

  it('asks once, however often it is told to begin, and never after its end', async () => {
    const { catchUp, asked } = setUp();
    catchUp.begin(at(0));
    catchUp.begin(at(0));
    expect(asked).toHaveLength(1);
    catchUp.close();
    asked[0]?.answer(page(1));
    await settle();
    catchUp.begin(at(0));
    expect(asked).toHaveLength(1);
    expect(catchUp.at(at(0))).toBeUndefined();
  });
});
