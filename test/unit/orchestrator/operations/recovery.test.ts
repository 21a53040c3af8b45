// SPDX-License-Identifier: Apache-2.0
// What a daemon finds of the one before it: O4, and decisions that are taken again from their records.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { redecide } from '../../../../src/orchestrator/operations/record.ts';
import { approveAs, CONFIG, DEVICE, OTHER, request, settle, transaction, World } from './world.ts';

const ann = { principal: 'ann' };

/** An operation that is being committed when its daemon is gone. */
async function interrupted(): Promise<World> {
  const world = new World();
  const operations = await world.open();
  void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
  await settle();
  world.confirm(operations);
  world.coordinator.mode = 'waits';
  await settle();
  return world;
}

describe('an operation that its daemon left open', () => {
  it('and had not begun ends as interrupted, and is not begun by its id', async () => {
    const world = new World();
    const operations = await world.open();
    void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    const { operation } = operations.find('ann', 'w1');
    const next = await world.open();
    const again = await next.coordinate({ ...ann, request: request('w1', CONFIG) });
    expect(again).toMatchObject({
      replayed: true,
      result: { state: 'FAILED', cause: 'INTERRUPTED', operation },
    });
    expect(world.coordinator.executed).toEqual([]);
  });

  it.each([
    ['COMMIT', 'COMMITTED', { state: 'COMPLETED', cause: null }],
    ['ABORT', 'ABORTED', { state: 'FAILED', cause: 'ABORTED' }],
    ['ABORT', 'UNKNOWN', { state: 'FAILED', cause: 'ABORTED' }],
    ['ABORT', 'ROLLED_BACK', { state: 'FAILED', cause: 'ROLLED_BACK' }],
    ['HEURISTIC', 'UNCERTAIN', { state: 'FAILED', cause: 'HEURISTIC' }],
  ] as const)(
    'and whose transaction was decided %s (%s) ends so',
    async (decision, kernel, expected) => {
      const world = await interrupted();
      world.journal.committing('ann', 'w1', 9n);
      const effect = { device: DEVICE, before: 7, error: -5, reason: 'HARDWARE' };
      world.journal.decided('ann', 'w1', decision, { kernel, results: [effect] });
      const next = await world.open();
      const { result } = await next.coordinate({ ...ann, request: request('w1', CONFIG) });
      const devices = [{ device: DEVICE, value: 7, error: -5, reason: 'HARDWARE' }];
      expect(result).toMatchObject({ ...expected, transaction: '9', devices });
    },
  );

  it('and that nobody has decided yet stays open, and is not done again', async () => {
    const world = await interrupted();
    world.journal.committing('ann', 'w1', 9n);
    const next = await world.open();
    const { result } = await next.coordinate({ ...ann, request: request('w1', CONFIG) });
    expect(result).toMatchObject({ state: 'FAILED', cause: 'FAULT' });
    expect(await world.journal.unfinished()).toHaveLength(1);
    world.journal.decided('ann', 'w1', 'COMMIT');
    const last = await world.open();
    const again = await last.coordinate({ ...ann, request: request('w1', CONFIG) });
    expect(again).toMatchObject({ replayed: true, result: { state: 'COMPLETED' } });
  });
});

describe('what a start finds to have happened', () => {
  const device = DEVICE;
  const result = (error: number) => ({ device, before: 1, error, reason: '' });
  const cases = [
    ['COMMIT', 'COMMITTED', { failures: 0, successes: 1 }],
    ['ABORT', 'ROLLED_BACK', { failures: 1, successes: 0 }],
    ['HEURISTIC', 'UNCERTAIN', { failures: 1, successes: 0 }],
  ] as const;

  it.each(cases)('%s (%s) enters the failure history once', async (decision, kernel, expected) => {
    const world = await interrupted();
    world.journal.committing('ann', 'w1', 9n);
    world.journal.decided('ann', 'w1', decision, { kernel, results: [result(-110)] });
    for (let start = 1; start <= 2; start++) {
      const next = await world.open();
      expect(await world.journal.histories()).toMatchObject([
        { device, type: CONFIG.operationType, history: expected },
      ]);
      // Decisions read the same.
      const { histories } = next.context;
      expect(histories.of(device, CONFIG.operationType)).toMatchObject(expected);
    }
  });

  it('is nothing, when the kernel aborted it before it began, or nobody allowed it', async () => {
    const aborted = await interrupted();
    aborted.journal.committing('ann', 'w1', 9n);
    aborted.journal.decided('ann', 'w1', 'ABORT', { kernel: 'ABORTED', results: [result(-125)] });
    await aborted.open();
    expect(await aborted.journal.histories()).toEqual([]);
    const unbegun = await interrupted();
    await unbegun.open();
    expect(await unbegun.journal.histories()).toEqual([]);
  });

  it('blames the device that failed of several that were undone, and all when none is named', async () => {
    for (const [errors, blamed] of [
      [[0, -5], [OTHER]],
      [
        [0, 0],
        [DEVICE, OTHER],
      ],
    ] as const) {
      const world = new World();
      const operations = await world.open();
      void operations.coordinate({ ...ann, request: transaction('w1', DEVICE, OTHER) });
      await settle();
      world.journal.committing('ann', 'w1', 9n);
      const results = [DEVICE, OTHER].map((one, n) => ({
        ...result(errors[n] ?? 0),
        device: one,
      }));
      world.journal.decided('ann', 'w1', 'ABORT', { kernel: 'ROLLED_BACK', results });
      await world.open();
      const found = await world.journal.histories();
      expect(found.map((one) => one.device)).toEqual(blamed);
    }
  });
});

describe('O7 a decision that was recorded', () => {
  it('is the same when it is taken again from the record alone', async () => {
    const world = new World();
    const operations = await world.open();
    const call = operations.coordinate({ ...ann, request: request('w1') });
    await settle();
    world.confirm(operations);
    approveAs(operations, 'bob');
    await call;
    const entry = world.audit.entries.find(({ kind }) => kind === 'operation.decided');
    const text = JSON.stringify(entry?.details['decision']);
    const record = JSON.parse(text) as { input: { facts: object; approvers: unknown[] } };
    expect(redecide(record as unknown as Json)).toEqual({ level: 4, allowed: true, unmet: [] });
    // It is taken again, and not read off: with another input it is another one.
    record.input.approvers = [];
    record.input.facts = { ...record.input.facts, onHold: null };
    expect(redecide(record as unknown as Json)).toEqual({
      level: 4,
      allowed: false,
      unmet: ['second-person', 'no-hold'],
    });
    expect(text).not.toContain('calibration');
  });
});
