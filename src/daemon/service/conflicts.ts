// SPDX-License-Identifier: Apache-2.0
// What tracks disagree about, and people's decisions, over the daemon's socket.
import type { ConflictDesk, OpenConflict } from '../../api/application/conflict-desk.ts';
import type { LocalMethod } from '../../api/local/connection.ts';
import type { WireConflict } from '../../api/local/wire/answers.ts';
import type { Json } from '../../core/canonical/json.ts';
import { TrackNames } from '../../core/model/enums.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { nameOf } from '../../core/model/names.ts';
import type { FieldValue } from '../../core/state/field-table.ts';

function wireConflict({ disagreement: one, blocksEffects }: OpenConflict): WireConflict {
  const said = new Map<FieldValue, string[]>();
  for (const { value, by } of one.set) {
    said.set(value, [...(said.get(value) ?? []), nameOf(TrackNames, by)]);
  }
  return {
    device: one.device,
    path: one.path,
    reads: one.resolution.value,
    values: [...said].map(([value, by]) => ({ value, by })),
    about: one.about,
    blocks_effects: blocksEffects,
  };
}

function fieldValue(value: Json | undefined): FieldValue {
  if (value !== null && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new InvalidArgumentError('value', value, 'a number, true, false or null');
  }
  return value;
}

export function conflictMethods(desk: ConflictDesk): Record<string, LocalMethod> {
  return {
    'conflicts.list': {
      call: (params, { person }) => {
        params.end();
        return desk.list(person).map(wireConflict) as unknown as Json;
      },
    },
    'conflicts.decide': {
      call: async (params, { person }) => {
        const device = params.integer('device', 0, 0xffff);
        const path = params.text('path', 1, 128);
        const about = params.text('about', 1, 4_096);
        const value = fieldValue(params.json('value'));
        params.end();
        return { state: await desk.decide(person, { device, path, about, value }) };
      },
    },
  };
}
