// SPDX-License-Identifier: Apache-2.0
// People's word on a disagreement is written down before it holds.
import { Severity } from '../core/model/enums.ts';
import type { AuditLog } from '../core/ports/audit-log.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Decision } from '../core/state/strategy.ts';

/** Rejects when the log cannot make it durable. */
export async function recordDecision(
  { audit, clock }: { readonly audit: AuditLog; readonly clock: Clock },
  device: number,
  path: string,
  { value, about, persons }: Decision,
): Promise<void> {
  await audit.append(
    {
      kind: 'conflict.decided',
      severity: Severity.WARNING,
      actor: persons[0] ?? 'system',
      device,
      coordinationId: null,
      clearance: 0,
      compartments: [],
      at: clock.wall(),
      details: { path, value, about, persons: [...persons] },
    },
    'intent',
  );
}
