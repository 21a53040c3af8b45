// SPDX-License-Identifier: Apache-2.0
// The static module of protobufjs: reading and writing of every message, without types (those are in
// the modules of emit-messages.ts).
import { protoFiles, runTool } from './sources.ts';

const OPTIONS = [
  ...['--target', 'static-module', '--wrap', 'esm', '--root', 'dsmil', '--path', 'proto'],
  '--force-number',
  ...['create', 'verify', 'convert', 'delimited', 'typeurl', 'service', 'comments', 'beautify'].map(
    (what) => `--no-${what}`,
  ),
];

const HEAD = `// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen (pbjs); do not edit.
// @ts-nocheck
`;

/** protobufjs reads 64-bit numbers as objects where it finds the package `long`, whatever pbjs was told. */
const NUMBERS = `
$protobuf.util.Long = undefined;
$protobuf.configure();
`;

export function emitCode(root: string): string {
  const files = protoFiles(`${root}/proto`).map((name) => `proto/${name}`);
  const text = runTool(root, 'pbjs', [...OPTIONS, ...files]).toString('utf8');
  const code = text
    .replace(/^\/\*eslint-disable[^\n]*\*\/\n/, '')
    // Nothing is to be inferred of it: what is in it, and of which types, the messages' modules say.
    .replace(/^(import \$protobuf [^\n]*\n)/m, `$1${NUMBERS}`)
    .replace(/^export const (\w+) =/gm, 'export const $1: any =');
  return `${HEAD}${code}`;
}
