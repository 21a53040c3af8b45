// SPDX-License-Identifier: Apache-2.0
// The stop: where it stands, and what is needed next.
import type { StopStatus } from '../../abi/generated/arguments.ts';
import { StopCause, StopCauseNames, StopState, StopStateNames } from '../../abi/generated/enums.ts';
import { detailText } from '../record-words.ts';
import type { Style } from '../style.ts';
import { renderFacts } from '../table.ts';
import { duration } from '../text.ts';
import { named, stopPaint } from '../words.ts';

export interface StopView {
  readonly status: StopStatus;
  /** CLOCK_MONOTONIC when it was asked. */
  readonly nowNs: bigint;
  /** What nowNs is on the wall. */
  readonly now: Date;
}

const CHAIN = [StopState.LATCHED, StopState.RESET_PENDING, StopState.READY, StopState.RUN] as const;

export function stopStateName(state: number): string {
  return named(StopStateNames, state, 'state').toUpperCase();
}

/** What has to happen next, and by whom. */
export function nextStep(status: StopStatus): string {
  switch (status.state) {
    case StopState.RUN:
      return 'nothing: effects are possible, by the other rules';
    case StopState.READY:
      return 'a start: the reset is confirmed, and permits; it starts nothing';
    case StopState.RESET_PENDING:
      return `a second person confirms the reset within ${Math.ceil(status.resetLeftMs / 1000)} s, else it is latched again`;
    case StopState.LATCHED:
      break;
    default:
      return 'nothing can be said: an unknown state counts as latched';
  }
  if (status.suspended !== 0) {
    return 'the host resumes; then a reset by two persons, then a start';
  }
  switch (status.cause) {
    case StopCause.REGISTRY_LOST:
      return 'the module is unloaded and loaded anew: the hardware is not what it was, and no reset is accepted';
    case StopCause.LOAD:
      return 'nothing is wrong: every core starts latched. A reset by two persons within 120 s, then a start';
    case StopCause.GONE:
      return 'the device comes back: it was unbound, and no reset is accepted';
    default:
      return 'what caused it ends; then a reset by two persons within 120 s, then a start';
  }
}

function chain(state: number, style: Style): string {
  return CHAIN.map((step) => {
    const name = stopStateName(step);
    return step === state ? style.paint(stopPaint(state), `[${name}]`) : style.paint('dim', name);
  }).join(` ${style.glyphs.arrow} `);
}

export function latchedAt({ status, nowNs, now }: StopView): Date {
  return new Date(now.getTime() - Number(nowNs - status.latchedNs) / 1e6);
}

function deadman({ deadmanPeriodMs, deadmanLeftMs }: StopStatus): string {
  return deadmanPeriodMs === 0
    ? 'not armed'
    : `armed: latches in ${deadmanLeftMs} ms unless it is beaten, at least every ${deadmanPeriodMs} ms`;
}

export function renderStop(view: StopView, room: number, style: Style): string[] {
  const { status, nowNs } = view;
  const known = CHAIN.some((step) => step === status.state);
  const facts: [string, string][] = [
    [
      'stop',
      known ? chain(status.state, style) : style.paint('alarm', `[${stopStateName(status.state)}]`),
    ],
    ['next', nextStep(status)],
    ['generation', `${status.generation} (moves with every stop)`],
    [
      'last stop',
      `${latchedAt(view).toISOString()}, ${duration(nowNs - status.latchedNs, style.glyphs.micro)} ago`,
    ],
    ['cause', `${named(StopCauseNames, status.cause, 'cause')}${detailText(status.detail)}`],
    ['deadman', deadman(status)],
  ];
  if (status.suspended !== 0) {
    facts.push(['host', 'suspended: effects are refused, the deadman pauses']);
  }
  return renderFacts(facts, room, style);
}

/** One line, for a head. */
export function stopSummary(status: StopStatus): string {
  const cause = named(StopCauseNames, status.cause, 'cause');
  return status.state === StopState.RUN
    ? `generation ${status.generation}`
    : `${cause}${detailText(status.detail)}, generation ${status.generation}`;
}

export function stopJson(view: StopView): Record<string, unknown> {
  const { status } = view;
  return {
    state: StopStateNames[status.state] ?? status.state,
    effects_possible: status.state === StopState.RUN && status.suspended === 0,
    generation: Number(status.generation),
    cause: StopCauseNames[status.cause] ?? status.cause,
    detail: status.detail,
    latched_ns: status.latchedNs.toString(),
    latched_at: latchedAt(view).toISOString(),
    next: nextStep(status),
    deadman_period_ms: status.deadmanPeriodMs,
    deadman_left_ms: status.deadmanLeftMs,
    reset_left_ms: status.resetLeftMs,
    suspended: status.suspended !== 0,
  };
}
