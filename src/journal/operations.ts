// SPDX-License-Identifier: Apache-2.0
// Operations by the ids that their principals gave them, and what failed where.
import { IDEMPOTENCY_MS } from '../core/canonical/idempotency.ts';
import { canonicalJson, type Json } from '../core/canonical/json.ts';
import type { CoordinationState } from '../core/machines/operation.ts';
import { checkInteger, checkText } from '../core/model/check.ts';
import { placeOf } from '../core/model/device.ts';
import type { OperationType } from '../core/model/enums.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import type { Decision } from '../core/ports/commit.ts';
import type {
  DeviceHistory,
  KnownOperation,
  OperationEnding,
  OperationsJournal,
  ReceivedOperation,
} from '../core/ports/operations-journal.ts';
import { decodeOutcome } from './records.ts';
import { checkClearing } from './transactions.ts';
import type { LineWriter } from './writer.ts';

const REQUEST_MAX = 64 << 10;
const OUTCOME_MAX = 256 << 10;
/** Deleted in one step of retention: a step must fit into the store's log. */
const STEP = 500;

interface Row {
  readonly principal: string;
  readonly coordination_id: string;
  readonly digest: string;
  readonly received_at: number;
  readonly request: string;
  readonly state: string | null;
  readonly outcome: string | null;
  readonly ended_at: number | null;
  readonly id: string | null;
  readonly decision: Decision | null;
  readonly end_record: string | null;
  readonly end_digest: string | null;
}

interface HistoryRow {
  readonly device: number;
  readonly type: number;
  readonly failures: number;
  readonly successes: number;
  readonly at: number;
}

function text(value: Json, field: string, max: number): string {
  const json = canonicalJson(value);
  if (json.length > max) {
    throw new InvalidArgumentError(field, `${json.length} characters`, `JSON of at most ${max}`);
  }
  return json;
}

/** Throws JournalDamagedError. */
function transactionOf({
  id,
  decision,
  end_record: record,
  end_digest: digest,
}: Row): KnownOperation['transaction'] {
  if (id === null) {
    return null;
  }
  const encoded = record === null || digest === null ? null : { record, digest };
  const outcome = encoded === null ? null : decodeOutcome(BigInt(id), encoded);
  return { id: BigInt(id), decision: decision ?? undefined, outcome };
}

function knownOf(row: Row): KnownOperation {
  const { principal, digest, request, outcome } = row;
  return {
    principal,
    coordinationId: row.coordination_id,
    digest,
    receivedAt: row.received_at,
    request: JSON.parse(request) as Json,
    state: (row.state ?? 'INITIALIZING') as CoordinationState,
    transaction: transactionOf(row),
    ending:
      outcome === null ? null : { outcome: JSON.parse(outcome) as Json, at: Number(row.ended_at) },
  };
}

export class Operations implements OperationsJournal {
  readonly #lines: LineWriter;

  constructor(lines: LineWriter) {
    this.#lines = lines;
  }

  async known(principal: string, coordinationId: string): Promise<KnownOperation | undefined> {
    const row = (await this.#lines.query('known', { principal, coordinationId })) as
      | Row
      | undefined;
    return row === undefined ? undefined : knownOf(row);
  }

  async received(operation: ReceivedOperation): Promise<void> {
    const { principal, coordinationId, digest, receivedAt, request } = operation;
    checkText(principal, 'principal', 1, 256);
    checkText(coordinationId, 'coordination_id', 1, 128);
    checkInteger(receivedAt, 'received_at', 0, Number.MAX_SAFE_INTEGER, 'ms');
    await this.#lines.write('received', {
      principal,
      coordinationId,
      digest,
      receivedAt,
      request: text(request, 'request', REQUEST_MAX),
    });
  }

  async ended(principal: string, coordinationId: string, ending: OperationEnding): Promise<void> {
    const { state, outcome, at, counted } = ending;
    for (const { device } of counted) {
      placeOf(device);
    }
    await this.#lines.write('ended', {
      principal,
      coordinationId,
      state,
      outcome: text(outcome, 'outcome', OUTCOME_MAX),
      at: checkInteger(at, 'at', 0, Number.MAX_SAFE_INTEGER, 'ms'),
      counted,
    });
  }

  async unfinished(): Promise<readonly KnownOperation[]> {
    return ((await this.#lines.query('unfinished', null)) as readonly Row[]).map(knownOf);
  }

  async histories(): Promise<readonly DeviceHistory[]> {
    const rows = (await this.#lines.query('histories', null)) as readonly HistoryRow[];
    return rows.map(({ device, type, failures, successes, at }) => ({
      device,
      type: type as OperationType,
      history: { failures, successes, at },
    }));
  }

  async clearHistory(
    device: number,
    type: OperationType,
    persons: readonly [string, string],
    note: string,
    at: number,
  ): Promise<void> {
    placeOf(device);
    checkClearing(persons, note);
    await this.#lines.write('clearHistory', { device, type, persons, note, at });
  }

  /**
   * Retention: transactions and operations that ended IDEMPOTENCY_MS before @now go, but for flagged ones
   * that nobody has cleared. Resolves with how many went. Tried also while the disk is full.
   */
  async prune(now: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const argument = { before: now - IDEMPOTENCY_MS, limit: STEP };
      const step = Number(await this.#lines.write('prune', argument, 'prune'));
      removed += step;
      if (step === 0) {
        return removed;
      }
    }
  }
}
