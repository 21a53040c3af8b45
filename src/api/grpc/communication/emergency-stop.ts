// SPDX-License-Identifier: Apache-2.0
// EmergencyStop: the kernel's latch first, here and now, whatever else was sent. Then it is only found out
// who has heard.
import type { StopTaken } from '../../../orchestrator/stop/stop-orchestrator.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IEmergencyStopRequest,
  IEmergencyStopResponse,
  ITrackEmergencyResult,
} from '../wire/generated/dsmil-communication-v1.ts';
import type { CommunicationParts } from './parts.ts';
import type { StopClaims } from './stop-claims.ts';
import { type StopWatch, TRACK_NAMES, type TrackTimes } from './stop-watch.ts';
import { stopStateOf, wireTime } from './values.ts';
import { visibleMissing } from './visibility.ts';

export interface EmergencyStopParts
  extends Pick<CommunicationParts, 'stop' | 'security' | 'onProblem'> {
  readonly claims: StopClaims;
  readonly watch: StopWatch;
  /** As the watch has it. {unit ms} */
  readonly now: () => number;
}

function trackResults(begun: number, { answeredAt }: TrackTimes): ITrackEmergencyResult[] {
  return TRACK_NAMES.map(([track, name]) => {
    const at = answeredAt.get(track);
    return at === undefined
      ? {
          track,
          acknowledged: false,
          errorMessage: `the ${name} track has not said that it stopped`,
        }
      : { track, acknowledged: true, responseTime: wireTime(at - begun), errorMessage: '' };
  });
}

function problemsOf(taken: StopTaken, tracks: readonly ITrackEmergencyResult[]): string {
  const words = tracks.map(({ errorMessage }) => errorMessage ?? '').filter((one) => one !== '');
  return taken.latched
    ? words.join('; ')
    : [
        'the kernel could not be reached; it is tried on, dsmil-stop asks it as well',
        ...words,
      ].join('; ');
}

/** The person, where that is known; a stop waits for nobody who has to be looked up. */
function stopperOf(
  { caller }: Pick<GrpcCall, 'caller'>,
  onProblem: (error: unknown) => void,
): string {
  try {
    return caller.person?.person ?? caller.principal;
  } catch (error) {
    onProblem(error);
    return caller.principal;
  }
}

/** Never rejects for what is in @given. */
export async function emergencyStop(
  parts: EmergencyStopParts,
  given: IEmergencyStopRequest,
  call: Pick<GrpcCall, 'caller'>,
): Promise<IEmergencyStopResponse> {
  const { stop, watch, claims, now, onProblem } = parts;
  const begun = now();
  const by = stopperOf(call, onProblem);
  const taken = stop.stop(by, typeof given.reason === 'string' ? given.reason : '');
  try {
    claims.record(by, given);
  } catch (error) {
    onProblem(error);
  }
  const times = await watch.wait(begun);
  const tracks = trackResults(begun, times);
  return {
    success: taken.latched,
    trackResults: tracks,
    errorMessage: problemsOf(taken, tracks),
    responseTime: wireTime(now() - begun),
    stopEpoch: taken.latched ? taken.epoch : 0,
    stopState: stopStateOf(times.control.state),
    missing: visibleMissing(parts.security, call.caller.principal, times.control.missing),
  };
}
