// SPDX-License-Identifier: Apache-2.0
// The parameters of a call, read field by field. What is wrong is named with what is allowed; a
// field that nobody reads does not exist, and is refused by name.
import type { Json } from '../../../core/canonical/json.ts';
import { checkInteger, checkText } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { nearestName } from '../../../core/model/nearest.ts';

/** As many as there are devices, and tracks beside them. */
const LIST_MAX = 128;

export class Params {
  readonly #fields: Readonly<Record<string, Json>>;
  readonly #path: string;
  readonly #read = new Set<string>();

  constructor(value: Json, path = '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InvalidArgumentError(path === '' ? 'params' : path, value, 'an object');
    }
    this.#fields = value as Readonly<Record<string, Json>>;
    this.#path = path;
  }

  /** The whole name of @name, for messages. */
  at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  json(name: string): Json | undefined {
    this.#read.add(name);
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  has(name: string): boolean {
    const value = this.json(name);
    return value !== undefined && value !== null;
  }

  text(name: string, min: number, max: number): string {
    const value = this.json(name);
    if (typeof value !== 'string') {
      throw new InvalidArgumentError(this.at(name), value, `text of ${min}..${max} characters`);
    }
    return checkText(value, this.at(name), min, max);
  }

  optionalText(name: string, max: number): string | undefined {
    return this.has(name) ? this.text(name, 0, max) : undefined;
  }

  integer(name: string, min: number, max: number, unit = ''): number {
    const value = this.json(name);
    if (typeof value !== 'number') {
      throw new InvalidArgumentError(this.at(name), value, `an integer in ${min}..${max}`);
    }
    return checkInteger(value, this.at(name), min, max, unit);
  }

  optionalInteger(name: string, min: number, max: number, unit = ''): number | undefined {
    return this.has(name) ? this.integer(name, min, max, unit) : undefined;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.has(name) ? this.json(name) : fallback;
    if (typeof value !== 'boolean') {
      throw new InvalidArgumentError(this.at(name), value, 'true or false');
    }
    return value;
  }

  member<T extends string>(name: string, members: readonly T[]): T {
    const value = this.json(name);
    const found = members.find((member) => member === value);
    if (found === undefined) {
      const near = typeof value === 'string' ? nearestName(value, members) : undefined;
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      throw new InvalidArgumentError(this.at(name), value, `one of ${members.join(', ')}${hint}`);
    }
    return found;
  }

  /** A whole number that may be too large for JSON's, as text. */
  decimal(name: string, digits: number): string {
    const value = this.json(name);
    if (typeof value !== 'string' || !/^[0-9]+$/.test(value) || value.length > digits) {
      throw new InvalidArgumentError(this.at(name), value, `1..${digits} decimal digits, as text`);
    }
    return value;
  }

  /** Bytes in lower-case hexadecimal. */
  hex(name: string, bytes: number): Uint8Array {
    const value = this.json(name);
    if (typeof value !== 'string' || !/^[0-9a-f]*$/.test(value) || value.length !== 2 * bytes) {
      const allowed = `${2 * bytes} lower-case hexadecimal digits`;
      throw new InvalidArgumentError(this.at(name), value, allowed);
    }
    return Uint8Array.from(Buffer.from(value, 'hex'));
  }

  texts(name: string, max: number): readonly string[] {
    const values = this.#list(name);
    return values.map((value, at) => {
      const field = `${this.at(name)}[${at}]`;
      if (typeof value !== 'string') {
        throw new InvalidArgumentError(field, value, `text of 1..${max} characters`);
      }
      return checkText(value, field, 1, max);
    });
  }

  integers(name: string, min: number, max: number): readonly number[] {
    return this.#list(name).map((value, at) => {
      const field = `${this.at(name)}[${at}]`;
      if (typeof value !== 'number') {
        throw new InvalidArgumentError(field, value, `an integer in ${min}..${max}`);
      }
      return checkInteger(value, field, min, max);
    });
  }

  object(name: string): Params {
    return new Params(this.json(name) ?? null, this.at(name));
  }

  objects(name: string): readonly Params[] {
    return this.#list(name).map((value, at) => new Params(value, `${this.at(name)}[${at}]`));
  }

  /** What is there and was not read is refused. To be called last. */
  end(): void {
    const known = [...this.#read];
    const strange = Object.keys(this.#fields).find((name) => !this.#read.has(name));
    if (strange !== undefined) {
      const near = nearestName(strange, known);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      throw new InvalidArgumentError(
        this.at(strange),
        this.#fields[strange],
        `absent: there are ${known.join(', ') || 'no fields'}${hint}`,
      );
    }
  }

  #list(name: string): readonly Json[] {
    const value = this.json(name);
    if (!Array.isArray(value) || value.length > LIST_MAX) {
      throw new InvalidArgumentError(this.at(name), value, `a list of at most ${LIST_MAX}`);
    }
    return value;
  }
}
