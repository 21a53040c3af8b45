// SPDX-License-Identifier: Apache-2.0
// SynchronizeState: the states of those devices that the caller may know of, as they are known now, or after
// every track was asked.
import { OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { TRACKS } from '../../../core/model/track.ts';
import type { GrpcCall } from '../method.ts';
import type { IStateSynchronizationRequest } from '../wire/generated/dsmil-communication-v1.ts';
import { wireConflict } from './device-state.ts';
import type { EncodedStates, StatesAnswer } from './encoded-states.ts';
import type { CommunicationParts } from './parts.ts';
import type { RequestedPasses } from './requested-passes.ts';
import type { SeenDevices } from './seen-devices.ts';
import type { StateVersions } from './state-versions.ts';
import { wireTime } from './values.ts';
import { refuseUnseen } from './visibility.ts';

const INSTANCE_MAX = 64;

export interface SynchronizeParts extends Pick<CommunicationParts, 'sync' | 'security' | 'clock'> {
  /** Names this run of the daemon: versions of another one mean nothing. */
  readonly instance: string;
  readonly versions: StateVersions;
  readonly seen: SeenDevices;
  readonly states: EncodedStates;
  /** Shared by all calls. */
  readonly passes: RequestedPasses;
}

/** In the order of the table. Rejects with DeviceNotFoundError for one that the caller may not see. */
async function seenDevices(
  { security, seen: all }: SynchronizeParts,
  principal: string,
  asked: readonly number[],
): Promise<readonly number[]> {
  const seen = all.of(principal);
  if (asked.length === 0) {
    return seen;
  }
  const may = new Set(seen);
  const missing = asked.find((device) => !may.has(device));
  if (missing !== undefined) {
    return await refuseUnseen(security, principal, missing, OperationType.READ);
  }
  const wanted = new Set(asked);
  return seen.filter((device) => wanted.has(device));
}

/** Every track is asked; one that does not answer is waited for no longer than @signal says. */
async function refresh(
  { sync, passes }: SynchronizeParts,
  devices: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  const all = devices.length === sync.devices.length;
  try {
    await Promise.race([all ? passes.all() : passes.of(devices), ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Throws InvalidArgumentError. */
function sinceOf(parts: SynchronizeParts, given: IStateSynchronizationRequest): number {
  const { serverInstance = '', sinceVersion } = given;
  if ((serverInstance ?? '').length > INSTANCE_MAX) {
    const allowed = `at most ${INSTANCE_MAX} characters`;
    throw new InvalidArgumentError('server_instance', serverInstance, allowed);
  }
  const since = Number(sinceVersion ?? 0);
  if (!Number.isSafeInteger(since)) {
    throw new InvalidArgumentError('since_version', since, 'a version that an answer had');
  }
  return serverInstance === parts.instance ? since : 0;
}

/** Rejects with InvalidArgumentError, DeviceNotFoundError, or the signal's reason. */
export async function synchronize(
  parts: SynchronizeParts,
  given: IStateSynchronizationRequest,
  call: Pick<GrpcCall, 'caller' | 'signal'>,
): Promise<StatesAnswer> {
  const { sync, clock, versions, states, instance } = parts;
  const { principal } = call.caller;
  const begun = clock.boot();
  const since = sinceOf(parts, given);
  const asked = given.deviceIds ?? [];
  if (asked.length > sync.devices.length) {
    const allowed = `at most ${sync.devices.length} tokens`;
    throw new InvalidArgumentError('device_ids', asked, allowed);
  }
  let seen = await seenDevices(parts, principal, asked);
  if (given.refresh === true && seen.length > 0) {
    // The call makes its signal when it is asked for: most calls need none.
    await refresh(parts, seen, call.signal);
    // What one may see may have changed while tracks were asked.
    seen = await seenDevices(parts, principal, asked);
  }
  const may = new Set(seen);
  let version = versions.least;
  const devices: Uint8Array[] = [];
  for (const device of seen) {
    const own = versions.of(device);
    version = Math.max(version, own);
    if (own > since) {
      devices.push(states.of(device));
    }
  }
  return {
    devices,
    rest: {
      conflicts: sync
        .disagreements()
        .filter(({ device }) => may.has(device))
        .map(wireConflict),
      synchronizedAt: wireTime(clock.wall()),
      silentTracks: TRACKS.filter((track) => sync.health(track) === 'SILENT'),
      synchronizationTime: wireTime(clock.boot() - begun),
      version,
      serverInstance: instance,
    },
  };
}
