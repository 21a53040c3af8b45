// SPDX-License-Identifier: Apache-2.0
// The main thread's half of reading: one query at a time goes to the reader's thread, each with a
// deadline. SQLite cannot be interrupted from outside, so a thread whose query does not give up when
// nobody waits for it any more is left to itself and replaced.
import type { Worker } from 'node:worker_threads';
import {
  StoreBusyError,
  StoreClosedError,
  StoreFailedError,
  StoreQueryAbortedError,
} from './errors.ts';
import type { StoreSettings } from './options.ts';
import type { FromReader, ReaderData, ToReader } from './protocol.ts';
import { startThread } from './threads.ts';
import { fromWire } from './wire-error.ts';

/** How long a query that was given up may keep others waiting. {unit ms} */
const GRACE_MS = 1000;
/** Threads that were left to a query that does not end; with so many no more are started. */
const MOST_LEFT = 2;

interface Query {
  readonly id: number;
  readonly message: ToReader;
  /** Settles the promise, once; clears timer and listener. */
  settle(action: () => void): void;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Reader {
  readonly worker: Worker;
  readonly cancelled: Int32Array;
}

export class ReadSide {
  readonly #settings: StoreSettings;
  readonly #path: string;
  readonly #onDamage: (error: Error) => void;
  readonly #waiting: Query[] = [];
  readonly #opened = performance.now();
  #reader: Reader | undefined;
  #current: Query | undefined;
  #starting = false;
  #closed = false;
  #nextId = 1;
  #left = 0;
  #graceTimer: NodeJS.Timeout | undefined;

  private constructor(settings: StoreSettings, path: string, onDamage: (error: Error) => void) {
    this.#settings = settings;
    this.#path = path;
    this.#onDamage = onDamage;
  }

  static async start(
    settings: StoreSettings,
    path: string,
    onDamage: (error: Error) => void,
  ): Promise<ReadSide> {
    const side = new ReadSide(settings, path, onDamage);
    side.#adopt(await side.#startReader());
    return side;
  }

  get waiting(): number {
    return this.#waiting.length + (this.#current === undefined ? 0 : 1);
  }

  query(module: string, name: string, argument: unknown, signal?: AbortSignal): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const { queries } = this.#settings.limits;
    const limitMs = this.#limitMs();
    const what = `${module}.${name}`;
    if (this.#closed) {
      reject(new StoreClosedError());
      return promise;
    }
    if (signal?.aborted === true) {
      reject(
        new StoreQueryAbortedError(what, `its signal: ${String(signal.reason)}`, signal.reason),
      );
      return promise;
    }
    if (this.#waiting.length >= queries) {
      reject(new StoreBusyError("the store's queue for queries", this.#waiting.length, 0));
      return promise;
    }
    const id = this.#nextId;
    this.#nextId = id >= 0x7fff_ffff ? 1 : id + 1;
    const giveUp = (why: string, cause?: unknown): void => {
      query.settle(() => reject(new StoreQueryAbortedError(what, why, cause)));
      this.#giveUp(query);
    };
    const onAbort = (): void => giveUp(`its signal: ${String(signal?.reason)}`, signal?.reason);
    const timer = setTimeout(() => giveUp(`it took more than ${limitMs} ms`), limitMs);
    let settled = false;
    const query: Query = {
      id,
      message: { type: 'query', id, module, name, argument },
      settle: (action) => {
        if (!settled) {
          settled = true;
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          action();
        }
      },
      resolve,
      reject,
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#waiting.push(query);
    this.#next();
    return promise;
  }

  #limitMs(): number {
    const { queryMs, startMs } = this.#settings.limits;
    const left = this.#opened + startMs - performance.now();
    return Math.max(queryMs, Math.ceil(left));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#graceTimer);
    const error = new StoreClosedError();
    for (const query of [...this.#waiting.splice(0), ...(this.#current ? [this.#current] : [])]) {
      query.settle(() => query.reject(error));
    }
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) {
      return;
    }
    if (this.#current !== undefined) {
      Atomics.store(reader.cancelled, 0, this.#current.id);
    }
    const exited = new Promise<void>((resolve) => reader.worker.once('exit', () => resolve()));
    const message: ToReader = { type: 'close' };
    reader.worker.postMessage(message);
    const late = new Promise<void>((resolve) => setTimeout(resolve, GRACE_MS).unref());
    await Promise.race([exited, late]);
    void reader.worker.terminate();
  }

  async #startReader(): Promise<Reader> {
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    const data: ReaderData = { settings: this.#settings, path: this.#path, cancelled };
    const { worker } = await startThread<FromReader>('reader-thread', data);
    return { worker, cancelled };
  }

  #adopt(reader: Reader): void {
    this.#reader = reader;
    reader.worker.on('message', (message: FromReader) => this.#receive(reader, message));
    reader.worker.on('error', (error) => this.#lose(reader, String(error)));
    reader.worker.on('exit', (code) => this.#lose(reader, `it ended with code ${code}`));
  }

  #next(): void {
    const reader = this.#reader;
    if (this.#current !== undefined || this.#starting || this.#closed) {
      return;
    }
    if (reader === undefined) {
      if (this.#waiting.length > 0) {
        this.#restart();
      }
      return;
    }
    const query = this.#waiting.shift();
    if (query === undefined) {
      return;
    }
    try {
      reader.worker.postMessage(query.message);
      this.#current = query;
    } catch (error) {
      query.settle(() => query.reject(error instanceof Error ? error : new Error(String(error))));
      this.#next();
    }
  }

  #receive(reader: Reader, message: FromReader): void {
    const query = this.#current;
    if (reader !== this.#reader || query === undefined) {
      return;
    }
    if (message.type !== 'answer' && message.type !== 'failure') {
      return;
    }
    clearTimeout(this.#graceTimer);
    this.#current = undefined;
    this.#next();
    if (message.type === 'answer') {
      query.settle(() => query.resolve(message.result));
      return;
    }
    const error = fromWire(message.error);
    if (message.damaged) {
      this.#onDamage(error);
    }
    query.settle(() => query.reject(error));
  }

  /** Nobody waits for it any more. If it runs and does not end, the others get a new thread. */
  #giveUp(query: Query): void {
    if (query !== this.#current) {
      const place = this.#waiting.indexOf(query);
      if (place >= 0) {
        this.#waiting.splice(place, 1);
      }
      return;
    }
    const reader = this.#reader;
    if (reader !== undefined) {
      Atomics.store(reader.cancelled, 0, query.id);
      this.#graceTimer = setTimeout(() => this.#leave(reader), GRACE_MS);
    }
  }

  #leave(reader: Reader): void {
    if (reader !== this.#reader || this.#left >= MOST_LEFT) {
      return;
    }
    this.#left += 1;
    reader.worker.once('exit', () => {
      this.#left -= 1;
    });
    this.#reader = undefined;
    this.#current = undefined;
    void reader.worker.terminate();
    this.#next();
  }

  #lose(reader: Reader, why: string): void {
    if (reader !== this.#reader) {
      return;
    }
    this.#reader = undefined;
    const query = this.#current;
    this.#current = undefined;
    query?.settle(() => query.reject(new StoreFailedError(`its reader died: ${why}`, 'none')));
    this.#next();
  }

  #restart(): void {
    this.#starting = true;
    this.#startReader().then(
      (reader) => {
        this.#starting = false;
        if (this.#closed) {
          void reader.worker.terminate();
          return;
        }
        this.#adopt(reader);
        this.#next();
      },
      (error: Error) => {
        this.#starting = false;
        for (const query of this.#waiting.splice(0)) {
          query.settle(() => query.reject(error));
        }
      },
    );
  }
}
