// SPDX-License-Identifier: Apache-2.0
// What can be told of an error whose class is not known here: the marks that our own classes carry.

/** An error whose class gave it a stable code of ours. */
export function isNamed(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('ERR_DSMIL_')
  );
}

/** Why it was refused: a stable name of its class; undefined when it has none. */
export function refusalOf(error: Error): string | undefined {
  return 'refusal' in error && typeof error.refusal === 'string' ? error.refusal : undefined;
}

/** What would satisfy it; undefined when it does not say. */
export function satisfiedByOf(error: Error): string | undefined {
  return 'satisfiedBy' in error && typeof error.satisfiedBy === 'string'
    ? error.satisfiedBy
    : undefined;
}

/** Somebody gave it up, or its time was over. */
export function isGivenUp(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
