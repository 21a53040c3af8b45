// SPDX-License-Identifier: Apache-2.0
import { OperationType } from '../../core/model/enums.ts';
import { nameOfStop } from '../stop-name.ts';
import { planOf, type World } from './world.ts';

/** Far more than it takes on a busy machine. {unit ms} */
const PATIENCE_MS = 30_000;

/** Every core begins stopped. Nothing operates here; it is started so that there is something to stop. */
export async function startCore({ device, teller }: World): Promise<void> {
  const { generation } = device.snapshot().stop;
  const { nonce } = await device.stopControl.resetRequest(generation);
  await device.stopControl.resetConfirm(generation, nonce);
  await device.stopControl.start(generation);
  const { state, cause } = device.snapshot().stop;
  const [name] = nameOfStop(state, cause);
  teller.say(
    `A simulated core was started for this; it was stopped, was reset, and is in ${name}.`,
  );
}

export async function tellStop(world: World): Promise<void> {
  const { decision, device, teller } = world;
  teller.chapter('Somebody stops everything');
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const subscription = decision.events.subscribe({
    principal: 'demo:bob',
    filters: ['stop.>'],
    signal,
  });
  const begin = performance.now();
  device.stopControl.stop('smoke in the room');
  const took = (performance.now() - begin) * 1000;
  const { state, cause } = device.snapshot().stop;
  const [name] = nameOfStop(state, cause);
  teller.done('a stop', `${name} after ${took.toFixed(0)} µs, and asked nobody`);
  for await (const { events } of subscription) {
    for (const event of events) {
      decision.events.acknowledge('demo:bob', '', event.id);
      teller.done('bob is told at once', `${event.subject}, and acknowledges it`);
    }
    if (events.length > 0) {
      break;
    }
  }
  const { plan } = await planOf(world, {
    principal: 'demo:ann',
    operation: OperationType.ACTIVATE,
    token: 0x8030,
    justification: 'go on',
    approvedBy: ['demo:bob'],
    confirmed: true,
  });
  teller.refused('ann asks to activate 0x8030 meanwhile', 'refused');
  for (const { because, satisfiedBy } of plan.needs.filter(({ rule }) => rule === 'stop-clear')) {
    teller.detail(`${because}; it takes ${satisfiedBy}`);
  }
}
