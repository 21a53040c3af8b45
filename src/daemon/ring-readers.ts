// SPDX-License-Identifier: Apache-2.0
// Who could be reading the ring, for people to read: the kernel says that it is somebody, not who. Those
// that have the device node open, as far as this process may see, and who listens at the daemon's socket.
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import { peerOf } from '../device/peer.ts';

/** {unit ms} */
const ANSWER_LIMIT_MS = 1_000;

/** Undefined when there is no such thing, or it may not be seen: processes end while they are looked at. */
function seen<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function nameOf(pid: number): string {
  const name = seen(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  return name === undefined ? `process ${pid}` : `process ${pid} (${name})`;
}

/** Other processes that have the file @path open. */
function holdersOf(path: string): number[] {
  const real = seen(() => realpathSync(path));
  const pids = (seen(() => readdirSync('/proc')) ?? []).map(Number).filter((pid) => pid > 0);
  return pids.filter((pid) => {
    const files = seen(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
    const holds = files.some((fd) => seen(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) === real);
    return pid !== process.pid && real !== undefined && holds;
  });
}

/** Undefined when nobody does. */
async function listenerAt(path: string): Promise<number | undefined> {
  const socket = connect(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return peerOf(socket).pid;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/** In words, each once. Empty: nobody who could be found. */
export async function ringReaders(device: string, socket: string): Promise<readonly string[]> {
  const listener = await listenerAt(socket);
  const holders = holdersOf(device).filter((pid) => pid !== listener);
  return [
    ...(listener === undefined ? [] : [`a daemon that listens at ${socket}, ${nameOf(listener)}`]),
    ...holders.map((pid) => `${nameOf(pid)}, which has ${device} open`),
  ];
}
