// SPDX-License-Identifier: Apache-2.0
// A socket of ours in the file system: made where nobody else can put one, taken over from a daemon that
// died, never from one that lives.
import { chmodSync, chownSync, lstatSync, statSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { folderProblem } from './owned-file.ts';

const OTHERS_WRITE = 0o022;
/** sun_path, with its terminating zero. */
const PATH_BYTES_MAX = 107;

export class SocketRefusedError extends Error {
  override readonly name = 'SocketRefusedError';
  readonly code = 'ERR_DSMIL_SOCKET';
}

async function checkFolders(path: string): Promise<void> {
  if (Buffer.byteLength(path) > PATH_BYTES_MAX) {
    throw new SocketRefusedError(`${path} is longer than the ${PATH_BYTES_MAX} bytes of a socket`);
  }
  const folder = dirname(path);
  const { mode, uid } = statSync(folder);
  const own = uid === 0 || uid === process.getuid?.();
  if (!own || (mode & OTHERS_WRITE) !== 0) {
    throw new SocketRefusedError(
      `${folder} can be written by others, who could put a socket of their own there: ` +
        'it must be this user’s or root’s, with mode 0755 or stricter',
    );
  }
  const problem = await folderProblem(folder);
  if (problem !== null) {
    throw new SocketRefusedError(`${folder}, the folder of a socket, ${problem}`);
  }
}

/** Whether somebody answers there. */
function served(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => {
      probe.destroy();
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') {
        resolve(false);
      } else {
        reject(error);
      }
    });
  });
}

/** What a daemon that died has left. Throws SocketRefusedError for anything else. */
async function makeRoom(path: string, key: string): Promise<void> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) {
    return;
  }
  if (!there.isSocket()) {
    throw new SocketRefusedError(`${path} exists and is no socket: move it away`);
  }
  if (await served(path)) {
    throw new SocketRefusedError(
      `${path} is served by a daemon that runs: end that one first, or choose another ${key}`,
    );
  }
  unlinkSync(path);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Nobody but this user until its mode is set: there is no moment in which others could connect.
    const before = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

export interface UnixPlace {
  /** Absolute. Its folder exists, and nobody else may write that, or put another in place of one that leads there. */
  readonly path: string;
  /** Whose members may connect; undefined: the daemon's user and root alone. */
  readonly gid: number | undefined;
  /** The configuration's key for it, for messages. */
  readonly key: string;
}

/** Rejects with SocketRefusedError, or with what the system says. */
export async function listenAt(server: Server, { path, gid, key }: UnixPlace): Promise<void> {
  await checkFolders(path);
  await makeRoom(path, key);
  await listen(server, path);
  if (gid !== undefined) {
    chownSync(path, -1, gid);
    chmodSync(path, 0o660);
  }
}
