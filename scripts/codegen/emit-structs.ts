// SPDX-License-Identifier: Apache-2.0
// Descriptions of the structures as data: for tools, errors and tests.
import { BANNER } from './emit-constants.ts';
import type { PlacedField, PlacedStruct } from './layout.ts';
import { camel, docComment, pascal, quote } from './names.ts';

const SCALARS: Record<string, string> = {
  __u8: 'u8',
  __u16: 'u16',
  __u32: 'u32',
  __s32: 's32',
  __aligned_u64: 'u64',
};

function field(item: PlacedField): string {
  const parts = [
    `name: ${quote(camel(item.name))}`,
    `cName: ${quote(item.name)}`,
    `type: ${quote(SCALARS[item.type] ?? pascal(item.type))}`,
    `offset: ${item.offset}`,
    `size: ${item.size}`,
    `direction: ${item.out ? "'out'" : "'in'"}`,
  ];
  if (item.count !== undefined) {
    parts.push(`count: ${item.count}`);
  }
  if (item.unit) {
    parts.push(`unit: ${quote(item.unit)}`);
  }
  if (item.range) {
    parts.push(`range: [${item.range[0]}, ${item.range[1]}]`);
  }
  if (item.enum) {
    parts.push(`enum: ${quote(pascal(item.enum))}`);
  }
  if (item.default !== undefined) {
    parts.push(`default: ${item.default}`);
  }
  parts.push(`doc: ${quote(item.doc)}`);
  return `      { ${parts.join(', ')} },`;
}

export function emitStructs(structs: Map<string, PlacedStruct>): string {
  let out = `${BANNER}
export interface FieldDescription {
  readonly name: string;
  readonly cName: string;
  /** u8, u16, u32, s32, u64, or the name of another structure. */
  readonly type: string;
  readonly offset: number;
  /** Of the whole field. */
  readonly size: number;
  /** Who writes it; what describes no argument is 'in'. */
  readonly direction: 'in' | 'out';
  /** Elements of an array. */
  readonly count?: number;
  readonly unit?: string;
  readonly range?: readonly [number, number];
  /** A name in enums.ts. */
  readonly enum?: string;
  readonly default?: number;
  readonly doc: string;
}

export interface StructDescription {
  readonly name: string;
  readonly cName: string;
  readonly size: number;
  readonly doc: string;
  readonly fields: readonly FieldDescription[];
}

export const STRUCTS: Readonly<Record<string, StructDescription>> = {
`;
  for (const struct of structs.values()) {
    const name = pascal(struct.name);
    out += `${docComment(struct.doc, '  ')}  ${name}: {\n    name: ${quote(name)},\n`;
    out += `    cName: ${quote(struct.name)},\n    size: ${struct.size},\n`;
    out += `    doc: ${quote(struct.doc)},\n    fields: [\n`;
    out += `${struct.fields.map(field).join('\n')}\n    ],\n  },\n`;
  }
  return `${out}};\n`;
}
