// SPDX-License-Identifier: Apache-2.0
// Each command's words and JSON, and what happens to wrong input, against a real simulator.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICES } from '../../src/abi/generated/devices.ts';
import { type Ended, jsonLines, startCli } from './cli-program.ts';
import { Sim } from './device-sim.ts';

let sim: Sim;

beforeAll(async () => {
  sim = await Sim.start({ args: ['--poll-ms', '50', '--seed', '7'] });
});

afterAll(async () => {
  await sim[Symbol.asyncDispose]();
});

async function cli(...args: string[]): Promise<Ended> {
  return await startCli(args, { env: { DSMIL_DEVICE: sim.socket } }).ended;
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await cli(...args, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  const [value] = jsonLines(out);
  return value ?? {};
}

describe('dsmilctl info', () => {
  it('says what the device is', async () => {
    const { code, out, err } = await cli('info');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`path        ${sim.socket} (named by DSMIL_DEVICE)`);
    expect(out).toMatch(/backend {5}sim/);
    expect(out).toContain('79 of 84 can be reached, 5 are quarantined, 16 registers each');
    expect(out).toContain('read-only: effects are refused (no allow_writes=1)');
    expect(out).toContain('effects are refused from 85.0 °C');
    expect(out).toContain('[LATCHED] → RESET PENDING → READY → RUN');
    expect(out).toMatch(/deadman {5}not armed/);
    expect(out).toMatch(/\d+ records? published, none lost/);
  });

  it('says the same in JSON', async () => {
    const info = await json('info');
    expect(info).toMatchObject({
      path: sim.socket,
      backend: 'SIM',
      device_count: 84,
      register_count: 16,
      limits: { thermal_limit_mc: 85_000, poll_ms: 50 },
      stop: { state: 'LATCHED', cause: 'LOAD', effects_possible: false },
    });
    expect(info['features']).toContain('SIMULATED');
    expect(info['features']).not.toContain('WRITES');
    expect(info['instance_id']).toMatch(/^0x[0-9a-f]{16}$/);
  });
});

describe('dsmilctl devices', () => {
  it('lists all 84 by group, the quarantined ones plainly marked', async () => {
    const { code, out } = await cli('devices');
    expect(code).toBe(0);
    expect(out.match(/^0x80[0-6][0-9AB] /gm)).toHaveLength(84);
    expect(out.match(/^Group \d /gm)).toHaveLength(7);
    expect(out.match(/QUARANTINED.*no access/g)).toHaveLength(5);
    expect(out).not.toContain('\u001b');
  });

  it.each(['80', '120', '200'])('fits a terminal of %s columns', async (columns) => {
    const env = { DSMIL_DEVICE: sim.socket, COLUMNS: columns };
    const { out } = await startCli(['devices', '--all-registers'], { env }).ended;
    const longest = Math.max(...out.split('\n').map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(Number(columns));
    expect(out).toContain('identity=0x');
  });

  it('can be narrowed', async () => {
    expect((await cli('devices', '--group', '2')).out.match(/^0x/gm)).toHaveLength(12);
    const quarantined = (await cli('devices', '--risk', 'quarantined')).out.match(/^0x\w+/gm);
    expect(quarantined).toEqual(['0x8009', '0x800A', '0x800B', '0x8019', '0x8029']);
    const none = await cli('devices', '--group', '6', '--risk', 'safe');
    expect(none.out).toContain('No device is of that group and risk.');
  });

  it('gives one array as JSON', async () => {
    const { out } = await cli('devices', '--json');
    const list = JSON.parse(out) as Record<string, unknown>[];
    expect(list.map(({ name }) => name)).toEqual(DEVICES.map(({ name }) => name));
    expect(list[3]).toMatchObject({
      token: '0x8003',
      risk: 'LOW',
      power: 'IDLE',
      quarantined: false,
    });
    expect(list[9]).toMatchObject({ token: '0x8009', quarantined: true, temperature_c: null });
    expect(list[3]?.['sample_age_ms']).toBeLessThan(60_000);
  });
});

describe('dsmilctl read', () => {
  it('reads a register by number and by name', async () => {
    await sim.act('set 0x8003 temperature 41250');
    const named = await cli('read', '0x8003', 'temperature');
    expect(named.out).toBe('0x8003 Audit Log Controller: temperature = 0x0000a122 (41.3 °C)\n');
    const value = (await json('read', '8003', '2'))['value'];
    expect(value).toBe(41_250);
    expect(await json('read', '0x8003', 'r2')).toMatchObject({
      token: '0x8003',
      register: 2,
      register_name: 'temperature',
      value_hex: '0x0000a122',
      firmware_status: 0,
    });
  });

  it.each(
    DEVICES.filter(({ quarantined }) => quarantined).map(({ token, name }) => [
      token.toString(16),
      name,
    ]),
  )('is refused for %s (%s): the rule is named, and what would satisfy it', async (token, name) => {
    const { code, out, err } = await cli('read', token, 'status');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(name);
    expect(err).toContain('refused by the rule QUARANTINED');
    expect(err).toContain('What would satisfy it: Nothing');
  });

  it('is refused in JSON with the reason to switch on', async () => {
    const { code, err } = await cli('read', '0x8009', '0', '--json');
    expect(code).toBe(3);
    expect(jsonLines(err)[0]).toMatchObject({ error: { reason: 'QUARANTINED', exit_code: 3 } });
  });

  it('tells hardware that does not answer from hardware that fails', async () => {
    await sim.act('fault not-answering 0x8010');
    const silent = await cli('read', '0x8010', 'control', '--timeout', '2000');
    expect(silent.code).toBe(1);
    expect(silent.err).toContain(
      '0x8010 Intrusion Detection, control: the hardware did not answer',
    );
    expect(silent.err).toContain('--timeout MS');
    await sim.act('clear 0x8010');
    await sim.act('fault hardware-error 0x8010 0xe7');
    const failing = await cli('read', '0x8010', 'control');
    expect(failing.code).toBe(1);
    expect(failing.err).toContain('HARDWARE_ERROR, firmware status 0x000000e7');
    await sim.act('clear 0x8010');
    expect((await cli('read', '0x8010', 'control')).code).toBe(0);
  });
});

describe('dsmilctl status', () => {
  it('says where the stop stands and what is next', async () => {
    const { code, out } = await cli('status');
    expect(code).toBe(0);
    expect(out).toContain('[LATCHED]');
    expect(out).toContain(
      'every core starts latched. A reset by two persons within 120 s, then a start',
    );
    expect(await json('status')).toMatchObject({ state: 'LATCHED', effects_possible: false });
  });
});

describe('dsmilctl where', () => {
  it('finds a simulator by itself, and says why', async () => {
    const runtime = mkdtempSync(join(tmpdir(), 'dsmil-where-'));
    try {
      mkdirSync(join(runtime, 'dsmil'), { mode: 0o700 });
      const socket = join(runtime, 'dsmil', 'sim.sock');
      const env = { XDG_RUNTIME_DIR: runtime };
      const toMake = await startCli(['where', '--simulator'], { env }).ended;
      expect(toMake.out).toBe(`${socket}\n`);
      symlinkSync(sim.socket, socket);
      const found = await startCli(['where'], { env }).ended;
      expect(found).toMatchObject({ code: 0, out: `${socket}\n` });
      expect(found.err).toContain('a simulator was started there');
      expect((await startCli(['status'], { env }).ended).code).toBe(0);
    } finally {
      rmSync(runtime, { recursive: true });
    }
  });

  it('gives --device its way, before or after the command', async () => {
    expect((await cli('--device', '/a', 'where')).out).toBe('/a\n');
    expect((await cli('--device', '/a', 'where', '--device', '/b')).out).toBe('/b\n');
    expect((await cli('where')).out).toBe(`${sim.socket}\n`);
  });
});

describe('dsmilctl doctor', () => {
  it('is content with a simulator that answers', async () => {
    const { code, out } = await cli('doctor');
    expect(code).toBe(0);
    expect(out).toMatch(/ok {5}Addon +loads/);
    expect(out).toContain(`${sim.socket} answers: version`);
    const report = await json('doctor');
    expect(report).toMatchObject({ ok: true, failures: 0 });
  });

  it('fails with a command that cures it when nobody answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dsmil-dead-'));
    const socket = join(folder, 'sim.sock');
    const server = createServer();
    try {
      await new Promise<void>((resolve) => server.listen(socket, resolve));
      const { code, out } = await startCli(['doctor', '--json'], { env: { DSMIL_DEVICE: socket } })
        .ended;
      expect(code).toBe(1);
      const { checks } = JSON.parse(out) as {
        checks: { check: string; level: string; cure?: string[] }[];
      };
      const verdict = checks.find(({ check }) => check === 'simulator-answers');
      expect(verdict).toMatchObject({ level: 'fail' });
      expect(verdict?.cure?.join()).toContain('./scripts/run');
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('wrong usage', () => {
  it.each([
    [['read', '0x800C', '0'], "TOKEN is '0x800C'"],
    [['read', '3', '0'], 'Did you mean 0x8003'],
    [['read', '0x8003', '16'], "REGISTER is '16': it must be a number from 0 to 15"],
    [['read', '0x8003', 'temprature'], 'Did you mean temperature?'],
    [['read', '0x8003'], "missing required argument 'register'"],
    [['read', '0x8003', '0', '--timeout', '5001'], 'a whole number from 1 to 5000'],
    [['info', '--timeout', '0'], "--timeout is '0': it must be a whole number from 1 to 60000"],
    [['devices', '--group', '7'], "--group is '7': it must be a number from 0 to 6"],
    [['devices', '--risk', 'hihg'], 'Did you mean high?'],
    [['devices', '--grup', '1'], 'Did you mean --group?'],
    [['devcies'], 'Did you mean devices?'],
    [['watch', '--type', 'evnt'], 'Did you mean event?'],
    [['watch', '--count', '-1'], "--count is '-1'"],
    [['watch', '--seconds', '0'], 'above 0'],
    [['watch', '--device', '0x9000'], "TOKEN is '0x9000'"],
    [['top', '--json'], 'dsmilctl watch --json'],
    [['info', 'more'], 'too many arguments'],
  ])('%j exits 2 and says what is right', async (args, message) => {
    const { code, out, err } = await cli(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('without a command shows the help', async () => {
    const { code, err } = await cli();
    expect(code).toBe(2);
    expect(err).toContain('Exit codes:');
  });

  it('help is no failure', async () => {
    const help = await cli('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('Exit codes:');
    for (const command of ['info', 'devices', 'watch', 'top', 'read', 'stop', 'status', 'doctor']) {
      expect(help.out).toContain(command);
      expect((await cli(command, '--help')).code).toBe(0);
    }
    expect((await cli('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('no device', () => {
  it.each([['info'], ['devices'], ['status'], ['watch'], ['top'], ['read', '0x8003', '0']])(
    '%s exits 4 and says what to do',
    async (...args) => {
      const path = join(sim.folder, 'nowhere.sock');
      const { code, err } = await cli('--device', path, ...args);
      expect(code).toBe(4);
      expect(err).toContain(`${path} cannot be opened`);
      expect(err).toContain('dsmilctl doctor');
      expect(err).not.toMatch(/\n\s+at /);
    },
  );
});
