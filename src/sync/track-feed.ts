// SPDX-License-Identifier: Apache-2.0
// What one track says, taken into the book: its changes as they come, and passes over everything it
// knows. A pass that was asked for before a change came does not undo the change; what it finds that
// no change had told is counted as missed.

import type { WorkingTrack } from '../core/model/track.ts';
import type { FieldReport } from '../core/ports/track.ts';
import type { StateBook } from './book.ts';
import type { Job } from './lanes.ts';
import { SLOT_COUNT, type Slot, slotsOf } from './layout.ts';

/** A change that is under way when a pass finds it is no missed one. */
const GRACE_MS = 1_000;
/** More than that at once is not missed one by one: the pass itself says how much it changed. */
const SUSPECTS_MAX = 10_000;

/** Small enough that one piece is far below a slice. */
const PIECE = 128;

/** What a pass found. */
export interface PassFindings {
  /** Reports taken in. */
  reports: number;
  /** Words that were new. */
  changed: number;
  /** Words taken back, since the track does not know about them any more. */
  forgotten: number;
  /** Overtaken by a change meanwhile, and otherwise. */
  overtaken: number;
}

export interface Pass {
  /** The only device it is about, by number; null for all. */
  readonly only: number | null;
  /** Of asking. */
  readonly order: number;
  /** Told by changes since the pass was asked for, by device * SLOT_COUNT + slot. */
  readonly heard: Set<number>;
  readonly findings: PassFindings;
  /** Another that was asked for later has been taken in: this answer is older. */
  superseded: boolean;
  /** That it finds something new is no sign of a change that was missed. */
  expected: boolean;
}

function makePass(only: number | null, order: number): Pass {
  return {
    only,
    order,
    heard: new Set(),
    superseded: false,
    expected: false,
    findings: { reports: 0, changed: 0, forgotten: 0, overtaken: 0 },
  };
}

/** Null has a meaning for the owner alone where no value is the safe one: of others it is no wish. */
function isNoWish(slot: Slot, value: FieldReport['value']): boolean {
  return value === null && !slot.owner && slot.layout.field.order === null;
}

export interface BadReport {
  readonly track: WorkingTrack;
  readonly report: FieldReport;
  readonly why: 'UNKNOWN_DEVICE' | 'NOT_ITS_FIELD' | 'NOT_FINITE';
}

/** A bit for each slot of some devices. */
class SeenSlots {
  readonly #bits: Uint8Array;
  readonly #base: number;

  constructor(first: number, last: number) {
    this.#base = first * SLOT_COUNT;
    this.#bits = new Uint8Array(Math.ceil(((last - first + 1) * SLOT_COUNT) / 8));
  }

  add(slot: number): void {
    const at = slot - this.#base;
    this.#bits[at >> 3] = (this.#bits[at >> 3] ?? 0) | (1 << (at & 7));
  }

  has(slot: number): boolean {
    const at = slot - this.#base;
    return ((this.#bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }
}

export class TrackFeed {
  readonly track: WorkingTrack;
  readonly #book: StateBook;
  readonly #slots: readonly Slot[];
  readonly #slotByPath: ReadonlyMap<string, Slot>;
  #lastToken = Number.NaN;
  #lastDevice = -1;
  readonly #refused: (bad: BadReport) => void;
  /** Asked for and not yet taken in, in the order of asking. */
  readonly #passes = new Set<Pass>();
  /** What passes found before a change told it, and when; a change that comes late takes it off. */
  #asked = 0;
  readonly #suspects = new Map<number, number>();
  readonly #now: () => number;

  constructor(options: {
    readonly track: WorkingTrack;
    readonly book: StateBook;
    /** By a clock that is never set. {unit ms} */
    readonly now: () => number;
    readonly refused: (bad: BadReport) => void;
  }) {
    const { track, book, now, refused } = options;
    this.track = track;
    this.#now = now;
    this.#book = book;
    this.#slots = slotsOf(track);
    this.#slotByPath = new Map(this.#slots.map((slot) => [slot.layout.field.path, slot]));
    this.#refused = refused;
  }

  /** From now on until it is taken in, changes count before it. */
  begin(only: number | null): Pass {
    const pass = makePass(only, ++this.#asked);
    this.#passes.add(pass);
    return pass;
  }

  abandon(pass: Pass): void {
    this.#passes.delete(pass);
  }

  /** Suspects that no change has told for long enough; they are forgotten by that. */
  missed(): readonly number[] {
    const before = this.#now() - GRACE_MS;
    const missed = [...this.#suspects].filter(([, at]) => at <= before).map(([slot]) => slot);
    for (const slot of missed) {
      this.#suspects.delete(slot);
    }
    return missed;
  }

  /** Takes in @reports as changes. */
  changes(reports: readonly FieldReport[]): Job {
    let at = 0;
    return () => {
      const end = Math.min(at + PIECE, reports.length);
      for (; at < end; at++) {
        const report = reports[at];
        if (report !== undefined) {
          this.#change(report);
        }
      }
      return at >= reports.length;
    };
  }

  /** Takes in @reports as everything that the track knows; then calls @done. */
  pass(pass: Pass, reports: readonly FieldReport[], done: () => void): Job {
    const first = pass.only ?? 0;
    const last = pass.only ?? this.#book.devices.size - 1;
    const seen = new SeenSlots(first, last);
    let at = 0;
    let device = first;
    return () => {
      this.#passes.delete(pass);
      if (pass.superseded) {
        done();
        return true;
      }
      if (at < reports.length) {
        const end = Math.min(at + PIECE, reports.length);
        for (; at < end; at++) {
          const report = reports[at];
          if (report !== undefined) {
            this.#passed(pass, report, seen);
          }
        }
        return false;
      }
      for (let count = 0; count < PIECE && device <= last; device++) {
        this.#forgetUnseen(pass, device, seen);
        count += this.#slots.length;
      }
      if (device <= last) {
        return false;
      }
      this.#supersede(pass);
      done();
      return true;
    };
  }

  /** What was asked for before @pass, and is not there yet, is older where both speak. */
  #supersede(pass: Pass): void {
    for (const older of this.#passes) {
      if (older.order > pass.order) {
        continue;
      }
      if (pass.only === null || pass.only === older.only) {
        older.superseded = true;
      } else if (older.only === null) {
        for (const slot of this.#slots) {
          older.heard.add(pass.only * SLOT_COUNT + slot.number);
        }
      }
    }
  }

  /**
   * The track is silent: what belongs to it reads as its worst, as if it had never spoken. Its words
   * on others' fields stay: they can only make a field safer, or keep a disagreement open.
   */
  silence(): Job {
    const own = this.#slots.filter(({ owner }) => owner);
    let device = 0;
    return () => {
      for (let count = 0; count < PIECE && device < this.#book.devices.size; device++) {
        for (const slot of own) {
          this.#book.takeBack(device, slot);
        }
        count += own.length;
      }
      return device >= this.#book.devices.size;
    };
  }

  /** The device's number; -1 after the report was refused. Reports of one device come together. */
  #deviceOf(report: FieldReport): number {
    if (report.device !== this.#lastToken) {
      this.#lastToken = report.device;
      this.#lastDevice = this.#book.devices.find(report.device) ?? -1;
    }
    if (this.#lastDevice < 0) {
      this.#refused({ track: this.track, report, why: 'UNKNOWN_DEVICE' });
    }
    return this.#lastDevice;
  }

  /** undefined after the report was refused. */
  #slotOf(report: FieldReport): Slot | undefined {
    const slot = this.#slotByPath.get(report.path);
    if (slot === undefined) {
      this.#refused({ track: this.track, report, why: 'NOT_ITS_FIELD' });
    }
    return slot;
  }

  /** Unknown is worst: a word that cannot be is not passed over. */
  #word(report: FieldReport, device: number, slot: Slot): FieldReport['value'] {
    const { value } = report;
    if (typeof value !== 'number' || Number.isFinite(value)) {
      return value;
    }
    this.#refused({ track: this.track, report, why: 'NOT_FINITE' });
    return this.#book.devices.worstOf(device, slot.layout.number);
  }

  #change(report: FieldReport): void {
    const device = this.#deviceOf(report);
    const slot = device < 0 ? undefined : this.#slotOf(report);
    if (slot === undefined) {
      return;
    }
    const at = device * SLOT_COUNT + slot.number;
    this.#suspects.delete(at);
    for (const pass of this.#passes) {
      pass.heard.add(at);
    }
    if (isNoWish(slot, report.value)) {
      this.#book.takeBack(device, slot);
    } else {
      this.#book.say(device, slot, this.#word(report, device, slot));
    }
  }

  #passed(pass: Pass, report: FieldReport, seen: SeenSlots): void {
    const device = this.#deviceOf(report);
    if (device < 0 || (pass.only !== null && device !== pass.only)) {
      return;
    }
    const slot = this.#slotOf(report);
    if (slot === undefined) {
      return;
    }
    const { findings } = pass;
    findings.reports++;
    if (isNoWish(slot, report.value)) {
      return;
    }
    const at = device * SLOT_COUNT + slot.number;
    seen.add(at);
    const value = this.#word(report, device, slot);
    if (pass.heard.has(at)) {
      findings.overtaken += Number(!this.#book.wordIs(device, slot, value));
      return;
    }
    if (this.#book.say(device, slot, value)) {
      findings.changed++;
      if (!pass.expected && slot.layout.field.safety && this.#suspects.size < SUSPECTS_MAX) {
        this.#suspects.set(at, this.#now());
      }
    }
  }

  #forgetUnseen(pass: Pass, device: number, seen: SeenSlots): void {
    for (const slot of this.#slots) {
      const at = device * SLOT_COUNT + slot.number;
      if (!seen.has(at) && !pass.heard.has(at) && this.#book.takeBack(device, slot)) {
        pass.findings.forgotten++;
      }
    }
  }
}
