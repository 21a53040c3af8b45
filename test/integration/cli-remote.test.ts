// SPDX-License-Identifier: Apache-2.0
// dsmilctl over gRPC: the same commands, the same words, the same exit codes as by the daemon's own socket.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cutter } from '../soak/cutter.ts';
import { jsonLine } from './log-line.ts';
import { MetricsWorld } from './metrics-world.ts';
import { patiently } from './patience.ts';

const LIMIT = 300_000;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Watched {
  readonly event: string | null;
  readonly subject?: string;
  readonly sequence?: number;
  readonly cursor: string | null;
  readonly data?: Readonly<Record<string, string>>;
}

async function until(good: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !good(); ) {
    if (performance.now() > end) {
      throw new Error('it did not come');
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 100; i++) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
  }
  throw new Error('it did not come');
}

describe('dsmilctl over gRPC', { timeout: LIMIT }, () => {
  const world = new MetricsWorld();
  const keyOf = (person: string): string => join(world.folder, `${person}.key`);

  /** Without a device in its environment: what it does to one goes through the daemon. */
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

  /** The same, while it runs. */
  function start(...args: string[]) {
    const env = {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      XDG_CONFIG_HOME: join(world.folder, 'config'),
    };
    const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk.toString();
    });
    return { child, said };
  }

  /** At the daemon's own socket. */
  function bob(...args: string[]): Promise<Ended> {
    return run(...args, '--socket', world.socket, '--as', 'demo:bob', '--key', keyOf('bob'));
  }

  beforeAll(async () => {
    mkdirSync(join(world.folder, 'config'), { mode: 0o700 });
    const { keys } = JSON.parse(readFileSync('native/sim/principals/demo-keys.json', 'utf8')) as {
      keys: Record<string, { key_id: string; private_key: string }>;
    };
    for (const person of ['ann', 'bob']) {
      const { key_id, private_key } = keys[person] ?? { key_id: '', private_key: '' };
      writeFileSync(keyOf(person), JSON.stringify({ key_id, private_key }), { mode: 0o600 });
    }
    // Over a Unix socket one is one's user: this one's is ann's.
    const account = `unix:${process.getuid?.() ?? 0}`;
    world.fixture = join(world.folder, 'persons.toml');
    const text = readFileSync('native/sim/principals/demo.toml', 'utf8').replaceAll(
      '"demo:ann"',
      `"${account}"`,
    );
    writeFileSync(world.fixture, text, { mode: 0o600 });
    world.writeConfig();
    await world.startSimulator();
    await world.startDaemon();
    await world.logged(({ msg }) => msg === 'ready');
  }, LIMIT);
  afterAll(() => world.close());

  it('remembers where a daemon is, in a file of one’s own', async () => {
    const added = await run('context', 'add', 'here', '--socket', world.grpcSocket);
    expect(added).toMatchObject({ code: 0, err: '' });
    const file = join(world.folder, 'config', 'dsmil', 'contexts.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run('context', 'list')).out).toContain(`* here  unix:${world.grpcSocket}`);
    expect(JSON.parse((await run('context', 'show', '--json')).out)).toEqual({
      name: 'here',
      current: true,
      socket: world.grpcSocket,
    });
    expect((await run('context', 'use', 'nowhere')).code).toBe(2);
    chmodSync(file, 0o644);
    const open = await run('daemon');
    expect(open.code).toBe(2);
    expect(open.err).toContain('chmod 600');
    chmodSync(file, 0o600);
  });

  it('says how the daemon stands', async () => {
    const status = await run('daemon');
    expect(status.err).toBe('');
    expect(status.out).toContain('EMERGENCY_STOPPED dsmild');
  });

  it('takes a step of the reset, over the document that it shows, and the start', async () => {
    const key = ['--key', keyOf('ann'), '--yes'];
    const first = await run('reset', ...key);
    expect(first.err).toBe('');
    expect(first.out).toContain('RESET');
    const alone = await run('reset', ...key);
    expect(alone.code).toBe(3);
    expect(alone.err).toContain('SAME_PERSON');
    expect((await bob('reset', '--yes')).out).toContain('the stop is READY');
    expect((await run('start', ...key)).out).toContain('the stop is RUN');
  });

  it('reads a register, and is refused with the rule that refuses', async () => {
    const read = await run('op', 'read', '0x8003', '--register', 'config0');
    expect(read.err).toBe('');
    expect(read.out).toMatch(/COMPLETED .*risk SAFE/);
    expect(read.code).toBe(0);
    const refused = await run('op', 'read', '0x8009', '--register', 'config0');
    expect(refused.code).toBe(3);
    expect(`${refused.out}${refused.err}`).toContain('quarantine');
    const unknown = await run('op', 'show', 'nothing-like-it');
    expect(unknown.code).not.toBe(0);
    expect(unknown.err).toContain('nothing-like-it');
  });

  it('waits for people, and finds its operation again', async () => {
    const change = [
      ...['op', 'write', '0x8003', '--register', 'data0', '--value', '7'],
      ...['--justification', 'a new value', '--id', 'first'],
    ];
    const pending = await run(...change, '--wait', '1');
    expect(pending.err).toMatch(/^$|second-person|AUTHORIZING/);
    expect(pending.code).toBe(5);
    expect((await run('op', 'list')).out).toContain('first');
    const question = await waitFor(async () => {
      const { confirmations } = JSON.parse((await bob('confirm', '--json')).out) as {
        confirmations: { id: string }[];
      };
      return confirmations[0]?.id;
    });
    expect((await bob('confirm', question, '--yes')).code).toBe(0);
    const offer = await waitFor(async () => {
      const { offers } = JSON.parse((await bob('approve', '--json')).out) as {
        offers: { offer: string }[];
      };
      return offers[0]?.offer;
    });
    const own = await run('approve', offer, '--key', keyOf('ann'), '--yes');
    expect(own.code).toBe(3);
    expect(own.err).toContain('REQUESTER');
    expect((await bob('approve', offer, '--yes')).code).toBe(0);
    const done = await run(...change, '--wait', '240');
    expect(done.err).toBe('');
    expect(done.out).toMatch(/COMPLETED first/);
    expect((await run('op', 'show', 'first')).out).toContain('COMPLETED');
  });

  it('shows what the tracks disagree about, and has it decided', async () => {
    const list = await run('conflicts');
    expect(list).toMatchObject({ code: 0, err: '' });
    expect(list.out).toContain('The tracks agree about everything.');
    expect(JSON.parse((await run('conflicts', '--json')).out)).toEqual({ conflicts: [] });
    const none = await run('conflicts', 'decide', '0x8003', 'kernel_state.power_state', '1');
    expect(none.code).toBe(3);
    expect(none.err).toContain('agree about kernel_state.power_state');
  });

  it('watches events, only those that are wanted, and goes on behind a cursor', async () => {
    const wanted = ['watch', '--context', 'here', '--subject', 'operation.>', '--json'];
    const lines = (text: string): Watched[] =>
      text
        .trim()
        .split('\n')
        .map((line) => jsonLine(line, 'dsmilctl') as Watched);
    const first = await run(...wanted, '--oldest', '--count', '2');
    expect(first).toMatchObject({ code: 0, err: '' });
    const [one, two, end, ...more] = lines(first.out);
    expect(more).toEqual([]);
    expect(
      [one?.subject, two?.subject].every((each) => /^operation\..*\.completed$/.test(each ?? '')),
    ).toBe(true);
    expect([one?.sequence, two?.sequence]).toEqual([1, 2]);
    expect(end?.event).toBeNull();
    // All that there is: until it shows what was asked for last.
    await run('op', 'read', '0x8003', '--register', 'config0', '--id', 'last-of-these');
    const all = start(...wanted, '--oldest');
    await until(() => all.said.out.includes('"last-of-these"'));
    all.child.kill('SIGINT');
    await once(all.child, 'close');
    const whole = lines(all.said.out);
    const cursor = whole.at(-1)?.cursor ?? '';
    expect(cursor).not.toBe('');
    // However it ends on a busy machine: its end is an event.
    await run('op', 'read', '0x8003', '--register', 'config0', '--id', 'seen');
    const rest = lines((await run(...wanted, '--cursor', cursor, '--count', '1')).out);
    expect(rest[0]?.data).toMatchObject({ coordinationId: 'seen' });
    expect(rest[0]?.sequence).toBe(whole.length);
    const shown = await run('watch', '--context', 'here', '--oldest', '--count', '1');
    expect(shown.out).toMatch(/^\d\d:\d\d:\d\d/);
    expect(shown.err).toContain('1 event shown');
    const foreign = await run('watch', '--context', 'here', '--cursor', cursor, '--label', 'other');
    expect(foreign.code).not.toBe(0);
    expect((await run('watch', '--subject', 'stop.>')).code).toBe(2);
  });

  it('goes on with a watch whose connection is cut: nothing is missing, nothing comes twice', async () => {
    const path = join(world.folder, 'cut.sock');
    const cutter = await Cutter.between(path, world.grpcSocket);
    await run('context', 'add', 'cut', '--socket', path);
    await run('context', 'use', 'here');
    const args = ['watch', '--context', 'cut', '--subject', 'operation.>', '--json'];
    const { child: watching, said } = start(...args, '--oldest');
    const lines: string[] = [];
    createInterface({ input: watching.stdout }).on('line', (line) => {
      lines.push(line);
    });
    const read = (id: string): Promise<Ended> =>
      run('op', 'read', '0x8003', '--register', 'config0', '--id', id);
    const ids = (): (string | undefined)[] =>
      lines
        .map((line) => (jsonLine(line, 'dsmilctl') as Watched).data?.['coordinationId'])
        .filter((id) => id?.startsWith('cut-'));
    await read('cut-1');
    await until(() => ids().includes('cut-1'));
    cutter.cut();
    await read('cut-2');
    await until(() => ids().includes('cut-2'));
    cutter.cut();
    await read('cut-3');
    await until(() => ids().includes('cut-3'));
    watching.kill('SIGINT');
    // With all that it said.
    const [code] = (await once(watching, 'close')) as [number];
    cutter.close();
    expect(code).toBe(0);
    expect(ids()).toEqual(['cut-1', 'cut-2', 'cut-3']);
    expect(said.err).toContain('no durable event will be missing');
  });

  it('searches the audit log, with one’s own clearance', async () => {
    const search = ['audit', 'search', '--context', 'here'];
    const found = await run(...search, '--kind', 'operation.intent', '--json');
    expect(found).toMatchObject({ code: 0, err: '' });
    const entry = JSON.parse(found.out.split('\n')[0] ?? '') as {
      entry: { kind: string; coordinationId: string };
    };
    expect(entry.entry).toMatchObject({ kind: 'operation.intent', coordinationId: 'first' });
    expect(
      (await run(...search, '--id', 'first', '--limit', '1')).out.trim().split('\n'),
    ).toHaveLength(1);
    const other = await run(...search, '--clearance', 'cosmic');
    expect(other.code).toBe(3);
    expect(other.err).toContain('certificate');
    expect((await run('audit', 'search')).code).toBe(3);
    await run('context', 'add', 'nobody', '--socket', join(world.folder, 'nobody.sock'));
    expect((await run('audit', 'search', '--context', 'nobody')).code).toBe(4);
    await run('context', 'use', 'here');
  });

  it('stops in one word, and says whether it is latched', async () => {
    let stopped = await run('stop');
    // A daemon that says nothing for five seconds may have stopped: it is asked again, as a person would.
    for (let tries = 0; tries < 20 && stopped.code !== 0; tries++) {
      expect(stopped.err).toContain('NOT STOPPED');
      stopped = await run('stop');
    }
    expect(stopped.err).toBe('');
    expect(stopped.out).toMatch(/STOPPED {2}at unix:.*(LATCHED|STOPPING)/);
    expect(stopped.code).toBe(0);
    expect((await run('daemon')).out).toContain('EMERGENCY_STOPPED dsmild');
  });

  it('stops through a crowd that has its connection cut off', async () => {
    const path = join(world.folder, 'crowd.sock');
    let cut = 0;
    const relay = createServer((client) => {
      if (cut < 3) {
        cut += 1;
        client.destroy();
        return;
      }
      const daemon = connect(world.grpcSocket);
      client.pipe(daemon).pipe(client);
      for (const one of [client, daemon]) {
        one.on('error', () => undefined);
      }
    });
    await new Promise<void>((listening) => relay.listen(path, listening));
    await run('context', 'add', 'crowd', '--socket', path);
    let stopped = await run('stop', '--context', 'crowd');
    // Its five seconds may be over on a machine that stands still: then the same again.
    for (let tries = 0; tries < 10 && stopped.code !== 0; tries++) {
      cut = 0;
      stopped = await run('stop', '--context', 'crowd');
    }
    relay.close();
    expect(stopped).toMatchObject({ code: 0, err: '' });
    expect(cut).toBe(3);
  });

  it('never says STOPPED of a daemon that does not answer', async () => {
    await run('context', 'add', 'gone', '--socket', join(world.folder, 'none.sock'));
    const { code, out, err } = await run('stop', '--context', 'gone');
    expect(code).toBe(1);
    expect(err).toContain('NOT STOPPED');
    expect(out).not.toContain('STOPPED');
    const asked = await run('daemon', '--context', 'gone');
    expect(asked.code).toBe(4);
  });
});
