// SPDX-License-Identifier: Apache-2.0
// What dsmil.control.v1 needs of the daemon. Each is as narrow as its use; the daemon's own parts fit.
import type { AuditHandle } from '../../../audit/client/handle.ts';
import type { Approval, Person } from '../../../core/canonical/approval.ts';
import type { Digest } from '../../../core/canonical/digest.ts';
import type { Json } from '../../../core/canonical/json.ts';
import type { OperationRequest } from '../../../core/model/operation.ts';
import type { OrchestratorState } from '../../../core/model/orchestrator.ts';
import type { WorkingTrack } from '../../../core/model/track.ts';
import type { CharterHead } from '../../../core/ports/charter-mark.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { TrackVerdict } from '../../../core/ports/track.ts';
import type { PlanInput } from '../../../core/requirement/input.ts';
import type { Plan } from '../../../core/requirement/plan.ts';
import type { RiskAssessment } from '../../../core/risk/assess.ts';
import type { Level } from '../../../core/risk/level.ts';
import type { EventBus } from '../../../events/bus.ts';
import type { ComponentHealth } from '../../../orchestrator/degradation/health-board.ts';
import type { ClearingDesk } from '../../../orchestrator/operations/clearing.ts';
import type { Operations } from '../../../orchestrator/operations/operations.ts';
import type { Demand } from '../../../orchestrator/operations/ports.ts';
import type { ResetDesk } from '../../../orchestrator/stop/reset-desk.ts';
import type { StopOrchestrator } from '../../../orchestrator/stop/stop-orchestrator.ts';
import type { Synchronizer } from '../../../sync/synchronizer.ts';
import type { ConflictDesk } from '../../application/conflict-desk.ts';
import type { AccessPort, RefusalPort } from '../communication/visibility.ts';

/** What an operation would need, without doing it. */
export interface Planned {
  readonly input: PlanInput;
  readonly plan: Plan;
  readonly answers: readonly (
    | { readonly track: WorkingTrack; readonly verdict: TrackVerdict }
    | { readonly track: WorkingTrack; readonly missing: string }
  )[];
  readonly assessment: RiskAssessment;
  readonly safetyVersion: number;
  readonly stopEpoch: number;
}

export interface Planner {
  plan(question: {
    readonly request: OperationRequest;
    readonly principal: string;
    readonly approvedBy: readonly string[];
    readonly confirmed: boolean;
  }): Promise<Planned>;
}

/** Track B, as far as access is asked of it. Asked anew each time. */
export type AccessControl = AccessPort & RefusalPort;

export interface OpenProposal {
  readonly id: string;
  readonly change: { readonly change: string };
  readonly role: string;
  readonly statement: object;
  readonly digest: Digest;
  readonly proposer: string;
  readonly base: number;
  /** By trackNow. {unit ms} */
  readonly expiry: number;
  /** By person. */
  readonly approvals: ReadonlyMap<string, unknown>;
}

export interface CharterView extends CharterHead {
  readonly persons: ReadonlyMap<string, Person & { readonly active: boolean }>;
  readonly keys: ReadonlyMap<
    string,
    {
      readonly keyId: string;
      readonly person: string;
      /** 32 bytes in lower-case hexadecimal. */
      readonly publicKey: string;
      readonly active: boolean;
    }
  >;
  readonly policy: {
    readonly source: string;
    readonly policy: {
      readonly principals: ReadonlyMap<
        string,
        Omit<Person, 'person'> & { readonly id: string; readonly person: string | null }
      >;
    };
  } | null;
}

/** Track B, as far as persons, keys and policy are read and changed. */
export interface CharterPort {
  readonly charter: CharterView;
  /** The track's own time, by which proposals expire. {unit ms} */
  readonly now: number;
  propose(proposer: string, change: Json): OpenProposal;
  proposals(): readonly OpenProposal[];
  approve(
    proposal: string,
    approval: Approval,
  ): Promise<{ readonly proposal: OpenProposal; readonly revision: number | null }>;
  retract(proposal: string, proposer: string): void;
  /** Rejects when what is stored is not what is in force; then nothing but a stop is allowed any more. */
  reload(): Promise<void>;
}

export interface AskedQuestion {
  readonly id: string;
  readonly device: number;
  readonly requester: string;
  readonly summary: string;
  readonly risk: Level;
  readonly terms: readonly string[];
  readonly demand: Demand;
  readonly digest: Digest;
  /** By the boot clock. {unit ms} */
  readonly expiry: number;
}

/** Track C, as far as people are asked. */
export interface ConfirmationsPort {
  questions(): readonly AskedQuestion[];
  disclose(id: string, session: string): AskedQuestion;
  answer(id: string, session: string, seen: Digest, yes: boolean): 'CONFIRMED' | 'REFUSED';
}

/** A connection of an account is a session of the interface track. */
export interface SessionsPort {
  of(call: { readonly connection: string; readonly principal: string }): string;
}

export interface ConfigurationPort {
  /** 64 lower-case hexadecimal digits. */
  readonly revision: string;
  readonly file: string | null;
  readonly values: ReadonlyMap<string, unknown>;
  readonly origins: ReadonlyMap<
    string,
    | { readonly from: 'default' }
    | { readonly from: 'file'; readonly file: string; readonly line: number | null }
    | { readonly from: 'environment'; readonly variable: string }
  >;
}

export interface StatusPort {
  readonly version: string;
  /** By the boot clock. {unit ms} */
  readonly startedAt: number;
  readonly devicePath: string;
  readonly backend: number;
  orchestratorState(): OrchestratorState;
  health(): readonly ComponentHealth[];
  inFlight(): number;
  undecided(): Promise<number>;
}

export interface ControlParts {
  readonly operations: Pick<
    Operations,
    | 'coordinate'
    | 'list'
    | 'lookUp'
    | 'cancel'
    | 'offers'
    | 'approve'
    | 'deny'
    | 'answered'
    | 'statistics'
  >;
  readonly planner: Planner;
  readonly access: AccessControl;
  readonly charter: CharterPort;
  readonly confirmations: ConfirmationsPort;
  readonly sessions: SessionsPort;
  readonly conflicts: ConflictDesk;
  readonly clearings: Pick<ClearingDesk, 'conflicts' | 'propose' | 'list' | 'sign'>;
  readonly stop: Pick<StopOrchestrator, 'stop' | 'control' | 'unlatched'>;
  readonly reset: Pick<ResetDesk, 'offerTo' | 'take'>;
  readonly sync: Pick<
    Synchronizer,
    'devices' | 'state' | 'disagreements' | 'blocksEffects' | 'subscribe'
  >;
  readonly events: Pick<EventBus, 'subscribe' | 'acknowledge'>;
  readonly audit: Pick<
    AuditHandle,
    'search' | 'checkpoint' | 'inclusionProof' | 'consistencyProof' | 'status'
  >;
  readonly configuration: ConfigurationPort;
  readonly status: StatusPort;
  readonly clock: Clock;
}
