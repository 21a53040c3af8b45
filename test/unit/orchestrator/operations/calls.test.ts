// SPDX-License-Identifier: Apache-2.0
// Who asks how often for what: ids, deadlines, cancelling, stops, limits.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IDEMPOTENCY_MS } from '../../../../src/core/canonical/idempotency.ts';
import { OperationType } from '../../../../src/core/model/enums.ts';
import type { OperationRequest } from '../../../../src/core/model/operation.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { aRead, CONFIG, request, settle, transaction, World } from './world.ts';

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
});

const ann = { principal: 'ann' };
const AN_EFFECT = request('w1', CONFIG);

async function done(id: string): Promise<void> {
  const call = operations.coordinate({ ...ann, request: request(id, CONFIG) });
  await settle();
  world.confirm(operations);
  await call;
}

const NOT_FOUND = 'ERR_DSMIL_NOT_FOUND';

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

describe('the same id again', () => {
  it('finds what is under way, and does nothing twice', async () => {
    const calls = [1, 2, 3].map(() => operations.coordinate({ ...ann, request: AN_EFFECT }));
    await settle();
    world.confirm(operations);
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ result }) => result.operation)).size).toBe(1);
    expect(world.coordinator.committed).toHaveLength(1);
    expect(operations.statistics.total).toBe(1);
  });

  it('is answered as before when it has ended', async () => {
    await done('w1');
    const again = await operations.coordinate({
      ...ann,
      request: { ...AN_EFFECT, requestedAt: 1 },
    });
    expect(again).toMatchObject({ replayed: true, result: { state: 'COMPLETED' } });
    expect(world.coordinator.committed).toHaveLength(1);
  });

  it('is answered as before after a restart, for seven days', async () => {
    await done('w1');
    await operations.close();
    await operations.written();
    operations = await world.open();
    const again = await operations.coordinate({ ...ann, request: AN_EFFECT });
    expect(again).toMatchObject({ replayed: true, result: { state: 'COMPLETED' } });
    world.time.jump(IDEMPOTENCY_MS);
    operations = await world.open();
    const anew = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    world.confirm(operations);
    expect(await anew).toMatchObject({ replayed: false });
    expect(world.coordinator.committed).toHaveLength(2);
  });

  it('with another digest is an error, also after a restart', async () => {
    const other = { ...AN_EFFECT, parameters: { register: 2, value: 1 } };
    const code = 'ERR_DSMIL_ID_REUSED';
    await done('w1');
    await expect(operations.coordinate({ ...ann, request: other })).rejects.toMatchObject({ code });
    operations = await world.open();
    await expect(operations.coordinate({ ...ann, request: other })).rejects.toMatchObject({ code });
    const again = await operations.coordinate({ ...ann, request: AN_EFFECT });
    expect(again).toMatchObject({ replayed: true, result: { state: 'COMPLETED' } });
  });

  it('that is taken back while the journal is asked ends as that alone, in whichever turn', async () => {
    const other = { ...AN_EFFECT, parameters: { register: 2, value: 1 } };
    const told = new Set<unknown>();
    for (const asked of [AN_EFFECT, other]) {
      for (let turns = 0; turns < 24; turns++) {
        world = new World();
        operations = await world.open();
        await done('w1');
        operations = await world.open();
        const call = operations.coordinate({ ...ann, request: asked }).catch(() => undefined);
        for (let turn = 0; turn < turns; turn++) {
          await Promise.resolve();
        }
        const state = attempt(() => operations.cancel('ann', 'w1').state);
        told.add(state);
        const answer = await call;
        await settle();
        expect(world.faults, `after ${turns} turns`).toEqual([]);
        // Another request may have been refused already: then nobody was told that it was taken back but who did.
        expect(answer !== undefined || asked === other).toBe(true);
        if (answer !== undefined && state !== NOT_FOUND) {
          expect(answer.result.state, `after ${turns} turns`).toBe(state);
          expect(operations.find('ann', 'w1').state, `after ${turns} turns`).toBe(state);
        }
      }
    }
    expect(told).toEqual(new Set(['FAILED', 'COMPLETED', NOT_FOUND]));
  });

  it('that ended before the journal was heard does not hide what was done under it', async () => {
    for (const end of [
      () => operations.cancel('ann', 'w1').state,
      () => operations.stopped(),
      () => world.time.pass(400_000),
    ]) {
      world = new World();
      operations = await world.open();
      await done('w1');
      operations = await world.open();
      // The journal does not answer for long.
      const known = vi.spyOn(world.journal, 'known').mockReturnValue(new Promise(() => undefined));
      const call = operations.coordinate({ ...ann, request: AN_EFFECT });
      await end();
      const { result } = await call;
      known.mockRestore();
      expect(result.state).not.toBe('COMPLETED');
      expect(result.message).toMatch(/before the journal .* ask again with the same id/);
      const again = operations.coordinate({ ...ann, request: AN_EFFECT });
      expect(await again).toMatchObject({ replayed: true, result: { state: 'COMPLETED' } });
      expect(world.coordinator.committed).toHaveLength(1);
    }
  });

  it('says what went wrong when the journal cannot be asked, and that the same id tells the rest', async () => {
    await done('w1');
    operations = await world.open();
    const known = vi.spyOn(world.journal, 'known').mockRejectedValue(new Error('disk gone'));
    const { result } = await operations.coordinate({ ...ann, request: AN_EFFECT });
    known.mockRestore();
    expect(result).toMatchObject({ state: 'FAILED', cause: 'FAULT' });
    expect(result.message).toMatch(/^disk gone; it ended before the journal .* with the same id/);
    const again = await operations.coordinate({ ...ann, request: AN_EFFECT });
    expect(again).toMatchObject({ replayed: true, result: { state: 'COMPLETED' } });
  });

  it('tells a value that was read to nobody who is not cleared any more', async () => {
    await operations.coordinate({ ...ann, request: aRead('r1') });
    world.security.persons.set('ann', { person: 'ann', clearance: 0, compartments: [] });
    const again = operations.coordinate({ ...ann, request: aRead('r1') });
    await expect(again).rejects.toMatchObject({ code: 'ERR_DSMIL_REFUSED' });
  });

  it.each(['asked for', 'looked up'])(
    'tells a value that was there before to nobody who is not cleared any more, when it is %s after a restart',
    async (how) => {
      await done('w1');
      operations = await world.open();
      expect((await operations.lookUp('ann', 'w1')).devices).toMatchObject([{ value: 7 }]);
      world.security.persons.set('ann', { person: 'ann', clearance: 0, compartments: [] });
      const again =
        how === 'asked for'
          ? operations.coordinate({ ...ann, request: AN_EFFECT })
          : operations.lookUp('ann', 'w1');
      await expect(again).rejects.toMatchObject({ code: 'ERR_DSMIL_REFUSED' });
    },
  );

  it('that ended before the journal was heard is looked up there as well', async () => {
    await done('w1');
    operations = await world.open();
    const known = vi.spyOn(world.journal, 'known').mockReturnValue(new Promise(() => undefined));
    const call = operations.coordinate({ ...ann, request: AN_EFFECT });
    operations.stopped();
    await call;
    known.mockRestore();
    expect(await operations.lookUp('ann', 'w1')).toMatchObject({ state: 'COMPLETED' });
    await expect(operations.lookUp('bob', 'w1')).rejects.toMatchObject({ code: NOT_FOUND });
  });

  it('that was refused is judged again after a restart: nothing was done', async () => {
    world.situation.facts_ = { onHold: true };
    const { result } = await operations.coordinate({ ...ann, request: AN_EFFECT });
    expect(result.state).toBe('DENIED');
    world.situation.facts_ = {};
    operations = await world.open();
    const call = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    world.confirm(operations);
    expect((await call).result.state).toBe('COMPLETED');
  });
});

describe('time', () => {
  it('the call returns at its own deadline, and the operation goes on', async () => {
    const controller = new AbortController();
    const call = operations.coordinate({ ...ann, request: AN_EFFECT, signal: controller.signal });
    await settle();
    controller.abort();
    const answer = await call;
    expect(answer).toMatchObject({ pending: true, result: { state: 'AUTHORIZING', result: 0 } });
    expect(answer.result.unmet.map(({ rule }) => rule)).toEqual(['confirmation']);
    const again = operations.coordinate({ ...ann, request: AN_EFFECT });
    world.confirm(operations);
    expect((await again).result).toMatchObject({
      state: 'COMPLETED',
      operation: answer.result.operation,
    });
  });

  it('its own timeout ends it', async () => {
    const call = operations.coordinate({ ...ann, request: AN_EFFECT, timeoutMs: 2_000 });
    await world.time.pass(1_999);
    expect(operations.list('ann')).toHaveLength(1);
    await world.time.pass(1);
    expect((await call).result).toMatchObject({ state: 'FAILED', cause: 'EXPIRED' });
    expect(operations.list('ann')).toEqual([]);
    expect(world.interface.questions()).toEqual([]);
  });

  it('the timeout of the first who asks is its own: it is no part of what makes two requests the same', async () => {
    const first = operations.coordinate({ ...ann, request: AN_EFFECT, timeoutMs: 2_000 });
    await settle();
    const again = operations.coordinate({ ...ann, request: AN_EFFECT, timeoutMs: 500 });
    await world.time.pass(1_999);
    expect(operations.list('ann')).toHaveLength(1);
    await world.time.pass(1);
    const [one, other] = await Promise.all([first, again]);
    expect(one.result.cause).toBe('EXPIRED');
    expect(other.result).toEqual(one.result);
  });

  it('no timeout is longer than the server allows', async () => {
    const call = operations.coordinate({ ...ann, request: AN_EFFECT, timeoutMs: 86_400_000 });
    await settle();
    world.time.jump(300_000);
    operations.tick();
    expect((await call).result.cause).toBe('EXPIRED');
  });

  it('it ends while a track hangs, the journal, or the commit', async () => {
    world.kernel.mode = 'hangs';
    const hung = operations.coordinate({ ...ann, request: AN_EFFECT, timeoutMs: 500 });
    await world.time.pass(500);
    expect((await hung).result.cause).toBe('EXPIRED');
    world.kernel.mode = 'answers';
    world.coordinator.mode = 'waits';
    const committing = operations.coordinate({
      ...ann,
      request: request('w2', CONFIG),
      timeoutMs: 500,
    });
    await settle();
    world.confirm(operations);
    await settle();
    expect(operations.find('ann', 'w2').state).toBe('EXECUTING');
    await world.time.pass(500);
    expect((await committing).result.cause).toBe('EXPIRED');
  });
});

describe('a journal that cannot be written', () => {
  it('lets nothing happen', async () => {
    const call = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    const other = operations.coordinate({ ...ann, request: request('w2', CONFIG) });
    world.journal.failing = new Error('disk full');
    expect((await other).result).toMatchObject({ state: 'FAILED', cause: 'FAULT' });
    world.confirm(operations);
    expect((await call).result.state).toBe('COMPLETED');
    expect(world.faults.map(({ message }) => message)).toContain('disk full');
  });
});

describe('cancelling', () => {
  it('is the requester’s alone', async () => {
    const call = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    const { operation } = operations.find('ann', 'w1');
    expect(() => operations.cancel('bob', operation)).toThrow('there is no operation');
    operations.cancel('ann', 'w1');
    expect((await call).result).toMatchObject({ state: 'FAILED', cause: 'CANCELLED' });
  });

  it('of one that is being committed ends it when nothing was done yet', async () => {
    world.coordinator.mode = 'waits';
    const call = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    world.confirm(operations);
    await settle();
    operations.cancel('ann', 'w1');
    expect((await call).result).toMatchObject({ state: 'FAILED', cause: 'CANCELLED' });
    expect(world.coordinator.committed).toEqual([]);
  });
});

describe('a stop', () => {
  const stop = { operationType: OperationType.EMERGENCY_STOP } as const;

  it('as an operation latches in the turn of the call, whatever else is wrong with it', () => {
    const bad = { ...AN_EFFECT, ...stop, deviceId: 1, coordinationId: '' } as OperationRequest;
    void operations.coordinate({ ...ann, request: bad });
    expect(world.stops).toEqual(['ann: calibration']);
    const { operations: two } = transaction('t1', 0x8003, 0x8004);
    const inTwo = { coordinationId: 't1', operations: [two[0], { ...two[1], ...stop }] };
    void operations.coordinate({ ...ann, request: inTwo as never });
    expect(world.stops).toHaveLength(2);
    expect(operations.statistics.emergencyStops).toBe(2);
  });

  it('is refused to strangers alone, and not when nobody can tell', async () => {
    const asked = { ...AN_EFFECT, ...stop };
    const stranger = operations.coordinate({ principal: 'nobody', request: asked });
    await expect(stranger).rejects.toMatchObject({ code: 'ERR_DSMIL_REFUSED' });
    expect(world.stops).toEqual([]);
    world.security.failing = true;
    await operations.coordinate({ principal: 'nobody', request: asked });
    world.security.failing = false;
    world.security.policyLoaded = false;
    await operations.coordinate({ principal: 'nobody', request: asked });
    expect(world.stops).toHaveLength(2);
  });

  it('happens as often as it is asked for, however much is under way', async () => {
    world.settings = { ...world.settings, inFlightMax: 1 };
    operations = await world.open();
    void operations.coordinate({ ...ann, request: AN_EFFECT });
    const asked = { ...AN_EFFECT, ...stop };
    await operations.coordinate({ ...ann, request: asked });
    await operations.coordinate({ ...ann, request: asked });
    expect(world.stops).toHaveLength(2);
  });

  it('ends what waits, and what is being committed', async () => {
    world.coordinator.mode = 'waits';
    const committing = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    world.confirm(operations);
    const waiting = operations.coordinate({ ...ann, request: request('w2') });
    await settle();
    world.latch(operations);
    expect((await committing).result).toMatchObject({ state: 'EMERGENCY_STOPPED' });
    expect((await waiting).result).toMatchObject({ state: 'EMERGENCY_STOPPED', cause: 'STOPPED' });
    const { result } = await operations.coordinate({ ...ann, request: request('w3', CONFIG) });
    expect(result.state).toBe('DENIED');
    expect(result.unmet).toMatchObject(
      [{ rule: 'stop-clear' }, { rule: 'confirmation' }].reverse(),
    );
  });
});

describe('limits', () => {
  it('of one principal, and of all', async () => {
    world.settings = { ...world.settings, inFlightMax: 3, inFlightPerPrincipalMax: 2 };
    operations = await world.open();
    const ask = (principal: string, id: string) =>
      operations.coordinate({ principal, request: request(id, CONFIG) });
    for (const [who, id] of [
      ['ann', '1'],
      ['ann', '2'],
    ] as const) {
      void ask(who, id);
    }
    await expect(ask('ann', '3')).rejects.toMatchObject({ limit: 'TOO_MANY_OF_PRINCIPAL' });
    void ask('bob', '1');
    await expect(ask('cid', '1')).rejects.toMatchObject({
      code: 'ERR_DSMIL_OPERATION_LIMIT',
      limit: 'TOO_MANY_OPERATIONS',
    });
    void ask('ann', '1');
    expect(operations.statistics.current).toBe(3);
    operations.cancel('ann', '1');
    await settle();
    void ask('cid', '2');
    expect(operations.statistics.current).toBe(3);
  });

  it('of offers: who asks for too much is refused by name', async () => {
    world.settings = { ...world.settings, offersPerPrincipalMax: 1 };
    operations = await world.open();
    void operations.coordinate({ ...ann, request: request('1') });
    await settle();
    const { result } = await operations.coordinate({ ...ann, request: request('2') });
    expect(result).toMatchObject({ state: 'DENIED', cause: 'REFUSED' });
    expect(result.unmet[0]).toMatchObject({ rule: 'too-many-offers' });
  });
});

describe('refusals', () => {
  it('count as attempts when they are the asker’s doing, and are recorded as refusals', async () => {
    await operations.coordinate({ principal: 'low', request: aRead('r1') });
    world.situation.facts_ = { onHold: true };
    await operations.coordinate({ ...ann, request: AN_EFFECT });
    expect(world.security.attempts).toEqual(['low clearance']);
    expect(world.refusals.map(({ principal, reason }) => [principal, reason])).toEqual([
      ['low', 'clearance'],
      ['ann', 'confirmation'],
    ]);
    expect(world.audit.kinds()).not.toContain('operation.denied');
  });

  it('at the gate are counted there', async () => {
    world.security.admits = false;
    const { result } = await operations.coordinate({ ...ann, request: AN_EFFECT });
    expect(result).toMatchObject({ state: 'DENIED', unmet: [{ rule: 'rate-limited' }] });
    expect(world.security.attempts).toEqual([]);
  });
});

describe('closing', () => {
  it('ends what waits, and takes nothing more', async () => {
    const call = operations.coordinate({ ...ann, request: AN_EFFECT });
    await settle();
    await operations.close();
    await operations.close();
    await operations.written();
    expect((await call).result.cause).toBe('INTERRUPTED');
    const { result } = await operations.coordinate({ ...ann, request: request('w2', CONFIG) });
    expect(result.cause).toBe('INTERRUPTED');
    expect(world.journal.lines.size).toBe(1);
    expect(await world.journal.unfinished()).toEqual([]);
  });
});
