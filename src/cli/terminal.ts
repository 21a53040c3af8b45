// SPDX-License-Identifier: Apache-2.0
// Standard output and error. A reader that goes away (dsmilctl watch | head) is no error: what is
// written after that is dropped, and those who write without end are told.
import { chooseColor, chooseUnicode, makeStyle, type Style } from './style.ts';
import { printable, printableJson, printableLines } from './text.ts';

const COLUMNS_PIPED = 120;
const COLUMNS_MIN = 40;
const COLUMNS_MAX = 240;

export interface TerminalSources {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly colorWanted: boolean;
}

export class Terminal {
  readonly style: Style;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  readonly #errorStyle: Style;
  readonly #env: NodeJS.ProcessEnv;
  readonly #closed = new AbortController();

  constructor({ stdout, stderr, env, colorWanted }: TerminalSources) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#env = env;
    const unicode = chooseUnicode(env);
    const styleOf = (stream: NodeJS.WriteStream): Style =>
      makeStyle({
        color: chooseColor({ isTty: stream.isTTY === true, env, colorWanted }),
        unicode,
      });
    this.style = styleOf(stdout);
    this.#errorStyle = styleOf(stderr);
    stdout.on('error', (error: NodeJS.ErrnoException) => this.#readerGone(error));
    // Nobody is left to be told of a failure to tell.
    stderr.on('error', () => undefined);
  }

  #readerGone(error: NodeJS.ErrnoException): void {
    if (!this.#closed.signal.aborted) {
      this.#closed.abort(error);
      if (error.code !== 'EPIPE') {
        this.problem(`standard output cannot be written: ${error.message}`);
      }
    }
  }

  /** Aborts when nobody reads standard output any more; its reason is the stream's error. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  get isTty(): boolean {
    return this.#stdout.isTTY === true;
  }

  get columns(): number {
    const wish = Number(this.#env['COLUMNS'] ?? Number.NaN);
    const columns = this.isTty ? this.#stdout.columns : wish > 0 ? wish : COLUMNS_PIPED;
    return Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, columns));
  }

  get rows(): number {
    return this.isTty ? Math.max(5, this.#stdout.rows) : 24;
  }

  onResize(listener: () => void): () => void {
    this.#stdout.on('resize', listener);
    return () => this.#stdout.off('resize', listener);
  }

  write(text: string): void {
    if (!this.closed.aborted) {
      this.#stdout.write(text);
    }
  }

  /** The reader has not taken what was written before. */
  get clogged(): boolean {
    return this.#stdout.writableNeedDrain;
  }

  line(text = ''): void {
    this.write(`${text}\n`);
  }

  lines(texts: readonly string[]): void {
    this.write(texts.map((text) => `${text}\n`).join(''));
  }

  json(value: unknown): void {
    this.write(`${printableJson(value)}\n`);
  }

  /**
   * For people beside the result: on standard error, so that a pipe gets the result alone. Whatever
   * is quoted in it (a wrong argument, another's words) cannot drive the terminal.
   */
  note(text: string): void {
    this.#stderr.write(`${printableLines(text)}\n`);
  }

  problem(message: string, advice: readonly string[] = []): void {
    const style = this.#errorStyle;
    // Colours here are ours alone: those in what is quoted go, too.
    const safe = (text: string): string => text.split('\n').map(printable).join('\n');
    this.note(`${style.paint('critical', 'dsmilctl:')} ${safe(message)}`);
    for (const line of advice) {
      this.note(`  ${safe(line)}`);
    }
  }

  /** The same, as one object a line. */
  problemJson(error: Record<string, unknown>): void {
    this.note(printableJson({ error }));
  }
}
