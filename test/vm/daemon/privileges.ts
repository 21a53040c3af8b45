// SPDX-License-Identifier: Apache-2.0
// In the machine: what dsmild has given up there, and what the ways around the module answer to a process that has.
// That it still has effects is what life.ts shows. TAP.
//
// usage: node privileges.ts FOLDER
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import {
  Capability,
  dropCapabilities,
  maskOf,
  threadCapabilities,
} from '../../../src/device/privileges.ts';
import { House } from './house.ts';

/** A machine has one or both. */
const WAYS_AROUND = ['/dev/mem', '/dev/port'].filter((path) => existsSync(path));

function test(name: string, passed: boolean, ...details: readonly unknown[]): void {
  process.stdout.write(`${passed ? 'ok' : 'not ok'} - ${name}\n`);
  if (!passed) {
    process.exitCode = 1;
    for (const detail of details) {
      process.stdout.write(`# ${JSON.stringify(detail)}\n`);
    }
  }
}

/** OPEN, or the name of the errno. */
function tried(path: string): string {
  try {
    closeSync(openSync(path, 'r+'));
    return 'OPEN';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

const house = new House(process.argv[2] ?? '/root/privileges');
const daemon = await house.start();
const all = readdirSync(`/proc/${daemon.pid}/task`).flatMap((thread) => {
  try {
    return [
      threadCapabilities(readFileSync(`/proc/${daemon.pid}/task/${thread}/status`, 'latin1')),
    ];
  } catch (error) {
    // It has ended since it was listed.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return [];
    }
    throw error;
  }
});
const rawio = maskOf([Capability.SYS_RAWIO]);
test(
  'no thread of the daemon has CAP_SYS_RAWIO, or could gain it',
  all.length > 8 &&
    all.every(
      ({ permitted, bounding, noNewPrivileges }) =>
        ((permitted | bounding) & rawio) === 0n && noNewPrivileges,
    ),
  all.map(({ permitted }) => permitted.toString(16)),
);
daemon.send('SIGTERM');
const ended = await daemon.ended;
test('and ends in order', ended.status === 0, ended);

const before = WAYS_AROUND.map(tried);
test(
  'whoever has all capabilities gets around the module',
  before.length > 0 && before.every((one) => one === 'OPEN'),
  before,
);
dropCapabilities({ keep: [], children: [Capability.IPC_LOCK, Capability.SYS_NICE] });
const after = WAYS_AROUND.map(tried);
test(
  'whoever has given them up does not',
  after.every((one) => one === 'EPERM'),
  after,
);
