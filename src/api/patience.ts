// SPDX-License-Identifier: Apache-2.0
// Waits for an operation as long as its caller does. What it leaves behind when the answer has come is nothing: a
// timer of AbortSignal.timeout() stays until its time, with all that listens to it.

export class Patience implements Disposable {
  readonly #ended = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #end = (): void => this.#ended.abort();

  /** Over when @caller is, or after @leftMs, which may be Infinity. {unit ms} */
  constructor(caller: AbortSignal, leftMs: number) {
    this.#caller = caller;
    if (caller.aborted) {
      this.#end();
      return;
    }
    caller.addEventListener('abort', this.#end, { once: true });
    if (Number.isFinite(leftMs)) {
      this.#timer = setTimeout(this.#end, leftMs);
    }
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#end);
  }
}
