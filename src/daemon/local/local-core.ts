// SPDX-License-Identifier: Apache-2.0
// A core in this process: device, configuration, tracks and synchronizer put together. It looks and
// plans; nothing here operates a device.
import type { Configuration } from '../../config/load.ts';
import type { Person } from '../../core/canonical/approval.ts';
import { requestDigest } from '../../core/canonical/digest.ts';
import { RiskLevel } from '../../core/model/enums.ts';
import { checkRequest, type OperationRequest } from '../../core/model/operation.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import type { Assessor, Reporter } from '../../core/ports/track.ts';
import type { Confirmation, DeviceAccess, Facts, PlanInput } from '../../core/requirement/input.ts';
import { type Plan, plan } from '../../core/requirement/plan.ts';
import { assessRisk, type RiskAssessment } from '../../core/risk/assess.ts';
import { type FailureHistory, NO_HISTORY } from '../../core/risk/history.ts';
import { levelOf } from '../../core/risk/level.ts';
import type { DevicePath } from '../../device/device-path.ts';
import { Snapshot } from '../../device/snapshot.ts';
import { Synchronizer, type SyncProblem } from '../../sync/synchronizer.ts';
import { SyncTrigger } from '../../sync/trigger.ts';
import { type InterfaceTrack, openInterfaceTrack } from '../../tracks/interface/interface-track.ts';
import { KernelTrack } from '../../tracks/kernel/kernel-track.ts';
import type { SecurityTrack } from '../../tracks/security/security-track.ts';
import { TABLE_DEVICES } from './devices.ts';
import { factsFor, hottest, NO_ORCHESTRATOR, readLockdown } from './facts.ts';
import { riskPolicyOf, syncSettingsOf } from './policies.ts';
import { isUnrecorded } from './unrecorded.ts';
import { type Answer, askAll, levelsOf } from './verdicts.ts';

export interface LocalCoreOptions {
  /** Open; the core neither closes it nor operates through it. */
  readonly device: DevicePath;
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly events: EventLog;
  /** Without it the security track is silent, and nobody is known. */
  readonly security: SecurityTrack | undefined;
  readonly onProblem: (problem: SyncProblem) => void;
}

/** What is asked, by whom, and what is taken as given beside what is there. */
export interface PlanQuestion {
  readonly request: OperationRequest;
  /** The account or service that asks; undefined when nobody knows. */
  readonly principal: string | undefined;
  /** Principals whose persons count as having approved. */
  readonly approvedBy: readonly string[];
  /** As if somebody had confirmed it now, at the risk that it has. */
  readonly confirmed: boolean;
  /** Of this operation type on this device; NO_HISTORY when it is not known. */
  readonly history?: FailureHistory;
}

export interface PlannedOperation {
  readonly input: PlanInput;
  readonly plan: Plan;
  readonly answers: readonly Answer[];
  readonly assessment: RiskAssessment;
  readonly safetyVersion: number;
  readonly stopEpoch: number;
}

/** A principal that nobody knows was named as one who approved. */
export class UnknownPrincipalError extends Error {
  override readonly name = 'UnknownPrincipalError';
  readonly code = 'ERR_DSMIL_UNKNOWN_PRINCIPAL';

  constructor(principal: string) {
    super(`approved_by names ${JSON.stringify(principal)}: it must be a principal of the policy`);
  }
}

export class LocalCore implements AsyncDisposable {
  readonly device: DevicePath;
  readonly configuration: Configuration;
  readonly kernel: KernelTrack;
  readonly interface: InterfaceTrack;
  readonly security: SecurityTrack | undefined;
  readonly sync: Synchronizer;
  readonly #options: LocalCoreOptions;
  readonly #assessors: readonly Assessor[];
  readonly #unsubscribe: () => void;
  /** Filled at each use, and used in that turn alone. */
  readonly #page = new Snapshot();

  private constructor(options: LocalCoreOptions) {
    const { device, configuration, clock, audit, events, security, onProblem } = options;
    this.#options = options;
    this.device = device;
    this.configuration = configuration;
    this.security = security;
    this.kernel = new KernelTrack(device);
    this.interface = openInterfaceTrack({
      people: {
        identify: (principal) => security?.identify(principal),
        demandOf: (token) => this.accessOf(token),
      },
      devices: TABLE_DEVICES.map(({ deviceId }) => deviceId),
      clock,
      audit,
      events,
      fault: (error) => onProblem({ kind: 'AUDIT_FAILED', error }),
    });
    const others = security === undefined ? [] : [security];
    const tracks: readonly (Reporter & Assessor)[] = [this.kernel, ...others, this.interface];
    this.#assessors = tracks;
    this.sync = new Synchronizer({
      devices: TABLE_DEVICES,
      reporters: tracks,
      settings: syncSettingsOf(configuration.config),
      clock,
      events,
      audit,
      personProblem: (person) =>
        security === undefined
          ? 'nobody knows: there is no security track'
          : security.personProblem(person),
      onProblem,
    });
    this.#unsubscribe = this.#passOnChange();
  }

  /** Resolves when every track that answers in time has told what it knows. */
  static async open(options: LocalCoreOptions): Promise<LocalCore> {
    const core = new LocalCore(options);
    try {
      await core.sync.start();
      return core;
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Idempotent. The device stays open: it is its opener's. */
  close(): void {
    this.#unsubscribe();
    this.sync.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** What the device asks of whoever uses it: the policy's word, or what the unified state has. */
  accessOf(token: number): DeviceAccess {
    if (this.security !== undefined) {
      return this.security.deviceAccess(token);
    }
    const { securityState, unifiedMetadata } = this.sync.state(token);
    const { tableRisk } = TABLE_DEVICES.find(({ deviceId }) => deviceId === token) ?? {
      tableRisk: levelOf(unifiedMetadata.currentRiskLevel, 'current_risk_level'),
    };
    return {
      risk: tableRisk,
      requiredClearance: securityState.requiredClearance,
      compartments: [],
      accessAuthorized: securityState.accessAuthorized,
    };
  }

  /** The kernel's stop generation. */
  get stopEpoch(): number {
    return Number(this.device.snapshot(this.#page).stop.generation);
  }

  /** How things are now, for @request. */
  facts(request: OperationRequest, life = NO_ORCHESTRATOR): Facts {
    const { audit } = this.#options;
    const { deviceId } = request;
    const snapshot = this.device.snapshot(this.#page);
    return factsFor(request, {
      info: this.device.info,
      stop: snapshot.stop.state,
      device: snapshot.device(deviceId),
      hottestMc: () => hottest(snapshot),
      conflict: this.sync.blocksEffects(deviceId),
      tracksAnswering: this.sync.tracksAnswering,
      life,
      auditDurable: isUnrecorded(audit) ? undefined : audit.durable,
      lockdown: readLockdown,
    });
  }

  /** What the operation would need, and what of it is there. Nothing is done. */
  async plan(question: PlanQuestion): Promise<PlannedOperation> {
    const { clock, configuration } = this.#options;
    const { config } = configuration;
    const request = checkRequest(question.request);
    const { deviceId, operationType } = request;
    const { principal, history = NO_HISTORY } = question;
    const requester = principal === undefined ? undefined : this.#identify(principal);
    const now = clock.boot();
    const subject = { request, requester, principal, now };
    const answers = await askAll(this.#assessors, subject, config.sync.assessDeadlineMs);
    const access = this.accessOf(deviceId);
    const assessment = assessRisk(
      {
        operationType,
        deviceRisk: access.risk,
        verdicts: levelsOf(answers),
        history,
        now,
      },
      riskPolicyOf(config),
    );
    const digest = requestDigest(request);
    const input: PlanInput = {
      request,
      requestDigest: digest,
      requester,
      device: access,
      assessment,
      policy:
        this.security?.policyLoaded === true
          ? {
              allowCritical: config.risk.allowCritical,
              policyAllowsCritical: this.security.allowsCritical,
            }
          : undefined,
      facts: this.facts(request),
      approvers: question.approvedBy.map((name) => this.#approver(name)),
      confirmation: question.confirmed
        ? confirmationAt(digest, assessment, now)
        : this.interface.confirmation(digest),
      now,
    };
    const { stopEpoch } = this;
    const registers = request.parameters.register === null ? [] : [request.parameters.register];
    return {
      input,
      plan: plan(input),
      answers,
      assessment,
      safetyVersion: this.sync.safetyVersion(deviceId, registers, stopEpoch),
      stopEpoch,
    };
  }

  #identify(principal: string): Person | undefined {
    return this.security?.identify(principal);
  }

  #approver(principal: string): Person {
    const person = this.#identify(principal);
    if (person === undefined) {
      throw new UnknownPrincipalError(principal);
    }
    return person;
  }

  /** What no record tells: records were lost, or the device went or came back. */
  #passOnChange(): () => void {
    const pass = (trigger: SyncTrigger) => (): void => {
      this.sync.syncAllInTurn(trigger).catch((error: unknown) => {
        this.#options.onProblem({ kind: 'LISTENER_FAILED', error });
      });
    };
    const [onLoss, onState] = [pass(SyncTrigger.LOSS), pass(SyncTrigger.RECONNECTED)];
    this.device.on('loss', onLoss).on('fault', onLoss).on('state', onState);
    return () => {
      this.device.off('loss', onLoss).off('fault', onLoss).off('state', onState);
    };
  }
}

function confirmationAt(about: string, { level }: RiskAssessment, at: number): Confirmation {
  return { about, risk: level ?? RiskLevel.CRITICAL, disclosed: true, at };
}
