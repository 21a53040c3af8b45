// SPDX-License-Identifier: Apache-2.0
// dsmild over dsmil-sim as a service manager would start it, and a listener in the service manager's place.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LogLine, logLine } from './log-line.ts';
import { PATIENCE } from './patience.ts';

export interface Page {
  readonly status: number;
  readonly body: string;
}

/** Node has no datagrams of Unix sockets, and Perl is on every Debian. A line a message, its own ends as \n. */
const LISTENER = `
use IO::Socket::UNIX; use Socket;
$| = 1;
my $name = $ARGV[0]; $name =~ s/^@/\\0/;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $name) or die "no socket: $!";
print "listening\\n";
while (defined $socket->recv(my $message, 65536)) { $message =~ s/\\n/\\\\n/g; print "$message\\n"; }
`;

/** Lines of a program's output as they come. */
class Lines {
  readonly all: string[] = [];
  readonly #waiting: (() => void)[] = [];
  #ended = false;

  constructor(from: NodeJS.ReadableStream) {
    createInterface({ input: from })
      .on('line', (line) => {
        this.all.push(line);
        this.#wake();
      })
      .on('close', () => {
        this.#ended = true;
        this.#wake();
      });
  }

  /** The first from @from on for which @good holds. Throws when none can come any more. */
  async next(good: (line: string) => boolean, from = 0): Promise<string> {
    for (let at = from; ; at++) {
      while (at >= this.all.length) {
        if (this.#ended) {
          throw new Error(`it has ended; it said last:\n${this.all.slice(-10).join('\n')}`);
        }
        await new Promise<void>((wake) => this.#waiting.push(wake));
      }
      const line = this.all[at] ?? '';
      if (good(line)) {
        return line;
      }
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) {
      wake();
    }
  }
}

export class MetricsWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'dsmil-service-'));
  readonly config = join(this.folder, 'dsmil.toml');
  readonly device = join(this.folder, 'sim.sock');
  readonly socket = join(this.folder, 'd.sock');
  readonly metricsSocket = join(this.folder, 'm.sock');
  readonly grpcSocket = join(this.folder, 'grpc.sock');
  fixture = resolve('native/sim/principals/demo.toml');
  #children: ChildProcess[] = [];
  #daemon: ChildProcess | undefined;
  #log: Lines | undefined;
  #told: Lines | undefined;

  get daemon(): ChildProcess {
    if (this.#daemon === undefined) {
      throw new Error('there is no daemon');
    }
    return this.#daemon;
  }

  get log(): readonly LogLine[] {
    return (this.#log?.all ?? []).map(logLine);
  }

  /** What the service manager was told, one string a datagram. */
  get told(): readonly string[] {
    return (this.#told?.all ?? []).map((line) => line.replaceAll('\\n', '\n'));
  }

  async logged(good: (line: LogLine) => boolean, from = 0): Promise<LogLine> {
    if (this.#log === undefined) {
      throw new Error('there is no daemon');
    }
    return logLine(await this.#log.next((line) => good(logLine(line)), from));
  }

  async wasTold(good: (text: string) => boolean, from = 0): Promise<string> {
    if (this.#told === undefined) {
      throw new Error('nobody listens');
    }
    return (await this.#told.next((line) => good(line.replaceAll('\\n', '\n')), from)).replaceAll(
      '\\n',
      '\n',
    );
  }

  writeConfig(more = ''): void {
    const text =
      `[store]\ndirectory = "${this.folder}/store"\n[audit]\nkeys_directory = "${this.folder}/keys"\n` +
      `leaf_file = "${this.folder}/leaves"\nhead_file = "${this.folder}/head"\n` +
      `[events]\nkeys_file = "${this.folder}/cursor.keys"\n` +
      `[security]\nfixture_file = "${this.fixture}"\n` +
      `[metrics]\nsocket = "${this.metricsSocket}"\n` +
      `[daemon]\nsocket = "${this.socket}"\n${more}`;
    writeFileSync(this.config, text, { mode: 0o600 });
  }

  async startSimulator(): Promise<void> {
    chmodSync(this.folder, 0o755);
    const options = ['--socket', this.device, '--allow-writes', '--exit-with-parent'];
    const simulator = spawn('build/Release/dsmil-sim', options, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.push(simulator);
    await once(simulator.stdout, 'data');
  }

  /**
   * @descriptors: as many as the daemon may have open; undefined: as many as this process. Resolves when the service
   * manager's listener listens, before the daemon is ready.
   */
  async startDaemon(env: NodeJS.ProcessEnv = {}, descriptors?: number): Promise<void> {
    // Abstract names are the whole host's, and another run may be on it, with the same numbers for its processes.
    const notify = `@${basename(this.folder)}`;
    const manager = spawn('perl', ['-e', LISTENER, notify], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.push(manager);
    this.#told = new Lines(manager.stdout);
    await this.#told.next((line) => line === 'listening');
    this.#told.all.length = 0;
    const [program = '', ...args] = [
      ...(descriptors === undefined ? [] : ['prlimit', `--nofile=${descriptors}`]),
      ...[process.execPath, 'src/daemon/main.ts'],
      ...['--config', this.config, '--device', this.device],
    ];
    this.#daemon = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...PATIENCE, NOTIFY_SOCKET: notify, ...env },
    });
    this.#children.push(this.#daemon);
    this.#log = new Lines(this.#daemon.stderr as NodeJS.ReadableStream);
  }

  page(path: string): Promise<Page> {
    return new Promise((done, failed) => {
      request({ socketPath: this.metricsSocket, path, host: 'localhost' }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, body }));
      })
        .on('error', failed)
        .end();
    });
  }

  /** Resolves when it says so, and after a minute in any case: a machine that stands still is seen in it. */
  async isReady(): Promise<void> {
    for (let i = 0; i < 60 && (await this.page('/readyz')).status !== 200; i++) {
      await sleep(1_000);
    }
  }

  /** Numbers by name and labels. */
  async numbers(): Promise<ReadonlyMap<string, number>> {
    const { body } = await this.page('/metrics');
    return new Map(
      body
        .split('\n')
        .filter((line) => /^[a-z]/.test(line))
        .map((line) => {
          const space = line.lastIndexOf(' ');
          return [line.slice(0, space), Number(line.slice(space + 1))];
        }),
    );
  }

  /** Resolves with the daemon's exit status. */
  async end(): Promise<number | null> {
    const daemon = this.daemon;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    const [status] = (await ended) as [number | null];
    return status;
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      child.kill('SIGKILL');
    }
    // One that is about to die may still make a file in the folder.
    for (const child of this.#children) {
      if (child.exitCode === null && child.signalCode === null) {
        await once(child, 'exit');
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
