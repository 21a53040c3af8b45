// SPDX-License-Identifier: Apache-2.0
// scripts/run: what a newcomer sees first, and that nothing of it stays behind.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, Program, startCli } from './cli-program.ts';
import { ROOT } from './device-sim.ts';

const RUN = join(ROOT, 'scripts', 'run');

let folder = '';
let socket = '';
let running: Program[] = [];

function start(...args: string[]): Program {
  // The packages are there: the tests run.
  const env = { DSMIL_SKIP_PACKAGES: '1', COLUMNS: '120' };
  const program = new Program(RUN, ['--simulator', '--socket', socket, ...args], { env });
  running.push(program);
  return program;
}

function run(...args: string[]): Promise<Ended> {
  return start(...args).ended;
}

/** Processes whose command line names the socket. */
function processes(path = socket): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(join('/proc', name, 'cmdline'), 'utf8').includes(path);
      } catch (error) {
        // It has ended since the folder was listed.
        if (error instanceof Error && 'code' in error) {
          return false;
        }
        throw error;
      }
    })
    .map(Number);
}

async function expectNothingLeft(): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((processes().length > 0 || existsSync(socket)) && Date.now() < deadline) {
    await sleep(50);
  }
  expect(processes()).toEqual([]);
  expect(existsSync(socket)).toBe(false);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsmil-run-'));
  socket = join(folder, 'deep', 'sim.sock');
});

afterEach(async () => {
  for (const { child } of running) {
    child.kill('SIGTERM');
  }
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

describe('scripts/run --once', () => {
  let ended: Ended;
  let place = '';

  // Whatever has to be built is built by this one.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-run-'));
    socket = join(folder, 'deep', 'sim.sock');
    ended = await run('--once', '--seconds', '3');
    place = socket;
    running = [];
    // What it made it also took away: only what the test made is left.
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  }, 600_000);

  it('tells the story first, and the command that verifies its log works', async () => {
    expect(ended.out).toContain('1. People read devices');
    const command = ended.out.match(/dsmilctl (audit verify .*)/)?.[1]?.split(' ') ?? [];
    const verified = await startCli(command).ended;
    expect(verified.code, verified.err).toBe(0);
  });

  it('ends with 0 and leaves nothing behind', () => {
    expect(ended.code).toBe(0);
    expect(ended.err).toContain(`the simulated device listens on ${place}`);
    expect(ended.err).not.toMatch(/FAILED|\n\s+at /);
    expect(processes(place)).toEqual([]);
  });

  it('shows 84 devices', () => {
    const picture = ended.out.slice(ended.out.lastIndexOf('hottest'));
    expect(picture.match(/[○●][SLMHC] /g)).toHaveLength(79);
    expect(picture.match(/✕ {2}/g)).toHaveLength(5);
    expect(picture).toContain('0x8060  Training Functions');
  });

  it('shows rates and losses, and the stop', () => {
    expect(ended.out).toMatch(/^\d+(\.\d)?\/s {2}\d+ records, none lost/m);
    expect(ended.out).toContain('STOP: LATCHED  load, generation 1');
  });

  it('says how to reach it', () => {
    expect(ended.out).toContain(`${join(ROOT, 'scripts', 'dsmilctl')} --device ${place} …`);
    expect(ended.out).toContain('read 0x8003 temperature');
  });

  it('does not build again when nothing changed', async () => {
    const again = await run('--no-story', '--once', '--seconds', '0.3');
    expect(again.code).toBe(0);
    expect(again.err).not.toContain('building');
  });
});

describe('scripts/run', () => {
  // How soon one comes is the machine's matter: whoever looks for three seconds may see none.
  it('shows live events', async () => {
    const program = start('--no-story', '--seconds', '600');
    await program.says(/^\d\d:\d\d:\d\d\.\d{3} (event|state) +0x80/m);
    program.child.kill('SIGINT');
    expect((await program.ended).code).toBe(0);
  });

  it.each([
    ['SIGINT', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends on %s with %d, and so does all that it started', async (signal, code) => {
    const program = start('--no-story', '--seconds', '60');
    await program.says(/hottest/);
    expect(processes().length).toBeGreaterThan(0);
    program.child.kill(signal);
    expect((await program.ended).code).toBe(code);
    await expectNothingLeft();
    expect(existsSync(join(folder, 'deep'))).toBe(false);
  });

  it('ends in the middle of the story too, and so does all that it started', async () => {
    const program = start('--seconds', '60');
    await program.says(/People read devices/);
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(143);
    await expectNothingLeft();
  });

  it('killed outright, it takes the simulator with it', async () => {
    const program = start('--no-story', '--seconds', '60');
    await program.says(/hottest/);
    program.child.kill('SIGKILL');
    await program.ended;
    await expectNothingLeft();
  });

  it('is reachable while it runs, and shows a stop at once', async () => {
    const program = start('--no-story', '--seconds', '60');
    await program.says(/hottest/);
    const stopped = await startCli(['--device', socket, 'stop']).ended;
    expect(stopped.code).toBe(0);
    await program.says(/EMERGENCY STOP LATCHED, generation 2/);
    const refused = await startCli(['--device', socket, 'read', '0x8009', 'status']).ended;
    expect(refused.code).toBe(3);
  });

  it('does not disturb another run, and says what to do', async () => {
    const first = start('--no-story', '--seconds', '60');
    await first.says(/hottest/);
    const second = await run('--no-story', '--once');
    expect(second.code).toBe(1);
    expect(second.err).toContain(`another run is using ${socket}`);
    expect(second.err).toContain('scripts/run --socket PATH');
    expect((await startCli(['--device', socket, 'status']).ended).code).toBe(0);
  });

  it('replaces the socket that a crash left behind', async () => {
    const first = start('--no-story', '--seconds', '60');
    await first.says(/hottest/);
    const [sim] = processes().filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('build/Release/dsmil-sim'),
    );
    process.kill(sim ?? 0, 'SIGKILL');
    const ended = await first.ended;
    expect(ended.code).toBe(4);
    expect(ended.err).toContain('the device is gone');
    expect(existsSync(socket)).toBe(true);
    expect((await run('--no-story', '--once', '--seconds', '0.3')).code).toBe(0);
    await expectNothingLeft();
  });

  it('explains itself', async () => {
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('usage: scripts/run');
  });

  it.each([
    [['--bogus'], 2, "there is no option '--bogus'"],
    [['--seconds'], 2, '--seconds needs a value'],
    [['--seconds', 'x'], 2, "--seconds is 'x'"],
    [['--scenario', '/nowhere'], 1, "--scenario is '/nowhere': there is no such file"],
    [['--scenario', RUN], 1, 'the simulator did not start'],
  ])('%j ends with %d and says what is right', async (args, code, message) => {
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(message);
    await expectNothingLeft();
  });
});
