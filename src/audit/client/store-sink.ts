// SPDX-License-Identifier: Apache-2.0
import type { Store, WriteClass } from '../../store/contract.ts';
import type { LeafBatch } from '../leaf-file/leaf-file.ts';
import { EMPTY_ROOT } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/proofs.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import type { AppendArgument, AppendResult } from '../store/options.ts';
import { type HeadRow, MODULE } from '../store/tables.ts';
import type { Sink, SinkBatch } from './sink.ts';

export class StoreSink implements Sink {
  readonly name = 'store';
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** One unit: all of it or nothing. */
  async #command(
    writeClass: WriteClass,
    commands: readonly { readonly name: string; readonly argument: unknown }[],
  ): Promise<readonly unknown[]> {
    const unit = {
      writeClass,
      commands: commands.map((command) => ({ module: MODULE, ...command })),
    };
    const [outcome] = await this.#store.write([unit]);
    if (outcome?.done !== true) {
      throw outcome?.error ?? new Error('the store gave no outcome');
    }
    return outcome.results;
  }

  async append(
    batches: readonly SinkBatch[],
    otherDurable: number,
  ): Promise<readonly Uint8Array[]> {
    const results = await this.#command(
      batches.some(({ stop }) => stop) ? 'stop' : 'normal',
      batches.map(({ first, count, records }) => {
        const argument: AppendArgument = { first, count, records, leafDurable: otherDurable };
        return { name: 'append', argument };
      }),
    );
    return results.map((result) => (result as AppendResult).hashes);
  }

  /** What the leaf file has durable, and with @full a checkpoint by all keys. */
  async note(leafDurable: number, full: boolean): Promise<void> {
    await this.#command('normal', [{ name: 'note', argument: { leafDurable, full } }]);
  }

  /** How many entries were removed. */
  async prune(before: number): Promise<number> {
    const [removed] = await this.#command('prune', [{ name: 'prune', argument: { before } }]);
    return Number(removed);
  }

  async counters(): Promise<{ batches: number; headSyncs: number }> {
    const [counters] = await this.#command('normal', [{ name: 'counters', argument: undefined }]);
    return counters as { batches: number; headSyncs: number };
  }

  async read(first: number, bytes: number): Promise<LeafBatch> {
    const { count, records } = (await this.#store.query(MODULE, 'read', { first, bytes })) as {
      count: number;
      records: Uint8Array;
    };
    return { first, count, records };
  }

  async head(): Promise<TreeHead> {
    const row = (await this.#store.query(MODULE, 'head', undefined)) as HeadRow | undefined;
    return row === undefined ? { size: 0, root: EMPTY_ROOT } : parseCheckpoint(row.checkpoint);
  }
}
