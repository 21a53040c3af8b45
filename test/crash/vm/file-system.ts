// SPDX-License-Identifier: Apache-2.0
// The file system on the disk: made, mended after a cut as a mount would, and read, all without mounting.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = 64 * 1024 * 1024;
const CHUNK = 65_536;
const ZEROS = Buffer.alloc(CHUNK);
/** e2fsck found nothing, or mended what it found. */
const MENDED = 1;

/** Its journal is as small as may be, so that it is full, and begun anew, in every run. */
export function newFileSystem(path: string): Buffer {
  writeImage(path, Buffer.alloc(SIZE));
  const owner = `root_owner=${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  run('mkfs.ext4', ['-q', '-F', '-b', '4096', '-J', 'size=4', '-E', owner, path]);
  return readFileSync(path);
}

/** Without the space that zeros would take. */
export function writeImage(path: string, image: Buffer): void {
  const file = openSync(path, 'w');
  try {
    ftruncateSync(file, image.length);
    for (let at = 0; at < image.length; at += CHUNK) {
      const chunk = image.subarray(at, at + CHUNK);
      if (!ZEROS.subarray(0, chunk.length).equals(chunk)) {
        writeSync(file, chunk, 0, chunk.length, at);
      }
    }
  } finally {
    closeSync(file);
  }
}

export interface Mended {
  /** Its journal had something that was not in its place yet. */
  readonly replayed: boolean;
  /** The file system itself is damaged: the disk broke a promise, or the kernel relied on none. */
  readonly damage: string | undefined;
}

/** Plays the journal back, then looks at everything again: nothing may be left to mend. */
export function mend(path: string): Mended {
  const replayed = run('dumpe2fs', ['-h', path]).includes('needs_recovery');
  const first = spawnSync('e2fsck', ['-f', '-y', path], { encoding: 'utf8', env: tools() });
  const again = spawnSync('e2fsck', ['-f', '-n', path], { encoding: 'utf8', env: tools() });
  const sound = first.status !== null && first.status <= MENDED && again.status === 0;
  return { replayed, damage: sound ? undefined : `${first.stdout}${again.stdout}` };
}

/** Copies a folder at the image's root to @into; false when it is not there. */
export function extract(path: string, folder: string, into: string): boolean {
  run('debugfs', ['-R', `rdump /${folder} ${into}`, path]);
  return existsSync(join(into, folder));
}

function run(command: string, given: readonly string[]): string {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return execFileSync(command, given, { encoding: 'utf8', env: tools(), stdio });
}

/** They are not on an ordinary user's PATH. */
function tools(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
}
