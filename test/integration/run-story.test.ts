// SPDX-License-Identifier: Apache-2.0
// The story that scripts/run tells: that it happens as told, and that its log is good.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const PLACES = {
  story: 'dist/daemon/story/main.js',
  dsmilctl: 'dist/cli/main.js',
  simulator: 'build/Release/dsmil-sim',
  principals: 'native/sim/principals/demo.toml',
};

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

describe('the story', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-story-test-'));
  const directory = join(folder, 'story');
  let story: Ended;

  beforeAll(async () => {
    story = await ended(
      PLACES.story,
      ...['--simulator', PLACES.simulator, '--principals', PLACES.principals],
      ...['--directory', directory, '--as', 'dsmilctl'],
    );
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends well', () => {
    expect(story.code, story.out).toBe(0);
  });

  it('has reads, and refusals that say what would satisfy them', () => {
    expect(story.out).toMatch(/demo:ann asks to read .*: 0x[0-9a-f]{8}, at risk SAFE/);
    expect(story.out).toMatch(
      /demo:dora asks to read .*: refused\n\s+clearance: dora has RESTRICTED/,
    );
    expect(story.out).toMatch(/0x8009 .*: refused\n[^+]*quarantined/);
    expect(story.out).toMatch(/demo:ann asks to reset .*: not yet\n/);
    expect(story.out).toContain('second-person: no other person has approved');
  });

  it('has a risk that rises with the temperature, and says so', () => {
    expect(story.out).toContain('risk of the change: MODERATE before, HIGH now');
    expect(story.out).toContain('the temperature is 79.0 °C');
  });

  it('has a conflict of each kind under each strategy, and one that two persons decide', () => {
    const row = (strategy: string): string[] =>
      story.out.match(new RegExp(`^ {3}${strategy} {2,}(.*)$`, 'm'))?.[1]?.split(/ {2,}/) ?? [];
    expect(row('CONSERVATIVE')).toEqual(['3 resolved', '3 resolved', '2 conflict']);
    expect(row('AUTHORITY')).toEqual(['1 resolved', '3 resolved', '2 conflict']);
    expect(row('TIMESTAMP')[1]).toBe('3 resolved');
    expect(row('USER_MEDIATED')).toEqual(['3 open', '3 open', '2 conflict']);
    expect(story.out).toContain('effects are blocked meanwhile');
    expect(story.out).toMatch(/ann decides alone: .*TWO_PERSONS/);
    expect(story.out).toMatch(/ann and bob decide .*: effects are no longer\s+blocked/);
  });

  it('has a stop that latches, is told, and refuses what comes after it', () => {
    expect(story.out).toMatch(/a stop: LATCHED after/);
    expect(story.out).toContain('bob is told at once: stop.latched');
    expect(story.out).toContain('the emergency stop is LATCHED');
  });

  it('has a log that verifies with the command it names, and no longer after a byte changed', async () => {
    const command = story.out.match(/dsmilctl (audit verify .*)/)?.[1]?.split(' ') ?? [];
    const good = await ended(PLACES.dsmilctl, ...command);
    expect(good.code, good.out).toBe(0);
    const leaves = join(directory, 'audit/leaves');
    const bytes = readFileSync(leaves);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(leaves, bytes);
    const bad = await ended(PLACES.dsmilctl, ...command);
    expect(bad.code, bad.out).toBe(1);
  });

  it('wants to be told where, and says so', async () => {
    const wrong = await ended(PLACES.story);
    expect(wrong.code).toBe(2);
    expect(wrong.out).toContain('--simulator, --directory and --principals are needed');
  });
});
