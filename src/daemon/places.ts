// SPDX-License-Identifier: Apache-2.0
// Where everything that must outlive the process is kept.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditPlaces } from '../audit/open.ts';
import type { Configuration } from '../config/load.ts';

/** All absolute. */
export interface Places {
  /** Folder of the database. */
  readonly store: string;
  /** The log, by the name that is signed with every checkpoint. */
  readonly audit: AuditPlaces;
  /** The keys that seal cursors. */
  readonly cursorKeys: string;
}

/** Where the configuration says. */
export function configuredPlaces({ config }: Configuration): Places {
  const { store, audit, events } = config;
  const { origin, keysDirectory: keys, leafFile: leafPath, headFile: headPath } = audit;
  return {
    store: store.directory,
    audit: { origin, keys, leafPath, headPath },
    cursorKeys: events.keysFile,
  };
}

/** All in one folder. */
export function placesIn(directory: string, origin: string): Places {
  const audit = join(directory, 'audit');
  return {
    store: join(directory, 'store'),
    audit: {
      origin,
      keys: join(audit, 'keys'),
      headPath: join(audit, 'head'),
      leafPath: join(audit, 'leaves'),
    },
    cursorKeys: join(directory, 'cursor.key'),
  };
}

/** The folders that the parts expect; what is missing is made for this user alone. */
export function makeFolders({ store, audit, cursorKeys }: Places): void {
  const files = [store, audit.keys, audit.leafPath, audit.headPath, cursorKeys];
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}
