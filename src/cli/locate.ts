// SPDX-License-Identifier: Apache-2.0
// Which device a command uses when none is named, and where a simulator goes.
//
//   1. --device PATH
//   2. DSMIL_DEVICE, when it is not empty
//   3. /dev/dsmil, when it exists: a real module is never passed over for a simulator,
//      not even when it does not answer
//   4. the simulator's socket, the first that exists:
//        $XDG_RUNTIME_DIR/dsmil/sim.sock, /run/dsmil/sim.sock, /tmp/dsmil-UID/sim.sock
//
// A socket that is found (4) counts only in a folder that nobody else can write: anybody may
// make one in /tmp, and a stop must not go to a stranger.
import { join } from 'node:path';
import { ExitCode, Failure } from './failure.ts';

export const MODULE_DEVICE = '/dev/dsmil';

export interface FileFacts {
  readonly kind: 'character' | 'socket' | 'folder' | 'file';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface LocateSources {
  /** --device */
  readonly named: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly uid: number;
  /** undefined: nothing is there, or it cannot be looked at. */
  stat(path: string): FileFacts | undefined;
}

export interface Located {
  readonly path: string;
  /** In words, for messages. */
  readonly because: string;
}

function folders({ env, uid }: Pick<LocateSources, 'env' | 'uid'>): string[] {
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  return [
    ...(runtime.startsWith('/') ? [join(runtime, 'dsmil')] : []),
    '/run/dsmil',
    `/tmp/dsmil-${uid}`,
  ];
}

/** Where simulators are looked for, in order. */
export function simulatorSockets(sources: Pick<LocateSources, 'env' | 'uid'>): string[] {
  return folders(sources).map((folder) => join(folder, 'sim.sock'));
}

/** Where a simulator that is started now belongs: the first place that this user can write. */
export function simulatorSocketToMake(sources: LocateSources): string {
  const [first, second, last] = simulatorSockets(sources);
  const runtime = sources.env['XDG_RUNTIME_DIR'] ?? '';
  if (last !== undefined && first !== undefined && sources.stat(runtime)?.kind === 'folder') {
    return first;
  }
  const shared = '/run/dsmil/sim.sock';
  return sources.uid === 0 ? shared : (last ?? second ?? shared);
}

const OTHERS_WRITE = 0o022;

/** In a folder of this user or root, that nobody else can write. */
function trustworthy(path: string, sources: LocateSources): boolean {
  const folder = sources.stat(join(path, '..'));
  return (
    folder?.kind === 'folder' &&
    (folder.uid === sources.uid || folder.uid === 0) &&
    (folder.mode & OTHERS_WRITE) === 0
  );
}

/** The device to use, or a Failure that says where it was looked for. */
export function locateDevice(sources: LocateSources): Located {
  if (sources.named !== undefined) {
    return { path: sources.named, because: 'named by --device' };
  }
  const fromEnvironment = sources.env['DSMIL_DEVICE'] ?? '';
  if (fromEnvironment !== '') {
    return { path: fromEnvironment, because: 'named by DSMIL_DEVICE' };
  }
  if (sources.stat(MODULE_DEVICE) !== undefined) {
    return { path: MODULE_DEVICE, because: 'the module is loaded' };
  }
  const sockets = simulatorSockets(sources);
  const found = sockets.find(
    (path) => sources.stat(path)?.kind === 'socket' && trustworthy(path, sources),
  );
  if (found !== undefined) {
    return { path: found, because: 'a simulator was started there' };
  }
  throw new Failure(
    ExitCode.GONE,
    `there is no device: no ${MODULE_DEVICE}, and no simulator at ${sockets.join(', ')}`,
    [
      'Start the simulated device:   ./scripts/run',
      'or load the module:           sudo modprobe dsmil',
      'or name one:                  dsmilctl --device PATH …   (or DSMIL_DEVICE=PATH)',
      'What is wrong with this host: dsmilctl doctor',
    ],
  );
}
