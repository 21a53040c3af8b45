// SPDX-License-Identifier: Apache-2.0
// What may stand in a log: names, numbers and reasons. Keys, signatures, tokens and what registers hold are
// taken out by the name of their field, wherever it is; whatever is long, deep or many is cut.

export const CENSORED = '[redacted]';
/** {unit characters} */
export const TEXT_MAX = 1_024;
export const DEPTH_MAX = 6;
/** Of one object or list. */
export const MEMBERS_MAX = 64;

/** In lower case without separators: private_key, privateKey and PRIVATE-KEY are one name. */
const SECRET_NAMES = new Set([
  // What proves something about somebody.
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'cursor',
  'key',
  'nonce',
  'passphrase',
  'password',
  'pem',
  'privatekey',
  'secret',
  'seed',
  'signature',
  'signatures',
  // What a device holds, or is to hold: for those who are cleared for it.
  'after',
  'before',
  'desired',
  'parameters',
  'payload',
  'register',
  'registers',
  'value',
  'values',
  // What people wrote: the audit log's, under clearance.
  'justification',
  'note',
]);

/** Secret when they are text: a device's number is called so, too. */
const SECRET_TEXTS = new Set(['token', 'accesstoken']);

const PEM = /-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]*-----|$)/g;

function isSecret(name: string, value: unknown): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const nothing = value === null || value === undefined;
  return (
    (SECRET_NAMES.has(plain) && !nothing) || (SECRET_TEXTS.has(plain) && typeof value === 'string')
  );
}

function text(value: string): string {
  const clean = value.replaceAll(PEM, CENSORED);
  return clean.length <= TEXT_MAX ? clean : `${clean.slice(0, TEXT_MAX)}… (${clean.length})`;
}

function member(name: string, value: unknown, depth: number): unknown {
  return isSecret(name, value) ? CENSORED : redact(value, depth + 1);
}

function fields(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value);
  const kept = entries.slice(0, MEMBERS_MAX);
  const left = entries.length - kept.length;
  return {
    ...Object.fromEntries(kept.map(([name, field]) => [name, member(name, field, depth)])),
    ...(left > 0 && { '…': left }),
  };
}

function error(thrown: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = thrown;
  return {
    type: name,
    message: text(message),
    ...fields(thrown, depth),
    ...(stack !== undefined && { stack: text(stack) }),
    ...(cause !== undefined && { cause: redact(cause, depth + 1) }),
  };
}

/** A copy that may be written down. Never throws for what it is given, but what a getter of it throws. */
export function redact(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'bigint':
      return value.toString();
    case 'function':
    case 'symbol':
      return `[${typeof value}]`;
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null || value instanceof Date) {
    return value;
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if (depth >= DEPTH_MAX) {
    return '[deeper]';
  }
  if (value instanceof Error) {
    return error(value, depth);
  }
  if (Array.isArray(value)) {
    const left = value.length - MEMBERS_MAX;
    const kept = value.slice(0, MEMBERS_MAX).map((item) => redact(item, depth + 1));
    return left > 0 ? [...kept, `… ${left} more`] : kept;
  }
  return fields(value, depth);
}
