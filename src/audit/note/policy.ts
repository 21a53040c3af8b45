// SPDX-License-Identifier: Apache-2.0
// Whom to believe: C2SP tlog-policy. A checkpoint is valid when one of the logs signed it and
// enough witnesses did.
import { Buffer } from 'node:buffer';
import { AuditFormatError } from '../errors.ts';
import type { CheckpointText } from './checkpoint-text.ts';
import { type PublicKey, parseVkey } from './keys.ts';
import { type Note, openNote } from './note.ts';

interface Witness {
  readonly name: string;
  readonly key: PublicKey;
}

interface Group {
  readonly least: number;
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly PublicKey[];
  readonly witnesses: readonly Witness[];
  readonly groups: ReadonlyMap<string, Group>;
  /** A witness, a group, or 'none'. */
  readonly quorum: string;
}

type Fail = (problem: string) => AuditFormatError;

export const NONE = 'none';

/** These logs, and no witness needed. */
export function trustLogs(logs: readonly PublicKey[]): Policy {
  return { logs, witnesses: [], groups: new Map(), quorum: NONE };
}

class Parser {
  readonly logs: PublicKey[] = [];
  readonly witnesses: Witness[] = [];
  readonly groups = new Map<string, Group>();
  quorum: string | undefined;
  readonly #members = new Set<string>();
  readonly #where: string;

  constructor(where: string) {
    this.#where = where;
  }

  line(words: readonly string[], number: number): void {
    const fail: Fail = (problem) => new AuditFormatError(`${this.#where}, line ${number}`, problem);
    const [keyword, ...rest] = words;
    switch (keyword) {
      case 'log':
        this.#log(rest, fail);
        break;
      case 'witness':
        this.#witness(rest, fail);
        break;
      case 'group':
        this.#group(rest, fail);
        break;
      case 'quorum':
        this.#quorum(rest, fail);
        break;
      default:
        throw fail(`begins with '${keyword}': it must be log, witness, group or quorum`);
    }
  }

  #log(words: readonly string[], fail: Fail): void {
    const [vkey] = words;
    if (vkey === undefined || words.length > 2) {
      throw fail("is not 'log VKEY [URL]'");
    }
    const key = parseVkey(vkey);
    if (this.logs.some((other) => sameKey(other, key))) {
      throw fail('lists a key a second time');
    }
    this.logs.push(key);
  }

  #witness(words: readonly string[], fail: Fail): void {
    const [name, vkey] = words;
    if (name === undefined || vkey === undefined || words.length > 3) {
      throw fail("is not 'witness NAME VKEY [URL]'");
    }
    this.#define(name, fail);
    const key = parseVkey(vkey);
    if (this.witnesses.some((other) => sameKey(other.key, key))) {
      throw fail('lists a key a second time');
    }
    this.witnesses.push({ name, key });
  }

  #group(words: readonly string[], fail: Fail): void {
    const [name, count, ...members] = words;
    if (name === undefined || count === undefined || members.length === 0) {
      throw fail("is not 'group NAME all|any|K NAME…'");
    }
    for (const member of members) {
      if (!this.#defined(member) || this.#members.has(member)) {
        throw fail(`names '${member}', which must be defined above and be a member only once`);
      }
      this.#members.add(member);
    }
    this.#define(name, fail);
    const least =
      count === 'all'
        ? members.length
        : count === 'any'
          ? 1
          : /^[1-9][0-9]{0,3}$/.test(count)
            ? Number(count)
            : Number.NaN;
    if (!(least <= members.length)) {
      throw fail(
        `asks for '${count}' of ${members.length}: it must be all, any, or a number up to that`,
      );
    }
    this.groups.set(name, { least, members });
  }

  #quorum(words: readonly string[], fail: Fail): void {
    const [name] = words;
    if (name === undefined || words.length > 1 || this.quorum !== undefined) {
      throw fail("is not the one line 'quorum NAME'");
    }
    if (name !== NONE && !this.#defined(name)) {
      throw fail(`names '${name}', which must be defined above`);
    }
    this.quorum = name;
  }

  #defined(name: string): boolean {
    return this.groups.has(name) || this.witnesses.some((witness) => witness.name === name);
  }

  #define(name: string, fail: Fail): void {
    if (name === NONE || this.#defined(name)) {
      throw fail(`defines '${name}', which is taken`);
    }
  }
}

function sameKey(a: PublicKey, b: PublicKey): boolean {
  return Buffer.compare(a.raw, b.raw) === 0;
}

/** @where for messages: the file's name. AuditFormatError says which line, and what is wrong. */
export function parsePolicy(text: string, where: string): Policy {
  const parser = new Parser(where);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) {
    throw new AuditFormatError(where, 'has control characters other than tab and newline');
  }
  text.split('\n').forEach((line, i) => {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length > 0 && words[0]?.startsWith('#') !== true) {
      parser.line(words, i + 1);
    }
  });
  const { logs, witnesses, groups, quorum } = parser;
  if (quorum === undefined) {
    throw new AuditFormatError(where, "has no line 'quorum NAME' ('quorum none' needs no witness)");
  }
  return { logs, witnesses, groups, quorum };
}

export interface PolicyVerdict {
  readonly met: boolean;
  /** A known key's signature that is there and bad. */
  readonly forged: readonly string[];
  /** What is missing, in words; empty when it is met. */
  readonly missing: readonly string[];
  /** Keys and witnesses whose signatures count. */
  readonly signedBy: readonly string[];
}

function reached(policy: Policy, name: string, good: ReadonlySet<string>): boolean {
  const group = policy.groups.get(name);
  return group === undefined
    ? good.has(name)
    : group.members.filter((member) => reached(policy, member, good)).length >= group.least;
}

export interface JudgeOptions {
  /** Instead of the policy's own, when keys have been rotated. */
  readonly logs?: readonly PublicKey[];
  /** Not one of the log's keys must have signed, but each that is listed for its origin. */
  readonly allKeys?: boolean;
}

export function judgeCheckpoint(
  checkpoint: CheckpointText & { readonly note: Note },
  policy: Policy,
  { logs = policy.logs, allKeys = false }: JudgeOptions = {},
): PolicyVerdict {
  const { note, origin } = checkpoint;
  const keys = logs.filter(({ name }) => name === origin);
  const own = openNote(note, keys);
  const others = openNote(
    note,
    policy.witnesses.map(({ key }) => key),
  );
  const witnessed = policy.witnesses.filter(({ key }) => others.good.includes(key));
  const names = new Set(witnessed.map(({ name }) => name));
  const missing: string[] = [];
  if (own.good.length === 0) {
    missing.push(`a signature of the log '${origin}' by a key that the policy trusts`);
  }
  const silent = keys.filter((key) => !own.good.includes(key));
  if (allKeys && own.good.length > 0) {
    missing.push(...silent.map((key) => `a signature of ${describeKey(key)}`));
  }
  if (policy.quorum !== NONE && !reached(policy, policy.quorum, names)) {
    missing.push(`the cosignatures that the quorum '${policy.quorum}' asks for`);
  }
  const forged = [...own.bad, ...others.bad].map(({ vkey }) => vkey);
  return {
    met: missing.length === 0 && forged.length === 0,
    forged,
    missing,
    signedBy: [...own.good.map(describeKey), ...names],
  };
}

export function describeKey({ name, keyId, type }: PublicKey): string {
  const kind = type === 6 ? 'ML-DSA-44' : 'Ed25519';
  return `${name}+${keyId.toString(16).padStart(8, '0')} (${kind})`;
}
