// SPDX-License-Identifier: Apache-2.0
// A command's way to the daemon on this host: which socket, as whom, and what its errors mean here.
import {
  DaemonError,
  DaemonGoneError,
  LocalClient,
  type SigningKey,
} from '../../api/local/client/client.ts';
import { DAEMON_SOCKET_DEFAULT } from '../../api/local/wire/messages.ts';
import { type Context, TIMEOUT_DEFAULT_MS } from '../context.ts';
import { ExitCode, Failure } from '../failure.ts';
import { type RemoteContext, remoteContext } from '../remote/contexts.ts';
import { printable } from '../text.ts';
import { readSigningKey } from './key-file.ts';
import type { DaemonTransport } from './transport.ts';

export interface DaemonOptions {
  readonly local?: boolean;
  readonly context?: string;
  readonly socket?: string;
  readonly as?: string;
  readonly key?: string;
}

export interface DaemonSession {
  readonly client: DaemonTransport;
  /** The person's own; undefined when none was named. */
  readonly key: SigningKey | undefined;
}

function named(option: string | undefined, variable: string | undefined): string | undefined {
  const value = option ?? variable;
  return value === undefined || value === '' ? undefined : value;
}

const USAGE_CODES = new Set([
  'ERR_DSMIL_INVALID_ARGUMENT',
  'ERR_DSMIL_UNKNOWN_METHOD',
  'ERR_DSMIL_ID_REUSED',
]);
/** Everything else that has a code of ours is a rule that said no, but for these. */
const FAILED_CODES = new Set(['ERR_DSMIL_INTERNAL', 'ERR_DSMIL_PROTOCOL', 'ERR_DSMIL_ABORTED']);

function exitOf(code: string): ExitCode {
  if (USAGE_CODES.has(code)) {
    return ExitCode.USAGE;
  }
  return FAILED_CODES.has(code) ? ExitCode.FAILED : ExitCode.REFUSED;
}

/** What the daemon answered, as the way a command ends. */
export function daemonFailure(error: unknown): unknown {
  if (error instanceof DaemonGoneError) {
    return new Failure(
      ExitCode.GONE,
      printable(error.message),
      [
        'Start it:                 systemctl start dsmild   (or: dsmild --config FILE)',
        'It listens elsewhere:     --socket PATH, or DSMIL_DAEMON_SOCKET=PATH',
        'It is on another host:    --context NAME (dsmilctl context list)',
        'A stop needs no daemon:   dsmilctl stop',
      ],
      undefined,
      { cause: error },
    );
  }
  if (!(error instanceof DaemonError)) {
    return error;
  }
  const { code, message, advice, needs = [], refusal } = error.wire;
  const lines = needs.map((need) => `${need.rule}: ${need.satisfied_by}`);
  return new Failure(exitOf(code), message, [...lines, ...advice], refusal ?? code, {
    cause: error,
  });
}

export function socketPath({ env }: Context, { socket }: DaemonOptions): string {
  return named(socket, env['DSMIL_DAEMON_SOCKET']) ?? DAEMON_SOCKET_DEFAULT;
}

/** The context that is meant; undefined: the daemon's own socket on this host. */
export function meantContext({ env }: Context, options: DaemonOptions): RemoteContext | undefined {
  const { local = false, socket } = options;
  const wanted = named(options.context, env['DSMIL_CONTEXT']);
  if (options.context !== undefined && (local || socket !== undefined)) {
    throw new Failure(ExitCode.USAGE, '--context means a daemon, --local and --socket another', [
      'Name one of them.',
    ]);
  }
  const here = local || named(socket, env['DSMIL_DAEMON_SOCKET']) !== undefined;
  return here && options.context === undefined ? undefined : remoteContext(env, wanted);
}

async function byGrpc<T>(
  context: Context,
  options: DaemonOptions,
  remote: RemoteContext,
  body: (session: DaemonSession) => Promise<T>,
): Promise<T> {
  const { env } = context;
  if (named(options.as, env['DSMIL_AS']) !== undefined) {
    throw new Failure(ExitCode.USAGE, '--as is for the daemon’s own socket', [
      'Over gRPC you are who your certificate says, or the account of your user.',
      'On this host: the same command with --local',
    ]);
  }
  const keyPath = named(options.key, env['DSMIL_KEY']);
  const key = keyPath === undefined ? undefined : readSigningKey(keyPath);
  // It is a large library, and most commands need none of it.
  const { RemoteClient } = await import('../remote/client.ts');
  try {
    using client = new RemoteClient(remote, context.timeoutMs ?? TIMEOUT_DEFAULT_MS);
    return await body({ client, key });
  } catch (error) {
    throw daemonFailure(error);
  }
}

/** Connects, logs in when an account is named, runs @body, and closes. */
export async function withDaemon<T>(
  context: Context,
  options: DaemonOptions,
  body: (session: DaemonSession) => Promise<T>,
): Promise<T> {
  const { env } = context;
  const remote = meantContext(context, options);
  if (remote !== undefined) {
    return await byGrpc(context, options, remote, body);
  }
  const path = socketPath(context, options);
  const principal = named(options.as, env['DSMIL_AS']);
  const keyPath = named(options.key, env['DSMIL_KEY']);
  if (principal !== undefined && keyPath === undefined) {
    throw new Failure(ExitCode.USAGE, `--as ${principal} wants the key of that person`, [
      'Name its file: --key FILE, or DSMIL_KEY=FILE',
      'Without --as you are the account of your user, unix:UID.',
    ]);
  }
  const key = keyPath === undefined ? undefined : readSigningKey(keyPath);
  const signal = AbortSignal.timeout(context.timeoutMs ?? TIMEOUT_DEFAULT_MS);
  try {
    using client = await LocalClient.connect(path, signal);
    if (principal !== undefined && key !== undefined) {
      await client.login(principal, key);
    }
    return await body({ client, key });
  } catch (error) {
    throw daemonFailure(error);
  }
}

/** For what takes a signature. */
export function signingKey({ key }: DaemonSession): SigningKey {
  if (key === undefined) {
    throw new Failure(ExitCode.USAGE, 'this takes a person’s signature, and no key was named', [
      'Name the file of yours: --key FILE, or DSMIL_KEY=FILE',
    ]);
  }
  return key;
}
