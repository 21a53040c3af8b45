// SPDX-License-Identifier: Apache-2.0
// What the kernel's last word means.
import type { Decision, KernelOutcome } from '../../core/ports/commit.ts';

/** Undefined as long as it has not decided. */
export function decisionFrom(outcome: KernelOutcome): Decision | undefined {
  switch (outcome) {
    case 'COMMITTED':
      return 'COMMIT';
    case 'ABORTED':
    case 'ROLLED_BACK':
      return 'ABORT';
    case 'UNCERTAIN':
      return 'HEURISTIC';
    case 'UNKNOWN':
    case 'PREPARED':
    case 'COMMITTING':
      return undefined;
  }
}
