// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { keyLines } from '../../../src/config/lines.ts';
import { runs } from '../core/runs.ts';

describe('the line of a key', () => {
  it('K10 is found past comments, strings and brackets that look like keys', () => {
    const text = `# a = 1 [x]
a = "b = 2 # no" # c = 3
"q.r" = [ # d = 4
  "]",
  { e = 5 },
]
s.t = """
f = 6
[g]
"""
u = '''
h = 7'''
[one]
a = { b = 1, c = "}" }
[ two . "three" ]
'k' = 1
[[list]]
v = 1
  [indented]
w = "a \\" # b"
x = [
[1, 2],
["y"],
]
z = 1
`;
    parse(text);
    expect([...keyLines(text)]).toEqual([
      ['a', 2],
      ['q.r', 3],
      ['s.t', 7],
      ['u', 11],
      ['one', 13],
      ['one.a', 14],
      ['two.three', 15],
      ['two.three.k', 16],
      ['list', 17],
      ['list.v', 18],
      ['indented', 19],
      ['indented.w', 20],
      ['indented.x', 21],
      ['indented.z', 25],
    ]);
  });

  it('K10 in random files is where the key was written', () => {
    const value = fc.constantFrom(
      '1',
      '"x # y"',
      "'[z]'",
      '[\n 1,\n # c\n 2 ]',
      '"""\nq = 1\n"""',
      '{ i = 1 }',
    );
    const noise = fc.constantFrom('', '\n', '# k1 = 5\n', '\r\n');
    const entry = fc.record({ value, before: noise, header: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        let text = '';
        let prefix = '';
        const expected: [string, number][] = [];
        const put = (name: string, line: string): void => {
          expected.push([name, text.split('\n').length]);
          text += `${line}\n`;
        };
        for (const [i, { value: written, before, header }] of entries.entries()) {
          text += before;
          if (header) {
            put(`t${i}`, `[t${i}]`);
            prefix = `t${i}.`;
          }
          put(`${prefix}k${i}`, `k${i} = ${written}`);
        }
        parse(text);
        expect([...keyLines(text)]).toEqual(expected);
      }),
      runs(300),
    );
  });

  it('ends on whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        keyLines(text);
        keyLines(`["${text}`);
      }),
      runs(300),
    );
  });
});
