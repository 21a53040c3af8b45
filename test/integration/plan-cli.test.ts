// SPDX-License-Identifier: Apache-2.0
// dsmilctl plan and dsmilctl config as people call them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, jsonLines, startCli } from './cli-program.ts';
import { ROOT, Sim } from './device-sim.ts';
import { PATIENCE } from './patience.ts';

const PRINCIPALS = join(ROOT, 'native/sim/principals/demo.toml');

let sim: Sim;
let folder = '';

beforeAll(async () => {
  sim = await Sim.start({ args: ['--poll-ms', '50', '--seed', '7', '--allow-writes'] });
  folder = mkdtempSync(join(tmpdir(), 'dsmil-plan-'));
});

afterAll(async () => {
  await sim[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function cli(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  // Of plans, not of how the machine was just then: a track that is late counts as CRITICAL.
  const [patience, limit] = args[0] === 'plan' ? [PATIENCE, ['--timeout', '60000']] : [{}, []];
  return await startCli([...args, ...limit], {
    env: { DSMIL_DEVICE: sim.socket, ...patience, ...env },
  }).ended;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

interface PlanJson {
  readonly allowed: boolean;
  readonly possible: boolean;
  readonly risk: string;
  readonly verdicts: readonly { readonly track: string; readonly rules?: readonly string[] }[];
  readonly needs: readonly { readonly rule: string; readonly satisfied: boolean }[];
}

async function planned(...args: readonly string[]): Promise<PlanJson & { code: number | null }> {
  const { code, out, err } = await cli(['plan', ...args, '--json']);
  expect(err).toBe('');
  const [plan] = jsonLines(out);
  return { ...(plan as unknown as PlanJson), code };
}

function unmet({ needs }: PlanJson): string[] {
  return needs.filter(({ satisfied }) => !satisfied).map(({ rule }) => rule);
}

const ANN = ['--principals', PRINCIPALS, '--as', 'demo:ann'];
const WRITE = ['write', '0x8003', '--register', 'config0', '--value', '0x10'];

describe('dsmilctl plan', () => {
  it('explains a read term by term, and is allowed for who may', async () => {
    const { code, out, err } = await cli(['plan', 'read', '8003', '--register', '2', ...ANN]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('READ, 0x8003 (Audit Log Controller), register 2 temperature, by ann');
    expect(out).toMatch(/kernel: SAFE\n {4}kernel-clear: nothing/);
    expect(out).toMatch(/Risk SAFE, term by term\n {2}at least SAFE: CONSERVATIVE over the tracks/);
    expect(out).toMatch(/allowed now: 6 of 6 needs met; safety version \d+, stop epoch 1/);
  });

  it('says what an effect lacks, and what would satisfy it', async () => {
    const { code, out } = await cli(['plan', ...WRITE, ...ANN]);
    expect(code).toBe(3);
    expect(out).toMatch(/✗ second-person: no other person has approved\n {4}→ an approval by/);
    expect(out).toMatch(/✗ stop-clear: the emergency stop is LATCHED/);
    expect(out).toContain('not allowed yet');
  });

  it('says the same to programs', async () => {
    const plan = await planned(...WRITE, ...ANN);
    expect(plan).toMatchObject({
      operation: 'WRITE',
      device: '0x8003',
      register: 4,
      value: 16,
      requester: 'ann',
      allowed: false,
      possible: true,
      risk: 'HIGH',
      code: 3,
    });
    expect(unmet(plan)).toEqual([
      'justification',
      'confirmation',
      'second-person',
      'stop-clear',
      'orchestrator-ready',
      'audit',
    ]);
    expect(plan.verdicts.map(({ track, rules }) => [track, rules?.[0]])).toEqual([
      ['KERNEL', 'kernel-stop'],
      ['SECURITY', 'device-class'],
      ['INTERFACE', 'unwatched'],
    ]);
  });

  it('takes people’s part as given, and leaves what only the host can give', async () => {
    const given = ['--justification', 'new limit', '--approved-by', 'demo:bob', '--confirmed'];
    expect(unmet(await planned(...WRITE, ...ANN, ...given))).toEqual([
      'stop-clear',
      'orchestrator-ready',
      'audit',
    ]);
    // Her own approval is none.
    const own = ['--justification', 'new limit', '--approved-by', 'demo:ann', '--confirmed'];
    expect(unmet(await planned(...WRITE, ...ANN, ...own))).toContain('second-person');
  });

  it('counts a track that is not there as CRITICAL, and knows nobody without it', async () => {
    const plan = await planned('read', '0x8003', '--register', '1', '--as', 'demo:ann');
    expect(plan).toMatchObject({ risk: 'CRITICAL', code: 3 });
    expect(unmet(plan)).toEqual(expect.arrayContaining(['identity', 'policy', 'second-person']));
  });

  it('never allows a quarantined device', async () => {
    const plan = await planned('read', '0x8009', '--register', '1', ...ANN);
    expect(plan).toMatchObject({ risk: 'QUARANTINED', allowed: false, possible: false, code: 3 });
    expect(unmet(plan)).toContain('quarantine');
  });

  it('sees the device as it is: heat raises the risk, and says why', async () => {
    await sim.act('fault thermal 0x8004 78000');
    const hot = ['read', '0x8004', '--register', '2', ...ANN];
    let plan = await planned(...hot);
    for (let tries = 0; plan.risk === 'SAFE' && tries < 20; tries++) {
      plan = await planned(...hot);
    }
    expect(plan.risk).toBe('LOW');
    expect(plan.verdicts[0]).toMatchObject({ rules: ['kernel-temperature-near'] });
    const write = ['write', '0x8004', '--register', '4', '--value', '1'];
    expect((await planned(...write, ...ANN)).verdicts[0]).toMatchObject({
      track: 'KERNEL',
      risk: 'HIGH',
    });
    await sim.act('clear 0x8004');
  });

  it.each([
    [['wirte', '0x8003'], 2, /OPERATION is 'wirte'.*Did you mean write/s],
    [['read', '0x9999'], 2, /TOKEN is '0x9999'/],
    [['read', '0x8003'], 2, /parameters\.register is null/],
    [['read', '0x8003', '--register', 'tempreature'], 2, /Did you mean temperature/],
    [['write', '0x8003', '--register', '4', '--value', '4294967296'], 2, /--value/],
    [['read', '0x8003', '--register', '1', '--principals', '/no/such'], 2, /ENOENT/],
    [
      ['read', '0x8003', '--register', '1', ...ANN, '--approved-by', 'x'],
      2,
      /approved_by names "x"/,
    ],
  ])('plan %j ends with %i', async (args, expected, words) => {
    const { code, err, out } = await cli(['plan', ...args]);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toMatch(words);
  });

  it('uses the configuration: another method, another risk; a bad one is refused', async () => {
    const good = file('weighted.toml', '[risk]\nuncertainty_factor = 1000\n');
    const plan = await planned('read', '0x8003', '--register', '2', ...ANN, '--file', good);
    expect(plan.risk).toBe('LOW');
    const bad = file('bad.toml', '[risk]\nmethod = "AVERAGE"\n');
    const { code, err } = await cli(['plan', 'read', '0x8003', '--register', '2', '--file', bad]);
    expect(code).toBe(1);
    expect(err).toMatch(/bad\.toml:2: risk\.method is "AVERAGE".*dsmilctl config check/s);
  });

  it('is gone when there is no device', async () => {
    const env = { DSMIL_DEVICE: join(folder, 'nobody.sock') };
    const { code } = await cli(['plan', 'read', '0x8003', '--register', '1'], env);
    expect(code).toBe(4);
  });
});

describe('dsmilctl config', () => {
  it('checks a file, and says everything that is wrong with its line', async () => {
    const bad = file('many.toml', '[deadman]\nperiod_ms = 5\nperod = 1\n\n[stroe]\n');
    const { code, err, out } = await cli(['config', 'check', bad]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${bad}:2: deadman.period_ms is 5: it must be an integer in 100..60000`);
    expect(err).toContain(
      `${bad}:3: there is no key deadman.perod; did you mean deadman.period_ms?`,
    );
    expect(err).toContain(`${bad}:5: there is no key stroe; did you mean store?`);
    const { out: json, code: same } = await cli(['config', 'check', bad, '--json']);
    expect(same).toBe(1);
    expect(jsonLines(json)).toMatchObject([{ good: false, problems: [{}, {}, {}] }]);
  });

  it('shows what is in force, and from where', async () => {
    const path = file('good.toml', '[deadman]\nperiod_ms = 2000\n');
    const env = { DSMIL_CONFIG: path, DSMIL_RISK_METHOD: 'WEIGHTED' };
    const { code, out } = await cli(['config', 'show', '--origin'], env);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`deadman\\.period_ms +2000 +${path}:2`));
    expect(out).toMatch(/risk\.method +"WEIGHTED" +environment variable DSMIL_RISK_METHOD/);
    expect(out).toMatch(/deadman\.beat_ms +200 +default/);
    const { out: json } = await cli(['config', 'show', '--json'], env);
    expect(jsonLines(json)).toMatchObject([
      { file: path, keys: { 'deadman.period_ms': 2000 }, revision: expect.any(String) },
    ]);
  });

  it('explains keys', async () => {
    const { code, out } = await cli(['config', 'explain', 'sync.full_pass_ms']);
    expect(code).toBe(0);
    expect(out).toMatch(/allowed +an integer in 100\.\.3600000 \(ms\)/);
    expect(out).toMatch(/environment +DSMIL_SYNC_FULL_PASS_MS/);
    const { out: all } = await cli(['config', 'explain']);
    expect(all).toMatch(/^stop\.settle_ms +100/m);
    const { code: wrong, err } = await cli(['config', 'explain', 'sync.full_pas_ms']);
    expect(wrong).toBe(2);
    expect(err).toContain('Did you mean sync.full_pass_ms?');
  });

  it('prints an example that is good', async () => {
    const { out } = await cli(['config', 'example']);
    const { code, out: said } = await cli(['config', 'check', file('example.toml', out)]);
    expect(code).toBe(0);
    expect(said).toMatch(/^good: .*example\.toml, (\d+) of (?:\1|\d+) keys set/);
  });

  it.each([
    [['config', 'chek'], /Did you mean check/],
    [['config', 'show', 'deadman'], /config explain KEY/],
    [['config'], /missing required argument/],
  ])('%j is wrong usage', async (args, words) => {
    const { code, err } = await cli(args);
    expect(code).toBe(2);
    expect(err).toMatch(words);
  });
});
