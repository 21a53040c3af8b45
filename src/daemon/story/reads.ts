// SPDX-License-Identifier: Apache-2.0
import { OperationType } from '../../core/model/enums.ts';
import { allowed, record, riskWord, type Wish, type World, wishWords } from './world.ts';

async function read(world: World, principal: string, token: number, register: number) {
  const wish: Wish = { principal, operation: OperationType.READ, token, register };
  const planned = await allowed(world, wish);
  if (planned === undefined) {
    return;
  }
  const { value } = await world.device.read({ device: token, registerIndex: register });
  await record(world, 'operation.read', wish, { register, value, risk: planned.assessment.level });
  const word = `0x${value.toString(16).padStart(8, '0')}`;
  world.teller.done(wishWords(wish), `${word}, at risk ${riskWord(planned.assessment.level)}`);
}

export async function tellReads(world: World): Promise<void> {
  world.teller.chapter('People read devices, each as far as they are cleared');
  await read(world, 'demo:ann', 0x8003, 4);
  await read(world, 'demo:cid', 0x8003, 0);
  await read(world, 'demo:dora', 0x8030, 2);
}

export async function tellRefusals(world: World): Promise<void> {
  const { teller } = world;
  teller.chapter('Who may not learns why, and what would satisfy it');
  await read(world, 'demo:dora', 0x8003, 4);
  await read(world, 'demo:eve', 0x8030, 2);
  await read(world, 'demo:ann', 0x8009, 0);
  const wish = { principal: 'demo:ann', token: 0x8030, operation: OperationType.RESET };
  await allowed(world, wish);
}
