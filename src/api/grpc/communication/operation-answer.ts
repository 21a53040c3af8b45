// SPDX-License-Identifier: Apache-2.0
// What became of an operation, as OperationCoordinationResponse.
import { RiskLevel, Track } from '../../../core/model/enums.ts';
import { TRACKS, type WorkingTrack } from '../../../core/model/track.ts';
import type { Need } from '../../../core/requirement/input.ts';
import type { CallAnswer, OperationResult } from '../../../orchestrator/operations/result.ts';
import type {
  IOperationCoordinationResponse,
  ITrackResult,
  IUnmetNeed,
} from '../wire/generated/dsmil-communication-v1.ts';
import { wireTime } from './values.ts';

/** CoordinationState of the protocol. */
export const STATE_NUMBERS: Readonly<Record<OperationResult['state'], number>> = {
  INITIALIZING: 1,
  SAFETY_CHECKING: 2,
  AUTHORIZING: 3,
  EXECUTING: 4,
  COMPLETED: 5,
  FAILED: 6,
  DENIED: 7,
  EMERGENCY_STOPPED: 8,
};

/** Whose requirement each of the core's rules is. The others are of the security track: who may what. */
const RULE_TRACKS: Readonly<Record<string, WorkingTrack>> = {
  'verdict-kernel': Track.KERNEL,
  'verdict-interface': Track.INTERFACE,
  'stop-clear': Track.KERNEL,
  'writes-allowed': Track.KERNEL,
  'no-hold': Track.KERNEL,
  'no-conflict': Track.KERNEL,
  'memory-protection': Track.KERNEL,
  'thermal-monitoring': Track.KERNEL,
  'rollback-capability': Track.KERNEL,
  'execution-time': Track.KERNEL,
  confirmation: Track.INTERFACE,
  justification: Track.INTERFACE,
  'too-many-questions': Track.INTERFACE,
};

const EACCES = 13;

function trackOf({ rule }: Need): WorkingTrack {
  return RULE_TRACKS[rule] ?? Track.SECURITY;
}

/** What each track said no to, as far as the operation came; in the order A, B, C. */
export function trackResults(result: OperationResult): ITrackResult[] {
  const asked = result.risk !== null;
  const silent = new Set(result.unmet.map(({ rule }) => rule));
  const [first] = result.devices;
  const deviceError = first?.error ?? 0;
  return TRACKS.map((track, n) => {
    const verdict = result.verdicts?.[n];
    const missing = result.unmet.filter((one) => trackOf(one) === track);
    const name = {
      [Track.KERNEL]: 'kernel',
      [Track.SECURITY]: 'security',
      [Track.INTERFACE]: 'interface',
    }[track];
    const refused = missing.length > 0 ? -EACCES : 0;
    return {
      track,
      // One that was written down before verdicts were kept tells by its rules alone.
      answered: verdict === undefined ? asked && !silent.has(`verdict-${name}`) : verdict !== null,
      result: track === Track.KERNEL && deviceError !== 0 ? deviceError : refused,
      assessedRisk: verdict ?? RiskLevel.UNKNOWN,
      detail: missing.map(({ rule, because }) => `${rule}: ${because}`).join('\n'),
    };
  });
}

export function unmetNeeds(needs: readonly Need[]): IUnmetNeed[] {
  return needs.map(({ rule, because, satisfiedBy, possible }) => ({
    rule,
    because,
    satisfiedBy,
    possible,
  }));
}

/** Of an operation that has ended, or that a stop was. */
export function operationAnswer({ result, replayed }: CallAnswer): IOperationCoordinationResponse {
  const [device] = result.devices;
  return {
    coordinationId: result.coordinationId,
    result: result.result,
    assessedRisk: result.risk ?? RiskLevel.UNKNOWN,
    trackResults: trackResults(result),
    errorMessage: result.message,
    coordinationTime: wireTime(result.coordinationMs),
    operationId: result.operation,
    value: device?.value ?? null,
    replayed,
    cause: result.cause ?? '',
    unmet: unmetNeeds(result.unmet),
    transactionId: result.transaction ?? '',
    deviceReason: device?.reason ?? '',
    deviceError: device?.error ?? 0,
    state: STATE_NUMBERS[result.state],
  };
}
