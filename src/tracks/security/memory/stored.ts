// SPDX-License-Identifier: Apache-2.0
// What comes back from storage, checked before it counts: a lock-out whose end is no number would
// otherwise be none.
import { levelOf } from '../../../core/risk/level.ts';
import { SecurityMemoryError } from '../errors.ts';
import { integerOf, listOf, nameIn, objectOf, textOf, wordOf } from '../policy/shape.ts';
import type { ActiveEffect } from '../threat/effects.ts';
import type { StoredHistory } from '../threat/engine.ts';
import type { Trace } from '../threat/watch.ts';
import type { AttemptRecord } from './attempts.ts';
import type { Part } from './storage.ts';
import type { SavedTime } from './track-time.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** @read's answer, or SecurityMemoryError naming the part. */
export function readStored<T>(
  { part, key, value }: Part,
  read: (value: unknown, field: string) => T,
): T {
  const place = key === '' ? part : `${part}/${key}`;
  try {
    return read(value, place);
  } catch (error) {
    if (error instanceof SecurityMemoryError) {
      throw error;
    }
    const problem = error instanceof Error ? error.message : String(error);
    throw new SecurityMemoryError(place, problem, { cause: error });
  }
}

export function timeOf(value: unknown, field: string): SavedTime {
  const fields = objectOf(value, field, ['now', 'wall']);
  return {
    now: integerOf(fields['now'], `${field}.now`, 0, MAX, 'ms'),
    wall: integerOf(fields['wall'], `${field}.wall`, 0, MAX, 'ms'),
  };
}

export function attemptsOf(value: unknown, field: string): AttemptRecord {
  const fields = objectOf(value, field, ['count', 'since', 'lockedUntil']);
  const integer = (name: string): number => integerOf(fields[name], `${field}.${name}`, 0, MAX);
  return {
    count: integer('count'),
    since: integer('since'),
    lockedUntil: integer('lockedUntil'),
  };
}

export function effectOf(value: unknown, field: string): ActiveEffect {
  const keys = ['kind', 'target', 'level', 'until', 'rule', 'because'];
  const fields = objectOf(value, field, keys);
  return {
    kind: wordOf(fields['kind'], `${field}.kind`, ['raise', 'second_person', 'block'] as const),
    target: textOf(fields['target'], `${field}.target`, 1, 256),
    level: levelOf(fields['level'] as number, `${field}.level`),
    until: integerOf(fields['until'], `${field}.until`, 0, MAX, 'ms'),
    rule: nameIn(fields['rule'], `${field}.rule`),
    because: textOf(fields['because'], `${field}.because`, 0, 4_096),
  };
}

function traceOf(value: unknown, field: string): Trace {
  const [at, number, distinct] = listOf(value, field, 3, 3, (one) => one);
  return [
    integerOf(at, `${field}[0]`, 0, MAX, 'ms'),
    integerOf(number, `${field}[1]`, 0, MAX),
    textOf(distinct, `${field}[2]`, 0, 256),
  ];
}

export function historyOf(value: unknown, field: string): StoredHistory {
  const fields = objectOf(value, field, ['rule', 'source', 'key', 'memory', 'fired']);
  const { fired, source } = fields;
  return {
    rule: nameIn(fields['rule'], `${field}.rule`),
    source: String(source),
    key: textOf(fields['key'], `${field}.key`, 1, 256),
    memory: listOf(fields['memory'], `${field}.memory`, 0, 16, (row, at) =>
      listOf(row, at, 0, 1_024, traceOf),
    ),
    fired: fired === null ? null : integerOf(fired, `${field}.fired`, 0, MAX, 'ms'),
  };
}

export function distrustOf(value: unknown, field: string): string {
  return textOf(value, field, 1, 1_024);
}
