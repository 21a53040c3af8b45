// SPDX-License-Identifier: Apache-2.0
// What a mistyped name may have meant.

/** Levenshtein's: insertions, deletions and changes of UTF-16 units. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Longer ones are nobody's typing mistake, and would cost time to compare. */
const NAME_MAX = 128;

/** The one of @names that is nearest to @name, when it is near: two letters, or a third of it. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  if (name.length > NAME_MAX) {
    return undefined;
  }
  const lower = name.toLowerCase();
  const limit = Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of names) {
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}
