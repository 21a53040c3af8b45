// SPDX-License-Identifier: Apache-2.0
// What the journal keeps of a request: who reads it later wants to know what was asked. Claims stay out.
import type { Json } from '../../core/canonical/json.ts';
import { OperationType, OperationTypeNames } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { CountedOutcome } from '../../core/ports/operations-journal.ts';
import type { OperationIdentity } from './operation.ts';

export function requestJson({ id, requests }: OperationIdentity): Json {
  return {
    operation: id,
    requests: requests.map(({ deviceId, operationType, parameters }) => ({
      device: deviceId,
      type: nameOf(OperationTypeNames, operationType),
      register: parameters.register,
      value: parameters.value,
    })),
    justifications: [...new Set(requests.map(({ justification }) => justification))].slice(0, 8),
  };
}

const TYPES: ReadonlyMap<unknown, OperationType> = new Map(Object.entries(OperationType));

/** Devices and types of what requestJson() wrote, in its order. */
export function requestedEffects(request: Json): readonly Omit<CountedOutcome, 'failed'>[] {
  const { requests = [] } = request as {
    readonly requests?: readonly { readonly device: number; readonly type: string }[];
  };
  return requests.flatMap(({ device, type: name }) => {
    const type = TYPES.get(name);
    return type === undefined ? [] : [{ device, type }];
  });
}
