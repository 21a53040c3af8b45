// SPDX-License-Identifier: Apache-2.0
// Effects at a rate: settings of one device, of several as a whole, and writes that two persons want. A call that was
// cut or given up is asked for again by its id until it is known how it ended.
import { status } from '@grpc/grpc-js';
import { DEVICES } from '../../src/abi/generated/devices.ts';
import * as wire from '../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as control from '../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import type { Chance } from '../crash/daemon/chance.ts';
import { COMMUNICATION, CONTROL, isServiceError, type Peer } from '../host/peer.ts';
import type { Effect, Entry, Ledger } from './ledger.ts';

const READ = 1;
const WRITE = 2;
const CONFIG = 3;
const MODERATE = 3;
const QUARANTINED = 6;
const CONFIG_0 = 4;
const DATA_0 = 8;
const SUCCESS = 1;
/** One in so many is of one device; one in so many of those is a write that needs two. */
const SINGLE_OF = 3;
const WRITE_OF = 8;
/** Devices of a transaction, at most. */
const TOGETHER = 12;
/** As many as may wait for a yes of one person. */
const IN_FLIGHT_OF_ONE = 8;
const TIMEOUT_S = 20;
const CALL_MS = 25_000;
/** How long a call that was cut is asked for again. {unit ms} */
const AGAIN_MS = 40_000;
/** What one second could not do is not all made up for in the next. {unit effects of a second} */
const ARREARS = 2;
const TICK_MS = 10;
/** Whoever was told of a stop does not ask on at once. {unit ms} */
const STOPPED_MS = 100;

const EASY = DEVICES.filter(({ risk }) => risk <= MODERATE).map(({ token }) => token);
const HARD = DEVICES.filter(({ risk }) => risk > MODERATE && risk < QUARANTINED).map(
  ({ token }) => token,
);
/** Those that are given to faults as well. */
export const TARGETS: readonly number[] = [...EASY, ...HARD];

export interface LoadCounts {
  effects: number;
  operations: number;
  reads: number;
  again: number;
  cancelled: number;
  /** How often it was looked whether to ask, and how often everybody had as much open as one may. */
  looks: number;
  full: number;
  readonly causes: Map<string, number>;
  /** Of acknowledged operations. {unit ms} */
  readonly tookMs: number[];
}

interface Answer {
  readonly result: number;
  readonly cause: string;
  readonly unmet: readonly { readonly rule: string }[];
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class Load {
  readonly counts: LoadCounts = {
    effects: 0,
    operations: 0,
    reads: 0,
    again: 0,
    cancelled: 0,
    looks: 0,
    full: 0,
    causes: new Map(),
    tookMs: [],
  };
  readonly #ledger: Ledger;
  readonly #peers: readonly Peer[];
  readonly #reader: Peer;
  readonly #chance: Chance;
  readonly #rate: number;
  readonly #underWay = new Map<Peer, Map<Promise<void>, AbortController>>();
  #number = 0;
  #stoppedUntil = 0;
  #ended = false;
  #running: Promise<void>[] = [];

  constructor(ledger: Ledger, peers: readonly Peer[], reader: Peer, chance: Chance, rate: number) {
    this.#ledger = ledger;
    this.#peers = peers;
    this.#reader = reader;
    this.#chance = chance;
    this.#rate = rate;
    for (const peer of peers) {
      this.#underWay.set(peer, new Map());
    }
  }

  get inFlight(): number {
    return [...this.#underWay.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Operations, in whatever way. */
  get ended(): number {
    const others = [...this.counts.causes.values()].reduce((sum, one) => sum + one, 0);
    return this.counts.operations + this.counts.reads + others;
  }

  begin(): void {
    this.#running = [this.#effects(), this.#reads()];
  }

  /** Nothing new; what is under way ends. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#running);
    await Promise.all([...this.#underWay.values()].flatMap((one) => [...one.keys()]));
  }

  /** A client gives up a call that is under way. */
  cancelOne(): void {
    const all = [...this.#underWay.values()].flatMap((one) => [...one.values()]);
    const one = all[this.#chance(Math.max(1, all.length))];
    if (one !== undefined && !one.signal.aborted) {
      this.counts.cancelled += 1;
      one.abort();
    }
  }

  async #effects(): Promise<void> {
    let owed = 0;
    let before = performance.now();
    while (!this.#ended) {
      const now = performance.now();
      owed = Math.min(this.#rate * ARREARS, owed + ((now - before) / 1_000) * this.#rate);
      before = now;
      this.counts.looks += 1;
      while (owed >= 1 && performance.now() >= this.#stoppedUntil) {
        const peer = this.#free();
        if (peer === undefined) {
          this.counts.full += 1;
          break;
        }
        owed -= this.#ask(peer);
      }
      await wait(TICK_MS);
    }
  }

  /** What is read is remembered as what was done is: a daemon that runs for long has its memory full of both. */
  async #reads(): Promise<void> {
    const types = [wire.OperationCoordinationRequest, wire.OperationCoordinationResponse] as const;
    while (!this.#ended) {
      const device = EASY[this.#chance(EASY.length)] ?? 0;
      this.#number += 1;
      const coordinationId = `soak-read-${this.#number}`;
      const message = { coordinationId, deviceId: device, operationType: READ, register: CONFIG_0 };
      try {
        await this.#reader.call(`${COMMUNICATION}/CoordinateOperation`, types, message);
        this.counts.reads += 1;
      } catch (error) {
        if (!isServiceError(error)) {
          throw error;
        }
      }
      await wait(TICK_MS);
    }
  }

  #free(): Peer | undefined {
    const [least] = [...this.#peers].sort(
      (a, b) => (this.#underWay.get(a)?.size ?? 0) - (this.#underWay.get(b)?.size ?? 0),
    );
    const busy = least === undefined ? 0 : (this.#underWay.get(least)?.size ?? 0);
    return busy < IN_FLIGHT_OF_ONE ? least : undefined;
  }

  /** Begins one; how many effects it has. */
  #ask(peer: Peer): number {
    const single = this.#chance(SINGLE_OF) === 0;
    const write = single && this.#chance(WRITE_OF) === 0;
    const pool = write ? HARD : EASY;
    const count = single ? 1 : 2 + this.#chance(TOGETHER - 1);
    const devices = new Set<number>();
    while (devices.size < count) {
      devices.add(pool[this.#chance(pool.length)] ?? 0);
    }
    const register = write ? DATA_0 : CONFIG_0;
    const effects = [...devices].map((device) => {
      this.#number += 1;
      return { device, register, value: this.#number };
    });
    const entry = this.#ledger.add(`soak-${this.#number}`, effects);
    const given = new AbortController();
    const under = this.#underWay.get(peer);
    const running = this.#run(peer, entry, write ? WRITE : CONFIG, given.signal).finally(() => {
      under?.delete(running);
    });
    under?.set(running, given);
    return count;
  }

  async #run(peer: Peer, entry: Entry, type: number, signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    const until = begun + AGAIN_MS;
    for (let first = true; performance.now() < until; first = false) {
      try {
        const answer = await this.#call(peer, entry, type, first ? signal : undefined);
        this.#took(entry, answer, performance.now() - begun);
        return;
      } catch (error) {
        if (!isServiceError(error)) {
          throw error;
        }
        // Of one that is asked for again nobody knows by that how it ended.
        if (first && error.code === status.RESOURCE_EXHAUSTED) {
          entry.said = 'NOT_DONE';
          this.#cause(entry, 'RESOURCE_EXHAUSTED');
          return;
        }
        this.counts.again += 1;
        entry.cause = error.details;
        await wait(100);
      }
    }
    this.#cause(entry, `UNKNOWN: ${entry.cause}`);
  }

  #call(peer: Peer, { id, effects }: Entry, type: number, signal?: AbortSignal): Promise<Answer> {
    const steps = effects.map((one) => stepOf(one, type));
    const justification = 'a soak';
    const options = { deadlineMs: CALL_MS, ...(signal !== undefined && { signal }) };
    const [only] = steps;
    if (steps.length === 1 && only !== undefined) {
      const types = [
        wire.OperationCoordinationRequest,
        wire.OperationCoordinationResponse,
      ] as const;
      const message = { ...only, coordinationId: id, justification, timeoutSeconds: TIMEOUT_S };
      return peer.call(`${COMMUNICATION}/CoordinateOperation`, types, message, options);
    }
    const types = [control.RunTransactionRequest, control.RunTransactionResponse] as const;
    const timeout = { seconds: TIMEOUT_S };
    const message = { coordinationId: id, justification, operations: steps, timeout };
    return peer
      .call(`${CONTROL}TransactionsService/RunTransaction`, types, message, options)
      .then(({ operation }) => ({
        result: operation?.result ?? 0,
        cause: operation?.cause ?? '',
        unmet: operation?.unmet ?? [],
      }));
  }

  #took(entry: Entry, { result, cause, unmet }: Answer, tookMs: number): void {
    if (result === SUCCESS) {
      entry.said = 'ACKNOWLEDGED';
      this.counts.operations += 1;
      this.counts.effects += entry.effects.length;
      this.counts.tookMs.push(tookMs);
      return;
    }
    entry.said = cause === 'HEURISTIC' ? 'UNCERTAIN' : 'NOT_DONE';
    const rules = [...new Set(unmet.map(({ rule }) => rule))].join('+');
    if (rules.includes('stop-clear')) {
      this.#stoppedUntil = performance.now() + STOPPED_MS;
    }
    this.#cause(entry, rules === '' ? cause : `${cause} ${rules}`);
  }

  #cause(entry: Entry, cause: string): void {
    entry.cause = cause;
    const { causes } = this.counts;
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
}

function stepOf({ device, register, value }: Effect, operationType: number) {
  const kernelSafety = { maxExecutionTimeMs: 1_000 };
  return { deviceId: device, operationType, register, value, safetyRequirements: { kernelSafety } };
}
