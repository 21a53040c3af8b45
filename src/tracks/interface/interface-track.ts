// SPDX-License-Identifier: Apache-2.0
// Track C: who watches, who confirms, and what people should look at.
import { randomBytes } from 'node:crypto';
import { isPerson } from '../../core/canonical/approval.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import { placeOf } from '../../core/model/device.ts';
import { type UiDisplayState, UserAttentionLevel } from '../../core/model/device-state.ts';
import { Track } from '../../core/model/enums.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import type {
  Assessor,
  FieldReport,
  Reporter,
  Subject,
  TrackVerdict,
} from '../../core/ports/track.ts';
import type { Confirmation } from '../../core/requirement/input.ts';
import type { Level } from '../../core/risk/level.ts';
import { ChangeFeed, type ChangeListener } from '../change-feed.ts';
import { type Answered, Confirmations, type Disclosure, type Question } from './confirmations.ts';
import { InterfaceRefusedError } from './errors.ts';
import { type NewNotification, type Notification, Notifications } from './notifications.ts';
import { cleared, type People } from './people.ts';
import { Teller } from './teller.ts';
import { interfaceVerdict } from './verdict.ts';
import { Viewers } from './viewers.ts';

export interface InterfaceOptions {
  readonly people: People;
  /** The tokens to report about. */
  readonly devices: readonly number[];
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly events: EventLog;
  /** Failures that nobody waits for: a record that was not written. */
  readonly fault: (error: Error) => void;
  /** Not to be guessed; the system's when absent. */
  readonly random?: (count: number) => Uint8Array;
}

export class InterfaceTrack implements Assessor, Reporter {
  readonly track: typeof Track.INTERFACE = Track.INTERFACE;
  readonly #options: InterfaceOptions;
  readonly #viewers: Viewers;
  readonly #confirmations = new Confirmations();
  readonly #notifications = new Notifications();
  readonly #teller: Teller;
  readonly #feed: ChangeFeed;
  #latest = 0;

  constructor(options: InterfaceOptions) {
    this.#options = options;
    this.#viewers = new Viewers(options.people);
    this.#feed = new ChangeFeed(options.fault);
    this.#teller = new Teller(options);
    this.#moved(options.devices);
  }

  // Viewers

  /** Begins a session of @principal; the id that it answers with is the session's secret. */
  openSession(principal: string): string {
    const id = this.#secret();
    this.#viewers.open(id, principal, this.#now());
    return id;
  }

  /** The session lives. To be called at least every 30 s. */
  alive(session: string): void {
    this.#viewers.principalOf(session, this.#now());
  }

  display(session: string, device: number, state: UiDisplayState): void {
    this.#viewers.show(session, device, state, this.#now());
    this.#moved([device]);
  }

  interacted(session: string, device: number): void {
    this.#viewers.interacted(session, device, this.#now());
    this.#moved([device]);
  }

  closeSession(session: string): void {
    this.#viewers.close(session);
    this.#moved(this.#options.devices);
  }

  // Confirmations

  /** Asks for a yes. The same request at no higher risk goes on as it is. */
  ask(question: Question): Disclosure {
    const id = this.#secret();
    const disclosure = this.#confirmations.ask(question, id, this.#now());
    if (disclosure.id === id) {
      this.#teller.confirmation('asked', disclosure, question.requester);
    }
    return disclosure;
  }

  questions(): readonly Disclosure[] {
    this.#expire();
    return this.#confirmations.open();
  }

  /** What the session must show, term by term, before it may answer. */
  disclose(id: string, session: string): Disclosure {
    const person = this.#personOf(session);
    return this.#confirmations.show(id, session, person, this.#now());
  }

  /** @seen is the digest of what disclose() gave. */
  answer(id: string, session: string, seen: Digest, yes: boolean): Answered['outcome'] {
    const person = this.#personOf(session);
    const principal = this.#viewers.principalOf(session, this.#now());
    const who = { principal, person };
    const answered = this.#confirmations.answer(id, session, who, seen, yes, this.#now());
    const kind = answered.outcome === 'CONFIRMED' ? 'given' : 'refused';
    this.#teller.confirmation(kind, answered.disclosure, answered.person);
    return answered.outcome;
  }

  /** The yes to a request, if there is one that holds: what plan() is given. */
  confirmation(about: Digest): Confirmation | undefined {
    const { people } = this.#options;
    return this.#confirmations.given(about, this.#now(), (one) => people.identify(one));
  }

  /** The risk is @risk now; true when that voids what was asked or answered. */
  reassessed(about: Digest, risk: Level): boolean {
    return this.#void(this.#confirmations.reassessed(about, risk));
  }

  /** The request ended, or is another one now: its confirmation is void. */
  withdraw(about: Digest): boolean {
    return this.#void(this.#confirmations.withdraw(about));
  }

  // Notifications

  notify(given: NewNotification): Notification {
    const notification = this.#notifications.notify(given, this.#options.clock.wall());
    this.#teller.attention(notification);
    this.#moved([given.device]);
    return notification;
  }

  /** @seen is the count that was on the screen. */
  acknowledge(session: string, device: number, kind: string, seen: number): void {
    placeOf(device);
    const person = this.#personOf(session);
    if (!isPerson(person)) {
      throw new InterfaceRefusedError('NOT_A_PERSON', kind);
    }
    if (!cleared(person, this.#options.people.demandOf(device))) {
      throw new InterfaceRefusedError('NOT_CLEARED', kind);
    }
    const acknowledged = this.#notifications.acknowledge(device, kind, seen);
    this.#teller.acknowledged(acknowledged, person.person);
    this.#moved([device]);
  }

  notifications(device: number): readonly Notification[] {
    return this.#notifications.of(device);
  }

  // Assessor and Reporter

  assess({ request }: Subject, signal: AbortSignal): Promise<TrackVerdict> {
    if (signal.aborted) {
      return Promise.reject(signal.reason as Error);
    }
    const watching = this.#viewers.watching(request.deviceId, this.#now());
    const attention = this.#notifications.attention(request.deviceId);
    return Promise.resolve(interfaceVerdict(request.operationType, watching, attention));
  }

  report(signal: AbortSignal, device?: number): Promise<readonly FieldReport[]> {
    if (signal.aborted) {
      return Promise.reject(signal.reason as Error);
    }
    const { devices } = this.#options;
    const asked = device === undefined ? devices : devices.filter((one) => one === device);
    return Promise.resolve(asked.flatMap((one) => this.#fieldsOf(one)));
  }

  subscribe(listener: ChangeListener): () => void {
    return this.#feed.subscribe(listener);
  }

  /** To be called about once a second: what ends by time is reported then. */
  tick(): void {
    this.#expire();
    this.#moved(this.#options.devices);
  }

  #void(disclosure: Disclosure | undefined): boolean {
    if (disclosure !== undefined) {
      this.#teller.confirmation('void', disclosure, 'system');
    }
    return disclosure !== undefined;
  }

  #expire(): void {
    const now = this.#now();
    this.#viewers.expire(now);
    for (const disclosure of this.#confirmations.expire(now)) {
      this.#teller.confirmation('expired', disclosure, 'system');
    }
  }

  #fieldsOf(device: number): FieldReport[] {
    const { sessions, displayState, lastInteraction } = this.#viewers.watching(device, this.#now());
    const attention = this.#notifications.attention(device);
    const values = {
      ui_monitored: sessions > 0,
      display_state: displayState,
      active_ui_sessions: sessions,
      last_ui_interaction: Math.floor(lastInteraction) * 1_000_000,
      user_notifications_pending: attention !== UserAttentionLevel.NONE,
      attention_required: attention,
    };
    return Object.entries(values).map(([name, value]) => ({
      device,
      path: `interface_state.${name}`,
      value,
    }));
  }

  #moved(devices: readonly number[]): void {
    this.#feed.update(devices.map((device) => this.#fieldsOf(device)));
  }

  #personOf(session: string) {
    return this.#options.people.identify(this.#viewers.principalOf(session, this.#now()));
  }

  /** A clock that goes back stands still; one that reads NaN has ended everything. */
  #now(): number {
    const now = this.#options.clock.boot();
    this.#latest = now > this.#latest ? now : this.#latest;
    return Number.isNaN(now) ? now : this.#latest;
  }

  #secret(): string {
    const { random = randomBytes } = this.#options;
    return [...random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

/** Track C, with nobody watching and nothing asked. */
export function openInterfaceTrack(options: InterfaceOptions): InterfaceTrack {
  return new InterfaceTrack(options);
}
