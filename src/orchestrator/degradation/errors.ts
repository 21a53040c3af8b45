// SPDX-License-Identifier: Apache-2.0
// What a caller of a guarded track is told instead of an answer.

/** It is not asked at present: it failed, and is tried again a little at a time. */
export class IsolatedError extends Error {
  override readonly name = 'IsolatedError';
  readonly code = 'ERR_DSMIL_ISOLATED';
  readonly component: string;

  constructor(component: string) {
    super(`${component} is isolated after failures: wait until it has recovered`);
    this.component = component;
  }
}

/** It has not answered in time. Whether it did what it was asked nobody knows. */
export class LateError extends Error {
  override readonly name = 'LateError';
  readonly code = 'ERR_DSMIL_LATE';
  readonly component: string;

  constructor(component: string, deadlineMs: number) {
    super(`${component} has not answered within ${deadlineMs} ms`);
    this.component = component;
  }
}
