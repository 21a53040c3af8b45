// SPDX-License-Identifier: Apache-2.0
// What all subscribers together hold of pages read from the log. Over the limit the one that used
// its pages longest ago gives them up, and reads them again when it comes back.

/** {unit bytes} */
export const PAGE_MIN = 64 * 1024;
const PAGE_MAX = 512 * 1024;

export interface PageHolder {
  dropPages(): void;
}

export class PageBudget {
  /** What one page may have, at most. {unit bytes} */
  readonly pageMax: number;
  readonly #limit: number;
  /** The one that used its pages longest ago first. */
  readonly #held = new Map<PageHolder, number>();
  #bytes = 0;

  /** @limit {unit bytes} */
  constructor(limit: number) {
    this.#limit = limit;
    this.pageMax = Math.min(PAGE_MAX, Math.max(PAGE_MIN, limit >> 4));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @holder has @bytes now, and has just used them; 0 for none. */
  hold(holder: PageHolder, bytes: number): void {
    this.#bytes += bytes - (this.#held.get(holder) ?? 0);
    this.#held.delete(holder);
    if (bytes > 0) {
      this.#held.set(holder, bytes);
    }
    for (const [other, size] of this.#held) {
      if (this.#bytes <= this.#limit || other === holder) {
        break;
      }
      this.#held.delete(other);
      this.#bytes -= size;
      other.dropPages();
    }
  }
}
