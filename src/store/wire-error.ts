// SPDX-License-Identifier: Apache-2.0
// Errors between the store's threads. Structured clone keeps neither class, code nor fields; this does.
import { types } from 'node:util';
import {
  StoreAccessError,
  StoreArgumentError,
  StoreBackupError,
  StoreBusyError,
  StoreCommandError,
  StoreCorruptError,
  StoreError,
  StoreFailedError,
  StoreFullError,
  StoreLockedError,
  StoreModuleError,
  StoreQueryAbortedError,
  StoreRollbackError,
  StoreSchemaError,
} from './errors.ts';

const OWN: Readonly<Record<string, { readonly prototype: StoreError }>> = {
  StoreAccessError,
  StoreArgumentError,
  StoreBackupError,
  StoreBusyError,
  StoreCorruptError,
  StoreFailedError,
  StoreFullError,
  StoreLockedError,
  StoreModuleError,
  StoreQueryAbortedError,
  StoreRollbackError,
  StoreSchemaError,
};

export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the store's own classes: fields are theirs, and the class is found by the code. */
  readonly own: boolean;
}

const UNKNOWN_CODE = 'ERR_DSMIL_STORE_COMMAND';

/** Whatever was thrown, as something that can be posted. */
export function toWire(thrown: unknown): WireError {
  if (!types.isNativeError(thrown)) {
    const message = `something that is no Error was thrown: ${String(thrown)}`;
    return { name: 'Error', message, stack: '', code: UNKNOWN_CODE, fields: {}, own: false };
  }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : UNKNOWN_CODE;
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(thrown)) {
    if (key !== 'name' && key !== 'code' && isPlain(value)) {
      fields[key] = value;
    }
  }
  return {
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack ?? '',
    code,
    fields,
    own: thrown instanceof StoreError,
  };
}

/** Of the store's own, an instance of the same class; of a module's, a StoreCommandError. */
export function fromWire(wire: WireError): Error {
  const own = wire.own ? OWN[wire.name] : undefined;
  if (own === undefined) {
    const error = new StoreCommandError(wire.name, wire.code, wire.message, wire.fields);
    error.stack = wire.stack;
    return error;
  }
  const error = new Error(wire.message);
  Object.setPrototypeOf(error, own.prototype);
  const { name, code, stack } = wire;
  return Object.assign(error, wire.fields, { name, code, stack });
}

/** What structured clone surely takes, and what says something in an error. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value !== 'function' && typeof value !== 'symbol';
  }
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return plain && depth < 4 && Object.values(value).every((inner) => isPlain(inner, depth + 1));
}
