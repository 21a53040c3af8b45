// SPDX-License-Identifier: Apache-2.0
// From what is thrown to what a client is told. Errors that are not known here say nothing of
// themselves: they are ours, and are told to whoever runs the daemon.
import { CoreError, InvalidArgumentError, RefusedError } from '../../core/model/errors.ts';
import { isGivenUp, isNamed, refusalOf, satisfiedByOf } from '../failure.ts';
import type { WireError, WireNeed } from './wire/messages.ts';

interface NeedLike {
  readonly rule: string;
  readonly satisfiedBy: string;
  readonly because?: string;
  readonly possible?: boolean;
}

export function wireNeeds(needs: readonly NeedLike[]): WireNeed[] {
  return needs.map(({ rule, satisfiedBy, because = '', possible = true }) => ({
    rule,
    because,
    satisfied_by: satisfiedBy,
    possible,
  }));
}

/** @onDefect hears of what is no named error; its id is all that the client gets. */
export function toWireError(error: unknown, onDefect: (error: unknown) => string): WireError {
  if (error instanceof InvalidArgumentError) {
    const { code, message, field, allowed } = error;
    return { code, message, advice: [], field, allowed };
  }
  if (error instanceof RefusedError) {
    const { code, message, needs } = error;
    return { code, message, advice: [], needs: wireNeeds(needs) };
  }
  if (error instanceof CoreError || isNamed(error)) {
    const { code, message } = error;
    const refusal = refusalOf(error);
    const satisfiedBy = satisfiedByOf(error);
    const advice = satisfiedBy === undefined ? [] : [`What would satisfy it: ${satisfiedBy}`];
    return { code, message, advice, ...(refusal !== undefined && { refusal }) };
  }
  if (isGivenUp(error)) {
    const message = `given up: ${error.message}`;
    return { code: 'ERR_DSMIL_ABORTED', message, advice: [] };
  }
  const id = onDefect(error);
  return {
    code: 'ERR_DSMIL_INTERNAL',
    message: `a defect of the daemon; its log has it as ${id}`,
    advice: ['Send the log’s lines with that id to whoever maintains the daemon.'],
  };
}
