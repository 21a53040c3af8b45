// SPDX-License-Identifier: Apache-2.0
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface Options {
  readonly seconds: number;
  /** Of what goes wrong, when and where. */
  readonly seed: number;
  /** Effects a second that are asked for. */
  readonly rate: number;
  /** The host's folder, when something was violated. */
  readonly keep: boolean;
  readonly json: boolean;
  /** As a part of the tests. */
  readonly tap: boolean;
  readonly help: boolean;
}

export const USAGE = `usage: scripts/soak [--seconds N] [--rate N] [--seed N] [--keep] [--json] [--tap] [--help]

dsmild on a dsmil-sim, clients over mutual TLS, and a fault a second. Afterwards, of everything that was
acknowledged: is it in the audit log exactly once; has every subscriber that was cut and resumed seen each durable
event exactly once that it is cleared for; are heap and descriptors where they were; does each register have what
the log says last.

  --seconds N  how long, 10 to 86400 (default: 300)
  --rate N     effects a second, 1 to 2000 (default: 220: stops take their time from it)
  --seed N     which faults come when, and where (default: another one each time; it is printed)
  --keep       keep store, log and configuration when something was violated, and say where
  --json       the result as one line of JSON on standard output, progress on standard error
  --tap        the result as tests on standard output, progress on standard error

Exit status: 0 nothing was violated, 1 something was, 2 wrong command line.`;

/** What was wrong on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function whole(name: string, text: string | undefined, least: number, most: number): number | null {
  if (text === undefined) {
    return null;
  }
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(
      `--${name} is '${text}': it must be a whole number from ${least} to ${most}`,
    );
  }
  return value;
}

export function parseOptions(argv: readonly string[]): Options {
  const options = {
    seconds: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    keep: { type: 'boolean' },
    json: { type: 'boolean' },
    tap: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...argv], options }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return {
    seconds: whole('seconds', values.seconds, 10, 86_400) ?? 300,
    rate: whole('rate', values.rate, 1, 2_000) ?? 220,
    seed: whole('seed', values.seed, 0, 0xffff_ffff) ?? randomInt(2 ** 32),
    keep: values.keep === true,
    json: values.json === true,
    tap: values.tap === true,
    help: values.help === true,
  };
}
