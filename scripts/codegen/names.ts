// SPDX-License-Identifier: Apache-2.0
// From the C names to the TypeScript ones.
import type { Enum } from './header.ts';

export function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** dsmil_tx_prepare -> TxPrepare */
export function pascal(name: string): string {
  const bare = camel(name.replace(/^dsmil_/, ''));
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

export function isReserved(name: string): boolean {
  return /^reserved\d*$/.test(name);
}

/** What all names begin with, to the last underscore. */
export function commonPrefix(names: string[]): string {
  let prefix = names[0] ?? '';
  for (const name of names) {
    while (!name.startsWith(prefix)) {
      prefix = prefix.slice(0, -1);
    }
  }
  return prefix.slice(0, prefix.lastIndexOf('_') + 1);
}

/** Members that count the others are constants, not values. */
export function isCount(member: string): boolean {
  return member.endsWith('_COUNT');
}

export function memberNames(item: Enum): { key: string; value: number; doc: string }[] {
  const members = item.members.filter((m) => !isCount(m.name));
  const prefix = commonPrefix(members.map((m) => m.name));
  return members.map((m) => ({ key: m.name.slice(prefix.length), value: m.value, doc: m.doc }));
}

export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;
}

export function docComment(doc: string, indent = ''): string {
  if (doc === '') {
    return '';
  }
  // A description that closed the comment would become code.
  const lines = doc.replaceAll('*/', '* /').split('\n');
  return lines.length === 1
    ? `${indent}/** ${lines[0]} */\n`
    : `${indent}/**\n${lines.map((l) => `${indent} * ${l}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
