// SPDX-License-Identifier: Apache-2.0
// Bytes to lines: bounded, strict about UTF-8, without a copy of what is whole already.
import { Buffer } from 'node:buffer';
import { LINE_MAX } from './messages.ts';

const NEWLINE = 0x0a;

/** The other side does not speak the protocol; the connection cannot go on. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code = 'ERR_DSMIL_PROTOCOL';
}

export class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #rest: Buffer[] = [];
  #restSize = 0;

  /** The lines that @chunk completes, without their ends. Throws ProtocolError. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  #keep(part: Buffer): void {
    this.#restSize += part.length;
    if (this.#restSize > LINE_MAX) {
      throw new ProtocolError(`a line is longer than ${LINE_MAX} bytes`);
    }
    if (part.length > 0) {
      this.#rest.push(part);
    }
  }

  #take(): string {
    const bytes = this.#rest.length === 1 ? this.#rest[0] : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restSize = 0;
    try {
      return this.#decoder.decode(bytes);
    } catch (cause) {
      throw new ProtocolError('a line is not UTF-8', { cause });
    }
  }
}
