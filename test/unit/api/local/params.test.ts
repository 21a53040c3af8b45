// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Params } from '../../../../src/api/local/wire/params.ts';
import { InvalidArgumentError } from '../../../../src/core/model/errors.ts';

function refusal(work: () => unknown): InvalidArgumentError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return error as InvalidArgumentError;
  }
  throw new Error('it was not refused');
}

describe('parameters of a call', () => {
  it('are named with what is allowed when they are wrong', () => {
    const params = new Params({ device: '0x8003', list: [{ register: 99 }], kind: 'REST' });
    expect(refusal(() => params.integer('device', 0, 65_535)).message).toContain(
      'device is "0x8003": it must be an integer in 0..65535',
    );
    const [first] = params.objects('list');
    expect(refusal(() => first?.integer('register', 0, 15)).field).toBe('list[0].register');
    expect(refusal(() => params.member('kind', ['RESET', 'READ'])).allowed).toContain(
      'did you mean RESET?',
    );
    expect(refusal(() => params.text('absent', 1, 5)).field).toBe('absent');
    expect(refusal(() => params.hex('kind', 2)).allowed).toBe('4 lower-case hexadecimal digits');
  });

  it('that nobody reads are refused by name, with the one that was meant', () => {
    const params = new Params({ devcie: 1 });
    params.optionalInteger('device', 0, 9);
    expect(refusal(() => params.end()).message).toMatch(/devcie .* did you mean device\?/);
  });

  it('are an object, and what an object inherits is no field of it', () => {
    expect(refusal(() => new Params([])).allowed).toBe('an object');
    expect(new Params({}).json('constructor')).toBeUndefined();
    const lists = new Params({ many: Array.from({ length: 129 }, () => 'x') });
    expect(refusal(() => lists.texts('many', 4)).allowed).toBe('a list of at most 128');
  });

  it('null is as good as absent where a field may be', () => {
    const params = new Params({ reason: null, flag: null });
    expect(params.optionalText('reason', 10)).toBeUndefined();
    expect(params.flag('flag', true)).toBe(true);
    params.end();
  });
});
