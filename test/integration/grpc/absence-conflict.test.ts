// SPDX-License-Identifier: Apache-2.0
// What tracks disagree about on a device that one may not know of: in one world they do, in the other they do not, and
// nobody else can tell the two apart. The tracks are stand-ins, since on a quiet simulator all agree.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConflictDesk } from '../../../src/api/application/conflict-desk.ts';
import { controlMethods } from '../../../src/api/grpc/control/methods.ts';
import type { ControlParts } from '../../../src/api/grpc/control/parts.ts';
import { GrpcServer } from '../../../src/api/grpc/server/server.ts';
import type { Person } from '../../../src/core/canonical/approval.ts';
import { ClearanceLevel } from '../../../src/core/model/enums.ts';
import type { DeviceAccess } from '../../../src/core/requirement/input.ts';
import { Strategy } from '../../../src/core/state/strategy.ts';
import { Guest } from '../../unit/api/grpc/control/loopback.ts';
import { CLOCK } from '../../unit/api/grpc/frame-world.ts';
import { makeWorld } from '../../unit/sync/ports.ts';
import { device } from '../../unit/sync/world.ts';
import { type Plain, RawClient } from './absence-wire.ts';

const HIDDEN = 0x8003;
const POWER = 'kernel_state.power_state';
const LIST = 'ConflictsService/ListConflicts';
const DECIDE = 'ConflictsService/DecideConflict';
const { SECRET, RESTRICTED } = ClearanceLevel;
const PEOPLE: readonly Person[] = [
  { person: 'ann', clearance: SECRET, compartments: [] },
  { person: 'dora', clearance: RESTRICTED, compartments: [] },
];

interface Desk {
  clientOf(person: string): Promise<RawClient>;
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    await end();
  }
});

async function openDesk(disagree: boolean): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-conflict-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const world = makeWorld([device(HIDDEN)], { strategyOf: () => Strategy.USER_MEDIATED });
  const { sync } = world;
  ends.push(() => sync.close());
  const accessOf = (): DeviceAccess => ({
    risk: 1,
    requiredClearance: SECRET,
    compartments: [],
    accessAuthorized: true,
  });
  const identify = (principal: string) => PEOPLE.find(({ person }) => person === principal);
  const directory = () => ({ persons: PEOPLE, keys: [] });
  const conflicts = new ConflictDesk({ sync, accessOf, directory, clock: CLOCK });
  // Of the other services nothing is called.
  const parts = { conflicts, access: { identify, deviceAccess: accessOf } };
  const server = GrpcServer.open({
    methods: controlMethods(parts as unknown as ControlParts),
    clock: CLOCK,
    onDefect: (error) => {
      throw error;
    },
  });
  ends.push(() => server.close());
  world.kernel.learn(HIDDEN, POWER, 1);
  world.ui.learn(HIDDEN, POWER, disagree ? 3 : 1);
  await sync.start();
  return {
    clientOf: async (person) => {
      const path = join(folder, person);
      const listener = createServer((socket) => {
        server.arrive({ socket, caller: new Guest(person, identify) });
      });
      await new Promise<void>((done) => {
        listener.listen(path, done);
      });
      const client = new RawClient(`unix:${path}`);
      ends.push(() => listener.close());
      ends.push(() => client.close());
      return client;
    },
  };
}

describe('a conflict about a device that one may not know of', () => {
  it('is listed nowhere, and decided as one that is not there', async () => {
    const told: Record<string, unknown[]> = { there: [], nowhere: [] };
    for (const which of ['there', 'nowhere'] as const) {
      const desk = await openDesk(which === 'there');
      const ann = await desk.clientOf('ann');
      const { conflicts } = await ann.ask<{ readonly conflicts: readonly Plain[] }>(LIST);
      expect(conflicts.some(({ about }) => about !== '')).toBe(which === 'there');
      const about = String(conflicts[0]?.['about'] ?? 'nothing');
      for (const who of ['dora', 'nobody']) {
        const client = await desk.clientOf(who);
        const decision = { deviceId: HIDDEN, field: POWER, about, value: '3' };
        told[which]?.push(
          await client.call(LIST, {}),
          await client.call(LIST, { pageToken: Buffer.from('8003/').toString('base64url') }),
          await client.call(DECIDE, decision),
          await client.call(DECIDE, { ...decision, value: '1', about: 'nothing' }),
        );
      }
    }
    expect(told['there']).toHaveLength(8);
    expect(told['there']).toEqual(told['nowhere']);
  });
});
