// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditFormatError } from '../../../src/audit/errors.ts';
import { parseCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.ts';
import { KeyType, makePrivateKey, parseVkey } from '../../../src/audit/note/keys.ts';
import { openNote, parseNote, signNote } from '../../../src/audit/note/note.ts';
import { judgeCheckpoint, parsePolicy } from '../../../src/audit/note/policy.ts';
import { parseRotation, rotationSigned, signRotation } from '../../../src/audit/note/rotation.ts';
import { runs } from '../core/runs.ts';

const ORIGIN = 'host.example/dsmil/audit';
const ed = makePrivateKey(ORIGIN, KeyType.ED25519, generateKeyPairSync('ed25519').privateKey);
const pq = makePrivateKey(
  ORIGIN,
  KeyType.ML_DSA_44_COSIGNATURE,
  generateKeyPairSync('ml-dsa-44').privateKey,
);
const witness = (name: string) =>
  makePrivateKey(name, KeyType.ED25519_COSIGNATURE, generateKeyPairSync('ed25519').privateKey);
const [w1, w2, w3] = [witness('w1.example'), witness('w2.example'), witness('w3.example')];
const root = Buffer.alloc(32, 7);
const NOW = 1_790_000_000;

describe('a signed note', () => {
  // Both from the C2SP texts.
  it('N1 the example of the specification holds, with its key', () => {
    const key = parseVkey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    const text =
      'This is an example message.\n\n' +
      '\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
    expect(openNote(parseNote(text), [key]).good).toEqual([key]);
    const other = text.replace('an example', 'no example');
    expect(openNote(parseNote(other), [key])).toEqual({ good: [], bad: [key] });
  });

  it('N2 a flip of any bit is seen: it is malformed, unsigned, or badly signed', () => {
    const note = Buffer.from(signCheckpoint({ origin: ORIGIN, size: 5, root }, [ed, pq, w1], NOW));
    const keys = [ed, pq, w1].map(({ publicKey }) => publicKey);
    const whole = openNote(parseNote(note), keys);
    expect(whole.good.length).toBe(3);
    fc.assert(
      fc.property(fc.nat({ max: note.length * 8 - 1 }), (bit) => {
        const bad = Buffer.from(note);
        bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          const { good } = openNote(parseNote(bad), keys);
          expect(good.length).toBeLessThan(3);
        } catch (error) {
          expect(error).toBeInstanceOf(AuditFormatError);
        }
      }),
      runs(400),
    );
  });

  it('N3 what others signed is passed over; what looks like ours and is not is bad', () => {
    const stranger = makePrivateKey(
      'x',
      KeyType.ED25519,
      generateKeyPairSync('ed25519').privateKey,
    );
    const note = parseNote(signNote('text\n', [stranger, ed], NOW));
    expect(openNote(note, [ed.publicKey])).toEqual({ good: [ed.publicKey], bad: [] });
    const [line] = parseNote(signNote('other\n', [ed], NOW)).signatures;
    const mixed = { ...note, signatures: [...note.signatures, ...(line ? [line] : [])] };
    expect(openNote(mixed, [ed.publicKey]).bad).toEqual([ed.publicKey]);
  });

  it.each([
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n\u2014 a AAAAAAAA\n'],
    ['a control character', 'te\txt\n\n\u2014 a AAAAAAA=\n'],
    ['a minus for the dash', 'text\n\n- a AAAAAAAA\n'],
    ['no end of line', 'text\n\n\u2014 a AAAAAAAA'],
    ['half base64', 'text\n\n\u2014 a AAAAAAA\n'],
    ['a key id alone', 'text\n\n\u2014 a AAAAAA==\n'],
  ])('N4 %s is no note', (_name, text) => {
    expect(() => parseNote(text)).toThrow(AuditFormatError);
  });

  it.each([
    ['the wrong id', ed.publicKey.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['a name with a plus', `a+b+${'0'.repeat(8)}+AAAA`],
    ['an unknown type', 'a+00000000+AgAA'],
    ['a short key', 'a+00000000+AQAA'],
    ['nothing', ''],
  ])('N5 %s is no key', (_name, vkey) => {
    expect(() => parseVkey(vkey)).toThrow(AuditFormatError);
  });
});

describe('a checkpoint', () => {
  it('C1 comes back as it went in, and keeps its bytes', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (size, hash) => {
          const signed = signCheckpoint({ origin: ORIGIN, size, root: hash }, [ed], NOW);
          const read = parseCheckpoint(signed);
          expect([read.origin, read.size, Buffer.from(read.root), read.signed]).toEqual([
            ORIGIN,
            size,
            Buffer.from(hash),
            signed,
          ]);
        },
      ),
      runs(50),
    );
  });

  it.each([
    ['a leading zero', 'o\n05\n'],
    ['a size beyond exact numbers', 'o\n9007199254740993\n'],
    ['a negative size', 'o\n-1\n'],
  ])('C2 %s is none', (_name, lines) => {
    const text = `${lines}${root.toString('base64')}\n`;
    expect(() => parseCheckpoint(signNote(text, [ed], NOW))).toThrow(AuditFormatError);
  });

  it('C3 what only signs checkpoints signs no other text', () => {
    expect(() => signNote('hello\n', [pq], NOW)).toThrow(AuditFormatError);
    expect(() => signNote('hello\n', [w1], NOW)).toThrow(AuditFormatError);
  });
});

describe('a policy', () => {
  const base = [
    `log ${ed.publicKey.vkey}`,
    `witness a ${w1.publicKey.vkey}`,
    `witness b ${w2.publicKey.vkey} https://w2.example`,
    `witness c ${w3.publicKey.vkey}`,
  ];
  const policy = (...lines: string[]) => parsePolicy([...base, ...lines, ''].join('\n'), 'policy');
  const judged = (signers: readonly (typeof ed)[], ...lines: string[]) =>
    judgeCheckpoint(
      parseCheckpoint(signCheckpoint({ origin: ORIGIN, size: 5, root }, signers, NOW)),
      policy(...lines),
    ).met;

  it('P1 counts witnesses as the quorum says', () => {
    const two = ['group g 2 a b c', 'quorum g'];
    expect(judged([ed], 'quorum none')).toBe(true);
    expect(judged([ed, w1], ...two)).toBe(false);
    expect(judged([ed, w1, w3], ...two)).toBe(true);
    expect(judged([w1, w2, w3], ...two)).toBe(false);
    expect(judged([ed, w2], 'group g any a b', 'group h all g c', 'quorum h')).toBe(false);
    expect(judged([ed, w2, w3], 'group g any a b', 'group h all g c', 'quorum h')).toBe(true);
    expect(judged([ed, w1, w1, w1], ...two)).toBe(false);
  });

  it('P4 wants every key of the log when told so', () => {
    const both = parsePolicy(
      `log ${ed.publicKey.vkey}\nlog ${pq.publicKey.vkey}\nquorum none\n`,
      'policy',
    );
    const met = (signers: readonly (typeof ed)[]): boolean =>
      judgeCheckpoint(
        parseCheckpoint(signCheckpoint({ origin: ORIGIN, size: 5, root }, signers, NOW)),
        both,
        { allKeys: true },
      ).met;
    expect([met([ed]), met([pq]), met([ed, pq])]).toEqual([false, false, true]);
  });

  it('P2 a log is believed under its own name alone', () => {
    const signed = signCheckpoint({ origin: 'other.example', size: 5, root }, [ed], NOW);
    expect(judgeCheckpoint(parseCheckpoint(signed), policy('quorum none')).met).toBe(false);
  });

  it.each([
    ['without a quorum', []],
    ['with two', ['quorum none', 'quorum none']],
    ['with a name that is not defined', ['quorum x']],
    ['with a name that is taken', ['group a any b', 'quorum a']],
    ['with a member twice', ['group g any a', 'group h any a', 'quorum h']],
    ['that asks for more than there are', ['group g 3 a b', 'quorum g']],
    ['with a word it does not know', ['trust a', 'quorum none']],
    ['with a key twice', [`log ${ed.publicKey.vkey}`, 'quorum none']],
  ])('P3 one %s is refused', (_name, lines) => {
    expect(() => policy(...lines)).toThrow(AuditFormatError);
  });
});

describe('a rotation', () => {
  const next = makePrivateKey(
    'new.example',
    KeyType.ED25519,
    generateKeyPairSync('ed25519').privateKey,
  );
  const facts = { oldOrigin: ORIGIN, newOrigin: 'new.example', index: 9, keys: [next.publicKey] };

  it('K1 is believed when an old key signed it, and says where and which', () => {
    const read = parseRotation(signRotation(facts, ed, NOW));
    expect(rotationSigned(read, [ed.publicKey])).toBe(true);
    expect([read.oldOrigin, read.newOrigin, read.index, read.keys[0]?.vkey]).toEqual([
      ORIGIN,
      'new.example',
      9,
      next.publicKey.vkey,
    ]);
    expect(rotationSigned(read, [next.publicKey])).toBe(false);
  });

  it('K2 is not signed for another place or key', () => {
    const text = signRotation(facts, ed, NOW).replace('index 9', 'index 8');
    expect(rotationSigned(parseRotation(text), [ed.publicKey])).toBe(false);
  });

  it('K3 names keys of the new origin alone', () => {
    const text = signRotation({ ...facts, keys: [ed.publicKey] }, ed, NOW);
    expect(() => parseRotation(text)).toThrow(AuditFormatError);
  });
});
