// SPDX-License-Identifier: Apache-2.0
// A parser for the restricted C of kernel/include/uapi/dsmil.h. What it does not know is an
// error with its line number, never skipped: a construct that passed unseen would make the
// generated codec differ from the ABI.

export interface Constant {
  name: string;
  value: bigint;
  /** Written with ULL: a bigint in TypeScript. */
  wide: boolean;
  doc: string;
  /** Of a set of flags: the enum-like name that the comment above it gives. */
  group: string | undefined;
}

export interface Enumerator {
  name: string;
  value: number;
  doc: string;
}

export interface Enum {
  name: string;
  doc: string;
  members: Enumerator[];
}

export interface Annotations {
  unit?: string;
  range?: [bigint, bigint];
  enum?: string;
  default?: bigint;
  out: boolean;
}

export interface Field extends Annotations {
  name: string;
  /** A fixed-width type, or the name of a struct without "struct ". */
  type: string;
  /** Elements of an array, undefined when it is none. */
  count: number | undefined;
  doc: string;
  line: number;
}

export interface Struct {
  name: string;
  doc: string;
  section: string;
  fields: Field[];
}

export interface Call {
  name: string;
  nr: number;
  struct: string;
}

export interface Header {
  constants: Constant[];
  enums: Enum[];
  structs: Struct[];
  calls: Call[];
  magic: number;
}

const SCALARS = new Set(['__u8', '__u16', '__u32', '__s32', '__aligned_u64']);

class Parser {
  readonly header: Header = { constants: [], enums: [], structs: [], calls: [], magic: 0 };
  readonly #lines: string[];
  #at = 0;
  #section = '';
  #doc = '';
  #group: string | undefined;

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  #fail(what: string): never {
    throw new Error(`dsmil.h:${this.#at}: ${what}: ${JSON.stringify(this.#lines[this.#at - 1])}`);
  }

  #next(): string {
    const line = this.#lines[this.#at];
    this.#at += 1;
    if (line === undefined) {
      this.#fail('unexpected end of file');
    }
    return line;
  }

  parse(): Header {
    while (this.#at < this.#lines.length) {
      const line = this.#next();
      if (line.startsWith('#if defined(__cplusplus)')) {
        break; // The proof of layout: checked by compiling it, not here.
      }
      this.#top(line);
    }
    return this.header;
  }

  #top(line: string): void {
    const section = /^\/\* -{3,} ?(.*?) \*\/$/.exec(line)?.[1];
    if (section !== undefined) {
      this.#section = section.replace(/^-+ /, '');
      this.#doc = '';
      this.#group = undefined;
    } else if (line === '') {
      this.#doc = '';
      this.#group = undefined;
    } else if (line.startsWith('/*')) {
      this.#comment(line);
    } else if (line.startsWith('#define')) {
      this.#define(line);
    } else if (line.startsWith('enum ')) {
      this.#enum(line);
    } else if (line.startsWith('struct ')) {
      this.#struct(line);
    } else if (!/^#(ifndef _UAPI_DSMIL_H|include <linux\/(ioctl|types)\.h>)$/.test(line)) {
      this.#fail('not in the restricted form');
    }
  }

  #comment(first: string): void {
    const lines = [first];
    while (!lines.at(-1)?.includes('*/')) {
      lines.push(this.#next());
    }
    this.#doc = lines
      .map((line) => line.replace(/^\s*(\/\*+|\*(?!\/))?\s?/, '').replace(/\s*\*\/\s*$/, ''))
      .join('\n')
      .trim();
    this.#group = /^enum (dsmil_\w+):/.exec(this.#doc)?.[1];
  }

  #define(line: string): void {
    const call =
      /^#define DSMIL_IOC_(\w+)\s+_IOWR\(DSMIL_IOC_MAGIC, (0x[0-9a-fA-F]+), struct (dsmil_\w+)\)$/.exec(
        line,
      );
    if (call?.[1] && call[2] && call[3]) {
      this.header.calls.push({ name: call[1], nr: Number(call[2]), struct: call[3] });
      return;
    }
    if (line === '#define _UAPI_DSMIL_H') {
      return;
    }
    const match = /^#define (DSMIL_\w+)\s+(0x[0-9a-fA-F]+|\d+)(ULL)?(?:\s+\/\* (.*) \*\/)?$/.exec(
      line,
    );
    if (!match?.[1] || !match[2]) {
      this.#fail('not a number that the generator knows');
    }
    const value = BigInt(match[2]);
    if (match[1] === 'DSMIL_IOC_MAGIC') {
      this.header.magic = Number(value);
    }
    this.header.constants.push({
      name: match[1],
      value,
      wide: match[3] !== undefined,
      doc: match[4] ?? (this.#group ? '' : this.#doc),
      group: this.#group,
    });
  }

  #enum(first: string): void {
    const name = /^enum (dsmil_\w+) \{$/.exec(first)?.[1] ?? this.#fail('not an enum');
    const result: Enum = { name, doc: this.#doc, members: [] };
    for (let line = this.#next(); line !== '};'; line = this.#next()) {
      const match = /^\t(DSMIL_\w+) = (\d+),?(?:\s+\/\* (.*) \*\/)?$/.exec(line);
      if (!match?.[1] || !match[2]) {
        this.#fail('not an enumerator');
      }
      result.members.push({ name: match[1], value: Number(match[2]), doc: match[3] ?? '' });
    }
    this.header.enums.push(result);
    this.#doc = '';
  }

  #struct(first: string): void {
    const name = /^struct (dsmil_\w+) \{$/.exec(first)?.[1] ?? this.#fail('not a struct');
    const result: Struct = { name, doc: this.#doc, section: this.#section, fields: [] };
    for (let line = this.#next(); line !== '};'; line = this.#next()) {
      result.fields.push(this.#field(line));
    }
    this.header.structs.push(result);
    this.#doc = '';
  }

  #field(line: string): Field {
    const match =
      /^\t(?:struct (dsmil_\w+)|(__\w+)) (\w+)(?:\[(\d+)\])?;(?:\s+\/\* (.*) \*\/)?$/.exec(line);
    const type = match?.[1] ?? match?.[2];
    if (!match?.[3] || type === undefined) {
      this.#fail('not a field');
    }
    if (match[1] ? !this.header.structs.some((s) => s.name === type) : !SCALARS.has(type)) {
      this.#fail(`the type ${type} is not known here`);
    }
    const comment = match[5] ?? '';
    const braces = /\{([^}]*)\}/.exec(comment)?.[1];
    return {
      name: match[3],
      type,
      count: match[4] === undefined ? undefined : Number(match[4]),
      doc: comment.replace(/\s*\{[^}]*\}\s*/, '').trim(),
      line: this.#at,
      ...this.#annotations(braces ?? ''),
    };
  }

  #annotations(text: string): Annotations {
    const result: Annotations = { out: false };
    for (const part of text.split(';').map((p) => p.trim())) {
      const [key, value = ''] = part.split(/\s+/, 2);
      const range = /^(-?\d+)\.\.(-?\d+)$/.exec(value);
      if (key === '') {
        continue;
      }
      if (key === 'unit' && value !== '') {
        result.unit = value;
      } else if (key === 'range' && range?.[1] && range[2]) {
        result.range = [BigInt(range[1]), BigInt(range[2])];
      } else if (key === 'enum' && this.header.enums.some((e) => e.name === value)) {
        result.enum = value;
      } else if (key === 'default' && /^\d+$/.test(value)) {
        result.default = BigInt(value);
      } else if (part === 'out') {
        result.out = true;
      } else {
        this.#fail(`the annotation "${part}" is not known`);
      }
    }
    return result;
  }
}

export function parseHeader(text: string): Header {
  return new Parser(text).parse();
}
