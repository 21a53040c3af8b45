// SPDX-License-Identifier: Apache-2.0

/** Number to name of an enumeration. */
export type Names = Readonly<Record<number, string>>;

export function namesOf(members: Readonly<Record<string, number>>): Names {
  return Object.fromEntries(Object.entries(members).map(([name, number]) => [number, name]));
}

/** The name of @number; one that this build does not know shows as itself. */
export function nameOf(names: Names, number: number): string {
  return names[number] ?? `${number}`;
}
