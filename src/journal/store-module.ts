// SPDX-License-Identifier: Apache-2.0
// The journal as a module of the store: loaded inside the store's threads.
import type { StoreModule } from '../store/contract.ts';
import { openLines } from './lines.ts';
import { openQueries } from './queries.ts';
import { MIGRATIONS, MODULE } from './tables.ts';

export const storeModule: StoreModule = {
  name: MODULE,
  migrations: MIGRATIONS,
  openWriter: ({ database }) => openLines(database),
  openReader: ({ database }) => openQueries(database),
};
