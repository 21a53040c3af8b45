// SPDX-License-Identifier: Apache-2.0
// Publications that were refused: their publisher got the error; here they are counted, and the last
// ones shown, so that somebody else can see that a publisher is broken.
import type { Publication } from '../core/ports/event-log.ts';

export interface DeadLetter {
  /** As far as it is text, and not too much of it. */
  readonly subject: string;
  readonly code: string;
  readonly message: string;
  /** {unit ms since 1970} */
  readonly at: number;
}

const SHOWN = 32;
const TEXT_MAX = 256;

export class DeadLetters {
  #count = 0;
  readonly #byCode = new Map<string, number>();
  readonly #last: DeadLetter[] = [];

  get count(): number {
    return this.#count;
  }

  /** By the error's code: how many. */
  get byCode(): ReadonlyMap<string, number> {
    return this.#byCode;
  }

  /** The newest last, 32 at most. */
  get last(): readonly DeadLetter[] {
    return this.#last;
  }

  add(publication: Publication, error: unknown, at: number): void {
    const code = codeOf(error);
    this.#count += 1;
    this.#byCode.set(code, (this.#byCode.get(code) ?? 0) + 1);
    const { subject } = publication;
    this.#last.push({
      subject: typeof subject === 'string' ? subject.slice(0, TEXT_MAX) : typeof subject,
      code,
      message: (error instanceof Error ? error.message : String(error)).slice(0, TEXT_MAX),
      at,
    });
    if (this.#last.length > SHOWN) {
      this.#last.shift();
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'none';
}
