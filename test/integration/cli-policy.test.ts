// SPDX-License-Identifier: Apache-2.0
// dsmilctl policy as people call it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, startCli } from './cli-program.ts';
import { ROOT } from './device-sim.ts';

const DEMO = join(ROOT, 'native/sim/principals/demo.toml');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsmil-policy-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function policy(...args: string[]): Promise<Ended> {
  return await startCli(['policy', ...args]).ended;
}

describe('dsmilctl policy', () => {
  it('checks a policy, and says what in it is probably not meant', async () => {
    const { code, out, err } = await policy('check', DEMO);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^good: .*demo\.toml, 6 principals, 4 grants, 1 publications, 3 threat rules\n/,
    );
    expect(out).toContain('is this meant? grant past ended at 2025-02-01T00:00:00Z');
  });

  it('explains it in words, and for programs', async () => {
    const { out } = await policy('explain', DEMO);
    expect(out).toContain('who may what\n');
    expect(out).toContain('  at 5 it is locked out for 15 min\n');
    const said = JSON.parse((await policy('explain', DEMO, '--json')).out);
    expect(said).toMatchObject({ good: true, file: DEMO });
    expect(said.chapters).toHaveLength(8);
  });

  it('names the place of a mistake, and exits with 1', async () => {
    const path = join(folder, 'bad.toml');
    writeFileSync(path, readFileSync(DEMO, 'utf8').replace('lock_after', 'lock_aftr'));
    const { code, err } = await policy('check', path);
    expect(code).toBe(1);
    expect(err).toContain('policy.attempts.lock_aftr');
    expect(err).toContain('did you mean lock_after?');
    const json = await policy('check', path, '--json');
    expect(JSON.parse(json.err)).toMatchObject({
      error: { exit_code: 1, reason: 'ERR_DSMIL_INVALID_ARGUMENT' },
    });
  });

  it('says what is wrong with its own line', async () => {
    expect(await policy('frobnicate', DEMO)).toMatchObject({ code: 2 });
    expect(await policy('check')).toMatchObject({ code: 2 });
    const missing = await policy('check', join(folder, 'nothing'));
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('cannot be read');
  });
});
