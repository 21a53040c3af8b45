// SPDX-License-Identifier: Apache-2.0
// What is under proto/, read: by protobufjs for the messages, by buf for the descriptors.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

/** Relative to proto/, sorted, so that what is generated depends on nothing else. */
export function protoFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.proto'))
    .sort();
}

/** With the comments; names as protobufjs writes them: requestedAt. */
export function readRoot(folder: string): protobuf.Root {
  const root = new protobuf.Root();
  const own = new Set(protoFiles(folder));
  // google/protobuf/* comes with protobufjs.
  root.resolvePath = (_origin, target) => (own.has(target) ? join(folder, target) : target);
  root.loadSync([...own], { keepCase: false, alternateCommentMode: true });
  root.resolveAll();
  return root;
}

/** Runs a tool of node_modules/.bin; its output, or an Error with what it said. */
export function runTool(root: string, name: string, args: readonly string[]): Buffer {
  const at = join(root, 'node_modules', '.bin', name);
  // One of these tools is a script: it is to run on the Node that runs this.
  const env = {
    ...process.env,
    PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`,
  };
  const { status, stdout, stderr, error } = spawnSync(at, args, {
    cwd: root,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined || status !== 0) {
    throw new Error(`${name} failed: ${error?.message ?? stderr.toString('utf8')}`);
  }
  return stdout;
}
