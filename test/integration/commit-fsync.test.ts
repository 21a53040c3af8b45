// SPDX-License-Identifier: Apache-2.0
// What the disk is asked between prepare and commit, counted by strace.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startSim } from './commit-world.ts';

const COUNT = 12;

it('the store is synced exactly once between a prepare and its commit, with line and intent in it', async () => {
  await using sim = await startSim();
  const output = join(sim.folder, 'trace');
  const program = join(import.meta.dirname, 'commit-fsync-program.ts');
  await promisify(execFile)('strace', [
    ...['-f', '-y', '-o', output, '-e', 'trace=fsync,fdatasync,access,faccessat,faccessat2'],
    ...[process.execPath, program, sim.socket, `${COUNT}`],
  ]);
  const calls = readFileSync(output, 'utf8').split('\n');
  const counts: number[] = [];
  let synced: number | undefined;
  for (const call of calls) {
    if (call.includes('/nowhere/prepared')) {
      synced = 0;
    } else if (call.includes('/nowhere/commit')) {
      counts.push(synced ?? -1);
      synced = undefined;
    } else if (synced !== undefined && /(fsync|fdatasync)\(.*store.*-wal>/.test(call)) {
      synced++;
    }
  }
  expect(counts).toHaveLength(COUNT);
  // A second one happens when the log begins anew, for its header: not each time.
  expect(counts.filter((count) => count === 1).length).toBeGreaterThanOrEqual(COUNT - 1);
  expect(Math.min(...counts)).toBe(1);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
});
