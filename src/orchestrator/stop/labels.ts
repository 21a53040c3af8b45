// SPDX-License-Identifier: Apache-2.0
// Who may know of what has not answered a stop. Tracks are known to everybody; a device is known to
// those who are cleared for it, and what names one is labelled so.
import type { ClearanceLevel } from '../../core/model/enums.ts';

/** What it takes to know of something. */
export interface Label {
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

/** Of a device by its name (0x8003). */
export type LabelOf = (device: string) => Label;

export function isDevice(name: string): boolean {
  return name.startsWith('0x');
}

/** What it takes to know of all of @labels. */
export function joined(labels: readonly Label[], least: Label): Label {
  const compartments = new Set(least.compartments);
  let { clearance } = least;
  for (const label of labels) {
    clearance = label.clearance > clearance ? label.clearance : clearance;
    for (const name of label.compartments) {
      compartments.add(name);
    }
  }
  return { clearance, compartments: [...compartments].sort() };
}

/** The devices among @names, those of one label together. */
export function devicesByLabel(
  names: readonly string[],
  labelOf: LabelOf,
): readonly { readonly label: Label; readonly devices: readonly string[] }[] {
  const groups = new Map<string, { readonly label: Label; readonly devices: string[] }>();
  for (const name of names.filter(isDevice)) {
    const { clearance, compartments } = labelOf(name);
    const label = { clearance, compartments: [...compartments].sort() };
    const key = JSON.stringify(label);
    const group = groups.get(key) ?? { label, devices: [] };
    groups.set(key, group);
    group.devices.push(name);
  }
  return [...groups.values()];
}
