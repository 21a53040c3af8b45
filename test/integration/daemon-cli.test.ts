// SPDX-License-Identifier: Apache-2.0
// dsmilctl through the daemon's socket, as people type it: dsmild and dsmil-sim as they are built.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtSocket } from '../../src/daemon/story/at-socket.ts';
import { logLine } from './log-line.ts';
import { PATIENCE, patiently } from './patience.ts';
import { standStill } from './stand-still.ts';

const LIMIT = 300_000;
const KEYS = resolve('native/sim/principals/demo-keys.json');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('dsmilctl and the daemon', { timeout: LIMIT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-daemon-cli-'));
  const socket = join(folder, 'd.sock');
  const device = join(folder, 'sim.sock');
  let simulator: ChildProcess;
  let daemon: ChildProcess;

  function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return new Promise((done) => {
      execFile(
        process.execPath,
        ['dist/cli/main.js', ...patiently(args)],
        {
          env: {
            ...process.env,
            NO_COLOR: '1',
            FORCE_COLOR: undefined,
            DSMIL_DAEMON_SOCKET: socket,
            ...env,
          },
        },
        (error, out, err) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          done({ code, out, err });
        },
      );
    });
  }

  /** As @person, with their key. */
  function as(person: string, ...args: string[]): Promise<Ended> {
    return run([...args, '--as', `demo:${person}`, '--key', join(folder, `${person}.key`)]);
  }

  async function json<T>(ending: Promise<Ended>): Promise<T> {
    const { out, err } = await ending;
    expect(err).toBe('');
    return JSON.parse(out) as T;
  }

  async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let i = 0; i < 300; i++) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
    }
    throw new Error('it did not come');
  }

  async function startDaemon(): Promise<void> {
    const config = join(folder, 'dsmil.toml');
    daemon = spawn(
      process.execPath,
      ['dist/daemon/main.js', '--config', config, '--device', device],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...PATIENCE } },
    );
    const said: string[] = [];
    for await (const line of createInterface({ input: daemon.stderr as NodeJS.ReadableStream })) {
      said.push(line);
      if (logLine(line).msg === 'ready') {
        break;
      }
    }
    expect(said.at(-1), said.join('\n')).toContain('ready');
    daemon.stderr?.resume();
  }

  const firstOffer = () =>
    waitFor(async () => {
      const { offers } = await json<{ offers: { offer: string }[] }>(
        as('bob', 'approve', '--json'),
      );
      return offers[0]?.offer;
    });
  const firstQuestion = () =>
    waitFor(async () => {
      const { confirmations } = await json<{ confirmations: { id: string }[] }>(
        as('bob', 'confirm', '--json'),
      );
      return confirmations[0]?.id;
    });

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const { keys } = JSON.parse(readFileSync('native/sim/principals/demo-keys.json', 'utf8')) as {
      keys: Record<string, { key_id: string; private_key: string }>;
    };
    for (const [person, { key_id, private_key }] of Object.entries(keys)) {
      const text = JSON.stringify({ key_id, private_key });
      writeFileSync(join(folder, `${person}.key`), text, { mode: 0o600 });
    }
    writeFileSync(
      join(folder, 'dsmil.toml'),
      `[store]\ndirectory = "${folder}/store"\n[audit]\nkeys_directory = "${folder}/keys"\n` +
        `leaf_file = "${folder}/leaves"\nhead_file = "${folder}/head"\n` +
        `[events]\nkeys_file = "${folder}/cursor.keys"\n` +
        `[security]\nfixture_file = "${resolve('native/sim/principals/demo.toml')}"\n` +
        `[daemon]\nsocket = "${socket}"\n`,
      { mode: 0o600 },
    );
    const options = ['--socket', device, '--allow-writes', '--exit-with-parent'];
    simulator = spawn('build/Release/dsmil-sim', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(simulator.stdout as NodeJS.ReadableStream, 'data');
    await startDaemon();
  }, LIMIT);

  afterAll(async () => {
    for (const child of [daemon, simulator]) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    }
    rmSync(folder, { recursive: true });
  });

  it('says how the daemon stands, and that it begins latched', async () => {
    const { code, out } = await run(['daemon']);
    expect(code).toBe(0);
    expect(out).toContain('EMERGENCY_STOPPED dsmild');
    expect(out).toMatch(/stop\s+LATCHED \(epoch 1\)/);
    expect(out).toContain('unix:0: nobody who is known');
    const view = await json<{ stop: { state: string }; person: string }>(
      as('ann', 'daemon', '--json'),
    );
    expect(view.stop.state).toBe('LATCHED');
    expect(view.person).toBe('ann');
  });

  it('takes a reset by two and a start, and no step from one alone', async () => {
    expect((await as('ann', 'start', '--yes')).err).toContain('the next step is RESET');
    expect((await as('ann', 'reset', '--yes')).code).toBe(0);
    const alone = await as('ann', 'reset', '--yes');
    expect(alone.code).toBe(3);
    expect(alone.err).toContain('SAME_PERSON');
    expect((await as('bob', 'reset', '--yes')).out).toContain('the stop is READY');
    expect((await as('ann', 'start', '--yes')).out).toContain('the stop is RUN');
  });

  it('reads a register, and says which rule refuses whom', async () => {
    const read = await as('ann', 'op', 'read', '0x8003', '--register', 'config0');
    expect(read.code).toBe(0);
    expect(read.out).toMatch(/COMPLETED .*risk SAFE/);
    const refused = await as('eve', 'op', 'read', '0x8003', '--register', 'config0');
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('DENIED');
    expect(refused.out).toMatch(/clearance/);
    const quarantined = await as('ann', 'op', 'read', '0x8009', '--register', 'config0');
    expect(quarantined.code).toBe(3);
    expect(quarantined.out).toContain('quarantine');
  });

  it('waits for people, goes on without the caller, and is found again by its id', async () => {
    const change = [
      ...['op', 'write', '0x8003', '--register', 'data0', '--value', '7'],
      ...['--justification', 'a new value', '--id', 'first'],
    ];
    const pending = await as('ann', ...change, '--wait', '1');
    expect(pending.code).toBe(5);
    expect(pending.out).toContain('second-person');
    const id = await firstQuestion();
    expect((await as('bob', 'confirm', id)).err).toContain('nobody can be asked here');
    expect((await as('bob', 'confirm', id, '--yes')).code).toBe(0);
    const offer = await firstOffer();
    expect((await as('ann', 'approve', offer, '--yes')).err).toContain('REQUESTER');
    const approved = await as('bob', 'approve', offer, '--yes');
    expect(approved.out).toContain('WRITE on 0x8003 register 8 to 7 (0x7)');
    expect(approved.code).toBe(0);
    const done = await as('ann', ...change, '--wait', '240');
    expect(done.out).toMatch(/COMPLETED first/);
    expect(done.code).toBe(0);
    expect((await as('ann', 'op', 'show', 'first')).out).toContain('COMPLETED');
    expect((await as('ann', 'op', 'list')).code).toBe(0);
  });

  it('refuses another request under the same id', async () => {
    const other = await as('ann', 'op', 'read', '0x8004', '--register', 'data0', '--id', 'first');
    expect(other.code).toBe(2);
    expect(other.err).toContain('coordination_id');
  });

  it('does several at once by one yes, and takes a no', async () => {
    const steps = ['tx', 'config:0x8003:config0=3', 'config:0x8010:config0=3'];
    const more = ['--justification', 'together', '--id', 'both'];
    const running = as('ann', ...steps, ...more, '--wait', '240');
    expect((await as('bob', 'confirm', await firstQuestion(), '--yes')).code).toBe(0);
    // Earlier refusals of ann's have raised the risk of what she asks for.
    expect((await as('bob', 'approve', await firstOffer(), '--yes')).code).toBe(0);
    const ended = await running;
    expect(ended.out).toContain('COMPLETED both');
    expect(ended.code).toBe(0);
    const again = as('ann', ...steps, '--justification', 'again', '--id', 'no', '--wait', '240');
    expect((await as('bob', 'confirm', await firstQuestion(), '--no')).code).toBe(3);
    const denied = await again;
    expect(denied.out).toContain('DENIED no');
    expect(denied.code).toBe(3);
  });

  it('shows what tracks disagree about, and what waits for people', async () => {
    expect((await as('ann', 'conflicts')).out).toContain('The tracks agree about everything.');
    expect((await as('ann', 'recover')).out).toContain('Nothing waits for people');
    const wrong = await as('ann', 'conflicts', 'decide', '0x8003', 'kernel_state.power_state', 'x');
    expect(wrong.code).toBe(2);
  });

  it('names what is wrong with a command line, a key and a socket', async () => {
    expect((await as('ann', 'op', 'wriet', '0x8003')).err).toContain('Did you mean write?');
    expect((await as('ann', 'tx', 'config')).err).toContain('STEP is');
    chmodSync(join(folder, 'cid.key'), 0o644);
    const key = await as('cid', 'daemon');
    expect(key.code).toBe(2);
    expect(key.err).toContain('can be read or written by others');
    expect((await run(['daemon', '--as', 'demo:ann'])).err).toContain('wants the key');
    const stolen = ['daemon', '--as', 'demo:ann', '--key', join(folder, 'bob.key')];
    expect((await run(stolen)).err).toContain('the login is refused');
    const nobody = await run(['daemon', '--socket', join(folder, 'none')]);
    expect(nobody.code).toBe(4);
    expect(nobody.err).toContain('there is no such socket');
  });

  it('stops through the daemon, which anybody at the socket may', async () => {
    const stop = () => run(['stop', '--local', '--reason', 'smoke']);
    let stopped = await stop();
    // A daemon that says nothing for half a second is passed by, also when it is only the machine that is busy.
    for (let tries = 0; tries < 20 && stopped.code !== 0; tries++) {
      expect(stopped.err).toContain('Trying the device itself');
      stopped = await stop();
    }
    expect(stopped.code).toBe(0);
    expect(stopped.out).toContain('STOPPED  by the daemon');
    const { out } = await run(['daemon']);
    expect(out).toMatch(/stop\s+(LATCHED|STOPPING)[A-Z_]* \(epoch \d+\)/);
    expect(Number(/\(epoch (\d+)\)/.exec(out)?.[1])).toBeGreaterThanOrEqual(2);
  });

  it('stops by the device when the daemon is not there', async () => {
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
    expect(daemon.exitCode).toBe(0);
    const { code, out, err } = await run(['stop', '--local'], { DSMIL_DEVICE: device });
    expect(code).toBe(0);
    expect(err).toContain('Trying the device itself');
    expect(out).toContain('STOPPED');
  });

  it('finds what ended before it was started again', async () => {
    await startDaemon();
    expect((await as('ann', 'op', 'show', 'first')).out).toContain('COMPLETED first');
    expect((await as('bob', 'op', 'show', 'first')).err).toContain('there is no operation');
  });

  it('keeps who stopped it and why, whatever the reason is made of', async () => {
    const { client } = await AtSocket.connect(socket, KEYS, 'ann');
    for (const reason of ['\ud800', 'x'.repeat(100_000)]) {
      await client.call('stop', { reason });
    }
    client.close();
    const found = await waitFor(async () => {
      const search = [
        'audit',
        'search',
        join(folder, 'leaves'),
        '--kind',
        'stop.stopping',
        '--json',
      ];
      const { out } = await run(search);
      const by = out.split('\n').filter((line) => line.includes('"ann"'));
      return by.length >= 2 ? by : undefined;
    });
    expect(found.join('\n')).toContain('xxxx');
  });

  it('latches for a stop among operations, whatever else is wrong with them', async () => {
    const before = await json<{ stop: { epoch: number } }>(as('ann', 'daemon', '--json'));
    const { client } = await AtSocket.connect(socket, KEYS, 'ann');
    const wrong = { device: 'no token', strange: true };
    await client.call('op.run', { ...wrong, operation: 'EMERGENCY_STOP' });
    await client.call('tx.run', { operations: [wrong, { operation: 'EMERGENCY_STOP' }] });
    client.close();
    const after = await json<{ stop: { epoch: number } }>(as('ann', 'daemon', '--json'));
    expect(after.stop.epoch).toBe(before.stop.epoch + 2);
  });

  it('stops by the device when the daemon hangs, and does not wait for it', async () => {
    await standStill(daemon.pid ?? 0);
    try {
      const given = ['stop', '--local', '--timeout', '60000'];
      const begun = performance.now();
      const { code, err } = await run(given, { DSMIL_DEVICE: device });
      expect(err).toContain('Trying the device itself');
      expect(code).toBe(0);
      // Far less than the minute that it was given, and than for ever.
      expect(performance.now() - begun).toBeLessThan(50_000);
    } finally {
      daemon.kill('SIGCONT');
    }
  });

  it('ends when its kernel is gone, so that another start recovers', async () => {
    simulator.kill('SIGKILL');
    await once(daemon, 'exit');
    expect(daemon.exitCode).toBe(75);
  });
});
