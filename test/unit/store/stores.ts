// SPDX-License-Identifier: Apache-2.0
// Stores in directories of their own, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Command, UnitOutcome, WriteClass, WriteUnit } from '../../../src/store/contract.ts';
import { openStore, type StoreHandle } from '../../../src/store/open.ts';
import type { StoreLimits, StoreOptions } from '../../../src/store/options.ts';
import type { LedgerOptions } from './ledger-module.ts';

export const LEDGER_URL = new URL('./ledger-module.ts', import.meta.url).href;

/** Small, so that a test's store opens fast. */
export const SMALL: Partial<StoreLimits> = { walBytes: 256 * 1024, reserveBytes: 64 * 1024 };

// Each store starts threads, and each thread compiles: kept, that takes half the time.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'dsmil-compile-cache');

const open: StoreHandle[] = [];
const made: string[] = [];

afterEach(async () => {
  await Promise.allSettled(open.splice(0).map((store) => store.close()));
  for (const directory of made.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Empty, of the test's own, removed after it. */
export function newParent(): string {
  const parent = mkdtempSync(join(tmpdir(), 'dsmil-store-'));
  made.push(parent);
  return parent;
}

export function newDirectory(): string {
  return join(newParent(), 'store');
}

export async function openLedger(
  directory: string,
  { limits, ledger, ...options }: Partial<StoreOptions> & { ledger?: LedgerOptions } = {},
): Promise<StoreHandle> {
  const store = await openStore({
    directory,
    modules: [{ url: LEDGER_URL, options: ledger }],
    limits: { ...SMALL, ...limits },
    ...options,
  });
  open.push(store);
  return store;
}

export function command(name: string, argument?: unknown): Command {
  return { module: 'ledger', name, argument };
}

export function unit(
  name: string,
  argument?: unknown,
  writeClass: WriteClass = 'normal',
): WriteUnit {
  return { writeClass, commands: [command(name, argument)] };
}

/** The result of each unit's first command; the error of one that was refused. */
export function results(outcomes: readonly UnitOutcome[]): unknown[] {
  return outcomes.map((outcome) => (outcome.done ? outcome.results[0] : outcome.error));
}
