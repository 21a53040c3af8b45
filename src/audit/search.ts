// SPDX-License-Identifier: Apache-2.0
// Looks for entries, the newest first. Who is not cleared for one gets its hash, and whether it would
// have matched stays unsaid.
import { type Leaf, mayRead, parseLeaf, type Reader } from './entry/leaf.ts';
import { AuditFormatError } from './errors.ts';
import { hexOf, leafHash } from './merkle/hash.ts';

export interface SearchFilter {
  /** As in events: words, * for one, > for the rest. */
  readonly kind?: string;
  readonly actor?: string;
  /** The token. */
  readonly device?: number;
  readonly coordinationId?: string;
  /** This severe or worse. */
  readonly severity?: number;
  /** {unit ms since 1970} */
  readonly from?: number;
  /** {unit ms since 1970; exclusive} */
  readonly to?: number;
  /** In the entry's text. */
  readonly text?: string;
}

export interface SearchArgument {
  readonly filter: SearchFilter;
  readonly reader: Reader;
  /** Only entries before this index. */
  readonly before?: number;
  /** Of what is found. {range 1..10000} */
  readonly limit: number;
  /** Of what is looked at; the answer says where to go on. {range from 1} */
  readonly scan: number;
}

/** An entry, or without clearance only that there is one. */
export interface Found {
  readonly index: number;
  readonly leafHash: string;
  readonly entry: Leaf | undefined;
}

export interface SearchResult {
  readonly found: readonly Found[];
  /** Give it as before to go on; undefined at the beginning of the log. */
  readonly next: number | undefined;
}

/** A pattern of words against a dot-separated name: * is one word, > is one or more to the end. */
export function kindMatches(pattern: string, kind: string): boolean {
  const wanted = pattern.split('.');
  const words = kind.split('.');
  for (const [i, part] of wanted.entries()) {
    if (part === '>') {
      return words.length > i;
    }
    if (words[i] === undefined || (part !== '*' && part !== words[i])) {
      return false;
    }
  }
  return wanted.length === words.length;
}

function matches(leaf: Leaf, text: string, filter: SearchFilter): boolean {
  const { kind, actor, device, coordinationId, severity, from, to } = filter;
  return (
    (kind === undefined || kindMatches(kind, leaf.kind)) &&
    (actor === undefined || leaf.actor === actor) &&
    (device === undefined || leaf.device === device) &&
    (coordinationId === undefined || leaf.coordinationId === coordinationId) &&
    (severity === undefined || leaf.severity >= severity) &&
    (from === undefined || leaf.at >= from) &&
    (to === undefined || leaf.at < to) &&
    (filter.text === undefined || text.includes(filter.text))
  );
}

const decoder = new TextDecoder();

function look(
  index: number,
  bytes: Uint8Array,
  filter: SearchFilter,
  reader: Reader,
): Found | undefined {
  let leaf: Leaf;
  try {
    leaf = parseLeaf(bytes);
  } catch (error) {
    if (error instanceof AuditFormatError) {
      // What is in it nobody knows, so nobody is cleared for it.
      return { index, leafHash: hexOf(leafHash(bytes)), entry: undefined };
    }
    throw error;
  }
  if (!mayRead(leaf, reader)) {
    return { index, leafHash: hexOf(leafHash(bytes)), entry: undefined };
  }
  return matches(leaf, decoder.decode(bytes), filter)
    ? { index, leafHash: hexOf(leafHash(bytes)), entry: leaf }
    : undefined;
}

/** @entries from the newest on. */
export function searchLeaves(
  entries: Iterable<{ readonly index: number; readonly leaf: Uint8Array }>,
  { filter, reader, limit, scan }: SearchArgument,
): SearchResult {
  const found: Found[] = [];
  let looked = 0;
  for (const { index, leaf } of entries) {
    if (found.length >= limit || looked >= scan) {
      return { found, next: index + 1 };
    }
    looked++;
    const hit = look(index, leaf, filter, reader);
    if (hit !== undefined) {
      found.push(hit);
    }
  }
  return { found, next: undefined };
}
