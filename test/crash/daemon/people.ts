// SPDX-License-Identifier: Apache-2.0
// Two persons at the daemon's socket: they start it, operate, stop, and clear what nobody could tell.
import { resolve } from 'node:path';
import { DaemonError } from '../../../src/api/local/client/client.ts';
import type { WireClearing, WireOperation } from '../../../src/api/local/wire/answers.ts';
import { ClearingKind } from '../../../src/core/canonical/clearing.ts';
import type { Json } from '../../../src/core/canonical/json.ts';
import { AtSocket } from '../../../src/daemon/story/at-socket.ts';
import type { Machine } from './machine.ts';
import { patiently, SLOWNESS } from './patience.ts';
import type { Daemon } from './process.ts';
import { answered, type Wish } from './wishes.ts';

const KEYS = resolve(import.meta.dirname, '../../../native/sim/principals/demo-keys.json');
/** One call waits so long; then the same id is asked again. {unit ms} */
const CALL_MS = 20_000 * SLOWNESS;
/** {unit ms} */
const RUN_LIMIT_MS = 240_000;

export class People {
  readonly ann: AtSocket;
  readonly bob: AtSocket;

  private constructor(ann: AtSocket, bob: AtSocket) {
    this.ann = ann;
    this.bob = bob;
  }

  static async connect(socket: string): Promise<People> {
    const ann = await AtSocket.connect(socket, KEYS, 'ann');
    try {
      return new People(ann, await AtSocket.connect(socket, KEYS, 'bob'));
    } catch (error) {
      ann.close();
      throw error;
    }
  }

  /** RUN, by two persons and a start. On a busy machine the deadman may stop it in between. */
  async intoRun(): Promise<void> {
    await patiently('RUN', RUN_LIMIT_MS, async () => {
      const { state } = (await this.ann.status()).stop;
      if (state === 'RUN') {
        return true;
      }
      if (state !== 'STOPPING') {
        await this.#steps();
      }
      return undefined;
    });
  }

  async #steps(): Promise<void> {
    try {
      for (const by of [this.ann, this.bob, this.ann]) {
        await by.step();
      }
    } catch (error) {
      const refused = error instanceof DaemonError && error.wire.code === 'ERR_DSMIL_RESET_REFUSED';
      if (!refused) {
        throw error;
      }
    }
  }

  /** @wishes, answered by bob, until they have ended or the daemon has. */
  async wish(daemon: Daemon, wishes: readonly Wish[]): Promise<void> {
    let over = false;
    const ending = Promise.all(
      wishes.map(async (wish) => {
        const { state, cause } = await this.ann.transact(wish.id, wish.steps, { wait_ms: CALL_MS });
        answered(wish, state, cause);
      }),
    );
    const watched = ending.finally(() => {
      over = true;
    });
    watched.catch(() => undefined);
    while (!over && daemon.alive) {
      await this.bob.agree();
      await new Promise((done) => setTimeout(done, 15));
    }
    await watched;
  }

  /** Resolves with what is wrong: a stop that was answered and did not latch. */
  async stop(machine: Machine): Promise<string | undefined> {
    const { state, unlatched } = await this.bob.stop('a test');
    return machine.stopped ? undefined : `a stop answered ${state}, unlatched ${unlatched}: RUN`;
  }

  /** Undefined when no daemon ever wrote down that it was asked. */
  async told(id: string): Promise<WireOperation | undefined> {
    try {
      return await this.ann.call<WireOperation>('op.get', { coordination_id: id });
    } catch (error) {
      if (error instanceof DaemonError && error.wire.code === 'ERR_DSMIL_NOT_FOUND') {
        return undefined;
      }
      throw error;
    }
  }

  /** By both, so that the device can be used again. */
  async clear(target: Record<string, Json>): Promise<void> {
    const given = { ...target, note: 'looked at by the test' };
    const clearing = await this.ann.call<WireClearing>('recover.offer', given);
    await this.ann.sign(clearing);
    await this.bob.sign(clearing);
  }

  clearFlag(transaction: string): Promise<void> {
    return this.clear({ kind: ClearingKind.HEURISTIC, transaction });
  }

  clearHold(device: number): Promise<void> {
    return this.clear({ kind: ClearingKind.HOLD, device });
  }

  close(): void {
    this.ann.close();
    this.bob.close();
  }
}

/** What the daemon said, in its own words, when that is what went wrong. */
export function wordsOfError(error: unknown): string {
  const code = error instanceof DaemonError ? `${error.wire.code} ` : '';
  return error instanceof Error ? `${code}${error.stack}` : String(error);
}
