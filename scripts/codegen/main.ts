// SPDX-License-Identifier: Apache-2.0
// Generates what follows from kernel/devices.json, kernel/include/uapi/dsmil.h and proto/.
//   node scripts/codegen/main.ts                   writes
//   node scripts/codegen/main.ts --check           compares; exit status 1 on drift
//   node scripts/codegen/main.ts --layout-program  prints a C program that prints the layout
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emitDevicesC, emitDevicesTs, parseDevices } from './devices.ts';
import { emitCodec } from './emit-codec.ts';
import { emitCalls, emitConstants, emitEnums } from './emit-constants.ts';
import { emitStructs } from './emit-structs.ts';
import { parseHeader } from './header.ts';
import { layoutLines, layoutProgram, placeStructs } from './layout.ts';
import { emitCode } from './proto/emit-code.ts';
import { buildDescriptorSet, emitDescriptors } from './proto/emit-descriptors.ts';
import { emitMessages } from './proto/emit-messages.ts';
import { readRoot } from './proto/sources.ts';

const USAGE = 'usage: node scripts/codegen/main.ts [--check | --layout-program]';
const root = join(import.meta.dirname, '..', '..');
const GENERATED = 'src/abi/generated';
const WIRE = 'src/api/grpc/wire/generated';

const devices = parseDevices(readFileSync(join(root, 'kernel/devices.json'), 'utf8'));
const header = parseHeader(readFileSync(join(root, 'kernel/include/uapi/dsmil.h'), 'utf8'));
const structs = placeStructs(header);

type Content = string | Buffer;

function generateWire(): Map<string, Content> {
  const set = buildDescriptorSet(root);
  const files = new Map<string, Content>([
    ['proto/descriptor-set.bin', set],
    [`${WIRE}/descriptors.ts`, emitDescriptors(set)],
    [`${WIRE}/code.ts`, emitCode(root)],
  ]);
  for (const [name, text] of emitMessages(readRoot(join(root, 'proto')))) {
    files.set(`${WIRE}/${name}.ts`, text);
  }
  return files;
}

function generate(): Map<string, Content> {
  const files = new Map<string, Content>([
    ['kernel/core/device_table.c', emitDevicesC(devices)],
    ['test/golden/abi-layout.txt', layoutLines(header, structs)],
    [`${GENERATED}/devices.ts`, emitDevicesTs(devices)],
    [`${GENERATED}/constants.ts`, emitConstants(header)],
    [`${GENERATED}/enums.ts`, emitEnums(header)],
    [`${GENERATED}/calls.ts`, emitCalls(header, structs)],
    [`${GENERATED}/structs.ts`, emitStructs(structs)],
  ]);
  for (const [name, text] of emitCodec(structs)) {
    files.set(`${GENERATED}/${name}.ts`, text);
  }
  return new Map([...files, ...generateWire()]);
}

/** Generated before, and by nothing any more. */
function leftovers(files: Map<string, Content>): string[] {
  return [GENERATED, WIRE].flatMap((folder) => {
    const at = join(root, folder);
    const present = existsSync(at) ? readdirSync(at).map((name) => `${folder}/${name}`) : [];
    return present.filter((path) => !files.has(path));
  });
}

function isAt(path: string, content: Content): boolean {
  return (
    existsSync(path) &&
    readFileSync(path).equals(typeof content === 'string' ? Buffer.from(content) : content)
  );
}

function firstDifference(before: string, after: Content): string {
  if (typeof after !== 'string') {
    return 'it has other bytes';
  }
  const old = before.split('\n');
  const line = after.split('\n').findIndex((text, i) => text !== old[i]);
  return line < 0 ? 'it has more lines than it should' : `line ${line + 1} differs`;
}

function check(files: Map<string, Content>): number {
  const drift = leftovers(files).map((path) => `${path}: nothing generates it`);
  for (const [path, text] of files) {
    const at = join(root, path);
    if (!existsSync(at)) {
      drift.push(`${path}: missing`);
    } else if (!isAt(at, text)) {
      drift.push(`${path}: ${firstDifference(readFileSync(at, 'utf8'), text)}`);
    }
  }
  for (const line of drift) {
    console.error(`codegen: ${line}`);
  }
  if (drift.length > 0) {
    console.error('codegen: run scripts/codegen.sh, and look at what changed before you commit it');
  }
  return drift.length === 0 ? 0 : 1;
}

function write(files: Map<string, Content>): void {
  for (const path of leftovers(files)) {
    rmSync(join(root, path));
  }
  for (const [path, text] of files) {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    // Untouched when nothing changed, so that make does not rebuild the module.
    if (!isAt(at, text)) {
      writeFileSync(at, text);
      console.error(`codegen: wrote ${path}`);
    }
  }
}

const [option, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (option && !['--check', '--layout-program'].includes(option))) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (option === '--layout-program') {
  process.stdout.write(layoutProgram(header, structs));
} else if (option === '--check') {
  process.exitCode = check(generate());
} else {
  write(generate());
}
