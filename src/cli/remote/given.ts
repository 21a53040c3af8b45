// SPDX-License-Identifier: Apache-2.0
// What a word of the daemon's socket was given, as messages of dsmil.control.v1 and dsmil.communication.v1 have it.
import type * as control from '../../api/grpc/wire/generated/dsmil-control-v1.ts';
import { operationTypeOf } from '../../api/local/wire/decisions.ts';
import type { Params } from '../../api/local/wire/params.ts';
import { ClearingKind } from '../../core/canonical/clearing.ts';
import { OperationType } from '../../core/model/enums.ts';

/** As dsmil.control.v1 names what is to be cleared. */
export function clearingTarget(params: Params): control.IProposeClearingRequest {
  switch (params.member('kind', Object.values(ClearingKind))) {
    case ClearingKind.HEURISTIC:
      return { kind: 1, transactionId: params.decimal('transaction', 20) };
    case ClearingKind.HOLD:
      return { kind: 2, deviceId: params.integer('device', 0, 0xffff) };
    case ClearingKind.HISTORY:
      return {
        kind: 3,
        deviceId: params.integer('device', 0, 0xffff),
        operationType: operationTypeOf(params, 'operation'),
      };
    case ClearingKind.STRANGER:
      return { kind: 4, transactionId: params.decimal('transaction', 20) };
  }
}

export function signatureIn(params: Params): control.ISignature {
  return {
    keyId: params.text('key_id', 1, 128),
    signature: params.hex('signature', 64),
  };
}

export function runIn(params: Params) {
  return {
    coordinationId: params.text('coordination_id', 1, 128),
    justification: params.text('justification', 0, 4_096),
    waitMs: params.integer('wait_ms', 0, 300_000),
  };
}

export function stepIn(params: Params) {
  const register = params.optionalInteger('register', 0, 15);
  const value = params.optionalInteger('value', 0, 0xffff_ffff);
  const operation = params.text('operation', 1, 32) as keyof typeof OperationType;
  return {
    deviceId: params.integer('device', 0, 0xffff),
    operationType: OperationType[operation],
    ...(register !== undefined && register !== null && { register }),
    ...(value !== undefined && value !== null && { value }),
  };
}
