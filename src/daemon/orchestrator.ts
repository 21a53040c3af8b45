// SPDX-License-Identifier: Apache-2.0
// The orchestrator over an open device and decision core: recovery first, then the stop, then operations.
// It ends the other way round; the deadman is disarmed last, when everything else has ended in order.
import type { OrchestratorState } from '../core/model/orchestrator.ts';
import type { Assessor } from '../core/ports/track.ts';
import type { DevicePath } from '../device/device-path.ts';
import type { Journal } from '../journal/open.ts';
import type { RecoveryTry } from '../orchestrator/commit/recover-patiently.ts';
import type { RecoveryReport } from '../orchestrator/commit/recovery.ts';
import { type Degradation, openDegradation } from '../orchestrator/degradation/open.ts';
import type { ClearingDesk } from '../orchestrator/operations/clearing.ts';
import type { Operations } from '../orchestrator/operations/operations.ts';
import type { StopParts } from '../orchestrator/stop/open.ts';
import { SyncTrigger } from '../sync/trigger.ts';
import type { DeviceResource } from '../tracks/kernel/resource.ts';
import type { DecisionCore } from './decision-core.ts';
import { type Committing, openCommitting } from './wiring/committing.ts';
import { Life } from './wiring/life.ts';
import { type Operating, openOperating } from './wiring/operating.ts';
import { openStopping } from './wiring/stopping.ts';
import { Upkeep } from './wiring/upkeep.ts';

export interface OrchestratorOptions {
  /** Open for writing, by whoever closes it after this. */
  readonly device: DevicePath;
  readonly kernel: DeviceResource;
  readonly decision: DecisionCore;
  /** Asks dsmil-stop to latch, when no way of our own led to the kernel. */
  readonly lastResort: () => void;
  readonly onProblem: (error: unknown) => void;
  /** Stands between us and each track's answers, to measure them. */
  readonly timing?: ((assessor: Assessor, name: string) => Assessor) | undefined;
  /** Recovery has failed and is tried again. */
  readonly onRecovering?: (failed: RecoveryTry) => void;
  /** Retention has removed entries of the audit log: all before @before. */
  readonly onAuditPruned?: (before: number, removed: number) => void;
  /** Somebody else decides from now on: this process has to end, and another to recover. */
  readonly onFenced: () => void;
}

export class Orchestrator {
  readonly recovered: RecoveryReport;
  readonly degradation: Degradation;
  readonly stop: StopParts;
  readonly operations: Operations;
  readonly desk: ClearingDesk;
  readonly journal: Journal;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    const { committing, degradation, stop, operating } = parts;
    this.recovered = committing.recovered;
    this.degradation = degradation;
    this.stop = stop;
    this.operations = operating.operations;
    this.desk = operating.desk;
    this.journal = committing.journal;
  }

  /** Rejects with what recovery, the deadman or the journal do; nothing is operated then. */
  static async open(options: OrchestratorOptions): Promise<Orchestrator> {
    return new Orchestrator(await openParts(options));
  }

  get inFlight(): number {
    return this.#parts.committing.coordinator.inFlight;
  }

  get state(): OrchestratorState {
    return this.#parts.life.state;
  }

  /**
   * Nothing new; what is being committed is waited for. True when all has ended in order and the deadman
   * was disarmed: else closing the device latches, as it must.
   */
  async close(): Promise<boolean> {
    const { life, upkeep, operating, committing, stop, degradation } = this.#parts;
    life.ending = true;
    await upkeep.end();
    await operating.operations.close();
    await committing.bare.close();
    await operating.operations.written();
    operating.reads.flush();
    operating.refusals.flush();
    const inOrder = stop.end(committing.coordinator);
    degradation.close();
    return inOrder;
  }
}

interface Parts {
  readonly life: Life;
  readonly degradation: Degradation;
  readonly committing: Committing;
  readonly stop: StopParts;
  readonly operating: Operating;
  readonly upkeep: Upkeep;
}

async function openParts(options: OrchestratorOptions): Promise<Parts> {
  const { device, decision, onProblem } = options;
  const { clock, events, core } = decision;
  const degradation = openDegradation({
    deadlineMs: core.configuration.config.sync.assessDeadlineMs,
    ring: device,
    poll: () => {
      core.sync.syncAllInTurn(SyncTrigger.LOSS).catch(onProblem);
    },
    clock,
    events,
    onProblem,
  });
  const committing = await openCommitting(options, degradation);
  const stop = openStopping(options, degradation, committing);
  const life = new Life(degradation, core.sync, stop.stop);
  const operating = await openOperating(options, { life, degradation, committing, stop });
  const upkeep = new Upkeep({
    operations: operating.operations,
    coordinator: committing.bare,
    journal: committing.journal.operations,
    audit: decision.audit,
    store: decision.store,
    auditMaxAgeMs: core.configuration.config.audit.maxAgeMs,
    clock,
    onProblem,
    onPruned: options.onAuditPruned ?? (() => undefined),
  });
  life.started = true;
  return { life, degradation, committing, stop, operating, upkeep };
}
