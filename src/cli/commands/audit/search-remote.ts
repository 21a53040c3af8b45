// SPDX-License-Identifier: Apache-2.0
// dsmilctl audit search --context: the log of a daemon by gRPC, with the clearance of one's own certificate. What comes
// is compared with its hash; that the log is whole is not looked at: that takes its files, or proofs.
import { Buffer } from 'node:buffer';
import {
  type AuditEntry,
  type ISearchEntriesRequest,
  SearchEntriesRequest,
  SearchEntriesResponse,
} from '../../../api/grpc/wire/generated/dsmil-control-v1.ts';
import { parseLeaf } from '../../../audit/entry/leaf.ts';
import { hexOf, leafHash } from '../../../audit/merkle/hash.ts';
import type { Found, SearchFilter } from '../../../audit/search.ts';
import type { Context } from '../../context.ts';
import { TIMEOUT_DEFAULT_MS } from '../../context.ts';
import { daemonFailure } from '../../local/daemon.ts';
import { Channel } from '../../remote/channel.ts';
import type { RemoteContext } from '../../remote/contexts.ts';
import { hex } from '../../remote/words.ts';
import { foundJson, renderFound } from '../../views/audit.ts';
import { AuditExit } from './common.ts';

const RPC = {
  path: '/dsmil.control.v1.AuditService/SearchEntries',
  request: SearchEntriesRequest,
  answer: SearchEntriesResponse,
} as const;
const PAGE_MAX = 1_000;

function requestOf(filter: SearchFilter): ISearchEntriesRequest {
  const {
    kind = '',
    actor = '',
    device = 0,
    coordinationId = '',
    severity = 0,
    text = '',
  } = filter;
  const time = (ms: number | undefined) =>
    ms === undefined ? undefined : { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 };
  const [from, to] = [time(filter.from), time(filter.to)];
  return {
    ...{ kind, actor, deviceId: device, coordinationId, minSeverity: severity, text },
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

/** undefined: its bytes are not those of its hash. */
function foundFrom({ index, leafHash: hash, leaf }: AuditEntry): Found | undefined {
  const given = hex(hash);
  if (leaf === '') {
    return { index, leafHash: given, entry: undefined };
  }
  const bytes = Buffer.from(leaf, 'utf8');
  return hexOf(leafHash(bytes)) === given
    ? { index, leafHash: given, entry: parseLeaf(bytes) }
    : undefined;
}

export async function searchRemote(
  context: Context,
  place: RemoteContext,
  filter: SearchFilter,
  limit: number,
): Promise<AuditExit> {
  const { terminal, json } = context;
  const timeoutMs = context.timeoutMs ?? TIMEOUT_DEFAULT_MS;
  let [left, pageToken, bad] = [limit, '', 0];
  try {
    using channel = new Channel(place);
    do {
      const pageSize = Math.min(left, PAGE_MAX);
      const message = { ...requestOf(filter), pageSize, pageToken };
      const { entries, nextPageToken } = await channel.call(RPC, message, { timeoutMs });
      for (const entry of entries) {
        const found = foundFrom(entry);
        if (found === undefined) {
          bad++;
        } else if (json) {
          terminal.json(foundJson(found));
        } else {
          terminal.line(renderFound(found, terminal.style));
        }
      }
      left -= entries.length;
      pageToken = nextPageToken;
    } while (left > 0 && pageToken !== '');
  } catch (error) {
    throw daemonFailure(error);
  }
  if (pageToken !== '') {
    terminal.note('There may be more: --limit, or narrower filters');
  }
  if (bad > 0) {
    terminal.problem(`tampered: ${bad} entries came with bytes that are not those of their hash`, [
      'Verify the log from its files, on its host: dsmilctl audit verify',
    ]);
    return AuditExit.TAMPERED;
  }
  return AuditExit.GOOD;
}
