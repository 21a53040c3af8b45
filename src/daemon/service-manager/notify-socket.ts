// SPDX-License-Identifier: Apache-2.0
// Messages to a service manager, in order, without waiting: what its socket has no room for is sent later.

/** Sends one datagram: null, or the name of the errno. */
export type SendDatagram = (path: string, text: string) => string | null;

export interface NotifySocketOptions {
  /** '/…' or '@…'. */
  readonly path: string;
  readonly send: SendDatagram;
  /** Hears of the first failure of each kind. */
  readonly onProblem: (error: Error) => void;
}

export class NotifyError extends Error {
  override readonly name = 'NotifyError';
  readonly code = 'ERR_DSMIL_NOTIFY';

  constructor(path: string, why: string) {
    super(`the service manager cannot be told at ${path}: ${why}; it may think that we hang`);
  }
}

/** Between two tries. {unit ms} */
export const RETRY_MS = 100;
/** States that wait; of more the oldest is given up, since a later one replaces it. */
export const WAITING_MAX = 16;

const FULL = new Set(['EAGAIN', 'ENOBUFS']);

export class NotifySocket {
  readonly #options: NotifySocketOptions;
  readonly #told = new Set<string>();
  #waiting: string[] = [];
  #retry: NodeJS.Timeout | undefined;

  constructor(options: NotifySocketOptions) {
    this.#options = options;
  }

  /** Now, or as soon as there is room. */
  state(text: string): void {
    this.#waiting.push(text);
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting.shift();
    }
    this.#flush();
  }

  /** Now or never: another one follows. */
  beat(text: string): void {
    this.#send(text);
  }

  /** What waits is given up. Idempotent. */
  close(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#waiting = [];
  }

  #flush(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#send(next) === 'full') {
        this.#retry = setTimeout(() => this.#flush(), RETRY_MS);
        this.#retry.unref();
        return;
      }
      this.#waiting.shift();
    }
  }

  #send(text: string): 'sent' | 'full' | 'failed' {
    const { path, send } = this.#options;
    let why: string | null;
    try {
      why = send(path, text);
    } catch (error) {
      why = String(error);
    }
    if (why === null) {
      return 'sent';
    }
    if (!this.#told.has(why)) {
      this.#told.add(why);
      this.#options.onProblem(new NotifyError(path, why));
    }
    return FULL.has(why) ? 'full' : 'failed';
  }
}
