// SPDX-License-Identifier: Apache-2.0
import type { WireOperation } from '../../api/local/wire/answers.ts';
import {
  agreed,
  CONFIG_REGISTER,
  DATA_REGISTER,
  type Day,
  expectState,
  later,
  nameOfDevice,
  registerOf,
  TRIES,
  together,
  until,
} from './steps.ts';

/** Reads, and a reset of a device that two persons want. */
export async function tellTogether(day: Day): Promise<void> {
  const { teller } = day;
  teller.chapter('Reads, and a reset by two');
  await together(day, async (ann, bob) => {
    for (const device of [0x8003, 0x8014]) {
      const value = await registerOf(ann, device, CONFIG_REGISTER);
      teller.done(`ann reads config0 of ${nameOfDevice(device)}`, String(value));
    }
    const view = await agreed(ann, bob, 'reset', [{ device: 0x8014, operation: 'RESET' }]);
    expectState(view, 'COMPLETED');
    teller.done(
      `ann resets ${nameOfDevice(0x8014)}`,
      `risk ${view.risk}; bob confirmed, and signed exactly that; done`,
    );
  });
}

/** Three devices: all or nothing, and when one refuses, nothing. */
export async function tellTransaction(day: Day): Promise<void> {
  const { teller } = day;
  teller.chapter('Three devices at once, or none');
  const devices = [0x8003, 0x8010, 0x8014];
  await together(day, async (ann, bob) => {
    const config = (value: number) =>
      devices.map((device) => ({
        device,
        operation: 'CONFIG',
        register: CONFIG_REGISTER,
        value,
      }));
    const done = await agreed(ann, bob, 'three', config(7));
    expectState(done, 'COMPLETED');
    teller.done('config0 of three devices to 7', `all three, transaction ${done.transaction}`);
    // A register that cannot be written: one refuses, and so none is touched.
    const refused = await agreed(ann, bob, 'refused', [
      ...config(8).slice(0, 2),
      { device: 0x8014, operation: 'WRITE', register: 1, value: 1 },
    ]);
    expectState(refused, 'FAILED');
    teller.refused('to 8, with a third that is read-only', refused.message);
    for (const device of devices.slice(0, 2)) {
      const value = await registerOf(ann, device, CONFIG_REGISTER);
      if (value !== 7) {
        throw new Error(`${nameOfDevice(device)} has ${value}: it was not left alone`);
      }
    }
    teller.done('config0 of the first two', 'still 7, read back from the devices');
  });
}

/** Hardware that fails in the middle and cannot be undone: nobody can tell, so people look. */
export async function tellUncertain(day: Day): Promise<void> {
  const { teller, rig } = day;
  if (rig === undefined) {
    return;
  }
  teller.chapter('Hardware that fails in the middle');
  const [first, middle, last] = [0x8023, 0x8035, 0x8043];
  await together(day, async (ann, bob) => {
    const attempt = async (id: string, value: number): Promise<WireOperation> => {
      const steps = [first, middle, last].map((device) => ({
        device,
        operation: 'CONFIG',
        register: CONFIG_REGISTER,
        value,
      }));
      // Slow in the middle, so that there is time.
      await rig.slow(middle);
      const running = later(agreed(ann, bob, id, steps));
      await until('the first is written', async () =>
        (await rig.value(first, CONFIG_REGISTER)) === value ? true : undefined,
      );
      await rig.fail(last);
      return await running;
    };
    let view = await attempt('uncertain', 8);
    // On a machine that stood still the last was written before it failed: no part of the story.
    for (let n = 1; view.state === 'COMPLETED' && n < TRIES; n++) {
      await rig.clear([middle, last]);
      view = await attempt(`uncertain-${n}`, 8 + n);
    }
    expectState(view, 'FAILED');
    teller.refused('the last fails when the first is written', `${view.cause}: ${view.message}`);
    await rig.clear([middle, last]);
    const value = await registerOf(ann, first, CONFIG_REGISTER);
    teller.done(`config0 of ${nameOfDevice(first)}`, `${value}: it was undone, and is on hold`);
    const id = view.transaction ?? '';
    // The answer does not wait for the disk; the flag does.
    await until('the flag', async () => {
      const { flagged } = await ann.recovery();
      return flagged.some(({ transaction }) => transaction === id) ? true : undefined;
    });
    const clearing = await ann.clear(id, 'all three looked at: as before');
    teller.done('ann looks at the devices and signs', 'one signature clears nothing');
    await bob.sign(clearing);
    const { flagged, held } = await bob.recovery();
    const kept = [...held, ...flagged.flatMap(({ devices }) => devices)];
    teller.done('bob looks too and signs', `on hold now: ${kept.length === 0 ? 'nothing' : kept}`);
  });
}

/** An approval is for the device as it was. */
export async function tellVoid(day: Day): Promise<void> {
  const { teller } = day;
  teller.chapter('An approval is for what was shown');
  await together(day, async (ann, bob) => {
    const step = { device: 0x8010, operation: 'WRITE', register: DATA_REGISTER, value: 3 };
    const pending = later(ann.transact('void', [step], { wait_ms: 300_000 }));
    const offer = await until('an offer', async () => (await bob.offers()).at(0));
    await bob.approve(offer);
    teller.done('bob signs a write', `of ${nameOfDevice(step.device)}, as it is now`);
    // Another operation moves the same register: what bob saw is not there any more.
    const other = expectState(
      await agreed(ann, bob, 'between', [{ ...step, value: 9 }], 'to 9 '),
      'COMPLETED',
    );
    teller.say(
      `Before it happens the same register is changed by another operation: ${other.state}.`,
    );
    const fresh = await until('a new offer', async () => {
      const [now] = await bob.offers();
      return now !== undefined && now.offer !== offer.offer && now.coordination_id === 'void'
        ? now
        : undefined;
    });
    teller.refused('bob’s signature', 'void: the safety version moved; he is asked anew');
    await bob.deny(fresh);
    const view = expectState(await pending, 'DENIED');
    teller.refused('the write', `${view.cause}: bob looks again, and says no`);
  });
}
