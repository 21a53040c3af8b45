// SPDX-License-Identifier: Apache-2.0
// Lines of a program's output as they come; who waits for one waits with an end.
import { createInterface } from 'node:readline';

export class Lines {
  readonly #waiting = new Map<(line: string) => boolean, (line: string) => void>();
  /** The latest, for when something goes wrong. */
  readonly last: string[] = [];

  constructor(from: NodeJS.ReadableStream, keep = 20) {
    createInterface({ input: from }).on('line', (line) => {
      this.last.push(line);
      if (this.last.length > keep) {
        this.last.shift();
      }
      for (const [good, found] of this.#waiting) {
        if (good(line)) {
          this.#waiting.delete(good);
          found(line);
        }
      }
    });
  }

  /** The next for which @good holds. */
  next(good: (line: string) => boolean, limitMs: number, what: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(good);
        reject(new Error(`${what} did not come in ${limitMs / 1_000} s:\n${this.last.join('\n')}`));
      }, limitMs);
      this.#waiting.set(good, (line) => {
        clearTimeout(timer);
        resolve(line);
      });
    });
  }
}
