// SPDX-License-Identifier: Apache-2.0
// A whole host in a folder of its own: dsmil-sim, the dsmild that is built, an authority of openssl's, and the demo
// persons, who come over mutual TLS.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { formatRevocations } from '../../src/api/identity/wire/revocation-list.ts';
import { Lines } from './lines.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PERSONS = join(ROOT, 'native/sim/principals/demo.toml');
export const KEYS = join(ROOT, 'native/sim/principals/demo-keys.json');
const DOMAIN = 'dsmil.test';
const READY_MS = 120_000;
const PEOPLE = ['ann', 'bob', 'cid', 'dora', 'eve'];
const SERVICES = ['hms'];

export interface HostOptions {
  /** Of dsmil-sim, beside those that every host has. */
  readonly simulator?: readonly string[];
  /** Of the daemon's Node. */
  readonly node?: readonly string[];
  /** Sections of the configuration. */
  readonly more?: string;
  /** More than they may ask in earnest. */
  readonly unlimited?: boolean;
}

export class Host implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'dsmil-host-'));
  /** ca.pem, and NAME.pem and NAME.key of everybody. */
  readonly certificates = join(this.folder, 'certificates');
  readonly store = join(this.folder, 'store');
  readonly leaves = join(this.folder, 'leaves');
  readonly #device = join(this.folder, 'sim.sock');
  readonly #control = join(this.folder, 'control.sock');
  readonly #options: HostOptions;
  #simulator: ChildProcess | undefined;
  #daemon: ChildProcess | undefined;
  #log: Lines | undefined;
  #port = 0;
  /** ws://…, when the daemon's Node was asked to be looked into. */
  inspector = '';
  /** Whether the folder, with the log of the daemon, stays when it ends. */
  keep = false;

  private constructor(options: HostOptions) {
    this.#options = options;
  }

  static async start(options: HostOptions = {}): Promise<Host> {
    const host = new Host(options);
    try {
      host.#prepare();
      await host.#startSimulator();
      await host.#startDaemon();
      return host;
    } catch (error) {
      await host[Symbol.asyncDispose]();
      throw error;
    }
  }

  get port(): number {
    return this.#port;
  }

  get daemonPid(): number {
    return this.#daemon?.pid ?? 0;
  }

  /** The latest lines of the daemon's log. */
  get said(): readonly string[] {
    return this.#log?.last ?? [];
  }

  /** Descriptors that the daemon has open. */
  descriptors(): number {
    return readdirSync(`/proc/${this.daemonPid}/fd`).length;
  }

  /** Of all its threads, since it began; counted in hundredths of a second. {unit ms} */
  processorMs(): number {
    const [, fields = ''] = readFileSync(`/proc/${this.daemonPid}/stat`, 'utf8').split(') ');
    const [user = '0', system = '0'] = fields.split(' ').slice(11);
    return (Number(user) + Number(system)) * 10;
  }

  /** {unit bytes} */
  resident(): number {
    const [, pages = '0'] = readFileSync(`/proc/${this.daemonPid}/statm`, 'utf8').split(' ');
    return Number(pages) * 4_096;
  }

  /** An action of a scenario, at once; or `get DEVICE REGISTER`, which it answers. */
  async act(action: string): Promise<string> {
    const connection = createConnection(this.#control);
    try {
      connection.end(`${action}\n`);
      const lines = createInterface({ input: connection });
      const [answer] = await once(lines, 'line', { signal: AbortSignal.timeout(READY_MS) });
      if (!String(answer).startsWith('ok')) {
        throw new Error(`the simulator does not take '${action}': ${answer}`);
      }
      return String(answer).slice('ok'.length).trim();
    } finally {
      connection.destroy();
    }
  }

  /** In order; its exit status. */
  async endDaemon(): Promise<number | null> {
    const daemon = this.#daemon;
    if (daemon === undefined || daemon.exitCode !== null) {
      return daemon?.exitCode ?? null;
    }
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    const [status] = (await ended) as [number | null];
    return status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of [this.#daemon, this.#simulator]) {
      if (child !== undefined && child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    }
    if (!this.keep) {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  #prepare(): void {
    // The daemon's sockets are in it: it is looked at who may write there.
    chmodSync(this.folder, 0o755);
    mkdirSync(this.certificates, { mode: 0o700 });
    const named = [
      ...PEOPLE.map((name) => `person/${name}`),
      ...SERVICES.map((name) => `service/${name}`),
    ];
    const script = join(ROOT, 'test/foreign/certificates.sh');
    execFileSync(
      'bash',
      ['-c', 'umask 077; exec bash "$0" "$@"', script, this.certificates, ...named],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    writeFileSync(this.#file('revoked.json'), formatRevocations([]), { mode: 0o600 });
    writeFileSync(this.#file('persons.toml'), this.#persons(), { mode: 0o600 });
    writeFileSync(this.#file('dsmil.toml'), this.#configuration(), { mode: 0o600 });
  }

  #file(name: string): string {
    return join(this.folder, name);
  }

  /** The demo persons, each with the account that their certificate names. */
  #persons(): string {
    let text = readFileSync(PERSONS, 'utf8').replaceAll(/"demo:([a-z]+)"/g, (_, name: string) => {
      const kind = SERVICES.includes(name) ? 'service' : 'person';
      return `"spiffe://${DOMAIN}/${kind}/${name}"`;
    });
    if (this.#options.unlimited === true) {
      text = text.replaceAll(/(per_\w+ = )\{[^}]*\}/g, '$1{ burst = 10000, interval_ms = 1 }');
    }
    return text;
  }

  #configuration(): string {
    const at = (name: string): string => JSON.stringify(this.#file(name));
    const certificate = (name: string): string => JSON.stringify(join(this.certificates, name));
    return [
      `[store]\ndirectory = ${JSON.stringify(this.store)}`,
      `[audit]\nkeys_directory = ${at('keys')}\nleaf_file = ${JSON.stringify(this.leaves)}\nhead_file = ${at('head')}`,
      `[events]\nkeys_file = ${at('cursor.keys')}`,
      `[security]\nfixture_file = ${at('persons.toml')}`,
      `[daemon]\nsocket = ${at('d.sock')}`,
      `[network]\nlisten = "localhost:0"\ntrust_domain = "${DOMAIN}"\ncertificate_file = ${certificate('server.pem')}`,
      `key_file = ${certificate('server.key')}\nclient_ca_file = ${certificate('ca.pem')}\nrevocation_file = ${at('revoked.json')}`,
      this.#options.more ?? '',
      '',
    ].join('\n');
  }

  async #startSimulator(): Promise<void> {
    const { simulator: more = [] } = this.#options;
    const places = ['--socket', this.#device, '--control', this.#control];
    const args = [...places, '--allow-writes', '--exit-with-parent', ...more];
    const simulator = spawn(join(ROOT, 'build/Release/dsmil-sim'), args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#simulator = simulator;
    const ready = new Lines(simulator.stdout).next(() => true, READY_MS, 'the simulator');
    if (!(await ready).startsWith('dsmil-sim: ready')) {
      throw new Error('the simulator did not start');
    }
  }

  async #startDaemon(): Promise<void> {
    const main = join(ROOT, 'dist/daemon/main.js');
    const places = ['--config', this.#file('dsmil.toml'), '--device', this.#device];
    const args = [...(this.#options.node ?? []), main, ...places];
    const daemon = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#daemon = daemon;
    daemon.stderr.pipe(createWriteStream(this.#file('daemon.log'), { mode: 0o600 }));
    const log = new Lines(daemon.stderr);
    this.#log = log;
    const ended = once(daemon, 'exit').then(([code]) => {
      throw new Error(`the daemon ended with ${code}:\n${log.last.join('\n')}`);
    });
    ended.catch(() => undefined);
    const wait = (text: string): Promise<string> =>
      log.next((line) => line.includes(text), READY_MS, `the daemon's '${text}'`);
    if (this.#options.node?.some((one) => one.startsWith('--inspect')) === true) {
      wait('ws://').then(
        (line) => {
          this.inspector = /ws:\S+/.exec(line)?.[0] ?? '';
        },
        () => undefined,
      );
    }
    const [tls] = await Promise.race([
      Promise.all([wait('gRPC listens over TLS'), wait('"ready"')]),
      ended,
    ]);
    this.#port = (JSON.parse(tls) as { readonly port: number }).port;
  }
}
