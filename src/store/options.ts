// SPDX-License-Identifier: Apache-2.0
// What a store is opened with: every number with unit, range and default in one table.
import { isAbsolute, resolve } from 'node:path';
import type { ModuleReference } from './contract.ts';
import { StoreArgumentError } from './errors.ts';

export interface StoreLimits {
  /** Normal units that wait or are under way; more are refused with StoreBusyError. */
  readonly queueUnits: number;
  /** And their arguments, estimated. {unit bytes} */
  readonly queueBytes: number;
  /** The same for stop units, which have room of their own. */
  readonly stopUnits: number;
  /** {unit bytes} */
  readonly stopBytes: number;
  /** Units in one transaction, thus under one fsync. One write() call is never split. */
  readonly batchUnits: number;
  /** {unit bytes} */
  readonly batchBytes: number;
  /** A batch that takes longer makes the state 'stalled'. {unit ms} */
  readonly stallMs: number;
  /** A query that takes longer is given up. {unit ms} */
  readonly queryMs: number;
  /**
   * But none before that time after the opening: whoever starts asks for all there is, on a machine that may be
   * starting as well, and nobody else waits yet. {unit ms}
   */
  readonly startMs: number;
  /** Queries that wait or are under way. */
  readonly queries: number;
  /** close() waits so long for what is under way, then gives up. {unit ms} */
  readonly closeMs: number;
  /** The write-ahead log is kept at this size and reused. {unit bytes} */
  readonly walBytes: number;
  /** The file that is given up, when the disk is full, for stop records. {unit bytes} */
  readonly reserveBytes: number;
  /** While the disk is full, how often to look for space. {unit ms} */
  readonly spaceCheckMs: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const LIMITS: Readonly<Record<keyof StoreLimits, Range>> = {
  queueUnits: { min: 1, max: 1_000_000, default: 65_536 },
  queueBytes: { min: 4 * KIB, max: 1024 * MIB, default: 64 * MIB },
  stopUnits: { min: 1, max: 65_536, default: 4096 },
  stopBytes: { min: 4 * KIB, max: 64 * MIB, default: 4 * MIB },
  batchUnits: { min: 1, max: 65_536, default: 1024 },
  batchBytes: { min: 4 * KIB, max: 64 * MIB, default: 2 * MIB },
  stallMs: { min: 10, max: 600_000, default: 1000 },
  queryMs: { min: 10, max: 3_600_000, default: 10_000 },
  startMs: { min: 0, max: 3_600_000, default: 60_000 },
  queries: { min: 1, max: 65_536, default: 256 },
  // Less than the unit file gives the whole daemon to end in order (TimeoutStopSec=30).
  closeMs: { min: 100, max: 600_000, default: 20_000 },
  walBytes: { min: 64 * KIB, max: 1024 * MIB, default: 8 * MIB },
  reserveBytes: { min: 64 * KIB, max: 1024 * MIB, default: 16 * MIB },
  spaceCheckMs: { min: 10, max: 600_000, default: 1000 },
};

export interface StoreOptions {
  /** Absolute. Made with mode 0700 when it is missing; its parent must exist. */
  readonly directory: string;
  /** In the order of their beforeCommit() and afterCommit(). */
  readonly modules: readonly ModuleReference[];
  readonly limits?: Partial<StoreLimits>;
  /** Check the whole database before use: after an unclean end only (the default), or always. */
  readonly verify?: 'unclean' | 'always';
}

/** What the threads get: checked, with every default filled in. */
export interface StoreSettings {
  readonly directory: string;
  readonly modules: readonly ModuleReference[];
  readonly limits: StoreLimits;
  readonly verify: 'unclean' | 'always';
}

/** Throws StoreArgumentError. */
export function checkOptions(options: StoreOptions): StoreSettings {
  const known = ['directory', 'modules', 'limits', 'verify'];
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new StoreArgumentError(key, 'given', `one of the options ${known.join(', ')}`);
    }
  }
  const { directory, modules, verify = 'unclean' } = options;
  if (typeof directory !== 'string' || !isAbsolute(directory) || directory.includes('\0')) {
    throw new StoreArgumentError('directory', directory, 'an absolute path');
  }
  if (!Array.isArray(modules)) {
    throw new StoreArgumentError('modules', modules, 'an array of { url, options }');
  }
  if (verify !== 'unclean' && verify !== 'always') {
    throw new StoreArgumentError('verify', verify, "'unclean' or 'always'");
  }
  // Without a slash at its end, which would look through a link.
  return {
    directory: resolve(directory),
    modules,
    limits: checkLimits(options.limits ?? {}),
    verify,
  };
}

function checkLimits(given: Partial<StoreLimits>): StoreLimits {
  for (const [name, value] of Object.entries(given)) {
    const range = Object.hasOwn(LIMITS, name) ? LIMITS[name as keyof StoreLimits] : undefined;
    if (range === undefined) {
      throw new StoreArgumentError(`limits.${name}`, value, `one of ${Object.keys(LIMITS)}`);
    }
    if (!Number.isSafeInteger(value) || value < range.min || value > range.max) {
      const allowed = `a whole number from ${range.min} to ${range.max}`;
      throw new StoreArgumentError(`limits.${name}`, value, allowed);
    }
  }
  const defaults = Object.entries(LIMITS).map(([name, range]) => [name, range.default]);
  return { ...(Object.fromEntries(defaults) as Record<keyof StoreLimits, number>), ...given };
}
