// SPDX-License-Identifier: Apache-2.0
// The descriptor set, as a file to publish and as a module for server reflection: of each file its bytes,
// what it imports, and the symbols that it declares.
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { runTool } from './sources.ts';

interface Declared {
  readonly name: string;
}
interface DeclaredMessage extends Declared {
  readonly nestedType: readonly DeclaredMessage[];
  readonly enumType: readonly Declared[];
  readonly field: readonly Declared[];
  readonly oneofDecl: readonly Declared[];
}
interface DeclaredService extends Declared {
  readonly method: readonly Declared[];
}
interface DeclaredFile extends Declared {
  readonly package: string;
  readonly dependency: readonly string[];
  readonly messageType: readonly DeclaredMessage[];
  readonly enumType: readonly Declared[];
  readonly service: readonly DeclaredService[];
}

const HEAD = `// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen (buf); do not edit.
import type { DescribedFile } from '../described-file.ts';
`;

/** A google.protobuf.FileDescriptorSet of proto/ and all that it imports, without comments. */
export function buildDescriptorSet(root: string): Buffer {
  return runTool(root, 'buf', [
    ...['build', 'proto', '--as-file-descriptor-set', '--exclude-source-info'],
    ...['--output', '-#format=binpb'],
  ]);
}

function symbolsOf(file: DeclaredFile): string[] {
  const symbols: string[] = [];
  const add = (scope: string, name: string): string => {
    const full = `${scope}.${name}`;
    symbols.push(full);
    return full;
  };
  const message = (scope: string, type: DeclaredMessage): void => {
    const full = add(scope, type.name);
    for (const { name } of [...type.field, ...type.oneofDecl, ...type.enumType]) {
      add(full, name);
    }
    for (const nested of type.nestedType) {
      message(full, nested);
    }
  };
  for (const type of file.messageType) {
    message(file.package, type);
  }
  for (const { name } of file.enumType) {
    add(file.package, name);
  }
  for (const service of file.service) {
    const full = add(file.package, service.name);
    for (const { name } of service.method) {
      add(full, name);
    }
  }
  return symbols;
}

/** The files' own bytes, so that nothing of them is lost: field 1 of the set, once for each. */
function filesOf(set: Uint8Array): Uint8Array[] {
  const reader = protobuf.Reader.create(set);
  const files: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    reader.uint32();
    files.push(reader.bytes());
  }
  return files;
}

export function emitDescriptors(set: Uint8Array): string {
  const files = filesOf(set).map((bytes) => {
    const file = descriptor.FileDescriptorProto.decode(bytes) as protobuf.Message & DeclaredFile;
    const described = {
      name: file.name,
      imports: file.dependency,
      services: file.service.map(({ name }) => `${file.package}.${name}`),
      symbols: symbolsOf(file),
      base64: Buffer.from(bytes).toString('base64'),
    };
    return `  ${JSON.stringify(described)},\n`;
  });
  return `${HEAD}\nexport const DESCRIBED_FILES: readonly DescribedFile[] = [\n${files.join('')}];\n`;
}
