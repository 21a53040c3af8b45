// SPDX-License-Identifier: Apache-2.0
// What core throws: one line for each class in one table, and the classes. Codes are stable; texts
// are for people. What is refused by policy is data (requirement/plan.ts) until somebody must throw it.
import { Severity } from './enums.ts';

/** What whoever catches it does next. */
export const Recovery = {
  /** The caller changes the request; the same one fails again. */
  CORRECT_REQUEST: 'CORRECT_REQUEST',
  /** The caller gets what the error lists, then asks again. */
  SATISFY_NEEDS: 'SATISFY_NEEDS',
  /** The caller looks up the first request of that id, or takes another id. */
  USE_NEW_ID: 'USE_NEW_ID',
  /** A fault of ours: the operation fails, the stop latches, people look at it. */
  LATCH_STOP: 'LATCH_STOP',
} as const;
export type Recovery = (typeof Recovery)[keyof typeof Recovery];

interface ErrorKind {
  readonly code: string;
  readonly severity: Severity;
  readonly recovery: Recovery;
}

export const ERROR_TABLE = {
  InvalidArgumentError: {
    code: 'ERR_DSMIL_INVALID_ARGUMENT',
    severity: Severity.WARNING,
    recovery: Recovery.CORRECT_REQUEST,
  },
  CanonicalFormError: {
    code: 'ERR_DSMIL_NO_CANONICAL_FORM',
    severity: Severity.WARNING,
    recovery: Recovery.CORRECT_REQUEST,
  },
  IdempotencyConflictError: {
    code: 'ERR_DSMIL_ID_REUSED',
    severity: Severity.WARNING,
    recovery: Recovery.USE_NEW_ID,
  },
  RefusedError: {
    code: 'ERR_DSMIL_REFUSED',
    severity: Severity.WARNING,
    recovery: Recovery.SATISFY_NEEDS,
  },
  IllegalTransitionError: {
    code: 'ERR_DSMIL_ILLEGAL_TRANSITION',
    severity: Severity.CRITICAL,
    recovery: Recovery.LATCH_STOP,
  },
} as const satisfies Record<string, ErrorKind>;

/** The base: catch this to catch all that core throws. */
export abstract class CoreError extends Error {
  readonly code: string;
  readonly severity: Severity;
  readonly recovery: Recovery;

  constructor(name: keyof typeof ERROR_TABLE, message: string) {
    super(message);
    const kind = ERROR_TABLE[name];
    this.name = name;
    this.code = kind.code;
    this.severity = kind.severity;
    this.recovery = kind.recovery;
  }
}

/** A value outside its range; nothing was done with any part of the request. */
export class InvalidArgumentError extends CoreError {
  /** As the specification writes it: safety_requirements.kernel_safety.max_execution_time_ms. */
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(field: string, value: unknown, allowed: string) {
    super('InvalidArgumentError', `${field} is ${show(value)}: it must be ${allowed}`);
    this.field = field;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A value that JSON cannot say, or says in more than one way: it cannot be signed or hashed. */
export class CanonicalFormError extends CoreError {
  /** Where in the value: $.parameters.value */
  readonly path: string;

  constructor(path: string, problem: string) {
    super('CanonicalFormError', `${path} ${problem}`);
    this.path = path;
  }
}

/** An id that its owner has used for another request within the last 7 days. */
export class IdempotencyConflictError extends CoreError {
  readonly coordinationId: string;

  constructor(coordinationId: string, known: string, given: string) {
    super(
      'IdempotencyConflictError',
      `coordination_id ${show(coordinationId)} is in use for a request with digest ${known}, ` +
        `this one has ${given}: repeat the first request unchanged, or choose a new id`,
    );
    this.coordinationId = coordinationId;
  }
}

/** Refused by policy: @needs are the unmet ones, each with what would satisfy it. */
export class RefusedError extends CoreError {
  readonly needs: readonly { readonly rule: string; readonly satisfiedBy: string }[];

  constructor(needs: readonly { readonly rule: string; readonly satisfiedBy: string }[]) {
    const words = needs.map((need) => `${need.rule}: ${need.satisfiedBy}`).join('; ');
    super('RefusedError', `refused, it needs ${words}`);
    this.needs = needs;
  }
}

/** An event that a state machine's table does not have in that state: a fault of ours. */
export class IllegalTransitionError extends CoreError {
  readonly machine: string;
  readonly state: string;
  readonly event: string;

  constructor(machine: string, state: string, event: string, allowed: readonly string[]) {
    super(
      'IllegalTransitionError',
      `${machine} in ${state} cannot take ${event} (it takes ${allowed.join(', ') || 'nothing'})`,
    );
    this.machine = machine;
    this.state = state;
    this.event = event;
  }
}

/** A value in a message: short, whatever it is. */
function show(value: unknown): string {
  if (typeof value === 'bigint') {
    return `${value}n`;
  }
  if (Array.isArray(value)) {
    return `an array of ${value.length}`;
  }
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 64 ? `${value.slice(0, 61)}...` : value);
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    return `a ${typeof value}`;
  }
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
