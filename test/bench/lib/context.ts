// SPDX-License-Identifier: Apache-2.0
// What a case is given, and what it is.
import type { Report } from './report.ts';
import { probePlacement } from './rounds.ts';

export interface Context {
  readonly report: Report;
  /** Samples of each thing, 5 at least. */
  readonly rounds: number;
  /** A moment each: for checking that the benchmarks work, not for numbers. */
  readonly quick: boolean;
  /** Remarks for people, on standard error. */
  note(text: string): void;
}

/** What a case reports: every one of these, and nothing else. */
export interface Row {
  readonly case: string;
  readonly peer?: string;
}

export interface Case {
  readonly name: string;
  readonly about: string;
  readonly rows: readonly Row[];
  run(context: Context): Promise<void>;
}

/** Ours alone, and beside each peer. */
export function rowsOf(name: string, peers: readonly string[]): readonly Row[] {
  return [{ case: name }, ...peers.map((peer) => ({ case: name, peer }))];
}

const placementName = (name: string, when: string): string => `${name}: placement ${when}`;

/** All that is printed for a case. */
export function expectedRows(entry: Case): readonly Row[] {
  return [
    { case: placementName(entry.name, 'before') },
    ...entry.rows,
    { case: placementName(entry.name, 'after') },
  ];
}

/** Half the round trip of a cache line between the two processors, before and after a case. */
export async function withPlacement(context: Context, entry: Case): Promise<void> {
  const probe = async (when: string): Promise<void> => {
    const samples: number[] = [];
    for (let i = 0; i < 5; i++) {
      samples.push(await probePlacement());
    }
    context.report.add(placementName(entry.name, when), 'ns', samples);
  };
  await probe('before');
  await entry.run(context);
  await probe('after');
}
