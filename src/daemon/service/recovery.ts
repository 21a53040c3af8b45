// SPDX-License-Identifier: Apache-2.0
// What keeps devices safe because nobody could tell, and the signatures of two persons that clear it.
import type { LocalMethod } from '../../api/local/connection.ts';
import type { WireClearing, WireRecovery } from '../../api/local/wire/answers.ts';
import { clearingJson, operationTypeOf } from '../../api/local/wire/decisions.ts';
import type { Params } from '../../api/local/wire/params.ts';
import { CLEARING_NOTE_MAX, ClearingKind } from '../../core/canonical/clearing.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ClearingDesk } from '../../orchestrator/operations/clearing.ts';
import type { ClearingTarget, ClearingView } from '../../orchestrator/operations/clearing-ports.ts';
import { approvalOf } from './people.ts';

export interface RecoveryOptions {
  readonly desk: ClearingDesk;
  readonly clock: Clock;
}

function targetOf(params: Params): ClearingTarget {
  const kind = params.member('kind', Object.values(ClearingKind));
  switch (kind) {
    case 'HEURISTIC':
    case 'STRANGER':
      return { kind, transaction: BigInt(params.decimal('transaction', 20)) };
    case 'HOLD':
      return { kind, device: params.integer('device', 0, 0xffff) };
    case 'HISTORY':
      return {
        kind,
        device: params.integer('device', 0, 0xffff),
        type: operationTypeOf(params, 'operation'),
      };
  }
}

function wireClearing({ decision, digest, signedBy }: ClearingView, now: number): WireClearing {
  return {
    decision: clearingJson(decision),
    digest,
    signed_by: [...signedBy],
    left_ms: Math.max(0, decision.expiry - now),
  };
}

export function recoveryMethods({ desk, clock }: RecoveryOptions): Record<string, LocalMethod> {
  return {
    'recover.list': {
      call: async (params, { principal }) => {
        params.end();
        const { flagged, holds, strangers } = await desk.conflicts(principal);
        const now = clock.boot();
        const view: WireRecovery = {
          flagged: flagged.map((one) => ({
            transaction: one.id.toString(),
            coordination_id: one.coordinationId,
            principal: one.principal,
            devices: [...one.devices],
            reason: one.reason,
            at: one.at,
          })),
          held: [...holds],
          strangers: strangers.map(({ id, devices, outcome, reason }) => ({
            transaction: id.toString(),
            devices: [...devices],
            outcome,
            reason,
          })),
          clearings: desk.list(principal).map((one) => wireClearing(one, now)),
        };
        return view as unknown as Json;
      },
    },
    'recover.offer': {
      call: async (params, { principal }) => {
        const target = targetOf(params);
        const note = params.text('note', 1, CLEARING_NOTE_MAX);
        params.end();
        const view = await desk.propose(principal, target, note);
        return wireClearing(view, clock.boot()) as unknown as Json;
      },
    },
    'recover.sign': {
      call: async (params, { principal }) => {
        const nonce = params.text('nonce', 32, 32);
        const approval = approvalOf(params);
        params.end();
        const { signedBy } = await desk.sign(principal, nonce, approval);
        // One that was carried out is not open any more; a signature of somebody revoked since counts for nothing.
        const open = desk.list(principal).some((one) => one.clearing === nonce);
        return { cleared: !open, signed_by: [...signedBy] };
      },
    },
  };
}
