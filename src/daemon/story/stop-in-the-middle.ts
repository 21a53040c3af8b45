// SPDX-License-Identifier: Apache-2.0
import {
  agreed,
  CONFIG_REGISTER,
  type Day,
  expectState,
  intoRun,
  later,
  registerOf,
  TRIES,
  together,
  until,
} from './steps.ts';

const NEW_VALUE = 11;

const [FIRST, MIDDLE, LAST] = [0x8003, 0x8010, 0x8014];
const DEVICES = [FIRST, MIDDLE, LAST];

const config = (device: number, value: number) => ({
  device,
  operation: 'CONFIG',
  register: CONFIG_REGISTER,
  value,
});

/** Somebody stops while an execution is under way; the way back takes two again. */
export async function tellStopInTheMiddle(day: Day): Promise<void> {
  const { teller } = day;
  teller.chapter('A stop in the middle of an execution');
  const before = await together(day, async (ann) => {
    const values: number[] = [];
    for (const device of DEVICES) {
      values.push(await registerOf(ann, device, CONFIG_REGISTER));
    }
    return values;
  });
  for (let tries = 1; !(await stopped(day, tries, before[0] ?? 0)); tries++) {
    if (tries === TRIES) {
      throw new Error(`${TRIES} times it was all over before the stop`);
    }
    teller.say('It was all over before the stop: the machine stood still. Once more.');
    await intoRun(day, 'not tried');
    await together(day, async (ann, bob) => {
      const steps = DEVICES.map((device, at) => config(device, before[at] ?? 0));
      expectState(await agreed(ann, bob, `as-before-${tries}`, steps), 'COMPLETED');
    });
  }
  await intoRun(day);
}

/** False when devices that were slowed down were done before the stop. */
function stopped(day: Day, tries: number, before: number): Promise<boolean> {
  const { teller, rig } = day;
  return together(day, async (ann, bob) => {
    // Slow in the middle, and another after it, so that there is a middle.
    await rig?.slow(MIDDLE);
    const steps = DEVICES.map((device) => config(device, NEW_VALUE));
    const running = later(agreed(ann, bob, `stopped-${tries}`, steps));
    // By itself: what bob does meanwhile takes as long as the middle does on a slow machine.
    await until('the first is written', async () => {
      const value = await rig?.value(FIRST, CONFIG_REGISTER);
      const begun = value === undefined ? (await bob.status()).in_flight > 0 : value === NEW_VALUE;
      return begun ? true : undefined;
    });
    const begin = performance.now();
    const stop = await bob.stop('smoke in the room');
    teller.done(
      'bob stops everything',
      `${stop.state} after ${(performance.now() - begin).toFixed(1)} ms`,
    );
    const view = await running;
    await rig?.clear([MIDDLE]);
    if (rig !== undefined && view.state === 'COMPLETED') {
      return false;
    }
    teller.refused('what was under way', `${view.state}: ${view.message}`);
    const after = await registerOf(ann, FIRST, CONFIG_REGISTER);
    // On hardware that nobody slows down it may be over before the stop: all of it, then.
    const expected = view.state === 'COMPLETED' ? NEW_VALUE : before;
    if (after !== expected || (rig !== undefined && after !== before)) {
      throw new Error(`config0 was ${before} and is ${after}, with the operation ${view.state}`);
    }
    const what = view.state === 'COMPLETED' ? 'all of it was done before' : 'as before: undone';
    teller.done('config0 of the first device', `${after}, ${what}`);
    return true;
  });
}
