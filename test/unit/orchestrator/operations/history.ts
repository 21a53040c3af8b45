// SPDX-License-Identifier: Apache-2.0
// Random days of many principals on few devices, and somebody who knows only the world: at each commit
// it looks whether everything that was needed is there, from its own notes.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { OperationType } from '../../../../src/core/model/enums.ts';
import type { OperationRequest } from '../../../../src/core/model/operation.ts';
import type { AuthorizedTransaction } from '../../../../src/core/ports/commit.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
import {
  AnswerRefusedError,
  OperationNotFoundError,
} from '../../../../src/orchestrator/operations/errors.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { redecide } from '../../../../src/orchestrator/operations/record.ts';
import type { CallAnswer } from '../../../../src/orchestrator/operations/result.ts';
import type { OfferView } from '../../../../src/orchestrator/operations/views.ts';
import { linearizable, type Observed } from './linearizable.ts';
import { ProcessJournal } from './memory-journal.ts';
import { FakeCoordinator, type KernelMode, request, settle, signed, World } from './world.ts';

export const DEVICES = [0x8000, 0x8003, 0x8010, 0x8024, 0x8041, 0x806b] as const;
const MODES: readonly KernelMode[] = ['commits', 'refuses', 'rolls back', 'loses', 'waits'];
const some = <T extends string>(kind: T) => fc.constant(kind);

export const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: some('ask'),
      principal: fc.nat(63),
      service: fc.constantFrom(false, false, false, true),
      type: fc.constantFrom(OperationType.READ, OperationType.CONFIG, OperationType.WRITE),
      device: fc.nat(DEVICES.length - 1),
      devices: fc.constantFrom(1, 1, 1, 1, 2, 3),
      /** Counted back from the latest; 0 is a new one. */
      again: fc.constantFrom(0, 0, 0, 0, 0, 1, 2),
      altered: fc.constantFrom(false, false, false, false, true),
      timeoutMs: fc.constantFrom(0, 0, 5_000, 60_000),
    }),
  },
  { weight: 18, arbitrary: fc.record({ kind: some('approve'), by: fc.nat(2), which: fc.nat(7) }) },
  { weight: 18, arbitrary: fc.record({ kind: some('confirm'), which: fc.nat(7), no: fc.nat(24) }) },
  { weight: 1, arbitrary: fc.record({ kind: some('deny'), which: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: some('cancel'), which: fc.nat(7) }) },
  { weight: 3, arbitrary: fc.record({ kind: some('move'), device: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: some('policy') }) },
  { weight: 1, arbitrary: fc.record({ kind: some('stop'), told: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: some('start') }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: some('hold'), on: fc.constantFrom(false, false, true) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: some('track'), mode: fc.nat(4), risk: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: some('kernel'), mode: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: some('wait'), ms: fc.constantFrom(10, 1_500, 70_000) }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ kind: some('turns'), count: fc.integer({ min: 1, max: 60 }) }),
  },
  /** Everybody does what is asked of them, for once. */
  { weight: 6, arbitrary: fc.record({ kind: some('help') }) },
  { weight: 1, arbitrary: fc.record({ kind: some('crash') }) },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Asked {
  readonly principal: string;
  readonly requests: readonly OperationRequest[];
  readonly id: string;
  readonly called: number;
  readonly incarnation: number;
  answer: CallAnswer | null;
  error: unknown;
  answered: number;
}

/** What was so when somebody signed. */
interface Note {
  readonly person: string;
  readonly versions: readonly number[];
  readonly stopEpoch: number;
  readonly policy: string;
  readonly risk: number;
  readonly until: number;
}

export class Day {
  readonly world = new World();
  operations!: Operations;
  coordinator: FakeCoordinator;
  #journal: ProcessJournal;
  incarnation = 0;
  readonly asked: Asked[] = [];
  readonly registers = new Map<number, number>();
  readonly notes = new Map<string, Note>();
  readonly used = new Set<string>();
  readonly committed = new Set<string>();
  /** By operation: what it wrote where. */
  readonly effects = new Map<string, ReadonlyMap<number, number>>();
  counts = { committed: 0, refused: 0, approved: 0 };
  #moment = 0;
  #value = 1;

  constructor() {
    this.coordinator = new FakeCoordinator(this.world);
    this.#journal = new ProcessJournal(this.world.journal);
  }

  static async begin(): Promise<Day> {
    const day = new Day();
    await day.#open();
    return day;
  }

  async #open(): Promise<void> {
    const { world, coordinator } = this;
    coordinator.allowed = (transaction) => this.#allowed(transaction);
    coordinator.committing = (transaction) => this.#effect(transaction);
    const reads = {
      sampled: () => undefined,
      read: (asked: OperationRequest) =>
        Promise.resolve({
          value: this.registers.get(asked.deviceId) ?? 0,
          source: 'HARDWARE' as const,
          at: world.time.wall(),
        }),
    };
    this.operations = await world.open({ coordinator, reads, journal: this.#journal });
  }

  async take(one: Step): Promise<void> {
    const { world } = this;
    switch (one.kind) {
      case 'ask':
        this.#ask(one);
        break;
      case 'approve':
        this.#approve(['ann', 'bob', 'cid'][one.by] ?? 'bob', one.which);
        break;
      case 'deny':
        this.#tolerantly(() => {
          const offers = this.operations.offers('bob');
          const offer = offers[one.which % Math.max(1, offers.length)];
          if (offer !== undefined) {
            this.operations.deny('bob', offer.offer);
          }
        });
        break;
      case 'confirm': {
        const questions = world.interface.questions();
        if (questions.length > 0) {
          world.confirm(this.operations, one.no > 0, 'ann', one.which % questions.length);
        }
        break;
      }
      case 'cancel': {
        const open = this.asked.filter(({ answer, error }) => answer === null && error === null);
        const target = open[one.which % Math.max(1, open.length)];
        this.#tolerantly(() => {
          if (target !== undefined) {
            this.operations.cancel(target.principal, target.id);
          }
        });
        break;
      }
      case 'move':
        world.situation.move(DEVICES[one.device] ?? DEVICES[0]);
        break;
      case 'policy':
        world.security.revision += 1;
        break;
      case 'stop':
        this.#stop(one.told);
        break;
      case 'start':
        world.situation.stop = 'RUN';
        break;
      case 'hold':
        world.situation.facts_ = { onHold: one.on };
        break;
      case 'track':
        world.kernel.mode =
          (['answers', 'answers', 'answers', 'fails', 'hangs'] as const)[one.mode] ?? 'answers';
        world.kernel.risk = Math.max(1, one.risk) as Level;
        break;
      case 'kernel':
        this.coordinator.mode = MODES[one.mode] ?? 'commits';
        break;
      case 'wait':
        await world.time.pass(one.ms);
        this.operations.tick();
        break;
      case 'turns':
        for (let turn = 0; turn < one.count; turn++) {
          await Promise.resolve();
        }
        break;
      case 'help':
        await this.#help();
        break;
      case 'crash':
        await this.#crash();
        break;
    }
  }

  /** The world calms down: everything that is under way must end by its own limits. */
  async end(): Promise<void> {
    for (let n = 0; n < 4; n++) {
      await settle();
      await this.world.time.pass(150_000);
      this.operations.tick();
    }
    await settle();
    const open = this.asked.filter(
      ({ answer, error, incarnation }) =>
        answer === null && error === null && incarnation === this.incarnation,
    );
    expect(open.map(({ id }) => id)).toEqual([]);
    expect(this.operations.statistics.current).toBe(0);
    expect(this.operations.context.queue.waiting).toBe(0);
    expect(this.world.interface.questions()).toEqual([]);
    this.#checkHistories();
    this.#checkRecords();
  }

  #ask(one: Extract<Step, { kind: 'ask' }>): void {
    const before = this.asked.at(-one.again);
    const principal = one.service ? 'ops' : `p${one.principal}`;
    if (one.again > 0 && before !== undefined) {
      const altered = before.requests.map((each) => ({
        ...each,
        justification: one.altered ? 'another' : each.justification,
      }));
      this.#call(before.principal, altered, before.id, one.timeoutMs);
      return;
    }
    const id = `op-${this.asked.length}`;
    const requests = Array.from({ length: one.devices }, (_, n) => {
      const read = one.type === OperationType.READ;
      this.#value += 1;
      return request(id, {
        operationType: one.type,
        deviceId: DEVICES[(one.device + n) % DEVICES.length] ?? DEVICES[0],
        parameters: { register: 2, value: read ? null : this.#value },
      });
    });
    this.#call(principal, requests, id, one.timeoutMs);
  }

  #call(
    principal: string,
    requests: readonly OperationRequest[],
    id: string,
    timeoutMs: number,
  ): void {
    this.#moment += 1;
    const asked: Asked = {
      principal,
      requests,
      id,
      called: this.#moment,
      incarnation: this.incarnation,
      answer: null,
      error: null,
      answered: Number.POSITIVE_INFINITY,
    };
    this.asked.push(asked);
    const [first] = requests;
    const whole = { coordinationId: id, operations: requests };
    this.operations
      .coordinate({
        principal,
        request: requests.length === 1 && first !== undefined ? first : whole,
        timeoutMs,
      })
      .then(
        (answer) => (asked.answer = answer),
        (error: unknown) => (asked.error = error),
      )
      .finally(() => {
        this.#moment += 1;
        asked.answered = this.#moment;
      })
      .catch((error: unknown) => this.world.faults.push(error as Error));
  }

  #tolerantly(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof AnswerRefusedError || error instanceof OperationNotFoundError)) {
        throw error;
      }
      this.counts.refused += 1;
    }
  }

  #approve(person: string, which: number): void {
    const offers = this.operations.offers(person);
    const offer = offers[which % Math.max(1, offers.length)];
    if (offer === undefined) {
      return;
    }
    this.#tolerantly(() => {
      this.operations.approve(person, offer.offer, signed(person, offer));
      this.notes.set(offer.offer, this.#note(person, offer));
      this.counts.approved += 1;
    });
  }

  #note(person: string, { decision }: OfferView): Note {
    const { situation, security, time } = this.world;
    const devices =
      'operations' in decision
        ? decision.operations.map(({ device }) => device)
        : [decision.device];
    return {
      person,
      versions: devices.map((device) => situation.versions.get(device) ?? 0),
      stopEpoch: situation.stopEpoch,
      policy: security.policyName,
      risk: decision.risk,
      until: time.boot() + 300_000,
    };
  }

  async #help(): Promise<void> {
    await settle();
    for (let n = this.world.interface.questions().length; n > 0; n--) {
      if (this.world.interface.questions().length > 0) {
        this.world.confirm(this.operations);
      }
    }
    for (const person of ['bob', 'cid']) {
      const open = this.operations.offers(person).filter(({ approvedBy }) => approvedBy === null);
      for (const [n] of open.entries()) {
        this.#approve(person, n);
      }
    }
    await settle();
  }

  #stop(told: boolean): void {
    if (told) {
      this.world.situation.stopEpoch += 1;
      this.world.situation.stop = 'LATCHED';
      this.coordinator.stop();
      this.operations.stopped();
    } else {
      this.world.situation.stopEpoch += 1;
      this.world.situation.stop = 'LATCHED';
    }
  }

  /** The process is gone where it stands; its successor recovers, and never commits. */
  async #crash(): Promise<void> {
    this.coordinator.kill();
    this.#journal.kill();
    this.world.journal.orphan();
    this.world.newInterface();
    this.incarnation += 1;
    this.coordinator = new FakeCoordinator(this.world);
    this.#journal = new ProcessJournal(this.world.journal);
    await this.#open();
  }

  /** O1, O2, O4 in the turn that allows a commit, from nothing but the notes. */
  #allowed(transaction: AuthorizedTransaction): void {
    const { world } = this;
    const { situation, security, time } = world;
    const { principal, coordinationId, approvals, effects } = transaction;
    const key = `${principal} ${coordinationId}`;
    expect(this.committed.has(key)).toBe(false);
    this.committed.add(key);
    expect(situation.stop).toBe('RUN');
    expect(transaction.stopEpoch).toBe(situation.stopEpoch);
    expect(transaction.policy).toBe(security.policyName);
    expect(situation.facts_.onHold ?? false).toBe(false);
    const floor = Math.max(...effects.map(({ type }) => (type === OperationType.WRITE ? 4 : 3)));
    expect(transaction.risk).toBeGreaterThanOrEqual(floor);
    const [about = ''] = transaction.confirmed;
    expect(world.interface.confirmation(about)?.risk).toBeGreaterThanOrEqual(floor);
    const requester = security.identify(principal)?.person;
    const persons = new Set(approvals.map(({ person }) => person));
    if (transaction.risk >= 4) {
      expect(persons.size).toBe(principal === 'ops' ? 2 : 1);
    }
    expect(persons.has(requester ?? '')).toBe(false);
    for (const { nonce, person } of approvals) {
      expect(this.used.has(nonce)).toBe(false);
      this.used.add(nonce);
      const note = this.notes.get(nonce);
      expect(note).toMatchObject({
        person,
        stopEpoch: situation.stopEpoch,
        policy: security.policyName,
        versions: effects.map(({ device }) => situation.versions.get(device) ?? 0),
      });
      expect(note?.until).toBeGreaterThan(time.boot());
      expect(note?.risk).toBeGreaterThanOrEqual(transaction.risk);
    }
  }

  #effect({ principal, coordinationId, effects }: AuthorizedTransaction): readonly number[] {
    this.counts.committed += 1;
    const found = effects.map(({ device }) => this.registers.get(device) ?? 0);
    for (const { device, value } of effects) {
      this.registers.set(device, value ?? 0);
    }
    const wrote = new Map(effects.map(({ device, value }) => [device, value ?? 0]));
    this.effects.set(`${principal} ${coordinationId}`, wrote);
    return found;
  }

  /** O5: by device, from calls and answers alone. */
  #checkHistories(): void {
    for (const device of DEVICES) {
      const seen = new Set<string>();
      const history = this.asked.flatMap((asked): Observed[] => {
        const { principal, id, called, answered, answer, requests } = asked;
        const key = `${principal} ${id}`;
        const concerns = requests.some(({ deviceId }) => deviceId === device);
        if (!concerns || seen.has(key) || answer?.replayed === true || asked.error !== null) {
          return [];
        }
        const result = answer?.result;
        const [first] = requests;
        const found = result?.devices.find((one) => one.device === device)?.value ?? null;
        if (first?.operationType === OperationType.READ) {
          if (result !== undefined) {
            seen.add(key);
          }
          return result?.state === 'COMPLETED' ? [{ called, answered, wrote: null, found }] : [];
        }
        const effect = this.effects.get(key);
        if (effect === undefined) {
          expect(result?.state).not.toBe('COMPLETED');
          return [];
        }
        seen.add(key);
        const wrote = effect.get(device) ?? null;
        return result?.state === 'COMPLETED'
          ? [{ called, answered, wrote, found }]
          : [{ called, answered: Number.POSITIVE_INFINITY, wrote, found: null }];
      });
      expect(linearizable(history, 0), `history of ${device}`).toBe(true);
    }
  }

  /** O7: what was decided is what the record decides. */
  #checkRecords(): void {
    for (const { kind, details } of this.world.audit.entries) {
      if (kind === 'operation.decided') {
        const record = JSON.parse(JSON.stringify(details['decision'])) as Json;
        expect(redecide(record)).toMatchObject({ allowed: true, unmet: [] });
      }
    }
  }
}
