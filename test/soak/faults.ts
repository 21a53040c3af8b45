// SPDX-License-Identifier: Apache-2.0
// One fault a second. Each kind comes as often as any other, in an order and at places that the seed says.
import * as wire from '../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import type { Chance } from '../crash/daemon/chance.ts';
import type { Host } from '../host/host.ts';
import { COMMUNICATION, isServiceError, type Peer } from '../host/peer.ts';
import type { Cutter } from './cutter.ts';
import { type Load, TARGETS } from './load.ts';
import type { Subscriber } from './subscriber.ts';

const PERIOD_MS = 1_000;
/** How long a device is out of order, at most. {unit ms} */
const OUT_MS = 700;
const RECORDS = 2_000;

export interface FaultParts {
  readonly host: Host;
  readonly load: Load;
  readonly subscribers: readonly Subscriber[];
  /** What the load's clients go through. */
  readonly clients: Cutter;
  /** Who stops. */
  readonly stopper: Peer;
  readonly chance: Chance;
  readonly onProblem: (text: string) => void;
}

type Fault = (parts: FaultParts) => Promise<void> | void;

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** @words: what the simulator is told, with the token in its place. */
function outOfOrder(words: (token: string) => string): Fault {
  return async ({ host, chance }) => {
    const token = `0x${(TARGETS[chance(TARGETS.length)] ?? 0).toString(16)}`;
    await host.act(words(token));
    await wait(100 + chance(OUT_MS - 100));
    await host.act(`clear ${token}`);
  };
}

function subscriberOf({ subscribers, chance }: FaultParts): Subscriber | undefined {
  return subscribers[chance(subscribers.length)];
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'device does not answer': outOfOrder((token) => `fault not-answering ${token}`),
  'device reads back wrong': outOfOrder((token) => `fault wrong-readback ${token}`),
  'device fails': outOfOrder((token) => `fault hardware-error ${token}`),
  'device is slow': outOfOrder((token) => `latency ${token} 50ms`),
  'ring overrun': async ({ host }) => {
    await host.act(`fault ring-overrun ${RECORDS}`);
  },
  'record damaged': async ({ host }) => {
    await host.act('fault corrupt-record');
  },
  'subscriber cut': (parts) => subscriberOf(parts)?.cut(),
  'every subscriber cut': ({ subscribers }) => {
    for (const one of subscribers) {
      one.cut();
    }
  },
  'subscriber does not read': (parts) => subscriberOf(parts)?.pause(800),
  'client cancels in mid-call': async ({ load, chance }) => {
    for (let left = 4; left > 0; left--) {
      load.cancelOne();
      await wait(chance(100));
    }
  },
  'clients cut in mid-call': ({ clients }) => clients.cut(),
  'stop, then reset by two': async ({ stopper, onProblem }) => {
    const types = [wire.EmergencyStopRequest, wire.EmergencyStopResponse] as const;
    const message = { reason: 'a soak' };
    const { success } = await stopper.call(`${COMMUNICATION}/EmergencyStop`, types, message);
    if (!success) {
      onProblem('a stop was not latched');
    }
  },
};

export class Faults {
  readonly counts = new Map<string, number>();
  readonly #parts: FaultParts;
  readonly #ended = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #bag: string[] = [];
  #running: Promise<void> = Promise.resolve();
  latest = '';

  constructor(parts: FaultParts) {
    this.#parts = parts;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, one) => sum + one, 0);
  }

  begin(): void {
    this.#running = this.#run();
  }

  /** What is out of order is put in order. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#running;
    await Promise.all(this.#underWay);
    await this.#parts.host.act('clear all');
  }

  async #run(): Promise<void> {
    let due = performance.now() + PERIOD_MS;
    while (!this.#ended.signal.aborted) {
      await wait(Math.max(0, due - performance.now()));
      due += PERIOD_MS;
      if (!this.#ended.signal.aborted) {
        this.#inject(this.#draw());
      }
    }
  }

  /** Like cards: all kinds once, then all again in another order. */
  #draw(): string {
    const { chance } = this.#parts;
    if (this.#bag.length === 0) {
      this.#bag = Object.keys(FAULTS);
    }
    const [kind = ''] = this.#bag.splice(chance(this.#bag.length), 1);
    return kind;
  }

  #inject(kind: string): void {
    this.latest = kind;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    const fault = FAULTS[kind] as Fault;
    const running = Promise.resolve(fault(this.#parts))
      .catch((error: unknown) => {
        // A stop whose own connection was cut is the next one's business; a simulator that refuses is ours.
        if (!isServiceError(error)) {
          this.#parts.onProblem(`${kind}: ${String(error)}`);
        }
      })
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }
}
