// SPDX-License-Identifier: Apache-2.0
// How each field appears in TypeScript, decided once for the types, readers and writers.
import type { PlacedField, PlacedStruct } from './layout.ts';
import { camel, isReserved } from './names.ts';

export type Kind =
  | 'number'
  /** A u64 that is a number: of bytes, or with a small range. */
  | 'safe'
  | 'bigint'
  | 'bytes'
  | 'text'
  | 'numbers'
  | 'bigints'
  | 'struct'
  | 'structs';

export interface Member {
  name: string;
  field: PlacedField;
  kind: Kind;
  /** For 'structs': the member that counts them. */
  countedBy: PlacedField | undefined;
}

export interface Model {
  struct: PlacedStruct;
  /** It begins with struct dsmil_header: an argument of a call. */
  argument: boolean;
  members: Member[];
  /** What a caller gives. */
  inputs: Member[];
}

// Bytes beyond 2^53 cannot be: the largest ring would have to be filled 10^8 times.
const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

function kindOf(field: PlacedField, texts: Set<string>): Kind {
  if (field.type.startsWith('dsmil_')) {
    return field.count === undefined ? 'struct' : 'structs';
  }
  if (field.type === '__aligned_u64') {
    if (field.count !== undefined) {
      return 'bigints';
    }
    const bounded = field.range !== undefined && field.range[1] <= SAFE_MAX;
    return bounded || field.unit === 'bytes' ? 'safe' : 'bigint';
  }
  if (field.count === undefined) {
    return 'number';
  }
  if (field.type === '__u8') {
    return texts.has(field.name) ? 'text' : 'bytes';
  }
  return 'numbers';
}

function counter(struct: PlacedStruct, field: PlacedField): PlacedField | undefined {
  const singular = field.name.endsWith('ies')
    ? `${field.name.slice(0, -3)}y`
    : field.name.replace(/s$/, '');
  const names = [`${singular}_count`, 'count'];
  return struct.fields.find((f) => names.includes(f.name));
}

export function buildModels(structs: Map<string, PlacedStruct>): Map<string, Model> {
  // An array of bytes is text wherever its name is described as such once.
  const texts = new Set<string>();
  for (const struct of structs.values()) {
    for (const field of struct.fields) {
      if (field.type === '__u8' && field.count !== undefined && /zero-padded/.test(field.doc)) {
        texts.add(field.name);
      }
    }
  }
  const models = new Map<string, Model>();
  for (const struct of structs.values()) {
    const argument = struct.fields[0]?.type === 'dsmil_header';
    const members = struct.fields
      .filter((f) => !isReserved(f.name))
      .map((placed): Member => {
        // What can have one value only need not be given.
        const [low, high] = placed.range ?? [];
        const only = low !== undefined && low === high ? low : undefined;
        const field = only === undefined ? placed : { ...placed, default: placed.default ?? only };
        const kind = kindOf(field, texts);
        const countedBy = kind === 'structs' ? counter(struct, field) : undefined;
        if (kind === 'structs' && !countedBy) {
          throw new Error(`dsmil.h:${field.line}: nothing counts ${struct.name}.${field.name}`);
        }
        return { name: camel(field.name), field, kind, countedBy };
      });
    const counters = members.flatMap((m) => (m.countedBy && !m.field.out ? [m.countedBy] : []));
    const inputs = members.filter(
      (m) => !m.field.out && m.kind !== 'struct' && !counters.includes(m.field),
    );
    models.set(struct.name, { struct, argument, members, inputs });
  }
  return models;
}
