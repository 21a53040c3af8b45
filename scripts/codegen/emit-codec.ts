// SPDX-License-Identifier: Apache-2.0
// Types, readers and writers of the structures, one file a section of the header.
import { buildModels, type Member, type Model } from './codec-model.ts';
import { BANNER } from './emit-constants.ts';
import type { PlacedStruct } from './layout.ts';
import { docComment, pascal, quote } from './names.ts';

const SECTIONS: Record<string, string> = {
  'the header': 'header',
  'shared pages': 'pages',
  'record payloads': 'payloads',
  'state page': 'state',
  'ioctl arguments': 'arguments',
  'the simulated device': 'sim',
};

const GET: Record<string, string> = {
  __u8: 'getUint8',
  __u16: 'getUint16',
  __u32: 'getUint32',
  __s32: 'getInt32',
  __aligned_u64: 'getBigUint64',
};
const LIMITS: Record<string, [string, string]> = {
  __u8: ['0', '0xff'],
  __u16: ['0', '0xffff'],
  __u32: ['0', '0xffffffff'],
  __s32: ['-0x80000000', '0x7fffffff'],
};
const CHECKS = 'checkBigint|checkBytes|checkEnum|checkInteger|checkList|checkText';
const READS = 'readBytes|readSafe|readText';

function tsType(member: Member, input: boolean): string {
  const { field, kind } = member;
  switch (kind) {
    case 'number':
      return input && field.enum ? pascal(field.enum) : 'number';
    case 'safe':
      return 'number';
    case 'bigint':
      return 'bigint';
    case 'bytes':
      return 'Uint8Array';
    case 'text':
      return 'string';
    case 'numbers':
      return 'readonly number[]';
    case 'bigints':
      return 'readonly bigint[]';
    case 'struct':
      return pascal(field.type);
    default:
      return `readonly ${pascal(field.type)}${input ? 'Input' : ''}[]`;
  }
}

function memberDoc({ field }: Member): string {
  const notes = [];
  if (field.unit) {
    notes.push(`in ${field.unit}`);
  }
  if (field.range) {
    notes.push(`${field.range[0]}..${field.range[1]}`);
  }
  if (field.enum) {
    notes.push(`see ${pascal(field.enum)}`);
  }
  if (field.default !== undefined) {
    notes.push(`default ${field.default}`);
  }
  return [field.doc, notes.join(', ')].filter((t) => t !== '').join('; ');
}

function emitInterface(model: Model): string {
  const name = pascal(model.struct.name);
  let out = `\nexport const ${snake(name)}_SIZE = ${model.struct.size};\n\n`;
  out += `${docComment(model.struct.doc)}export interface ${name} {\n`;
  for (const member of model.members) {
    out += `${docComment(memberDoc(member), '  ')}  readonly ${member.name}: ${tsType(member, false)};\n`;
  }
  out += `}\n\n/** What a writer of ${name} gives. */\n`;
  if (model.inputs.length === 0) {
    return `${out}export type ${name}Input = Readonly<Record<never, never>>;\n`;
  }
  out += `export interface ${name}Input {\n`;
  for (const member of model.inputs) {
    const optional = member.field.default === undefined ? '' : '?';
    const type = tsType(member, true) + (optional && ' | undefined');
    out += `${docComment(memberDoc(member), '  ')}  readonly ${member.name}${optional}: ${type};\n`;
  }
  return `${out}}\n`;
}

function snake(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '_$1').toUpperCase();
}

function scalar(type: string, at: string): string {
  const little = type === '__u8' ? '' : ', true';
  return `view.${GET[type]}(${at}${little})`;
}

function readExpression({ field, kind, countedBy }: Member): string {
  const at = field.offset === 0 ? 'at' : `at + ${field.offset}`;
  switch (kind) {
    case 'number':
    case 'bigint':
      return scalar(field.type, at);
    case 'safe':
      return `readSafe(view, ${at}, ${quote(field.name)})`;
    case 'bytes':
      return `readBytes(view, ${at}, ${field.size})`;
    case 'text':
      return `readText(view, ${at}, ${field.size})`;
    case 'numbers':
    case 'bigints': {
      const element = scalar(field.type, `${at} + ${field.elementSize} * i`);
      return `Array.from({ length: ${field.count} }, (_, i) => ${element})`;
    }
    case 'struct':
      return `read${pascal(field.type)}(view, ${at})`;
    default: {
      // A count out of the other side: never beyond the array.
      const count = `Math.min(${scalar(countedBy?.type ?? '', `at + ${countedBy?.offset}`)}, ${field.count})`;
      const read = `read${pascal(field.type)}(view, ${at} + ${field.elementSize} * i)`;
      return `Array.from({ length: ${count} }, (_, i) => ${read})`;
    }
  }
}

function emitReader(model: Model): string {
  const name = pascal(model.struct.name);
  let out = `\nexport function read${name}(view: DataView, at = 0): ${name} {\n  return {\n`;
  for (const member of model.members) {
    out += `    ${member.name}: ${readExpression(member)},\n`;
  }
  return `${out}  };\n}\n`;
}

function writeLines(member: Member): string[] {
  const { field, kind, countedBy, name } = member;
  const at = `at + ${field.offset}`;
  const label = `\`\${path}${name}\``;
  const value = `value.${name}${field.default === undefined ? '' : ` ?? ${field.default}`}`;
  const set = GET[field.type]?.replace('get', 'set');
  const little = field.type === '__u8' ? '' : ', true';
  const [low, high] = field.range?.map(String) ?? LIMITS[field.type] ?? ['0', '0'];
  const unit = field.unit ? `, ${quote(field.unit)}` : '';
  switch (kind) {
    case 'number': {
      const check = field.enum
        ? `checkEnum(${value}, ${label}, ${pascal(field.enum)}${field.range ? `, ${low}, ${high}` : ''})`
        : `checkInteger(${value}, ${label}, ${low}, ${high}${unit})`;
      return [`view.${set}(${at}, ${check}${little});`];
    }
    case 'safe': {
      const max = field.range ? `${low}, ${high}` : '0, Number.MAX_SAFE_INTEGER';
      return [
        `view.setBigUint64(${at}, BigInt(checkInteger(${value}, ${label}, ${max}${unit})), true);`,
      ];
    }
    case 'bigint':
      return [`view.setBigUint64(${at}, checkBigint(${value}, ${label}), true);`];
    case 'bytes':
      return [`checkBytes(${value}, ${label}, view, ${at}, ${field.size});`];
    case 'text':
      return [`checkText(${value}, ${label}, view, ${at}, ${field.size});`];
    case 'numbers':
    case 'bigints': {
      const check =
        kind === 'numbers'
          ? `checkInteger(item, \`\${path}${name}[\${i}]\`, ${low}, ${high})`
          : `checkBigint(item, \`\${path}${name}[\${i}]\`)`;
      return [
        `checkList(${value}, ${label}, ${field.count}, ${field.count}).forEach((item, i) => {`,
        `  view.${set}(${at} + ${field.elementSize} * i, ${check}${little});`,
        '});',
      ];
    }
    case 'struct':
      return [];
    default: {
      const [least, most] = countedBy?.range?.map(String) ?? ['0', String(field.count)];
      const setCount = GET[countedBy?.type ?? '']?.replace('get', 'set');
      return [
        `view.${setCount}(at + ${countedBy?.offset}, checkList(${value}, ${label}, ${least}, ${most}).length, true);`,
        `${value}.forEach((item, i) => {`,
        `  write${pascal(field.type)}(view, ${at} + ${field.elementSize} * i, item, \`\${path}${name}[\${i}].\`);`,
        '});',
      ];
    }
  }
}

function emitWriter(model: Model): string {
  const name = pascal(model.struct.name);
  const { size } = model.struct;
  const what = model.argument
    ? 'The header too; answers and reserved fields become zero.'
    : 'Reserved fields become zero.';
  const used = model.inputs.length > 0;
  let out = `\n/** ${what} Throws AbiError. */\n`;
  out += `export function write${name}(\n  view: DataView,\n  at: number,\n`;
  out += `  ${used ? 'value' : '_value'}: ${name}Input,\n  ${used ? 'path' : '_path'} = '',\n): void {\n`;
  out += `  new Uint8Array(view.buffer, view.byteOffset + at, ${size}).fill(0);\n`;
  if (model.argument) {
    out += `  view.setUint32(at, ${size}, true);\n`;
  }
  for (const line of model.inputs.flatMap(writeLines)) {
    out += `  ${line}\n`;
  }
  return `${out}}\n`;
}

function imports(body: string, file: string, models: Map<string, Model>): string {
  const uses = (pattern: string): string[] =>
    [...new Set(body.match(new RegExp(`\\b(${pattern})\\b(?=\\()`, 'g')) ?? [])].sort();
  let out = '';
  const checks = uses(CHECKS);
  const reads = uses(READS);
  if (checks.length > 0) {
    out += `import { ${checks.join(', ')} } from '../check.ts';\n`;
  }
  if (reads.length > 0) {
    out += `import { ${reads.join(', ')} } from '../read.ts';\n`;
  }
  const enums = new Set(body.match(/(?<=checkEnum\([^,]+, [^,]+, )\w+/g) ?? []);
  if (enums.size > 0) {
    out += `import { ${[...enums].sort().join(', ')} } from './enums.ts';\n`;
  }
  const byFile = new Map<string, string[]>();
  for (const { struct } of models.values()) {
    const from = SECTIONS[struct.section] ?? '';
    const name = pascal(struct.name);
    const names = [`type ${name}`, `type ${name}Input`, `read${name}`, `write${name}`].filter((n) =>
      new RegExp(`\\b${n.replace('type ', '')}\\b`).test(body),
    );
    if (from !== file && names.length > 0) {
      byFile.set(from, [...(byFile.get(from) ?? []), ...names]);
    }
  }
  for (const [from, names] of byFile) {
    out += `import { ${names.join(', ')} } from './${from}.ts';\n`;
  }
  return out;
}

/** File names (without ending) and their text. */
export function emitCodec(structs: Map<string, PlacedStruct>): Map<string, string> {
  const models = buildModels(structs);
  const bodies = new Map<string, string>();
  for (const model of models.values()) {
    const file = SECTIONS[model.struct.section];
    if (file === undefined) {
      throw new Error(`dsmil.h: no file for the section "${model.struct.section}"`);
    }
    const body = emitInterface(model) + emitReader(model) + emitWriter(model);
    bodies.set(file, (bodies.get(file) ?? '') + body);
  }
  const files = new Map<string, string>();
  for (const [file, body] of bodies) {
    files.set(file, BANNER + imports(body, file, models) + body);
  }
  return files;
}
