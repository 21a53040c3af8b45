// SPDX-License-Identifier: Apache-2.0
// Everything a commit needs, real: dsmil-sim, store, audit log, journal; and two tracks that agree.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditHandle } from '../../src/audit/client/handle.ts';
import { type AuditPlaces, auditModule, openAuditLog, prepareKeys } from '../../src/audit/open.ts';
import { OperationType, Track } from '../../src/core/model/enums.ts';
import type { WorkingTrack } from '../../src/core/model/track.ts';
import type {
  AuthorizedTransaction,
  Decision,
  Effect,
  Participant,
  Proposal,
  TransactionId,
  UsedApproval,
  Vote,
} from '../../src/core/ports/commit.ts';
import { SystemClock } from '../../src/daemon/local/system-clock.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { JOURNAL_MODULE, type Journal, openJournal } from '../../src/journal/open.ts';
import { PiggybackStore } from '../../src/journal/piggyback.ts';
import {
  type CommitCoordinator,
  createCoordinator,
} from '../../src/orchestrator/commit/coordinator.ts';
import { type RecoveryReport, recover } from '../../src/orchestrator/commit/recovery.ts';
import { openStore, type StoreHandle } from '../../src/store/open.ts';
import { type DeviceResource, openKernelResource } from '../../src/tracks/kernel/resource.ts';
import { Sim } from './device-sim.ts';
import { answered } from './patient-call.ts';

export const DATA_0 = 8;
export const SIM_ARGS = [
  '--allow-writes',
  '--thermal',
  'none',
  '--spacing-us',
  '0',
  '--poll-ms',
  '0',
];

export class Agreeing implements Participant {
  readonly track: WorkingTrack;
  readonly told: [TransactionId, Decision][] = [];
  readonly #held = new Map<TransactionId, number>();

  constructor(track: WorkingTrack) {
    this.track = track;
  }

  prepare({ id, incarnation }: Proposal): Promise<Vote> {
    this.#held.set(id, incarnation);
    return Promise.resolve({ yes: true });
  }
  decided(id: TransactionId, decision: Decision) {
    this.#held.delete(id);
    this.told.push([id, decision]);
    return Promise.resolve();
  }
  inDoubt() {
    return Promise.resolve([...this.#held].map(([id, incarnation]) => ({ id, incarnation })));
  }
}

/** What stays when a coordinator goes: files. */
export class Place implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'dsmil-commit-'));
  readonly audit: AuditPlaces;

  constructor() {
    mkdirSync(join(this.folder, 'audit'), { mode: 0o700 });
    this.audit = {
      origin: 'test.example/commit',
      keys: join(this.folder, 'audit', 'keys'),
      headPath: join(this.folder, 'audit', 'head'),
      leafPath: join(this.folder, 'audit', 'leaves'),
    };
    prepareKeys(this.audit);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface CommitWorldOptions {
  readonly place: Place;
  readonly socket: string;
  readonly participants?: readonly Participant[];
}

/** One start of the daemon's part that commits. */
export class CommitWorld implements AsyncDisposable {
  readonly problems: unknown[] = [];
  readonly clock = new SystemClock();
  readonly device: DevicePath;
  readonly store: StoreHandle;
  readonly audit: AuditHandle;
  readonly kernel: DeviceResource;
  readonly journal: Journal;
  readonly coordinator: CommitCoordinator;
  readonly recovered: RecoveryReport;
  readonly participants: readonly Participant[];
  #next = 0;

  private constructor(
    parts: Pick<
      CommitWorld,
      | 'device'
      | 'store'
      | 'audit'
      | 'kernel'
      | 'journal'
      | 'coordinator'
      | 'recovered'
      | 'participants'
    >,
  ) {
    this.device = parts.device;
    this.store = parts.store;
    this.audit = parts.audit;
    this.kernel = parts.kernel;
    this.journal = parts.journal;
    this.coordinator = parts.coordinator;
    this.recovered = parts.recovered;
    this.participants = parts.participants;
  }

  static async open({ place, socket, participants }: CommitWorldOptions): Promise<CommitWorld> {
    const clock = new SystemClock();
    const device = await DevicePath.open({ path: socket, mode: 'read-write' });
    const kernel = await openKernelResource(device);
    const directory = join(place.folder, 'store');
    const store = await openStore({
      directory,
      modules: [auditModule(place.audit), JOURNAL_MODULE],
    });
    const shared = new PiggybackStore(store);
    const audit = await openAuditLog({
      ...place.audit,
      store: shared,
      storePath: directory,
      clock,
      witness: kernel.auditHead,
      // Its checkpoints by the second would be counted among what a commit asks of the disk.
      checkpointMs: 600_000,
    });
    const problems: unknown[] = [];
    const problem = (error: unknown): void => {
      problems.push(error);
    };
    const journal = await openJournal({ store: shared, audit, clock, problem });
    const both = participants ?? [new Agreeing(Track.SECURITY), new Agreeing(Track.INTERFACE)];
    const options = { kernel, journal: journal.transactions, participants: both, clock, problem };
    const recovered = await recover(options);
    const coordinator = createCoordinator(options);
    const world = new CommitWorld({
      device,
      store,
      audit,
      kernel,
      journal,
      coordinator,
      recovered,
      participants: both,
    });
    problems.push = (...errors) => world.problems.push(...errors);
    return world;
  }

  /** Resets the stop: effects are permitted. */
  async run(): Promise<void> {
    const { generation } = await answered(this.device, () => this.device.stopControl.stop('test'));
    const { nonce } = await this.device.stopControl.resetRequest(generation);
    await this.device.stopControl.resetConfirm(generation, nonce);
    await this.device.stopControl.start(generation);
  }

  async read(device: number, register = DATA_0): Promise<number> {
    return (await this.device.read({ device, registerIndex: register })).value;
  }

  transaction(
    effects: readonly Effect[],
    change: Partial<AuthorizedTransaction> = {},
  ): AuthorizedTransaction {
    this.#next++;
    return {
      coordinationId: `op-${this.journal.incarnation}-${this.#next}`,
      principal: 'unix:1000',
      person: 'ann',
      digest: this.#next.toString(16).padStart(64, '0'),
      stopEpoch: Number(this.device.snapshot().stop.generation),
      risk: 4,
      effects,
      approvals: [],
      policy: '1',
      confirmed: [],
      deadline: this.clock.boot() + 60_000,
      clearance: 0,
      compartments: [],
      ...change,
    };
  }

  execute(effects: readonly Effect[], change: Partial<AuthorizedTransaction> = {}) {
    return this.coordinator.execute(
      this.transaction(effects, change),
      new AbortController().signal,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.coordinator.close();
    await this.audit.close();
    await this.store.close();
    this.device.close();
  }

  /** As a crash leaves it: nothing is finished, nothing told. */
  async vanish(): Promise<void> {
    this.device.close();
    await this.store.close();
    await this.audit.close();
  }
}

export function write(device: number, value: number): Effect {
  return { device, type: OperationType.WRITE, register: DATA_0, value, timeoutMs: 5_000 };
}

export function approval(nonce: string): UsedApproval {
  return { nonce, expiry: Number.MAX_SAFE_INTEGER, person: 'bob', keyId: 'k', signature: 'ab' };
}

export function startSim(scenario = ''): Promise<Sim> {
  return Sim.start({ args: SIM_ARGS, scenario });
}
