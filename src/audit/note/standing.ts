// SPDX-License-Identifier: Apache-2.0
// What a sink says with each checkpoint about itself and the other one, in an extension line of the
// signed text. Nothing that decides whether a sink is whole stands anywhere else: who changes it needs
// the log's key. The checkpoints that are kept and exported have no such line.
import type { CheckpointText } from './checkpoint-text.ts';

export interface StoreStanding {
  /** Before the batch that made it so large. {unit entries} */
  readonly previousSize: number;
  /** What the leaf file was known to have durable. {unit entries} */
  readonly leafDurable: number;
}

const NUMBER = '(0|[1-9][0-9]{0,15})';
const STORE = new RegExp(`^dsmil/store ${NUMBER} ${NUMBER}$`);
const LEAVES = new RegExp(`^dsmil/leaves ${NUMBER}$`);

export function storeLine({ previousSize, leafDurable }: StoreStanding): string {
  return `dsmil/store ${previousSize} ${leafDurable}`;
}

/** @storeDurable is what the store was known to have durable. {unit entries} */
export function leavesLine(storeDurable: number): string {
  return `dsmil/leaves ${storeDurable}`;
}

/** The numbers of the one line there is; undefined when it is another one, or not alone. */
function numbersOf(pattern: RegExp, { extensions = [] }: CheckpointText): number[] | undefined {
  const match = extensions.length === 1 ? pattern.exec(extensions[0] ?? '') : null;
  const numbers = match?.slice(1).map(Number);
  return numbers?.every(Number.isSafeInteger) === true ? numbers : undefined;
}

/** Undefined when it is no checkpoint of the store. */
export function storeStanding(checkpoint: CheckpointText): StoreStanding | undefined {
  const [previousSize, leafDurable] = numbersOf(STORE, checkpoint) ?? [];
  return previousSize === undefined || leafDurable === undefined || previousSize > checkpoint.size
    ? undefined
    : { previousSize, leafDurable };
}

/** Undefined when it is no checkpoint of the leaf file. */
export function leavesStanding(checkpoint: CheckpointText): number | undefined {
  return numbersOf(LEAVES, checkpoint)?.[0];
}
