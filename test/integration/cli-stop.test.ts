// SPDX-License-Identifier: Apache-2.0
// The stop has to happen whatever else is wrong.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, type Ended, jsonLines, NODE, Program, startCli } from './cli-program.ts';
import { ROOT, Sim } from './device-sim.ts';

let sim: Sim;

beforeEach(async () => {
  sim = await Sim.start();
});

afterEach(async () => {
  await sim[Symbol.asyncDispose]();
});

function run(...args: string[]): Promise<Ended> {
  return startCli(args, { env: { DSMIL_DEVICE: sim.socket } }).ended;
}

/**
 * What a stop, or several, said of a simulator that none had stopped before. A device that says nothing for a second is
 * passed by, also when it is only the machine that is busy: then on another simulator, and anew.
 */
async function ordinarily(stop: () => Promise<Ended>): Promise<Ended> {
  let ended = await stop();
  for (let tries = 0; tries < 20 && ended.err.includes('the ordinary way failed'); tries++) {
    await sim.kill();
    await sim.run();
    ended = await stop();
  }
  return ended;
}

async function state(): Promise<Record<string, unknown>> {
  const [status] = jsonLines((await run('status', '--json')).out);
  return status ?? {};
}

describe('dsmilctl stop', () => {
  it('latches, and confirms generation, time and latency', async () => {
    const { code, out, err } = await ordinarily(() => run('stop', '--reason', 'smoke'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /STOPPED {2}latched on .*: generation 2, at 20\d\d-.*Z, [\d.]+ (µs|ms) from call to answer \("\w+: smoke"\)/,
    );
    expect(await state()).toMatchObject({ state: 'LATCHED', generation: 2, cause: 'REQUEST' });
  });

  it('says so in JSON', async () => {
    const { code, out } = await ordinarily(() => run('stop', '--json'));
    expect(code).toBe(0);
    const [answer] = jsonLines(out);
    expect(answer).toMatchObject({ latched: true, by: 'device', generation: 2 });
    expect(answer?.['latency_us']).toBeGreaterThan(0);
    expect(answer?.['latency_us']).toBeLessThan(60_000_000);
    expect(Math.abs(Date.now() - Date.parse(String(answer?.['latched_at'])))).toBeLessThan(60_000);
  });

  it('latches again when it is latched: each stop counts', async () => {
    await ordinarily(async () => {
      const first = await run('stop');
      const second = await run('stop');
      return { ...second, err: first.err + second.err };
    });
    expect(await state()).toMatchObject({ generation: 3 });
  });

  it('shows nothing of a reason, or of a wrong word, that would drive the terminal', async () => {
    // CSI as one C1 character, and a bidi override.
    const evil = '\u009b2J\u202eb\u0007';
    const outputs = [
      await run('stop', '--reason', evil, `--nonsense=${evil}`),
      await run('status'),
      await run('status', '--json'),
      await run('stop', '--json', '--reason', evil),
      await run('read', evil, 'control'),
      await run('read', evil, 'control', '--json'),
      await run(`--${evil}`),
    ];
    for (const { out, err } of outputs) {
      expect((out + err).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2, 2, 2]);
    // In JSON it is all there, escaped.
    const [answer] = jsonLines(outputs[3]?.out ?? '');
    expect(String(answer?.['detail'])).toContain(evil);
  });

  it('keeps as much of a long reason as fits, and says so', async () => {
    const { code, err } = await run('stop', '--reason', 'ü'.repeat(50));
    expect(code).toBe(0);
    expect(err).toContain('The reason was cut');
    expect(Buffer.byteLength(String((await state())['detail']))).toBeLessThanOrEqual(32);
  });

  it.each([
    [['stop', '--raeson', 'fire']],
    [['stop', 'now', 'please']],
    [['stop', '--reason']],
    [['--bogus', 'stop']],
    [['stop', '--timeout', 'soon']],
  ])('%j is wrong, and stops all the same', async (args) => {
    const { code, out, err } = await ordinarily(() => run(...args));
    expect(code).toBe(0);
    expect(out).toContain('STOPPED');
    if (!args.includes('--timeout')) {
      expect(err).not.toBe('');
    }
    expect(await state()).toMatchObject({ generation: 2 });
  });

  it.each([[['stop', '--help']], [['help', 'stop']], [['sotp']], [['read', 'stop', '0']]])(
    '%j does not stop',
    async (args) => {
      await run(...args);
      expect(await state()).toMatchObject({ generation: 1, cause: 'LOAD' });
    },
  );

  it('stops when nobody reads what it says', async () => {
    const script = 'set -o pipefail; "$0" "$1" stop | true';
    const env = { DSMIL_DEVICE: sim.socket };
    const { code, err } = await ordinarily(
      () => new Program('bash', ['-c', script, NODE, CLI], { env }).ended,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await state()).toMatchObject({ generation: 2 });
  });

  it('does not claim what it could not do', async () => {
    const path = join(sim.folder, 'nowhere.sock');
    const { code, out, err } = await run('--device', path, 'stop');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`NOT STOPPED on ${path}`);
    expect(err).toContain('Trying dsmil-stop.');
    expect(err).toContain('Use the hard-wired stop.');
  });
});

describe('without the ordinary way', () => {
  let folder = '';

  /** A copy of the program beside dsmil-stop, but without the addon. */
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-bare-'));
    mkdirSync(join(folder, 'build', 'Release'), { recursive: true });
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const helper = join('build', 'Release', 'dsmil-stop');
    cpSync(join(ROOT, helper), join(folder, helper));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function runBare(...args: string[]): Promise<Ended> {
    const env = { DSMIL_DEVICE: sim.socket };
    return new Program(NODE, [join(folder, 'dist', 'cli', 'main.js'), ...args], { env }).ended;
  }

  it('dsmil-stop stops, and it is said why', async () => {
    const { code, out, err } = await runBare('stop', '--reason', 'no addon');
    expect(err).toContain('the ordinary way failed');
    expect(err).toContain('dsmil.node');
    expect(out).toMatch(/STOPPED {2}by dsmil-stop on .*generation=2/);
    expect(code).toBe(0);
    expect(await state()).toMatchObject({ generation: 2, cause: 'HELPER' });
  });

  it('other commands say what is missing and how to build it', async () => {
    const { code, err } = await runBare('info');
    expect(code).toBe(1);
    expect(err).toContain('dsmil.node does not load');
    expect(err).toContain('npm run build:native');
    const doctor = await runBare('doctor', '--json');
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain('"check":"addon"');
  });
});

describe('with an old Node', () => {
  /** Says that it is an old one. */
  const pretend =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.19.2"}})';

  function runOld(...args: string[]): Promise<Ended> {
    const env = { DSMIL_DEVICE: sim.socket };
    return new Program(NODE, ['--import', pretend, CLI, ...args], { env }).ended;
  }

  it('a stop does not wait for a better one', async () => {
    const { code, err } = await runOld('stop');
    expect(err).toContain('Node 24.15.0 or later is needed; this is 20.19.2');
    expect(code).toBe(0);
    expect(await state()).toMatchObject({ generation: 2, cause: 'HELPER' });
  });

  it('anything else ends with what is needed', async () => {
    const { code, err } = await runOld('info');
    expect(code).toBe(1);
    expect(err).toContain('npm ci');
  });
});
