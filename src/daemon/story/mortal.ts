// SPDX-License-Identifier: Apache-2.0
// usage: node mortal.js CONFIG DEVICE SITE PHASE COUNT
//
// For the story and for tests: the daemon, which dies by SIGKILL at the COUNTth time that it comes to SITE (store.write, kernel.commit,
// …) in PHASE (before, after); COUNT 0: never. Says 'ready' on its output, and each site that it comes to
// on descriptor 3, when that is open.
import { fstatSync, writeSync } from 'node:fs';
import { loadConfiguration } from '../../config/load.ts';
import { Daemon } from '../dsmild.ts';
import { openLog } from '../log.ts';

const [config = '', devicePath = '', site = '', phase = '', count = '0'] = process.argv.slice(2);
const PLACES_FD = 3;
let left = Number(count);

const told = isOpen(PLACES_FD);

function isOpen(fd: number): boolean {
  try {
    return fstatSync(fd).isFIFO() || fstatSync(fd).isSocket();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EBADF') {
      return false;
    }
    throw error;
  }
}

function at(here: string, now: 'before' | 'after'): void {
  if (told) {
    writeSync(PLACES_FD, `${here} ${now}\n`);
  }
  if (here === site && now === phase && --left === 0) {
    process.kill(process.pid, 'SIGKILL');
  }
}

/** @target, whose calls of @methods are passed through at(). */
function watched<T extends object>(target: T, name: string, methods: readonly string[]): T {
  return new Proxy(target, {
    get(inner, key) {
      const value: unknown = Reflect.get(inner, key, inner);
      if (typeof value !== 'function') {
        return value;
      }
      if (typeof key !== 'string' || !methods.includes(key)) {
        return value.bind(inner);
      }
      return async (...given: unknown[]) => {
        at(`${name}.${key}`, 'before');
        const result: unknown = await value.apply(inner, given);
        at(`${name}.${key}`, 'after');
        return result;
      };
    },
  });
}

const KERNEL = ['prepare', 'commit', 'abort', 'outcome', 'forget', 'hold', 'release', 'list'];

try {
  const daemon = await Daemon.start({
    configuration: loadConfiguration({ env: {}, file: config }),
    devicePath,
    version: 'crash',
    log: openLog('warn', 'crash'),
    onFenced: () => process.exit(75),
    seams: {
      store: (store) => watched(store, 'store', ['write']),
      kernel: (kernel) => watched(kernel, 'kernel', KERNEL),
    },
  });
  process.stdout.write('ready\n');
  process.once('SIGTERM', () => {
    daemon.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
} catch (error) {
  process.stderr.write(`mortal: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
