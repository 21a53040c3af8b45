// SPDX-License-Identifier: Apache-2.0
// Who has seen an emergency, and who was told as often as allowed and did not say so: both go into the
// audit log, since that is what is asked about afterwards.
import { Severity } from '../core/model/enums.ts';
import type { AuditEntry } from '../core/ports/audit-log.ts';
import type { BusNotice } from '../events/bus-options.ts';
import { readerParts } from '../events/emergencies.ts';

/** Undefined for a notice that says nothing of an emergency's readers. @at: {unit ms since 1970} */
export function emergencyEntry(notice: BusNotice, at: number): AuditEntry | undefined {
  if (notice.kind !== 'emergency-acknowledged' && notice.kind !== 'emergency-unacknowledged') {
    return undefined;
  }
  const acknowledged = notice.kind === 'emergency-acknowledged';
  const { id } = notice;
  const { principal, label } = readerParts(notice.reader);
  return {
    kind: acknowledged ? 'emergency.acknowledged' : 'emergency.unacknowledged',
    severity: acknowledged ? Severity.INFO : Severity.ERROR,
    // It speaks for the reader only when the reader spoke.
    actor: acknowledged ? principal : 'system',
    device: null,
    coordinationId: null,
    clearance: 0,
    compartments: [],
    at,
    details: { id, principal, label },
  };
}
