// SPDX-License-Identifier: Apache-2.0
import { CONFIG_REGISTER, type Day, intoRun, later, registerOf, together, until } from './steps.ts';

const NEW_VALUE = 11;

/** Somebody stops while an execution is under way; the way back takes two again. */
export async function tellStopInTheMiddle(day: Day): Promise<void> {
  const { teller, rig } = day;
  teller.chapter('A stop in the middle of an execution');
  const [first, middle, last] = [0x8003, 0x8010, 0x8014];
  await together(day, async (ann, bob) => {
    const before = await registerOf(ann, first, CONFIG_REGISTER);
    // Slow in the middle, and another after it, so that there is a middle.
    await rig?.slow(middle);
    const steps = [first, middle, last].map((device) => ({
      device,
      operation: 'CONFIG',
      register: CONFIG_REGISTER,
      value: NEW_VALUE,
    }));
    const running = later(ann.transact('stopped', steps));
    await until('the first is written', async () => {
      await bob.agree();
      const { in_flight: count } = await bob.status();
      const value = await rig?.value(first, CONFIG_REGISTER);
      const begun = value === undefined ? count > 0 : value === NEW_VALUE;
      return begun ? true : undefined;
    });
    const begin = performance.now();
    const stop = await bob.stop('smoke in the room');
    teller.done(
      'bob stops everything',
      `${stop.state} after ${(performance.now() - begin).toFixed(1)} ms`,
    );
    const view = await running;
    teller.refused('what was under way', `${view.state}: ${view.message}`);
    await rig?.clear([middle]);
    const after = await registerOf(ann, first, CONFIG_REGISTER);
    // On hardware that nobody slows down it may be over before the stop: all of it, then.
    const expected = view.state === 'COMPLETED' ? NEW_VALUE : before;
    if (after !== expected || (rig !== undefined && after !== before)) {
      throw new Error(`config0 was ${before} and is ${after}, with the operation ${view.state}`);
    }
    const what = view.state === 'COMPLETED' ? 'all of it was done before' : 'as before: undone';
    teller.done('config0 of the first device', `${after}, ${what}`);
  });
  await intoRun(day);
}
