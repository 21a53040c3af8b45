// SPDX-License-Identifier: Apache-2.0
// HoldsService: what keeps devices safe because nobody could tell, and the two signatures that clear it.
import { CLEARING_NOTE_MAX, ClearingKind } from '../../../core/canonical/clearing.ts';
import { OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type {
  ClearingTarget,
  ClearingView,
} from '../../../orchestrator/operations/clearing-ports.ts';
import { clearingSignedDocument } from '../../local/wire/documents.ts';
import { wireTime } from '../communication/values.ts';
import { type AccessPort, DeviceNotFoundError, maySeeDevice } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IClearing,
  IListClearingsResponse,
  IListHoldsResponse,
  IProposeClearingResponse,
  ISignClearingResponse,
  ListClearingsRequest,
  ListHoldsRequest,
  ProposeClearingRequest,
  SignClearingRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import {
  approvalFrom,
  hexField,
  memberField,
  textField,
  wireDemand,
  wireDocument,
} from './fields.ts';
import type { ControlParts } from './parts.ts';

const ID_DIGITS = 32;
const TRANSACTION_MAX = 2n ** 64n - 1n;

const KINDS: Readonly<Record<ClearingKind, number>> = {
  HEURISTIC: 1,
  HOLD: 2,
  HISTORY: 3,
  STRANGER: 4,
};

const EFFECTS_AND_READS = Object.fromEntries(
  Object.entries(OperationType).filter(([name]) => name !== 'UNKNOWN' && name !== 'EMERGENCY_STOP'),
) as Readonly<Record<string, OperationType>>;

function transactionOf(text: string | null | undefined): bigint {
  const given = text ?? '';
  const id = /^[1-9][0-9]{0,19}$/.test(given) ? BigInt(given) : 0n;
  if (id < 1n || id > TRANSACTION_MAX) {
    throw new InvalidArgumentError(
      'transaction_id',
      given,
      `1..${TRANSACTION_MAX} in decimal digits`,
    );
  }
  return id;
}

/** What the kind has no use for must not be there: somebody meant something by it. */
function checkUnused(given: ProposeClearingRequest, unused: readonly string[]): void {
  const { transactionId, deviceId, operationType } = given;
  const values: Readonly<Record<string, unknown>> = {
    transaction_id: transactionId,
    device_id: deviceId,
    operation_type: operationType,
  };
  const strange = unused.find((name) => Boolean(values[name]));
  if (strange !== undefined) {
    throw new InvalidArgumentError(strange, values[strange], 'absent: this kind has none');
  }
}

export function targetOf(given: ProposeClearingRequest): ClearingTarget {
  const number = memberField(given.kind, 'kind', KINDS, '1..4');
  const device = given.deviceId ?? 0;
  switch (number) {
    case KINDS.HEURISTIC:
      checkUnused(given, ['device_id', 'operation_type']);
      return { kind: ClearingKind.HEURISTIC, transaction: transactionOf(given.transactionId) };
    case KINDS.STRANGER:
      checkUnused(given, ['device_id', 'operation_type']);
      return { kind: ClearingKind.STRANGER, transaction: transactionOf(given.transactionId) };
    case KINDS.HOLD:
      checkUnused(given, ['transaction_id', 'operation_type']);
      return { kind: ClearingKind.HOLD, device };
    default:
      checkUnused(given, ['transaction_id']);
      return {
        kind: ClearingKind.HISTORY,
        device,
        type: memberField(given.operationType, 'operation_type', EFFECTS_AND_READS, '1..6'),
      };
  }
}

function wireClearing(view: ClearingView, now: number): IClearing {
  const { decision, demand, proposedBy, signedBy } = view;
  return {
    clearingId: decision.nonce,
    kind: KINDS[decision.kind],
    subject: decision.subject,
    deviceIds: [...decision.devices],
    note: decision.note,
    document: wireDocument(clearingSignedDocument(decision)),
    demand: wireDemand(demand),
    proposedBy,
    signedBy: [...signedBy],
    timeLeft: wireTime(decision.expiry - now),
  };
}

export type HoldsParts = Pick<ControlParts, 'clearings' | 'clock'> & {
  readonly access: AccessPort;
};

export function holdsService({ clearings, access, clock }: HoldsParts) {
  return {
    async ListHolds(_: ListHoldsRequest, { caller }: GrpcCall): Promise<IListHoldsResponse> {
      const { flagged, holds, strangers } = await clearings.conflicts(caller.principal);
      return {
        flagged: flagged.map((one) => ({
          transactionId: one.id.toString(),
          coordinationId: one.coordinationId,
          principal: one.principal,
          deviceIds: [...one.devices],
          reason: one.reason,
          flaggedAt: wireTime(one.at),
        })),
        heldDeviceIds: [...holds],
        strangers: strangers.map(({ id, devices, outcome, reason }) => ({
          transactionId: id.toString(),
          deviceIds: [...devices],
          kernelOutcome: outcome,
          reason,
        })),
      };
    },

    async ProposeClearing(
      given: ProposeClearingRequest,
      { caller }: GrpcCall,
    ): Promise<IProposeClearingResponse> {
      const target = targetOf(given);
      if ('device' in target && !maySeeDevice(access, caller.principal, target.device)) {
        throw new DeviceNotFoundError(target.device);
      }
      const note = textField(given.note, 'note', 1, CLEARING_NOTE_MAX);
      const view = await clearings.propose(caller.principal, target, note);
      return { clearing: wireClearing(view, clock.boot()) };
    },

    ListClearings(_: ListClearingsRequest, { caller }: GrpcCall): IListClearingsResponse {
      const now = clock.boot();
      return { clearings: clearings.list(caller.principal).map((one) => wireClearing(one, now)) };
    },

    async SignClearing(
      given: SignClearingRequest,
      { caller }: GrpcCall,
    ): Promise<ISignClearingResponse> {
      const id = hexField(given.clearingId, 'clearing_id', ID_DIGITS);
      const approval = approvalFrom(given.signature);
      const { signedBy } = await clearings.sign(caller.principal, id, approval);
      // One that was carried out is not open any more; a signature of somebody revoked since counts for nothing.
      const open = clearings.list(caller.principal).some(({ clearing }) => clearing === id);
      return { cleared: !open, signedBy: [...signedBy] };
    },
  };
}
