// SPDX-License-Identifier: Apache-2.0

/** The stable code of an error; '' without. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
