// SPDX-License-Identifier: Apache-2.0
// What is told of the stop: an event and a record for each change, after the fact. The stop never
// waits for either; the kernel's own latch is told by whoever watches it.
import type { Json } from '../../core/canonical/json.ts';
import type { StopControl } from '../../core/machines/stop-control.ts';
import { ClearanceLevel, EventType, Severity, Track } from '../../core/model/enums.ts';
import type { AuditClass, AuditEntry, AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { DeliveryClass, EventLog } from '../../core/ports/event-log.ts';
import { devicesByLabel, isDevice, type Label, type LabelOf } from './labels.ts';
import type { Timers } from './ports.ts';
import { Repeats } from './repeats.ts';

export interface StopNewsOptions {
  readonly labelOf: LabelOf;
  readonly events: EventLog;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly timers: Pick<Timers, 'after'>;
  readonly onProblem: (error: unknown) => void;
}

export type Happening =
  /** A stop begins: acknowledgements are awaited. */
  | 'stopping'
  /** No way led to the kernel: it is tried again, and the deadman gets no beat. */
  | 'unlatched'
  | 'settled'
  | 'degraded'
  | 'reset_requested'
  | 'reset_confirmed'
  | 'started'
  | 'lapsed'
  /** RUN in the kernel that no two persons gave. */
  | 'foreign_start';

interface News {
  readonly control: StopControl;
  readonly actor: string;
  readonly details: Readonly<Record<string, Json>>;
}

interface Telling {
  readonly severity: Severity;
  readonly delivery: DeliveryClass;
  readonly record: AuditClass;
}

interface Saying {
  readonly label: Label;
  readonly telling: Telling;
  readonly data: Readonly<Record<string, Json>>;
}

const OPEN: Label = { clearance: ClearanceLevel.NONE, compartments: [] };

const { INFO, WARNING, CRITICAL, EMERGENCY } = Severity;

// A stop that latched is an emergency by the kernel's own word; here it is news about it.
const TELLINGS: Readonly<Record<Happening, Telling>> = {
  stopping: { severity: CRITICAL, delivery: 'durable', record: 'stop' },
  unlatched: { severity: EMERGENCY, delivery: 'emergency', record: 'stop' },
  settled: { severity: WARNING, delivery: 'durable', record: 'stop' },
  degraded: { severity: EMERGENCY, delivery: 'emergency', record: 'stop' },
  reset_requested: { severity: WARNING, delivery: 'durable', record: 'ordinary' },
  reset_confirmed: { severity: WARNING, delivery: 'durable', record: 'ordinary' },
  started: { severity: INFO, delivery: 'durable', record: 'ordinary' },
  lapsed: { severity: WARNING, delivery: 'durable', record: 'ordinary' },
  foreign_start: { severity: EMERGENCY, delivery: 'emergency', record: 'stop' },
};

/** Each stop makes one of these: of many in a second the first is told, and the number of the others. */
const REPEATED: readonly Happening[] = ['stopping', 'unlatched', 'settled', 'degraded'];

export class StopNews {
  readonly #options: StopNewsOptions;
  readonly #repeats: ReadonlyMap<Happening, Repeats<News>>;

  constructor(options: StopNewsOptions) {
    this.#options = options;
    this.#repeats = new Map(REPEATED.map((what) => [what, this.#repeatsOf(what)]));
  }

  /** Never throws. @actor: a person, a service, or 'system'. */
  tell(
    what: Happening,
    control: StopControl,
    actor: string,
    details: Readonly<Record<string, Json>> = {},
  ): void {
    if (what === 'started') {
      // The next stop stops something: it is told at once.
      this.flush();
    }
    const news = { control, actor, details };
    const repeats = this.#repeats.get(what);
    if (repeats === undefined) {
      this.#tell(what, news);
    } else {
      repeats.add(news, actor);
    }
  }

  /** What was counted and not told yet. Never throws. */
  flush(): void {
    for (const repeats of this.#repeats.values()) {
      repeats.flush();
    }
  }

  #repeatsOf(what: Happening): Repeats<News> {
    return new Repeats({
      timers: this.#options.timers,
      once: (news) => this.#tell(what, news),
      again: ({ first, last, count, by }) => {
        const { control, actor, details } = last;
        const repeated = { repeated: count, repeated_from: first.control.epoch, repeated_by: by };
        this.#tell(what, { control, actor, details: { ...details, ...repeated } });
      },
    });
  }

  /** What everybody may know, then which devices are missing, to those who may know of them. */
  #tell(what: Happening, { control, actor, details }: News): void {
    const { epoch: generation, state, missing } = control;
    const { severity, delivery, record } = TELLINGS[what];
    const known = { generation, state };
    this.#say(`stop.${what}`, actor, {
      label: OPEN,
      telling: { severity, delivery, record },
      data: { ...details, ...known, missing: missing.filter((name) => !isDevice(name)) },
    });
    for (const { label, devices } of this.#devices(missing)) {
      this.#say(`stop.${what}.devices`, actor, {
        label,
        // The board of emergencies is short: that there is one was told.
        telling: { severity, delivery: 'durable', record },
        data: { ...known, missing: [...devices] },
      });
    }
  }

  /** None when nobody can say who may know of them. */
  #devices(missing: readonly string[]): ReturnType<typeof devicesByLabel> {
    try {
      return devicesByLabel(missing, this.#options.labelOf);
    } catch (error) {
      this.#options.onProblem(error);
      return [];
    }
  }

  #say(subject: string, actor: string, { label, telling, data }: Saying): void {
    const { events, audit, clock, onProblem } = this.#options;
    const { severity, delivery, record } = telling;
    const common = { at: clock.wall(), ...label, severity };
    try {
      events.publish(
        {
          ...common,
          subject,
          type: EventType.EMERGENCY_STOP,
          source: Track.ORCHESTRATOR,
          data: { ...data, by: actor },
        },
        delivery,
      );
    } catch (error) {
      onProblem(error);
    }
    const entry: AuditEntry = {
      ...common,
      kind: subject,
      actor,
      device: null,
      coordinationId: null,
      details: data,
    };
    new Promise((resolve) => resolve(audit.append(entry, record))).catch(onProblem);
  }
}
