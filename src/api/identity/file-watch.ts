// SPDX-License-Identifier: Apache-2.0
// Notices that files changed: at once where the system says so, and by looking in any case. Only facts
// about the files are asked for here, and none of it keeps the loop waiting.
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** How long a change goes unseen where the system does not tell of it. {unit ms} */
export const LOOK_MS = 500;
/**
 * How long after a change of something else in the folder it is looked: a link may lead through that, and it may be a log
 * that changes a thousand times a second. {unit ms}
 */
const NEIGHBOUR_MS = 50;

async function signature(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    // That it is not there, or cannot be asked about, is a fact about it like another.
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** How the files at @paths are now. Asked before they are read, no change after that goes unseen. */
export async function factsOf(paths: readonly string[]): Promise<string> {
  return (await Promise.all(paths.map(signature))).join('\n');
}

export class FileWatch {
  readonly #paths: readonly string[];
  readonly #onChange: () => Promise<void>;
  readonly #watchers: FSWatcher[] = [];
  readonly #looking: NodeJS.Timeout;
  #neighbour: NodeJS.Timeout | undefined;
  #known: string;
  #ended = false;
  /** A look is under way, and whether another one is wanted after it. */
  #busy: Promise<void> | undefined;
  #again = false;

  /** @onChange is called one at a time, and must not reject. @known: factsOf(@paths) when they were last taken in. */
  constructor(paths: readonly string[], known: string, onChange: () => Promise<void>) {
    this.#paths = paths;
    this.#known = known;
    this.#onChange = onChange;
    this.#looking = setInterval(() => void this.look(), LOOK_MS);
    this.#looking.unref();
    for (const folder of new Set(paths.map((path) => dirname(path)))) {
      this.#listenTo(folder);
    }
  }

  /** Looks now. Resolves when a change that was there has been taken in. */
  look(): Promise<void> {
    if (this.#busy !== undefined) {
      this.#again = true;
      return this.#busy;
    }
    this.#busy = this.#run().finally(() => {
      this.#busy = undefined;
    });
    return this.#busy;
  }

  /** As look(), and as if everything had changed. */
  async force(): Promise<void> {
    this.#known = '';
    await this.look();
  }

  /** Idempotent. */
  close(): void {
    this.#ended = true;
    clearInterval(this.#looking);
    clearTimeout(this.#neighbour);
    for (const watcher of this.#watchers.splice(0)) {
      watcher.close();
    }
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      const found = await factsOf(this.#paths);
      if (found !== this.#known && !this.#ended) {
        this.#known = found;
        await this.#onChange();
      }
    } while (this.#again && !this.#ended);
  }

  #lookSoon(): void {
    if (this.#ended) {
      return;
    }
    this.#neighbour ??= setTimeout(() => {
      this.#neighbour = undefined;
      void this.look();
    }, NEIGHBOUR_MS).unref();
  }

  #listenTo(folder: string): void {
    const names = new Set(this.#paths.map((path) => basename(path)));
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || names.has(name)) {
          void this.look();
        } else {
          this.#lookSoon();
        }
      });
      // The looks by time go on without it.
      watcher.on('error', () => watcher.close());
      this.#watchers.push(watcher);
    } catch (error) {
      // There is no such folder, or no watch left: the looks by time find out.
      if (!(error instanceof Error && 'code' in error)) {
        throw error;
      }
    }
  }
}
