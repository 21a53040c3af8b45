// SPDX-License-Identifier: Apache-2.0
// What changed within one turn, told once at its end: a field that came back to what it was is none.
import type { FieldValue } from '../core/state/field-table.ts';
import type { Resolution } from '../core/state/strategy.ts';
import type { BookEvents, StateBook } from './book.ts';
import { FIELD_COUNT, type FieldLayout, LAYOUT } from './layout.ts';
import type { SyncTrigger } from './trigger.ts';

export interface ChangedField {
  readonly layout: FieldLayout;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** One device within one turn. */
export interface DeviceChange {
  /** The token. */
  readonly device: number;
  /** Its place in the list that the synchronizer was given. */
  readonly number: number;
  /** Why the last of it was found. */
  readonly trigger: SyncTrigger;
  readonly fields: readonly ChangedField[];
}

export interface DisagreementChange {
  readonly number: number;
  readonly layout: FieldLayout;
  readonly before: Resolution | undefined;
  readonly after: Resolution | undefined;
}

interface Changed {
  trigger: SyncTrigger;
  readonly fields: Map<number, FieldValue>;
}

function same(a: Resolution | undefined, b: Resolution | undefined): boolean {
  return a?.status === b?.status && a?.value === b?.value && a?.blocksEffects === b?.blocksEffects;
}

export class ChangeLog implements BookEvents {
  /** Why whatever comes now is found. */
  trigger: SyncTrigger = 'STARTUP';
  #devices = new Map<number, Changed>();
  #disagreements = new Map<number, DisagreementChange>();

  /** Devices that have something to be told about. */
  get size(): number {
    return this.#devices.size;
  }

  changed(device: number, layout: FieldLayout, before: FieldValue): void {
    let changed = this.#devices.get(device);
    if (changed === undefined) {
      changed = { trigger: this.trigger, fields: new Map() };
      this.#devices.set(device, changed);
    }
    changed.trigger = this.trigger;
    if (!changed.fields.has(layout.number)) {
      changed.fields.set(layout.number, before);
    }
  }

  disagreed(
    device: number,
    layout: FieldLayout,
    before: Resolution | undefined,
    after: Resolution | undefined,
  ): void {
    const at = device * FIELD_COUNT + layout.number;
    const first = this.#disagreements.get(at);
    this.#disagreements.set(at, {
      number: device,
      layout,
      before: first === undefined ? before : first.before,
      after,
    });
  }

  /** Devices of which a field reads otherwise than at the beginning of the turn. */
  takeDevices(book: StateBook): readonly DeviceChange[] {
    if (this.#devices.size === 0) {
      return [];
    }
    const devices = this.#devices;
    this.#devices = new Map();
    const changes: DeviceChange[] = [];
    for (const [number, { trigger, fields }] of devices) {
      const moved: ChangedField[] = [];
      for (const [field, before] of fields) {
        const layout = LAYOUT[field];
        const after = layout === undefined ? before : book.read(number, layout);
        if (layout !== undefined && after !== before) {
          moved.push({ layout, before, after });
        }
      }
      if (moved.length > 0) {
        changes.push({ device: book.devices.at(number).deviceId, number, trigger, fields: moved });
      }
    }
    return changes;
  }

  takeDisagreements(): readonly DisagreementChange[] {
    if (this.#disagreements.size === 0) {
      return [];
    }
    const disagreements = this.#disagreements;
    this.#disagreements = new Map();
    return [...disagreements.values()].filter(({ before, after }) => !same(before, after));
  }
}
