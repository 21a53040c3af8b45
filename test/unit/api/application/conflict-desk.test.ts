// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ConflictDesk, NotDecidingError } from '../../../../src/api/application/conflict-desk.ts';
import type { Person } from '../../../../src/core/canonical/approval.ts';
import type { DeviceAccess } from '../../../../src/core/requirement/input.ts';
import type { Decision } from '../../../../src/core/state/strategy.ts';
import { DecisionError } from '../../../../src/sync/errors.ts';

const OPEN = 0x8000;
const SECRET = 0x8050;
const ANN: Person = { person: 'ann', clearance: 3, compartments: [] };
const BOB: Person = { person: 'bob', clearance: 3, compartments: [] };
const EVE: Person = { person: 'eve', clearance: 0, compartments: [] };
const SERVICE: Person = { person: 'service:x', clearance: 7, compartments: [] };

/** Every decision takes two persons. */
class World {
  now = 0;
  persons: readonly Person[] = [ANN, BOB, EVE];
  readonly decided: Decision[] = [];
  readonly desk = new ConflictDesk({
    sync: {
      disagreements: () =>
        [OPEN, SECRET].map((device) => ({
          device,
          path: 'kernel_state.power_state',
          set: [],
          about: 'x',
          strategy: 'USER_MEDIATED',
          resolution: { value: 1, status: 'OPEN', blocksEffects: false },
        })),
      blocksEffects: () => false,
      decide: (_device, path, decision) => {
        if (new Set(decision.persons).size < 2) {
          return Promise.reject(new DecisionError(path, 'TWO_PERSONS'));
        }
        this.decided.push(decision);
        return Promise.resolve();
      },
    },
    accessOf: (device): DeviceAccess => ({
      risk: 1,
      requiredClearance: device === SECRET ? 3 : 0,
      compartments: [],
      accessAuthorized: true,
    }),
    directory: () => ({ persons: this.persons, keys: [] }),
    clock: { wall: () => this.now, boot: () => this.now },
  });

  decide(person: Person | undefined, change: { value?: number; device?: number } = {}) {
    const { value = 1, device = OPEN } = change;
    const path = 'kernel_state.power_state';
    return this.desk.decide(person, { device, path, about: 'x', value });
  }
}

describe('decisions about disagreements', () => {
  it('take two different persons who decide the same', async () => {
    const world = new World();
    expect(await world.decide(ANN)).toBe('WAITS_FOR_SECOND_PERSON');
    expect(await world.decide(ANN)).toBe('WAITS_FOR_SECOND_PERSON');
    expect(await world.decide(BOB, { value: 2 })).toBe('WAITS_FOR_SECOND_PERSON');
    expect(await world.decide(BOB)).toBe('DECIDED');
    expect(world.decided.map(({ persons }) => persons)).toEqual([['ann', 'bob']]);
  });

  it('forget the first person after five minutes, and with a clock that says nothing', async () => {
    const world = new World();
    await world.decide(ANN);
    world.now = 300_000;
    expect(await world.decide(BOB)).toBe('WAITS_FOR_SECOND_PERSON');
    world.now = Number.NaN;
    expect(await world.decide(ANN)).toBe('WAITS_FOR_SECOND_PERSON');
    expect(world.decided).toEqual([]);
  });

  it('count nobody who was revoked, or is cleared no more, meanwhile', async () => {
    const world = new World();
    await world.decide(ANN, { device: SECRET });
    world.persons = [BOB];
    expect(await world.decide(BOB, { device: SECRET })).toBe('WAITS_FOR_SECOND_PERSON');
    const lowered = new World();
    await lowered.decide(ANN, { device: SECRET });
    lowered.persons = [{ ...ANN, clearance: 1 }, BOB];
    expect(await lowered.decide(BOB, { device: SECRET })).toBe('WAITS_FOR_SECOND_PERSON');
  });

  it('are for persons who are cleared, and shown to nobody else', async () => {
    const world = new World();
    for (const who of [EVE, SERVICE, undefined]) {
      await expect(world.decide(who, { device: SECRET })).rejects.toThrow(NotDecidingError);
    }
    expect(world.desk.list(EVE).map(({ disagreement }) => disagreement.device)).toEqual([OPEN]);
    expect(world.desk.list(ANN)).toHaveLength(2);
    expect(world.desk.list(undefined)).toEqual([]);
  });
});
