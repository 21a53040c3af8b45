// SPDX-License-Identifier: Apache-2.0
// 10,000 operations of 64 principals on 84 devices, over dsmil-sim, store, audit log and journal, with
// stops, resets, tracks that fail and restarts between them: what each device was seen to do can have
// happened one after the other.
import { sign } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { StopState } from '../../src/abi/generated/enums.ts';
import type { Approval } from '../../src/core/canonical/approval.ts';
import { approvalBytes } from '../../src/core/canonical/signature.ts';
import { OperationType, RiskLevel } from '../../src/core/model/enums.ts';
import type { Confirmation, Facts } from '../../src/core/requirement/input.ts';
import { TABLE_DEVICES } from '../../src/daemon/local/devices.ts';
import { DeviceReads } from '../../src/daemon/wiring/reads.ts';
import { SYSTEM_TIMERS } from '../../src/orchestrator/commit/timers.ts';
import {
  AnswerRefusedError,
  OperationNotFoundError,
} from '../../src/orchestrator/operations/errors.ts';
import { type Operations, openOperations } from '../../src/orchestrator/operations/operations.ts';
import { DEFAULT_LIMITS } from '../../src/orchestrator/operations/ports.ts';
import type { CallAnswer } from '../../src/orchestrator/operations/result.ts';
import { linearizable, type Observed } from '../unit/orchestrator/operations/linearizable.ts';
import {
  FakeAssessor,
  FakeSecurity,
  FakeSituation,
  keyOf,
  request,
} from '../unit/orchestrator/operations/world.ts';
import { CommitWorld, DATA_0, Place, startSim } from './commit-world.ts';
import { answered } from './patient-call.ts';

const OPERATIONS = 10_000;
const PRINCIPALS = 64;
/** {unit operations} */
const RESTART_EVERY = 3_000;
/** So many are under way at a time. */
const LANES = 64;

/** The same day again: DSMIL_SEED. */
const seed = Number(process.env['DSMIL_SEED'] ?? Date.now() % 1_000_000);

function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Seen {
  readonly device: number;
  readonly wrote: number | null;
  readonly called: number;
  readonly incarnation: number;
  answered: number;
  answer: CallAnswer | null;
}

/** Says yes to everything at once; the rest is real. */
class Willing {
  readonly #yes = new Map<string, Confirmation>();

  ask({ about, risk }: { readonly about: string; readonly risk: Confirmation['risk'] }) {
    this.#yes.set(about, { about, risk, disclosed: true, at: performance.now() });
    return { id: about, expiry: Number.MAX_SAFE_INTEGER };
  }
  questions() {
    return [...this.#yes.keys()].map((id) => ({ id, expiry: Number.MAX_SAFE_INTEGER }));
  }
  confirmation(about: string, now = 0): Confirmation | undefined {
    const yes = this.#yes.get(about);
    return yes === undefined ? undefined : { ...yes, at: now };
  }
  reassessed(): boolean {
    return false;
  }
  withdraw(about: string): boolean {
    return this.#yes.delete(about);
  }
}

const place = new Place();
const sim = await startSim();
afterAll(async () => {
  await sim.kill();
  place[Symbol.dispose]();
});

class Day {
  world!: CommitWorld;
  operations!: Operations;
  incarnation = 0;
  moment = 0;
  /** Resolves when the process of now is gone. */
  #gone = Promise.withResolvers<null>();
  /** Resolves when there is one that takes calls. */
  #ready = Promise.resolve();
  #restarting = false;
  readonly seen: Seen[] = [];
  readonly used = new Set<string>();
  readonly faults: Error[] = [];
  readonly security = new FakeSecurity();
  readonly kernelTrack = new FakeAssessor(1);
  readonly random = randomFrom(seed);

  constructor() {
    for (const { deviceId, tableRisk } of TABLE_DEVICES) {
      this.security.accesses.set(deviceId, {
        risk: tableRisk === RiskLevel.QUARANTINED ? 6 : 1,
        requiredClearance: 1,
        compartments: ['ALPHA'],
        accessAuthorized: true,
      });
    }
  }

  async open(): Promise<void> {
    this.world = await CommitWorld.open({ place, socket: sim.socket });
    await this.world.run();
    const { device, clock, audit, journal, coordinator } = this.world;
    const willing = new Willing();
    const stop = (): { readonly generation: bigint; readonly state: number } =>
      device.snapshot().stop;
    const base = new FakeSituation();
    const situation = {
      facts: (): Facts => ({
        ...base.facts(),
        stop: stop().state === StopState.RUN ? 'RUN' : 'LATCHED',
      }),
      get stopEpoch(): number {
        return Number(stop().generation);
      },
      safetyVersion: (_device: number, _registers: readonly number[], epoch: number) => epoch,
      refresh: () => Promise.resolve(),
      subscribe: () => () => undefined,
    };
    const fault = (error: Error): void => {
      this.faults.push(error);
    };
    this.operations = await openOperations({
      security: this.security,
      interface: {
        ask: (question) => willing.ask(question),
        questions: () => willing.questions(),
        confirmation: (about) => willing.confirmation(about, clock.boot()),
        reassessed: () => willing.reassessed(),
        withdraw: (about) => willing.withdraw(about),
      },
      assessors: [this.kernelTrack, new FakeAssessor(2), new FakeAssessor(3)],
      situation,
      coordinator: {
        get inFlight(): number {
          return coordinator.inFlight;
        },
        stop: () => coordinator.stop(),
        execute: async (transaction, signal, unmet) => {
          const end = await coordinator.execute(transaction, signal, unmet);
          for (const { nonce } of end.kind === 'COMMITTED' ? transaction.approvals : []) {
            expect(this.used.has(nonce)).toBe(false);
            this.used.add(nonce);
          }
          return end;
        },
      },
      journal: journal.operations,
      reads: new DeviceReads(device),
      stop: { stop: (reason) => device.stopControl.stop(reason) },
      audit,
      readRecords: { record: () => Promise.resolve() },
      refusals: { record: () => undefined },
      events: { publish: () => undefined },
      clock,
      timers: SYSTEM_TIMERS,
      settings: {
        ...DEFAULT_LIMITS,
        risk: {
          method: 'CONSERVATIVE',
          trackWeights: [1000, 1000, 1000],
          uncertaintyFactor: 0,
          correlationMatrix: null,
        },
        allowCritical: true,
        assessDeadlineMs: 1_000,
      },
      fault,
    });
  }

  /** One after the other; what was asked of a process that is gone is nobody's any more. */
  async lane(numbers: Iterator<number>): Promise<void> {
    for (let next = numbers.next(); next.done !== true; next = numbers.next()) {
      await this.#ready;
      await this.one(next.value);
    }
  }

  async one(n: number): Promise<void> {
    const { random, operations, incarnation } = this;
    const { deviceId } = TABLE_DEVICES[Math.floor(random() * TABLE_DEVICES.length)] ?? {
      deviceId: 0x8003,
    };
    const write = random() < 0.15;
    this.moment += 1;
    const seen: Seen = {
      device: deviceId,
      wrote: write ? n + 1 : null,
      called: this.moment,
      incarnation,
      answered: Number.POSITIVE_INFINITY,
      answer: null,
    };
    this.seen.push(seen);
    const call = operations.coordinate({
      principal: `p${n % PRINCIPALS}`,
      request: request(`op-${n}`, {
        deviceId,
        operationType: write ? OperationType.WRITE : OperationType.READ,
        parameters: { register: DATA_0, value: seen.wrote },
      }),
      timeoutMs: 30_000,
    });
    const answer = await Promise.race([call, this.#gone.promise]);
    this.moment += 1;
    // A process that is gone has answered nobody.
    if (answer !== null && incarnation === this.incarnation) {
      seen.answer = answer;
      seen.answered = this.moment;
    }
  }

  /** A person who signs what is listed, now and then slowly. */
  approve(): void {
    if (this.#restarting) {
      return;
    }
    const { keyId, privateKey } = keyOf('bob');
    for (const { offer, digest, role, approvedBy } of this.operations.offers('bob')) {
      if (approvedBy === null && this.random() < 0.9) {
        const signature = sign(null, approvalBytes(digest, role), privateKey);
        this.#give(offer, { keyId, signature });
      }
    }
  }

  /** A stop, or its own end, may have come first: then it does not count. */
  #give(offer: string, approval: Approval): void {
    try {
      this.operations.approve('bob', offer, approval);
    } catch (error) {
      if (!(error instanceof AnswerRefusedError || error instanceof OperationNotFoundError)) {
        throw error;
      }
    }
  }

  async stopAndReset(): Promise<void> {
    const { device } = this.world;
    await answered(device, () => device.stopControl.stop('test'));
    this.world.coordinator.stop();
    this.operations.stopped();
    await this.world.run();
  }

  async restart(): Promise<void> {
    const gone = this.operations;
    const ready = Promise.withResolvers<void>();
    this.#ready = ready.promise;
    this.#restarting = true;
    this.incarnation += 1;
    this.#gone.resolve(null);
    this.#gone = Promise.withResolvers();
    await this.world.vanish();
    // It can write nothing any more, and what it says is heard by nobody.
    gone.close().catch((error: Error) => this.faults.push(error));
    await this.open();
    this.#restarting = false;
    ready.resolve();
  }
}

function historyOf(day: Day, device: number): Observed[] {
  return day.seen
    .filter((one) => one.device === device)
    .flatMap(({ wrote, called, answered, answer }): Observed[] => {
      const heard = Number.isFinite(answered);
      const found = answer?.result.devices[0]?.value ?? null;
      if (!heard) {
        return wrote === null ? [] : [{ called, answered, wrote, found: null, maybe: true }];
      }
      return answer?.result.state === 'COMPLETED' ? [{ called, answered, wrote, found }] : [];
    });
}

it(`10,000 operations are one history on each device (DSMIL_SEED=${seed})`, async () => {
  const day = new Day();
  await day.open();
  const initial = new Map<number, number>();
  for (const { deviceId, tableRisk } of TABLE_DEVICES) {
    if (tableRisk !== RiskLevel.QUARANTINED) {
      initial.set(deviceId, await day.world.read(deviceId));
    }
  }
  const numbers = Array.from({ length: OPERATIONS }, (_, n) => n).values();
  const busy = Promise.all(Array.from({ length: LANES }, () => day.lane(numbers)));
  let working = true;
  const people = setInterval(() => day.approve(), 5);
  const trouble = async (): Promise<void> => {
    for (let n = 1; working; n++) {
      const { length: before } = day.seen;
      // Where everything takes longer, so does the time between two of them: else nothing would ever be written.
      for (let pauses = 0; pauses < 30 && working; pauses++) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        if (day.seen.length >= before + LANES) {
          break;
        }
      }
      day.kernelTrack.mode = n % 5 === 3 ? 'fails' : 'answers';
      if (day.seen.length > (day.incarnation + 1) * RESTART_EVERY) {
        await day.restart();
      } else if (n % 4 === 1) {
        await day.stopAndReset();
      }
    }
  };
  const troubling = trouble();
  await busy;
  working = false;
  await troubling;
  clearInterval(people);
  const states = Object.groupBy(day.seen, ({ answer }) => answer?.result.state ?? 'UNANSWERED');
  const counts = Object.fromEntries(Object.entries(states).map(([k, v]) => [k, v?.length]));
  process.stderr.write(`# ${JSON.stringify(counts)} ${day.incarnation} restarts\n`);
  for (const { deviceId } of TABLE_DEVICES) {
    expect(linearizable(historyOf(day, deviceId), initial.get(deviceId) ?? 0)).toBe(true);
  }
  // The day was not empty: much was written, between restarts and stops.
  const written = states.COMPLETED?.filter(({ wrote }) => wrote !== null).length ?? 0;
  expect([written > 100, day.incarnation >= 2, day.used.size >= written]).toEqual([
    true,
    true,
    true,
  ]);
  expect(day.operations.statistics.current).toBe(0);
  await day.operations.close();
  await day.world[Symbol.asyncDispose]();
});
