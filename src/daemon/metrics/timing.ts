// SPDX-License-Identifier: Apache-2.0
// What is measured while it happens, by standing between two parts: how long the store takes to make
// something durable, and a track to answer.
import type { Assessor } from '../../core/ports/track.ts';
import type { BackupManifest, Progress } from '../../store/backup.ts';
import type { UnitOutcome, WriteUnit } from '../../store/contract.ts';
import type { StoreHandle, StoreStats } from '../../store/open.ts';
import type { OpenFacts } from '../../store/protocol.ts';
import type { StateChange, StoreState } from '../../store/state.ts';
import type { MetricsRegistry, Observe } from './registry.ts';

/** {unit ms} */
export type Now = () => number;

/** The same store; how long each write() waits for the disk, and how many units it has, is counted. */
export class TimedStore implements StoreHandle {
  readonly #store: StoreHandle;
  readonly #seconds: Observe;
  readonly #units: Observe;
  readonly #now: Now;

  constructor(store: StoreHandle, registry: MetricsRegistry, now: Now) {
    this.#store = store;
    this.#now = now;
    this.#seconds = registry.histogram({
      name: 'dsmil_store_write_seconds',
      help: 'From asking the store to write until it is durable: queue, batch and fsync.',
    })();
    this.#units = registry.histogram(
      { name: 'dsmil_store_write_units', help: 'Units of one write.' },
      [1, 2, 4, 8, 16, 64, 256, 1_024],
    )();
  }

  get state(): StoreState {
    return this.#store.state;
  }

  get facts(): OpenFacts {
    return this.#store.facts;
  }

  async write(units: readonly WriteUnit[]): Promise<readonly UnitOutcome[]> {
    const since = this.#now();
    try {
      return await this.#store.write(units);
    } finally {
      this.#seconds((this.#now() - since) / 1_000);
      this.#units(units.length);
    }
  }

  query(module: string, name: string, argument: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.#store.query(module, name, argument, signal);
  }

  onStateChange(listener: (change: StateChange) => void): () => void {
    return this.#store.onStateChange(listener);
  }

  stats(): StoreStats {
    return this.#store.stats();
  }

  backup(target: string, onProgress?: Progress): Promise<BackupManifest> {
    return this.#store.backup(target, onProgress);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** Of an answer, or of what came instead; each track has its own series. */
export type TrackTiming = (assessor: Assessor, name: string) => Assessor;

export function trackTiming(registry: MetricsRegistry, now: Now): TrackTiming {
  const seconds = registry.histogram({
    name: 'dsmil_track_answer_seconds',
    help: 'From asking a track about an operation to its answer, or to what came instead.',
    labels: ['track', 'result'],
  });
  return (assessor, name) => {
    const [answered, failed] = [seconds(name, 'answered'), seconds(name, 'failed')];
    return {
      track: assessor.track,
      assess: async (subject, signal) => {
        const since = now();
        let observe = failed;
        try {
          const verdict = await assessor.assess(subject, signal);
          observe = answered;
          return verdict;
        } finally {
          observe((now() - since) / 1_000);
        }
      },
    };
  };
}
