// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  type Json,
  parseCanonicalJson,
} from '../../../../src/core/canonical/json.ts';
import { CanonicalFormError } from '../../../../src/core/model/errors.ts';
import { runs } from '../runs.ts';

function double(bits: string): number {
  return new DataView(BigUint64Array.of(BigInt(`0x${bits}`)).buffer).getFloat64(0, true);
}

describe('canonical JSON', () => {
  // RFC 8785, Appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('J1 writes the number %s as %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  it.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])('J3 refuses %s', (bits) => {
    expect(() => canonicalJson({ a: [double(bits)] })).toThrow(/^\$\.a\[0\] is (NaN|-?Infinity)/);
  });

  it('J1 writes the example of section 3.2.2', () => {
    const source = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(source))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('J1 sorts the example of section 3.2.3 by UTF-16 units', () => {
    const source = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const values = canonicalJson(JSON.parse(source)).match(/(?<=:")[^"]+/g);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('J1 escapes exactly what must be', () => {
    const all = Array.from({ length: 0x20 }, (_, n) => String.fromCharCode(n)).join('');
    const short = canonicalJson(all).match(/\\[^u]/g);
    expect(short).toEqual(['\\b', '\\t', '\\n', '\\f', '\\r']);
    expect(canonicalJson('\u007f\u2028/<>&')).toBe('"\u007f\u2028/<>&"');
    expect(canonicalJson('\u001f')).toBe(String.raw`"\u001f"`);
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  it.each<[string, unknown, string]>([
    ['a lone high surrogate', { a: '\ud800' }, '$.a has a lone surrogate'],
    ['a lone low surrogate', ['x\udc00y'], '$[0] has a lone surrogate'],
    ['a lone surrogate in a key', { '\ud800': 1 }, 'has a lone surrogate'],
    ['a bigint', { n: 1n }, '$.n is a bigint'],
    ['undefined', { a: { b: undefined } }, '$.a.b is undefined'],
    ['a hole', Object.assign(Array(3), [1]), '$[1] is undefined'],
    ['a function', [() => 1], '$[0] is function'],
    ['a symbol', Symbol('s'), '$ is symbol'],
    ['a date', { at: new Date(0) }, '$.at is an instance'],
    ['a map', new Map(), '$ is an instance'],
    ['bytes', new Uint8Array(2), '$ is an instance'],
    ['a cycle', cycle, 'is nested deeper than 64, or in itself'],
  ])('J3 refuses %s', (_, value, message) => {
    const write = (): string => canonicalJson(value as Json);
    expect(write).toThrow(CanonicalFormError);
    expect(write).toThrow(message);
  });

  it('takes an object without a prototype, and a key called __proto__', () => {
    const bare: Record<string, Json> = Object.create(null);
    bare['b'] = 1;
    expect(canonicalJson(bare)).toBe('{"b":1}');
    expect(canonicalJson(JSON.parse('{"a":1,"__proto__":2}'))).toBe('{"__proto__":2,"a":1}');
  });

  const json = fc.jsonValue({ stringUnit: 'binary' }) as fc.Arbitrary<Json>;

  it('J2 is undone by parsing, and says different things differently', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const text = canonicalJson(a);
        // -0 and 0 are one number in JSON.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(a)));
        expect(canonicalJson(parseCanonicalJson(text))).toBe(text);
        expect(text === canonicalJson(b)).toBe(isSame(a, b));
      }),
      runs(3000),
    );
  });

  it('J2 does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.nat()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson({ ...object }));
      }),
      runs(1000),
    );
  });

  it.each(['{"b":1,"a":2}', '{ "a":1}', '{"a":1.0}', '{"a":1,"a":1}', '"\\u0041"', '1e3', '-0'])(
    'J3 accepts no other spelling: %s',
    (text) => {
      expect(() => parseCanonicalJson(text)).toThrow('not in its canonical form');
    },
  );

  it('J3 says when a text is not JSON', () => {
    expect(() => parseCanonicalJson('{')).toThrow(/^\$ is not JSON: /);
  });
});

/** Equal as JSON values, without any JSON text. */
function isSame(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b;
  }
  const [x, y] = [a as Record<string, Json>, b as Record<string, Json>];
  const keys = Object.keys(x);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(y).length &&
    keys.every((key) => Object.hasOwn(y, key) && isSame(x[key] ?? null, y[key] ?? null))
  );
}
