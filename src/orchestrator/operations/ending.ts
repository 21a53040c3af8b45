// SPDX-License-Identifier: Apache-2.0
// How an operation ends, as values: what a commit's end means for who asked, and what counts for the
// failure history.
import type { OperationEvent } from '../../core/machines/operation.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import type { EffectResult, KernelAnswer, TransactionEnd } from '../../core/ports/commit.ts';
import type { CountedOutcome } from '../../core/ports/operations-journal.ts';
import type { Need } from '../../core/requirement/input.ts';
import type { Cause, DeviceResult } from './result.ts';

export interface Ending {
  readonly event: Extract<OperationEvent, 'COMPLETE' | 'FAIL' | 'DENY' | 'STOP'>;
  readonly cause: Cause | null;
  readonly message: string;
  readonly unmet?: readonly Need[];
  readonly devices?: readonly DeviceResult[];
  readonly transaction?: string | null;
  readonly counted?: readonly CountedOutcome[];
  /** Of its transaction (TransactionEnd): not written down before. False: a recovery decides how it ended. */
  readonly recorded?: Promise<boolean>;
  /** The security track refused it at its gate, and has counted that. */
  readonly admission?: boolean;
}

export const EXPIRED: Ending = {
  event: 'FAIL',
  cause: 'EXPIRED',
  message: 'its time has run out: ask again with another id, and a longer timeout where it may be',
};

export const CANCELLED: Ending = {
  event: 'FAIL',
  cause: 'CANCELLED',
  message: 'its requester took it back',
};

export const INTERRUPTED: Ending = {
  event: 'FAIL',
  cause: 'INTERRUPTED',
  message: 'the daemon ended before anything was done: nothing was changed',
};

export const STOPPED: Ending = {
  event: 'STOP',
  cause: 'STOPPED',
  message: 'an emergency stop ended it: nothing more of it happens',
};

const NOT_KNOWN_BEFORE =
  'it ended before the journal had said whether its id was used before: ask again with the same id, ' +
  'to learn what was done under it';

/**
 * @ending of one whose id the journal has not told of: whoever took it for all there is, and asked with another id as
 * some endings advise, might have it done twice. What went wrong is said all the same.
 */
export function beforeItWasKnown(ending: Ending): Ending {
  const said = ending.cause === 'FAULT' ? `${ending.message}; ` : '';
  return { ...ending, message: `${said}${NOT_KNOWN_BEFORE}` };
}

/** It is refused for @unmet. */
export function refusedFor(unmet: readonly Need[]): Ending {
  const words = unmet.map(
    ({ rule, because, satisfiedBy }) => `${rule}: ${because}; it takes ${satisfiedBy}`,
  );
  return { event: 'DENY', cause: 'REFUSED', message: words.join('\n'), unmet };
}

/** What the kernel said of each effect, as it is answered. */
export function deviceResults(effects: readonly EffectResult[]): DeviceResult[] {
  return effects.map(({ device, before, error, reason }) => ({
    device,
    value: before,
    error,
    reason,
  }));
}

/** Whose doing it was, where the kernel says; else everybody's. */
function blamed(
  requests: readonly OperationRequest[],
  answer: KernelAnswer | null,
): readonly CountedOutcome[] {
  const failed = answer?.failed ?? null;
  return requests
    .filter((_, n) => failed === null || n === failed)
    .map(({ deviceId, operationType }) => ({
      device: deviceId,
      type: operationType,
      failed: true,
    }));
}

/** @stopped: the stop's generation has moved since; @interrupted: why it was aborted from here. */
export function endingOf(
  end: TransactionEnd,
  requests: readonly OperationRequest[],
  stopped: boolean,
  interrupted: Cause | null,
): Ending {
  const ending = endingAs(end, requests, stopped, interrupted);
  return end.recorded === undefined ? ending : { ...ending, recorded: end.recorded };
}

function endingAs(
  end: TransactionEnd,
  requests: readonly OperationRequest[],
  stopped: boolean,
  interrupted: Cause | null,
): Ending {
  const transaction = String(end.id);
  switch (end.kind) {
    case 'COMMITTED':
      return {
        event: 'COMPLETE',
        cause: null,
        message: '',
        transaction,
        devices: deviceResults(end.answer?.results ?? []),
        counted: requests.map(({ deviceId, operationType }) => ({
          device: deviceId,
          type: operationType,
          failed: false,
        })),
      };
    case 'ABORTED': {
      const devices = deviceResults(end.answer?.results ?? []);
      if (stopped) {
        return { ...STOPPED, transaction, devices, unmet: end.needs };
      }
      const cause = interrupted ?? 'ABORTED';
      const message = `nothing was changed: ${end.reason}`;
      return { event: 'FAIL', cause, message, unmet: end.needs, transaction, devices };
    }
    case 'ROLLED_BACK': {
      const devices = deviceResults(end.answer?.results ?? []);
      if (stopped) {
        return { ...STOPPED, transaction, devices };
      }
      const message = `what had begun was undone: ${end.answer.reason}`;
      const counted = blamed(requests, end.answer);
      return { event: 'FAIL', cause: 'ROLLED_BACK', message, transaction, devices, counted };
    }
    case 'HEURISTIC': {
      const message = `nobody can tell how it ended (${end.reason}): the devices are on hold until two persons clear it`;
      const counted = blamed(requests, null);
      const devices = deviceResults(end.answer?.results ?? []);
      return { event: 'FAIL', cause: 'HEURISTIC', message, transaction, devices, counted };
    }
    case 'FENCED':
      return {
        event: 'FAIL',
        cause: 'FENCED',
        message: 'another daemon has taken over and decides it: ask that one for the same id',
        transaction,
      };
  }
}
