// SPDX-License-Identifier: Apache-2.0
// What the daemon gives up, and when: each as soon as nothing needs it any more.
import { Capability, dropCapabilities } from '../device/privileges.ts';
import type { DaemonLog } from './log.ts';

/**
 * dsmil-stop's, also when it is started again: memory that is not swapped out, and real-time priority. The
 * device it opens for reading, which wants no capability.
 */
const CHILDREN = [Capability.IPC_LOCK, Capability.SYS_NICE] as const;
/** For a socket's group that is not the daemon's own, and for a port below 1024. */
const TO_LISTEN = [Capability.CHOWN, Capability.NET_BIND_SERVICE] as const;

export interface Privileges {
  /** The device is open, and nothing else is that matters. Throws PrivilegesKeptError. */
  deviceOpen(): void;
  /** Everything listens. Throws PrivilegesKeptError. */
  listening(): void;
}

/** Of this process: for its main program alone. */
export function ownPrivileges(log: DaemonLog): Privileges {
  const drop = (keep: readonly Capability[], stage: string): void => {
    const { threads, bounding } = dropCapabilities({ keep, children: CHILDREN });
    log.info({ stage, threads, bounding: bounding.toString(16) }, 'capabilities given up');
  };
  return {
    deviceOpen: () => drop(TO_LISTEN, 'device open'),
    listening: () => drop([], 'listening'),
  };
}
