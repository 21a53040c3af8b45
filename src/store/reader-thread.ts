// SPDX-License-Identifier: Apache-2.0
// The thread that answers queries, on a connection that cannot write. Each query is one read
// transaction: it sees one state of the database, and that state is durable.
import type { DatabaseSync } from 'node:sqlite';
import { types } from 'node:util';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Cancellation, ModuleReader } from './contract.ts';
import { openForReading } from './database.ts';
import { StoreArgumentError, StoreModuleError, StoreQueryAbortedError } from './errors.ts';
import { loadModules } from './modules.ts';
import type { FromReader, ReaderData, ToReader } from './protocol.ts';
import { isDamage } from './sqlite-error.ts';
import { toWire } from './wire-error.ts';

type Query = Extract<ToReader, { type: 'query' }>;

class ReaderThread {
  readonly #database: DatabaseSync;
  readonly #readers: ReadonlyMap<string, ModuleReader>;
  readonly #cancelled: Int32Array;

  constructor(
    database: DatabaseSync,
    readers: ReadonlyMap<string, ModuleReader>,
    cancelled: Int32Array,
  ) {
    this.#database = database;
    this.#readers = readers;
    this.#cancelled = cancelled;
  }

  answer(message: Query): FromReader {
    const { id } = message;
    try {
      return { type: 'answer', id, result: this.#run(message) };
    } catch (error) {
      return { type: 'failure', id, error: toWire(error), damaged: isDamage(error) };
    }
  }

  #run({ id, module, name, argument }: Query): unknown {
    const queries = this.#readers.get(module)?.queries;
    if (queries === undefined) {
      throw new StoreArgumentError('module', module, `one of ${[...this.#readers.keys()]}`);
    }
    const query = Object.hasOwn(queries, name) ? queries[name] : undefined;
    if (query === undefined) {
      throw new StoreArgumentError(`${module} query`, name, `one of ${Object.keys(queries)}`);
    }
    this.#database.exec('BEGIN');
    try {
      const result = query(argument, this.#cancellation(id, `${module}.${name}`));
      if (types.isPromise(result)) {
        throw new StoreModuleError(
          module,
          `answers ${name} with a promise: queries are synchronous`,
        );
      }
      return result;
    } finally {
      if (this.#database.isTransaction) {
        this.#database.exec('ROLLBACK');
      }
    }
  }

  #cancellation(id: number, query: string): Cancellation {
    return {
      check: () => {
        if (Atomics.load(this.#cancelled, 0) === id) {
          throw new StoreQueryAbortedError(query, 'nobody waits for it any more');
        }
      },
    };
  }
}

async function start({ settings, path, cancelled }: ReaderData, port: MessagePort): Promise<void> {
  const send = (message: FromReader): void => port.postMessage(message);
  try {
    const modules = await loadModules(settings.modules);
    const database = openForReading(path);
    database.exec('PRAGMA query_only = ON');
    const readers = new Map<string, ModuleReader>();
    for (const { module, options } of modules) {
      readers.set(module.name, module.openReader({ database, options }));
    }
    const thread = new ReaderThread(database, readers, cancelled);
    port.on('message', (message: ToReader) => {
      if (message.type === 'close') {
        database.close();
        port.close();
        return;
      }
      const answer = thread.answer(message);
      try {
        send(answer);
      } catch (error) {
        // The result holds something that cannot be cloned: the asker is told that instead.
        send({ type: 'failure', id: message.id, error: toWire(error), damaged: false });
      }
    });
    send({ type: 'ready' });
  } catch (error) {
    send({ type: 'refused', error: toWire(error) });
  }
}

if (parentPort !== null) {
  await start(workerData as ReaderData, parentPort);
}
