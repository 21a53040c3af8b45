// SPDX-License-Identifier: Apache-2.0
// The life cycle of a coordinated operation: INITIALIZING → SAFETY_CHECKING → AUTHORIZING →
// EXECUTING → COMPLETED | FAILED | DENIED | EMERGENCY_STOPPED.
import { CoordinationResult } from '../model/enums.ts';
import { type Transitions, transition } from './machine.ts';

export type CoordinationState =
  | 'INITIALIZING'
  | 'SAFETY_CHECKING'
  | 'AUTHORIZING'
  | 'EXECUTING'
  | 'COMPLETED'
  | 'FAILED'
  | 'DENIED'
  | 'EMERGENCY_STOPPED';

export type OperationEvent =
  /** Every track was asked for its verdict. */
  | 'ASSESSED'
  /** Every safety requirement holds. */
  | 'SAFE'
  /** Clearance, approvals and confirmation are there, and the intent is durable. */
  | 'AUTHORIZED'
  | 'COMPLETE'
  /** A fault, a deadline, or the client's abort. */
  | 'FAIL'
  /** Policy says no. Only before execution: afterwards there may be effects, and that is FAIL. */
  | 'DENY'
  | 'STOP';

export const OPERATION_TRANSITIONS: Transitions<CoordinationState, OperationEvent> = {
  INITIALIZING: {
    ASSESSED: 'SAFETY_CHECKING',
    FAIL: 'FAILED',
    DENY: 'DENIED',
    STOP: 'EMERGENCY_STOPPED',
  },
  SAFETY_CHECKING: {
    SAFE: 'AUTHORIZING',
    FAIL: 'FAILED',
    DENY: 'DENIED',
    STOP: 'EMERGENCY_STOPPED',
  },
  AUTHORIZING: {
    AUTHORIZED: 'EXECUTING',
    FAIL: 'FAILED',
    DENY: 'DENIED',
    STOP: 'EMERGENCY_STOPPED',
  },
  EXECUTING: { COMPLETE: 'COMPLETED', FAIL: 'FAILED', STOP: 'EMERGENCY_STOPPED' },
  // A stop goes to every operation there is. To one that has ended it changes nothing, and it must
  // not raise an error on the stop's path either.
  COMPLETED: { STOP: 'COMPLETED' },
  FAILED: { STOP: 'FAILED' },
  DENIED: { STOP: 'DENIED' },
  EMERGENCY_STOPPED: { STOP: 'EMERGENCY_STOPPED' },
};

export function advanceOperation(
  state: CoordinationState,
  event: OperationEvent,
): CoordinationState {
  return transition('operation', OPERATION_TRANSITIONS, state, event);
}

/** What the client is told; UNKNOWN while it is not final. Only final ones are replayed. */
export function coordinationResult(state: CoordinationState): CoordinationResult {
  switch (state) {
    case 'COMPLETED':
      return CoordinationResult.SUCCESS;
    case 'FAILED':
      return CoordinationResult.FAILED;
    case 'DENIED':
      return CoordinationResult.DENIED;
    case 'EMERGENCY_STOPPED':
      return CoordinationResult.EMERGENCY_STOPPED;
    case 'INITIALIZING':
    case 'SAFETY_CHECKING':
    case 'AUTHORIZING':
    case 'EXECUTING':
      return CoordinationResult.UNKNOWN;
  }
}
