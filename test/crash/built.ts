// SPDX-License-Identifier: Apache-2.0
// Runs one of the programs below with whatever it starts built: they start one process, and open one store, for each
// system call that they strike.
//
// usage: node built.ts store/kill | audit/strike  ARGUMENT...
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';

/** What is named by URL at run time, besides the program. */
const STORE = [
  'src/store/backup-thread',
  'src/store/reader-thread',
  'src/store/writer-thread',
  'test/unit/store/ledger-module',
];
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'store/kill': ['test/crash/store/program', ...STORE],
  'audit/strike': [
    'test/crash/audit/program',
    'src/audit/leaf-file/thread',
    'src/audit/store-module',
    ...STORE,
  ],
};

const [, , what = '', ...rest] = process.argv;
const named = NAMED[what];
if (named === undefined) {
  throw new Error(`usage: node built.ts ${Object.keys(NAMED).join(' | ')}  ARGUMENT...`);
}
const into = mkdtempSync(join(tmpdir(), 'dsmil-built-'));
process.on('exit', () => rmSync(into, { recursive: true, force: true }));
await build(join(import.meta.dirname, '..', '..'), into, [`test/crash/${what}`, ...named]);
// The program reads its own arguments.
process.argv = [process.execPath, join(into, `test/crash/${what}.js`), ...rest];
await import(process.argv[1] ?? '');
