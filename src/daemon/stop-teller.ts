// SPDX-License-Identifier: Apache-2.0
// Tells of the kernel's latch: the event before the record, and the record after the fact. Nothing
// depends on either, and nothing waits for them.
import { StopState } from '../abi/generated/enums.ts';
import { ClearanceLevel, Severity } from '../core/model/enums.ts';
import type { AuditLog } from '../core/ports/audit-log.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { EventLog } from '../core/ports/event-log.ts';
import type { StopView } from '../device/snapshot.ts';
import { stopChanged } from '../events/occurrences.ts';
import { HOST_TIMERS } from '../orchestrator/stop/host-timers.ts';
import type { Timers } from '../orchestrator/stop/ports.ts';
import { Repeats } from '../orchestrator/stop/repeats.ts';
import { nameOfStop } from './stop-name.ts';

export interface StopTellerOptions {
  readonly events: EventLog;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly timers?: Pick<Timers, 'after'>;
  /** Hears that a stop could not be recorded. */
  readonly onProblem: (error: unknown) => void;
}

export class StopTeller {
  readonly #options: StopTellerOptions;
  /** Of the latest stop that was told as an emergency; none yet. */
  #told = -1n;

  readonly #repeats: Repeats<StopView>;

  constructor(options: StopTellerOptions) {
    this.#options = options;
    this.#repeats = new Repeats({
      timers: options.timers ?? HOST_TIMERS,
      once: (stop) => this.#tell(stop, Severity.EMERGENCY, {}),
      again: ({ first, last, count }) =>
        this.#tell(last, Severity.EMERGENCY, {
          repeated: count,
          repeated_from: Number(first.generation),
        }),
    });
  }

  /**
   * A stop that begins is an emergency, which people acknowledge; a reset, a start, and a reset that
   * lapsed are not: they are of a generation that was told. Of many in a second that nothing could run
   * between, the first is told, then how many.
   */
  tell(stop: StopView): void {
    const { state, generation } = stop;
    if (state !== StopState.RUN && generation > this.#told) {
      this.#told = generation;
      // The page is one object, which the next stop changes.
      this.#repeats.add({ ...stop }, 'kernel');
      return;
    }
    if (state === StopState.RUN) {
      this.#repeats.flush();
    }
    this.#tell(stop, Severity.WARNING, {});
  }

  /** What was counted is told. */
  end(): void {
    this.#repeats.flush();
  }

  #tell(
    { state, generation, cause }: StopView,
    severity: Severity,
    more: Readonly<Record<string, number>>,
  ): void {
    const { events, audit, clock, onProblem } = this.#options;
    const [name, why] = nameOfStop(state, cause);
    const epoch = Number(generation);
    const open = { at: clock.wall(), clearance: ClearanceLevel.NONE, compartments: [] };
    const changed = stopChanged(open, name, epoch, why);
    const publication = { ...changed, severity, data: { ...changed.data, ...more } };
    events.publish(publication, severity === Severity.EMERGENCY ? 'emergency' : 'durable');
    const entry = {
      ...open,
      kind: `stop.${name.toLowerCase()}`,
      severity,
      actor: 'kernel',
      device: null,
      coordinationId: null,
      details: { generation: epoch, cause: why, ...more },
    };
    audit.append(entry, 'stop').catch(onProblem);
  }
}
