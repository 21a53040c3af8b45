// SPDX-License-Identifier: Apache-2.0
// A host that begins with nobody: its authority, its first two persons, and what they and others may do over
// mutually authenticated gRPC; dsmilctl, dsmild and dsmil-sim as they are built.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as wire from '../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { type LogLine, logLine } from './log-line.ts';
import { PATIENCE, patiently } from './patience.ts';

const LIMIT = 300_000;
const SERVICE = '/dsmil.communication.v1.DsmilCommunicationService';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 12_000; i++) {
    const found = look();
    if (found !== undefined && found !== false) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come');
}

describe('identities of a host', { timeout: LIMIT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-identity-'));
  const socket = join(folder, 'd.sock');
  const device = join(folder, 'sim.sock');
  const pki = join(folder, 'pki');
  const keys = join(folder, 'people');
  const log: string[] = [];
  const told = (): LogLine[] => log.map(logLine);
  const clients: Client[] = [];
  let simulator: ChildProcess;
  let daemon: ChildProcess;

  function run(...args: string[]): Promise<Ended> {
    // A stop that hears nothing of a slow daemon for half a second goes to the device, which must be found.
    const env = {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      DSMIL_DAEMON_SOCKET: socket,
      DSMIL_DEVICE: device,
    };
    return new Promise((done) => {
      const all = ['dist/cli/main.js', ...patiently(args)];
      execFile(process.execPath, all, { env }, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        done({ code, out, err });
      });
    });
  }

  async function good(...args: string[]): Promise<string> {
    const { code, out, err } = await run(...args);
    expect(`${code} ${err}`).toBe('0 ');
    return out;
  }

  function issuedTo(name: string, what: string): string {
    return join(pki, 'issued', name, 'current', what);
  }

  async function startDaemon(): Promise<void> {
    const args = [
      'dist/daemon/main.js',
      '--config',
      join(folder, 'dsmil.toml'),
      '--device',
      device,
    ];
    log.splice(0);
    const env = { ...process.env, ...PATIENCE };
    daemon = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
    createInterface({ input: daemon.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      log.push(line);
    });
    await until(() => {
      expect(daemon.exitCode, log.at(-1)).toBeNull();
      return told().some(({ msg }) => msg === 'ready');
    });
  }

  function clientAt(address: string, name?: string): Client {
    const read = (path: string): Buffer => readFileSync(path);
    const ca = read(join(pki, 'ca.pem'));
    const secret =
      name === undefined
        ? credentials.createInsecure()
        : credentials.createSsl(
            ca,
            read(issuedTo(name, 'key.pem')),
            read(issuedTo(name, 'cert.pem')),
          );
    const client = new Client(address, secret);
    clients.push(client);
    return client;
  }

  function tls(name: string): Client {
    const port = told().find(({ msg }) => msg === 'gRPC listens over TLS')?.['port'];
    return clientAt(`localhost:${port}`, name);
  }

  function stopBy(client: Client): Promise<wire.EmergencyStopResponse> {
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        `${SERVICE}/EmergencyStop`,
        (message: wire.IEmergencyStopRequest) =>
          Buffer.from(wire.EmergencyStopRequest.encode(message).finish()),
        (bytes: Buffer) => wire.EmergencyStopResponse.decode(bytes),
        { reason: 'a test' },
        { deadline: Date.now() + 60_000 },
        (error: ServiceError | null, answer?: wire.EmergencyStopResponse) => {
          if (error !== null || answer === undefined) {
            reject(error ?? new Error('no answer'));
          } else {
            resolve(answer);
          }
        },
      );
    });
  }

  /** Ends as the stream does. */
  function watch(client: Client): Promise<ServiceError> {
    const call = client.makeServerStreamRequest(
      `${SERVICE}/SubscribeEvents`,
      (message: wire.IEventSubscriptionRequest) =>
        Buffer.from(wire.EventSubscriptionRequest.encode(message).finish()),
      (bytes: Buffer) => wire.EventNotification.decode(bytes),
      {},
    );
    call.resume();
    return new Promise((resolve) => {
      call.on('error', resolve);
    });
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const options = ['--socket', device, '--allow-writes', '--exit-with-parent'];
    simulator = spawn('build/Release/dsmil-sim', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(simulator.stdout as NodeJS.ReadableStream, 'data');
    await good('pki', 'init', '--pki', pki);
    await good('pki', 'issue', 'server', '--pki', pki);
    writeFileSync(
      join(folder, 'dsmil.toml'),
      `[store]\ndirectory = "${folder}/store"\n[audit]\nkeys_directory = "${folder}/keys"\n` +
        `leaf_file = "${folder}/leaves"\nhead_file = "${folder}/head"\n` +
        `[events]\nkeys_file = "${folder}/cursor.keys"\n[daemon]\nsocket = "${socket}"\n` +
        `[network]\nlisten = "localhost:0"\n` +
        `certificate_file = "${issuedTo('server', 'cert.pem')}"\n` +
        `key_file = "${issuedTo('server', 'key.pem')}"\n` +
        `client_ca_file = "${pki}/ca.pem"\nrevocation_file = "${pki}/revoked.json"\n`,
      { mode: 0o600 },
    );
    await startDaemon();
  }, LIMIT);

  afterAll(async () => {
    for (const client of clients) {
      client.close();
    }
    for (const child of [daemon, simulator]) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  it('a host without persons lets nobody do anything but stop', async () => {
    const shown = await run('op', 'read', '0x8000', '--register', 'identity', '--json');
    expect(shown.code).not.toBe(0);
    expect((await run('stop', '--local', '--reason', 'nobody is here')).code).toBe(0);
  });

  it('is founded once, by its owner: two persons, their keys, accounts, policy and certificates', async () => {
    const founding = [
      'bootstrap',
      ...['--person', 'ann', 'bob', '--keys', keys, '--pki', pki, '--yes', '--json'],
    ];
    const said = JSON.parse(await good(...founding)) as {
      revision: number;
      hash: string;
      certificates: { certificate_file: string }[];
    };
    expect(said).toMatchObject({ revision: 2, resumed: false });
    for (const person of ['ann', 'bob']) {
      expect(statSync(join(keys, `${person}.key`)).mode & 0o777).toBe(0o600);
      expect(statSync(issuedTo(`person-${person}`, 'key.pem')).mode & 0o777).toBe(0o600);
    }
    const key = readFileSync(join(keys, 'ann.key'), 'utf8');
    const again = await run(...founding);
    expect(again.code).toBe(3);
    expect(JSON.parse(again.err)).toMatchObject({ error: { reason: 'ALREADY_BOOTSTRAPPED' } });
    expect(readFileSync(join(keys, 'ann.key'), 'utf8')).toBe(key);
    const shown = await good('daemon', '--json', '--as', 'ann', '--key', join(keys, 'ann.key'));
    expect(JSON.parse(shown)).toMatchObject({ principal: 'ann', person: 'ann' });
  });

  it('what was founded is there after a restart, and is in the audit log', async () => {
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
    const { out } = await run('audit', 'verify', join(folder, 'store'));
    expect(out).toContain('revision 2');
    await startDaemon();
    const bob = ['--as', 'bob', '--key', join(keys, 'bob.key')];
    expect(JSON.parse(await good('daemon', '--json', ...bob))).toMatchObject({ person: 'bob' });
  });

  it('both stop over TLS, each by their certificate, and somebody of this host over the Unix socket', async () => {
    for (const client of [
      tls('person-ann'),
      tls('person-bob'),
      clientAt(`unix:${join(folder, 'grpc.sock')}`),
    ]) {
      expect((await stopBy(client)).success).toBe(true);
    }
  });

  it('a revoked account is out in the middle of a stream, also after SIGHUP, and stops by the local socket', async () => {
    const annStream = watch(tls('person-ann'));
    const bob = tls('person-bob');
    expect((await stopBy(bob)).success).toBe(true);
    await good('pki', 'revoke', 'person', 'ann', '--pki', pki, '--reason', 'a test');
    expect([status.UNAVAILABLE, status.UNAUTHENTICATED, status.CANCELLED]).toContain(
      (await annStream).code,
    );
    await expect(stopBy(tls('person-ann'))).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect((await stopBy(bob)).success).toBe(true);
    daemon.kill('SIGHUP');
    await until(() =>
      told().some(({ msg, what }) => msg === 'read again' && what === 'credentials'),
    );
    expect((await run('stop', '--local', '--reason', 'by hand')).code).toBe(0);
  });

  it('a new certificate of the server is served without a restart', async () => {
    const before = told().filter(({ what }) => what === 'credentials').length;
    const bob = tls('person-bob');
    expect((await stopBy(bob)).success).toBe(true);
    await good('pki', 'rotate', 'server', '--pki', pki, '--revoke');
    await until(() => told().filter(({ what }) => what === 'credentials').length > before);
    expect((await stopBy(bob)).success).toBe(true);
    expect((await stopBy(tls('person-bob'))).success).toBe(true);
  });

  it('a damaged revocation list ends everybody over TLS; the local sockets still stop', async () => {
    const stream = watch(tls('person-bob'));
    writeFileSync(join(pki, 'revoked.json'), '{');
    await stream;
    await expect(stopBy(tls('person-bob'))).rejects.toMatchObject({ code: status.UNAVAILABLE });
    const here = clientAt(`unix:${join(folder, 'grpc.sock')}`);
    expect((await stopBy(here)).success).toBe(true);
    expect((await run('stop', '--local', '--reason', 'by hand')).code).toBe(0);
    const refused = await run('pki', 'revoke', 'person', 'bob', '--pki', pki);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toContain('is damaged');
  });
});

describe('dsmilctl pki', { timeout: LIMIT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-pki-cli-'));
  const pki = (...args: string[]): Promise<Ended> =>
    new Promise((done) => {
      const all = ['dist/cli/main.js', 'pki', ...args, '--pki', join(folder, 'pki')];
      execFile(
        process.execPath,
        all,
        { env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } },
        (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('never writes over a key, and says what to do instead', async () => {
    expect((await pki('issue', 'server')).err).toContain('dsmilctl pki init');
    expect((await pki('init')).code).toBe(0);
    const key = join(folder, 'pki', 'authorities', '1', 'key.pem');
    const before = readFileSync(key);
    expect(JSON.parse((await pki('init', '--json')).out)).toMatchObject({ made: false });
    expect(readFileSync(key)).toEqual(before);
    expect((await pki('issue', 'person', 'ann')).code).toBe(0);
    const again = await pki('issue', 'person', 'ann');
    expect(again.code).toBe(3);
    expect(again.err).toContain('dsmilctl pki rotate person ann');
    const others = readdirSync(join(folder, 'pki', 'issued', 'person-ann'));
    expect((await pki('rotate', 'person', 'ann')).code).toBe(0);
    for (const name of others.filter((one) => one !== 'current')) {
      expect(existsSync(join(folder, 'pki', 'issued', 'person-ann', name, 'key.pem'))).toBe(true);
    }
    chmodSync(key, 0o644);
    expect((await pki('issue', 'person', 'bob')).err).toContain('chmod 600');
    chmodSync(key, 0o600);
  });

  it('retires an authority only when nobody uses its certificates any more', async () => {
    expect((await pki('rotate', 'ca')).code).toBe(0);
    const early = await pki('rotate', 'ca', '--retire');
    expect(early.code).toBe(3);
    expect(early.err).toContain('person-ann');
    expect((await pki('rotate', 'person', 'ann')).code).toBe(0);
    expect((await pki('rotate', 'ca', '--retire')).code).toBe(0);
    const trusted = readFileSync(join(folder, 'pki', 'ca.pem'), 'utf8');
    expect(trusted.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  });

  it('lists what counts and what does not', async () => {
    expect((await pki('revoke', 'person', 'ann')).code).toBe(0);
    const { issued, revoked } = JSON.parse((await pki('list', '--json')).out) as {
      issued: { standing: string }[];
      revoked: { principal: string }[];
    };
    expect(issued.map(({ standing }) => standing)).toEqual(['revoked', 'revoked', 'revoked']);
    expect(revoked.map(({ principal }) => principal)).toEqual([
      'spiffe://dsmil.internal/person/ann',
    ]);
  });
});
