// SPDX-License-Identifier: Apache-2.0
// The whole screen of a terminal, in its alternate buffer: what was there before comes back.
import type { Terminal } from '../terminal.ts';
import type { Display } from './line-display.ts';
import { renderPicture, renderScreen } from './screen.ts';
import type { Picture } from './view.ts';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const END_OF_LINE = '\u001b[K';
const END_OF_SCREEN = '\u001b[J';
/** Smooth to look at, and no work to speak of. */
const FRAME_MS = 250;
const CTRL_C = '\u0003';

export class ScreenDisplay implements Display {
  readonly #terminal: Terminal;
  readonly #picture: Picture;
  readonly #quit: () => void;
  #frame: NodeJS.Timeout | undefined;
  #undo: (() => void)[] = [];

  constructor(terminal: Terminal, picture: Picture, quit: () => void) {
    this.#terminal = terminal;
    this.#picture = picture;
    this.#quit = quit;
  }

  open(): void {
    this.#terminal.write(ENTER);
    // However the process ends, the terminal is as it was.
    const leave = (): void => this.#terminal.write(LEAVE);
    process.once('exit', leave);
    this.#undo.push(
      () => process.off('exit', leave),
      this.#terminal.onResize(() => this.#draw()),
    );
    this.#listenForKeys();
    this.#frame = setInterval(() => this.#draw(), FRAME_MS);
    this.#draw();
  }

  #listenForKeys(): void {
    const { stdin } = process;
    if (!stdin.isTTY) {
      return;
    }
    const onData = (data: Buffer): void => {
      const keys = data.toString();
      // In raw mode Ctrl-C is a key like any other.
      if (keys.includes('q') || keys.includes(CTRL_C)) {
        this.#quit();
      }
    };
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
    this.#undo.push(() => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
    });
  }

  happened(_line: string): void {
    // The next frame shows it.
  }

  tick(): void {
    this.#draw();
  }

  #draw(): void {
    // A terminal that does not keep up gets the next frame, not all of them.
    if (this.#terminal.clogged) {
      return;
    }
    const { columns, rows, style } = this.#terminal;
    const lines = renderScreen(this.#picture(), columns, rows, style);
    this.#terminal.write(HOME + lines.map((line) => line + END_OF_LINE).join('\n') + END_OF_SCREEN);
  }

  /** Leaves the last picture behind, so that it is not gone with the screen. */
  close(): void {
    clearInterval(this.#frame);
    for (const undo of this.#undo) {
      undo();
    }
    this.#undo = [];
    const { columns, style } = this.#terminal;
    this.#terminal.write(LEAVE);
    this.#terminal.lines(renderPicture(this.#picture(), columns, style));
  }
}
