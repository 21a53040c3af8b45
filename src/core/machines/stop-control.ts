// SPDX-License-Identifier: Apache-2.0
// The emergency stop with what its table leaves out: epoch, what is missing, persons, deadlines.
// Towards safe nothing is ever refused; away from it everything must be exactly right.
import { transition } from './machine.ts';
import {
  type Latch,
  STOP_TRANSITIONS,
  type StopEvent,
  type StopState,
  stopStateAtStart,
} from './stop.ts';

/** From the stop to LATCHED_DEGRADED, unless less is asked for. {unit ms} */
export const SETTLE_LIMIT_MS = 100;
/** From the first person to the second, and from the second to the start. */
export const RESET_WINDOW_MS = 120_000;

export interface StopControl {
  readonly state: StopState;
  /** The kernel's stop generation: moves with each stop. */
  readonly epoch: number;
  /** Tracks that have not acknowledged and devices that do not read back safe, sorted. */
  readonly missing: readonly string[];
  /** When the state was entered, by a clock that never goes back and counts sleep. {unit ms} */
  readonly since: number;
  /** Who asked for the reset, while one is under way. */
  readonly firstPerson: string | null;
}

export type StopInput =
  /** @missing: every track and device whose acknowledgement is awaited. @epoch: the kernel's. */
  | { readonly kind: 'STOP'; readonly epoch: number; readonly missing: readonly string[] }
  | { readonly kind: 'ACKNOWLEDGED'; readonly epoch: number; readonly who: string }
  | { readonly kind: 'TICK' }
  | ResetStep<'RESET'>
  | ResetStep<'CONFIRM'>
  | { readonly kind: 'START'; readonly epoch: number };

interface ResetStep<K extends string> {
  readonly kind: K;
  readonly epoch: number;
  readonly person: string;
  readonly causeCleared: boolean;
  /** What this person was shown as missing and accepts so: each missing one must be in it. */
  readonly accepts: readonly string[];
}

export type StopRefusal =
  /** The state has no such step. */
  | 'NOT_NOW'
  /** A stop came since, or the caller means another one. */
  | 'OTHER_EPOCH'
  | 'CAUSE_PRESENT'
  /** Something is missing that was not accepted by name. */
  | 'MISSING_NOT_ACCEPTED'
  /** The first person cannot be the second. */
  | 'SAME_PERSON';

export interface StopStep {
  readonly control: StopControl;
  /** Why nothing changed; null when the step was taken or there was nothing to do. */
  readonly refusal: StopRefusal | null;
}

export function stopControlAtStart(latch: Latch, epoch: number, now: number): StopControl {
  const state = stopStateAtStart(latch);
  return { state, epoch, missing: [], since: now, firstPerson: null };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function enter(
  control: StopControl,
  event: StopEvent,
  now: number,
  change: Partial<StopControl> = {},
): StopControl {
  const state = transition('stop', STOP_TRANSITIONS, control.state, event);
  return { ...control, ...change, state, since: now };
}

function resetUnderWay(state: StopState): boolean {
  return state === 'RESET_PENDING' || state === 'READY';
}

/** What time alone does. Taken before every input, so that a late timer opens nothing. */
function lapse(control: StopControl, now: number, settleMs: number): StopControl {
  const elapsed = now - control.since;
  // Asked this way round, a clock that says NaN lapses everything.
  const within = (limit: number): boolean => elapsed < limit;
  if (control.state === 'STOPPING' && !within(Math.min(settleMs, SETTLE_LIMIT_MS))) {
    return enter(control, 'OVERDUE', now);
  }
  if (resetUnderWay(control.state) && !within(RESET_WINDOW_MS)) {
    const event = control.missing.length > 0 ? 'LAPSED_DEGRADED' : 'LAPSED';
    return enter(control, event, now, { firstPerson: null });
  }
  return control;
}

function stopped(
  control: StopControl,
  epoch: number,
  names: readonly string[],
  now: number,
): StopControl {
  // The same stop may be announced twice and late; it is taken again, and the epoch never goes back.
  const next = enter(control, 'STOP', now, {
    epoch: Math.max(epoch, control.epoch),
    missing: sorted(names),
    firstPerson: null,
  });
  return next.missing.length === 0 ? enter(next, 'SETTLED', now) : next;
}

function acknowledged(control: StopControl, who: string, now: number): StopControl {
  const missing = control.missing.filter((name) => name !== who);
  const settles = control.state === 'STOPPING' || control.state === 'LATCHED_DEGRADED';
  return settles && missing.length === 0
    ? enter(control, 'SETTLED', now, { missing })
    : { ...control, missing };
}

function resetProblem(control: StopControl, step: ResetStep<string>): StopRefusal | null {
  if (step.epoch !== control.epoch) {
    return 'OTHER_EPOCH';
  }
  if (!step.causeCleared) {
    return 'CAUSE_PRESENT';
  }
  // Naming more than is missing is fine: an acknowledgement may come between the two persons.
  if (!control.missing.every((name) => step.accepts.includes(name))) {
    return 'MISSING_NOT_ACCEPTED';
  }
  return null;
}

function reset(control: StopControl, step: ResetStep<'RESET'>, now: number): StopStep {
  if (control.state !== 'LATCHED' && control.state !== 'LATCHED_DEGRADED') {
    return { control, refusal: 'NOT_NOW' };
  }
  const refusal = resetProblem(control, step);
  return refusal === null
    ? { control: enter(control, 'RESET_REQUESTED', now, { firstPerson: step.person }), refusal }
    : { control, refusal };
}

function confirm(control: StopControl, step: ResetStep<'CONFIRM'>, now: number): StopStep {
  if (control.state !== 'RESET_PENDING') {
    return { control, refusal: 'NOT_NOW' };
  }
  const problem = resetProblem(control, step);
  const refusal = problem ?? (step.person === control.firstPerson ? 'SAME_PERSON' : null);
  return refusal === null
    ? { control: enter(control, 'RESET_CONFIRMED', now), refusal }
    : { control, refusal };
}

function start(control: StopControl, epoch: number, now: number): StopStep {
  if (control.state !== 'READY') {
    return { control, refusal: 'NOT_NOW' };
  }
  return epoch === control.epoch
    ? { control: enter(control, 'START', now, { firstPerson: null, missing: [] }), refusal: null }
    : { control, refusal: 'OTHER_EPOCH' };
}

/**
 * The next state of the stop. Never throws for anything that comes from outside. @settleMs: no more than
 * SETTLE_LIMIT_MS counts.
 */
export function stepStop(
  before: StopControl,
  input: StopInput,
  now: number,
  settleMs: number = SETTLE_LIMIT_MS,
): StopStep {
  // A clock that went back would keep a reset open: it counts as standing still.
  const time = Math.max(now, before.since);
  const control = lapse(before, time, settleMs);
  switch (input.kind) {
    case 'STOP':
      return { control: stopped(control, input.epoch, input.missing, time), refusal: null };
    case 'TICK':
      return { control, refusal: null };
    case 'ACKNOWLEDGED':
      return input.epoch === control.epoch
        ? { control: acknowledged(control, input.who, time), refusal: null }
        : { control, refusal: 'OTHER_EPOCH' };
    case 'RESET':
      return reset(control, input, time);
    case 'CONFIRM':
      return confirm(control, input, time);
    case 'START':
      return start(control, input.epoch, time);
  }
}
