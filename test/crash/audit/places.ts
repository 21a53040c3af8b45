// SPDX-License-Identifier: Apache-2.0
// Where a log that is struck keeps its files, and how it is opened.
import { join } from 'node:path';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import {
  type AuditPlaces,
  auditModule,
  openAuditLog,
  prepareKeys,
} from '../../../src/audit/open.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import { openStore } from '../../../src/store/open.ts';

export function placesIn(folder: string): AuditPlaces {
  return {
    origin: 'host.example/dsmil/audit',
    keys: join(folder, 'keys'),
    headPath: join(folder, 'head'),
    leafPath: join(folder, 'leaves'),
  };
}

/** The files of the log's own whose calls are struck, by the name that the part calls them. */
export function filesOf(what: string, folder: string): string[] {
  const { headPath, leafPath, keys } = placesIn(folder);
  const files: Readonly<Record<string, readonly string[]>> = {
    head: [headPath, `${headPath}.new`],
    leaves: [leafPath, `${leafPath}.new`, `${leafPath}.reserve`],
    keys: ['ed25519.pem', 'ml-dsa-44.pem', 'trust.policy'].flatMap((name) => {
      const path = join(keys, name);
      return [path, `${path}.new`];
    }),
  };
  const found = files[what];
  if (found === undefined) {
    throw new Error(`there are ${Object.keys(files).join(', ')}, not '${what}'`);
  }
  return [...found];
}

export function entryOf(name: string): AuditEntry {
  return {
    kind: 'operation.intent',
    severity: 1,
    actor: 'alice',
    device: 0x8003,
    coordinationId: name,
    clearance: 0,
    compartments: [],
    at: 1_790_000_000_000,
    details: { name },
  };
}

/** Opens store and log in @folder, does @body, and closes both. */
export async function withLog<T>(
  folder: string,
  body: (log: AuditHandle) => Promise<T>,
  onSink: (name: string, error: Error | undefined) => void = () => undefined,
): Promise<T> {
  const places = placesIn(folder);
  const storePath = join(folder, 'store');
  prepareKeys(places);
  const store = await openStore({
    directory: storePath,
    modules: [auditModule(places)],
    limits: { walBytes: 65_536, reserveBytes: 65_536, spaceCheckMs: 50 },
  });
  try {
    const clock = { wall: () => Date.now(), boot: () => performance.now() };
    const log = await openAuditLog({ ...places, store, storePath, clock, onSink });
    try {
      return await body(log);
    } finally {
      await log.close();
    }
  } finally {
    await store.close();
  }
}
