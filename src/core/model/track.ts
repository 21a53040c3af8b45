// SPDX-License-Identifier: Apache-2.0
// The three tracks, and what naming one in a request means.
import { Track } from './enums.ts';

/** A track that assesses, prepares and reports: A, B, C. */
export type WorkingTrack = typeof Track.KERNEL | typeof Track.SECURITY | typeof Track.INTERFACE;

/** In the order of their letters; the order of weights, verdicts and vectors. */
export const TRACKS: readonly WorkingTrack[] = [Track.KERNEL, Track.SECURITY, Track.INTERFACE];

/** One value for each track, in the order of TRACKS. */
export type PerTrack<T> = readonly [kernel: T, security: T, interface_: T];

/**
 * Which tracks the client wants to take part. All three assess and commit whatever it says; naming
 * one demands more: without an answer of its own from that track the operation does not happen,
 * where otherwise a missing answer counts as the highest computed risk.
 */
export interface TrackInvolvement {
  readonly kernelTrack: boolean;
  readonly securityTrack: boolean;
  readonly interfaceTrack: boolean;
}

export const NO_INVOLVEMENT: TrackInvolvement = {
  kernelTrack: false,
  securityTrack: false,
  interfaceTrack: false,
};

/** The tracks without whose own verdict the operation may not happen. */
export function demandedTracks(involvement: TrackInvolvement): WorkingTrack[] {
  const { kernelTrack, securityTrack, interfaceTrack } = involvement;
  const named = [kernelTrack, securityTrack, interfaceTrack];
  return TRACKS.filter((_, index) => named[index] === true);
}
