// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationType } from '../../core/model/enums.ts';
import { explainRisk } from '../../core/risk/explain.ts';
import { planOf, riskWord, type World } from './world.ts';

const TOKEN = 0x8030;
const HOT_MC = 79_000;
/** Samples come each 100 ms; a busy machine may take far longer. {unit ms} */
const PATIENCE_MS = 30_000;

async function explained(world: World): Promise<number> {
  const { assessment, answers } = await planOf(world, {
    principal: 'demo:bob',
    operation: OperationType.CONFIG,
    register: 4,
    value: 1,
    token: TOKEN,
  });
  for (const line of explainRisk(assessment)) {
    world.teller.detail(line);
  }
  for (const answer of answers) {
    if ('verdict' in answer && answer.verdict.risk > 1) {
      world.teller.detail(answer.verdict.reasons[0] ?? '');
    }
  }
  return assessment.level;
}

export async function tellThermalRise(world: World): Promise<void> {
  const { device, simulator, teller } = world;
  teller.chapter('A device warms up, its risk rises and says why');
  const celsius = (): number =>
    (device.snapshot().device(TOKEN)?.temperatureMc ?? Number.NaN) / 1000;
  teller.say(`0x8030 is at ${celsius().toFixed(1)} °C. For bob to change a setting of it:`);
  const before = await explained(world);
  await simulator.act(`set 0x8030 temperature ${HOT_MC}`);
  const deadline = performance.now() + PATIENCE_MS;
  while (!(celsius() * 1000 >= HOT_MC)) {
    if (performance.now() > deadline) {
      throw new Error(`0x8030 is still at ${celsius()} °C: the simulator does not sample it`);
    }
    await sleep(20);
  }
  teller.say(`It is heated to ${celsius().toFixed(1)} °C. For the same now:`);
  const after = await explained(world);
  teller.done('risk of the change', `${riskWord(before)} before, ${riskWord(after)} now`);
}
