// SPDX-License-Identifier: Apache-2.0
// Chance that repeats: a stream of its own for each round, so that what one round did, or how fast the
// machine was, moves nothing in the next.

export type Chance = (below: number) => number;

/** xorshift32 over a mix of @parts: the same parts, the same numbers. */
export function chanceOf(...parts: readonly number[]): Chance {
  let state = 0x9e3779b9;
  for (const part of parts) {
    state = Math.imul(state ^ part, 0x85ebca6b);
    state ^= state >>> 13;
  }
  state = state | 0 || 1;
  const draw = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  // The first numbers of streams that begin alike are alike.
  for (let skip = 0; skip < 8; skip++) {
    draw(2);
  }
  return draw;
}

export function oneOf<T>(chance: Chance, list: readonly [T, ...T[]]): T {
  return list[chance(list.length)] ?? list[0];
}
