// SPDX-License-Identifier: Apache-2.0
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AuditUnavailableError } from '../errors.ts';
import type { LeafBatch } from '../leaf-file/leaf-file.ts';
import type { LeafAnswers, LeafReply, LeafRequest, LeafThreadData } from '../leaf-file/protocol.ts';
import { EMPTY_ROOT } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/proofs.ts';
import type { Sink, SinkBatch } from './sink.ts';

interface Waiter {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

export class LeafSink implements Sink {
  readonly name = 'leaf file';
  readonly #worker: Worker;
  readonly #waiters = new Map<number, Waiter>();
  #nextId = 1;
  #ended: Error | undefined;
  #head: TreeHead = { size: 0, root: EMPTY_ROOT };

  constructor(data: LeafThreadData) {
    // The compiled program has its own kind of file.
    const url = new URL(`../leaf-file/thread${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(url, { workerData: data, name: 'audit leaf file' });
    this.#worker.on('message', (reply: LeafReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('its thread has ended')));
  }

  #settle(reply: LeafReply): void {
    const waiter = this.#waiters.get(reply.id);
    this.#waiters.delete(reply.id);
    if ('failure' in reply) {
      const { message, code } = reply.failure;
      waiter?.reject(
        Object.assign(new AuditUnavailableError(`leaf file: ${message}`, 'later'), { errno: code }),
      );
    } else {
      waiter?.resolve(reply.answer);
    }
  }

  #end(cause: unknown): void {
    this.#ended ??= new AuditUnavailableError('leaf file: its thread has ended', 'later', {
      cause,
    });
    for (const waiter of this.#waiters.values()) {
      waiter.reject(this.#ended);
    }
    this.#waiters.clear();
  }

  ask<T extends LeafRequest>(request: T): Promise<LeafAnswers[T['op']]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      const id = this.#nextId++;
      this.#waiters.set(id, {
        resolve: (answer) => resolve(answer as LeafAnswers[T['op']]),
        reject,
      });
      this.#worker.postMessage({ id, request });
    });
  }

  async append(
    batches: readonly SinkBatch[],
    otherDurable: number,
  ): Promise<readonly Uint8Array[]> {
    const { hashes, size, root } = await this.ask({
      op: 'append',
      batches: batches.map(({ first, count, records }) => ({ first, count, records })),
      storeDurable: otherDurable,
      stop: batches.some(({ stop }) => stop),
    });
    this.#head = { size, root };
    return hashes;
  }

  async read(first: number, bytes: number): Promise<LeafBatch> {
    return await this.ask({ op: 'read', first, bytes });
  }

  head(): Promise<TreeHead> {
    return Promise.resolve(this.#head);
  }

  async prune(before: number): Promise<number> {
    return await this.ask({ op: 'prune', before });
  }

  /** @storeDurable is written down as what the store has. Idempotent. */
  async close(storeDurable: number): Promise<void> {
    if (this.#ended === undefined) {
      await this.ask({ op: 'close', storeDurable });
    }
  }

  /** Ends the thread, whatever it is doing. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
