// SPDX-License-Identifier: Apache-2.0
// Asks every track, whatever the request names, and waits for none beyond the deadline.
import { type PerTrack, TRACKS, type WorkingTrack } from '../../core/model/track.ts';
import type { Assessor, Subject } from '../../core/ports/track.ts';
import { type Level, verdictOf } from '../../core/risk/level.ts';
import type { Timers } from '../commit/timers.ts';

/** What each track says; a missing word is undefined. */
export interface Verdicts {
  readonly levels: PerTrack<Level | undefined>;
  /** Why, by track: the reasons of its verdict, or why there is none. */
  readonly reasons: PerTrack<readonly string[]>;
}

interface Word {
  readonly level: Level | undefined;
  readonly reasons: readonly string[];
}

async function ask(
  assessor: Assessor | undefined,
  subject: Subject,
  late: AbortSignal,
  overdue: Promise<never>,
): Promise<Word> {
  if (assessor === undefined) {
    return { level: undefined, reasons: ['the track is not there'] };
  }
  try {
    const { risk, reasons } = await Promise.race([assessor.assess(subject, late), overdue]);
    return { level: verdictOf(risk), reasons };
  } catch (error) {
    // A failed answer is a missing one, which counts as the worst: safety rule 5.
    return {
      level: undefined,
      reasons: [error instanceof Error ? error.message : String(error)],
    };
  }
}

/** In the order of TRACKS. Never rejects. */
export async function askTracks(
  assessors: readonly Assessor[],
  subject: Subject,
  deadlineMs: number,
  timers: Timers,
): Promise<Verdicts> {
  const late = new AbortController();
  const overdue = Promise.withResolvers<never>();
  // With no track there, nobody waits for it.
  overdue.promise.catch(() => undefined);
  // All are asked at once: one deadline is the deadline of each.
  const cancel = timers.after(deadlineMs, () => {
    const error = new Error(`no verdict within ${deadlineMs} ms`);
    late.abort(error);
    overdue.reject(error);
  });
  const of = (track: WorkingTrack): Promise<Word> =>
    ask(
      assessors.find((one) => one.track === track),
      subject,
      late.signal,
      overdue.promise,
    );
  const [kernel, security, other] = TRACKS;
  try {
    const [a, b, c] = await Promise.all([
      of(kernel as WorkingTrack),
      of(security as WorkingTrack),
      of(other as WorkingTrack),
    ]);
    return { levels: [a.level, b.level, c.level], reasons: [a.reasons, b.reasons, c.reasons] };
  } finally {
    cancel();
  }
}
