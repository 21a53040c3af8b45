// SPDX-License-Identifier: Apache-2.0
//
// Restores a backup over a store that has gone on since, and says when which of them must be there.
//
// usage: node restore-program.ts DIRECTORY
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/store/open.ts';
import { restoreStore } from '../../../src/store/restore.ts';

const directory = process.argv[2] ?? '';
const modules = [
  { url: new URL('../../unit/store/ledger-module.ts', import.meta.url).href, options: undefined },
];
const limits = { walBytes: 65_536, reserveBytes: 65_536 };
const backup = `${directory}.backup`;

const store = await openStore({ directory, modules, limits });
async function add(line: string): Promise<void> {
  const commands = [{ module: 'ledger', name: 'add', argument: `${line} ${'x'.repeat(6000)}` }];
  await store.write([{ writeClass: 'normal', commands }]);
}
await add('old');
await store.backup(backup);
await add('newer');
await store.close();
writeSync(1, 'kept\n');
await restoreStore({ directory, backup, modules, acceptRollback: 'the test wants it' });
writeSync(1, 'restored\n');
