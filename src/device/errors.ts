// SPDX-License-Identifier: Apache-2.0
// Every error of a device path has a class and a stable code. Invalid arguments that are found
// before a call are AbiError (ERR_DSMIL_ARGUMENT) of the codec.
import { getSystemErrorName } from 'node:util';
import { ReasonNames, ReasonText } from '../abi/generated/enums.ts';
import { whatSatisfies } from './reasons.ts';

export class DeviceError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What native.ts gives instead of an errno. */
const NO_ERRNO: Readonly<Record<number, string>> = {
  [-1]: 'NOT_BEGUN',
  [-2]: 'UNANSWERED',
  [-3]: 'NOT_TAKEN',
  [-4]: 'NO_ANSWER',
};

/** EACCES of 13. */
export function errnoName(errno: number): string {
  return NO_ERRNO[errno] ?? getSystemErrorName(-errno);
}

export function reasonName(reason: number): string {
  return ReasonNames[reason] ?? `UNKNOWN_${reason}`;
}

export class NativeLoadError extends DeviceError {
  constructor(path: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super('ERR_DSMIL_NATIVE', `the addon ${path} does not load: ${why}; run npm run build:native`, {
      cause,
    });
  }
}

export class ClosedError extends DeviceError {
  constructor(what = 'the device path is closed') {
    super('ERR_DSMIL_CLOSED', what);
  }
}

/** The module was unbound or the simulator is gone. A path that reconnects may come back. */
export class VanishedError extends DeviceError {
  constructor(path: string, what = 'is gone') {
    super('ERR_DSMIL_VANISHED', `${path} ${what}`);
  }
}

/** A second consumer, or a batch asked for without a ring. */
export class StateError extends DeviceError {
  constructor(message: string) {
    super('ERR_DSMIL_STATE', message);
  }
}

export class OpenError extends DeviceError {
  readonly path: string;
  readonly errno: string;
  /** What was tried: open, HELLO, INFO, RING_SETUP, … */
  readonly step: string;
  /** A Reason, 0 when there is none. */
  readonly reason: number;

  constructor(path: string, errno: number, step: string, reason: number) {
    const name = errnoName(errno);
    const why = reason === 0 ? '' : ` (${reasonName(reason)}: ${whatSatisfies(reason)})`;
    super('ERR_DSMIL_OPEN', `${path} cannot be opened: ${step}: ${name}${why}${openAdvice(name)}`);
    this.path = path;
    this.errno = name;
    this.step = step;
    this.reason = reason;
  }
}

function openAdvice(name: string): string {
  switch (name) {
    case 'ENOENT':
      return '; load the module, or start dsmil-sim on that path';
    case 'EACCES':
    case 'EPERM':
      return '; the user must be in the group that owns it';
    case 'ECONNREFUSED':
      return '; dsmil-sim does not run any more: start it';
    case 'EUSERS':
      return '; too many clients are connected to dsmil-sim, and more may only stop';
    case 'EPROTO':
      return '; build both sides from the same sources';
    default:
      return '';
  }
}

export interface CallFacts {
  /** TX_COMMIT */
  readonly call: string;
  readonly errno: number;
  /** A Reason, 0 when there is none. */
  readonly reason: number;
  /** What the core filled in all the same: the outcome of a transaction, a firmware status. */
  readonly answer: object;
}

/** A call that the core did not perform, or that failed. */
export class CallError extends DeviceError {
  readonly call: string;
  readonly errno: string;
  readonly reason: number;
  readonly reasonName: string;
  readonly answer: object;

  constructor(facts: CallFacts, code = 'ERR_DSMIL_CALL', message?: string) {
    const why = facts.reason === 0 ? '' : ` (${reasonName(facts.reason)})`;
    super(code, message ?? `${facts.call} failed: ${errnoName(facts.errno)}${why}`);
    this.call = facts.call;
    this.errno = errnoName(facts.errno);
    this.reason = facts.reason;
    this.reasonName = reasonName(facts.reason);
    this.answer = facts.answer;
  }
}

/** A rule refused it; nothing has changed. */
export class RefusedError extends CallError {
  /** What would satisfy the rule. */
  readonly satisfiedBy: string;

  constructor(facts: CallFacts) {
    const satisfiedBy = whatSatisfies(facts.reason);
    const text = ReasonText[facts.reason as keyof typeof ReasonText] ?? 'a rule not known here';
    const name = `${reasonName(facts.reason)} (${facts.reason})`;
    super(
      facts,
      'ERR_DSMIL_REFUSED',
      `${facts.call} was refused: ${name}: ${text}. What satisfies the rule: ${satisfiedBy}`,
    );
    this.satisfiedBy = satisfiedBy;
  }
}

/** The core refused an argument; nothing has changed. */
export class ArgumentError extends CallError {
  /** operations[2].timeoutMs */
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(facts: CallFacts, field: string, value: unknown, allowed: string) {
    super(
      facts,
      'ERR_DSMIL_ARGUMENT',
      `${facts.call}: ${field} is ${String(value)}: it must be ${allowed} (${errnoName(facts.errno)})`,
    );
    this.field = field;
    this.value = value;
    this.allowed = allowed;
  }
}

/** The hardware did not answer by its deadline. */
export class HardwareTimeoutError extends CallError {
  constructor(facts: CallFacts) {
    super(facts, 'ERR_DSMIL_TIMEOUT', `${facts.call}: no answer by the deadline`);
  }
}

/**
 * The simulator did not take a request, or did not answer one in time that asks no hardware: it is
 * stopped, or has too much to do. A beat of the deadman that ends so is to be counted as missed.
 */
export class UnresponsiveError extends DeviceError {
  readonly call: string;

  constructor(path: string, call: string, taken: boolean) {
    const what = taken
      ? `did not answer ${call} within a second: it may have been performed`
      : `takes no more requests: ${call} was not performed`;
    super('ERR_DSMIL_UNRESPONSIVE', `${path} ${what}`);
    this.call = call;
  }
}

/** The hardware answered that it failed. */
export class HardwareError extends CallError {
  constructor(facts: CallFacts) {
    super(facts, 'ERR_DSMIL_HARDWARE');
  }
}

/** The stop could not be brought to the core by any way. Use the hard-wired one. */
export class StopFailedError extends DeviceError {
  constructor(path: string, errnos: readonly number[]) {
    const names = errnos.map(errnoName).join(', then ');
    super(
      'ERR_DSMIL_STOP_FAILED',
      `the stop did not reach ${path} (${names}): use the hard-wired stop`,
    );
  }
}
