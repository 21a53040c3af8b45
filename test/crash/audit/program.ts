// SPDX-License-Identifier: Apache-2.0
//
// The program that is killed, and whose disk fails: makes a log, appends, removes old entries, closes,
// opens it again, goes on. Says one line at a time which entry was acknowledged, and with which index.
//
// usage: node program.ts FOLDER [stall]
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import { entryOf, withLog } from './places.ts';

const [folder = '', mode] = process.argv.slice(2);
const STALLED_MS = 8000;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function onSink(name: string, error: Error | undefined): void {
  say(`sink ${name.replaceAll(' ', '-')} ${error?.message ?? 'is back'}`);
}

async function append(log: AuditHandle, name: string, stop = false): Promise<void> {
  try {
    const { index } = await log.append(entryOf(name), stop ? 'stop' : 'intent');
    say(`ack ${name} ${index} ${index}`);
  } catch (error) {
    say(`refused ${name} ${String(error)}`);
  }
}

/** How long the longest append took while a disk did not answer. */
async function stalled(log: AuditHandle): Promise<void> {
  let longest = 0;
  const end = performance.now() + STALLED_MS;
  for (let n = 0; performance.now() < end; n++) {
    const began = performance.now();
    await append(log, `n${n}`);
    longest = Math.max(longest, performance.now() - began);
    await sleep(20);
  }
  say(`longest ${Math.round(longest)}`);
}

async function life(log: AuditHandle, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await append(log, name, name.startsWith('s'));
    await log.settled();
  }
}

if (mode === 'stall') {
  await withLog(folder, stalled, onSink);
} else {
  await withLog(
    folder,
    async (log) => {
      say('open');
      await life(log, ['a', 'b', 's1']);
      await log.prune(2, 'alice').catch((error: unknown) => say(`not pruned ${String(error)}`));
      await append(log, 'c');
    },
    onSink,
  );
  await withLog(folder, (log) => life(log, ['d', 's2']), onSink);
}
say('closed');
