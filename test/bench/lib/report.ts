// SPDX-License-Identifier: Apache-2.0
// What a benchmark prints: one JSON object a line, or a table for people.
import { pairedRatio, type Summary, summarize } from './stats.ts';

export interface Result extends Summary {
  readonly bench: string;
  readonly case: string;
  readonly unit: string;
  /** What ours is compared with, and by how much: ours / peer, the median over the rounds. */
  readonly peer?: string;
  readonly ratio?: number;
  readonly peer_median?: number;
  readonly peer_min?: number;
  readonly peer_max?: number;
  /** What the design asks for, of the ratio where there is a peer and else of the median. */
  readonly goal?: string;
  readonly met?: boolean;
}

export interface Goal {
  readonly of: 'median' | 'ratio' | 'difference';
  readonly at: 'least' | 'most';
  readonly value: number;
}

const SYMBOL = { least: '≥', most: '≤' } as const;

export class Report {
  readonly results: Result[] = [];
  readonly #bench: string;
  readonly #json: boolean;

  constructor(bench: string, json: boolean) {
    this.#bench = bench;
    this.#json = json;
  }

  /** Ours alone. */
  add(name: string, unit: string, samples: readonly number[], goal?: Goal): void {
    const summary = summarize(samples);
    this.#emit({
      bench: this.#bench,
      case: name,
      unit,
      ...summary,
      ...(goal === undefined ? {} : judge(goal, unit, summary.median)),
    });
  }

  /** Ours beside a peer's; samples of the same round stand at the same place. */
  compare(
    name: string,
    unit: string,
    ours: readonly number[],
    peer: string,
    theirs: readonly number[],
    goal?: Goal,
  ): void {
    const own = summarize(ours);
    const other = summarize(theirs);
    const ratio = pairedRatio(ours, theirs);
    const values = { median: own.median, ratio, difference: own.median - other.median };
    this.#emit({
      bench: this.#bench,
      case: name,
      unit,
      ...own,
      peer,
      ratio,
      peer_median: other.median,
      peer_min: other.min,
      peer_max: other.max,
      ...(goal === undefined ? {} : judge(goal, unit, values[goal.of])),
    });
  }

  #emit(result: Result): void {
    this.results.push(result);
    if (this.#json) {
      process.stdout.write(`${JSON.stringify(result, shorten)}\n`);
    }
  }

  /** The table, after everything has been measured. */
  finish(): void {
    if (this.#json) {
      return;
    }
    const rows = this.results.map(toRow);
    const widths = HEAD.map((title, i) =>
      Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
    );
    for (const row of [HEAD, ...rows]) {
      const cells = row.map((text, i) =>
        LEFT.has(i) ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0),
      );
      process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
    }
  }
}

const HEAD = ['case', 'unit', 'median', 'min', 'max', 'n', 'peer', 'its median', 'ratio', 'goal'];
const LEFT = new Set([0, 1, 6, 9]);

function toRow(result: Result): string[] {
  const verdict = result.met === undefined ? '' : result.met ? '  met' : '  NOT MET';
  return [
    result.case,
    result.unit,
    show(result.median),
    show(result.min),
    show(result.max),
    String(result.n),
    result.peer ?? '',
    result.peer_median === undefined ? '' : show(result.peer_median),
    result.ratio === undefined ? '' : `${result.ratio.toFixed(2)} ×`,
    result.goal === undefined ? '' : `${result.goal}${verdict}`,
  ];
}

function judge(goal: Goal, unit: string, value: number): { goal: string; met: boolean } {
  const measure = { median: unit, ratio: '× peer', difference: `${unit} from peer` }[goal.of];
  return {
    goal: `${SYMBOL[goal.at]} ${goal.value} ${measure}`,
    met: goal.at === 'least' ? value >= goal.value : value <= goal.value,
  };
}

function show(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Four digits are more than any of this is worth. */
function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(value.toPrecision(4))
    : value;
}
