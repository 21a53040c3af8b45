// SPDX-License-Identifier: Apache-2.0
// Track B: knows who is who, lets in whom the policy lets in, judges operations, and reports.
import type { Approval, Directory, Person } from '../../core/canonical/approval.ts';
import type { Json } from '../../core/canonical/json.ts';
import { checkText } from '../../core/model/check.ts';
import { placeOf } from '../../core/model/device.ts';
import { type EventType, OperationType, Severity, Track } from '../../core/model/enums.ts';
import type { CharterHead } from '../../core/ports/charter-mark.ts';
import type {
  Assessor,
  FieldReport,
  Reporter,
  Subject,
  TrackVerdict,
} from '../../core/ports/track.ts';
import type { DeviceAccess } from '../../core/requirement/input.ts';
import { ChangeFeed, type ChangeListener } from '../change-feed.ts';
import { type Admission, Gate } from './admission.ts';
import { type Charter, directoryOf, personOf, personProblem } from './charter/charter.ts';
import type { Approved, CharterOffice } from './charter/office.ts';
import type { Proposal } from './charter/proposals.ts';
import type { CharterTamperedError } from './errors.ts';
import { accessAuthorized, type FieldSource, fieldsOf } from './fields.ts';
import type { Keeper } from './memory/keeper.ts';
import type { SecurityMemory } from './memory/memory.ts';
import { demandOf } from './policy/access.ts';
import { DEVICE_CLASSES, type DeviceClass } from './policy/devices.ts';
import { mayPublish } from './publishing.ts';
import type { Recorder } from './recorder.ts';
import type { Sentinel } from './sentinel.ts';
import { standingOf } from './standing.ts';
import type { Fact } from './threat/fact.ts';
import { findingsOf, verdictFrom } from './verdict.ts';

export interface SecurityParts {
  readonly memory: SecurityMemory;
  readonly keeper: Keeper;
  readonly recorder: Recorder;
  readonly sentinel: Sentinel;
  readonly office: CharterOffice;
  readonly fields: FieldSource;
  /** Failures that nobody waits for. */
  readonly fault: (error: Error) => void;
}

/** {unit ms} */
const KEEP_TIME_MS = 60_000;

export function deviceClass(token: number): DeviceClass {
  placeOf(token);
  return DEVICE_CLASSES.get(token) as DeviceClass;
}

export class SecurityTrack implements Assessor, Reporter {
  readonly track: typeof Track.SECURITY = Track.SECURITY;
  readonly #parts: SecurityParts;
  readonly #gate: Gate;
  /** When tick() had the time stored last. {unit ms} */
  #timeKept = 0;
  readonly #feed: ChangeFeed;

  constructor(parts: SecurityParts) {
    this.#parts = parts;
    this.#feed = new ChangeFeed(parts.fault);
    this.#gate = new Gate(parts.memory, parts.sentinel, parts.recorder);
    this.moved(null);
  }

  /** Names persons, keys and policy as they are now: OperationDecision.policy. Never used twice. */
  get policyName(): string {
    return `${this.#parts.memory.charter.revision}`;
  }

  /** Whether a policy is loaded at all: without one plan() must get none. */
  get policyLoaded(): boolean {
    return this.#parts.memory.policy !== undefined;
  }

  /** Whether two persons have allowed CRITICAL operations; the configuration must, too. */
  get allowsCritical(): boolean {
    return this.#parts.memory.policy?.allowCritical === true;
  }

  /** Why what is stored of persons, keys and policy is not believed; null when it is. */
  get charterFault(): CharterTamperedError | null {
    return this.#parts.memory.charterFault;
  }

  /** The revision in force and the hash that names it, for people to compare. */
  get charterHead(): CharterHead {
    const { revision, hash } = this.#parts.memory.charter;
    return { revision, hash };
  }

  /** Persons, keys and policy in force. */
  get charter(): Charter {
    return this.#parts.memory.charter;
  }

  /** The track's own time, by which proposals expire. {unit ms} */
  get now(): number {
    return this.#parts.memory.time.now();
  }

  /** Whose approvals and keys count now. */
  directory(): Directory {
    return directoryOf(this.#parts.memory.charter);
  }

  /** Whose connection it is; undefined when nobody knows. A service is `service:ID`. */
  identify(principal: string): Person | undefined {
    return personOf(this.#parts.memory.charter, principal);
  }

  /** What keeps @person from deciding anything: `is revoked`; null when nothing does. */
  personProblem(person: string): string | null {
    return personProblem(this.#parts.memory.charter, person);
  }

  /** What plan() must know about @device. Throws InvalidArgumentError for no token of the 84. */
  deviceAccess(device: number): DeviceAccess {
    const { memory } = this.#parts;
    const one = deviceClass(device);
    return {
      risk: one.risk,
      ...demandOf(memory.policy, device),
      accessAuthorized: accessAuthorized(memory, one),
    };
  }

  /**
   * Whether @principal may ask for @operation on @device now. Counts: takes from the rate limits, and
   * a refusal is a failed attempt, durable before this resolves. A stop is let in always.
   */
  async admit(principal: string, device: number, operation: OperationType): Promise<Admission> {
    const admission = this.#gate.admit(principal, deviceClass(device), operation);
    if (!admission.allowed) {
      await this.#parts.keeper.flush();
    }
    return admission;
  }

  /** Whether the policy lets @principal publish events of @type in the name of @source now. Counts nothing. */
  mayPublish(principal: string, type: EventType, source: Track): boolean {
    const { memory, sentinel } = this.#parts;
    return mayPublish(memory, sentinel, { principal, type, source });
  }

  assess(subject: Subject, signal: AbortSignal): Promise<TrackVerdict> {
    if (signal.aborted) {
      return Promise.reject(signal.reason as Error);
    }
    const { memory, sentinel } = this.#parts;
    const { principal, requester, request } = subject;
    const device = deviceClass(request.deviceId);
    const asked = { principal, requester, device, operation: request.operationType };
    return Promise.resolve(verdictFrom(findingsOf(standingOf(memory, sentinel, asked))));
  }

  /** Something that concerns security happened elsewhere; it counts at once. */
  observe(fact: Fact): void {
    this.#parts.sentinel.observe(fact);
  }

  /**
   * Something was refused to @principal elsewhere: a failed attempt, durable when this resolves.
   * @reason is a rule's name or an error's code.
   */
  async refused(
    principal: string,
    device: number | null,
    operation: OperationType,
    reason: string,
  ): Promise<void> {
    checkText(reason, 'reason', 1, 64);
    if (operation !== OperationType.EMERGENCY_STOP) {
      this.#gate.refuse(principal, device, operation, reason, true);
      await this.#parts.keeper.flush();
    }
  }

  /** State or log cannot be trusted: from now on nothing but a stop is allowed. */
  async distrust(reason: string): Promise<void> {
    this.#parts.sentinel.distrust(reason);
    await this.#parts.keeper.flush();
  }

  /**
   * Reads what is stored of persons, keys and policy again. Rejects with CharterTamperedError when that is not
   * what is in force: from then on nothing but a stop is allowed.
   */
  async reload(): Promise<void> {
    try {
      await this.#parts.office.reload();
    } catch (error) {
      await this.#parts.keeper.flush();
      throw error;
    }
  }

  bootstrap(persons: readonly Json[]): Promise<void> {
    return this.#parts.office.bootstrap(persons);
  }

  propose(proposer: string, change: Json): Proposal {
    return this.#parts.office.propose(proposer, change);
  }

  /** Takes back a proposal of @proposer's own. */
  retract(proposal: string, proposer: string): void {
    this.#parts.office.retract(proposal, proposer);
  }

  proposals(): readonly Proposal[] {
    return this.#parts.office.open();
  }

  async approve(proposal: string, approval: Approval): Promise<Approved> {
    try {
      return await this.#parts.office.approve(proposal, approval);
    } catch (error) {
      this.#refusedChange(approval.keyId, error);
      throw error;
    }
  }

  report(signal: AbortSignal, device?: number): Promise<readonly FieldReport[]> {
    if (signal.aborted) {
      return Promise.reject(signal.reason as Error);
    }
    const classes = [...DEVICE_CLASSES.values()];
    const asked = device === undefined ? classes : classes.filter(({ token }) => token === device);
    return Promise.resolve(asked.flatMap((one) => fieldsOf(this.#parts.fields, one)));
  }

  subscribe(listener: ChangeListener): () => void {
    return this.#feed.subscribe(listener);
  }

  /** To be called about once a second: what ends by time is reported then. */
  tick(): void {
    const { sentinel, office, recorder, memory } = this.#parts;
    sentinel.tick();
    office.expire();
    const now = memory.time.now();
    recorder.tick(now);
    // A crash loses at most so much of the time that is known to have passed.
    if (now - this.#timeKept >= KEEP_TIME_MS) {
      this.#timeKept = now;
      this.#parts.keeper.touch('time', '');
    }
    // What could not be written is tried again; that it could not was told.
    this.#parts.keeper.flush().catch(() => undefined);
    this.moved(null);
  }

  /** Tells listeners what reads otherwise than it was told last, of @device or of all. */
  moved(device: number | null): void {
    const devices = device === null ? [...DEVICE_CLASSES.values()] : [deviceClass(device)];
    this.#feed.update(devices.map((one) => fieldsOf(this.#parts.fields, one)));
  }

  /** Resolves when everything is durable. */
  async close(): Promise<void> {
    this.#parts.recorder.close();
    this.#parts.keeper.touch('time', '');
    await this.#parts.keeper.flush();
  }

  #refusedChange(keyId: string, error: unknown): void {
    const { sentinel, recorder, memory } = this.#parts;
    const reason = error instanceof Error && 'refusal' in error ? String(error.refusal) : 'ERROR';
    const person = memory.charter.keys.get(keyId)?.person ?? 'unknown';
    const happening = {
      kind: 'change.refused',
      severity: Severity.WARNING,
      actor: person,
      device: null,
      details: { reason },
    };
    recorder.refusal(`change ${person}`, reason, happening, memory.time.now());
    sentinel.observe({
      kind: 'change.refused',
      principal: null,
      device: null,
      operation: null,
      reason,
    });
  }
}
