// SPDX-License-Identifier: Apache-2.0
// Lines that come one after the other, and under them, on a terminal, one that says how it goes.
import type { Terminal } from '../terminal.ts';
import { clipPainted } from '../text.ts';

const ERASE_LINE = '\r\u001b[K';

export class Printer {
  readonly #terminal: Terminal;
  #status = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get clogged(): boolean {
    return this.#terminal.clogged;
  }

  line(text: string): void {
    const { isTty, columns, style } = this.#terminal;
    if (!isTty) {
      this.#terminal.line(text);
      return;
    }
    const shown = clipPainted(text, columns, style.glyphs.ellipsis);
    this.#terminal.write(`${this.#erase()}${shown}\n${this.#status}`);
  }

  json(value: unknown): void {
    this.#terminal.json(value);
  }

  /** Only on a terminal: in a file it would be noise. */
  status(text: string): void {
    if (this.#terminal.isTty) {
      const { columns, style } = this.#terminal;
      const erase = this.#erase();
      this.#status = clipPainted(text, columns - 1, style.glyphs.ellipsis);
      this.#terminal.write(erase + this.#status);
    }
  }

  end(): void {
    this.#terminal.write(this.#erase());
    this.#status = '';
  }

  #erase(): string {
    return this.#status === '' ? '' : ERASE_LINE;
  }
}
