// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether a quarantined token reached the token port.
 *
 *     node test/witness/check-ports.ts LOG [--quarantined T,T…] [--required T,T…]
 *
 * The log is that of `scripts/vm run --smi`. Every write that overlaps the ports counts. A
 * token is one 16-bit write to 0x164e; any other write there cannot be accounted for, and is
 * a violation, too.
 */
import { parseArgs } from 'node:util';
import {
  conclude,
  type Entry,
  hex,
  missingFrom,
  type Options,
  overlaps,
  parseTokens,
  program,
  QUARANTINED,
  readLog,
  type Verdict,
} from './log.ts';

export const TOKEN_PORT = 0x164e;
export const STATUS_PORT = 0x164f;

export function checkPorts(entries: readonly Entry[], options: Options = {}): Verdict {
  const quarantined = options.quarantined ?? QUARANTINED;
  const violations: string[] = [];
  const seen = new Map<number, number>();
  for (const entry of entries) {
    if (entry.kind !== 'write' || !overlaps(entry, TOKEN_PORT, STATUS_PORT + 1)) {
      continue;
    }
    const { value } = entry;
    if (entry.address !== TOKEN_PORT || entry.size !== 2 || value === undefined) {
      violations.push(
        `line ${entry.line}: a write of ${entry.size} bytes at port ${hex(entry.address)} is no token`,
      );
      continue;
    }
    seen.set(value, (seen.get(value) ?? 0) + 1);
    if (quarantined.includes(value)) {
      violations.push(`line ${entry.line}: quarantined token ${hex(value)} reached the port`);
    }
  }
  return { violations, seen, missing: missingFrom(seen, options) };
}

if (import.meta.main) {
  program(() => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        quarantined: { type: 'string' },
        required: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log('usage: node check-ports.ts LOG [--quarantined T,T…] [--required T,T…]');
      return 0;
    }
    return conclude(
      'ports',
      checkPorts(readLog(positionals[0]), {
        ...(values.quarantined === undefined
          ? {}
          : { quarantined: parseTokens(values.quarantined) }),
        ...(values.required === undefined ? {} : { required: parseTokens(values.required) }),
      }),
    );
  });
}
