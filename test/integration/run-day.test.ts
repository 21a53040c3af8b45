// SPDX-License-Identifier: Apache-2.0
// The day that scripts/run tells, with a daemon that is a process of its own: that it goes as told.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_TOLD } from './day-told.ts';

const run = promisify(execFile);
const DAY = 'dist/daemon/story/day.js';
const OPTIONS = [
  ...['--simulator', 'build/Release/dsmil-sim'],
  ...['--principals', 'native/sim/principals/demo.toml'],
  ...['--keys', 'native/sim/principals/demo-keys.json'],
];

interface Ended {
  readonly code: number;
  readonly out: string;
}

async function ended(...args: string[]): Promise<Ended> {
  try {
    const { stdout } = await run('node', args);
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

describe('the day of a daemon', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-day-test-'));
  let day: Ended;

  beforeAll(async () => {
    day = await ended(DAY, ...OPTIONS, '--directory', join(folder, 'day'));
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes as told', () => {
    expect(day.code, day.out).toBe(0);
  });

  it.each(DAY_TOLD)('$that', ({ says }) => {
    for (const one of says) {
      expect(day.out).toMatch(one);
    }
  });

  it('wants to be told where, and says so', async () => {
    const wrong = await ended(DAY);
    expect(wrong.code).toBe(2);
    expect(wrong.out).toContain('--directory, --principals and --keys are needed');
  });
});
