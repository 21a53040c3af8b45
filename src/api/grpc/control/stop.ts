// SPDX-License-Identifier: Apache-2.0
// StopService: the stop, which takes nothing but a connection, and the way back from it.
import type { ResetDecision } from '../../../core/canonical/reset-decision.ts';
import type { StopState } from '../../../core/machines/stop.ts';
import { resetStepDocument } from '../../local/wire/documents.ts';
import { wireTime } from '../communication/values.ts';
import { visibleMissing } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IGetStopStatusResponse,
  IOfferStopStepResponse,
  IStopResponse,
  IStopStatus,
  ITakeStopStepResponse,
  OfferStopStepRequest,
  StopRequest,
  TakeStopStepRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { personCalling } from './caller.ts';
import { OtherStepError } from './errors.ts';
import { approvalFrom, hexField, memberField, wireDocument } from './fields.ts';
import type { ControlParts } from './parts.ts';

const NONCE_DIGITS = 32;

const STATES: Readonly<Record<StopState, number>> = {
  RUN: 1,
  STOPPING: 2,
  LATCHED: 3,
  LATCHED_DEGRADED: 4,
  RESET_PENDING: 5,
  READY: 6,
};

export const STEPS: Readonly<Record<'WHICHEVER' | ResetDecision['step'], number>> = {
  WHICHEVER: 0,
  RESET: 1,
  CONFIRM: 2,
  START: 3,
};

/** As far as @caller may know: devices that they are cleared for, and persons when they are somebody. */
export function wireStop(
  { stop, access, clock }: Omit<StopParts, 'reset'>,
  { principal, person }: GrpcCall['caller'],
): IStopStatus {
  const { control, unlatched } = stop;
  const { state, epoch, missing, since, firstPerson } = control;
  return {
    state: STATES[state],
    epoch,
    missing: visibleMissing(access, principal, missing),
    inStateFor: wireTime(clock.boot() - since),
    firstPerson: person === undefined ? '' : (firstPerson ?? ''),
    unlatched,
  };
}

export type StopParts = Pick<ControlParts, 'stop' | 'reset' | 'access' | 'clock'>;

export function stopService(parts: StopParts) {
  const { stop, reset, clock } = parts;
  const status = (caller: GrpcCall['caller']): IStopStatus => wireStop(parts, caller);
  /** A stop waits for nobody who has to be looked up: what goes wrong there is told when it has latched. */
  const stopAs = (caller: GrpcCall['caller'], reason: string): void => {
    let by = caller.principal;
    try {
      by = caller.person?.person ?? by;
    } finally {
      stop.stop(by, reason);
    }
  };
  return {
    Stop({ reason }: StopRequest, { caller }: GrpcCall): IStopResponse {
      stopAs(caller, reason ?? '');
      return { status: status(caller) };
    },

    GetStopStatus(_: object, { caller }: GrpcCall): IGetStopStatusResponse {
      return { status: status(caller) };
    },

    OfferStopStep(
      { expectedStep }: OfferStopStepRequest,
      { caller }: GrpcCall,
    ): IOfferStopStepResponse {
      const expected = memberField(expectedStep ?? 0, 'expected_step', STEPS, '0..3');
      // Offers are few, and name what is missing: whoever could not sign one gets none.
      const decision = reset.offerTo(personCalling(caller).person);
      const { step, expiry } = decision;
      if (expected !== STEPS.WHICHEVER && expected !== STEPS[step]) {
        const name = Object.entries(STEPS).find(([, number]) => number === expected)?.[0] ?? '';
        throw new OtherStepError(name, step);
      }
      return {
        document: wireDocument(resetStepDocument(decision)),
        step: STEPS[step],
        timeLeft: wireTime(expiry - clock.boot()),
      };
    },

    async TakeStopStep(
      { nonce, signature }: TakeStopStepRequest,
      { caller }: GrpcCall,
    ): Promise<ITakeStopStepResponse> {
      const digits = hexField(nonce, 'nonce', NONCE_DIGITS);
      await reset.take(digits, approvalFrom(signature), caller.principal);
      return { status: status(caller) };
    },
  };
}
