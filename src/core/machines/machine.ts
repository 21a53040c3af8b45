// SPDX-License-Identifier: Apache-2.0
// A state machine is a table; nothing moves but through it.
import { IllegalTransitionError } from '../model/errors.ts';

/** For each state, what each event that it takes leads to. An event that is not there is illegal. */
export type Transitions<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** The state after @event, or undefined where the table has none. */
export function successor<S extends string, E extends string>(
  table: Transitions<S, E>,
  state: S,
  event: E,
): S | undefined {
  // Names come from storage and the network too: nothing inherited is a transition.
  return Object.hasOwn(table, state) && Object.hasOwn(table[state], event)
    ? table[state][event]
    : undefined;
}

/** The state after @event; IllegalTransitionError where the table has none. */
export function transition<S extends string, E extends string>(
  machine: string,
  table: Transitions<S, E>,
  state: S,
  event: E,
): S {
  const next = successor(table, state, event);
  if (next === undefined) {
    const allowed = Object.hasOwn(table, state) ? Object.keys(table[state]) : [];
    throw new IllegalTransitionError(machine, state, event, allowed);
  }
  return next;
}
