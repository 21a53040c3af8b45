// SPDX-License-Identifier: Apache-2.0
// Says what happened: to the audit log for good, and to those who listen. Refusals are told at once
// the first time, then counted, so that nobody fills the disk with them.
import type { Json } from '../../core/canonical/json.ts';
import { ClearanceLevel, EventType, type Severity, Track } from '../../core/model/enums.ts';
import type { AuditEntry, AuditLog } from '../../core/ports/audit-log.ts';
import { CHARTER_KIND, type CharterMark, markDetails } from '../../core/ports/charter-mark.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import { ChangeRefusedError } from './errors.ts';

export interface Happening {
  /** Also the event's subject, with security. before it: lockout, threat.fired */
  readonly kind: string;
  readonly severity: Severity;
  readonly actor: string;
  readonly device: number | null;
  readonly details: Readonly<Record<string, Json>>;
}

/** Within it, further refusals of a principal for the same reason are only counted. {unit ms} */
const REFUSAL_WINDOW_MS = 10_000;
/** Different ones counted apart; those beyond are counted together. */
const REFUSALS_MAX = 4_096;

export interface RecorderOptions {
  readonly audit: AuditLog;
  readonly events: EventLog;
  readonly clock: Clock;
  /** A failure that nobody waits for: it must be seen all the same. */
  readonly fault: (error: Error) => void;
  /** A device's entry has this place in the log. */
  readonly recorded: (device: number, index: number) => void;
}

interface Counted {
  readonly since: number;
  readonly happening: Happening;
  suppressed: number;
}

export class Recorder {
  readonly #options: RecorderOptions;
  /** By principal and reason. */
  readonly #refusals = new Map<string, Counted>();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get auditDurable(): boolean {
    return this.#options.audit.durable;
  }

  /** To log and listeners; nobody waits. */
  tell(happening: Happening): void {
    this.#publish(happening);
    this.#append(happening);
  }

  /** Resolves when it is durable, as @mark when given; throws ChangeRefusedError when that cannot be had. */
  async intend(happening: Happening, mark?: CharterMark): Promise<void> {
    try {
      if (mark === undefined) {
        await this.#options.audit.append(this.#entry(happening), 'intent');
      } else {
        await this.mark(happening, mark);
      }
    } catch (error) {
      throw new ChangeRefusedError('NOT_RECORDED', happening.kind, { cause: error });
    }
  }

  /** Tells the log where the charter is; resolves when that is durable, rejects as the log does. */
  async mark(happening: Happening, mark: CharterMark): Promise<void> {
    const { kind, details } = happening;
    const marked = { ...this.#entry(happening), kind: CHARTER_KIND };
    const all = { ...details, because: kind, ...markDetails(mark) };
    await this.#options.audit.append({ ...marked, details: all }, 'intent');
  }

  /** @now by the track's own time. */
  refusal(principal: string, reason: string, happening: Happening, now: number): void {
    const own = `${principal} ${reason}`;
    const crowded = this.#refusals.size >= REFUSALS_MAX && !this.#refusals.has(own);
    const key = crowded ? 'others' : own;
    const counted = this.#refusals.get(key);
    if (counted !== undefined && now - counted.since < REFUSAL_WINDOW_MS) {
      counted.suppressed += 1;
      return;
    }
    this.#close(key);
    this.#refusals.set(key, { since: now, happening, suppressed: 0 });
    this.tell(happening);
  }

  /** Says what was only counted, once its window is over. */
  tick(now: number): void {
    for (const [key, { since }] of this.#refusals) {
      if (now - since >= REFUSAL_WINDOW_MS) {
        this.#close(key);
      }
    }
  }

  close(): void {
    for (const key of [...this.#refusals.keys()]) {
      this.#close(key);
    }
  }

  #close(key: string): void {
    const counted = this.#refusals.get(key);
    this.#refusals.delete(key);
    if (counted !== undefined && counted.suppressed > 0) {
      const { happening, suppressed } = counted;
      const details = { ...happening.details, repeated: suppressed };
      this.#append({ ...happening, kind: `${happening.kind}.repeated`, details });
    }
  }

  #append(happening: Happening): void {
    const { audit, recorded, fault } = this.#options;
    audit.append(this.#entry(happening), 'ordinary').then(({ index }) => {
      if (happening.device !== null) {
        recorded(happening.device, index);
      }
    }, fault);
  }

  #entry({ kind, severity, actor, device, details }: Happening): AuditEntry {
    return {
      kind: `security.${kind}`,
      severity,
      actor,
      device,
      coordinationId: null,
      clearance: ClearanceLevel.CONFIDENTIAL,
      compartments: [],
      at: this.#options.clock.wall(),
      details,
    };
  }

  #publish({ kind, severity, actor, device, details }: Happening): void {
    this.#options.events.publish(
      {
        subject: `security.${kind}`,
        type: EventType.SECURITY_ALERT,
        severity,
        source: Track.SECURITY,
        clearance: ClearanceLevel.CONFIDENTIAL,
        compartments: [],
        at: this.#options.clock.wall(),
        data: { actor, device, ...details },
      },
      'durable',
    );
  }
}
