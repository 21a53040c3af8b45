// SPDX-License-Identifier: Apache-2.0
// What tracks disagree about, decided by dsmilctl over gRPC. On a quiet simulator all tracks agree, so the
// tracks are stand-ins; synchronizer, desk, service, server and command are those that run.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const LIMIT = 300_000;
const TOKEN = 0x8003;
const POWER = 'kernel_state.power_state';
const ATTENTION = 'interface_state.attention_required';
const PEOPLE: readonly Person[] = [
  { person: 'ann', clearance: ClearanceLevel.SECRET, compartments: [] },
  { person: 'bob', clearance: ClearanceLevel.SECRET, compartments: [] },
  { person: 'eve', clearance: ClearanceLevel.NONE, compartments: [] },
];

describe('dsmilctl conflicts over gRPC', { timeout: LIMIT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-conflict-'));
  const world = makeWorld([device(TOKEN)], { strategyOf: () => Strategy.USER_MEDIATED });
  const { sync } = world;
  const accessOf = (): DeviceAccess => ({
    risk: 1,
    requiredClearance: ClearanceLevel.RESTRICTED,
    compartments: [],
    accessAuthorized: true,
  });
  const identify = (principal: string) => PEOPLE.find(({ person }) => person === principal);
  const directory = () => ({ persons: PEOPLE, keys: [] });
  const conflicts = new ConflictDesk({ sync, accessOf, directory, clock: CLOCK });
  const access = { identify, deviceAccess: accessOf };
  // Of the other services nothing is called.
  const parts = { conflicts, access } as unknown as ControlParts;
  const defects: unknown[] = [];
  const server = GrpcServer.open({
    methods: controlMethods(parts),
    clock: CLOCK,
    onDefect: (error) => {
      defects.push(error);
      return 'a defect';
    },
  });
  const listeners: Server[] = [];

  /** Each at a socket of their own: that is who they are. */
  async function listen(person: string): Promise<void> {
    const listener = createServer((socket) => {
      server.arrive({ socket, caller: new Guest(person, identify) });
    });
    listeners.push(listener);
    await new Promise<void>((done) => {
      listener.listen(join(folder, person), done);
    });
  }

  function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, XDG_CONFIG_HOME: folder };
    return new Promise((done) => {
      execFile(process.execPath, ['src/cli/main.ts', ...args], { env }, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        done({ code, out, err });
      });
    });
  }
  const as = (person: string, ...args: string[]) => run('conflicts', ...args, '--context', person);

  beforeAll(async () => {
    world.kernel.learn(TOKEN, POWER, 1);
    world.ui.learn(TOKEN, POWER, 3);
    world.security.learn(TOKEN, ATTENTION, 3);
    world.ui.learn(TOKEN, ATTENTION, 1);
    await sync.start();
    for (const { person } of PEOPLE) {
      await listen(person);
      const added = await run('context', 'add', person, '--socket', join(folder, person));
      expect(added).toMatchObject({ code: 0, err: '' });
    }
  }, LIMIT);
  afterAll(async () => {
    await server.close();
    for (const listener of listeners) {
      listener.close();
    }
    sync.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows them to who is cleared, and to nobody else', async () => {
    const shown = await as('ann');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(/0x8003 +kernel_state\.power_state .*blocked/);
    expect(shown.out).toContain(ATTENTION);
    expect((await as('eve')).out).toContain('The tracks agree about everything.');
    const decided = await as('eve', 'decide', '0x8003', POWER, '3');
    expect(decided.code).not.toBe(0);
  });

  it('takes one person for what is no matter of safety, and it holds', async () => {
    const unsaid = await as('ann', 'decide', '0x8003', ATTENTION, '2');
    expect(unsaid.code).not.toBe(0);
    const decided = await as('ann', 'decide', '0x8003', ATTENTION, '1');
    expect(decided).toMatchObject({ code: 0, err: '', out: 'decided\n' });
    expect(sync.state(TOKEN).interfaceState.attentionRequired).toBe(1);
  });

  it('takes two for a safety field, not the same one twice; effects are blocked until then', async () => {
    const decide = ['decide', '0x8003', POWER, '3'];
    for (const _ of [1, 2]) {
      expect((await as('ann', ...decide)).out).toContain('when a second person decides the same');
    }
    expect(sync.blocksEffects(TOKEN)).toBe(true);
    const { out } = await as('bob', ...decide, '--json');
    expect(JSON.parse(out)).toEqual({ device: '0x8003', path: POWER, state: 'DECIDED' });
    expect(sync.state(TOKEN).kernelState.powerState).toBe(3);
    expect(sync.blocksEffects(TOKEN)).toBe(false);
    expect(defects).toEqual([]);
  });
});
