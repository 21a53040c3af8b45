// SPDX-License-Identifier: Apache-2.0
// Arbitrary values for the structures, out of their descriptions.
import fc from 'fast-check';
import * as args from '../../../src/abi/generated/arguments.ts';
import * as enums from '../../../src/abi/generated/enums.ts';
import * as payloads from '../../../src/abi/generated/payloads.ts';
import * as sim from '../../../src/abi/generated/sim.ts';
import * as state from '../../../src/abi/generated/state.ts';
import { type FieldDescription, STRUCTS } from '../../../src/abi/generated/structs.ts';

type Writer = (view: DataView, at: number, value: object, path?: string) => void;
type Reader = (view: DataView, at?: number) => Record<string, unknown>;

const modules: Record<string, unknown> = { ...args, ...payloads, ...sim, ...state };
const enumerators = enums as unknown as Record<string, Record<string, number>>;

// The shared pages are written by the core alone; their readers are covered by the golden layout.
export const CODED = Object.keys(STRUCTS).filter(
  (name) => typeof modules[`write${name}`] === 'function' && name !== 'StatePage',
);

export function codecOf(name: string): { write: Writer; read: Reader; size: number } {
  const write = modules[`write${name}`];
  const read = modules[`read${name}`];
  const size = STRUCTS[name]?.size;
  if (typeof write !== 'function' || typeof read !== 'function' || size === undefined) {
    throw new Error(`no codec for ${name}`);
  }
  return { write: write as Writer, read: read as Reader, size };
}

const LIMITS: Record<string, [number, number]> = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffff_ffff],
  s32: [-0x8000_0000, 0x7fff_ffff],
};

function fits(text: string, size: number): boolean {
  const zero = text.includes('\0');
  return !zero && text.isWellFormed() && new TextEncoder().encode(text).length <= size;
}

function scalar(field: FieldDescription): fc.Arbitrary<unknown> {
  if (field.enum !== undefined) {
    const [low, high] = field.range ?? [0, 0xffff];
    const values = Object.values(enumerators[field.enum] ?? {});
    return fc.constantFrom(...values.filter((v) => v >= low && v <= high));
  }
  if (field.type === 'u64') {
    if (field.range !== undefined) {
      return fc.integer({ min: field.range[0], max: field.range[1] });
    }
    return field.unit === 'bytes' ? fc.maxSafeNat() : fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  }
  const [min, max] = field.range ?? LIMITS[field.type] ?? [0, 0];
  return fc.integer({ min, max });
}

function arbitrary(struct: string, field: FieldDescription): fc.Arbitrary<unknown> | undefined {
  const text = field.name === 'detail' || field.name === 'version';
  const counter = STRUCTS[struct]?.fields.find((f) => f.name === 'operationCount');
  if (STRUCTS[field.type] !== undefined) {
    return fc.array(inputOf(field.type), { minLength: counter?.range?.[0] ?? 0, maxLength: 3 });
  }
  if (field.count === undefined) {
    return scalar(field);
  }
  if (field.type === 'u8' && text) {
    return fc
      .string({ unit: 'grapheme', maxLength: field.size })
      .filter((t) => fits(t, field.size));
  }
  if (field.type === 'u8') {
    return fc.uint8Array({ minLength: field.size, maxLength: field.size });
  }
  return fc.array(scalar(field), { minLength: field.count, maxLength: field.count });
}

export function inputFields(name: string): FieldDescription[] {
  const fields = STRUCTS[name]?.fields ?? [];
  const counted = fields.some((f) => f.name === 'operations' && f.direction === 'in');
  return fields.filter(
    (f) =>
      f.direction === 'in' &&
      f.type !== 'Header' &&
      !f.name.startsWith('reserved') &&
      !(STRUCTS[f.type] !== undefined && f.count === undefined) &&
      !(counted && f.name === 'operationCount'),
  );
}

/** What a writer of the structure accepts. */
export function inputOf(name: string): fc.Arbitrary<Record<string, unknown>> {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const field of inputFields(name)) {
    const values = arbitrary(name, field);
    if (values !== undefined) {
      members[field.name] = values;
    }
  }
  return fc.record(members);
}
