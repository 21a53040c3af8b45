// SPDX-License-Identifier: Apache-2.0
// One module for each package: its messages as types, each with the code that reads and writes it,
// and its enumerations. What is read has every field; what is written may leave fields out.
import protobuf from 'protobufjs';

const HEAD = `// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
`;

const SCALARS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  string: 'string',
  bytes: 'Uint8Array',
};

/** google.protobuf.Timestamp is in google-protobuf.ts. */
export function moduleName(packageName: string): string {
  return packageName.replaceAll('.', '-');
}

/** Of a type that is declared within another one: BadRequest_FieldViolation. */
function flatName(type: protobuf.Type | protobuf.Enum): string {
  const { parent } = type;
  return parent instanceof protobuf.Type ? `${flatName(parent)}_${type.name}` : type.name;
}

function packageOf(type: protobuf.ReflectionObject): string {
  let { parent } = type;
  while (parent instanceof protobuf.Type) {
    parent = parent.parent;
  }
  return parent?.fullName.replace(/^\./, '') ?? '';
}

function doc(comment: string | null, indent: string, more = ''): string {
  const text = [comment?.replaceAll('\n', ' ') ?? '', more].filter((part) => part !== '').join(' ');
  return text === '' ? '' : `${indent}/** ${text.replaceAll('*/', '* /')} */\n`;
}

class Module {
  readonly #package: string;
  readonly #imports = new Map<string, Set<string>>();
  readonly #parts: string[] = [];

  constructor(packageName: string) {
    this.#package = packageName;
  }

  /** How this module names @prefix and the name of @type. */
  #reference(type: protobuf.Type, prefix: '' | 'I'): string {
    const name = `${prefix}${flatName(type)}`;
    const home = packageOf(type);
    if (home !== this.#package) {
      const names = this.#imports.get(home) ?? new Set();
      this.#imports.set(home, names.add(name));
    }
    return name;
  }

  #valueType(field: protobuf.Field, prefix: '' | 'I'): string {
    const { resolvedType } = field;
    return resolvedType instanceof protobuf.Type
      ? this.#reference(resolvedType, prefix)
      : (SCALARS[field.type] ?? 'number');
  }

  #fieldType(field: protobuf.Field, prefix: '' | 'I'): string {
    const value = this.#valueType(field, prefix);
    if (field instanceof protobuf.MapField) {
      return `Readonly<Record<string, ${value}>>`;
    }
    if (field.repeated) {
      return `readonly ${value}[]`;
    }
    const absent = field.partOf !== null || field.resolvedType instanceof protobuf.Type;
    return absent ? `${value} | null` : value;
  }

  #field(field: protobuf.Field, prefix: '' | 'I'): string {
    const { resolvedType, comment, name } = field;
    const members = resolvedType instanceof protobuf.Enum ? `{@link ${resolvedType.name}}` : '';
    const type = this.#fieldType(field, prefix);
    if (prefix === 'I') {
      return `  readonly ${name}?: ${type} | undefined;\n`;
    }
    return `${doc(comment, '  ', members)}  readonly ${name}: ${type};\n`;
  }

  addMessage(type: protobuf.Type): void {
    const name = flatName(type);
    const fields = type.fieldsArray;
    const one = (prefix: '' | 'I'): string =>
      fields.map((field) => this.#field(field, prefix)).join('');
    const choices = type.oneofsArray
      .filter((oneof) => !oneof.isProto3Optional)
      .map(
        ({ name: choice, oneof }) =>
          `  /** Which one is set. */\n  readonly ${choice}?: ${oneof.map((at) => `'${camel(at)}'`).join(' | ')} | undefined;\n`,
      )
      .join('');
    this.#parts.push(
      `${doc(type.comment, '')}export interface ${name} {\n${one('')}${choices}}\n`,
      `/** As {@link ${name}}, to be written: what is left out has its default. */\n` +
        `export interface I${name} {\n${one('I')}}\n`,
      `export const ${name}: MessageType<${name}, I${name}> = ${type.fullName.slice(1)};\n`,
    );
    for (const nested of type.nestedArray) {
      this.add(nested);
    }
  }

  addEnum(type: protobuf.Enum): void {
    const name = flatName(type);
    const members = Object.entries(type.values).map(
      ([member, number]) => `${doc(type.comments[member] ?? null, '  ')}  ${member}: ${number},\n`,
    );
    this.#parts.push(
      `${doc(type.comment, '')}export const ${name} = {\n${members.join('')}} as const;\n`,
      '/** A member, or a number that this build does not know. */\n' +
        `export type ${name} = number;\n`,
    );
  }

  add(object: protobuf.ReflectionObject): void {
    if (object instanceof protobuf.Type) {
      this.addMessage(object);
    } else if (object instanceof protobuf.Enum) {
      this.addEnum(object);
    }
  }

  get empty(): boolean {
    return this.#parts.length === 0;
  }

  text(): string {
    const [top] = this.#package.split('.');
    const imports = [...this.#imports]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([home, names]) =>
          `import type { ${[...names].sort().join(', ')} } from './${moduleName(home)}.ts';\n`,
      );
    const head = `import type { MessageType } from '../message-type.ts';\nimport { ${top} } from './code.ts';\n`;
    return `${HEAD}${head}${imports.join('')}\n${this.#parts.join('\n')}`;
  }
}

/** protobufjs keeps the members of a oneof as they are written in some places. */
function camel(name: string): string {
  return protobuf.util.camelCase(name);
}

/** By module's name. */
export function emitMessages(root: protobuf.Root): Map<string, string> {
  const modules = new Map<string, string>();
  const walk = (namespace: protobuf.NamespaceBase): void => {
    const module = new Module(namespace.fullName.replace(/^\./, ''));
    for (const nested of namespace.nestedArray) {
      module.add(nested);
      if (nested instanceof protobuf.Namespace && !(nested instanceof protobuf.Type)) {
        walk(nested);
      }
    }
    if (!module.empty) {
      modules.set(moduleName(namespace.fullName.replace(/^\./, '')), module.text());
    }
  };
  walk(root);
  return modules;
}
