// SPDX-License-Identifier: Apache-2.0
// What must hold of the product's files after the cut, given what the writer said before it: what was
// acknowledged is there, nothing is there by half, revisions have no hole, the log verifies without the
// product, the product starts and goes on, and the log verifies again.
import { existsSync } from 'node:fs';
import { hexOf, leafHash } from '../../../src/audit/merkle/hash.ts';
import { readTrustFile } from '../../../src/audit/note/trust-file.ts';
import type { LogSource } from '../../../src/audit/offline/log-source.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import { findFaults, parseSaying } from '../store/ledger-check.ts';
import { entryOf, LEDGER, openProduct, type Product, placesIn, SUBJECT } from './product.ts';

const BEFORE = 'before the start';
const AFTER = 'after the start';
type When = typeof BEFORE | typeof AFTER;

/** A frame of the leaf file that was not durable, and not acknowledged: a cut leaves it, the start ends it. */
const UNFINISHED = 'FILE_SHORT';

interface SaidEntry {
  readonly name: string;
  readonly index: number;
  readonly hash: string;
}

function entriesOf(lines: readonly string[]): SaidEntry[] {
  return lines.flatMap((line) => {
    const [kind, name = '', index, hash = ''] = line.split(' ');
    return kind === 'audit' ? [{ name, index: Number(index), hash }] : [];
  });
}

/** @lines are what the writer said about @directory. Empty when everything holds. */
export async function judge(directory: string, lines: readonly string[]): Promise<string[]> {
  const faults = lines.filter((line) => line.startsWith('problem'));
  // A folder whose making was cut has no log to verify until the product has made the rest of it.
  if (lines.some((line) => /^(ready|opened|audit)/.test(line))) {
    faults.push(...verify(directory, BEFORE, []));
  }
  try {
    const product = await openProduct(directory, (problem) => faults.push(problem));
    try {
      faults.push(...(await judgeOpen(product, lines)));
    } finally {
      await product.close();
    }
  } catch (error) {
    return [...faults, `the product does not start: ${words(error)}`];
  }
  return [...faults, ...verify(directory, AFTER, entriesOf(lines))];
}

async function judgeOpen(product: Product, lines: readonly string[]): Promise<string[]> {
  const { store, audit } = product;
  const found = (await store.query(LEDGER, 'lines', null)) as string[];
  const numbers = (await store.query(LEDGER, 'numbers', null)) as number[];
  const faults = findFaults(found, numbers, parseSaying(`${lines.join('\n')}\n`));
  faults.push(...(await judgeEvents(product, found)));
  const before = audit.size;
  const next = await audit.append(entryOf('next'), 'intent');
  await audit.settled();
  if (next.index !== before || audit.status().sinks.some(({ durable }) => durable !== before + 1)) {
    faults.push(`the log does not go on after it: ${JSON.stringify(audit.status())}`);
  }
  return faults;
}

/** The events of the log are as many as its revisions, and those of units are exactly the units'. */
async function judgeEvents({ events }: Product, found: readonly string[]): Promise<string[]> {
  const { head } = events.stats();
  const names: string[] = [];
  const reading = events.subscribe({ principal: 'judge', filters: [SUBJECT], start: 'oldest' });
  const faults: string[] = [];
  while (names.length < head) {
    const { value } = await reading.next();
    if (value === undefined || value.events.length === 0) {
      faults.push(`${head} revisions, but only ${names.length} events`);
      break;
    }
    for (const { data, sequence } of value.events) {
      names.push(String(data['name']));
      if (sequence !== names.length) {
        faults.push(`event ${names.length} has the number ${sequence}`);
      }
    }
  }
  await reading.return();
  const units = found.filter((_, n) => n % 2 === 0).map((line) => line.split('.')[0]);
  const told = names.filter((name) => name.startsWith('u'));
  if (units.join() !== told.join()) {
    const odd = [...new Set(units).symmetricDifference(new Set(told))];
    faults.push(`units and their events differ: ${odd.slice(0, 5).join()}`);
  }
  return faults;
}

/** Without the product: the offline verifier over both sinks and the head file, then each entry told. */
function verify(directory: string, when: When, told: readonly SaidEntry[]): string[] {
  const places = placesIn(directory);
  const sources: LogSource[] = [];
  try {
    for (const path of [places.store, places.leafPath]) {
      sources.push(openSource(path));
    }
    const { findings, missing } = verifyLogs({
      sources,
      policy: readTrustFile(places.keys).policy,
      headPath: existsSync(places.headPath) ? places.headPath : undefined,
      checkpoints: [],
      shapes: true,
    });
    const unexpected = findings.filter(({ code }) => when === AFTER || code !== UNFINISHED);
    const said = [...unexpected.map(({ code, message }) => `${code} ${message}`), ...missing];
    return [
      ...said.map((what) => `${when} the log is not good: ${what}`),
      ...sources.flatMap((source) => missingIn(source, told)),
    ];
  } catch (error) {
    return [`${when} the log cannot be verified: ${words(error)}`];
  } finally {
    for (const source of sources) {
      source.close();
    }
  }
}

function missingIn(source: LogSource, told: readonly SaidEntry[]): string[] {
  return told.flatMap(({ name, index, hash }) => {
    const leaf = source.leaf(index);
    const lost = `${name} was acknowledged as entry ${index} and`;
    if (leaf === undefined || hexOf(leafHash(leaf)) !== hash) {
      return [`${lost} is not there in the ${source.kind}`];
    }
    return Buffer.from(leaf).toString().includes(`"coordinationId":"${name}"`)
      ? []
      : [`${lost} is another one in the ${source.kind}`];
  });
}

function words(error: unknown): string {
  return error instanceof Error && error.cause !== undefined
    ? `${error.message}: ${String(error.cause)}`
    : String(error);
}
