// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import { setUp } from './rig.ts';

const kinds = (rig: ReturnType<typeof setUp>): string[] =>
  rig.recorded.map(([{ kind }]) => kind.replace('stop.', ''));

describe('a stop', () => {
  it('is latched before anything else is done, and nothing of it is waited for', () => {
    const rig = setUp();
    const { stop, kernel, order } = rig;
    rig.security.hangs = true;
    rig.audit.append = () => new Promise(() => undefined);
    let latchedFirst = false;
    stop.subscribe(() => {
      latchedFirst = kernel.latch === 'LATCHED' && order.length === 0;
    });
    expect(stop.stop('ann', 'smoke')).toEqual({ latched: true, epoch: 5, problem: null });
    expect(latchedFirst).toBe(true);
    expect(kernel.details).toEqual(['ann: smoke']);
    // The coordinator was told; event and record come in a later turn.
    expect(order).toEqual(['coordinator']);
    expect(stop.running).toBe(false);
  });

  it('is LATCHED when every track has acknowledged and every device reads back safe', async () => {
    const { stop, security, ui, kernel, time } = setUp();
    security.hangs = true;
    kernel.notSafe = ['0x8003'];
    stop.stop('ann', 'smoke');
    // The kernel's page shows the latch at once.
    expect(stop.control).toMatchObject({
      state: 'STOPPING',
      missing: ['0x8003', 'interface', 'security'],
    });
    await time.pass(5);
    expect(stop.control.missing).toEqual(['0x8003', 'security']);
    kernel.notSafe = [];
    await time.pass(5);
    expect(stop.control.missing).toEqual(['security']);
    security.answer();
    await time.pass(0);
    expect(stop.control).toMatchObject({ state: 'LATCHED', missing: [] });
    expect([security.told, ui.told]).toEqual([[5], [5]]);
  });

  it('is LATCHED_DEGRADED at 100 ms, not before, and LATCHED with the last acknowledgement', async () => {
    const rig = setUp();
    const { stop, security, time } = rig;
    security.hangs = true;
    stop.stop('ann', 'smoke');
    await time.pass(99);
    expect(stop.state).toBe('STOPPING');
    await time.pass(1);
    expect(stop.control).toMatchObject({ state: 'LATCHED_DEGRADED', missing: ['security'] });
    await time.pass(700);
    security.answer();
    await time.pass(1);
    expect(stop.state).toBe('LATCHED');
    expect(kinds(rig)).toEqual(['stopping', 'degraded', 'settled']);
    expect(rig.recorded.map(([, auditClass]) => auditClass)).toEqual(['stop', 'stop', 'stop']);
  });

  it('is LATCHED_DEGRADED sooner when less is configured, and never later than at 100 ms', async () => {
    for (const [settleMs, at] of [
      [30, 30],
      [100, 100],
      [5_000, 100],
    ] as const) {
      const { stop, security, time } = setUp({ settleMs });
      security.hangs = true;
      stop.stop('ann', 'smoke');
      await time.pass(at - 1);
      expect(stop.state).toBe('STOPPING');
      await time.pass(1);
      expect(stop.state).toBe('LATCHED_DEGRADED');
    }
  });

  it('tells a track that does not answer again, and takes its late answer', async () => {
    const { stop, security, time } = setUp();
    security.hangs = true;
    stop.stop('ann', 'smoke');
    await time.pass(2_500);
    expect(security.told).toEqual([5, 5, 5]);
    security.answer(true);
    await time.pass(1);
    expect(stop.state).toBe('LATCHED');
    await time.pass(5_000);
    expect(security.told).toHaveLength(3);
  });

  it('takes no acknowledgement of the stop before', async () => {
    const { stop, security, time } = setUp();
    security.hangs = true;
    stop.stop('ann', 'one');
    stop.stop('ann', 'two');
    security.answer(true);
    await time.pass(1);
    expect(stop.control).toMatchObject({ epoch: 6, missing: ['security'] });
    security.answer();
    await time.pass(1);
    expect(stop.state).toBe('LATCHED');
  });

  it('goes on when a track, the coordinator, events and audit throw', async () => {
    const rig = setUp();
    const { stop, security, ui, time, problems } = rig;
    security.stopped = () => {
      throw new Error('security is broken');
    };
    rig.audit.append = () => Promise.reject(new Error('no sink'));
    stop.stop('ann', 'smoke');
    await time.pass(100);
    expect(ui.told).toEqual([5]);
    expect(stop.control).toMatchObject({ state: 'LATCHED_DEGRADED', missing: ['security'] });
    expect(problems.map(String)).toEqual([
      expect.stringContaining('security did not take in stop 5'),
      'Error: no sink',
      'Error: no sink',
    ]);
  });

  it.each(['HELPER', 'DEADMAN_EXPIRED'])('by the kernel (%s) is the same stop', async (cause) => {
    const rig = setUp();
    const { stop, kernel, time, security, order } = rig;
    kernel.stopBy(cause);
    expect(stop.state).toBe('STOPPING');
    expect(order).toEqual(['coordinator']);
    await time.pass(2);
    expect(stop.control).toMatchObject({ state: 'LATCHED', epoch: 5 });
    expect(security.told).toEqual([5]);
    expect(rig.recorded[0]?.[0]).toMatchObject({ actor: 'kernel', details: { cause } });
  });

  it('that nothing told of is found by the next beat', async () => {
    const { stop, kernel, time } = setUp();
    kernel.stopBy('HELPER', false);
    expect(stop.running).toBe(false);
    await time.pass(200);
    expect(stop.control).toMatchObject({ state: 'LATCHED', epoch: 5 });
  });

  it('is an unreadable latch, too', async () => {
    const { stop, kernel, time } = setUp();
    kernel.readable = false;
    kernel.tell();
    expect(stop.state).toBe('STOPPING');
    await time.pass(150);
    expect(stop.control).toMatchObject({ state: 'LATCHED_DEGRADED', missing: ['kernel'] });
    // Readable again, and it says RUN: nobody reset that.
    kernel.readable = true;
    kernel.tell();
    expect(kernel.latch).toBe('LATCHED');
    await time.pass(100);
    expect(stop.control).toMatchObject({ state: 'LATCHED', epoch: 5 });
  });

  it('is not settled by a kernel that says RUN, nor by an answer from before it could not be read', async () => {
    const { stop, kernel, time, security } = setUp();
    security.hangs = true;
    stop.stop('ann', 'smoke');
    kernel.readable = false;
    kernel.tell();
    security.answer(true);
    await time.pass(1);
    expect(stop.control.missing).toEqual(['kernel', 'security']);
    Object.assign(kernel, { readable: true, latch: 'RUN' });
    await time.pass(5);
    expect(stop.control.missing).toEqual(['kernel', 'security']);
  });

  it('begins epochs anew with another kernel', async () => {
    const { stop, kernel, time } = setUp();
    Object.assign(kernel, { instance: 'k2', epoch: 1, latch: 'LATCHED' });
    kernel.tell();
    await time.pass(2);
    expect(stop.control).toMatchObject({ state: 'LATCHED', epoch: 1 });
  });

  it('does not settle while a device is unsafe that was not when the list was made', async () => {
    const { stop, kernel, time } = setUp();
    kernel.notSafe = ['0x8003'];
    stop.stop('ann', 'smoke');
    kernel.notSafe = ['0x8004'];
    await time.pass(100);
    expect(stop.state).toBe('LATCHED_DEGRADED');
    kernel.notSafe = [];
    await time.pass(50);
    expect(stop.state).toBe('LATCHED');
  });
});

describe('a stop that no way led to the kernel with', () => {
  it('says so, asks the helper, withholds the beat, and is tried until it is latched', async () => {
    const rig = setUp();
    const { stop, kernel, helper, time, beats } = rig;
    kernel.unreachable = true;
    expect(stop.stop('ann', 'smoke')).toMatchObject({ latched: false, epoch: 4 });
    expect(helper.asked).toBe(1);
    expect(rig.told[0]?.[0].subject).toBe('stop.unlatched');
    expect(rig.told[0]?.[1]).toBe('emergency');
    expect(stop.running).toBe(false);
    await time.pass(200);
    expect(beats.at(-1)).toMatchObject({ kind: 'WITHHELD' });
    expect(kernel.beats).toBe(0);
    kernel.unreachable = false;
    await time.pass(220);
    expect(kernel.latch).toBe('LATCHED');
    expect(stop).toMatchObject({ unlatched: false, state: 'LATCHED' });
    expect(beats.at(-1)).toEqual({ kind: 'BEATING' });
  });

  it('ends when the helper has latched', async () => {
    const { stop, kernel, time } = setUp();
    kernel.unreachable = true;
    stop.stop('ann', 'smoke');
    kernel.stopBy('HELPER');
    await time.pass(200);
    expect(stop).toMatchObject({ unlatched: false, state: 'LATCHED' });
  });
});

describe('at its start', () => {
  it('a kernel in RUN changes nothing: it was a clean restart', async () => {
    const { stop, security, time, recorded } = setUp({ latch: 'RUN' });
    await time.pass(1_000);
    expect(stop).toMatchObject({ state: 'RUN', running: true });
    expect(security.told).toEqual([]);
    expect(recorded).toEqual([]);
  });

  it.each(['LATCHED', 'RESET_PENDING', 'READY', 'UNKNOWN'] as const)(
    '%s is latched, and the tracks are asked',
    async (latch) => {
      const { stop, security, time } = setUp({ latch });
      expect(stop.state).toBe('STOPPING');
      await time.pass(1);
      expect(stop).toMatchObject({ state: 'LATCHED', running: false });
      expect(security.told).toEqual([4]);
    },
  );

  it('an unreadable latch is latched', async () => {
    const { stop, time } = setUp({
      before: ({ kernel }) => {
        kernel.readable = false;
      },
    });
    await time.pass(100);
    expect(stop.control).toMatchObject({ state: 'LATCHED_DEGRADED', missing: ['kernel'] });
  });

  it('a track that hangs is missing', async () => {
    const { stop, time } = setUp({
      latch: 'LATCHED',
      before: ({ security }) => {
        security.hangs = true;
      },
    });
    await time.pass(100);
    expect(stop.control).toMatchObject({ state: 'LATCHED_DEGRADED', missing: ['security'] });
  });
});

describe('devices that have not answered', () => {
  const SECRET = { clearance: ClearanceLevel.SECRET, compartments: ['RED'] };

  /** Everything that is told and recorded of a stop that stays open, for @unsafe devices. */
  async function saidOf(unsafe: readonly string[]) {
    const rig = setUp();
    rig.labels.set('0x8003', SECRET);
    rig.labels.set('0x8010', SECRET);
    rig.security.hangs = true;
    rig.kernel.notSafe = [...unsafe];
    rig.stop.stop('ann', 'smoke');
    await rig.time.pass(150);
    const said = [
      ...rig.told.map(([one]) => one),
      ...rig.recorded.map(([one]) => ({ ...one, subject: `recorded ${one.kind}` })),
    ];
    return {
      rig,
      open: said.filter(({ clearance }) => clearance === ClearanceLevel.NONE),
      secret: said.filter(({ clearance }) => clearance !== ClearanceLevel.NONE),
    };
  }

  it('are named to those who may know of them; to others all is as without them', async () => {
    const without = await saidOf([]);
    const { open, secret } = await saidOf(['0x8003', '0x8010']);
    expect(JSON.stringify(open)).toBe(JSON.stringify(without.open));
    expect(without.secret).toEqual([]);
    expect(secret.map(({ subject }) => subject)).toEqual([
      'stop.stopping.devices',
      'stop.degraded.devices',
      'recorded stop.stopping.devices',
      'recorded stop.degraded.devices',
    ]);
    for (const one of secret) {
      expect(one).toMatchObject(SECRET);
      expect(JSON.stringify(one)).toContain('"missing":["0x8003","0x8010"]');
    }
  });

  it('of one label are told together, of each label once', async () => {
    const { open, secret } = await saidOf(['0x8003', '0x8004', '0x8005', '0x8010']);
    const named = (said: readonly object[]): number =>
      said.filter((one) => JSON.stringify(one).includes('.devices')).length;
    expect([named(open), named(secret)]).toEqual([4, 4]);
  });

  it('are told of nobody when nobody can say who may know of them, and it stops all the same', async () => {
    const rig = setUp();
    const broken = new Error('the policy cannot be read');
    rig.labels.get = () => {
      throw broken;
    };
    rig.kernel.notSafe = ['0x8003'];
    expect(rig.stop.stop('ann', 'smoke').latched).toBe(true);
    await rig.time.pass(150);
    expect(rig.stop.control).toMatchObject({ state: 'LATCHED_DEGRADED', missing: ['0x8003'] });
    expect(rig.problems).toContain(broken);
    expect(JSON.stringify([rig.told, rig.recorded])).not.toContain('0x8003');
    expect(kinds(rig)).toEqual(['stopping', 'degraded']);
  });
});

describe('RUN in the kernel that no two persons gave', () => {
  it('is latched again', async () => {
    const rig = setUp({ latch: 'LATCHED' });
    const { stop, kernel, time } = rig;
    await time.pass(2);
    kernel.latch = 'RUN';
    kernel.tell();
    expect(kernel.latch).toBe('LATCHED');
    await time.pass(5);
    expect(stop.control).toMatchObject({ state: 'LATCHED', epoch: 5 });
    expect(kinds(rig)).toContain('foreign_start');
  });
});
