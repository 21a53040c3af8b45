// SPDX-License-Identifier: Apache-2.0
// The number of a group, by its name. Node does not ask the system for it; files and databases beside
// /etc/group are the system's own affair, and a group for a socket is a local one.
import { readFileSync } from 'node:fs';

export class UnknownGroupError extends Error {
  override readonly name = 'UnknownGroupError';
  readonly code = 'ERR_DSMIL_UNKNOWN_GROUP';

  constructor(group: string) {
    super(`socket_group is ${JSON.stringify(group)}: it must be a group in /etc/group, or ""`);
  }
}

/** Undefined for ''. Throws UnknownGroupError. */
export function groupId(
  name: string,
  text = (): string => readFileSync('/etc/group', 'utf8'),
): number | undefined {
  if (name === '') {
    return undefined;
  }
  const line = text()
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const gid = Number(line?.split(':')[2] ?? Number.NaN);
  if (!Number.isSafeInteger(gid)) {
    throw new UnknownGroupError(name);
  }
  return gid;
}
