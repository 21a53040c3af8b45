// SPDX-License-Identifier: Apache-2.0
// From what putting a core together throws to what a person reads.
import { toFailure } from '../errors.ts';
import { ExitCode, Failure } from '../failure.ts';

/** By code: the classes themselves are loaded only where a core is. */
const EXITS: Readonly<Record<string, ExitCode>> = {
  ERR_DSMIL_CONFIG: ExitCode.FAILED,
  ERR_DSMIL_INVALID_ARGUMENT: ExitCode.USAGE,
  ERR_DSMIL_UNKNOWN_PRINCIPAL: ExitCode.USAGE,
  ERR_DSMIL_FIXTURE_REFUSED: ExitCode.REFUSED,
  ENOENT: ExitCode.USAGE,
  EACCES: ExitCode.FAILED,
};

const ADVICE: Readonly<Record<string, readonly string[]>> = {
  ERR_DSMIL_CONFIG: ['What is wrong with it, line by line: dsmilctl config check'],
};

export function toPlanFailure(error: unknown): Failure {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) {
    return toFailure(error);
  }
  const exit = EXITS[error.code];
  return exit === undefined
    ? toFailure(error)
    : new Failure(exit, error.message, ADVICE[error.code] ?? [], undefined, { cause: error });
}
