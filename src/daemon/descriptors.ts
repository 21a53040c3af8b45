// SPDX-License-Identifier: Apache-2.0
// How many descriptors this process may have open. Node has raised that as far as it may when it started.
import { readFileSync } from 'node:fs';

export function descriptorLimit(): number {
  const [, soft = ''] =
    /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
