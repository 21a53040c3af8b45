// SPDX-License-Identifier: Apache-2.0
// Whether what was observed of one register can have happened one after the other: each somewhere
// between its call and its answer, each seeing what the one before left (Wing and Gong's search).

export interface Observed {
  /** Order of calls and answers in one count; an answer that never came is Infinity. */
  readonly called: number;
  readonly answered: number;
  /** What it left in the register; null: it only looked. */
  readonly wrote: number | null;
  /** What it found there; null: nobody was told. */
  readonly found: number | null;
  /** It may have happened, or not: nobody was told. */
  readonly maybe?: boolean;
}

export function linearizable(history: readonly Observed[], initial: number): boolean {
  const ordered = [...history].sort((a, b) => a.called - b.called);
  const dead = new Set<string>();
  const search = (left: readonly number[], value: number): boolean => {
    const open = left.map((n) => ordered[n] as Observed);
    if (open.every(({ maybe }) => maybe === true)) {
      return true;
    }
    const key = `${value} ${left.join(',')}`;
    if (dead.has(key)) {
      return false;
    }
    // The next one was called before any other that is left was answered.
    const bound = Math.min(...open.map(({ answered }) => answered));
    for (const n of left) {
      const { called, found, wrote } = ordered[n] as Observed;
      if (called > bound) {
        break;
      }
      const rest = left.filter((other) => other !== n);
      if ((found === null || found === value) && search(rest, wrote ?? value)) {
        return true;
      }
    }
    dead.add(key);
    return false;
  };
  return search(
    ordered.map((_, n) => n),
    initial,
  );
}
