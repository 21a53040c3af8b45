// SPDX-License-Identifier: Apache-2.0
// AuditService: reads the log with the caller's clearance, and proves that it was not changed.
import { tryParseCheckpointText } from '../../../audit/note/checkpoint-text.ts';
import type { Found, SearchFilter } from '../../../audit/search.ts';
import { canonicalJson, type Json } from '../../../core/canonical/json.ts';
import { checkInteger } from '../../../core/model/check.ts';
import { Severity } from '../../../core/model/enums.ts';
import { millisecondsOf } from '../communication/values.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IAuditEntry,
  IGetCheckpointResponse,
  IProveConsistencyResponse,
  IProveInclusionResponse,
  ISearchEntriesResponse,
  ProveConsistencyRequest,
  ProveInclusionRequest,
  SearchEntriesRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { knownCaller } from './caller.ts';
import { NothingThereError } from './errors.ts';
import { bytesOf, textField } from './fields.ts';
import { type Listing, pageKey, pageSizeOf, pageToken } from './paging.ts';
import type { ControlParts } from './parts.ts';

const TEXT_MAX = 256;
const TOKEN_MAX = 0xffff;
const LEAF_VERSION = 1;
/** Entries that one call looks at: it answers soon, and says where to go on. */
const SCAN = 10_000;

/** '' is no filter: then nothing of that name is asked. */
function textFilter<K extends keyof SearchFilter & string>(
  key: K,
  text: string | null | undefined,
  field: string,
): { readonly [name in K]?: string } {
  const given = textField(text, field, 0, TEXT_MAX);
  return (given === '' ? {} : { [key]: given }) as { readonly [name in K]?: string };
}

export function filterOf(given: SearchEntriesRequest): SearchFilter {
  const device = checkInteger(given.deviceId ?? 0, 'device_id', 0, TOKEN_MAX);
  const least = checkInteger(given.minSeverity ?? 0, 'min_severity', 0, Severity.EMERGENCY);
  return {
    ...textFilter('kind', given.kind, 'kind'),
    ...textFilter('actor', given.actor, 'actor'),
    ...textFilter('coordinationId', given.coordinationId, 'coordination_id'),
    ...textFilter('text', given.text, 'text'),
    ...(device !== 0 && { device }),
    ...(least !== 0 && { severity: least }),
    ...(given.from && { from: millisecondsOf(given.from, 'from') }),
    ...(given.to && { to: millisecondsOf(given.to, 'to') }),
  };
}

/** An index, as page tokens of this list have it; undefined: from the newest on. */
function beforeOf(token: string | null | undefined, listing: Listing): number | undefined {
  const key = pageKey(token ?? '', listing);
  return key === '' ? undefined : Number(key);
}

/** As it stands in the log: its hash is over these bytes. */
function leafText(entry: NonNullable<Found['entry']>): string {
  return canonicalJson({ ...entry, v: LEAF_VERSION } as unknown as Json);
}

function wireEntry({ index, leafHash, entry }: Found): IAuditEntry {
  return {
    index,
    leafHash: bytesOf(leafHash),
    leaf: entry === undefined ? '' : leafText(entry),
  };
}

export type AuditParts = Pick<ControlParts, 'audit'>;

export function auditService({ audit }: AuditParts) {
  const newest = async (): Promise<{ readonly text: string; readonly size: number }> => {
    const text = await audit.checkpoint();
    // Behind the checkpoint's own lines is an empty one, then signatures.
    const body = text?.slice(0, text.indexOf('\n\n') + 1) ?? '';
    const size = tryParseCheckpointText(body)?.size;
    if (text === undefined || size === undefined) {
      throw new NothingThereError('checkpoint', 'newest');
    }
    return { text, size };
  };
  const sizeOr = async (given: number | null | undefined): Promise<number> =>
    given ? given : (await newest()).size;
  return {
    async SearchEntries(
      given: SearchEntriesRequest,
      { caller, signal }: GrpcCall,
    ): Promise<ISearchEntriesResponse> {
      const reader = knownCaller(caller);
      const filter = filterOf(given);
      const listing = { list: 'SearchEntries', principal: caller.principal, filter };
      const before = beforeOf(given.pageToken, listing);
      const { found, next } = await audit.search(
        {
          filter,
          reader: { clearance: reader.clearance, compartments: reader.compartments },
          limit: pageSizeOf(given.pageSize),
          scan: SCAN,
          ...(before !== undefined && { before }),
        },
        signal,
      );
      return {
        entries: found.map(wireEntry),
        nextPageToken: next === undefined ? '' : pageToken(`${next}`, listing),
      };
    },

    async ProveInclusion(
      given: ProveInclusionRequest,
      { caller }: GrpcCall,
    ): Promise<IProveInclusionResponse> {
      knownCaller(caller);
      const treeSize = await sizeOr(given.treeSize);
      checkInteger(treeSize, 'tree_size', 1, Math.max(1, audit.status().size));
      const index = checkInteger(given.index ?? 0, 'index', 0, treeSize - 1);
      return { hashes: [...(await audit.inclusionProof(index, treeSize))], treeSize };
    },

    async ProveConsistency(
      given: ProveConsistencyRequest,
      { caller }: GrpcCall,
    ): Promise<IProveConsistencyResponse> {
      knownCaller(caller);
      const secondSize = await sizeOr(given.secondSize);
      checkInteger(secondSize, 'second_size', 1, Math.max(1, audit.status().size));
      const first = checkInteger(given.firstSize ?? 0, 'first_size', 1, secondSize);
      return { hashes: [...(await audit.consistencyProof(first, secondSize))], secondSize };
    },

    async GetCheckpoint(_: object, { caller }: GrpcCall): Promise<IGetCheckpointResponse> {
      knownCaller(caller);
      const { text, size } = await newest();
      return { checkpoint: text, treeSize: size };
    },
  };
}
