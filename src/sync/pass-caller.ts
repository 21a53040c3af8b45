// SPDX-License-Identifier: Apache-2.0
// Asks a reporter for what it knows, and does not wait longer than the deadline. So many questions are open
// at a time; who comes while that many are waits for a place, since a transaction asks about each of its
// devices at once. One that never answers is asked again with each pass, until all places are taken by
// questions that it has left open: then it has not answered, without being asked.
import type { FieldReport, Reporter } from '../core/ports/track.ts';
import { ReportDeadlineError } from './errors.ts';

const OPEN_MAX = 4;

export class PassCaller {
  readonly #reporter: Reporter;
  readonly #deadlineMs: number;
  /** For a place, the first first. */
  readonly #waiting = new Set<() => void>();
  #open = 0;
  /** Of those, past their deadline. */
  #overdue = 0;

  constructor(reporter: Reporter, deadlineMs: number) {
    this.#reporter = reporter;
    this.#deadlineMs = deadlineMs;
  }

  /** Rejects with the reporter's error, ReportDeadlineError, or @ending's reason. */
  ask(ending: AbortSignal, device?: number): Promise<readonly FieldReport[]> {
    return new Promise((resolve, reject) => {
      ending.throwIfAborted();
      if (this.#overdue >= OPEN_MAX) {
        throw new ReportDeadlineError(this.#deadlineMs);
      }
      const controller = new AbortController();
      const { signal } = controller;
      const giveUp = (reason: unknown): void => {
        release();
        this.#waiting.delete(begin);
        reject(reason);
        controller.abort(reason);
      };
      const onEnding = (): void => giveUp(ending.reason);
      const timer = setTimeout(
        () => giveUp(new ReportDeadlineError(this.#deadlineMs)),
        this.#deadlineMs,
      );
      const release = (): void => {
        clearTimeout(timer);
        ending.removeEventListener('abort', onEnding);
      };
      ending.addEventListener('abort', onEnding);
      const begin = (): void => {
        // An answer that comes after that was told as late already: settling twice does nothing.
        this.#hold(this.#call(signal, device), signal).then(resolve, reject).finally(release);
      };
      if (this.#open < OPEN_MAX) {
        begin();
      } else {
        this.#waiting.add(begin);
      }
    });
  }

  /** @answer with a place, until it has settled; then the next one's. */
  async #hold<T>(answer: Promise<T>, given: AbortSignal): Promise<T> {
    const late = (): void => {
      this.#overdue++;
    };
    this.#open++;
    given.addEventListener('abort', late, { once: true });
    try {
      return await answer;
    } finally {
      this.#open--;
      this.#overdue -= Number(given.aborted);
      given.removeEventListener('abort', late);
      const [next] = this.#waiting;
      if (next !== undefined) {
        this.#waiting.delete(next);
        next();
      }
    }
  }

  /** Also what it throws at once is its answer. */
  async #call(signal: AbortSignal, device: number | undefined): Promise<readonly FieldReport[]> {
    return await this.#reporter.report(signal, device);
  }
}
