// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseHeader } from '../../../scripts/codegen/header.ts';
import { callFiles, callSections, reasonErrnos, reasonRows, undocumented } from './documents.ts';
import { fieldAt } from './fields.ts';

const kernel = (path: string): string =>
  readFileSync(new URL(`../../../kernel/${path}`, import.meta.url), 'utf8');
const text = kernel('Documentation/ioctl.rst');
const header = parseHeader(kernel('include/uapi/dsmil.h'));
const calls = callSections(text);
const reasons = reasonRows(text);
const errnos = reasonErrnos(kernel('core/policy.c'));
const errnoOf = (reason: string): string => errnos.named.get(reason) ?? errnos.other;

/** A commit of what was aborted before: the header says so. */
const CANCELED = 'ECANCELED';

describe('ioctl.rst', () => {
  it('has the calls of dsmil.h, their numbers and arguments, in its order', () => {
    assert.deepEqual(
      calls.map(({ name, nr, struct }) => ({ name, nr, struct })),
      header.calls.map(({ name, nr, struct }) => ({
        name: name.replace('DSMIL_IOC_', ''),
        nr,
        struct,
      })),
    );
  });

  it('says what a file needs as the table of calls does', () => {
    assert.deepEqual(
      new Map(calls.map((call) => [call.name, call.file])),
      callFiles(kernel('core/dispatch.c')),
    );
  });

  it('has the reasons of dsmil.h, with its numbers and meanings, and the errno that the core gives each', () => {
    const members = header.enums.find((item) => item.name === 'dsmil_reason')?.members ?? [];
    assert.deepEqual(
      reasons,
      members
        .map(({ name, value, doc }) => ({
          number: value,
          name: name.replace('DSMIL_REASON_', ''),
          meaning: doc,
        }))
        .filter(({ name }) => name !== 'NONE' && name !== 'COUNT')
        .map((row) => ({ ...row, errno: errnoOf(row.name) })),
    );
  });

  for (const call of calls) {
    it(`${call.name}: each reason stands at its errno, each field is one that is given`, () => {
      for (const [errno, named] of call.errors) {
        for (const reason of named) {
          assert.ok(
            errnoOf(reason) === errno || errno === CANCELED,
            `${reason} comes with ${errnoOf(reason)}, not ${errno}`,
          );
        }
      }
      const struct = header.structs.find((item) => item.name === call.struct);
      const given = struct?.fields.filter((field) => !field.out).map((field) => field.name) ?? [];
      assert.deepEqual(
        call.fields.filter((field) => !given.includes(field)),
        [],
      );
    });
  }

  it('names every reason at some call, but those of a file', () => {
    const named = new Set(calls.flatMap((call) => [...call.errors.values()].flat()));
    assert.deepEqual(
      reasons.map((row) => row.name).filter((name) => !named.has(name)),
      ['FILE_READ_ONLY', 'NO_CAPABILITY'],
    );
  });
});

describe('an answer', () => {
  const judge = (nr: number, error: number, reason = 0, field = 0) =>
    undocumented({ nr, error, reason, field }, calls, reasons, fieldAt);

  it('that is documented passes: success, a refusal, a field, a gone device, a file', () => {
    assert.equal(judge(0x01, 0), undefined);
    assert.equal(judge(0x03, -13, 1), undefined);
    assert.equal(judge(0x03, -22, 0, 16), undefined);
    assert.equal(judge(0x20, -19), undefined);
    assert.equal(judge(0x10, -13, 3), undefined);
    assert.equal(judge(0x03, -110), undefined);
  });

  for (const [what, nr, error, reason, field] of [
    ['a call that is not there', 0x07, 0, 0, 0],
    ['a reason of another call', 0x03, -13, 24, 0],
    ['a reason at another errno', 0x03, -5, 1, 0],
    ['an errno without its reason', 0x03, -5, 0, 0],
    ['an errno of no call', 0x01, -11, 0, 0],
    ['a field that is not named', 0x10, -22, 0, 24],
    ['a success with a reason', 0x01, 0, 5, 0],
    ['a file that needs nothing', 0x01, -13, 3, 0],
  ] as const) {
    it(`fails with ${what}`, () => {
      assert.notEqual(judge(nr, error, reason, field), undefined);
    });
  }
});
