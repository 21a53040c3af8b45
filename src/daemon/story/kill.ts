// SPDX-License-Identifier: Apache-2.0
import { CONFIG_REGISTER, type Day, intoRun, registerOf, together, until } from './steps.ts';

/** The worst moment: the intent is durable, and the kernel was not asked yet. */
export async function tellKill(day: Day): Promise<void> {
  const { teller } = day;
  teller.chapter('The daemon is killed between its intent and the kernel');
  const device = 0x8003;
  const id = 'killed';
  const step = { device, operation: 'CONFIG', register: CONFIG_REGISTER, value: 13 };
  let before = 0;
  await using mortal = await day.start({ site: 'kernel.commit', phase: 'before', count: 1 });
  await together(day, async (ann, bob) => {
    const { stop } = await ann.status();
    teller.say(`A daemon that ended in order changes nothing: the stop is ${stop.state}.`);
    before = await registerOf(ann, device, CONFIG_REGISTER);
    const running = ann.transact(id, [step]).catch((error: unknown) => error);
    await until('it dies', async () => {
      try {
        await bob.agree();
      } catch (error) {
        // It dies under his hands: its sockets close before its end is told, on a busy machine long before. Whatever
        // else goes wrong while it lives is told.
        for (let looks = 0; mortal.alive && looks < 600; looks++) {
          await new Promise((done) => setTimeout(done, 100));
        }
        if (mortal.alive) {
          throw error;
        }
      }
      return mortal.alive ? undefined : true;
    });
    await running;
    teller.refused('the daemon', `${await mortal.died()}, in the middle of a transaction`);
  });
  await using next = await day.start();
  await together(day, async (ann) => {
    const { stop, undecided } = await ann.status();
    if (stop.state === 'RUN' || undecided !== 0) {
      throw new Error(`after the kill the stop is ${stop.state}, ${undecided} undecided`);
    }
    teller.done('the kernel', `had latched by itself: the stop is ${stop.state}`);
    const value = await registerOf(ann, device, CONFIG_REGISTER);
    if (value !== before) {
      throw new Error(`config0 is ${value} and was ${before}: recovery acted`);
    }
    teller.done(
      'recovery',
      'the transaction is aborted, nothing is undecided, config0 is as before',
    );
    const { state, message, replayed } = await ann.transact(id, [step]);
    if (!replayed) {
      throw new Error('the same id was done a second time');
    }
    teller.done('ann asks again by the same id', `${state}: ${message}; not done again`);
  });
  await intoRun(day);
  await next.end();
}
