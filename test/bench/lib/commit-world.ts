// SPDX-License-Identifier: Apache-2.0
// What a daemon commits with, all of it real: store, audit log, events, journal, the three tracks, the
// stop; over a simulated device, and without what asks people.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEVICES } from '../../../src/abi/generated/devices.ts';
import { resolveConfiguration } from '../../../src/config/load.ts';
import { ClearanceLevel, OperationType, RiskLevel } from '../../../src/core/model/enums.ts';
import type {
  AuthorizedTransaction,
  Effect,
  TransactionEnd,
  UsedApproval,
} from '../../../src/core/ports/commit.ts';
import { DecisionCore } from '../../../src/daemon/decision-core.ts';
import { placesIn } from '../../../src/daemon/places.ts';
import { DeviceLatch } from '../../../src/daemon/stop/device-latch.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import { type Journal, openJournal } from '../../../src/journal/open.ts';
import {
  type CommitCoordinator,
  createCoordinator,
} from '../../../src/orchestrator/commit/coordinator.ts';
import { type RecoveryReport, recover } from '../../../src/orchestrator/commit/recovery.ts';
import { openStop, type StopParts } from '../../../src/orchestrator/stop/open.ts';
import { InterfaceParticipant } from '../../../src/tracks/interface/participant.ts';
import { type DeviceResource, openKernelResource } from '../../../src/tracks/kernel/resource.ts';
import { SecurityParticipant } from '../../../src/tracks/security/participant.ts';
import { PERSONS_FILE, signReset } from './demo-persons.ts';
import { ROOT } from './program.ts';

/** A device that answers at once: what is measured is ours. */
export const SIM_ARGS = [
  ...['--allow-writes', '--thermal', 'none', '--spacing-us', '0', '--poll-ms', '0'],
] as const;

/** Register data0 of a simulated device. */
export const DATA_0 = 8;

/** All that may be operated at all: 84 without the quarantined five. */
export const TOKENS: readonly number[] = DEVICES.filter(({ quarantined }) => !quarantined).map(
  ({ token }) => token,
);

/** No deadman runs out because a benchmark kept the loop. {unit ms} */
const DEADMAN_MS = 60_000;

/** A folder on the disk that the checkout is on, gone at the end: memory has no fsync to speak of. */
export class BenchFolder implements Disposable {
  readonly path: string;

  constructor(name: string) {
    const parent = join(ROOT, '.build', 'bench');
    mkdirSync(parent, { recursive: true });
    this.path = mkdtempSync(join(parent, `${name}-`));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface CommitWorldOptions {
  readonly folder: string;
  readonly socket: string;
}

interface Parts {
  readonly device: DevicePath;
  readonly kernel: DeviceResource;
  readonly decision: DecisionCore;
  readonly journal: Journal;
  readonly coordinator: CommitCoordinator;
  readonly stop: StopParts;
  readonly recovered: RecoveryReport;
  /** How long recovery took. {unit ms} */
  readonly recoveryMs: number;
  /** When recovery had ended, by performance.now(). */
  readonly openedAt: number;
  readonly problems: readonly unknown[];
}

export class CommitWorld implements AsyncDisposable {
  readonly parts: Parts;
  #next = 0;

  private constructor(parts: Parts) {
    this.parts = parts;
  }

  /** As the daemon does it: recovery comes before anything is operated. */
  static async open({ folder, socket }: CommitWorldOptions): Promise<CommitWorld> {
    const problems: unknown[] = [];
    const problem = (error: unknown): void => {
      problems.push(error);
    };
    const device = await DevicePath.open({ path: socket, mode: 'read-write' });
    const kernel = await openKernelResource(device);
    const decision = await DecisionCore.open({
      device,
      configuration: resolveConfiguration(undefined, {}),
      places: placesIn(folder, 'bench.example/commit'),
      fixtureFile: PERSONS_FILE,
      witness: kernel.auditHead,
      authorize: () => false,
      onProblem: problem,
    });
    const { shared: store, audit, clock, events, security, core } = decision;
    const journal = await openJournal({ store, audit, clock, problem });
    const participants = [
      new SecurityParticipant({ track: security, clock }),
      new InterfaceParticipant(core.interface),
    ];
    const commit = { kernel, journal: journal.transactions, participants, clock, problem };
    const begin = performance.now();
    const recovered = await recover(commit);
    const openedAt = performance.now();
    const recoveryMs = openedAt - begin;
    const coordinator = createCoordinator(commit);
    const latch = new DeviceLatch(device);
    const stop = openStop({
      kernel: latch,
      deadman: latch,
      parties: [],
      coordinator,
      lastResort: () => undefined,
      labelOf: () => ({ clearance: ClearanceLevel.NONE, compartments: [] }),
      events,
      audit,
      clock,
      periodMs: DEADMAN_MS,
      beatMs: 200,
      checks: [],
      onBeat: () => undefined,
      directory: () => security.directory(),
      resetDemand: { clearance: ClearanceLevel.SECRET, compartments: [] },
      onProblem: problem,
    });
    const opened = { device, kernel, decision, journal, coordinator, stop };
    return new CommitWorld({ ...opened, recovered, recoveryMs, openedAt, problems });
  }

  /** From LATCHED to RUN, by two persons and a start. */
  async run(): Promise<void> {
    const { reset, stop } = this.parts.stop;
    await settledStop(this.parts.stop);
    for (const person of ['ann', 'bob', 'ann'] as const) {
      const offer = reset.offer();
      await reset.take(offer.nonce, signReset(person, offer));
    }
    if (stop.state !== 'RUN') {
      throw new Error(`after a reset and a start the stop is ${stop.state}`);
    }
  }

  /** As the orchestrator hands it on: approved by a second person. */
  transaction(effects: readonly Effect[]): AuthorizedTransaction {
    this.#next++;
    const { decision, device, journal } = this.parts;
    const name = `${journal.incarnation}-${this.#next}`;
    return {
      coordinationId: `bench-${name}`,
      principal: 'demo:ann',
      person: 'ann',
      digest: this.#next.toString(16).padStart(64, '0'),
      stopEpoch: Number(device.snapshot().stop.generation),
      risk: RiskLevel.HIGH,
      effects,
      approvals: [approval(name)],
      policy: decision.security.policyName,
      confirmed: [],
      deadline: decision.clock.boot() + 30_000,
      clearance: 0,
      compartments: [],
    };
  }

  execute(effects: readonly Effect[]): Promise<TransactionEnd> {
    const { signal } = new AbortController();
    return this.parts.coordinator.execute(this.transaction(effects), signal);
  }

  /** What was decided is written down everywhere: nothing of it is under way any more. */
  async settled(): Promise<void> {
    await this.parts.coordinator.settled();
    await this.parts.decision.audit.settled();
  }

  /** While a disk stands still the log takes nothing: what is begun then would be refused. */
  async diskAnswers(): Promise<void> {
    while (!this.parts.decision.audit.durable) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Throws what went wrong beside, if anything has: then nothing that was measured counts. */
  check(): void {
    const [first] = this.parts.problems;
    if (first !== undefined) {
      throw new Error(`${this.parts.problems.length} problems beside, the first one`, {
        cause: first,
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { coordinator, stop, decision, device } = this.parts;
    await coordinator.close();
    stop.end(coordinator);
    await decision.close();
    device.close();
  }
}

/** LATCHED or LATCHED_DEGRADED, without looking again and again. */
function settledStop({ stop }: StopParts): Promise<void> {
  return new Promise((resolve) => {
    let end: () => void = () => undefined;
    const look = (state: string): void => {
      if (state !== 'STOPPING') {
        end();
        resolve();
      }
    };
    end = stop.subscribe(({ state }) => look(state));
    look(stop.control.state);
  });
}

function approval(name: string): UsedApproval {
  return {
    nonce: Buffer.from(name).toString('hex').padStart(32, '0'),
    expiry: Number.MAX_SAFE_INTEGER,
    person: 'bob',
    keyId: 'bob-1',
    signature: 'ab'.repeat(64),
  };
}

export function write(device: number, value: number): Effect {
  return { device, type: OperationType.WRITE, register: DATA_0, value, timeoutMs: 1_000 };
}

/** COMMITTED, or it throws what it was instead. */
export function committed(end: TransactionEnd): TransactionEnd {
  return ended(end, 'COMMITTED');
}

export function ended(end: TransactionEnd, kind: TransactionEnd['kind']): TransactionEnd {
  if (end.kind !== kind) {
    const reason = 'reason' in end ? ` (${end.reason})` : '';
    throw new Error(`a transaction is ${end.kind}${reason}, and was to be ${kind}`);
  }
  return end;
}
