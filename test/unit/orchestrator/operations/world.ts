// SPDX-License-Identifier: Apache-2.0
// Operations over a world that a test turns: persons with real keys, a real interface track, devices
// whose versions move, a kernel that commits, refuses, hangs or stops.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Approval, Directory, Person } from '../../../../src/core/canonical/approval.ts';
import { approvalBytes } from '../../../../src/core/canonical/signature.ts';
import type { TransactionRequest } from '../../../../src/core/canonical/transaction.ts';
import { ClearanceLevel, OperationType, Track } from '../../../../src/core/model/enums.ts';
import type { OperationRequest } from '../../../../src/core/model/operation.ts';
import type { AuditEntry } from '../../../../src/core/ports/audit-log.ts';
import type {
  AuthorizedTransaction,
  Coordinator,
  KernelAnswer,
  TransactionEnd,
  TransactionId,
} from '../../../../src/core/ports/commit.ts';
import type { Assessor, Subject, TrackVerdict } from '../../../../src/core/ports/track.ts';
import type { DeviceAccess, Facts, Need } from '../../../../src/core/requirement/input.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
import {
  type Operations,
  openOperations,
} from '../../../../src/orchestrator/operations/operations.ts';
import {
  DEFAULT_LIMITS,
  type OperationsOptions,
  type OperationsSettings,
  type ReadValue,
  type SecurityPort,
  type Situation,
} from '../../../../src/orchestrator/operations/ports.ts';
import type { OfferView } from '../../../../src/orchestrator/operations/views.ts';
import {
  type InterfaceTrack,
  openInterfaceTrack,
} from '../../../../src/tracks/interface/interface-track.ts';
import { A_WRITE } from '../../core/model/arbitrary.ts';
import { GOOD_FACTS } from '../../core/requirement/inputs.ts';
import { FakeAudit, FakeEvents } from '../../tracks/fakes.ts';
import { VirtualTime } from '../virtual-time.ts';
import { MemoryJournal } from './memory-journal.ts';

export const DEVICE = 0x8003;
export const OTHER = 0x8004;
export const THIRD = 0x8010;

const CLEARED = { clearance: ClearanceLevel.SECRET, compartments: ['ALPHA'] };

export interface Key {
  readonly keyId: string;
  readonly person: string;
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
}

function newKey(person: string): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { keyId: `${person}-1`, person, publicKey: Buffer.from(x, 'base64url'), privateKey };
}

const KEYS = ['ann', 'bob', 'cid', 'low'].map(newKey);

/** Principals are named as their persons; ops is a service. */
export class FakeSecurity implements SecurityPort {
  readonly persons = new Map<string, Person>([
    ['ann', { person: 'ann', ...CLEARED }],
    ['bob', { person: 'bob', ...CLEARED }],
    ['cid', { person: 'cid', ...CLEARED }],
    ['low', { person: 'low', clearance: ClearanceLevel.NONE, compartments: [] }],
    ['ops', { person: 'service:ops', ...CLEARED }],
  ]);
  keys: readonly Key[] = KEYS;
  revision = 1;
  policyLoaded = true;
  allowsCritical = true;
  failing = false;
  admits = true;
  readonly attempts: string[] = [];
  readonly accesses = new Map<number, DeviceAccess>();

  get policyName(): string {
    return `${this.revision}`;
  }

  identify(principal: string): Person | undefined {
    if (this.failing) {
      throw new Error('the security track is broken');
    }
    return (
      this.persons.get(principal) ??
      (principal.startsWith('p') ? { person: principal, ...CLEARED } : undefined)
    );
  }

  directory(): Directory {
    return { persons: [...this.persons.values()], keys: this.keys };
  }

  deviceAccess(device: number): DeviceAccess {
    return (
      this.accesses.get(device) ?? {
        risk: 1,
        requiredClearance: ClearanceLevel.RESTRICTED,
        compartments: ['ALPHA'],
        accessAuthorized: true,
      }
    );
  }

  async admit(): Promise<{
    allowed: boolean;
    refusals: { rule: string; reason: string; satisfiedBy: string }[];
  }> {
    await Promise.resolve();
    const refusal = { rule: 'rate-limited', reason: 'too often', satisfiedBy: 'waiting 100 ms' };
    return { allowed: this.admits, refusals: this.admits ? [] : [refusal] };
  }

  refused(principal: string, _device: number | null, _type: OperationType, reason: string) {
    this.attempts.push(`${principal} ${reason}`);
    return Promise.resolve();
  }

  revoke(person: string): void {
    this.persons.delete(person);
    this.revision += 1;
  }
}

export class FakeSituation implements Situation {
  stopEpoch = 1;
  stop: Facts['stop'] = 'RUN';
  facts_: Partial<Facts> = {};
  readonly versions = new Map<number, number>();
  readonly #listeners = new Set<(devices: readonly number[]) => void>();
  readonly #unheard: number[] = [];

  facts(): Facts {
    return { ...GOOD_FACTS, stop: this.stop, ...this.facts_ };
  }

  safetyVersion(device: number, _registers: readonly number[], stopEpoch: number): number {
    return (this.versions.get(device) ?? 0) + stopEpoch;
  }

  refresh(): Promise<void> {
    for (const device of this.#unheard.splice(0)) {
      this.move(device);
    }
    return Promise.resolve();
  }

  /** Moved already, and told of when somebody asks. */
  movesUnheard(device: number): void {
    this.#unheard.push(device);
  }

  subscribe(listener: (devices: readonly number[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something that matters moved on the device. */
  move(device: number): void {
    this.versions.set(device, (this.versions.get(device) ?? 0) + 1);
    this.tell(device);
  }

  tell(device: number): void {
    for (const listener of this.#listeners) {
      listener([device]);
    }
  }
}

export class FakeAssessor implements Assessor {
  readonly track: Assessor['track'];
  risk: Level = 1;
  mode: 'answers' | 'fails' | 'hangs' = 'answers';
  asked = 0;

  constructor(track: Assessor['track']) {
    this.track = track;
  }

  async assess(_subject: Subject, _signal: AbortSignal): Promise<TrackVerdict> {
    this.asked += 1;
    await Promise.resolve();
    if (this.mode === 'fails') {
      throw new Error('the track is broken');
    }
    if (this.mode === 'hangs') {
      return await new Promise<never>(() => undefined);
    }
    return { risk: this.risk, reasons: ['as told'], rules: ['told'] };
  }
}

export type KernelMode = 'commits' | 'refuses' | 'rolls back' | 'loses' | 'waits';

const ANSWER: KernelAnswer = {
  outcome: 'COMMITTED',
  reason: '',
  satisfiedBy: '',
  failed: null,
  results: [],
};

/** Keeps to the port: asks once more right before the record, then does what the mode says. */
export class FakeCoordinator implements Coordinator {
  readonly world: World;
  mode: KernelMode = 'commits';
  readonly executed: AuthorizedTransaction[] = [];
  readonly committed: AuthorizedTransaction[] = [];
  readonly inFlight = 0;
  #dead = false;
  #next = 1n;
  #go = Promise.withResolvers<void>();
  #stops = 0;
  /** Called in the turn of the record that allows it. */
  allowed: (transaction: AuthorizedTransaction) => void = () => undefined;
  /** Called at the effect; answers with what was in the registers. */
  committing: (transaction: AuthorizedTransaction) => readonly number[] = ({ effects }) =>
    effects.map(() => 7);
  /** Of what got its MAY_COMMIT: whether the outcome was written down. */
  recorded: Promise<boolean> | undefined;
  /** Called when everything is prepared. */
  prepared: () => void = () => undefined;

  constructor(world: World) {
    this.world = world;
  }

  release(): void {
    this.#go.resolve();
    this.#go = Promise.withResolvers<void>();
  }

  stop(): void {
    this.#stops += 1;
    this.release();
  }

  /** Its process is gone: nothing of it goes on. */
  kill(): void {
    this.#dead = true;
  }

  async execute(
    transaction: AuthorizedTransaction,
    signal: AbortSignal,
    unmet: () => readonly Need[] = () => [],
  ): Promise<TransactionEnd> {
    this.executed.push(transaction);
    const { situation } = this.world;
    const id = this.#next++;
    const stops = this.#stops;
    await Promise.resolve();
    // What was given up, or stopped, in the turn before is told to nobody who begins to listen now.
    if (this.mode === 'waits' && !signal.aborted && stops === this.#stops) {
      const left = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => left.resolve(), { once: true });
      await Promise.race([this.#go.promise, left.promise]);
    }
    if (this.#dead) {
      return await new Promise<never>(() => undefined);
    }
    this.prepared();
    if (signal.aborted || stops !== this.#stops || situation.stop !== 'RUN') {
      return aborted(id, 'given up');
    }
    const needs = unmet();
    if (needs.length > 0) {
      return aborted(id, 'AUTHORIZATION_MOVED', needs);
    }
    this.allowed(transaction);
    this.world.journal.committing(transaction.principal, transaction.coordinationId, id);
    await Promise.resolve();
    if (this.#dead) {
      return await new Promise<never>(() => undefined);
    }
    const end = this.#commit(id, transaction);
    return this.recorded === undefined ? end : { ...end, recorded: this.recorded };
  }

  /** The kernel looks at its own latch; then its answer is the decision. */
  #commit(id: TransactionId, transaction: AuthorizedTransaction): TransactionEnd {
    const { journal, situation } = this.world;
    const { principal, coordinationId, effects, stopEpoch } = transaction;
    const latched = situation.stop !== 'RUN' || situation.stopEpoch !== stopEpoch;
    if (latched || this.mode === 'refuses' || this.mode === 'rolls back') {
      journal.decided(principal, coordinationId, 'ABORT');
      const answer = { ...ANSWER, outcome: 'ROLLED_BACK', failed: 0, reason: 'TIMEOUT' } as const;
      return latched || this.mode === 'refuses'
        ? aborted(id, 'LEASE_EXPIRED')
        : { kind: 'ROLLED_BACK', id, answer };
    }
    const found = this.committing(transaction);
    if (this.mode === 'loses') {
      journal.decided(principal, coordinationId, 'HEURISTIC');
      return { kind: 'HEURISTIC', id, reason: 'KERNEL_SILENT', answer: null };
    }
    this.committed.push(transaction);
    journal.decided(principal, coordinationId, 'COMMIT');
    const results = effects.map(({ device }, n) => ({
      device,
      before: found[n] ?? null,
      error: 0,
      reason: '',
    }));
    return { kind: 'COMMITTED', id, answer: { ...ANSWER, results } };
  }
}

function aborted(id: TransactionId, reason: string, needs: readonly Need[] = []): TransactionEnd {
  return { kind: 'ABORTED', id, by: null, reason, needs, answer: null };
}

export class World {
  readonly time = new VirtualTime(50_000);
  readonly security = new FakeSecurity();
  readonly situation = new FakeSituation();
  readonly journal = new MemoryJournal();
  readonly audit = new FakeAudit();
  readonly events = new FakeEvents();
  readonly coordinator = new FakeCoordinator(this);
  readonly kernel = new FakeAssessor(Track.KERNEL);
  readonly securityTrack = new FakeAssessor(Track.SECURITY);
  interface: InterfaceTrack;
  readonly stops: string[] = [];
  readonly faults: Error[] = [];
  readonly refusals: { principal: string; reason: string; entry: AuditEntry }[] = [];
  readonly reads: { entry: AuditEntry; required: boolean }[] = [];
  /** Of the state page; by default it has nothing that is fresh. */
  sample: () => ReadValue | undefined = () => undefined;
  readAnswer: () => Promise<ReadValue> = () =>
    Promise.resolve({ value: 0x2a, source: 'STATE_PAGE', at: this.time.wall() });
  settings: OperationsSettings = {
    ...DEFAULT_LIMITS,
    risk: {
      method: 'CONSERVATIVE',
      trackWeights: [1000, 1000, 1000],
      uncertaintyFactor: 0,
      correlationMatrix: null,
    },
    allowCritical: true,
    assessDeadlineMs: 1_000,
  };

  constructor() {
    this.interface = this.#openInterface();
  }

  #openInterface(): InterfaceTrack {
    return openInterfaceTrack({
      people: {
        identify: (principal) => this.security.identify(principal),
        demandOf: (device) => this.security.deviceAccess(device),
      },
      devices: [DEVICE, OTHER, THIRD],
      clock: this.time,
      audit: this.audit,
      events: this.events,
      fault: (error) => this.faults.push(error),
    });
  }

  options(): OperationsOptions {
    return {
      security: this.security,
      interface: this.interface,
      assessors: [this.kernel, this.securityTrack, new FakeAssessor(Track.INTERFACE)],
      situation: this.situation,
      coordinator: this.coordinator,
      journal: this.journal,
      reads: { sampled: () => this.sample(), read: () => this.readAnswer() },
      stop: {
        stop: (reason, principal) => {
          this.stops.push(`${principal}: ${reason}`);
        },
      },
      audit: this.audit,
      readRecords: {
        record: (entry, required) => {
          this.reads.push({ entry, required });
          return this.audit.durable || !required
            ? Promise.resolve()
            : Promise.reject(new Error('no sink'));
        },
      },
      refusals: { record: (refusal) => this.refusals.push(refusal) },
      events: this.events,
      clock: this.time,
      timers: this.time,
      settings: this.settings,
      fault: (error) => this.faults.push(error),
    };
  }

  open(change: Partial<OperationsOptions> = {}): Promise<Operations> {
    return openOperations({ ...this.options(), ...change });
  }

  /** As after a restart: nobody watches, nothing is asked. */
  newInterface(): void {
    this.interface = this.#openInterface();
  }

  /** The latch is set, and everybody is told. */
  latch(operations: Operations): void {
    this.situation.stopEpoch += 1;
    this.situation.stop = 'LATCHED';
    this.coordinator.stop();
    operations.stopped();
  }

  /** Somebody looks at what is asked at the interface, and answers. */
  confirm(operations: Operations, yes = true, person = 'ann', which = 0): void {
    const question = this.interface.questions()[which];
    if (question === undefined) {
      throw new Error('nothing is asked');
    }
    const session = this.interface.openSession(person);
    const shown = this.interface.disclose(question.id, session);
    this.interface.answer(question.id, session, shown.digest, yes);
    this.interface.closeSession(session);
    operations.answered(question.id);
  }
}

export function keyOf(person: string): Key {
  const key = KEYS.find((one) => one.person === person);
  if (key === undefined) {
    throw new Error(`${person} has no key`);
  }
  return key;
}

export function signed(person: string, { digest, role }: OfferView): Approval {
  const key = keyOf(person);
  return { keyId: key.keyId, signature: sign(null, approvalBytes(digest, role), key.privateKey) };
}

/** Of several requests of a test each its own id. */
export function request(id: string, change: Partial<OperationRequest> = {}): OperationRequest {
  return { ...A_WRITE, coordinationId: id, ...change };
}

export function aRead(id: string, change: Partial<OperationRequest> = {}): OperationRequest {
  const parameters = { register: 2, value: null };
  return request(id, { operationType: OperationType.READ, parameters, ...change });
}

/** Longer than any chain of promises here. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    await Promise.resolve();
  }
}

export const CONFIG = { operationType: OperationType.CONFIG } as const;

/** A write on each. */
export function transaction(id: string, ...devices: number[]): TransactionRequest {
  const operations = devices.map((deviceId) => request(id, { deviceId }));
  return { coordinationId: id, operations };
}

/** @person signs the first offer that nobody has. */
export function approveAs(operations: Operations, person: string): OfferView {
  const offer = operations.offers(person).find(({ approvedBy }) => approvedBy === null);
  if (offer === undefined) {
    throw new Error(`nothing is offered to ${person}`);
  }
  return operations.approve(person, offer.offer, signed(person, offer));
}
