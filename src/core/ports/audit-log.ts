// SPDX-License-Identifier: Apache-2.0
// Where what happened is written down for good. Implemented by src/audit.
import type { Json } from '../canonical/json.ts';
import type { Severity } from '../model/enums.ts';

/**
 * What the log can still promise: 'stop' records are accepted while a reserve for them lasts, and
 * are written after the fact; an 'intent' is durable before its effect, and refused with no sink left; the
 * rest are 'ordinary': they tell of what is so already, and so are taken while there is room in memory.
 */
export type AuditClass = 'stop' | 'intent' | 'ordinary';

export interface AuditEntry {
  /** Dot-separated, as in events: operation.intent, stop.latched, access.refused. */
  readonly kind: string;
  readonly severity: Severity;
  /** Who did it: a person, a service, or 'system'. */
  readonly actor: string;
  /** The token; null when it concerns no single device. */
  readonly device: number | null;
  /** Of the operation or request that it belongs to; null without. */
  readonly coordinationId: string | null;
  /** What a reader must be cleared for to see more than the entry's hash. */
  readonly clearance: number;
  readonly compartments: readonly string[];
  /** By the server's clock. {unit ms since 1970} */
  readonly at: number;
  readonly details: Readonly<Record<string, Json>>;
}

export interface AuditReceipt {
  /** The entry's place in the log, from 0, without holes. */
  readonly index: number;
  /** Of the leaf, RFC 6962; lower-case hexadecimal. */
  readonly leafHash: string;
}

export interface AuditLog {
  /**
   * Resolves when the entry is durable in at least one sink; rejects when no sink took it. One that had its
   * place in the log by then keeps it, and still appears there later: the error says so.
   */
  append(entry: AuditEntry, auditClass: AuditClass): Promise<AuditReceipt>;
  /** Whether an 'intent' appended now has a sink that can make it durable. */
  readonly durable: boolean;
}
