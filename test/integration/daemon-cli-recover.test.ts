// SPDX-License-Identifier: Apache-2.0
// What another coordinator left in the kernel: a process of its own commits and dies, a daemon starts, and two
// persons clear it, one over gRPC and one at the daemon's own socket.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetricsWorld } from './metrics-world.ts';
import { patiently } from './patience.ts';

const LIMIT = 300_000;
const LEFT = 0x8004;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('dsmilctl recover', { timeout: LIMIT }, () => {
  const world = new MetricsWorld();
  const keyOf = (person: string): string => join(world.folder, `${person}.key`);
  let id = '';

  function run(...args: string[]): Promise<Ended> {
    const env = {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      XDG_CONFIG_HOME: join(world.folder, 'config'),
    };
    return new Promise((done) => {
      const all = ['src/cli/main.ts', ...patiently(args)];
      execFile(process.execPath, all, { env }, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        done({ code, out, err });
      });
    });
  }

  /** Over gRPC, where one is one's user: this one's is ann's. */
  function ann(...args: string[]): Promise<Ended> {
    return run('recover', ...args, '--key', keyOf('ann'));
  }

  /** At the daemon's own socket. */
  function bob(...args: string[]): Promise<Ended> {
    const as = ['--socket', world.socket, '--as', 'demo:bob', '--key', keyOf('bob')];
    return run('recover', ...args, ...as);
  }

  /** Resolves with its transaction and what the kernel said, when it is gone. */
  async function otherCoordinator(): Promise<string> {
    const program = join(import.meta.dirname, 'daemon-stranger-program.ts');
    const other = spawn(process.execPath, [program, world.device, `${LEFT}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    other.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    await once(other, 'close');
    return said.trim();
  }

  beforeAll(async () => {
    mkdirSync(join(world.folder, 'config'), { mode: 0o700 });
    const { keys } = JSON.parse(readFileSync('native/sim/principals/demo-keys.json', 'utf8')) as {
      keys: Record<string, { key_id: string; private_key: string }>;
    };
    for (const person of ['ann', 'bob']) {
      writeFileSync(keyOf(person), JSON.stringify(keys[person]), { mode: 0o600 });
    }
    const account = `unix:${process.getuid?.() ?? 0}`;
    world.fixture = join(world.folder, 'persons.toml');
    const text = readFileSync('native/sim/principals/demo.toml', 'utf8').replaceAll(
      '"demo:ann"',
      `"${account}"`,
    );
    writeFileSync(world.fixture, text, { mode: 0o600 });
    world.writeConfig();
    await world.startSimulator();
    const [transaction = '', outcome] = (await otherCoordinator()).split(' ');
    expect(outcome).toBe('COMMITTED');
    id = transaction;
    await world.startDaemon();
    await world.logged(({ msg }) => msg === 'ready');
    const added = await run('context', 'add', 'here', '--socket', world.grpcSocket);
    expect(added.err).toBe('');
  }, LIMIT);
  afterAll(() => world.close());

  it('shows what another coordinator left, over gRPC as at the socket', async () => {
    expect(await world.logged(({ msg }) => msg === 'recovered')).toMatchObject({ strangers: 1 });
    const there = await ann('--json');
    expect(there.err).toBe('');
    const { strangers } = JSON.parse(there.out) as { strangers: unknown };
    expect(strangers).toEqual([
      { transaction: id, devices: [LEFT], outcome: 'COMMITTED', reason: '' },
    ]);
    expect(JSON.parse((await bob('--json')).out)).toMatchObject({ strangers });
    expect((await ann()).out).toContain(
      `${id} of another coordinator: COMMITTED on 0x8004; all of it was done`,
    );
  });

  it('forgets the failures of an operation on a device by two persons, each by another way', async () => {
    const wrong = await ann('forget', '0x8003', 'rest', '--note', 'a loose cable', '--yes');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('Did you mean reset?');
    const first = await ann('forget', '0x8003', 'reset', '--note', 'a loose cable', '--yes');
    expect(first.err).toBe('');
    expect(first.out).toContain('HISTORY 0x8003 RESET');
    const [, clearing = ''] = first.out.match(/recover sign ([0-9a-f]{12})/) ?? [];
    expect((await ann()).out).toContain(
      `clearing ${clearing}: HISTORY 0x8003 RESET, signed by ann`,
    );
    expect((await bob('sign', clearing, '--yes')).out).toContain('cleared');
    const other = await bob(
      'forget',
      '0x8003',
      'write',
      '--note',
      'a loose cable',
      '--json',
      '--yes',
    );
    expect(JSON.parse(other.out)).toMatchObject({ cleared: false });
  });

  it('clears it by two persons, and not by one', async () => {
    const without = await ann('clear', id, '--yes');
    expect(without.code).toBe(2);
    expect(without.err).toContain('--note');
    const first = await ann('clear', id, '--note', 'read back by hand: 5', '--yes');
    expect(first.err).toBe('');
    expect(first.out).toContain(`STRANGER ${id} COMMITTED`);
    const [, clearing = ''] = first.out.match(/recover sign ([0-9a-f]{12})/) ?? [];
    const alone = await ann('sign', clearing, '--yes');
    expect(alone.code).toBe(3);
    expect(alone.err).toContain('ALREADY_APPROVED');
    expect((await ann()).out).toContain(`${id} of another coordinator`);
    const second = await bob('sign', clearing, '--yes');
    expect(second.out).toContain('cleared');
    for (const who of [ann, bob]) {
      expect((await who()).out).toContain('Nothing waits for people');
    }
    const again = await ann('clear', id, '--note', 'once more', '--yes');
    expect(again.code).not.toBe(0);
    expect(again.err).toContain(id);
  });
});
