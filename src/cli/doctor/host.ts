// SPDX-License-Identifier: Apache-2.0
// The real host, as the doctor asks for it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { release, userInfo } from 'node:os';
import { join } from 'node:path';
import { DevicePath } from '../../device/device-path.ts';
import { OpenError } from '../../device/errors.ts';
import { loadNative } from '../../device/native.ts';
import { type Context, fileFacts } from '../context.ts';
import { describeError } from '../errors.ts';
import type { Found, Ran, Reached, System } from './system.ts';

const COMMAND_TIMEOUT_MS = 5000;
const REACH_TIMEOUT_MS = 2000;
/** Of Info.fileFlags. */
const FILE_WRITE = 1;
// modinfo lives in sbin, which is not on everybody's PATH.
const MORE_PATH = '/usr/sbin:/sbin';

function found<T>(look: () => T | undefined): Found<T> {
  try {
    const value = look();
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) {
      throw error;
    }
    return error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? { kind: 'absent' }
      : { kind: 'denied', error: String(error.code) };
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: COMMAND_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, LC_ALL: 'C', PATH: `${env['PATH'] ?? ''}:${MORE_PATH}` },
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    return { kind: 'missing' };
  }
  return { kind: 'ran', status: status ?? 124, stdout, stderr };
}

function userName(uid: number): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A user without an entry in passwd, as in containers.
    if (error instanceof Error) {
      return `${uid}`;
    }
    throw error;
  }
}

/** For writing, if this user may; else read-only tells as much. */
async function openAny(path: string): Promise<DevicePath> {
  const open = (mode: 'read-write' | 'read-only'): Promise<DevicePath> =>
    DevicePath.open({ path, mode, signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
  try {
    return await open('read-write');
  } catch (error) {
    if (error instanceof OpenError && (error.errno === 'EACCES' || error.errno === 'EPERM')) {
      return await open('read-only');
    }
    throw error;
  }
}

async function reach(path: string): Promise<Reached> {
  try {
    const device = await openAny(path);
    const { info } = device;
    device.close();
    return {
      kind: 'reached',
      versions: {
        abi: info.abiVersion,
        txAbi: info.txAbiVersion,
        recordSchema: info.recordSchema,
        stateSchema: info.stateSchema,
        version: info.version,
        writable: (info.fileFlags & FILE_WRITE) !== 0,
      },
    };
  } catch (error) {
    const { message, code } = describeError(error);
    return { kind: 'failed', error: message, code };
  }
}

export function hostSystem({ env }: Context): System {
  const uid = process.getuid?.() ?? -1;
  return {
    env,
    uid,
    user: userName(uid),
    groups: process.getgroups?.() ?? [],
    nodeVersion: process.versions.node,
    release: release(),
    root: join(import.meta.dirname, '..', '..', '..'),
    readBytes: (path) => found(() => readFileSync(path)),
    stat: (path) => found(() => fileFacts(path)),
    run: (command, args) => run(command, args, env),
    loadAddon: () => Promise.resolve(void loadNative()),
    reach,
  };
}
