// SPDX-License-Identifier: Apache-2.0
// The daemon's socket, by a client that speaks its lines: identity, limits, ends.
import { sign } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CALLS_MAX,
  type LocalMethod,
  type ObservedCall,
} from '../../../../src/api/local/connection.ts';
import {
  CONNECTIONS_MAX,
  CONNECTIONS_OF_ONE,
  LocalServer,
  type LocalServerOptions,
} from '../../../../src/api/local/server.ts';
import { loginDigest } from '../../../../src/api/local/wire/messages.ts';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { type ApprovalRole, approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import { ANN, BOB, type Signer, signer } from '../../tracks/security/people.ts';

const ACCOUNTS: Readonly<Record<string, string>> = {
  'unix:1000': 'ann',
  'cert:ann': 'ann',
  'cert:bob': 'bob',
  'svc:hms': 'service:svc:hms',
};

function personNamed(person: string) {
  return { person, clearance: ClearanceLevel.SECRET, compartments: [] };
}

class Client {
  readonly #socket: Socket;
  readonly lines: Record<string, Json>[] = [];
  ended = false;
  #id = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      const parts = `${rest}${text}`.split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts.map((line) => JSON.parse(line) as Record<string, Json>));
    });
    socket.on('close', () => {
      this.ended = true;
    });
    socket.on('error', () => undefined);
  }

  static async connect(path: string): Promise<Client> {
    const client = new Client(connect(path));
    await client.until(() => client.lines.length > 0 || client.ended);
    return client;
  }

  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 12_000 && !condition(); i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(condition()).toBe(true);
  }

  raw(text: string | Buffer): void {
    this.#socket.write(text);
  }

  begin(method: string, params: Record<string, Json> = {}): number {
    this.#id += 1;
    this.raw(`${JSON.stringify({ id: this.#id, method, params })}\n`);
    return this.#id;
  }

  end(id: number) {
    return this.lines.find((line) => line['id'] === id && !('progress' in line));
  }

  async call(method: string, params: Record<string, Json> = {}) {
    const id = this.begin(method, params);
    await this.until(() => this.end(id) !== undefined || this.ended);
    const { result = null, error = null } = this.end(id) ?? {};
    return { result, error: error as null | Record<string, Json> };
  }

  async login(as: string, by: Signer, role: ApprovalRole = 'LOGIN', nonce = this.nonce) {
    const bytes = approvalBytes(loginDigest(nonce, as, by.keyId), role);
    const signature = sign(null, bytes, by.privateKey).toString('hex');
    return await this.call('login', { principal: as, key_id: by.keyId, signature });
  }

  get nonce(): string {
    return String(this.lines[0]?.['nonce']);
  }

  close(): void {
    this.#socket.destroy();
  }
}

describe('the daemon’s socket', () => {
  let folder: string;
  let server: LocalServer | undefined;
  let enrolled: Signer[];
  let refusedLogins: string[];
  let defects: unknown[];
  let hanging: (() => void)[];
  let gone: string[];
  /** Whose the next client is. */
  let uid: number;
  /** And which program. */
  let pid: number;
  const clients: Client[] = [];

  const methods: Record<string, LocalMethod> = {
    who: {
      call: (_params, { principal, person, peer }) => ({
        principal,
        person: person?.person ?? null,
        uid: peer.uid,
      }),
    },
    hang: {
      call: (_params, { signal, progress }) => {
        progress({ waiting: true });
        return new Promise((resolve, reject) => {
          hanging.push(() => resolve('let go'));
          signal.addEventListener('abort', () => {
            gone.push((signal.reason as Error).message);
            reject(signal.reason as Error);
          });
        });
      },
    },
    stop: { urgent: true, call: () => 'latched' },
    defect: { call: () => Promise.reject(new TypeError('a secret of ours')) },
    large: { call: () => 'x'.repeat(100_000) },
  };

  function options(change: Partial<LocalServerOptions> = {}): LocalServerOptions {
    let count = 0;
    return {
      path: join(folder, 'd.sock'),
      gid: undefined,
      version: '1.2.3',
      identity: {
        directory: () => ({
          persons: ['ann', 'bob'].map(personNamed),
          keys: enrolled.map(({ keyId, person, publicKey }) => ({
            keyId,
            person,
            publicKey: Buffer.from(publicKey, 'hex'),
          })),
        }),
        identify: (principal) => {
          const person = ACCOUNTS[principal];
          return person === undefined ? undefined : personNamed(person);
        },
      },
      methods,
      peerOf: () => ({ pid, uid, gid: 1000 }),
      nonce: () => `${++count}`.padStart(32, '0'),
      onLoginRefused: (_peer, principal) => refusedLogins.push(principal),
      onDefect: (error) => {
        defects.push(error);
        return 'D1';
      },
      onEnd: () => undefined,
      ...change,
    };
  }

  async function client(): Promise<Client> {
    const one = await Client.connect(join(folder, 'd.sock'));
    clients.push(one);
    return one;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dsmil-local-'));
    chmodSync(folder, 0o755);
    enrolled = [ANN, BOB];
    [refusedLogins, defects, hanging, gone] = [[], [], [], []];
    uid = 1000;
    pid = 1;
  });

  afterEach(async () => {
    for (const one of clients.splice(0)) {
      one.close();
    }
    await server?.close(20);
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  it('says who the kernel says it is, and takes a key’s word for a person', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    expect(one.lines[0]).toMatchObject({ dsmil: 'local/1', peer: { principal: 'unix:1000' } });
    expect((await one.call('who')).result).toEqual({
      principal: 'unix:1000',
      person: 'ann',
      uid: 1000,
    });
    expect((await one.login('cert:bob', BOB)).result).toEqual({
      principal: 'cert:bob',
      person: 'bob',
    });
    expect((await one.call('who')).result).toMatchObject({ principal: 'cert:bob' });
  });

  it('tells of each call and its end, with an id of its own and no name that a client made up', async () => {
    const told: string[] = [];
    const onCall = ({ request, method, principal }: ObservedCall) => {
      told.push(`${request.replace(/^[0-9a-f]{8}/, 'connection')} ${method} ${principal}`);
      return (code: string) => told.push(code);
    };
    server = await LocalServer.open(options({ onCall }));
    const one = await client();
    await one.call('who');
    await one.call('made-up');
    expect(told).toEqual([
      'connection.1 who unix:1000',
      'OK',
      'connection.2 unknown unix:1000',
      'ERR_DSMIL_UNKNOWN_METHOD',
    ]);
  });

  it.each([
    [
      'it begins',
      () => {
        throw new Error('no disk for the log');
      },
    ],
    [
      'it ends',
      () => () => {
        throw new Error('no disk for the log');
      },
    ],
  ])('does a call whoever hears of it fails when %s', async (_when, onCall) => {
    server = await LocalServer.open(options({ onCall }));
    const one = await client();
    expect((await one.call('stop')).result).toBe('latched');
    expect(defects).toHaveLength(1);
  });

  it('whoever is revoked is nobody from the next call on', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    await one.login('cert:bob', BOB);
    enrolled = [ANN];
    expect((await one.call('who')).result).toMatchObject({ principal: 'cert:bob', person: null });
  });

  it.each([
    ['another person’s account', (c: Client) => c.login('cert:ann', BOB)],
    ['an account that nobody knows', (c: Client) => c.login('cert:nobody', BOB)],
    ['a service’s account', (c: Client) => c.login('svc:hms', BOB)],
    ['a key that is not enrolled', (c: Client) => c.login('cert:bob', signer('x-1', 'bob'))],
    ['a key of the same name', (c: Client) => c.login('cert:bob', signer('bob-1', 'bob'))],
    ['an approval instead', (c: Client) => c.login('cert:bob', BOB, 'OPERATION')],
    [
      'another connection’s nonce',
      (c: Client) => c.login('cert:bob', BOB, 'LOGIN', 'f'.repeat(32)),
    ],
  ])('a login with %s is refused, without saying why, and counted', async (_what, login) => {
    server = await LocalServer.open(options());
    const one = await client();
    const { error } = await login(one);
    expect(error).toMatchObject({ code: 'ERR_DSMIL_LOGIN_REFUSED' });
    expect(refusedLogins).toHaveLength(1);
    expect((await one.call('who')).result).toMatchObject({ principal: 'unix:1000' });
  });

  it('a key that two persons hold is nobody’s', async () => {
    enrolled = [ANN, BOB, { ...BOB, keyId: 'ann-9', person: 'ann' }];
    server = await LocalServer.open(options());
    expect((await (await client()).login('cert:bob', BOB)).error).not.toBeNull();
  });

  it('ends who tries logins one after the other', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    for (let i = 0; i < 5; i++) {
      await one.login('cert:ann', BOB);
    }
    await one.until(() => one.ended);
  });

  it('a call goes on beside others, tells how it goes, and ends when it is given up', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    const id = one.begin('hang');
    expect((await one.call('who')).error).toBeNull();
    expect(one.lines).toContainEqual({ id, progress: { waiting: true } });
    one.raw(`${JSON.stringify({ cancel: id })}\n`);
    await one.until(() => one.end(id) !== undefined);
    expect(gone).toEqual(['the client gave it up']);
    one.begin('hang');
    await one.until(() => hanging.length === 2);
    one.close();
    await one.until(() => gone.length === 2);
  });

  it('hears a stop when everything else is at its limit', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    for (let i = 0; i < CALLS_MAX; i++) {
      one.begin('hang');
    }
    expect((await one.call('who')).error).toMatchObject({ code: 'ERR_DSMIL_TOO_MANY_CALLS' });
    expect((await one.call('stop')).result).toBe('latched');
    while (clients.length < CONNECTIONS_MAX) {
      uid = 2000 + (clients.length % 3);
      await client();
    }
    const late = await client();
    expect((await late.call('who')).error).toMatchObject({ code: 'ERR_DSMIL_TOO_MANY_CLIENTS' });
    expect((await late.call('stop')).result).toBe('latched');
    // However many stay and say nothing.
    for (let i = 0; i < 40; i++) {
      await client();
    }
    expect((await (await client()).call('stop')).result).toBe('latched');
    expect(server.connections).toBeLessThanOrEqual(CONNECTIONS_MAX + 16);
    expect((await one.call('stop')).result).toBe('latched');
  });

  it('hears the stop of a user one of whose programs takes all that it can get', async () => {
    server = await LocalServer.open(options());
    const flood = async (): Promise<void> => {
      pid = 1;
      for (let i = 0; i < 12; i++) {
        await client();
      }
    };
    uid = 1001;
    const other = await client();
    uid = 1000;
    for (let i = 0; i < 4; i++) {
      await flood();
    }
    const answers: unknown[] = [];
    for (let n = 0; n < 21; n++) {
      pid = 10 + n;
      const stop = await client();
      await flood();
      answers.push(stop.ended ? 'displaced' : (await stop.call('stop')).result);
      stop.close();
    }
    expect(answers).toEqual(Array(21).fill('latched'));
    expect(server.connections).toBeLessThanOrEqual(1 + CONNECTIONS_OF_ONE + 8);
    expect((await other.call('who')).error).toBeNull();
  });

  it('keeps nobody out for the clients of one user, who has the others when some of them go', async () => {
    server = await LocalServer.open(options());
    while (clients.length < CONNECTIONS_OF_ONE) {
      await client();
    }
    const late = await client();
    expect((await late.call('who')).error).toMatchObject({ code: 'ERR_DSMIL_TOO_MANY_CLIENTS' });
    expect((await late.call('stop')).result).toBe('latched');
    uid = 1001;
    const other = await client();
    expect((await other.call('who')).error).toBeNull();
    clients[0]?.close();
    await vi.waitFor(async () => expect((await late.call('who')).error).toBeNull(), 60_000);
  });

  it.each([[5], [null], [[]], ['x']])('hears a stop whose parameters are %j', async (params) => {
    server = await LocalServer.open(options());
    const one = await client();
    one.raw(`${JSON.stringify({ id: 1, method: 'stop', params })}\n`);
    await one.until(() => one.end(1) !== undefined);
    expect(one.end(1)?.['result']).toBe('latched');
  });

  it('hears nothing more of a client that it ends', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    const stop = JSON.stringify({ id: 9, method: 'stop' });
    one.raw(`no JSON\n${stop}\n`);
    await one.until(() => one.ended);
    expect(one.end(9)).toBeUndefined();
  });

  it('tells nothing of a defect but its id', async () => {
    server = await LocalServer.open(options());
    const { error } = await (await client()).call('defect');
    expect(error).toMatchObject({ code: 'ERR_DSMIL_INTERNAL' });
    expect(JSON.stringify(error)).toContain('D1');
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(defects).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'hello\n'],
    ['no object', '[1]\n'],
    ['no id', '{"method":"who"}\n'],
    ['a fraction as id', '{"id":1.5,"method":"who"}\n'],
    ['an id twice', '{"id":7,"method":"hang"}\n{"id":7,"method":"who"}\n'],
    ['no UTF-8', Buffer.from([0xc3, 0x28, 0x0a])],
    ['a line without end', Buffer.alloc(300_000, 'x')],
  ])('who sends %s is told so, and ended; others go on', async (_what, bytes) => {
    server = await LocalServer.open(options());
    const [bad, good] = [await client(), await client()];
    bad.raw(bytes);
    await bad.until(() => bad.ended);
    expect(JSON.stringify(bad.lines)).toContain('ERR_DSMIL_PROTOCOL');
    expect((await good.call('who')).error).toBeNull();
  });

  it('ends a client that does not read, and keeps nothing of it', async () => {
    server = await LocalServer.open(options());
    const one = await client();
    const socket = connect(join(folder, 'd.sock'));
    socket.pause();
    let ended = false;
    socket.on('close', () => {
      ended = true;
    });
    socket.on('error', () => undefined);
    for (let id = 1; id <= 200; id++) {
      socket.write(`${JSON.stringify({ id, method: 'large' })}\n`);
    }
    await one.until(() => server?.connections === 1);
    socket.resume();
    await one.until(() => ended);
  });

  it('is for its user alone, unless a group is named', async () => {
    server = await LocalServer.open(options());
    expect(statSync(join(folder, 'd.sock')).mode & 0o777).toBe(0o600);
    await server.close();
    server = await LocalServer.open(options({ gid: process.getgid?.() ?? 0 }));
    expect(statSync(join(folder, 'd.sock')).mode & 0o777).toBe(0o660);
  });

  it('takes over from one that died, and from nobody else', async () => {
    const path = join(folder, 'd.sock');
    const dead = createServer().listen(join(folder, 'before'));
    await new Promise((resolve) => dead.once('listening', resolve));
    renameSync(join(folder, 'before'), path);
    await expect(LocalServer.open(options())).rejects.toThrow('served by a daemon that runs');
    // As after a kill: nobody listens, and the file is left behind, which its server finds no more.
    await new Promise((resolve) => dead.close(resolve));
    expect(statSync(path).isSocket()).toBe(true);
    server = await LocalServer.open(options());
    expect((await (await client()).call('who')).error).toBeNull();
    await server.close(20);
    writeFileSync(path, '');
    await expect(LocalServer.open(options())).rejects.toThrow('is no socket');
    rmSync(path);
    chmodSync(folder, 0o777);
    await expect(LocalServer.open(options())).rejects.toThrow('can be written by others');
    chmodSync(folder, 0o755);
    // Nor where others could put another folder in the place of its own, also behind a link.
    const above = join(folder, 'above');
    mkdirSync(join(above, 'own'), { recursive: true });
    symlinkSync(join(above, 'own'), join(folder, 'link'));
    for (const place of [join(above, 'own'), join(folder, 'link')]) {
      const path = join(place, 'd.sock');
      chmodSync(above, 0o777);
      await expect(LocalServer.open(options({ path }))).rejects.toThrow(`is in ${above}`);
      chmodSync(above, 0o755);
      await (await LocalServer.open(options({ path }))).close();
    }
  });
});
