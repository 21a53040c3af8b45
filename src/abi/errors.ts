// SPDX-License-Identifier: Apache-2.0

/** A value that a structure of the ABI cannot hold, found before anything was sent. */
export class AbiError extends RangeError {
  readonly code = 'ERR_DSMIL_ARGUMENT';
  /** As the caller wrote it: operations[2].timeoutMs. */
  readonly field: string;
  readonly value: unknown;
  /** 0..5000 ms */
  readonly allowed: string;

  constructor(field: string, value: unknown, allowed: string) {
    super(`${field} is ${show(value)}: it must be ${allowed}`);
    this.name = 'AbiError';
    this.field = field;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A value in a message: short, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === 'bigint') {
    return `${value}n`;
  }
  if (value instanceof Uint8Array) {
    return `${value.length} bytes`;
  }
  if (Array.isArray(value)) {
    return `an array of ${value.length}`;
  }
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 64 ? `${value.slice(0, 61)}...` : value);
  }
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
