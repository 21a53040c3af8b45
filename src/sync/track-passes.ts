// SPDX-License-Identifier: Apache-2.0
// The passes of one track, and whether it answers.
import type { WorkingTrack } from '../core/model/track.ts';
import type { FieldReport, Reporter } from '../core/ports/track.ts';
import type { StateBook } from './book.ts';
import type { Job } from './lanes.ts';
import { PassCaller } from './pass-caller.ts';
import type { SyncProblem, SyncSettings } from './synchronizer.ts';
import { type Pass, TrackFeed } from './track-feed.ts';
import { SyncTrigger } from './trigger.ts';

export type Health = 'ANSWERING' | 'SILENT';

export interface TrackPassesOptions {
  readonly reporter: Reporter;
  readonly book: StateBook;
  readonly settings: SyncSettings;
  readonly ending: AbortSignal;
  /** By a clock that is never set. {unit ms} */
  readonly now: () => number;
  /** In the track's lane. */
  readonly run: (trigger: SyncTrigger, job: Job) => void;
  /** A pass was taken in; @device is a number, null all. */
  readonly synced: (device: number | null) => void;
  readonly health: (health: Health, why: string) => void;
  /** Words on safety fields that no change had told, a pass later. */
  readonly missed: (slots: readonly number[]) => void;
  readonly onProblem: (problem: SyncProblem) => void;
}

/** Of these a difference is expected. */
const EXPECTED: ReadonlySet<SyncTrigger> = new Set([
  SyncTrigger.STARTUP,
  SyncTrigger.LOSS,
  SyncTrigger.RECONNECTED,
  SyncTrigger.TRACK_RETURNED,
]);

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export class TrackPasses {
  readonly #options: TrackPassesOptions;
  readonly #caller: PassCaller;
  readonly #feed: TrackFeed;
  readonly #asked = new Set<Pass>();
  #unsubscribe: (() => void) | undefined;
  #health: Health = 'SILENT';
  #everAsked = false;
  #waiting = 0;
  #passAgain = false;
  passes = 0;
  /** All of them together, from asking until what was said is in the book. {unit ms} */
  passMs = 0;
  failures = 0;
  /** Reports that came while too many waited. */
  dropped = 0;

  constructor(options: TrackPassesOptions) {
    const { reporter, book, settings, onProblem } = options;
    this.#options = options;
    this.#caller = new PassCaller(reporter, settings.reportDeadlineMs);
    this.#feed = new TrackFeed({
      track: reporter.track,
      book,
      now: options.now,
      refused: ({ track, report, why }) => onProblem({ kind: 'BAD_REPORT', track, report, why }),
    });
  }

  get track(): WorkingTrack {
    return this.#options.reporter.track;
  }

  get health(): Health {
    return this.#health;
  }

  /** A pass that concerns the device is under way. */
  isAsked(device: number): boolean {
    for (const { only } of this.#asked) {
      if (only === null || only === device) {
        return true;
      }
    }
    return false;
  }

  subscribe(): void {
    this.#unsubscribe ??= this.#options.reporter.subscribe((changes) => this.#heard(changes));
  }

  unsubscribe(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /**
   * Resolves when the track's answer was taken in, or its silence was. Rejects only when the
   * synchronizer is closed.
   */
  async pass(trigger: SyncTrigger, only: number | null): Promise<void> {
    const { book, ending, now } = this.#options;
    const begun = now();
    const pass = this.#feed.begin(only);
    this.#asked.add(pass);
    try {
      const device = only === null ? undefined : book.devices.at(only).deviceId;
      const reports = await this.#caller.ask(ending, device);
      await this.#takeIn(trigger, pass, reports, begun);
    } catch (error) {
      this.#feed.abandon(pass);
      ending.throwIfAborted();
      await this.#silent(error);
    } finally {
      this.#asked.delete(pass);
    }
  }

  async #takeIn(
    trigger: SyncTrigger,
    pass: Pass,
    reports: readonly FieldReport[],
    begun: number,
  ): Promise<void> {
    const returned = this.#health === 'SILENT' && this.#everAsked;
    this.#everAsked = true;
    // What the passes before found has had the time between two of them to be told.
    const missed = pass.only === null ? this.#feed.missed() : [];
    const why = returned && pass.only === null ? SyncTrigger.TRACK_RETURNED : trigger;
    pass.expected = EXPECTED.has(why);
    await this.#inLane(why, (done) => this.#feed.pass(pass, reports, done));
    if (missed.length > 0) {
      this.#options.missed(missed);
    }
    this.passes++;
    this.passMs += Math.max(0, this.#options.now() - begun);
    this.#options.synced(pass.only);
    if (pass.only === null && this.#health === 'SILENT') {
      this.#health = 'ANSWERING';
      if (returned) {
        this.#options.health('ANSWERING', 'it has answered a full pass');
      }
    }
    await this.#again(trigger, pass);
  }

  /** Changes that came meanwhile said otherwise than the answer: asked once more, who is right. */
  async #again(trigger: SyncTrigger, pass: Pass): Promise<void> {
    if (pass.findings.overtaken > 0 && trigger !== SyncTrigger.OVERTAKEN) {
      await this.pass(SyncTrigger.OVERTAKEN, pass.only);
    }
  }

  async #silent(error: unknown): Promise<void> {
    const { health } = this.#options;
    this.failures++;
    this.#failed(error);
    const first = !this.#everAsked;
    this.#everAsked = true;
    if (this.#health === 'SILENT' && !first) {
      return;
    }
    this.#health = 'SILENT';
    health('SILENT', words(error));
    await this.#inLane(SyncTrigger.SILENCE, (done) => {
      const job = this.#feed.silence();
      return () => {
        const ended = job();
        if (ended) {
          done();
        }
        return ended;
      };
    });
  }

  /** Rejects with what the job throws, which is a defect, or when the synchronizer is closed. */
  #inLane(trigger: SyncTrigger, make: (done: () => void) => Job): Promise<void> {
    const { ending } = this.#options;
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(ending.reason);
      if (ending.aborted) {
        stop();
        return;
      }
      ending.addEventListener('abort', stop, { once: true });
      const job = make(() => {
        ending.removeEventListener('abort', stop);
        resolve();
      });
      this.#run(trigger, job, reject);
    });
  }

  /** A job that throws is over: what comes after it in the lane goes on. */
  #run(trigger: SyncTrigger, job: Job, failed: (error: unknown) => void): void {
    this.#options.run(trigger, () => {
      try {
        return job();
      } catch (error) {
        failed(error);
        return true;
      }
    });
  }

  #heard(changes: readonly FieldReport[]): void {
    const { settings, onProblem } = this.#options;
    if (this.#waiting + changes.length > settings.backlogCount) {
      this.dropped += changes.length;
      onProblem({ kind: 'REPORTS_DROPPED', track: this.track, count: changes.length });
      this.#passSoon();
      return;
    }
    this.#waiting += changes.length;
    const job = this.#feed.changes(changes);
    const taken = (): void => {
      this.#waiting -= changes.length;
    };
    this.#run(
      SyncTrigger.EVENT,
      () => {
        const ended = job();
        if (ended) {
          taken();
        }
        return ended;
      },
      (error) => {
        taken();
        this.#failed(error);
      },
    );
  }

  #failed(error: unknown): void {
    const { onProblem, ending } = this.#options;
    if (!ending.aborted) {
      onProblem({ kind: 'REPORTER_FAILED', track: this.track, error });
    }
  }

  /** One pass for any number of drops, when what waits has been taken in. */
  #passSoon(): void {
    if (this.#passAgain) {
      return;
    }
    this.#passAgain = true;
    const job = (): boolean => {
      this.#passAgain = false;
      this.pass(SyncTrigger.LOSS, null).catch((error: unknown) => this.#failed(error));
      return true;
    };
    this.#run(SyncTrigger.LOSS, job, (error) => this.#failed(error));
  }
}
