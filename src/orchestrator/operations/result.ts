// SPDX-License-Identifier: Apache-2.0
// What whoever asked is told, and what a repetition is answered with: plain data, so that it can be
// written down and read again.
import type { Json } from '../../core/canonical/json.ts';
import { type CoordinationState, coordinationResult } from '../../core/machines/operation.ts';
import { CoordinationResult } from '../../core/model/enums.ts';
import type { PerTrack } from '../../core/model/track.ts';
import type { Need } from '../../core/requirement/input.ts';

export type FinalState = Extract<
  CoordinationState,
  'COMPLETED' | 'FAILED' | 'DENIED' | 'EMERGENCY_STOPPED'
>;

/** Why an operation did not complete; stable names. */
export type Cause =
  /** A rule says no: @unmet says which, and what would satisfy it. */
  | 'REFUSED'
  /** A person was asked, and said no. */
  | 'REFUSED_BY_PERSON'
  | 'CANCELLED'
  /** timeout_seconds, or an approval that nobody gave in time. */
  | 'EXPIRED'
  | 'STOPPED'
  /** What it was authorized on changed before it was committed. */
  | 'AUTHORIZATION_MOVED'
  /** A track did not prepare: nothing was changed. */
  | 'ABORTED'
  /** Effects were begun and undone. */
  | 'ROLLED_BACK'
  /** Nobody can tell: the devices are on hold until two persons clear it. */
  | 'HEURISTIC'
  /** Another daemon has taken over, and decides it. */
  | 'FENCED'
  /** A daemon ended before anything was done. */
  | 'INTERRUPTED'
  /** The device could not be read. */
  | 'READ_FAILED'
  /** The audit log or the journal could not be written. */
  | 'NOT_RECORDED'
  | 'FAULT';

export interface DeviceResult {
  /** The token. */
  readonly device: number;
  /** The register before; of a read what was read. null where there is none. */
  readonly value: number | null;
  /** 0, or a negative errno. */
  readonly error: number;
  /** The ABI's name of why it was refused or failed, or where a value was read from; '' without. */
  readonly reason: string;
}

export interface OperationResult {
  readonly coordinationId: string;
  /** The server's own name for it: unique over all principals. 32 hexadecimal digits. */
  readonly operation: string;
  readonly state: CoordinationState;
  /** UNKNOWN while it is not final. */
  readonly result: CoordinationResult;
  /** null while it is not final, and when it completed. */
  readonly cause: Cause | null;
  /** For people; '' when it completed. */
  readonly message: string;
  /** null before every track was asked; the greatest of a transaction. */
  readonly risk: number | null;
  /**
   * What each track said when it was asked last: of a transaction the greatest, null where one was not given.
   * Absent where no track was asked, and in what was written down before this was kept.
   */
  readonly verdicts?: PerTrack<number | null>;
  /** What is not there; of a transaction each with the device's name in its rule's reason. */
  readonly unmet: readonly Need[];
  readonly devices: readonly DeviceResult[];
  /** Of the commit; null when it did not come so far. */
  readonly transaction: string | null;
  /** {unit ms since 1970} */
  readonly receivedAt: number;
  /** From reception to end without the time that people took. {unit ms} */
  readonly coordinationMs: number;
}

/** What a call is answered with. */
export interface CallAnswer {
  readonly result: OperationResult;
  /** The call's own deadline came first: the operation goes on, and the same id finds it. */
  readonly pending: boolean;
  /** It had ended before, and was not done again. */
  readonly replayed: boolean;
}

export function isFinal(state: CoordinationState): state is FinalState {
  return coordinationResult(state) !== CoordinationResult.UNKNOWN;
}

export function resultJson(result: OperationResult): Json {
  return {
    ...result,
    ...(result.verdicts !== undefined && { verdicts: [...result.verdicts] }),
    unmet: result.unmet.map((one) => ({ ...one })),
    devices: result.devices.map((one) => ({ ...one })),
  };
}

/** What resultJson() gave: the journal keeps it under a digest of its own, so its form is known. */
export function resultFrom(json: Json): OperationResult {
  return json as unknown as OperationResult;
}
