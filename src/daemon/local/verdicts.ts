// SPDX-License-Identifier: Apache-2.0
// Asks every track, whatever the request names, and waits for none beyond the deadline.
import { type PerTrack, TRACKS, type WorkingTrack } from '../../core/model/track.ts';
import type { Assessor, Subject, TrackVerdict } from '../../core/ports/track.ts';
import { type Level, verdictOf } from '../../core/risk/level.ts';

/** A track's word, or why there is none. */
export type Answer =
  | { readonly track: WorkingTrack; readonly verdict: TrackVerdict }
  | { readonly track: WorkingTrack; readonly missing: string };

async function ask(
  assessor: Assessor | undefined,
  track: WorkingTrack,
  subject: Subject,
  deadlineMs: number,
): Promise<Answer> {
  if (assessor === undefined) {
    return { track, missing: 'the track is not there' };
  }
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new Error(`no verdict within ${deadlineMs} ms (sync.assess_deadline_ms)`));
  }, deadlineMs);
  const overdue = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(late.signal.reason), { once: true });
  });
  try {
    return { track, verdict: await Promise.race([assessor.assess(subject, late.signal), overdue]) };
  } catch (error) {
    return { track, missing: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** In the order of TRACKS. */
export async function askAll(
  assessors: readonly Assessor[],
  subject: Subject,
  deadlineMs: number,
): Promise<readonly Answer[]> {
  return await Promise.all(
    TRACKS.map((track) =>
      ask(
        assessors.find((assessor) => assessor.track === track),
        track,
        subject,
        deadlineMs,
      ),
    ),
  );
}

/** What assessRisk() takes: a missing one, or one that is none, is undefined. */
export function levelsOf(answers: readonly Answer[]): PerTrack<Level | undefined> {
  const level = (index: number): Level | undefined => {
    const answer = answers[index];
    return answer !== undefined && 'verdict' in answer ? verdictOf(answer.verdict.risk) : undefined;
  };
  return [level(0), level(1), level(2)];
}
