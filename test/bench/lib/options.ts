// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';

export interface Options {
  readonly bench: string;
  readonly json: boolean;
  readonly quick: boolean;
  readonly rounds: number;
  readonly cases: readonly string[];
  readonly help: boolean;
}

/** What was wrong on the command line; for its author, so without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const ROUNDS_MIN = 5;
const ROUNDS_MAX = 1000;
const ROUNDS = 9;

export function parseOptions(
  argv: readonly string[],
  benches: ReadonlyMap<string, readonly { readonly name: string }[]>,
): Options {
  const { values, positionals } = parse(argv);
  const [bench, ...rest] = positionals;
  if (values.help === true) {
    return { bench: '', json: false, quick: false, rounds: 0, cases: [], help: true };
  }
  const known = [...benches.keys()].join(' or ');
  if (bench === undefined || rest.length > 0) {
    throw new UsageError(`name one benchmark: ${known}`);
  }
  const cases = benches.get(bench);
  if (cases === undefined) {
    throw new UsageError(`there is no benchmark '${bench}': it must be ${known}`);
  }
  for (const wanted of values.case ?? []) {
    if (!cases.some(({ name }) => name === wanted)) {
      const names = cases.map(({ name }) => name).join(', ');
      throw new UsageError(`--case '${wanted}': '${bench}' has no such case, only ${names}`);
    }
  }
  return {
    bench,
    json: values.json === true,
    quick: values.quick === true,
    rounds: parseRounds(values.rounds, values.quick === true),
    cases: values.case ?? cases.map(({ name }) => name),
    help: false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        rounds: { type: 'string' },
        case: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseRounds(text: string | undefined, quick: boolean): number {
  if (text === undefined) {
    return quick ? ROUNDS_MIN : ROUNDS;
  }
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < ROUNDS_MIN || rounds > ROUNDS_MAX) {
    throw new UsageError(
      `--rounds is '${text}', must be a whole number from ${ROUNDS_MIN} to ${ROUNDS_MAX}`,
    );
  }
  return rounds;
}
