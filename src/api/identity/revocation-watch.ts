// SPDX-License-Identifier: Apache-2.0
// Keeps the revocation list as its file is, and puts out whom it names: at once, over every listener.
import { FileWatch, factsOf } from './file-watch.ts';
import type { Reception } from './reception.ts';
import type { Revocations } from './revocations.ts';

export interface RevocationWatchOptions {
  readonly path: string;
  readonly revocations: Revocations;
  readonly reception: Reception;
  /** The list was read again, and is in force. */
  readonly onReload: () => void;
  /** It cannot be used: from now on it speaks against everybody over TLS. */
  readonly onFileProblem: (error: unknown) => void;
}

export class RevocationWatch {
  readonly #options: RevocationWatchOptions;
  readonly #watch: FileWatch;

  private constructor(options: RevocationWatchOptions, known: string) {
    this.#options = options;
    this.#watch = new FileWatch([options.path], known, () => this.#read());
  }

  /** Resolves when the list has been read, or told of as a problem; never rejects. */
  static async open(options: RevocationWatchOptions): Promise<RevocationWatch> {
    const { path, revocations, reception, onFileProblem } = options;
    const known = await factsOf([path]);
    await revocations.reload();
    reception.recheck();
    if (revocations.problem !== null) {
      onFileProblem(revocations.problem);
    }
    return new RevocationWatch(options, known);
  }

  /** Reads it again, changed or not. Resolves when it is in force; never rejects. */
  async reload(): Promise<void> {
    await this.#watch.force();
  }

  /** Idempotent. */
  close(): void {
    this.#watch.close();
  }

  async #read(): Promise<void> {
    const { revocations, reception, onReload, onFileProblem } = this.#options;
    await revocations.reload();
    reception.recheck();
    if (revocations.problem === null) {
      onReload();
    } else {
      onFileProblem(revocations.problem);
    }
  }
}
