// SPDX-License-Identifier: Apache-2.0
import type { OperationResult } from '../../orchestrator/operations/result.ts';

/** It has not ended: some of its fields are not what they will be. */
export function isPending(result: OperationResult): boolean {
  return result.message === '' && result.state !== 'COMPLETED';
}
