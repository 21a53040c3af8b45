// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const RUNNER = join(import.meta.dirname, '..', '..', 'scripts', 'test');

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
  mkdirSync(join(folder, 'parts'));
});

afterEach(() => {
  more = {};
  rmSync(folder, { recursive: true, force: true });
});

interface Part {
  tier?: string;
  budget?: string;
  needs?: string;
  lane?: string;
  body: string;
}

/** A part is killed after its budget: only what hangs on purpose gets one that is ever used up. */
function part(
  file: string,
  { tier = 'quick', budget = '100', needs = '', lane = '', body }: Part,
): void {
  const name = file.replace(/^\d\d-/, '');
  const head = [
    `# part: ${name}`,
    `# tier: ${tier}`,
    `# budget: ${budget}`,
    `# needs: ${needs}`,
    `# lane: ${lane}`,
    '# about: a part',
  ].join('\n');
  writeFileSync(join(folder, 'parts', `${file}.sh`), `#!/bin/bash\n${head}\n${body}\n`);
}

let more: NodeJS.ProcessEnv = {};

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DSMIL_TEST_SECONDS: '0',
    ...more,
    CI: 'true',
    DSMIL_TEST_PARTS_DIR: join(folder, 'parts'),
    DSMIL_TEST_LOG_DIR: join(folder, 'logs'),
    DSMIL_TEST_TIMEOUT_FACTOR: '1',
  };
}

interface Result {
  status: number | null;
  last: string | undefined;
  out: string;
  err: string;
}

function run(...args: string[]): Result {
  const { status, stdout, stderr } = spawnSync(RUNNER, args, {
    cwd: tmpdir(),
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  return { status, last: stdout.trimEnd().split('\n').at(-1), out: stdout, err: stderr };
}

/** A file that has its line. */
function readable(path: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8').endsWith('\n');
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** That whose id is in the file pid: what is killed dies in its own time, and is reaped in init's. */
async function gone(): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(pid).toBeGreaterThan(1);
  await expect.poll(() => alive(pid), { timeout: 60_000 }).toBe(false);
}

describe('scripts/test', () => {
  it('counts what passes', () => {
    part('10-good', { body: "echo 'ok - one'; echo noise; echo 'ok 2 - two'; echo 'okay'" });
    expect(run()).toMatchObject({ status: 0, last: '2 passed, 0 failed' });
  });

  it('counts a failed test once, and shows its details and the end of the log', () => {
    part('10-bad', {
      body: "echo 'ok - one'; echo 'not ok - two'; echo '  because'; echo 'ok - three'; echo why >&2; exit 1",
    });
    const result = run();
    expect(result).toMatchObject({ status: 1, last: '2 passed, 1 failed' });
    expect(result.out).toContain('not ok - two\n      because\n');
    expect(result.out).toContain('| why');
  });

  it('ends with what failed, the first lines of each, as the end is all that may be seen', () => {
    const lines = (from: number, to: number) =>
      `for i in $(seq ${from} ${to}); do echo "  line $i"; done`;
    part('10-bad', { body: `echo 'not ok - two'; ${lines(1, 9)}; echo 'not ok - three'` });
    part('20-good', { body: "echo 'ok - one'" });
    part('30-crash', { body: "echo 'ok - four'; exit 3" });
    part('40-many', { body: 'for i in $(seq 25); do echo "not ok - many $i"; done' });
    const [, end = ''] = run().out.split('with the set-up');
    expect(end).toContain(
      `  not ok - two\n${[1, 2, 3, 4, 5, 6].map((i) => `      line ${i}\n`).join('')}  not ok - three\n`,
    );
    expect(end).toMatch(/^FAIL bad \(2 failed; .*bad\.failures\)$/m);
    expect(end).not.toContain('good');
    expect(end).toContain('  not ok - crash: exited with code 3\n');
    expect(end).toContain('  not ok - many 20\n  ... and 5 more\n2 passed, 28 failed\n');
  });

  it('fails on a failed test even when the part exits with 0', () => {
    part('10-bad', { body: "echo 'not ok - one'" });
    expect(run()).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
  });

  it('counts a part that crashes as one failure', () => {
    part('10-crash', { body: "echo 'ok - one'; kill -SEGV $$" });
    part('20-exit', { body: "echo 'ok - one'; exit 1" });
    part('30-both', { body: "echo 'not ok - one'; exit 3" });
    const result = run();
    expect(result).toMatchObject({ status: 1, last: '2 passed, 4 failed' });
    expect(result.out).toContain('crash: exited with code 139');
  });

  it('counts a silent part as one failure', () => {
    part('10-silent', { body: 'echo hello' });
    const result = run();
    expect(result).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
    expect(result.out).toContain('printed no test line');
  });

  it('counts missing tests of a plan as one failure', () => {
    part('10-short', { body: "echo 1..3; echo 'ok - one'; echo 'ok - two'" });
    const result = run();
    expect(result).toMatchObject({ status: 1, last: '2 passed, 1 failed' });
    expect(result.out).toContain('planned 3 tests and printed 2');
  });

  it('kills a part that hangs, with everything it started, and runs the next one', async () => {
    const hangs = `echo 'ok - one'; trap '' TERM; sleep 300 & echo $! >${folder}/pid; wait; sleep 300`;
    part('20-next', { body: "echo 'ok - two'" });
    // Where a second was too short to come as far as to hang, it gets more.
    let result: Result | undefined;
    let budget = 1;
    for (; !readable(join(folder, 'pid')) && budget < 60; budget *= 5) {
      part('10-hang', { budget: `${budget}`, body: hangs });
      result = run();
    }
    expect(result).toMatchObject({ status: 1, last: '2 passed, 1 failed' });
    expect(result?.out).toContain(`hang: killed after ${budget / 5} s`);
    await gone();
  });

  it('ends what a part leaves behind, and says so', async () => {
    part('10-litter', { body: `sleep 300 & echo $! >${folder}/pid; echo 'ok - one'` });
    const result = run();
    expect(result).toMatchObject({ status: 0, last: '1 passed, 0 failed' });
    expect(result.out).toContain('left processes behind');
    await gone();
  });

  it('counts skipped tests as skipped, and a failed one as failed whatever its text says', () => {
    part('10-skip', {
      body: "echo 'ok - one # SKIP no hardware'; echo 'not ok - two # SKIP says its error'; echo 'ok - three'; exit 1",
    });
    expect(run()).toMatchObject({ status: 1, last: '1 passed, 1 failed, 1 skipped' });
  });

  it('does not begin what no longer fits into its time, and counts it as skipped by name', () => {
    part('10-short', { body: 'echo ok - one' });
    part('20-long', { budget: '1000', body: 'echo ok - two' });
    part('30-last', { body: 'echo ok - three' });
    more = { DSMIL_TEST_SECONDS: '600' };
    const { status, last, out } = run();
    expect(last).toBe('2 passed, 0 failed, 1 skipped');
    expect(status).toBe(0);
    expect(out).toMatch(/long +0 passed, 0 failed, 1 skipped .*not run: \d+ s are left of 600/);
  });

  it('runs parts of two lanes side by side, and those of one lane after each other', () => {
    // Waits for another part, for as long as its time goes.
    const until = (name: string): string =>
      `until [ -e ${folder}/${name} ]; do sleep 0.05; done; echo ok - met`;
    part('10-one', { lane: 'left', body: `touch ${folder}/one; ${until('two')}` });
    part('20-two', { lane: 'right', body: `touch ${folder}/two; ${until('one')}` });
    const alone = `mkdir ${folder}/alone && echo ok - alone; sleep 0.3; rmdir ${folder}/alone`;
    part('30-three', { lane: 'left', body: alone });
    part('40-four', { lane: 'left', body: alone });
    expect(run('--jobs', '2').last).toBe('4 passed, 0 failed');
  });

  it('runs one after the other when it is told to, in order', () => {
    const alone = `mkdir ${folder}/alone && echo ok - alone; sleep 0.2; rmdir ${folder}/alone`;
    part('10-one', { lane: 'left', body: alone });
    part('20-two', { lane: 'right', body: alone });
    const { last, out } = run('--jobs=1');
    expect(last).toBe('2 passed, 0 failed');
    expect(out).toMatch(/---- one[\s\S]*ok {3}one[\s\S]*---- two[\s\S]*ok {3}two/);
    expect(run('--jobs', '0').status).toBe(2);
    part('30-three', { lane: '9', body: alone });
    expect(run().err).toContain("'# lane: 9' is not a word of lower case letters");
  });

  it('does not take a line on standard error for a test', () => {
    part('10-err', { body: "echo 'not ok - no' >&2; echo 'ok - yes'" });
    expect(run()).toMatchObject({ status: 0, last: '1 passed, 0 failed' });
  });

  it('gives a part no standard input, the tier and a folder of its own', () => {
    part('10-env', {
      body: 'read -r x && exit 1; [ "$DSMIL_TIER" = quick ] && [ -d "$DSMIL_PART_DIR" ] && [ -f package.json ] && echo "ok - env"',
    });
    expect(run('--quick')).toMatchObject({ status: 0, last: '1 passed, 0 failed' });
  });

  it('selects by tier and by name', () => {
    part('10-fast', { body: "echo 'ok - fast'" });
    part('20-slow', { tier: 'full', body: "echo 'ok - slow'; echo 'ok - slower'" });
    expect(run('--quick').last).toBe('1 passed, 0 failed');
    expect(run().last).toBe('3 passed, 0 failed');
    expect(run('--only', 'slow').last).toBe('2 passed, 0 failed');
    expect(run('--only', '20-slow,fast').last).toBe('3 passed, 0 failed');
    expect(run('--list').out).toMatch(/fast +quick .*\nslow +full /);
  });

  it('writes JSON', () => {
    part('10-bad', { body: `echo 'not ok - a "quoted" \\name'; exit 1` });
    run('--json', join(folder, 'out.json'));
    const result: unknown = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
    expect(result).toMatchObject({
      passed: 0,
      failed: 1,
      parts: [{ part: 'bad', failed: 1 }],
      failures: [{ part: 'bad', test: 'not ok - a "quoted" \\name' }],
    });
  });

  it.each([
    ['--only', 'none', "no part is called 'none'"],
    ['--frobnicate', '', "unknown argument '--frobnicate'"],
    ['--json', undefined, '--json needs a value'],
  ])('refuses %s %s', (option, value, message) => {
    part('10-good', { body: "echo 'ok - one'" });
    const result = run(...(value === undefined ? [option] : [option, value]));
    expect(result.status).toBe(2);
    expect(result.err).toContain(message);
  });

  it.each([
    [{ tier: 'slow' }, "'# tier:' is 'slow'"],
    [{ budget: 'long' }, "'# budget:' is 'long'"],
    [{ needs: 'luck' }, "'# needs: luck'"],
  ])('refuses a part whose header says %j', (header, message) => {
    part('10-odd', { ...header, body: "echo 'ok - one'" });
    const result = run();
    expect(result.status).toBe(2);
    expect(result.err).toContain(message);
  });

  it('ends the running part when it is stopped itself', async () => {
    part('10-long', { body: `echo $$ >${folder}/pid; sleep 300` });
    const child = spawn(RUNNER, [], { env: environment(), stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', done));
    while (!readable(join(folder, 'pid'))) {
      await sleep(20);
    }
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    await gone();
  });
});
