// SPDX-License-Identifier: Apache-2.0
import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Track } from '../../../../src/core/model/enums.ts';
import { TRACKS } from '../../../../src/core/model/track.ts';
import type { Coordinator, Participant } from '../../../../src/core/ports/commit.ts';
import type { Publication } from '../../../../src/core/ports/event-log.ts';
import type { Assessor, Subject, TrackVerdict } from '../../../../src/core/ports/track.ts';
import {
  STUCK_MS,
  watchCoordinator,
} from '../../../../src/orchestrator/degradation/coordinator-watch.ts';
import {
  guardAssessor,
  guardParticipant,
} from '../../../../src/orchestrator/degradation/guarded-track.ts';
import { openDegradation } from '../../../../src/orchestrator/degradation/open.ts';
import {
  POLL_MS,
  QUIET_MS,
  RING,
  type RingSource,
} from '../../../../src/orchestrator/degradation/ring-watch.ts';
import { runs } from '../../core/runs.ts';
import { settled, VirtualTime } from '../virtual-time.ts';

class FakeRing extends EventEmitter implements RingSource {
  state: RingSource['state'] = 'open';
}

function setUp(publish: (publication: Publication) => void = () => undefined) {
  const time = new VirtualTime();
  const ring = new FakeRing();
  const told: Publication[] = [];
  const problems: unknown[] = [];
  const polled: number[] = [];
  const degradation = openDegradation({
    deadlineMs: 100,
    limits: { failures: 3, openMs: 500, successes: 2 },
    ring,
    poll: () => polled.push(time.boot()),
    clock: time,
    timers: time,
    events: {
      publish: (publication) => {
        told.push(publication);
        publish(publication);
      },
    },
    onProblem: (error) => problems.push(error),
  });
  const changes = (): string[] =>
    told.map(({ subject, data }) => `${subject} ${String(data['from'])} ${String(data['to'])}`);
  return { time, ring, told, problems, polled, degradation, changes };
}

const VERDICT: TrackVerdict = { risk: 1, reasons: ['fine'], rules: ['fine'] };
const SUBJECT = {} as unknown as Subject;

/** An assessor that does what it is told, and counts. */
function fakeAssessor(track: Assessor['track']) {
  const fake = {
    track,
    asked: 0,
    aborted: 0,
    how: 'answers' as 'answers' | 'hangs' | 'rejects' | 'throws',
    assess: (_: Subject, signal: AbortSignal): Promise<TrackVerdict> => {
      fake.asked++;
      signal.addEventListener('abort', () => fake.aborted++);
      if (fake.how === 'throws') {
        throw new Error('broken');
      }
      if (fake.how === 'rejects') {
        return Promise.reject(new Error('no'));
      }
      return fake.how === 'hangs' ? new Promise(() => undefined) : Promise.resolve(VERDICT);
    },
  };
  return fake;
}

const never = new AbortController().signal;
const codeOf = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'ANSWERED',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
  );

describe('a call to a track', () => {
  it('G1 ends at its deadline, and what was asked is told so', async () => {
    const { time, degradation } = setUp();
    const fake = fakeAssessor(Track.SECURITY);
    fake.how = 'hangs';
    const guarded = guardAssessor(fake, degradation.guard(Track.SECURITY));
    const code = codeOf(guarded.assess(SUBJECT, never));
    await time.pass(99);
    expect(fake.aborted).toBe(0);
    await time.pass(1);
    expect([await code, fake.aborted]).toEqual(['ERR_DSMIL_LATE', 1]);
    expect(time.timers).toBe(0);
  });

  it.each(['hangs', 'rejects', 'throws'] as const)(
    'G2 is not made any more when it %s, until it answers again, little by little',
    async (how) => {
      const { time, degradation, changes } = setUp();
      const fake = fakeAssessor(Track.SECURITY);
      const other = fakeAssessor(Track.INTERFACE);
      const guarded = guardAssessor(fake, degradation.guard(Track.SECURITY));
      const beside = guardAssessor(other, degradation.guard(Track.INTERFACE));
      fake.how = how;
      for (let i = 0; i < 5; i++) {
        const code = codeOf(guarded.assess(SUBJECT, never));
        await time.pass(100);
        await code;
        expect(await codeOf(beside.assess(SUBJECT, never))).toBe('ANSWERED');
      }
      expect([fake.asked, other.asked]).toEqual([3, 5]);
      expect(await codeOf(guarded.assess(SUBJECT, never))).toBe('ERR_DSMIL_ISOLATED');
      expect(degradation.health()).toContainEqual(
        expect.objectContaining({
          component: 'security-track',
          state: 'FAILED',
          reason: expect.stringMatching(/has not answered|no|broken/),
        }),
      );
      fake.how = 'answers';
      await time.pass(500);
      expect(await codeOf(guarded.assess(SUBJECT, never))).toBe('ANSWERED');
      expect(await codeOf(guarded.assess(SUBJECT, never))).toBe('ANSWERED');
      expect(changes()).toEqual([
        'system.security-track.status OK FAILED',
        'system.security-track.status FAILED RECOVERING',
        'system.security-track.status RECOVERING OK',
      ]);
    },
  );

  it('G4 that its caller gives up says nothing about the track', async () => {
    const { degradation } = setUp();
    const fake = fakeAssessor(Track.SECURITY);
    fake.how = 'hangs';
    const guarded = guardAssessor(fake, degradation.guard(Track.SECURITY));
    for (let i = 0; i < 5; i++) {
      const controller = new AbortController();
      const code = codeOf(guarded.assess(SUBJECT, controller.signal));
      controller.abort(new Error('given up'));
      expect(await code).toBe('Error: given up');
    }
    expect([fake.asked, degradation.guard(Track.SECURITY).answering]).toEqual([5, true]);
    await expect(guarded.assess(SUBJECT, AbortSignal.abort(new Error('before')))).rejects.toThrow(
      'before',
    );
    expect(fake.asked).toBe(5);
  });

  it('G2 whatever three tracks do, none is held up longer than a deadline, and none by another', async () => {
    const how = fc.constantFrom('answers', 'answers', 'hangs', 'rejects', 'throws');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(how, how, how), { maxLength: 25 }), async (rounds) => {
        const { time, degradation } = setUp();
        const fakes = TRACKS.map(fakeAssessor);
        for (const round of rounds) {
          const codes = fakes.map((fake, at) => {
            fake.how = round[at] ?? 'answers';
            const guard = degradation.guard(fake.track);
            const mayBe = guard.answering;
            const code = codeOf(guardAssessor(fake, guard).assess(SUBJECT, never));
            return { code, mayBe, how: fake.how };
          });
          await time.pass(100);
          for (const { code, mayBe, how: done } of codes) {
            const expected = { answers: 'ANSWERED', hangs: 'ERR_DSMIL_LATE' }[done as 'hangs'];
            const seen = await code;
            // One that is not isolated is asked, and answers as it does.
            expect(mayBe && seen !== (expected ?? seen)).toBe(false);
            expect(mayBe && seen === 'ERR_DSMIL_ISOLATED').toBe(false);
          }
        }
        expect(time.timers).toBe(0);
      }),
      runs(60),
    );
  });
});

describe('a participant in a commit', () => {
  it('G5 is told every decision, also while it is isolated', async () => {
    const { degradation } = setUp();
    const told: string[] = [];
    const participant: Participant = {
      track: Track.SECURITY,
      prepare: () => Promise.reject(new Error('no')),
      decided: (id, decision) => {
        told.push(`${id} ${decision}`);
        return Promise.resolve();
      },
      inDoubt: () => Promise.resolve([]),
    };
    const guarded = guardParticipant(participant, degradation.guard(Track.SECURITY));
    const proposal = {} as unknown as Parameters<Participant['prepare']>[0];
    for (let i = 0; i < 3; i++) {
      await codeOf(guarded.prepare(proposal, never));
    }
    expect(await codeOf(guarded.prepare(proposal, never))).toBe('ERR_DSMIL_ISOLATED');
    await guarded.decided(7n, 'ABORT');
    expect(told).toEqual(['7 ABORT']);
    expect(await guarded.inDoubt()).toEqual([]);
  });
});

describe('the state of the whole', () => {
  const facts = { started: true, undecided: 0, ending: false, tracksAnswering: 3 };

  it('is core’s, with whoever is isolated as silent', async () => {
    const { degradation } = setUp();
    expect(degradation.state({ ...facts, stop: 'RUN' })).toBe('OPERATIONAL');
    const fake = fakeAssessor(Track.INTERFACE);
    fake.how = 'rejects';
    const guarded = guardAssessor(fake, degradation.guard(Track.INTERFACE));
    for (let i = 0; i < 3; i++) {
      await codeOf(guarded.assess(SUBJECT, never));
    }
    expect(degradation.state({ ...facts, stop: 'RUN' })).toBe('DEGRADED');
    expect(degradation.state({ ...facts, stop: 'READY' })).toBe('EMERGENCY_STOPPED');
    expect(degradation.state({ ...facts, stop: undefined })).toBe('EMERGENCY_STOPPED');
  });

  it('G6 shows each component with a reason and since when, and tells each change once', () => {
    const { degradation, time, changes, told } = setUp();
    degradation.beat({ kind: 'BEATING' });
    degradation.helper(true, '');
    time.jump(50);
    degradation.beat({ kind: 'WITHHELD', reason: 'stuck' });
    degradation.beat({ kind: 'FAILED', reason: 'late' });
    degradation.helper(false, 'dsmil-stop ended with 4');
    expect(degradation.health()).toEqual([
      { component: 'deadman', state: 'FAILED', reason: 'late', since: time.wall() },
      { component: 'interface-track', state: 'OK', reason: '', since: time.wall() - 50 },
      { component: 'kernel-track', state: 'OK', reason: '', since: time.wall() - 50 },
      { component: 'ring', state: 'OK', reason: '', since: time.wall() - 50 },
      { component: 'security-track', state: 'OK', reason: '', since: time.wall() - 50 },
      {
        component: 'stop-helper',
        state: 'FAILED',
        reason: 'dsmil-stop ended with 4',
        since: time.wall(),
      },
    ]);
    expect(changes()).toEqual([
      'system.deadman.status OK FAILED',
      'system.stop-helper.status OK FAILED',
    ]);
    expect(told[0]?.data['reason']).toBe('stuck');
    degradation.beat({ kind: 'DISARMED' });
    expect(degradation.board.stateOf('deadman')).toBe('DEGRADED');
  });

  it('G6 is not held up by events that throw', () => {
    const { degradation, problems } = setUp(() => {
      throw new Error('no bus');
    });
    degradation.helper(false, 'gone');
    expect(degradation.board.stateOf('stop-helper')).toBe('FAILED');
    expect(problems.map(String)).toEqual(['Error: no bus']);
  });
});

describe('the ring', () => {
  it('G7 that lost records is looked around once, and well again after quiet', async () => {
    const { ring, time, polled, degradation } = setUp();
    ring.emit('loss');
    expect([polled.length, degradation.board.stateOf(RING)]).toEqual([1, 'DEGRADED']);
    await time.pass(QUIET_MS);
    expect([polled.length, degradation.board.stateOf(RING)]).toEqual([2, 'OK']);
    expect(time.timers).toBe(0);
  });

  it('G7 that is faulty again and again is polled, until quiet came twice', async () => {
    const { ring, time, polled, changes } = setUp();
    for (let i = 0; i < 3; i++) {
      ring.emit('fault');
      await time.pass(10);
    }
    polled.length = 0;
    await time.pass(2 * QUIET_MS - 11);
    expect(polled.length).toBeGreaterThanOrEqual(Math.floor((2 * QUIET_MS) / POLL_MS) - 2);
    await time.pass(100);
    expect(changes()).toEqual([
      'system.ring.status OK DEGRADED',
      'system.ring.status DEGRADED FAILED',
      'system.ring.status FAILED RECOVERING',
      'system.ring.status RECOVERING OK',
    ]);
    expect(time.timers).toBe(0);
  });

  it('G7 that cannot be reset is polled until the device was opened again', async () => {
    const { ring, time, polled, degradation } = setUp();
    ring.emit('error');
    await time.pass(60_000);
    expect(degradation.board.stateOf(RING)).toBe('FAILED');
    expect(polled.length).toBeGreaterThan(590);
    ring.emit('reconnected');
    expect(degradation.board.stateOf(RING)).toBe('RECOVERING');
    await time.pass(QUIET_MS);
    expect(degradation.board.stateOf(RING)).toBe('OK');
    expect(time.timers).toBe(0);
  });

  it('of a device that has gone is FAILED, and nothing is polled', async () => {
    const { ring, time, polled, degradation } = setUp();
    ring.emit('error');
    ring.state = 'vanished';
    ring.emit('state');
    polled.length = 0;
    await time.pass(10_000);
    expect([polled.length, degradation.board.stateOf(RING)]).toEqual([0, 'FAILED']);
    degradation.close();
    expect(ring.eventNames()).toEqual([]);
  });
});

describe('a coordinator', () => {
  it('is stuck when a transaction is under way long after its deadline', async () => {
    const time = new VirtualTime();
    let end = (): void => undefined;
    const coordinator: Coordinator = {
      inFlight: 1,
      stop: () => undefined,
      execute: () =>
        new Promise((resolve) => {
          end = () => resolve({ kind: 'FENCED', id: 1n });
        }),
    };
    const watched = watchCoordinator(coordinator, time);
    const transaction = { deadline: time.boot() + 1_000 } as unknown as Parameters<
      Coordinator['execute']
    >[0];
    const executing = watched.execute(transaction, never);
    time.jump(1_000 + STUCK_MS);
    expect(watched.problem()).toBeNull();
    time.jump(1);
    expect(watched.problem()).toBe(
      '1 transactions are under way more than 10000 ms after their deadline',
    );
    end();
    await executing;
    await settled();
    expect([watched.problem(), watched.inFlight]).toEqual([null, 1]);
  });
});
