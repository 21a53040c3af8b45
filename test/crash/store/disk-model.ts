// SPDX-License-Identifier: Apache-2.0
// What a power cut may leave of files: what was synced, and of the rest any part. A write that was
// not synced may be there, not there, or there in some of its 512-byte sectors, whatever became of
// those around it. Names (creation, removal, renaming) survive in order: all until the directory was
// synced, of those after it any number. No file system is as unkind as this within what it promises.

export type Operation =
  | { readonly kind: 'write'; readonly file: number; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: number; readonly size: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'create'; readonly name: string; readonly file: number }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'sync-directory' };

type Change = Extract<Operation, { kind: 'write' | 'truncate' }>;
type Naming = Extract<Operation, { kind: 'create' | 'unlink' | 'rename' }>;

/** Decides about what was not synced: true with the given probability. */
export type Chance = (probability: number) => boolean;

const SECTOR = 512;

interface File {
  synced: Buffer;
  pending: Change[];
}

export class Disk {
  readonly #files = new Map<number, File>();
  #names = new Map<string, number>();
  #namings: Naming[] = [];

  apply(operation: Operation): void {
    switch (operation.kind) {
      case 'write':
      case 'truncate':
        this.#file(operation.file).pending.push(operation);
        break;
      case 'sync': {
        const file = this.#file(operation.file);
        file.synced = file.pending.reduce(change, file.synced);
        file.pending = [];
        break;
      }
      case 'create':
      case 'unlink':
      case 'rename':
        this.#namings.push(operation);
        break;
      case 'sync-directory':
        this.#names = this.#namings.reduce(rename, this.#names);
        this.#namings = [];
        break;
    }
  }

  /** The files by name after a cut now. @keep is the probability that something unsynced is there. */
  cut(chance: Chance, keep: number): Map<string, Buffer> {
    let names = this.#names;
    for (const naming of this.#namings) {
      if (!chance(keep)) {
        break;
      }
      names = rename(names, naming);
    }
    const files = new Map<string, Buffer>();
    for (const [name, number] of names) {
      const { synced, pending } = this.#file(number);
      const survived = pending.flatMap((one) => survivors(one, chance, keep));
      files.set(name, survived.reduce(change, synced));
    }
    return files;
  }

  #file(number: number): File {
    let file = this.#files.get(number);
    if (file === undefined) {
      file = { synced: Buffer.alloc(0), pending: [] };
      this.#files.set(number, file);
    }
    return file;
  }
}

function change(content: Buffer, operation: Change): Buffer {
  if (operation.kind === 'truncate') {
    return Buffer.concat([content.subarray(0, operation.size)], operation.size);
  }
  const { at, data } = operation;
  const changed = Buffer.concat([content], Math.max(content.length, at + data.length));
  data.copy(changed, at);
  return changed;
}

function rename(names: ReadonlyMap<string, number>, naming: Naming): Map<string, number> {
  const changed = new Map(names);
  if (naming.kind === 'create') {
    changed.set(naming.name, naming.file);
  } else if (naming.kind === 'unlink') {
    changed.delete(naming.name);
  } else {
    changed.set(naming.to, Number(changed.get(naming.from)));
    changed.delete(naming.from);
  }
  return changed;
}

/** What is left of one change: all, nothing, or some of its sectors. */
function survivors(one: Change, chance: Chance, keep: number): Change[] {
  if (one.kind === 'truncate' || keep === 0 || keep === 1 || chance(0.5)) {
    return chance(keep) ? [one] : [];
  }
  const parts: Change[] = [];
  for (let from = 0; from < one.data.length; ) {
    const at = one.at + from;
    const to = Math.min(one.data.length, from + SECTOR - (at % SECTOR));
    if (chance(keep)) {
      parts.push({ ...one, at, data: one.data.subarray(from, to) });
    }
    from = to;
  }
  return parts;
}
