// SPDX-License-Identifier: Apache-2.0
// The track's storage, in the store.
import type { Json } from '../../core/canonical/json.ts';
import type { Command, ModuleReference, Store } from '../../store/contract.ts';
import type { RevisionRow } from './charter/revision.ts';
import { rowsOf } from './charter/rows.ts';
import { SecurityMemoryError, UncertainWriteError } from './errors.ts';
import {
  PARTS,
  type Part,
  type PartName,
  type SecurityStorage,
  type StoredSecurity,
} from './memory/storage.ts';
import { MODULE_NAME, type StoredPart } from './store-module.ts';

/** For opening the store: beside this file, compiled or not. */
export const SECURITY_MODULE: ModuleReference = {
  url: new URL(
    import.meta.url.endsWith('.ts') ? './store-module.ts' : './store-module.js',
    import.meta.url,
  ).href,
  options: null,
};

function partOf({ part, key, value }: StoredPart): Part {
  if (!PARTS.includes(part as PartName) || value === null) {
    throw new SecurityMemoryError(`${part}/${key}`, 'this version knows no such part');
  }
  return { part: part as PartName, key, value: JSON.parse(value) as Json };
}

function stored(parts: readonly Part[]): StoredPart[] {
  return parts.map(({ part, key, value }) => ({
    part,
    key,
    value: value === null ? null : JSON.stringify(value),
  }));
}

export class StoreStorage implements SecurityStorage {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async load(): Promise<StoredSecurity> {
    const rows = (await this.#store.query(MODULE_NAME, 'load', null)) as readonly StoredPart[];
    const charter = await this.#store.query(MODULE_NAME, 'charter', null);
    return { parts: rows.map(partOf), revisions: rowsOf(charter as readonly object[]) };
  }

  save(parts: readonly Part[]): Promise<void> {
    return this.#write('save', stored(parts));
  }

  commit(revision: RevisionRow, parts: readonly Part[]): Promise<void> {
    return this.#write('commit', { revision, parts: stored(parts) });
  }

  async #write(name: string, argument: unknown): Promise<void> {
    const command: Command = { module: MODULE_NAME, name, argument };
    const [outcome] = await this.#store
      .write([{ writeClass: 'normal', commands: [command] }])
      .catch((error: unknown) => {
        throw new UncertainWriteError(error);
      });
    if (outcome === undefined) {
      // Whether it was written, nobody knows.
      throw new UncertainWriteError(new SecurityMemoryError(name, 'the store gave no answer'));
    }
    if (!outcome.done) {
      throw outcome.error;
    }
  }
}
