// SPDX-License-Identifier: Apache-2.0
// What the synchronizer tells others: changes and conflicts to the event log, conflicts and silent
// tracks to the audit log too. It waits for neither. Conflicts that come and go without end are
// counted beyond a rate, and the count is told, so that nobody fills the disk with them.
import type { Json } from '../core/canonical/json.ts';
import {
  type ClearanceLevel,
  EventType,
  Severity,
  Track,
  TrackNames,
} from '../core/model/enums.ts';
import { nameOf } from '../core/model/names.ts';
import type { WorkingTrack } from '../core/model/track.ts';
import type { AuditLog } from '../core/ports/audit-log.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { DeliveryClass, EventLog, Publication } from '../core/ports/event-log.ts';
import type { Resolution } from '../core/state/strategy.ts';
import type { StateBook } from './book.ts';
import type { ChangedField, DeviceChange, DisagreementChange } from './change-log.ts';
import { FIELD_COUNT, type FieldLayout, LAYOUT, layoutAt } from './layout.ts';
import { RateLimit } from './rate-limit.ts';
import type { SyncTrigger } from './trigger.ts';

/** Conflict entries at once, and a second: 84 devices may all fall into one at the same time. */
const CONFLICT_BURST = 500;
const CONFLICT_RATE = 20;
const SAMPLES = 8;

export interface AnnouncerOptions {
  readonly book: StateBook;
  readonly clock: Clock;
  readonly events: EventLog;
  readonly audit: AuditLog;
  /** The audit log took no entry. */
  readonly auditFailed: (error: unknown) => void;
}

/** Told durably: safety hangs on it. Registers are telemetry, unless tracks disagree about them. */
function isDurable({ field, place }: FieldLayout): boolean {
  return field.safety && place.index === null;
}

/** As a list: sixteen names a message would cost more than all the rest of it. */
const REGISTERS = LAYOUT.filter(({ place }) => place.index !== null);
const COUNTS = LAYOUT.filter((layout) => !isDurable(layout) && layout.place.index === null);
const CLEARANCE = layoutAt('security_state.required_clearance');
if (CLEARANCE === undefined || FIELD_COUNT < 1) {
  throw new Error('the field table has no security_state.required_clearance any more');
}

function subjectToken(token: number): string {
  return token.toString(16).toUpperCase();
}

function resolutionJson(resolution: Resolution | undefined): Json {
  return resolution === undefined
    ? null
    : {
        status: resolution.status,
        value: resolution.value,
        blocks_effects: resolution.blocksEffects,
      };
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #limit: RateLimit;
  #suppressed = 0;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#limit = new RateLimit(CONFLICT_BURST, CONFLICT_RATE, () => options.clock.boot());
  }

  changes(changes: readonly DeviceChange[]): void {
    for (const change of changes) {
      const durable = change.fields.filter(({ layout }) => isDurable(layout));
      if (durable.length > 0) {
        this.#deviceEvent(change, 'state', 'durable', this.#changesJson(durable, change.trigger));
      }
      if (durable.length < change.fields.length) {
        this.#deviceEvent(change, 'telemetry', 'telemetry', this.#telemetryJson(change));
      }
    }
  }

  disagreements(changes: readonly DisagreementChange[]): void {
    for (const change of changes) {
      if (this.#limit.take()) {
        this.#disagreement(change);
      } else {
        this.#suppressed++;
      }
    }
  }

  /** What was counted instead of told, once. Called with each full pass. */
  flush(): void {
    if (this.#suppressed > 0) {
      const count = this.#suppressed;
      this.#suppressed = 0;
      this.#system('conflict.suppressed', Severity.WARNING, { count });
    }
  }

  health(track: WorkingTrack, answering: boolean, why: string): void {
    const name = nameOf(TrackNames, track).toLowerCase();
    const kind = `track.${name}.${answering ? 'answering' : 'silent'}`;
    this.#system(kind, answering ? Severity.INFO : Severity.ERROR, { track: name, why });
  }

  /** A pass found what no event had told. */
  missed(track: WorkingTrack, words: readonly { device: number; path: string }[]): void {
    this.#system('sync.missed', Severity.WARNING, {
      track: nameOf(TrackNames, track).toLowerCase(),
      count: words.length,
      first: words
        .slice(0, SAMPLES)
        .map(({ device, path }) => ({ device: subjectToken(device), path })),
    });
  }

  #changesJson(fields: readonly ChangedField[], trigger: SyncTrigger): Record<string, Json> {
    const members = fields.map(({ layout, before, after }): [string, Json] => [
      layout.field.path,
      { before, after },
    ]);
    return { trigger, fields: Object.fromEntries(members) };
  }

  /** Only the latest counts: so it has to say everything. */
  #telemetryJson({ number, trigger }: DeviceChange): Record<string, Json> {
    const { book } = this.#options;
    const fields: Record<string, Json> = {};
    for (const layout of COUNTS) {
      fields[layout.field.path] = book.read(number, layout);
    }
    const registers: Json[] = [];
    for (const layout of REGISTERS) {
      registers.push(book.read(number, layout));
    }
    return { trigger, fields, registers };
  }

  #label(number: number): Pick<Publication, 'clearance' | 'compartments'> {
    const { book } = this.#options;
    return {
      // The table says that this is a clearance; a device that nobody reported reads as COSMIC.
      clearance: book.read(number, CLEARANCE as FieldLayout) as ClearanceLevel,
      compartments: book.devices.at(number).compartments,
    };
  }

  #deviceEvent(
    { device, number }: DeviceChange,
    what: string,
    delivery: DeliveryClass,
    data: Record<string, Json>,
  ): void {
    const { events, clock } = this.#options;
    events.publish(
      {
        subject: `device.${subjectToken(device)}.${what}`,
        type: EventType.DEVICE_STATE_CHANGED,
        severity: Severity.INFO,
        source: Track.ORCHESTRATOR,
        ...this.#label(number),
        at: clock.wall(),
        data,
      },
      delivery,
    );
  }

  #disagreement({ number, layout, before, after }: DisagreementChange): void {
    const { book, clock, events } = this.#options;
    const { deviceId } = book.devices.at(number);
    const what = after === undefined ? 'ended' : before === undefined ? 'detected' : 'changed';
    const set = book.disagreement(number, layout)?.set ?? [];
    const data: Record<string, Json> = {
      path: layout.field.path,
      before: resolutionJson(before),
      after: resolutionJson(after),
      said: set.map(({ by, value }) => ({ track: nameOf(TrackNames, by), value })),
    };
    const severity = after?.blocksEffects === true ? Severity.ERROR : Severity.WARNING;
    const at = clock.wall();
    const label = this.#label(number);
    events.publish(
      {
        subject: `conflict.${subjectToken(deviceId)}.${what}`,
        type: EventType.DEVICE_STATE_CHANGED,
        severity: after === undefined ? Severity.INFO : severity,
        source: Track.ORCHESTRATOR,
        ...label,
        at,
        data,
      },
      'durable',
    );
    this.#record(`conflict.${what}`, severity, deviceId, label, data, at);
  }

  #system(kind: string, severity: Severity, data: Record<string, Json>): void {
    const { clock, events } = this.#options;
    const at = clock.wall();
    const label = { clearance: 0, compartments: [] } as const;
    events.publish(
      {
        subject: kind,
        type: EventType.SYSTEM_STATUS_CHANGED,
        severity,
        source: Track.ORCHESTRATOR,
        ...label,
        at,
        data,
      },
      'durable',
    );
    this.#record(kind, severity, null, label, data, at);
  }

  #record(
    kind: string,
    severity: Severity,
    device: number | null,
    label: Pick<Publication, 'clearance' | 'compartments'>,
    details: Record<string, Json>,
    at: number,
  ): void {
    const { audit, auditFailed } = this.#options;
    audit
      .append(
        { kind, severity, actor: 'system', device, coordinationId: null, ...label, at, details },
        'ordinary',
      )
      .catch(auditFailed);
  }
}
