// SPDX-License-Identifier: Apache-2.0
// What the bench's two processes say to each other, and the bare echo that stands beside the service.

export const ECHO = '/bench.Echo/Echo';
export const ECHO_STREAM = '/bench.Echo/Stream';

/** Where the served process listens: the service and the echo, each by both ways. */
export interface Listening {
  readonly service: Readonly<Record<Transport, string>>;
  readonly echo: Readonly<Record<Transport, string>>;
  /** PEM, of the certificate that both present over TLS. */
  readonly certificate: string;
}

export type Transport = 'unix' | 'tls';

/** What the served process is asked beside calls; each is answered with one number when it is done. */
export type Chore =
  /** Its processor time, all threads, since its start. {unit us} */
  | { readonly what: 'cpu' }
  /** Makes so many events durable, with subjects of @under. Answers how many there are. */
  | { readonly what: 'publish'; readonly under: string; readonly count: number }
  /** Publishes telemetry for @ms. Answers how many values. */
  | { readonly what: 'telemetry'; readonly under: string; readonly ms: number }
  /** Reads a register of the device itself. Answers the median. {unit us} */
  | { readonly what: 'read'; readonly device: number; readonly count: number }
  /** Two persons reset the stop, and from then on a second one says yes to whatever is asked. */
  | { readonly what: 'willing' };

export interface ChoreDone {
  readonly value: number;
}

/** The first four bytes of an echo's request say how long the answer is. */
const LENGTH_BYTES = 4;

export function echoRequest(requestBytes: number, answerBytes: number): Buffer {
  const request = Buffer.alloc(Math.max(LENGTH_BYTES, requestBytes));
  request.writeUInt32LE(answerBytes, 0);
  return request;
}

export function echoAnswer(request: Buffer): Buffer {
  return Buffer.alloc(request.readUInt32LE(0));
}

/** So many messages of that size. */
export function streamRequest(count: number, messageBytes: number): Buffer {
  const request = Buffer.alloc(2 * LENGTH_BYTES);
  request.writeUInt32LE(count, 0);
  request.writeUInt32LE(messageBytes, LENGTH_BYTES);
  return request;
}

export function streamAsked(request: Buffer): readonly [count: number, messageBytes: number] {
  return [request.readUInt32LE(0), request.readUInt32LE(LENGTH_BYTES)];
}
