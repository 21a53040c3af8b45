// SPDX-License-Identifier: Apache-2.0
// Tells what reads otherwise than it did when it was told last, each change once.
import type { FieldReport } from '../core/ports/track.ts';

export type ChangeListener = (changes: readonly FieldReport[]) => void;

export class ChangeFeed {
  readonly #fault: (error: Error) => void;
  readonly #listeners = new Set<ChangeListener>();
  /** All fields of each device as they were told last, always in the same order. */
  readonly #told = new Map<number, readonly FieldReport[]>();

  constructor(fault: (error: Error) => void) {
    this.#fault = fault;
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** @reports is every field of one device, for each device that may have changed. */
  update(reports: readonly (readonly FieldReport[])[]): void {
    const changes = reports.flatMap((fields) => this.#changed(fields));
    if (changes.length === 0) {
      return;
    }
    for (const listener of this.#listeners) {
      try {
        listener(changes);
      } catch (error) {
        // What a listener does must not keep the others, or the track, from going on.
        this.#fault(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #changed(fields: readonly FieldReport[]): FieldReport[] {
    const device = fields[0]?.device ?? 0;
    const before = this.#told.get(device);
    this.#told.set(device, fields);
    return fields.filter(({ value }, index) => before?.[index]?.value !== value);
  }
}
