// SPDX-License-Identifier: Apache-2.0
// Rates and losses, a second at a time. Cheap: a burst of millions of records passes through here.
import { RecordType } from '../../abi/generated/enums.ts';
import { typeLabel } from '../record-words.ts';
import type { Style } from '../style.ts';
import { grouped } from '../text.ts';

const TYPES = Object.values(RecordType);
const HISTORY = 60;
const BARS = '▁▂▃▄▅▆▇█';

export class Meter {
  /** By record type; types that this build does not know count as UNKNOWN. */
  readonly #counts: number[] = TYPES.map(() => 0);
  readonly #rates: number[] = TYPES.map(() => 0);
  readonly #history: number[] = [];
  #lastMs: number;
  total = 0;
  /** Whatever the cause. */
  lost = 0;
  lostCritical = 0;

  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  count(type: number): void {
    this.total++;
    const known = type < this.#counts.length ? type : 0;
    this.#counts[known] = (this.#counts[known] ?? 0) + 1;
  }

  /** Ends a second, or however long it was; a moment is too short to have a rate. */
  tick(nowMs: number): void {
    const seconds = (nowMs - this.#lastMs) / 1000;
    if (seconds < 0.1) {
      return;
    }
    this.#lastMs = nowMs;
    for (const type of TYPES) {
      this.#rates[type] = (this.#counts[type] ?? 0) / seconds;
      this.#counts[type] = 0;
    }
    this.#history.push(this.rate);
    if (this.#history.length > HISTORY) {
      this.#history.shift();
    }
  }

  /** Records a second, of all types, in the last whole second. */
  get rate(): number {
    return this.#rates.reduce((sum, rate) => sum + rate, 0);
  }

  /** state 12/s, event 3/s; only the types that came. */
  byType(): string[] {
    return TYPES.filter((type) => (this.#rates[type] ?? 0) > 0).map(
      (type) => `${typeLabel(type)} ${rateText(this.#rates[type] ?? 0)}`,
    );
  }

  /** The last minute, on a scale that has room for bursts. */
  sparkline(columns: number): string {
    const shown = this.#history.slice(-columns);
    const most = Math.log1p(Math.max(1, ...shown));
    return shown
      .map(
        (rate) =>
          BARS[Math.min(BARS.length - 1, Math.floor((Math.log1p(rate) / most) * BARS.length))] ??
          '',
      )
      .join('');
  }
}

export function rateText(rate: number): string {
  return rate > 0 && rate < 9.95 ? `${rate.toFixed(1)}/s` : `${grouped(Math.round(rate))}/s`;
}

/** Losses are never left out, and never small print. */
export function lossSummary(meter: Meter, style: Style): string {
  const { lost } = meter;
  if (lost === 0) {
    return style.paint('green', 'none lost');
  }
  const critical = meter.lostCritical > 0 ? `, ${grouped(meter.lostCritical)} critical` : '';
  return style.paint('alarm', ` ${grouped(lost)} LOST${critical} `);
}
