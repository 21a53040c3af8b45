// SPDX-License-Identifier: Apache-2.0
// A part that runs vitest says what failed, also when it is no test.
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const PARTS = join(ROOT, 'test', 'parts');
const HEAD = `import { afterAll, beforeAll, describe, it } from 'vitest';\n`;
const FILES = {
  hooks: `describe('a', () => { beforeAll(() => { throw new Error('before them'); }); it('one', () => {}); });
          describe('b', () => { afterAll(() => { throw new Error('after them'); }); it('two', () => {}); });`,
  file: `beforeAll(() => { throw new Error('before all'); }); it('three', () => {});`,
  beside: `it('four', async () => {
             setImmediate(() => { throw new Error('in a listener # SKIP'); });
             await new Promise((done) => setTimeout(done, 100));
           });`,
  dead: `it('five', () => process.kill(process.pid, 'SIGKILL'));`,
  good: `it('six', () => {});`,
} as const;

describe('what is no test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-unnamed-'));
  let lines: string[] = [];

  beforeAll(async () => {
    const tests = join(folder, 'test', 'unit');
    mkdirSync(tests, { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, body] of Object.entries(FILES)) {
      writeFileSync(join(tests, `${name}.test.ts`), `${HEAD}${body}\n`);
    }
    const { PATH, HOME } = process.env;
    const reporters = ['tap-flat', join(PARTS, 'unnamed.ts')].map((one) => `--reporter=${one}`);
    const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters];
    const said = await new Promise<string>((done) => {
      execFile(process.execPath, args, { cwd: folder, env: { PATH, HOME } }, (_, out) => done(out));
    });
    lines = said.split('\n').filter((line) => line.startsWith('not ok '));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['a hook before tests', /^not ok 0 - test\/unit\/hooks\.test\.ts > a > a hook: .*before them/],
    ['a hook after tests', /^not ok 0 - test\/unit\/hooks\.test\.ts > b > a hook: .*after them/],
    ['a hook of a file', /^not ok 0 - test\/unit\/file\.test\.ts > a hook: .*before all/],
    [
      'a listener',
      /^not ok 0 - test\/unit\/beside\.test\.ts > beside every test: .*in a listener \\# SKIP$/,
    ],
    ['a worker that dies', /^not ok 0 - test\/unit\/ > beside every test: .*[Ww]orker/],
  ])('%s is told as a test that failed', (_, line) => {
    expect(lines).toContainEqual(expect.stringMatching(line));
  });

  it('what is a test is told by vitest alone', () => {
    // The one whose worker died: its own line.
    expect(lines.filter((line) => !line.startsWith('not ok 0 '))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('good.test.ts');
  });

  it('every part that runs vitest tells it', () => {
    const runs = readdirSync(PARTS)
      .filter((name) => name.endsWith('.sh'))
      .flatMap((name) => readFileSync(join(PARTS, name), 'utf8').split('\n'))
      .filter((line) => line.startsWith('vitest run '));
    expect(runs.length).toBeGreaterThan(10);
    for (const line of runs) {
      expect(line).toContain('--reporter=tap-flat --reporter=./test/parts/unnamed.ts');
    }
  });
});
