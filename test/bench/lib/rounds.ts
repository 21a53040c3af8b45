// SPDX-License-Identifier: Apache-2.0
// Rounds: one sample of each thing that is compared, taken in turns.
import type { Context } from './context.ts';
import { field, runProgram } from './program.ts';

/**
 * Up to here the two processors are near each other. A virtual machine's may be moved in the
 * middle of a run, which changes everything by 3 to 8 times.
 */
const NEAR_NS = 100;
/** So many times the rounds that are wanted are tried for near ones; once when it is a moment's. */
const TRIES = 3;

/** Half the round trip of a cache line between the two processors. */
export async function probePlacement(): Promise<number> {
  return field(await runProgram('placement', []), 'half_ns');
}

/** One sample of each thing, by name. */
export type Round = ReadonlyMap<string, number>;

/**
 * Takes as many rounds as the context asks for. One during which the processors were far apart is
 * taken again; when there are not enough others in the end, it counts after all, and that is said.
 */
export async function takeRounds(
  context: Context,
  name: string,
  take: () => Promise<Round>,
): Promise<readonly Round[]> {
  const near: Round[] = [];
  const far: Round[] = [];
  const most = context.rounds * (context.quick ? 1 : TRIES);
  let before = await probePlacement();
  while (near.length < context.rounds && near.length + far.length < most) {
    const round = await take();
    const after = await probePlacement();
    (Math.max(before, after) <= NEAR_NS ? near : far).push(round);
    before = after;
  }
  const missing = context.rounds - near.length;
  if (far.length > 0) {
    context.note(
      `${name}: during ${far.length} of ${near.length + far.length} rounds the processors were ` +
        `far apart (over ${NEAR_NS} ns); ${Math.max(0, missing)} of them count`,
    );
  }
  return [...near, ...far.slice(0, Math.max(0, missing))];
}

/** The samples of one thing, by round. */
export function samplesOf(rounds: readonly Round[], name: string): number[] {
  return rounds.map((round) => {
    const value = round.get(name);
    if (value === undefined) {
      throw new Error(`a round has no sample of '${name}'`);
    }
    return value;
  });
}
