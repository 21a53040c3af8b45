// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleFile } from '../../../src/config/example.ts';
import { parseSource } from '../../../src/config/file.ts';
import {
  type Configuration,
  loadConfiguration,
  resolveConfiguration,
} from '../../../src/config/load.ts';
import { ConfigError, type ConfigProblem } from '../../../src/config/problem.ts';
import { KEYS } from '../../../src/config/schema.ts';
import { runs } from '../core/runs.ts';

function load(text: string, env: NodeJS.ProcessEnv = {}): Configuration {
  return resolveConfiguration(parseSource('test.toml', text), env);
}

function problemsOf(work: () => unknown): readonly ConfigProblem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

function problems(text: string, env: NodeJS.ProcessEnv = {}): readonly ConfigProblem[] {
  return problemsOf(() => load(text, env));
}

describe('values', () => {
  it('are the defaults when nobody says anything', () => {
    const { config, origins, file } = resolveConfiguration(undefined, {});
    expect(config.deadman).toEqual({ periodMs: 1000, beatMs: 200 });
    expect(config.risk.allowCritical).toBe(false);
    expect([...origins.values()].every(({ from }) => from === 'default')).toBe(true);
    expect(file).toBeNull();
  });

  it('K4 come from the file, and from the environment before it', () => {
    const text = '[deadman]\nperiod_ms = 3000\nbeat_ms = 500\n';
    const { config, origins } = load(text, { DSMIL_DEADMAN_BEAT_MS: '250' });
    expect(config.deadman).toEqual({ periodMs: 3000, beatMs: 250 });
    expect(origins.get('deadman.period_ms')).toEqual({ from: 'file', file: 'test.toml', line: 2 });
    expect(origins.get('deadman.beat_ms')).toEqual({
      from: 'environment',
      variable: 'DSMIL_DEADMAN_BEAT_MS',
    });
  });

  it('are written in the environment as in a file, texts without quotes', () => {
    const { config } = resolveConfiguration(undefined, {
      DSMIL_DEVICE: '/dev/dsmil',
      DSMIL_RISK_METHOD: 'WEIGHTED',
      DSMIL_RISK_TRACK_WEIGHTS: '[2000, 1_000, 0]',
      DSMIL_SYNC_STRATEGIES: '{ "kernel_state.power_state" = "USER_MEDIATED" }',
      DSMIL_STORE_DIRECTORY: '',
    });
    expect(config.device.path).toBe('/dev/dsmil');
    expect(config.risk).toMatchObject({ method: 'WEIGHTED', trackWeights: [2000, 1000, 0] });
    expect(config.sync.strategies).toEqual({ 'kernel_state.power_state': 'USER_MEDIATED' });
    expect(config.store.directory).toBe('/var/lib/dsmil/store');
  });

  it('K6 cannot be changed', () => {
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    const { config } = load('[sync.strategies]\n"kernel_state.power_state" = "AUTHORITY"\n');
    expect(frozen(config)).toBe(true);
    expect(config.sync.strategies).toEqual({ 'kernel_state.power_state': 'AUTHORITY' });
  });
});

describe('the revision', () => {
  it('K5 is that of the values, not of where they came from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 600, max: 60_000 }), (period) => {
        const fromFile = load(`[deadman]\nperiod_ms = ${period}\n`);
        const fromEnvironment = load('', { DSMIL_DEADMAN_PERIOD_MS: `${period}` });
        const other = load(`[deadman]\nperiod_ms = ${period === 600 ? 601 : period - 1}\n`);
        expect(fromFile.revision).toMatch(/^[0-9a-f]{64}$/);
        expect(fromFile.revision).toBe(fromEnvironment.revision);
        expect(other.revision).not.toBe(fromFile.revision);
      }),
      runs(100),
    );
  });
});

describe('what is refused', () => {
  it('K3 names key, value, range and line', () => {
    expect(problems('# a comment\n[deadman]\n\nperiod_ms = 99\n')).toEqual([
      {
        code: 'BAD_VALUE',
        key: 'deadman.period_ms',
        value: '99',
        allowed: 'an integer in 100..60000 (ms)',
        where: 'test.toml:4',
        suggestion: null,
        message: 'test.toml:4: deadman.period_ms is 99: it must be an integer in 100..60000 (ms)',
      },
    ]);
  });

  it('K3 names the variable', () => {
    const [problem] = problems('', { DSMIL_RISK_METHOD: 'average' });
    expect(problem?.message).toBe(
      'environment variable DSMIL_RISK_METHOD: risk.method is "average": it must be one of "CONSERVATIVE", "WEIGHTED", "CONSENSUS"',
    );
    expect(problems('', { DSMIL_DEADMAN_PERIOD_MS: '[' })[0]).toMatchObject({
      code: 'BAD_VALUE',
      key: 'deadman.period_ms',
      value: '"["',
    });
  });

  it.each([
    ['[deadman]\nperiod_ms = "1000"', 'deadman.period_ms'],
    ['[deadman]\nperiod_ms = 1000.5', 'deadman.period_ms'],
    ['[deadman]\nperiod_ms = nan', 'deadman.period_ms'],
    ['[device]\nreconnect = 1', 'device.reconnect'],
    ['[device]\nring_bytes = 20000', 'device.ring_bytes'],
    ['[store]\ndirectory = "store"', 'store.directory'],
    ['[store]\ndirectory = "/var/lib/../x"', 'store.directory'],
    ['[audit]\norigin = "two words"', 'audit.origin'],
    ['[risk]\ntrack_weights = [0, 0, 0]', 'risk.track_weights'],
    ['[risk]\ncorrelation = [1, 2]', 'risk.correlation'],
    [
      '[sync]\nstrategies = { "kernel_state.power_state" = "LOUDEST" }',
      'sync.strategies.kernel_state.power_state',
    ],
    [
      '[sync]\nstrategies = { "kernel_state.power" = "AUTHORITY" }',
      'sync.strategies.kernel_state.power',
    ],
    ['deadman = 3', 'deadman'],
  ])('%j', (text, key) => {
    expect(problems(text)).toMatchObject([{ code: 'BAD_VALUE', key }]);
  });

  it('says where a file is not TOML', () => {
    expect(problems('[deadman]\nperiod_ms = = 5\n')).toMatchObject([
      { code: 'SYNTAX', where: 'test.toml:2' },
    ]);
  });

  it.each([
    ['[deadman]\nperiod_ms = 500', 'deadman.beat_ms'],
    ['[sync]\nfull_pass_ms = 500', 'sync.full_pass_ms'],
    ['[audit]\nhead_file = "/var/lib/dsmil/store"', 'audit.head_file'],
  ])('K3 contradictions: %j', (text, key) => {
    expect(problems(text)).toMatchObject([{ code: 'CONTRADICTION', key }]);
  });

  it('K2 is every name with a typing mistake, in file and environment', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KEYS), fc.nat(), ({ section, leaf, name, variable }, at) => {
        const cut = at % leaf.length;
        const typed = `${leaf.slice(0, cut)}x${leaf.slice(cut)}`;
        expect(problems(`[${section}]\n${typed} = 1\n`)).toMatchObject([
          { code: 'UNKNOWN_KEY', key: `${section}.${typed}`, suggestion: name },
        ]);
        expect(problems('', { [`${variable}X`]: '1' })).toMatchObject([
          { code: 'UNKNOWN_KEY', key: `${variable}X`, suggestion: variable },
        ]);
      }),
      runs(200),
    );
  });

  it('K2 is a section that does not exist, and a key in the wrong one', () => {
    expect(problems('[deadmen]\nperiod_ms = 1')).toMatchObject([
      { code: 'UNKNOWN_KEY', key: 'deadmen', suggestion: 'deadman' },
    ]);
    expect(problems('[stop]\nallow_critical = true')).toMatchObject([
      { code: 'UNKNOWN_KEY', key: 'stop.allow_critical', suggestion: 'risk.allow_critical' },
    ]);
  });

  it('leaves variables alone that belong to somebody else, and lists them', () => {
    const others = [
      'DSMIL_SKIP_PACKAGES',
      'DSMIL_ROOT',
      'DSMIL_SEED',
      'DSMIL_STATE',
      'DSMIL_PART_DIR',
    ];
    const env = Object.fromEntries(others.map((name) => [name, '1']));
    expect(load('', env).ignored).toEqual(others);
  });

  it('K9 never shows what may be a secret', () => {
    const secret = 'hunter2-hunter2';
    const pasted = '-----BEGIN PRIVATE KEY-----MC4CAQAwBQYDK2VwBCIEIA';
    const said = [
      ...problems(`[audit]\npassword = "${secret}"\nhead_file = "${pasted}"\n`, {
        DSMIL_AUDIT_PASSWORD: secret,
      }),
    ];
    expect(said.map(({ key }) => key).sort()).toEqual([
      'DSMIL_AUDIT_PASSWORD',
      'audit.head_file',
      'audit.password',
    ]);
    expect(JSON.stringify(said)).not.toMatch(/hunter2|MC4CAQ/);
  });

  it('K1 is all or nothing: every bad key is named once, and no other', () => {
    const bad = fc.uniqueArray(fc.constantFrom(...KEYS), { selector: ({ name }) => name });
    fc.assert(
      fc.property(bad, (entries) => {
        // No key takes a date.
        const lines = entries.map(({ name }) => `${name} = 1979-05-27\n`).join('');
        const said = problems(lines).map(({ key }) => key);
        expect([...said].sort()).toEqual(entries.map(({ name }) => name).sort());
      }),
      runs(100),
    );
  });
});

describe('the file', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-config-'));
    file = join(folder, 'dsmil.toml');
    writeFileSync(file, '[deadman]\nperiod_ms = 2000\n', { mode: 0o600 });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is the one that is named, by option or DSMIL_CONFIG', () => {
    expect(loadConfiguration({ env: {}, file }).config.deadman.periodMs).toBe(2000);
    const { config, file: read } = loadConfiguration({ env: { DSMIL_CONFIG: file } });
    expect([config.deadman.periodMs, read]).toEqual([2000, file]);
  });

  it('is no FIFO, for which nobody waits', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dsmil-config-'));
    try {
      const file = join(folder, 'fifo');
      execFileSync('mkfifo', ['-m', '600', file]);
      const said = problemsOf(() => loadConfiguration({ env: {}, file }));
      expect(said[0]?.message).toContain('it is no file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('K7 is refused when others can write it', () => {
    for (const mode of [0o620, 0o602, 0o666]) {
      chmodSync(file, mode);
      const said = problemsOf(() => loadConfiguration({ env: {}, file }));
      expect(said).toMatchObject([{ code: 'FILE', where: file }]);
      expect(said[0]?.message).toContain(`its mode is ${mode.toString(8)}`);
    }
    chmodSync(file, 0o644);
    expect(loadConfiguration({ env: {}, file }).config.deadman.periodMs).toBe(2000);
  });

  it('K7 is refused when others can put another in its place: through its folder, or one above that', () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner, { mode: 0o755 });
    const deep = join(inner, 'dsmil.toml');
    writeFileSync(deep, '', { mode: 0o600 });
    for (const open of [inner, folder]) {
      for (const mode of [0o777, 0o775]) {
        chmodSync(open, mode);
        const said = problemsOf(() => loadConfiguration({ env: {}, file: deep }));
        expect(said).toMatchObject([{ code: 'FILE', where: deep }]);
        expect(said[0]?.message).toContain(`its folder ${open} has mode ${mode.toString(8)}`);
      }
      // As /tmp: nobody but its owner can remove a file from it.
      chmodSync(open, 0o1777);
      expect(loadConfiguration({ env: {}, file: deep }).file).toBe(deep);
      chmodSync(open, 0o755);
    }
  });

  it('K7 is refused when a link leads to it through a folder of others', () => {
    const [open, link] = [join(folder, 'open'), join(folder, 'open', 'link.toml')];
    mkdirSync(open);
    symlinkSync(file, link);
    expect(loadConfiguration({ env: {}, file: link }).config.deadman.periodMs).toBe(2000);
    chmodSync(open, 0o777);
    const said = problemsOf(() => loadConfiguration({ env: {}, file: link }));
    expect(said[0]?.message).toContain(`its folder ${open} has mode 777`);
  });

  it.each([
    ['brackets', `[deadman]\nperiod_ms = ${'['.repeat(40)}${']'.repeat(40)}\n`],
    [
      'more brackets than a stack has room for',
      `x = ${'['.repeat(200_000)}${']'.repeat(200_000)}\n`,
    ],
    ['dots', `deadman.${'a.'.repeat(50_000)}b = 1\n`],
    ['a header', `[${'a.'.repeat(50_000)}b]\n`],
  ])('is refused when it is nested too deep, and the depth is named: %s', (_name, text) => {
    writeFileSync(file, text, { mode: 0o600 });
    const said = problemsOf(() => loadConfiguration({ env: {}, file }));
    expect(said).toMatchObject([{ code: 'SYNTAX' }]);
    expect(said[0]?.message).toContain('nested deeper than 16');
  });

  it('K5 a path has one spelling, so that two keys with the same place are seen to have it', () => {
    const plain = load("[audit]\nhead_file = '/a/b/head'\n");
    const other = load("[audit]\nhead_file = '//a/./b//head/'\n");
    expect(other.config.audit.headFile).toBe('/a/b/head');
    expect(other.revision).toBe(plain.revision);
    const said = problemsOf(() => load("[audit]\nhead_file = '/a/b'\nleaf_file = '/a//b/'\n"));
    expect(said).toMatchObject([{ code: 'CONTRADICTION' }]);
  });

  it('is refused when it is named and not there, or no file', () => {
    const missing = join(folder, 'other.toml');
    expect(problemsOf(() => loadConfiguration({ env: {}, file: missing }))).toMatchObject([
      { code: 'FILE', message: `${missing}: there is no such file` },
    ]);
    expect(problemsOf(() => loadConfiguration({ env: {}, file: folder }))).toMatchObject([
      { code: 'FILE', message: `${folder}: it is no file` },
    ]);
  });
});

describe('the example', () => {
  it('K8 that is shipped says what the schema says', () => {
    const shipped = readFileSync(
      `${import.meta.dirname}/../../../config/dsmil.example.toml`,
      'utf8',
    );
    // When it does not: scripts/dsmilctl config example > config/dsmil.example.toml
    expect(shipped).toBe(exampleFile());
  });

  it('K8 has every key at its default, and changes nothing', () => {
    const { revision, origins } = load(exampleFile());
    expect(revision).toBe(resolveConfiguration(undefined, {}).revision);
    expect([...origins.values()].filter(({ from }) => from !== 'file')).toEqual([]);
  });
});
