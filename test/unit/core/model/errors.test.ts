// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import * as errors from '../../../../src/core/model/errors.ts';

const EXAMPLES: Readonly<Record<keyof typeof errors.ERROR_TABLE, errors.CoreError>> = {
  InvalidArgumentError: new errors.InvalidArgumentError('max', 7, 'an integer in 0..5'),
  CanonicalFormError: new errors.CanonicalFormError('$.a', 'is NaN'),
  IdempotencyConflictError: new errors.IdempotencyConflictError('op-1', 'aa', 'bb'),
  RefusedError: new errors.RefusedError([{ rule: 'second-person', satisfiedBy: 'an approval' }]),
  IllegalTransitionError: new errors.IllegalTransitionError('stop', 'RUN', 'START', ['STOP']),
};

describe('errors', () => {
  it('M4 have one line each in the table, which has no other', () => {
    const classes = Object.values(errors).filter(
      (value) => typeof value === 'function' && value.prototype instanceof errors.CoreError,
    );
    const names = classes.map((value) => (value as { name: string }).name);
    expect(names.sort()).toEqual(Object.keys(errors.ERROR_TABLE).sort());
  });

  it('M4 have codes of their own', () => {
    const codes = Object.values(errors.ERROR_TABLE).map((kind) => kind.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^ERR_DSMIL_[A-Z_]+$/.test(code))).toBe(true);
  });

  it.each(Object.entries(EXAMPLES))('M4 %s carries its line', (name, error) => {
    const kind = errors.ERROR_TABLE[name as keyof typeof errors.ERROR_TABLE];
    expect(error).toMatchObject({ name, ...kind });
    expect(error.constructor.name).toBe(name);
  });

  it('M4 say what to do next', () => {
    const { CORRECT_REQUEST, USE_NEW_ID, SATISFY_NEEDS, LATCH_STOP } = errors.Recovery;
    expect(EXAMPLES.InvalidArgumentError.recovery).toBe(CORRECT_REQUEST);
    expect(EXAMPLES.IdempotencyConflictError.recovery).toBe(USE_NEW_ID);
    expect(EXAMPLES.RefusedError.recovery).toBe(SATISFY_NEEDS);
    expect(EXAMPLES.IllegalTransitionError.recovery).toBe(LATCH_STOP);
  });

  it('M4 say what was wrong and what to do', () => {
    expect(EXAMPLES.InvalidArgumentError.message).toBe('max is 7: it must be an integer in 0..5');
    expect(EXAMPLES.CanonicalFormError.message).toBe('$.a is NaN');
    expect(EXAMPLES.RefusedError.message).toBe('refused, it needs second-person: an approval');
    expect(EXAMPLES.IllegalTransitionError.message).toBe(
      'stop in RUN cannot take START (it takes STOP)',
    );
    expect(EXAMPLES.IdempotencyConflictError.message).toContain('choose a new id');
  });

  it.each([
    [1n, '1n'],
    [[1, 2], 'an array of 2'],
    ['x'.repeat(80), `"${'x'.repeat(61)}..."`],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
    [{}, 'an object'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
  ])('M4 show any value in a few characters (%#)', (value, shown) => {
    const { message } = new errors.InvalidArgumentError('f', value, 'x');
    expect(message).toBe(`f is ${shown}: it must be x`);
  });
});
