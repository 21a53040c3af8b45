// SPDX-License-Identifier: Apache-2.0
// Logs of a core that is put together to look, not to act: nothing is recorded, and nobody who needs a
// record is told that there is one.
import type { AuditEntry, AuditLog, AuditReceipt } from '../../core/ports/audit-log.ts';
import type { EventLog } from '../../core/ports/event-log.ts';

/** There is no audit log here: whatever needs one is refused. */
export class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';
  readonly code = 'ERR_DSMIL_NOT_RECORDED';

  constructor(kind: string) {
    super(`${kind} is not recorded: this core has no audit log`);
  }
}

export const unrecordedAudit: AuditLog = {
  durable: false,
  append: ({ kind }: AuditEntry): Promise<AuditReceipt> =>
    Promise.reject(new NotRecordedError(kind)),
};

/** Nobody subscribes to it. */
export const unheardEvents: EventLog = {
  publish: () => undefined,
};

/** @audit is no log: whether there is one elsewhere is not known. */
export function isUnrecorded(audit: AuditLog): boolean {
  return audit === unrecordedAudit;
}
