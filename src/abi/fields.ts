// SPDX-License-Identifier: Apache-2.0
// From a byte offset back to the field: the core answers EINVAL with one.
import { AbiError } from './errors.ts';
import { type FieldDescription, STRUCTS, type StructDescription } from './generated/structs.ts';

export interface FieldAt {
  /** operations[2].timeoutMs */
  readonly path: string;
  readonly description: FieldDescription;
  /** Of the field, or of the array's element. */
  readonly offset: number;
}

export function structNamed(name: string): StructDescription {
  const struct = STRUCTS[name];
  if (struct === undefined) {
    throw new AbiError('struct', name, `one of ${Object.keys(STRUCTS).join(', ')}`);
  }
  return struct;
}

/** The innermost field that covers @offset, or undefined beyond the structure. */
export function fieldAt(structName: string, offset: number): FieldAt | undefined {
  const field = structNamed(structName).fields.find(
    (f) => offset >= f.offset && offset < f.offset + f.size,
  );
  if (field === undefined) {
    return undefined;
  }
  const elementSize = field.size / (field.count ?? 1);
  const index = Math.floor((offset - field.offset) / elementSize);
  const start = field.offset + index * elementSize;
  const path = field.count === undefined ? field.name : `${field.name}[${index}]`;
  if (STRUCTS[field.type] === undefined) {
    return { path, description: field, offset: start };
  }
  const inner = fieldAt(field.type, offset - start);
  return inner && { ...inner, path: `${path}.${inner.path}`, offset: start + inner.offset };
}

export function describeAllowed({ range, unit, enum: name, doc }: FieldDescription): string {
  const parts = [];
  if (range !== undefined) {
    parts.push(`${range[0]}..${range[1]}${unit ? ` ${unit}` : ''}`);
  }
  if (name !== undefined) {
    parts.push(`a value of ${name}`);
  }
  if (doc !== '') {
    parts.push(doc);
  }
  return parts.join('; ') || 'zero';
}

/** The value that @bytes has there, for a message. */
export function valueAt(view: DataView, { description, offset }: FieldAt): number | bigint {
  switch (description.type) {
    case 'u8':
      return view.getUint8(offset);
    case 'u16':
      return view.getUint16(offset, true);
    case 's32':
      return view.getInt32(offset, true);
    case 'u64':
      return view.getBigUint64(offset, true);
    default:
      return view.getUint32(offset, true);
  }
}
