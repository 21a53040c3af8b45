// SPDX-License-Identifier: Apache-2.0
import { KeyObject, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { CURSOR_LENGTH, CursorCodec, LOG_ID_SIZE } from '../../../src/events/cursor.ts';
import { CursorError } from '../../../src/events/errors.ts';
import { runs } from '../core/runs.ts';

/** What ciphers were made with. */
const used = vi.hoisted((): unknown[] => []);
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return {
    ...crypto,
    createCipheriv: (...given: Parameters<typeof crypto.createCipheriv>) => {
      used.push(given[1]);
      return crypto.createCipheriv(...given);
    },
  };
});

const logId = randomBytes(LOG_ID_SIZE);
const keys = { current: randomBytes(32) };
const codec = new CursorCodec(keys, logId);

const states = fc.record({
  revision: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  keptAt: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  sequence: fc.nat({ max: 0xffff_ffff }),
});
const texts = fc.string({ unit: 'grapheme', maxLength: 12 });
const bindings = fc.record({
  principal: texts,
  label: texts,
  filters: fc.uniqueArray(texts, { minLength: 1, maxLength: 3 }),
});
const binding = { principal: 'ana', label: 'panel', filters: ['stop.>'] };
const state = { revision: 41, keptAt: 0, sequence: 7 };

describe('cursors', () => {
  it('open to what was sealed, for whom it was sealed, and all are equally long', () => {
    fc.assert(
      fc.property(states, bindings, (sealed, bound) => {
        const cursor = codec.seal(sealed, bound);
        expect(cursor).toHaveLength(CURSOR_LENGTH);
        const same = { ...bound, filters: [...bound.filters].reverse() };
        expect(codec.open(cursor, same)).toEqual(sealed);
      }),
      runs(300),
    );
  });

  it('open for no other principal, label or filters, however the texts are cut', () => {
    fc.assert(
      fc.property(bindings, bindings, (one, other) => {
        const key = (value: typeof one) =>
          JSON.stringify([value.principal, value.label, [...value.filters].sort()]);
        fc.pre(key(one) !== key(other));
        expect(() => codec.open(codec.seal(state, one), other)).toThrow(CursorError);
      }),
      runs(300),
    );
    const moved = { principal: 'an', label: 'apanel', filters: ['stop.>'] };
    expect(() => codec.open(codec.seal(state, binding), moved)).toThrow('of another principal');
  });

  it('do not open when any bit is flipped, when cut, or when spelt otherwise', () => {
    const cursor = codec.seal(state, binding);
    const bytes = Buffer.from(cursor, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => codec.open(copy.toString('base64url'), binding)).toThrow(CursorError);
    }
    for (const text of ['', cursor.slice(1), `${cursor}A`, `${cursor.slice(0, -1)}+`]) {
      expect(() => codec.open(text, binding)).toThrow(CursorError);
    }
    expect(() => codec.open(cursor.slice(2), binding)).toThrow(`not ${CURSOR_LENGTH} characters`);
    const next = Buffer.from(bytes);
    next[0] = 2;
    expect(() => codec.open(next.toString('base64url'), binding)).toThrow('of version 2');
  });

  it('tell nothing: two of the same place share no bytes but version, key and salt', () => {
    const [one, two] = [codec.seal(state, binding), codec.seal(state, binding)].map((cursor) =>
      Buffer.from(cursor, 'base64url').subarray(21),
    );
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(false);
    const same = one?.filter((byte, n) => byte === two?.[n]).length ?? 0;
    expect(same).toBeLessThan(12);
  });

  it('of another log do not open', () => {
    const other = new CursorCodec(keys, randomBytes(LOG_ID_SIZE));
    expect(() => other.open(codec.seal(state, binding), binding)).toThrow('of another event log');
  });

  it('sealed with the previous key open, with the one before that not', () => {
    const cursor = codec.seal(state, binding);
    const rotated = { current: randomBytes(32), previous: keys.current };
    expect(new CursorCodec(rotated, logId).open(cursor, binding)).toEqual(state);
    const again = { current: randomBytes(32), previous: rotated.current };
    expect(() => new CursorCodec(again, logId).open(cursor, binding)).toThrow(
      'a key that is not held (any more)',
    );
  });

  it('opens those of another run with the same key', () => {
    expect(new CursorCodec(keys, logId).open(codec.seal(state, binding), binding)).toEqual(state);
  });

  it('opens one that an earlier release sealed', () => {
    const held = new CursorCodec({ current: Buffer.alloc(32, 1) }, Buffer.alloc(16, 2));
    const cursor =
      'AX_cVd_JXbB3oc1K7yvg0kmaCuzlXmU-e4tD2k23YBBm6bx6lb4md3IOX_LqAPHHNyWxxFh9YOOCxRhZGnmrhjJEZ8CcXDh_yKfsjAggsCQmWvE9zNsndT8';
    const bound = { principal: 'ann', label: 'panel', filters: ['conflict.*', 'device.*'] };
    const sealed = { revision: 123_456_789_012, keptAt: 77, sequence: 0xffff_ffff };
    expect(held.open(cursor, bound)).toEqual(sealed);
  });

  it('have their key made once, however many there are', () => {
    used.length = 0;
    const cursors = [1, 2, 3].map((sequence) => codec.seal({ ...state, sequence }, binding));
    expect(new Set(cursors).size).toBe(3);
    expect(used).toHaveLength(3);
    expect(used[0]).toBeInstanceOf(KeyObject);
    expect(new Set(used).size).toBe(1);
  });

  it('refuses keys and log ids of the wrong size', () => {
    expect(() => new CursorCodec({ current: randomBytes(16) }, logId)).toThrow('32 bytes');
    expect(() => new CursorCodec(keys, randomBytes(8))).toThrow('16 bytes');
  });
});
