// SPDX-License-Identifier: Apache-2.0
// The only file that knows prom-client. Two kinds of families: those that are counted while things happen, and
// those that are read from the parts when somebody asks, which cost nothing otherwise.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Labels = Readonly<Record<string, string>>;

/** One number of a family. */
export interface Reading {
  readonly labels?: Labels;
  readonly value: number;
}

export interface Family<Name extends string = string> {
  /** With its unit: dsmil_…_seconds, …_bytes, …_total. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Name[];
}

export interface ReadFamily extends Family {
  readonly kind: 'counter' | 'gauge';
  /** Quick; one that throws or rejects has no numbers in this answer, which is counted. */
  read(): readonly Reading[] | Promise<readonly Reading[]>;
}

/** Counts and times one thing; bound to its labels, so that a use costs little. */
export type Count = (by?: number) => void;
export type Observe = (value: number) => void;

/** From 100 µs to 10 s: what a commit and what a person's patience take. {unit s} */
export const SECONDS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
];

export class MetricsRegistry {
  readonly #registry = new Registry();
  readonly #failures: Counter<'family'>;

  constructor() {
    // process_… and nodejs_…: CPU, memory, descriptors, heap, the loop's delay, garbage collection.
    collectDefaultMetrics({ register: this.#registry });
    this.#failures = new Counter({
      name: 'dsmil_metrics_read_failures_total',
      help: 'Families that could not be read when somebody asked; their numbers were left out.',
      labelNames: ['family'],
      registers: [this.#registry],
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Counted while things happen. The answer binds labels, in the order of the family's. */
  counter({ name, help, labels = [] }: Family): (...values: string[]) => Count {
    const counter = new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [this.#registry],
    });
    return (...values) => {
      const bound = counter.labels(...values);
      return (by = 1) => bound.inc(by);
    };
  }

  /** How many there are of something, moved while things happen. */
  level({ name, help, labels = [] }: Family): (...values: string[]) => (by: number) => void {
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [this.#registry] });
    return (...values) => {
      const bound = gauge.labels(...values);
      return (by) => bound.inc(by);
    };
  }

  histogram(
    { name, help, labels = [] }: Family,
    buckets = SECONDS,
  ): (...values: string[]) => Observe {
    const histogram = new Histogram({
      name,
      help,
      labelNames: [...labels],
      buckets: [...buckets],
      registers: [this.#registry],
    });
    return (...values) => {
      const bound = histogram.labels(...values);
      return (value) => bound.observe(value);
    };
  }

  /** Read when somebody asks. */
  read(family: ReadFamily): void {
    const { name, help, labels = [], kind, read } = family;
    const failures = this.#failures;
    const options = { name, help, labelNames: [...labels], registers: [this.#registry] };
    const forget = (family: Counter | Gauge): void => {
      family.reset();
      if (labels.length === 0) {
        // To reset what has no labels makes it 0, which is a number.
        family.remove();
      }
    };
    const collect = async (into: Counter | Gauge): Promise<void> => {
      forget(into);
      try {
        for (const { labels: values = {}, value } of await read()) {
          into.inc(values, value);
        }
      } catch {
        // It is gone, closed or late: no number is better than an old one, and the failure shows.
        forget(into);
        failures.inc({ family: name });
      }
    };
    if (kind === 'counter') {
      new Counter({
        ...options,
        async collect() {
          await collect(this);
        },
      });
    } else {
      new Gauge({
        ...options,
        async collect() {
          await collect(this);
        },
      });
    }
  }

  /** In the text format, all families. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Drops everything: what it holds of the parts, too. */
  close(): void {
    this.#registry.clear();
  }
}
