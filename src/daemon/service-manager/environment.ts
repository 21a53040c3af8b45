// SPDX-License-Identifier: Apache-2.0
// What a service manager says to the process that it starts, and to nobody whom that one starts.

export interface Assignment {
  /** '/…' or '@…'. */
  readonly socket: string;
  /** Without a WATCHDOG=1 for so long it ends us; undefined: it does not watch. {unit ms} */
  readonly watchdogMs: number | undefined;
}

const SOCKET = 'NOTIFY_SOCKET';
const PERIOD = 'WATCHDOG_USEC';
const PROCESS = 'WATCHDOG_PID';
/** A period below it would be beaten by a garbage collection. {unit ms} */
const WATCHDOG_MIN_MS = 100;

/**
 * Takes the three variables out of @env. undefined: nobody wants to be told. A socket of another kind than
 * a Unix one (`vsock:…`) is none of ours.
 */
export function takeAssignment(env: NodeJS.ProcessEnv, pid: number): Assignment | undefined {
  const { [SOCKET]: socket = '', [PERIOD]: period = '', [PROCESS]: process = '' } = env;
  for (const name of [SOCKET, PERIOD, PROCESS]) {
    delete env[name];
  }
  if (!/^[/@]./.test(socket)) {
    return undefined;
  }
  const ours = process === '' || process === String(pid);
  const ms = /^\d{1,15}$/.test(period) ? Number(period) / 1_000 : 0;
  return { socket, watchdogMs: ours && ms >= WATCHDOG_MIN_MS ? ms : undefined };
}
