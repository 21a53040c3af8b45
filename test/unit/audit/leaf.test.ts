// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LEAF_SIZE_MAX,
  LEAF_VERSION,
  leafText,
  mayRead,
  parseLeaf,
} from '../../../src/audit/entry/leaf.ts';
import {
  packLeaves,
  RecordWriter,
  recordHash,
  recordsOf,
} from '../../../src/audit/entry/records.ts';
import { AuditFormatError } from '../../../src/audit/errors.ts';
import { hexOf, leafHash } from '../../../src/audit/merkle/hash.ts';
import { kindMatches, searchLeaves } from '../../../src/audit/search.ts';
import { canonicalJson } from '../../../src/core/canonical/json.ts';
import { InvalidArgumentError } from '../../../src/core/model/errors.ts';
import { runs } from '../core/runs.ts';
import { anyEntry, entry } from './entries.ts';

describe('a leaf', () => {
  it('L1 is the canonical JSON of the entry with its salt, whatever the entry', () => {
    fc.assert(
      fc.property(anyEntry, (each) => {
        const compartments = [...new Set(each.compartments)].sort();
        const plain = { ...each, compartments, salt: 's', v: LEAF_VERSION };
        expect(leafText(each, 's')).toBe(canonicalJson(plain));
      }),
      runs(500),
    );
  });

  it('L2 is read back as what was written', () => {
    fc.assert(
      fc.property(anyEntry, (each) => {
        const compartments = [...new Set(each.compartments)].sort();
        const leaf = parseLeaf(Buffer.from(leafText(each, 'x')));
        expect(leaf).toEqual({ ...each, compartments, salt: 'x' });
      }),
      runs(500),
    );
  });

  it('L3 has one spelling: another one, another shape, or other bytes are refused', () => {
    const good = leafText(entry(1), 's');
    for (const bad of [
      good.replace('"at":', '"at": '),
      good.replace('"v":1', '"v":2'),
      good.replace('"actor":"alice",', ''),
      good.replace('"device":32771', '"device":"32771"'),
      good.replace('"kind":"operation.intent"', '"kind":"operation..intent"'),
      `${good} `,
      '[]',
      '{',
    ]) {
      expect(() => parseLeaf(Buffer.from(bad)), bad).toThrow(AuditFormatError);
    }
    expect(() => parseLeaf(Buffer.from([0xff, 0xfe]))).toThrow(AuditFormatError);
  });

  it.each([
    ['kind', { kind: '' }],
    ['kind', { kind: 'a..b' }],
    ['kind', { kind: 'a"b' }],
    ['actor', { actor: '' }],
    ['actor', { actor: 'a\nb' }],
    ['actor', { actor: '\ud800' }],
    ['device', { device: 0x10000 }],
    ['device', { device: 1.5 }],
    ['coordination_id', { coordinationId: '' }],
    ['clearance', { clearance: -1 }],
    ['at', { at: Number.NaN }],
    ['at', { at: 8.64e15 + 1 }],
  ])('L4 names the field that is wrong: %s', (field, more) => {
    expect(() => leafText(entry(1, more), 's')).toThrow(
      expect.objectContaining({ field, code: 'ERR_DSMIL_INVALID_ARGUMENT' }),
    );
  });
});

describe('records', () => {
  it('R1 come out as they went in, with the hash of RFC 6962, however often the writer is used', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { minLength: 1 }), {
          maxLength: 4,
        }),
        (rounds) => {
          const writer = new RecordWriter();
          for (const texts of rounds) {
            texts.forEach((text) => {
              writer.add(text);
            });
            const records = [...recordsOf(writer.take())];
            const leaves = texts.map((text) => Buffer.from(text));
            expect(records.map(({ leaf }) => hexOf(leaf))).toEqual(leaves.map(hexOf));
            expect(records.map((record) => hexOf(recordHash(record)))).toEqual(
              leaves.map((each) => hexOf(leafHash(each))),
            );
            expect([...recordsOf(packLeaves(leaves))].length).toBe(texts.length);
          }
        },
      ),
      runs(100),
    );
  });

  it('R2 an entry that is too long is refused, and leaves the others as they are', () => {
    const writer = new RecordWriter();
    writer.add('a');
    expect(() => writer.add('x'.repeat(LEAF_SIZE_MAX + 1))).toThrow(InvalidArgumentError);
    expect(() => writer.add('€'.repeat(LEAF_SIZE_MAX / 2))).toThrow(InvalidArgumentError);
    writer.add('x'.repeat(LEAF_SIZE_MAX));
    expect([...recordsOf(writer.take())].map(({ leaf }) => leaf.length)).toEqual([
      1,
      LEAF_SIZE_MAX,
    ]);
  });

  it('R3 records that are cut anywhere are refused', () => {
    const bytes = packLeaves([Buffer.from('one'), Buffer.from('two')]);
    for (let cut = 1; cut < bytes.length; cut++) {
      const whole = cut === 6;
      const read = (): number => [...recordsOf(bytes.subarray(0, cut))].length;
      if (whole) {
        expect(read()).toBe(1);
      } else {
        expect(read).toThrow(AuditFormatError);
      }
    }
  });
});

describe('clearance', () => {
  const leaf = (clearance: number, compartments: string[]) =>
    parseLeaf(Buffer.from(leafText(entry(1, { clearance, compartments }), 's')));

  it('S1 asks for the level and for every compartment', () => {
    expect(mayRead(leaf(2, ['A']), { clearance: 2, compartments: ['A', 'B'] })).toBe(true);
    expect(mayRead(leaf(3, ['A']), { clearance: 2, compartments: ['A'] })).toBe(false);
    expect(mayRead(leaf(2, ['A', 'B']), { clearance: 9, compartments: ['A'] })).toBe(false);
  });

  it('S2 who is not cleared gets the hash, whether it matches or not', () => {
    const entries = [
      { index: 1, leaf: Buffer.from(leafText(entry(1, { clearance: 3 }), 's')) },
      { index: 0, leaf: Buffer.from(leafText(entry(0), 's')) },
    ];
    const search = (actor: string) =>
      searchLeaves(entries, {
        filter: { actor },
        reader: { clearance: 0, compartments: [] },
        limit: 10,
        scan: 10,
      }).found.map(({ index, entry: found }) => [index, found?.actor]);
    expect(search('alice')).toEqual([
      [1, undefined],
      [0, 'alice'],
    ]);
    expect(search('bob')).toEqual([[1, undefined]]);
  });

  it.each([
    ['operation.*.completed', 'operation.7.completed', true],
    ['operation.*', 'operation.7.completed', false],
    ['operation.>', 'operation.7.completed', true],
    ['operation.>', 'operation', false],
    ['stop.latched', 'stop.latched', true],
    ['stop', 'stop.latched', false],
  ])('S3 %s against %s', (pattern, kind, expected) => {
    expect(kindMatches(pattern, kind)).toBe(expected);
  });
});
