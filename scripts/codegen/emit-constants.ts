// SPDX-License-Identifier: Apache-2.0
// Constants, enums and calls.
import type { Enum, Header } from './header.ts';
import { ioctlNumber, type PlacedStruct } from './layout.ts';
import { docComment, memberNames, pascal, quote } from './names.ts';

const BANNER = `// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
`;

const bare = (name: string): string => name.replace(/^DSMIL_/, '');

export function emitConstants(header: Header): string {
  let out = BANNER;
  const groups = new Map<string, string[]>();
  for (const constant of header.constants) {
    const value =
      constant.value > 9n ? `0x${constant.value.toString(16)}` : constant.value.toString();
    const literal = constant.wide ? `${value}n` : value;
    out += `${docComment(constant.doc)}export const ${bare(constant.name)} = ${literal};\n`;
    if (constant.group) {
      const members = groups.get(constant.group) ?? [];
      members.push(constant.name);
      groups.set(constant.group, members);
    }
  }
  for (const { members } of header.enums) {
    for (const member of members.filter((m) => m.name.endsWith('_COUNT'))) {
      out += `export const ${bare(member.name)} = ${member.value};\n`;
    }
  }
  for (const [name, members] of groups) {
    out += `\n/** Names of the bits, lowest first. */\nexport const ${pascal(name)}Bits = {\n`;
    for (const member of members) {
      out += `  ${bare(member).replace(/^[A-Z]+_/, '')}: ${bare(member)},\n`;
    }
    out += '} as const;\n';
  }
  return out;
}

function emitEnum(item: Enum): string {
  const name = pascal(item.name);
  const members = memberNames(item);
  let out = `\n${docComment(item.doc)}export const ${name} = {\n`;
  for (const { key, value, doc } of members) {
    out += `${docComment(doc, '  ')}  ${key}: ${value},\n`;
  }
  out += `} as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];\n`;
  out += `/** By value. */\nexport const ${name}Names: Readonly<Record<number, keyof typeof ${name}>> = {\n`;
  for (const { key, value } of members) {
    out += `  ${value}: ${quote(key)},\n`;
  }
  return `${out}};\n`;
}

export function emitEnums(header: Header): string {
  const reasons = header.enums.find((e) => e.name === 'dsmil_reason');
  let out = BANNER + header.enums.map(emitEnum).join('');
  if (reasons) {
    out +=
      '\n/** What each reason means, in the words of the ABI. */\n' +
      'export const ReasonText: Readonly<Record<Reason, string>> = {\n';
    for (const { value, doc } of memberNames(reasons)) {
      out += `  ${value}: ${quote(doc)},\n`;
    }
    out += '};\n';
  }
  return out;
}

export function emitCalls(header: Header, structs: Map<string, PlacedStruct>): string {
  let out = `${BANNER}
export interface CallDescription {
  readonly name: string;
  /** What the simulator's socket carries, and _IOC_NR of the ioctl. */
  readonly nr: number;
  readonly ioctl: number;
  /** Of the argument structure. */
  readonly size: number;
  /** Its name in STRUCTS. */
  readonly struct: string;
}

export const CALLS = {
`;
  for (const { name, nr, struct } of header.calls) {
    const size = structs.get(struct)?.size ?? 0;
    const number = ioctlNumber(header.magic, nr, size);
    out +=
      `  ${name}: { name: ${quote(name)}, nr: 0x${nr.toString(16).padStart(2, '0')}, ` +
      `ioctl: 0x${number.toString(16)}, size: ${size}, struct: ${quote(pascal(struct))} },\n`;
  }
  return `${out}} as const satisfies Readonly<Record<string, CallDescription>>;
`;
}

export { BANNER };
