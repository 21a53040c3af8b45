// SPDX-License-Identifier: Apache-2.0
// Reading from the log, for one subscriber that is behind what is in memory: pages, one ahead while
// it keeps up, small ones at first and when it is slow.
import type { Position } from './cursor.ts';
import { LogHoleError } from './errors.ts';
import type { LogPage, LogState, RevisionLog } from './log.ts';
import { PAGE_MIN, type PageBudget, type PageHolder } from './page-budget.ts';
import { Segment } from './segment.ts';

/** A page that is used up within this time was too small. {unit ms} */
const QUICK_MS = 200;

export type Gap = { readonly gap: 'compacted' | 'ahead'; readonly state: LogState };

interface OpenPage {
  readonly page: LogPage;
  readonly bytes: number;
  /** Segments that were used up. */
  used: number;
  /** The one in use, parsed. */
  segment: Segment | undefined;
}

export class CatchUp implements PageHolder {
  readonly #log: RevisionLog;
  readonly #budget: PageBudget;
  readonly #changed: () => void;
  readonly #abort = new AbortController();
  #page: OpenPage | undefined;
  #ahead: OpenPage | undefined;
  /** Where the read under way begins; undefined when there is none. */
  #reading: Position | undefined;
  #pageBytes = PAGE_MIN;
  #begunAt = 0;
  #gap: Gap | undefined;
  #error: unknown;
  /** Moves when pages are dropped: what was asked for before that is of no use after it. */
  #generation = 0;

  /** @changed is called when a read that was begun has ended. */
  constructor(log: RevisionLog, budget: PageBudget, changed: () => void) {
    this.#log = log;
    this.#budget = budget;
    this.#changed = changed;
  }

  /** The log does not have the place: said once, by who asks. */
  get gap(): Gap | undefined {
    return this.#gap;
  }

  /** Throws what the last read ended with, when that was an error. */
  check(): void {
    if (this.#error !== undefined) {
      throw this.#error;
    }
  }

  /**
   * The segment with what comes after @position, when it is here. An `end` when the page has nothing
   * after it: go on where that says. Undefined: begin to read.
   */
  at(position: Position): Segment | { readonly end: Position } | undefined {
    const open = this.#page;
    if (open === undefined) {
      return undefined;
    }
    for (;;) {
      const bytes = open.page.segments[open.used];
      if (bytes === undefined) {
        this.#turnPage();
        return { end: open.page.next };
      }
      open.segment ??= new Segment(bytes);
      if (open.segment.last > position.revision) {
        if (position.keptAt === 0 && open.segment.first > position.revision + 1) {
          throw new LogHoleError(position.revision + 1, open.segment.first);
        }
        return open.segment;
      }
      open.used += 1;
      open.segment = undefined;
    }
  }

  /** Begins to read at @position, unless that is under way. */
  begin(position: Position): void {
    if (this.#reading === undefined && !this.#abort.signal.aborted) {
      this.#reading = position;
      this.#read(position).then(
        () => this.#changed(),
        (error: unknown) => {
          this.#reading = undefined;
          this.#error = error;
          this.#changed();
        },
      );
    }
  }

  /** By the budget, or by who found what it needs elsewhere. */
  dropPages(): void {
    this.#generation += 1;
    this.#page = undefined;
    this.#ahead = undefined;
    this.#pageBytes = PAGE_MIN;
  }

  /** They are not needed any more. */
  release(): void {
    if (this.#page !== undefined || this.#reading !== undefined) {
      this.dropPages();
      this.#budget.hold(this, 0);
    }
  }

  close(): void {
    this.#abort.abort();
    this.release();
  }

  async #read(position: Position): Promise<void> {
    const generation = this.#generation;
    const answer = await this.#log.read(position, this.#pageBytes, this.#abort.signal);
    this.#reading = undefined;
    if (this.#abort.signal.aborted || generation !== this.#generation) {
      return;
    }
    if ('gap' in answer) {
      this.#gap = answer;
      return;
    }
    const bytes = answer.segments.reduce((sum, segment) => sum + segment.length, 0);
    const open = { page: answer, bytes, used: 0, segment: undefined };
    if (this.#page === undefined) {
      this.#open(open);
    } else {
      this.#ahead = open;
    }
    this.#hold();
  }

  #open(open: OpenPage): void {
    const now = performance.now();
    const quick = now - this.#begunAt < QUICK_MS;
    this.#pageBytes = quick ? Math.min(this.#budget.pageMax, this.#pageBytes * 2) : PAGE_MIN;
    this.#begunAt = now;
    this.#page = open;
    const { next, state, segments } = open.page;
    // A slow one asks when it needs it: its pages would only lie here.
    if (quick && segments.length > 0 && (next.keptAt > 0 || next.revision < state.head)) {
      this.begin(next);
    }
  }

  #turnPage(): void {
    const next = this.#ahead;
    this.#page = undefined;
    this.#ahead = undefined;
    if (next !== undefined) {
      this.#open(next);
    }
    this.#hold();
  }

  #hold(): void {
    this.#budget.hold(this, (this.#page?.bytes ?? 0) + (this.#ahead?.bytes ?? 0));
  }
}
