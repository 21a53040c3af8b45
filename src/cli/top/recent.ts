// SPDX-License-Identifier: Apache-2.0
// The last lines, and a budget for them: nobody reads a thousand a second.

/** Decoding costs a microsecond or two. */
const DECODED_PER_SECOND = 2000;
const LINES_PER_SECOND = 100;

export class Recent {
  readonly #kept: number;
  #lines: string[] = [];
  #decodable = DECODED_PER_SECOND;
  #showable = LINES_PER_SECOND;

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** May another one be decoded in this second? */
  admit(): boolean {
    this.#decodable--;
    return this.#decodable >= 0;
  }

  /** May another one be shown in this second? */
  admitLine(): boolean {
    this.#showable--;
    return this.#showable >= 0;
  }

  tick(): void {
    this.#decodable = DECODED_PER_SECOND;
    this.#showable = LINES_PER_SECOND;
  }

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > 2 * this.#kept) {
      this.#lines = this.#lines.slice(-this.#kept);
    }
  }

  get lines(): readonly string[] {
    return this.#lines.slice(-this.#kept);
  }
}
