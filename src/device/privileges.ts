// SPDX-License-Identifier: Apache-2.0
// Capabilities of this process, given up in all of its threads, and the kernel's word that they are.
import { readdirSync, readFileSync } from 'node:fs';
import { DeviceError, errnoName } from './errors.ts';
import { loadNative } from './native.ts';

/** The numbers of linux/capability.h that anybody here asks for. */
export const Capability = {
  CHOWN: 0,
  NET_BIND_SERVICE: 10,
  IPC_LOCK: 14,
  SYS_RAWIO: 17,
  SYS_NICE: 23,
} as const;
export type Capability = (typeof Capability)[keyof typeof Capability];

export interface KeptCapabilities {
  /** Effective as before, where they were permitted; nothing that was not is gained. */
  readonly keep: readonly Capability[];
  /** For what this process executes: ambient there, not effective here. */
  readonly children: readonly Capability[];
}

/** A thread has more than it may have. The process must not go on: it could be made to reach the hardware. */
export class PrivilegesKeptError extends DeviceError {
  constructor(why: string) {
    super(
      'ERR_DSMIL_PRIVILEGES',
      `capabilities could not be given up: ${why}; start it without them, or on a kernel with capset and /proc`,
    );
  }
}

/** Of one thread, as /proc/PID/task/TID/status has them: bit n is capability n. */
export interface ThreadCapabilities {
  readonly effective: bigint;
  readonly permitted: bigint;
  readonly inheritable: bigint;
  readonly ambient: bigint;
  readonly bounding: bigint;
  readonly noNewPrivileges: boolean;
}

/** Throws PrivilegesKeptError when a line is missing: what is not known is not given up. */
export function threadCapabilities(status: string): ThreadCapabilities {
  const field = (name: string, digits: string): string => {
    const found = new RegExp(`^${name}:\\s*(${digits})$`, 'm').exec(status)?.[1];
    if (found === undefined) {
      throw new PrivilegesKeptError(`the kernel does not say ${name} of a thread`);
    }
    return found;
  };
  const mask = (name: string): bigint => BigInt(`0x${field(name, '[0-9a-f]{1,16}')}`);
  return {
    effective: mask('CapEff'),
    permitted: mask('CapPrm'),
    inheritable: mask('CapInh'),
    ambient: mask('CapAmb'),
    bounding: mask('CapBnd'),
    noNewPrivileges: field('NoNewPrivs', '[01]') === '1',
  };
}

export function maskOf(capabilities: readonly Capability[]): bigint {
  return capabilities.reduce((mask, one) => mask | (1n << BigInt(one)), 0n);
}

/** What @thread has beyond @kept, in words; undefined when nothing. The bounding set gives nothing by itself. */
export function excessOf(thread: ThreadCapabilities, kept: KeptCapabilities): string | undefined {
  const keep = maskOf(kept.keep);
  const children = maskOf(kept.children);
  const sets = [
    ['effective', thread.effective & ~keep],
    ['permitted', thread.permitted & ~(keep | children)],
    ['inheritable', thread.inheritable & ~children],
    ['ambient', thread.ambient & ~children],
  ] as const;
  const more = sets.filter(([, mask]) => mask !== 0n).map(([set, m]) => `${set} ${m.toString(16)}`);
  const all = thread.noNewPrivileges ? more : [...more, 'no_new_privs is not set'];
  return all.length === 0 ? undefined : all.join(', ');
}

/** Of every thread of this process that is there now, by its number. */
function threadsNow(): Map<string, ThreadCapabilities> {
  const threads = new Map<string, ThreadCapabilities>();
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      const status = readFileSync(`/proc/self/task/${thread}/status`, 'latin1');
      threads.set(thread, threadCapabilities(status));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A thread that has ended since has nothing any more.
      if (code !== 'ENOENT' && code !== 'ESRCH') {
        throw error;
      }
    }
  }
  return threads;
}

export interface Dropped {
  /** How many threads were looked at. */
  readonly threads: number;
  /**
   * The bounding set of the main thread: more than @children where CAP_SETPCAP was missing, which without new
   * privileges gives nobody anything.
   */
  readonly bounding: bigint;
}

/**
 * Gives up what @kept does not name, in every thread, for good; nothing that this process executes can gain
 * anything either. Threads that come later have what the one that starts them has. Throws PrivilegesKeptError
 * when a thread still has more: some may have given up theirs then.
 */
export function dropCapabilities(kept: KeptCapabilities): Dropped {
  const masks = [maskOf(kept.keep), maskOf(kept.children)] as const;
  const errno = loadNative().dropCapabilities(Number(masks[0]), Number(masks[1]));
  if (errno !== 0) {
    throw new PrivilegesKeptError(errnoName(errno));
  }
  const threads = threadsNow();
  for (const [thread, capabilities] of threads) {
    const excess = excessOf(capabilities, kept);
    if (excess !== undefined) {
      throw new PrivilegesKeptError(`thread ${thread} has ${excess}`);
    }
  }
  const own = threads.get(String(process.pid));
  if (own === undefined) {
    throw new PrivilegesKeptError('/proc does not show this process');
  }
  return { threads: threads.size, bounding: own.bounding };
}
