// SPDX-License-Identifier: Apache-2.0
// The way back from the stop, out of order: steps that were taken already, steps before their time, a signature
// for another step, what was signed before another stop. Refused by a status, and the stop stays where it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import { signed } from './control-world.ts';
import {
  HostileClient,
  offerStep,
  refusalOf,
  STOP,
  seen,
  stopState,
  takeStep,
} from './hostile-client.ts';

/** StopStep of the protocol. */
const [RESET, CONFIRM, START] = [1, 2, 3];

describe('the way back from the stop', () => {
  let world: CommunicationWorld;
  let ann: HostileClient;
  let bob: HostileClient;

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    ann = new HostileClient(await world.socketOf('ann'));
    bob = new HostileClient(await world.socketOf('bob'));
    await seen(async () => ((await stopState(ann)) === STOP.LATCHED ? true : undefined));
  });
  afterAll(async () => {
    ann[Symbol.dispose]();
    bob[Symbol.dispose]();
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  const expecting = (client: HostileClient, expectedStep: number) =>
    client.call(
      'StopService/OfferStopStep',
      [wire.OfferStopStepRequest, { expectedStep }],
      wire.OfferStopStepResponse,
    );

  /** By how it is refused; and the stop is where it was. */
  async function expectRefused(
    call: Promise<unknown>,
    code: string,
    refusal: string,
  ): Promise<void> {
    const { code: given, reason, refusal: why } = await refusalOf(call);
    expect([given, reason, why]).toEqual([code, 'RESET_REFUSED', refusal]);
  }

  it('takes its steps in their order, each once', async () => {
    for (const step of [CONFIRM, START]) {
      await expectRefused(expecting(bob, step), 'FAILED_PRECONDITION', 'NOT_NOW');
    }
    // Two offers of the first step; one is taken.
    const first = (await offerStep(ann)).document;
    const spare = (await offerStep(ann)).document;
    const signature = signed('ann', first);
    await expectRefused(takeStep(ann, spare, signature), 'PERMISSION_DENIED', 'BAD_SIGNATURE');
    expect(await stopState(ann)).toBe(STOP.LATCHED);
    expect((await takeStep(ann, first, signature)).status?.state).toBe(STOP.RESET_PENDING);

    await expectRefused(takeStep(ann, first, signature), 'FAILED_PRECONDITION', 'USED');
    await expectRefused(takeStep(bob, first, signature), 'FAILED_PRECONDITION', 'USED');
    // The first step once more, by the second person.
    await expectRefused(
      takeStep(bob, spare, signed('bob', spare)),
      'FAILED_PRECONDITION',
      'NOT_NOW',
    );
    for (const step of [RESET, START]) {
      await expectRefused(expecting(bob, step), 'FAILED_PRECONDITION', 'NOT_NOW');
    }
    expect(await stopState(ann)).toBe(STOP.RESET_PENDING);

    const second = (await offerStep(bob)).document;
    await expectRefused(
      takeStep(ann, second, signed('ann', second)),
      'PERMISSION_DENIED',
      'SAME_PERSON',
    );
    expect(await stopState(ann)).toBe(STOP.RESET_PENDING);
    const confirmed = signed('bob', second);
    expect((await takeStep(bob, second, confirmed)).status?.state).toBe(STOP.READY);
    await expectRefused(takeStep(bob, second, confirmed), 'FAILED_PRECONDITION', 'USED');
    await expectRefused(takeStep(ann, first, signature), 'FAILED_PRECONDITION', 'USED');
    expect(await stopState(ann)).toBe(STOP.READY);
  });

  it('begins again after another stop: what was signed before is good for nothing', async () => {
    const start = (await offerStep(ann)).document;
    const signature = signed('ann', start);
    const reason = [wire.StopRequest, { reason: 'a test' }] as const;
    await ann.call('StopService/Stop', reason, wire.StopResponse);
    await seen(async () => ((await stopState(ann)) === STOP.LATCHED ? true : undefined));
    await expectRefused(takeStep(ann, start, signature), 'FAILED_PRECONDITION', 'OTHER_EPOCH');
    await expectRefused(expecting(ann, START), 'FAILED_PRECONDITION', 'NOT_NOW');
    expect(await stopState(ann)).toBe(STOP.LATCHED);
  });

  it('takes no step that nobody was offered', async () => {
    const offered = (await offerStep(ann)).document;
    const document = offered?.document.replace(
      /"nonce":"[0-9a-f]+"/,
      `"nonce":"${'0'.repeat(32)}"`,
    );
    const made = { ...(offered as wire.SignedDocument), document: document ?? '' };
    await expectRefused(
      takeStep(ann, made, signed('ann', made)),
      'FAILED_PRECONDITION',
      'UNKNOWN_OFFER',
    );
    expect(await stopState(ann)).toBe(STOP.LATCHED);
  });
});
