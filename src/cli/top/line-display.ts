// SPDX-License-Identifier: Apache-2.0
// For pipes, logs and --once: the picture, then what happens, then the picture again.
import type { Terminal } from '../terminal.ts';
import { clipPainted } from '../text.ts';
import { renderCommands, renderPicture, renderRates } from './screen.ts';
import type { Picture } from './view.ts';

/** Of one second; the rate says how many there were. */
const SHOWN_PER_SECOND = 6;

export interface Display {
  open(): void;
  happened(line: string): void;
  tick(): void;
  close(): void;
}

export class LineDisplay implements Display {
  readonly #terminal: Terminal;
  readonly #picture: Picture;
  #waiting: string[] = [];

  constructor(terminal: Terminal, picture: Picture) {
    this.#terminal = terminal;
    this.#picture = picture;
  }

  open(): void {
    const view = this.#picture();
    const { columns, style } = this.#terminal;
    this.#print([...renderPicture(view, columns, style), '']);
    if (view.notice !== undefined) {
      this.#print(renderRates(view, columns, style));
    }
  }

  happened(line: string): void {
    this.#waiting.push(line);
  }

  tick(): void {
    const { columns, style } = this.#terminal;
    const view = this.#picture();
    const more = this.#waiting.length - SHOWN_PER_SECOND;
    this.#print(this.#waiting.slice(0, SHOWN_PER_SECOND));
    this.#waiting = [];
    if (more > 0) {
      this.#print([style.paint('dim', `${' '.repeat(13)}and more`)]);
    }
    if (view.notice === undefined) {
      this.#print(renderRates(view, columns, style));
    }
  }

  close(): void {
    const view = this.#picture();
    const { columns, style } = this.#terminal;
    this.#print(this.#waiting.slice(0, SHOWN_PER_SECOND));
    this.#print([
      '',
      ...renderPicture(view, columns, style),
      '',
      ...renderRates(view, columns, style),
      '',
    ]);
    this.#terminal.lines(renderCommands(view, style));
  }

  #print(lines: readonly string[]): void {
    const { columns, style } = this.#terminal;
    this.#terminal.lines(lines.map((line) => clipPainted(line, columns, style.glyphs.ellipsis)));
  }
}
