// SPDX-License-Identifier: Apache-2.0
// One state of each device from what the tracks say. Changes are taken in as they come; passes over
// everything find what no change told. A track that hangs or fails degrades what belongs to it, and
// nothing waits for it.
import type { UnifiedDeviceState } from '../core/model/device-state.ts';
import { TRACKS, type WorkingTrack } from '../core/model/track.ts';
import type { AuditLog } from '../core/ports/audit-log.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { EventLog } from '../core/ports/event-log.ts';
import type { FieldReport, Reporter } from '../core/ports/track.ts';
import { safetyVersion } from '../core/state/safety-version.ts';
import type { Decision, Strategy } from '../core/state/strategy.ts';
import { Announcer } from './announcer.ts';
import { type Disagreement, StateBook } from './book.ts';
import { ChangeLog, type DeviceChange } from './change-log.ts';
import { recordDecision } from './decide.ts';
import { DeviceList, type SyncedDevice } from './device-list.ts';
import { DecidingPersonError } from './errors.ts';
import { type Job, Lanes } from './lanes.ts';
import { SLOT_COUNT, SLOTS } from './layout.ts';
import { type Health, TrackPasses } from './track-passes.ts';
import { SyncTrigger } from './trigger.ts';
import { Turns } from './turns.ts';

export interface SyncSettings {
  readonly strategyOf: (path: string) => Strategy;
  /** {unit ms} */
  readonly fullPassMs: number;
  /** {unit ms} */
  readonly reportDeadlineMs: number;
  /** Reports that may wait to be taken in. */
  readonly backlogCount: number;
}

/** What went wrong beside the states themselves; nothing stops because of it. */
export type SyncProblem =
  | {
      readonly kind: 'BAD_REPORT';
      readonly track: WorkingTrack;
      readonly why: string;
      readonly report: FieldReport;
    }
  | { readonly kind: 'REPORTER_FAILED'; readonly track: WorkingTrack; readonly error: unknown }
  | { readonly kind: 'REPORTS_DROPPED'; readonly track: WorkingTrack; readonly count: number }
  | { readonly kind: 'LISTENER_FAILED'; readonly error: unknown }
  | { readonly kind: 'AUDIT_FAILED'; readonly error: unknown };

export interface SynchronizerOptions {
  readonly devices: readonly SyncedDevice[];
  /** At most one of each track; one that is not there is silent. */
  readonly reporters: readonly Reporter[];
  readonly settings: SyncSettings;
  readonly clock: Clock;
  readonly events: EventLog;
  readonly audit: AuditLog;
  /** What keeps @person from deciding anything: `is revoked`; null when nothing does. Asked anew each time. */
  readonly personProblem: (person: string) => string | null;
  readonly onProblem: (problem: SyncProblem) => void;
}

export interface SyncMetrics {
  /** Answers of tracks that were taken in. */
  readonly passes: number;
  /** All of these together, from asking until what was said was taken in. {unit ms} */
  readonly passMs: number;
  /** Passes that a track did not answer in time, or with an error. */
  readonly failures: number;
  /** Words on safety fields that a pass found and no change had told. */
  readonly missed: number;
  /** Reports that came while too many waited. */
  readonly dropped: number;
  /** The longest turn of the event loop that was held. {unit ms} */
  readonly longestTurnMs: number;
}

export type ChangeListener = (changes: readonly DeviceChange[]) => void;

/** Well below the 5 ms that no task of ours may take: what it changed is told in the same turn. */
const SLICE_MS = 1;
const TURN_DEVICES = 64;

export class Synchronizer implements AsyncDisposable {
  readonly #options: SynchronizerOptions;
  readonly #book: StateBook;
  readonly #log = new ChangeLog();
  readonly #lanes: Lanes;
  readonly #announcer: Announcer;
  readonly #tracks: readonly TrackPasses[];
  readonly #ending = new AbortController();
  readonly #inTurn = new Map<SyncTrigger, Turns>();
  #listeners: readonly ChangeListener[] = [];
  #timer: NodeJS.Timeout | undefined;
  #missed = 0;

  constructor(options: SynchronizerOptions) {
    const { devices, reporters, settings, clock, events, audit, onProblem } = options;
    this.#options = options;
    this.#book = new StateBook({
      devices: new DeviceList(devices),
      strategyOf: settings.strategyOf,
      wall: () => clock.wall(),
      events: this.#log,
    });
    this.#lanes = new Lanes({
      lanes: TRACKS.length,
      sliceMs: SLICE_MS,
      now: () => performance.now(),
      full: () => this.#log.size >= TURN_DEVICES,
      turned: () => this.#turned(),
    });
    this.#announcer = new Announcer({
      book: this.#book,
      clock,
      events,
      audit,
      auditFailed: (error) => onProblem({ kind: 'AUDIT_FAILED', error }),
    });
    this.#tracks = reporters.map(
      (reporter) =>
        new TrackPasses({
          reporter,
          book: this.#book,
          settings,
          ending: this.#ending.signal,
          now: () => clock.boot(),
          run: (trigger, job) => this.#run(reporter.track, trigger, job),
          synced: (device) => this.#synced(device),
          health: (health, why) =>
            this.#announcer.health(reporter.track, health === 'ANSWERING', why),
          missed: (slots) => this.#tellMissed(reporter.track, slots),
          onProblem,
        }),
    );
    if (new Set(reporters.map(({ track }) => track)).size !== reporters.length) {
      throw new RangeError('reporters has a track twice: each may have one');
    }
  }

  /** Resolves after the first pass: with every track that answered by the deadline. */
  async start(): Promise<void> {
    this.#ending.signal.throwIfAborted();
    for (const track of this.#tracks) {
      track.subscribe();
    }
    await this.syncAll(SyncTrigger.STARTUP);
    this.#schedule();
  }

  /** Idempotent. What is under way ends without changing anything more. */
  close(): void {
    clearTimeout(this.#timer);
    for (const track of this.#tracks) {
      track.unsubscribe();
    }
    this.#ending.abort(new DOMException('the synchronizer was closed', 'AbortError'));
    this.#lanes.end();
    this.#listeners = [];
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** As it is known now. Throws UnknownDeviceError. */
  state(device: number): UnifiedDeviceState {
    const number = this.#book.devices.numberOf(device);
    return this.#book.state(number, this.#isAsked(number));
  }

  /** state() answers the same as long as this does: for whoever keeps what they made of it. */
  revision(device: number): number {
    const number = this.#book.devices.numberOf(device);
    return this.#book.revision(number) * 2 + Number(this.#isAsked(number));
  }

  /** In the order that was given. */
  get devices(): readonly SyncedDevice[] {
    return this.#book.devices.devices;
  }

  /** Of one device, or of all; resolved ones too. */
  disagreements(device?: number): readonly Disagreement[] {
    return this.#book.disagreements(
      device === undefined ? undefined : this.#book.devices.numberOf(device),
    );
  }

  /** Tracks disagree about its power or a register, and people have not decided. */
  blocksEffects(device: number): boolean {
    return this.#book.blocksEffects(this.#book.devices.numberOf(device));
  }

  /** For an operation that names @registers, under the kernel's @stopEpoch. */
  safetyVersion(device: number, registers: readonly number[], stopEpoch: number): number {
    const counters = this.#book.safety(this.#book.devices.numberOf(device));
    return safetyVersion(counters, registers, stopEpoch);
  }

  health(track: WorkingTrack): Health {
    return this.#of(track)?.health ?? 'SILENT';
  }

  get tracksAnswering(): number {
    return TRACKS.filter((track) => this.health(track) === 'ANSWERING').length;
  }

  get metrics(): SyncMetrics {
    const sum = (pick: (track: TrackPasses) => number): number =>
      this.#tracks.reduce((total, track) => total + pick(track), 0);
    return {
      passes: sum(({ passes }) => passes),
      passMs: sum(({ passMs }) => passMs),
      failures: sum(({ failures }) => failures),
      missed: this.#missed,
      dropped: sum(({ dropped }) => dropped),
      longestTurnMs: this.#lanes.longestMs,
    };
  }

  /** Calls @listener at the end of each turn that changed something. */
  subscribe(listener: ChangeListener): () => void {
    // Its own function, so that the same listener may be there twice.
    const own: ChangeListener = (changes) => listener(changes);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== own);
    };
  }

  /** Asks every track about one device, and answers with what it is then. Throws UnknownDeviceError. */
  async sync(
    device: number,
    trigger: SyncTrigger = SyncTrigger.REQUESTED,
  ): Promise<UnifiedDeviceState> {
    const number = this.#book.devices.numberOf(device);
    await Promise.all(this.#tracks.map((track) => track.pass(trigger, number)));
    return this.state(device);
  }

  /** Asks every track about every device. Rejects only when it is closed, never because of a track. */
  async syncAll(trigger: SyncTrigger = SyncTrigger.REQUESTED): Promise<void> {
    await Promise.all(this.#tracks.map((track) => track.pass(trigger, null)));
    this.#announcer.flush();
  }

  /**
   * As syncAll(), for what may happen faster than tracks answer: of each trigger one pass is under way and one
   * more waits, at most. Settles as the first that begins from now on.
   */
  syncAllInTurn(trigger: SyncTrigger): Promise<void> {
    let turns = this.#inTurn.get(trigger);
    if (turns === undefined) {
      turns = new Turns(() => this.syncAll(trigger));
      this.#inTurn.set(trigger, turns);
    }
    return turns.ask();
  }

  /**
   * Lets people's @decision hold about one disagreement: recorded before it does. Throws
   * DecisionError, DecidingPersonError, UnknownDeviceError, or what the audit log rejects with; then nothing has changed.
   */
  async decide(device: number, path: string, decision: Decision): Promise<void> {
    const number = this.#book.devices.numberOf(device);
    this.#checkPersons(path, decision);
    await recordDecision(this.#options, device, path, this.#book.judge(number, path, decision));
    this.#log.trigger = SyncTrigger.DECISION;
    // What was said may have changed while it was recorded, and who may decide as well.
    this.#checkPersons(path, decision);
    this.#book.decide(number, path, decision);
    this.#turned();
  }

  #checkPersons(path: string, { persons }: Decision): void {
    for (const person of persons) {
      const problem = this.#options.personProblem(person);
      if (problem !== null) {
        throw new DecidingPersonError(path, person, problem);
      }
    }
  }

  #isAsked(number: number): boolean {
    return this.#tracks.some((track) => track.isAsked(number));
  }

  #of(track: WorkingTrack): TrackPasses | undefined {
    return this.#tracks.find((one) => one.track === track);
  }

  #run(track: WorkingTrack, trigger: SyncTrigger, job: Job): void {
    this.#lanes.add(TRACKS.indexOf(track), () => {
      this.#log.trigger = trigger;
      return job();
    });
  }

  #synced(only: number | null): void {
    this.#book.counters.synced(only, this.#options.clock.boot() * 1e6);
  }

  #tellMissed(track: WorkingTrack, slots: readonly number[]): void {
    this.#missed += slots.length;
    const words = slots.map((at) => ({
      device: this.#book.devices.at(Math.floor(at / SLOT_COUNT)).deviceId,
      path: SLOTS[at % SLOT_COUNT]?.layout.field.path ?? '',
    }));
    this.#announcer.missed(track, words);
  }

  #schedule(): void {
    const { fullPassMs } = this.#options.settings;
    this.#timer = setTimeout(() => {
      this.syncAll(SyncTrigger.PERIODIC).then(
        () => {
          if (!this.#ending.signal.aborted) {
            this.#schedule();
          }
        },
        (error: unknown) => {
          // A pass rejects when it is closed meanwhile, for no other reason.
          if (!this.#ending.signal.aborted) {
            throw error;
          }
        },
      );
    }, fullPassMs);
    this.#timer.unref();
  }

  /** The end of a turn: everybody is told what it changed. */
  #turned(): void {
    const disagreements = this.#log.takeDisagreements();
    const changes = this.#log.takeDevices(this.#book);
    if (disagreements.length > 0) {
      this.#announcer.disagreements(disagreements);
    }
    if (changes.length === 0) {
      return;
    }
    const now = this.#options.clock.boot() * 1e6;
    for (const { number } of changes) {
      this.#book.counters.changed(number, now);
    }
    this.#announcer.changes(changes);
    for (const listener of this.#listeners) {
      try {
        listener(changes);
      } catch (error) {
        this.#options.onProblem({ kind: 'LISTENER_FAILED', error });
      }
    }
  }
}
