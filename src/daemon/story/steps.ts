// SPDX-License-Identifier: Apache-2.0
// What the day's chapters share: who is there, and the steps that come again.
import { describeDevice } from '../../abi/devices.ts';
import type { WireOperation } from '../../api/local/wire/answers.ts';
import { tokenName } from '../../core/model/device.ts';
import type { AtSocket, WireStep } from './at-socket.ts';
import type { Death, MortalDaemon } from './mortal-daemon.ts';
import type { Rig } from './rig.ts';
import type { Teller } from './teller.ts';

export interface Day {
  readonly teller: Teller;
  /** Undefined on devices that are not ours to break. */
  readonly rig: Rig | undefined;
  start(death?: Death): Promise<MortalDaemon>;
  people(person: string): Promise<AtSocket>;
}

/** config0 and data0 of the simulated registers. */
export const CONFIG_REGISTER = 4;
export const DATA_REGISTER = 8;

/** For what wants a moment that a machine which stands still may miss. */
export const TRIES = 10;

const PATIENCE_MS = 300_000;

export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const limit = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > limit) {
      throw new Error(`${what}: not within ${PATIENCE_MS / 1_000} s`);
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Both at their sockets for as long as @body takes. */
export async function together<T>(
  { people }: Day,
  body: (ann: AtSocket, bob: AtSocket) => Promise<T>,
): Promise<T> {
  const ann = await people('ann');
  const bob = await people('bob');
  try {
    return await body(ann, bob);
  } finally {
    ann.close();
    bob.close();
  }
}

/** From LATCHED to RUN; and that one person alone does not get there, which counts against who has tried it. */
export async function intoRun(day: Day, alone: 'tried' | 'not tried' = 'tried'): Promise<void> {
  const { teller } = day;
  await together(day, async (ann, bob) => {
    const before = await until('the stop settles', async () => {
      const { stop } = await ann.status();
      return stop.state === 'STOPPING' || stop.state === 'LATCHED_DEGRADED' ? undefined : stop;
    });
    teller.say(`The stop is ${before.state}: nothing is operated before two persons and a start.`);
    teller.done('ann signs the reset', await ann.step());
    if (alone === 'tried') {
      const refusal = await ann.step().catch((error: unknown) => error);
      if (!(refusal instanceof Error)) {
        throw new Error('one person alone came through a reset');
      }
      teller.refused('ann signs the second step too', refusal.message);
    }
    teller.done('bob signs it', await bob.step());
    teller.done('ann starts', await ann.step());
  });
}

/** @promise, which is awaited later: until then its failure is nobody's, and does not end the process. */
export function later<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Runs @steps for ann while bob confirms whatever is asked, and signs for this one. */
export async function agreed(
  ann: AtSocket,
  bob: AtSocket,
  id: string,
  steps: readonly WireStep[],
  saying = '',
): Promise<WireOperation> {
  let over = false;
  const running = later(
    ann.transact(id, steps).finally(() => {
      over = true;
    }),
  );
  while (!over) {
    await bob.agree(id, saying);
    await new Promise((done) => setTimeout(done, 20));
  }
  return await running;
}

export function nameOfDevice(device: number): string {
  return `${tokenName(device)} (${describeDevice(device).name})`;
}

export function expectState(view: WireOperation, state: string): WireOperation {
  if (view.state !== state) {
    throw new Error(
      `${view.coordination_id} is ${view.state} and not ${state}: ${view.cause} ${view.message}`,
    );
  }
  return view;
}

/** What is in the register now, read from the device. */
export async function registerOf(by: AtSocket, device: number, register: number): Promise<number> {
  const view = expectState(await by.read(device, register), 'COMPLETED');
  return view.devices[0]?.value ?? -1;
}
