// SPDX-License-Identifier: Apache-2.0
// What dsmilctl watch takes, of a device and of a daemon.
import { usageFailure } from '../failure.ts';

export const COUNT_MAX = 1_000_000_000;
export const SECONDS_MAX = 86_400 * 365;
const NOTHING = 'the events of a daemon need --context';

export interface WatchOptions {
  /** A token; or, with a slash in it, a path as everywhere. */
  readonly device?: string;
  readonly type?: string;
  readonly count?: string;
  readonly seconds?: string;
  /** Of a daemon, whose events are shown then. */
  readonly context?: string;
  readonly subject?: readonly string[];
  readonly cursor?: string;
  readonly oldest?: boolean;
  readonly label?: string;
}

/** What only the events of a daemon have. */
export function refuseWithoutContext({ subject, cursor, oldest, label }: WatchOptions): void {
  const given = { '--subject': subject?.[0], '--cursor': cursor, '--label': label };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) {
      throw usageFailure(name, value, `left out: ${NOTHING}`);
    }
  }
  if (oldest === true) {
    throw usageFailure('--oldest', 'given', `left out: ${NOTHING}`);
  }
}
