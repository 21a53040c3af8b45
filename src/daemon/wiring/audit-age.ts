// SPDX-License-Identifier: Apache-2.0
// Where in the audit log a time is: entries come in by the calendar, so a few looks find it.
import { parseLeaf } from '../../audit/entry/leaf.ts';
import { recordsOf } from '../../audit/entry/records.ts';
import { MODULE } from '../../audit/store/tables.ts';
import type { Store } from '../../store/contract.ts';

/** When entry @index was made; undefined when it is not there any more. */
async function madeAt(store: Pick<Store, 'query'>, index: number): Promise<number | undefined> {
  const { count, records } = (await store.query(MODULE, 'read', { first: index, bytes: 1 })) as {
    count: number;
    records: Uint8Array;
  };
  const [record] = count === 0 ? [] : recordsOf(records);
  return record === undefined ? undefined : parseLeaf(record.leaf).at;
}

/**
 * The first of the entries @low..@high-1 that is not older than @since, or @high: all before it are old or
 * gone. With a calendar that was set back in between, one of several such places: an entry before it can be
 * younger, and none of the newest is taken. Rejects with what the store does.
 */
export async function firstSince(
  store: Pick<Store, 'query'>,
  since: number,
  low: number,
  high: number,
): Promise<number> {
  let [first, end] = [low, high];
  while (first < end) {
    const middle = Math.floor((first + end) / 2);
    const at = await madeAt(store, middle);
    if (at === undefined || at < since) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}
