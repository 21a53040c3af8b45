// SPDX-License-Identifier: Apache-2.0
// Disagreements of each kind under each strategy. Two voices are added to what the tracks say, which
// of themselves agree on a quiet simulator: a panel (track C) and a guard (track B).

import { tokenName } from '../../core/model/device.ts';
import { UserAttentionLevel } from '../../core/model/device-state.ts';
import { ClearanceLevel } from '../../core/model/enums.ts';
import type { WorkingTrack } from '../../core/model/track.ts';
import type { FieldReport, Reporter } from '../../core/ports/track.ts';
import type { FieldValue } from '../../core/state/field-table.ts';
import { Strategy } from '../../core/state/strategy.ts';
import { Synchronizer } from '../../sync/synchronizer.ts';
import { TABLE_DEVICES } from '../local/devices.ts';
import { syncSettingsOf } from '../local/policies.ts';
import type { World } from './world.ts';

const TOKEN = 0x8031;
const POWER = 'kernel_state.power_state';
const CLEARANCE = 'security_state.required_clearance';
const ATTENTION = 'interface_state.attention_required';
const PATHS = [ATTENTION, CLEARANCE, POWER];

/** A track with something to add. */
class Voice implements Reporter {
  readonly track: WorkingTrack;
  readonly #track: Reporter;
  readonly #adds: ReadonlyMap<string, FieldValue>;

  constructor(track: Reporter, adds: Readonly<Record<string, FieldValue>>) {
    this.track = track.track;
    this.#track = track;
    this.#adds = new Map(Object.entries(adds));
  }

  #with(reports: readonly FieldReport[]): readonly FieldReport[] {
    return reports.map((report) => {
      const value = report.device === TOKEN ? this.#adds.get(report.path) : undefined;
      return value === undefined ? report : { ...report, value };
    });
  }

  async report(signal: AbortSignal): Promise<readonly FieldReport[]> {
    const own = this.#with(await this.#track.report(signal));
    const told = new Set(own.filter(({ device }) => device === TOKEN).map(({ path }) => path));
    const adds = [...this.#adds].filter(([path]) => !told.has(path));
    return [...own, ...adds.map(([path, value]) => ({ device: TOKEN, path, value }))];
  }

  subscribe(listener: (changes: readonly FieldReport[]) => void): () => void {
    return this.#track.subscribe((changes) => listener(this.#with(changes)));
  }
}

async function underStrategy(world: World, strategy: Strategy): Promise<Synchronizer> {
  const { decision } = world;
  const { core, audit, events, clock } = decision;
  const sync = new Synchronizer({
    devices: TABLE_DEVICES,
    reporters: [
      core.kernel,
      new Voice(decision.security, { [ATTENTION]: UserAttentionLevel.URGENT }),
      new Voice(core.interface, {
        [ATTENTION]: UserAttentionLevel.NOTICE,
        [CLEARANCE]: ClearanceLevel.SECRET,
        [POWER]: 3,
      }),
    ],
    settings: { ...syncSettingsOf(core.configuration.config), strategyOf: () => strategy },
    clock,
    audit,
    events,
    personProblem: (person) => decision.security.personProblem(person),
    onProblem: (problem) => world.teller.say(`a problem of the synchronizer: ${problem.kind}`),
  });
  await sync.start();
  return sync;
}

function cell(sync: Synchronizer, path: string): string {
  const found = sync.disagreements(TOKEN).find((one) => one.path === path);
  if (found === undefined) {
    return 'agreed';
  }
  const { value, status } = found.resolution;
  return `${value} ${status.toLowerCase()}`;
}

export async function tellConflicts(world: World): Promise<void> {
  const { teller } = world;
  teller.chapter('Tracks disagree: each kind of conflict under each strategy');
  teller.say(
    `About ${tokenName(TOKEN)} the guard wants attention 3 and the panel 1; policy asks for clearance 1 and the ` +
      'panel for 3; the hardware reports its power and the panel wants 3, active.',
  );
  const rows = [['strategy', 'attention (no safety)', 'clearance (safety)', 'power (no order)']];
  for (const strategy of Object.values(Strategy)) {
    const sync = await underStrategy(world, strategy);
    rows.push([strategy, ...PATHS.map((path) => cell(sync, path))]);
    if (strategy === Strategy.USER_MEDIATED) {
      teller.rows(rows);
      await decide(world, sync);
    }
    sync.close();
  }
}

async function decide(world: World, sync: Synchronizer): Promise<void> {
  const { teller } = world;
  const blocked = sync.blocksEffects(TOKEN);
  teller.say(`Power has no safe side: effects are ${blocked ? 'blocked' : 'possible'} meanwhile.`);
  const open = sync.disagreements(TOKEN).find(({ path }) => path === POWER);
  if (open === undefined) {
    throw new Error('the conflict about power is gone before anybody decided');
  }
  const { about, resolution } = open;
  const decision = { value: resolution.value, about, persons: ['ann'] };
  await sync.decide(TOKEN, POWER, decision).then(
    () => {
      throw new Error('one person decided about a safety field');
    },
    (error: unknown) => teller.refused('ann decides alone', String((error as Error).message)),
  );
  await sync.decide(TOKEN, POWER, { ...decision, persons: ['ann', 'bob'] });
  const blocks = sync.blocksEffects(TOKEN) ? 'still blocked' : 'no longer blocked by it';
  teller.done('ann and bob decide for what the hardware reports', `effects are ${blocks}`);
}
