// SPDX-License-Identifier: Apache-2.0
/**
 * What the witnesses outside the test machine wrote: one line per access, in order.
 *
 *     R 0x60000004 4           a read: address, bytes
 *     W 0x164e 2 0x8003        a write; the port witness knows the value, too
 *     M 7                      a marker that the guest made between accesses
 *
 * A log begins with an access that the machine made on purpose, between the markers
 * BEGIN and PLANTED, and ends with END and the line `# end`. Without them it is
 * incomplete, and proves nothing.
 */
import { readFileSync } from 'node:fs';

export const MARK_BEGIN = 240;
export const MARK_PLANTED = 241;
export const MARK_END = 242;

export const REGISTRY_BASE = 0x6000_0000;
export const REGISTRY_BYTES = 0x1000;

/** The tokens that no effect may ever reach, unless a caller names others. */
export const QUARANTINED: readonly number[] = [0x8009, 0x800a, 0x800b, 0x8019, 0x8029];

export interface Access {
  kind: 'read' | 'write';
  address: number;
  size: number;
  value?: number;
  /** Where it stands in the log, from 1. */
  line: number;
}

export interface Marker {
  kind: 'marker';
  number: number;
  line: number;
}

export type Entry = Access | Marker;

export class WitnessError extends Error {
  override name = 'WitnessError';
}

const accessLine = /^([RW]) (0x[0-9a-f]+) (\d+)(?: (0x[0-9a-f]+))?$/;
const markerLine = /^M (\d+)$/;

/** The entries after the planted access. Throws for a log that is not whole. */
export function parseLog(text: string): Entry[] {
  const entries: Entry[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    if (content.startsWith('#')) {
      continue;
    }
    const access = accessLine.exec(content);
    const marker = markerLine.exec(content);
    if (access) {
      entries.push({
        kind: access[1] === 'R' ? 'read' : 'write',
        address: Number(access[2]),
        size: Number(access[3]),
        ...(access[4] === undefined ? {} : { value: Number(access[4]) }),
        line,
      });
    } else if (marker) {
      entries.push({ kind: 'marker', number: Number(marker[1]), line });
    } else {
      throw new WitnessError(`line ${line} is not a witness's: ${JSON.stringify(content)}`);
    }
  }
  if (lines.at(-1) !== '# end') {
    throw new WitnessError('the log has no end: it may lack accesses');
  }
  return withoutPlant(entries);
}

function withoutPlant(entries: Entry[]): Entry[] {
  const at = (number: number) =>
    entries.findIndex((entry) => entry.kind === 'marker' && entry.number === number);
  const begin = at(MARK_BEGIN);
  const planted = at(MARK_PLANTED);
  if (begin < 0 || planted < begin || at(MARK_END) < planted) {
    throw new WitnessError('the log lacks the markers of its beginning or end');
  }
  if (!entries.slice(begin, planted).some((entry) => entry.kind !== 'marker')) {
    throw new WitnessError('the log lacks the planted access: the witness saw nothing');
  }
  // What PID 1 did before its first marker counts as well: nobody may touch these.
  return [...entries.slice(0, begin), ...entries.slice(planted + 1)];
}

export function overlaps(access: Access, start: number, end: number): boolean {
  return access.address < end && access.address + access.size > start;
}

export function hex(value: number, digits = 4): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}

export function parseToken(text: string): number {
  const token = /^0x[0-9a-f]{1,4}$/i.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  if (Number.isNaN(token)) {
    throw new WitnessError(`not a token: ${JSON.stringify(text)} (such as 0x8003)`);
  }
  return token;
}

export function parseTokens(text: string): number[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseToken);
}

export interface Verdict {
  /** Each one is a breach of the quarantine, or something that nobody may do. */
  violations: string[];
  /** Accesses seen by token, quarantined ones included. */
  seen: Map<number, number>;
  /** Tokens that had to be seen and were not: the check itself proves nothing. */
  missing: number[];
}

export interface Options {
  quarantined?: readonly number[];
  /** Tokens that must have been seen; without it, at least one allowed token. */
  required?: readonly number[];
}

export function missingFrom(seen: Map<number, number>, { quarantined, required }: Options) {
  if (required) {
    return required.filter((token) => !seen.has(token));
  }
  const forbidden = quarantined ?? QUARANTINED;
  return [...seen.keys()].some((token) => !forbidden.includes(token)) ? [] : [Number.NaN];
}

/** Prints a verdict; the exit status is 0 clean, 1 breached or nothing allowed seen. */
export function conclude(subject: string, verdict: Verdict): number {
  for (const violation of verdict.violations) {
    console.log(`VIOLATION ${violation}`);
  }
  for (const token of verdict.missing) {
    console.log(
      Number.isNaN(token) ? 'MISSING any allowed token' : `MISSING allowed token ${hex(token)}`,
    );
  }
  const total = [...verdict.seen.values()].reduce((sum, count) => sum + count, 0);
  const good = verdict.violations.length === 0 && verdict.missing.length === 0;
  console.log(
    `${good ? 'clean' : 'FAILED'}: ${subject}: ${total} accesses to ${verdict.seen.size} tokens, ` +
      `${verdict.violations.length} violations`,
  );
  return good ? 0 : 1;
}

/** Runs a check as a program: 2 for input that it cannot judge. */
export function program(check: () => number): void {
  try {
    process.exitCode = check();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}

export function readLog(path: string | undefined): Entry[] {
  if (path === undefined) {
    throw new WitnessError('needs the path of a witness log (see --help)');
  }
  return parseLog(readFileSync(path, 'utf8'));
}
