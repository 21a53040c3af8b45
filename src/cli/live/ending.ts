// SPDX-License-Identifier: Apache-2.0
// How a command that runs without end comes to one: Ctrl-C, a signal, a time, or nobody reads any
// more. The commands tidy up and return; nothing here ends the process.
import type { Terminal } from '../terminal.ts';

export type Cause = 'interrupt' | 'terminated' | 'time' | 'closed' | 'done' | 'gone';

export class Ending implements Disposable {
  readonly #controller = new AbortController();
  readonly #done = Promise.withResolvers<Cause>();
  readonly #undo: (() => void)[] = [];
  /** What a signal's end is reported as: 128 and its number, as shells do. */
  exitCode = 0;

  constructor(terminal: Terminal, seconds: number | undefined) {
    // Ctrl-C is how such a command is meant to be ended: no failure.
    this.#onSignal('SIGINT', 'interrupt', 0);
    this.#onSignal('SIGTERM', 'terminated', 143);
    this.#onSignal('SIGHUP', 'terminated', 129);
    const onClosed = (): void => this.end('closed');
    if (terminal.closed.aborted) {
      onClosed();
    }
    terminal.closed.addEventListener('abort', onClosed);
    this.#undo.push(() => terminal.closed.removeEventListener('abort', onClosed));
    if (seconds !== undefined) {
      const timer = setTimeout(() => this.end('time'), seconds * 1000);
      this.#undo.push(() => clearTimeout(timer));
    }
  }

  #onSignal(signal: NodeJS.Signals, cause: Cause, exitCode: number): void {
    const listener = (): void => {
      // Asked twice, it does not tidy up any more.
      if (this.#controller.signal.aborted) {
        process.exit(exitCode === 0 ? 130 : exitCode);
      }
      this.exitCode = exitCode;
      this.end(cause);
    };
    process.on(signal, listener);
    this.#undo.push(() => process.off(signal, listener));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get ended(): Promise<Cause> {
    return this.#done.promise;
  }

  end(cause: Cause): void {
    if (!this.#controller.signal.aborted) {
      this.#controller.abort(cause);
      this.#done.resolve(cause);
    }
  }

  [Symbol.dispose](): void {
    for (const undo of this.#undo) {
      undo();
    }
  }
}
