// SPDX-License-Identifier: Apache-2.0
// Says what happened at the interface: to the audit log, and to those who listen and are cleared.
import type { Json } from '../../core/canonical/json.ts';
import { UserAttentionLevel } from '../../core/model/device-state.ts';
import { EventType, Severity, Track } from '../../core/model/enums.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { DeliveryClass, EventLog } from '../../core/ports/event-log.ts';
import type { Disclosure } from './confirmations.ts';
import type { Notification } from './notifications.ts';
import type { Demand, People } from './people.ts';

export interface TellerOptions {
  readonly people: People;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly events: EventLog;
  readonly fault: (error: Error) => void;
}

interface Told {
  readonly kind: string;
  readonly severity: Severity;
  readonly actor: string;
  readonly device: number;
  readonly demand: Demand;
  readonly details: Readonly<Record<string, Json>>;
}

const SEVERITIES: Readonly<Record<UserAttentionLevel, Severity>> = {
  [UserAttentionLevel.NONE]: Severity.INFO,
  [UserAttentionLevel.NOTICE]: Severity.INFO,
  [UserAttentionLevel.WARNING]: Severity.WARNING,
  [UserAttentionLevel.URGENT]: Severity.CRITICAL,
};

export class Teller {
  readonly #options: TellerOptions;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  confirmation(
    what: 'asked' | 'given' | 'refused' | 'expired' | 'void',
    { about, digest, device, risk, demand, requester }: Disclosure,
    actor: string,
  ): void {
    const told = {
      kind: `confirmation.${what}`,
      severity: what === 'refused' ? Severity.WARNING : Severity.INFO,
      actor,
      device,
      demand,
      details: { about, disclosure: digest, risk, requester },
    };
    this.#publish(told);
    this.#append(told);
  }

  /** Listeners only: what it is about has an entry of its own. */
  attention({ device, kind, level, text, count }: Notification): void {
    const demand = this.#options.people.demandOf(device);
    const details = { kind, level, text, count };
    const severity = SEVERITIES[level];
    // Of each kind on each device only the latest counts.
    const subject = `attention.${device.toString(16)}.${kind}`;
    const told = { kind: subject, severity, actor: 'system', device, demand, details };
    this.#publish(told, 'telemetry');
  }

  acknowledged({ device, kind, level, count }: Notification, actor: string): void {
    const demand = this.#options.people.demandOf(device);
    const details = { kind, level, count };
    const severity = Severity.INFO;
    const told = { kind: 'attention.acknowledged', severity, actor, device, demand, details };
    this.#publish(told);
    this.#append(told);
  }

  #append({ kind, severity, actor, device, demand, details }: Told): void {
    const { audit, clock, fault } = this.#options;
    const entry = {
      kind: `interface.${kind}`,
      severity,
      actor,
      device,
      coordinationId: null,
      clearance: demand.requiredClearance,
      compartments: demand.compartments,
      at: clock.wall(),
      details,
    };
    audit.append(entry, 'ordinary').catch(fault);
  }

  #publish(told: Told, delivery: DeliveryClass = 'durable'): void {
    const { kind, severity, actor, device, demand, details } = told;
    const { events, clock } = this.#options;
    events.publish(
      {
        subject: `interface.${kind}`,
        type: EventType.SYSTEM_STATUS_CHANGED,
        severity,
        source: Track.INTERFACE,
        clearance: demand.requiredClearance,
        compartments: demand.compartments,
        at: clock.wall(),
        data: { actor, device, ...details },
      },
      delivery,
    );
  }
}
