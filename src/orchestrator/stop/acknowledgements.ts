// SPDX-License-Identifier: Apache-2.0
// Tells every party of a stop, all at once, and again until it has answered: one that hangs or fails
// is missing, and holds up nobody else.
import type { StopParty, Timers } from './ports.ts';

/** Then it is told again; a late answer to an earlier telling of the same stop still counts. */
export const TELL_AGAIN_MS = 1_000;

export interface AcknowledgementOptions {
  readonly parties: readonly StopParty[];
  readonly timers: Timers;
  readonly acknowledged: (epoch: number, name: string) => void;
  readonly onProblem: (error: unknown) => void;
}

/** A party did not take the stop in; it stays missing, and is told again. */
export class StopNotTakenError extends Error {
  override readonly name = 'StopNotTakenError';
  readonly code = 'ERR_DSMIL_STOP_NOT_TAKEN';

  constructor(party: string, epoch: number, cause: unknown) {
    super(`${party} did not take in stop ${epoch}: it counts as missing and is told again`, {
      cause,
    });
  }
}

export class Acknowledgements {
  readonly #options: AcknowledgementOptions;
  /** Ends everything about the stop before. */
  #current = new AbortController();

  constructor(options: AcknowledgementOptions) {
    this.#options = options;
  }

  /** The stop of @epoch; what is left of an earlier one is given up. */
  tell(epoch: number): void {
    this.end();
    const { signal } = this.#current;
    for (const party of this.#options.parties) {
      // Ends with the stop, and with the party's answer.
      const answered = new AbortController();
      this.#tellOne(party, epoch, answered, AbortSignal.any([signal, answered.signal]));
    }
  }

  end(): void {
    this.#current.abort();
    this.#current = new AbortController();
  }

  #tellOne(party: StopParty, epoch: number, answered: AbortController, over: AbortSignal): void {
    const { timers, acknowledged, onProblem } = this.#options;
    const attempt = new AbortController();
    const cancel = timers.after(TELL_AGAIN_MS, () => {
      attempt.abort();
      this.#tellOne(party, epoch, answered, over);
    });
    over.addEventListener('abort', cancel, { once: true });
    // A party that throws instead of rejecting must not keep the others from being told.
    new Promise<void>((resolve) => {
      resolve(party.stopped(epoch, AbortSignal.any([over, attempt.signal])));
    }).then(
      () => {
        if (!over.aborted) {
          answered.abort();
          acknowledged(epoch, party.name);
        }
      },
      (error: unknown) => {
        if (!over.aborted && !attempt.signal.aborted) {
          onProblem(new StopNotTakenError(party.name, epoch, error));
        }
      },
    );
  }
}
