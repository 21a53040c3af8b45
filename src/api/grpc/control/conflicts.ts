// SPDX-License-Identifier: Apache-2.0
// ConflictsService: what tracks disagree about, and people's decisions.
import { checkInteger } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { FieldValue } from '../../../core/state/field-table.ts';
import { wireConflict } from '../communication/device-state.ts';
import { DeviceNotFoundError, maySeeDevice } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type {
  DecideConflictRequest,
  IDecideConflictResponse,
  IListConflictsResponse,
  ListConflictsRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { personCalling } from './caller.ts';
import { textField } from './fields.ts';
import { pageOf } from './paging.ts';
import type { ControlParts } from './parts.ts';

const PATH_MAX = 128;
const ABOUT_MAX = 4_096;
const VALUE_MAX = 64;
const TOKEN_MAX = 0xffff;
const STATES = { DECIDED: 1, WAITS_FOR_SECOND_PERSON: 2 } as const;

/** A number, true, false or null, as JSON. Throws InvalidArgumentError. */
export function fieldValue(text: string | null | undefined): FieldValue {
  const allowed = 'a number, true, false or null, as JSON';
  const given = textField(text, 'value', 1, VALUE_MAX);
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    throw new InvalidArgumentError('value', given, allowed);
  }
  if (value !== null && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new InvalidArgumentError('value', given, allowed);
  }
  return value;
}

export type ConflictsParts = Pick<ControlParts, 'conflicts' | 'access'>;

export function conflictsService({ conflicts, access }: ConflictsParts) {
  return {
    ListConflicts(given: ListConflictsRequest, { caller }: GrpcCall): IListConflictsResponse {
      const { items, nextPageToken } = pageOf(
        conflicts.list(caller.person),
        ({ disagreement: { device, path } }) => `${device.toString(16).padStart(4, '0')}/${path}`,
        given,
        { list: 'ListConflicts', principal: caller.principal },
      );
      return {
        conflicts: items.map(({ disagreement }) => ({
          conflict: wireConflict(disagreement),
          about: disagreement.about,
        })),
        nextPageToken,
      };
    },

    async DecideConflict(
      given: DecideConflictRequest,
      { caller }: GrpcCall,
    ): Promise<IDecideConflictResponse> {
      const person = personCalling(caller);
      const device = checkInteger(given.deviceId ?? 0, 'device_id', 0, TOKEN_MAX);
      const path = textField(given.field, 'field', 1, PATH_MAX);
      const about = textField(given.about, 'about', 1, ABOUT_MAX);
      const value = fieldValue(given.value);
      if (!maySeeDevice(access, caller.principal, device)) {
        throw new DeviceNotFoundError(device);
      }
      return { state: STATES[await conflicts.decide(person, { device, path, about, value })] };
    },
  };
}
