// SPDX-License-Identifier: Apache-2.0
// Every byte of every file, changed: it is found, or nothing that was recorded reads differently.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditTamperedError } from '../../../src/audit/errors.ts';
import { decodeHeadFile } from '../../../src/audit/head/head-file.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { type Verdict, verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import { flipped, recorded, recordedOrDamaged, worthTrying } from './damage.ts';
import { Rig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = new Rig();
  await rig.grow(8);
  await rig.grow(3);
});
afterAll(() => rig.remove());

/** As the tool takes it: what cannot even be opened was found too. */
function tool(paths: readonly string[], headPath?: string): Verdict['verdict'] | 'unreadable' {
  const sources: ReturnType<typeof openSource>[] = [];
  try {
    for (const path of paths) {
      sources.push(openSource(path));
    }
    return verifyLogs({ sources, policy: rig.trusted, headPath, checkpoints: [], shapes: true })
      .verdict;
  } catch (error) {
    if (error instanceof AuditTamperedError) {
      return 'unreadable';
    }
    throw error;
  } finally {
    for (const source of sources) {
      source.close();
    }
  }
}

/** Tries the bytes of @path that @tried wants with a bit flipped; gives those that were not found. */
function unfound(
  path: string,
  judge: () => string,
  tried: (good: Buffer, at: number) => boolean = () => true,
): number[] {
  const good = readFileSync(path);
  const missed: number[] = [];
  for (let at = 0; at < good.length; at++) {
    if (!tried(good, at)) {
      continue;
    }
    writeFileSync(path, flipped(good, at));
    if (judge() === 'good') {
      missed.push(at);
    }
  }
  writeFileSync(path, good);
  return missed;
}

describe('a byte that is changed', () => {
  it('F0 nothing is found when nothing is changed', () => {
    expect(tool([rig.database, rig.leaves], rig.head)).toBe('good');
  });

  it('F1 in the leaf file is found, whichever it is, from the leaf file alone', () => {
    expect(unfound(rig.leaves, () => tool([rig.leaves]))).toEqual([]);
  });

  it('F2 in the head file is found, whichever it is', () => {
    const good = readFileSync(rig.head);
    for (let at = 0; at < good.length; at++) {
      expect(decodeHeadFile(flipped(good, at)).damagedAt, `byte ${at}`).toBeDefined();
    }
    // And by the tool itself, more slowly.
    const some = (_good: Buffer, at: number): boolean => at % 61 === 0;
    expect(unfound(rig.head, () => tool([rig.database], rig.head), some)).toEqual([]);
  });

  it('F3 in the database is found, or changes nothing that was recorded', () => {
    const before = recorded(rig.database);
    const copy = `${rig.folder}/changed.db`;
    copyFileSync(rig.database, copy);
    // Without a write-ahead log, which nobody writes to here, each look is twice as fast.
    const database = new DatabaseSync(copy);
    database.exec('PRAGMA journal_mode = DELETE');
    database.close();
    const good = readFileSync(copy);
    // What the database shows by itself, the leaf file beside it takes away from nothing.
    const missed = unfound(copy, () => tool([copy], rig.head), worthTrying);
    const harmful = missed.filter((at) => {
      writeFileSync(copy, flipped(good, at));
      return recordedOrDamaged(copy) !== before && tool([copy, rig.leaves], rig.head) === 'good';
    });
    expect(harmful).toEqual([]);
    // And it is not that nothing is found: what is missed is free space and other tables.
    const all = good.filter((_byte, at) => worthTrying(good, at)).length;
    expect(missed.length).toBeLessThan(all * 0.8);
  });
});
