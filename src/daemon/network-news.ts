// SPDX-License-Identifier: Apache-2.0
// What happens at the doors of the network service, told to those who judge and remember: the security
// track, the audit log, subscribers. Refusals are counted after the first, so that nobody fills the disk.
import type { RefusalRecorder } from '../audit/record/refusals.ts';
import type { Json } from '../core/canonical/json.ts';
import { ClearanceLevel, EventType, Severity, Track } from '../core/model/enums.ts';
import type { AuditEntry, AuditLog } from '../core/ports/audit-log.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { EventLog } from '../core/ports/event-log.ts';
import type { SecurityTrack } from '../tracks/security/security-track.ts';
import type { Log } from './log.ts';
import type { NetworkNews } from './network.ts';

export interface NewsOptions {
  readonly security: Pick<SecurityTrack, 'observe'>;
  readonly audit: AuditLog;
  readonly refusals: RefusalRecorder;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Log;
  readonly onProblem: (error: unknown) => void;
}

type Details = Readonly<Record<string, Json>>;

/** Of the last days: whoever reads the events must see it among everything else. */
const URGENT_DAYS = 1;

export function networkNews(options: NewsOptions): NetworkNews {
  const { security, audit, refusals, events, clock, log, onProblem } = options;
  const entryOf = (kind: string, severity: Severity, details: Details): AuditEntry => ({
    kind: `security.${kind}`,
    severity,
    actor: 'system',
    device: null,
    coordinationId: null,
    clearance: ClearanceLevel.CONFIDENTIAL,
    compartments: [],
    at: clock.wall(),
    details,
  });
  const alert = (kind: string, severity: Severity, details: Details): void => {
    audit.append(entryOf(kind, severity, details), 'ordinary').catch(onProblem);
    events.publish(
      {
        subject: `security.${kind}`,
        type: EventType.SECURITY_ALERT,
        severity,
        source: Track.SECURITY,
        clearance: ClearanceLevel.CONFIDENTIAL,
        compartments: [],
        at: clock.wall(),
        data: details,
      },
      'durable',
    );
  };
  const refuse = (principal: string, reason: string, details: Details): void => {
    const entry = entryOf('connection.refused', Severity.WARNING, { ...details, reason });
    refusals.record({ principal, reason, entry });
    security.observe({
      kind: 'identity.unknown',
      principal: null,
      device: null,
      operation: null,
      reason,
    });
  };
  return {
    putOut: ({ principal, transport, certificate }, reason) => {
      refuse(principal, reason, { principal, transport, serial: certificate?.serial ?? null });
    },
    // Addresses are free to whoever has a network of them: all strangers are one.
    refused: (address, { fault, message }) => {
      log.debug({ address, fault, message }, 'a client was refused over TLS');
      refuse('tls', fault, { address });
    },
    expiring: ({ what, serial, notAfter, days }) => {
      const details = { what, serial, not_after: new Date(notAfter).toISOString(), days };
      const words = days === 0 ? 'a certificate has ended' : `a certificate ends within ${days} d`;
      log.warn(details, words);
      alert(
        'certificate.expiring',
        days <= URGENT_DAYS ? Severity.CRITICAL : Severity.WARNING,
        details,
      );
    },
    fileProblem: (error) => {
      const problem = error instanceof Error ? error.message : String(error);
      alert('identity.file', Severity.CRITICAL, { problem });
    },
  };
}
