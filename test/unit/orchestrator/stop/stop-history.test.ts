// SPDX-License-Identifier: Apache-2.0
// Random histories of stops, kernels, tracks, persons and time, judged from what the kernel and the
// audit log have seen.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResetDecision } from '../../../../src/core/canonical/reset-decision.ts';
import { ResetRefusedError } from '../../../../src/orchestrator/stop/errors.ts';
import { ANN, ANN_2, BOB, CID, DIRECTORY, LOW, type Signer } from '../../core/canonical/people.ts';
import { goOn, runs } from '../../core/runs.ts';
import { type Rig, setUp } from './rig.ts';

const SIGNERS = [ANN, ANN_2, BOB, CID, LOW] as const;

type Action =
  | { readonly kind: 'stop' | 'tell' | 'unreachable' | 'reachable' | 'hide' | 'show' }
  | { readonly kind: 'kernelStop'; readonly told: boolean }
  | { readonly kind: 'foreignStart' | 'otherKernel' | 'auditFails' | 'auditWorks' }
  | { readonly kind: 'hang'; readonly hangs: boolean }
  | { readonly kind: 'answer'; readonly first: boolean }
  | { readonly kind: 'unsafe'; readonly devices: readonly string[] }
  | { readonly kind: 'step'; readonly by: number; readonly replay: boolean }
  | { readonly kind: 'revoke'; readonly person: string | null }
  | { readonly kind: 'wait'; readonly ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('stop', 'tell', 'unreachable', 'reachable', 'hide', 'show'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kernelStop'), told: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('foreignStart', 'otherKernel', 'auditFails', 'auditWorks'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hang'), hangs: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('answer'), first: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('unsafe'),
      devices: fc.subarray(['0x8003', '0x8004']),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('step'),
      by: fc.nat(SIGNERS.length - 1),
      replay: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('revoke'),
      person: fc.constantFrom(null, null, 'ann', 'bob'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait'),
      ms: fc.constantFrom(0, 1, 30, 101, 250, 250, 119_000, 121_000),
    }),
  },
) as fc.Arbitrary<Action>;

/** Takes the step that is next, or tries the latest offer once more; refusals are part of the game. */
async function takeStep(
  rig: Rig,
  by: Signer,
  latest: ResetDecision | null,
): Promise<ResetDecision | null> {
  let decision = latest;
  try {
    decision = latest ?? rig.reset.offer();
    await rig.take(by, decision);
  } catch (error) {
    if (!(error instanceof ResetRefusedError)) {
      throw error;
    }
  }
  return decision;
}

async function play(rig: Rig, { kind, ...given }: Action, latest: ResetDecision | null) {
  const { kernel, stop } = rig;
  switch (kind) {
    case 'stop': {
      const before = kernel.epoch;
      const { latched } = stop.stop('ann', 'history');
      expect(latched).toBe(!kernel.unreachable);
      expect(kernel.epoch).toBe(latched ? before + 1 : before);
      // Safety rule 3: whatever came before, it is latched when the call returns.
      expect(latched && kernel.latch !== 'LATCHED').toBe(false);
      expect(['STOPPING', 'LATCHED', 'LATCHED_DEGRADED']).toContain(stop.state);
      break;
    }
    case 'kernelStop':
      kernel.stopBy('HELPER', 'told' in given && given.told);
      break;
    case 'tell':
      kernel.tell();
      break;
    case 'unreachable':
    case 'reachable':
      kernel.unreachable = kind === 'unreachable';
      break;
    case 'hide':
    case 'show':
      kernel.readable = kind === 'show';
      kernel.tell();
      break;
    case 'foreignStart':
      kernel.latch = 'RUN';
      kernel.tell();
      break;
    case 'otherKernel':
      Object.assign(kernel, { instance: `${kernel.instance}+`, epoch: 1, latch: 'LATCHED' });
      kernel.tell();
      break;
    case 'auditFails':
      rig.audit.append = () => Promise.reject(new Error('no sink'));
      break;
    case 'auditWorks':
      rig.audit.append = () => Promise.resolve({ index: 0, leafHash: '' });
      break;
    case 'hang':
      rig.security.hangs = 'hangs' in given && given.hangs;
      break;
    case 'answer':
      rig.security.answer('first' in given && given.first);
      break;
    case 'unsafe':
      kernel.notSafe = 'devices' in given ? given.devices : [];
      break;
    case 'revoke': {
      const gone = 'person' in given ? given.person : null;
      const persons = DIRECTORY.persons.filter(({ person }) => person !== gone);
      rig.people.directory = { ...DIRECTORY, persons };
      break;
    }
    case 'step':
      if ('by' in given) {
        return await takeStep(rig, SIGNERS[given.by] ?? ANN, given.replay ? latest : null);
      }
      break;
    case 'wait':
      await rig.time.pass('ms' in given ? given.ms : 0);
  }
  return latest;
}

/** From the audit log alone: two different persons' durable intents and a start, for this epoch. */
function earned({ recorded, kernel }: Rig): boolean {
  const intents = recorded
    .map(([entry]) => entry)
    .filter(
      ({ kind, details }) =>
        kind.endsWith('_intent') &&
        details['generation'] === kernel.epoch &&
        details['kernelInstance'] === kernel.instance,
    );
  const start = intents.findLastIndex(({ kind }) => kind === 'stop.start_intent');
  const before = intents.slice(0, Math.max(0, start));
  const [reset, confirm] = ['stop.reset_intent', 'stop.confirm_intent'].map((kind) =>
    before.filter((one) => one.kind === kind).map(({ actor }) => actor),
  );
  return (confirm ?? []).some((second) => (reset ?? []).some((first) => first !== second));
}

describe('any history of the stop over kernel and tracks', () => {
  it('runs only as two persons and a start allowed, never claims what is not, and always settles', async () => {
    let reached = 0;
    const histories = fc.array(action, { maxLength: 40 });
    const judge = async (actions: readonly Action[]): Promise<void> => {
      const rig = setUp({ latch: 'LATCHED' });
      const { stop, kernel, time } = rig;
      let latest: ResetDecision | null = null;
      for (const next of actions) {
        const { instance } = kernel;
        const { state: was, epoch } = stop.control;
        latest = await play(rig, next, latest);
        const { state, missing, epoch: known } = stop.control;
        if (state === 'RUN' && was !== 'RUN') {
          reached++;
          expect(earned(rig)).toBe(true);
        }
        expect(stop.running && (state !== 'RUN' || kernel.latch !== 'RUN')).toBe(false);
        expect(state === 'LATCHED' ? missing : []).toEqual([]);
        expect(state === 'LATCHED_DEGRADED' && missing.length === 0).toBe(false);
        expect(kernel.instance === instance && known < epoch).toBe(false);
        expect(rig.helper.asked > 0 || !stop.unlatched).toBe(true);
      }
      // Everything is well again: whatever was stopped settles, and nothing runs by that.
      const ran = stop.running;
      Object.assign(kernel, { unreachable: false, readable: true, notSafe: [] });
      rig.security.hangs = false;
      kernel.tell();
      await time.pass(2_500);
      expect(stop.running && !ran).toBe(false);
      expect(['STOPPING', 'LATCHED_DEGRADED']).not.toContain(stop.state);
      expect(stop.unlatched).toBe(false);
      expect(kernel.view()?.latch === 'RUN').toBe(stop.state === 'RUN');
      rig.end({ inFlight: 0 });
      expect(time.timers).toBe(0);
    };
    await fc.assert(fc.asyncProperty(histories, judge), runs(400));
    await goOn(histories, judge, () => reached > 5);
    // A property that never gets to RUN would hold for nothing.
    expect(reached).toBeGreaterThan(5);
  });
});
