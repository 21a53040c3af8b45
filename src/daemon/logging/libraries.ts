// SPDX-License-Identifier: Apache-2.0
// What libraries and Node would print themselves, past the log: lines that are no JSON, of any length, as many as a
// client wants, with what that client sent in them. They are told like everything else.
import { setLogger } from '@grpc/grpc-js';

/** The part of the log that is needed here. */
export interface Teller {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** A client's metadata that gRPC does not take: its name is told, its value may be a secret. */
const METADATA = /^(Failed to add metadata entry [^:]*):.*$/s;

/** For the rest of this process. */
export function tellOfLibraries(log: Teller): void {
  const said = (...words: unknown[]): object => ({
    library: 'grpc-js',
    said: words.map(String).join(' ').replace(METADATA, '$1'),
  });
  setLogger({
    debug: (...words) => log.debug(said(...words), 'a library says'),
    info: (...words) => log.info(said(...words), 'a library says'),
    // An error of its own is mostly a fault of who is at the other end.
    error: (...words) => log.warn(said(...words), 'a library says'),
  });
  // Node's own listener is what prints them.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, 'Node warns'));
}
