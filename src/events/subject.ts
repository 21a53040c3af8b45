// SPDX-License-Identifier: Apache-2.0
// Subjects and filters: device.8003.state, operation.*.completed, stop.>
// A subject names what an event is about, as tokens from the general to the particular. In a filter
// `*` stands for exactly one token, and `>`, as the last one, for one or more.
import { hash } from 'node:crypto';
import { InvalidArgumentError } from '../core/model/errors.ts';

/** {unit bytes}: subjects are ASCII, and their length is stored in one byte. */
export const SUBJECT_LENGTH_MAX = 255;
export const SUBJECT_TOKENS_MAX = 16;

export const ANY_TOKEN = '*';
export const ANY_REST = '>';

const TOKEN = /^[A-Za-z0-9_~-]+$/;
const TOKEN_RULE = 'of letters, digits, "-", "_" and "~"';

function split(text: string, field: string, what: string): readonly string[] {
  if (typeof text !== 'string' || text.length === 0 || text.length > SUBJECT_LENGTH_MAX) {
    throw new InvalidArgumentError(field, text, `${what}, 1..${SUBJECT_LENGTH_MAX} characters`);
  }
  const tokens = text.split('.');
  if (tokens.length > SUBJECT_TOKENS_MAX) {
    const allowed = `${what}, at most ${SUBJECT_TOKENS_MAX} tokens (this has ${tokens.length})`;
    throw new InvalidArgumentError(field, text, allowed);
  }
  return tokens;
}

function refuse(field: string, text: string, what: string, n: number, problem: string): never {
  throw new InvalidArgumentError(field, text, `${what}, but its token ${n + 1} ${problem}`);
}

/** The tokens of @subject; InvalidArgumentError says which of them is wrong, and how. */
export function parseSubject(subject: string, field = 'subject'): readonly string[] {
  const what = `a subject: tokens ${TOKEN_RULE}, with dots between`;
  const tokens = split(subject, field, what);
  for (const [n, token] of tokens.entries()) {
    if (!TOKEN.test(token)) {
      const wild = token === ANY_TOKEN || token === ANY_REST;
      const problem = wild ? 'is a wildcard: those are for filters' : 'is not such a token';
      refuse(field, subject, what, n, token === '' ? 'is empty' : problem);
    }
  }
  return tokens;
}

/** The tokens of @filter; InvalidArgumentError says which of them is wrong, and how. */
export function parseFilter(filter: string, field = 'filter'): readonly string[] {
  const what = `a filter: tokens ${TOKEN_RULE}, or "*", or a last ">", with dots between`;
  const tokens = split(filter, field, what);
  for (const [n, token] of tokens.entries()) {
    if (token === ANY_REST && n < tokens.length - 1) {
      refuse(field, filter, what, n, 'is ">", which must be the last');
    }
    if (token !== ANY_TOKEN && token !== ANY_REST && !TOKEN.test(token)) {
      refuse(field, filter, what, n, token === '' ? 'is empty' : 'is not such a token');
    }
  }
  return tokens;
}

/** Whether a filter's tokens match a subject's. */
export function matches(filter: readonly string[], subject: readonly string[]): boolean {
  for (const [n, token] of filter.entries()) {
    if (token === ANY_REST) {
      return subject.length > n;
    }
    if (n >= subject.length || (token !== ANY_TOKEN && token !== subject[n])) {
      return false;
    }
  }
  return filter.length === subject.length;
}

/** {unit characters}: longer ones are replaced by their digest. */
const TOKEN_LENGTH_MAX = 128;

/**
 * One token for any well-formed text, different texts giving different tokens: what a token may not
 * hold is written as "~" and two hexadecimal digits for each byte of its UTF-8; of what would be
 * longer than 128 characters it is "~~" and the SHA-256. For ids that clients chose.
 */
export function tokenOf(text: string): string {
  if (text === '') {
    return '~';
  }
  const token = text.replace(/[^A-Za-z0-9_-]+/gu, (other) =>
    Buffer.from(other, 'utf8').toString('hex').replace(/../g, '~$&'),
  );
  return token.length > TOKEN_LENGTH_MAX ? `~~${hash('sha256', text, 'hex')}` : token;
}
