// SPDX-License-Identifier: Apache-2.0
// Every place where the daemon touches storage, ring or device, as strike.c, struck-device.ts and
// struck-store.ts name them, and what may be made to happen there.
import { type Chance, oneOf } from './chance.ts';

export type Action = 'kill' | 'loss' | 'EIO' | 'ENOSPC' | 'ETIMEDOUT' | 'stall';

/**
 * When a daemon comes there: at the first start of all, at any start, at one after a death in the middle of a
 * commit or after the loss of the kernel there, while it works, when it ends.
 */
export type When = 'first' | 'start' | 'after-death' | 'after-loss' | 'work' | 'end';

export interface Strike {
  readonly site: string;
  readonly phase: string;
  readonly count: number;
  readonly action: Action;
  readonly from: 'start' | 'work';
  /** How often a call fails. */
  readonly times: number;
  /** Of a stall. {unit ms} */
  readonly ms: number;
  readonly when: When;
}

interface Site {
  readonly name: string;
  readonly phases: readonly [string, ...string[]];
  readonly when: readonly [When, ...When[]];
  /** At which time at most: how often it is come to is not known. */
  readonly most: number;
}

const BOTH = ['before', 'after'] as const;
const WRITE = ['before', 'middle', 'after'] as const;

function sites(
  when: readonly [When, ...When[]],
  most: number,
  names: readonly string[],
): readonly Site[] {
  return names.map((name) => ({
    name,
    phases: name.startsWith('write ') && name !== 'write store.db-shm' ? WRITE : BOTH,
    when,
    most,
  }));
}

const made = ['ed25519.pem.new', 'ml-dsa-44.pem.new', 'head.new', 'leaves.new'];

export const SITES: readonly Site[] = [
  ...sites(['first'], 1, [
    ...made.flatMap((file) => [`write ${file}`, `sync ${file}`, `remove ${file}`]),
    'write cursor.keys.new',
    'sync cursor.keys.new',
    'rename cursor.keys',
    'sync keys',
    'sync store.lock',
    'write store.reserve',
    'sync store.reserve',
    'write leaves.reserve',
    'sync leaves.reserve',
    'write store.db-journal',
    'sync store.db-journal',
    'remove store.db-journal',
  ]),
  ...sites(['start'], 1, [
    'write trust.policy.new',
    'sync trust.policy.new',
    'remove trust.policy.new',
    'truncate store.db-shm',
    'write store.db-shm',
    'sync store',
    'device CLAIM',
    'device AUDIT_HEAD_GET',
    'device DEADMAN_ARM',
    'device TX_LIST',
    'store journal.begin',
    'store security.save',
    'store asked audit.verify',
    'store asked audit.rootAt',
    'store asked audit.read',
    'store asked events.state',
    'store asked security.charter',
    'store asked security.load',
    'store asked journal.histories',
    'store asked journal.unfinished',
  ]),
  ...sites(['start'], 2, ['store asked journal.undecided', 'store asked journal.flagged']),
  // What a start finds of one that died while the kernel had a transaction of its,
  ...sites(['after-death'], 1, [
    'device TX_STATUS',
    'device TX_ABORT',
    'store asked journal.decision',
  ]),
  // and of one whose kernel died: what it reads back, holds, and what people clear.
  ...sites(['after-loss'], 2, [
    'device READ',
    'device HOLD_SET',
    'device HOLD_RELEASE',
    'store journal.clear',
  ]),
  ...sites(['start', 'work'], 4, [
    'device AUDIT_HEAD_SET',
    'device TX_FORGET',
    'store journal.outcome',
    'store journal.ended',
    'store audit.append',
    'store audit.note',
    'store events.append',
    'store events.compact',
    'store asked audit.head',
    'write leaves',
    'sync leaves',
    'truncate leaves',
    'write head',
    'sync head',
    'write store.db-wal',
    'sync store.db-wal',
    'sync store.db',
    'write store.db',
    'truncate store.db',
    'truncate store.db-wal',
  ]),
  ...sites(['work'], 4, [
    'device TX_PREPARE',
    'device TX_COMMIT',
    'device DEADMAN_BEAT',
    'ring drain',
    'store journal.received',
    'store journal.mayCommit',
    'store asked journal.known',
  ]),
  ...sites(['start'], 1, [
    'device STOP',
    'device RESET_REQUEST',
    'device RESET_CONFIRM',
    'device START',
  ]),
  ...sites(['end'], 1, ['device DEADMAN_DISARM', 'remove store.db-shm', 'remove store.db-wal']),
];

export const PAIRS: readonly string[] = SITES.flatMap(({ name, phases }) =>
  phases.map((phase) => `${name}|${phase}`),
);

const STALLS_MS = [100, 700, 2_500] as const;

function actionsAt({ name }: Site, phase: string): readonly [Action, ...Action[]] {
  // Half a write is a dead writer's alone.
  if (phase === 'middle') {
    return ['kill'];
  }
  if (name.startsWith('device ') || name.startsWith('ring ')) {
    return ['loss', 'EIO', 'ETIMEDOUT', 'stall'];
  }
  if (name.startsWith('store ')) {
    // An answer of the store's that is lost is a store that has failed: the files' own errors are that.
    return phase === 'before' && !name.startsWith('store asked')
      ? ['loss', 'EIO', 'ENOSPC', 'stall']
      : ['loss', 'stall'];
  }
  return ['loss', 'EIO', 'ENOSPC', 'stall'];
}

interface Middle {
  readonly name: string;
  readonly phase: string;
  /** Sites that only the start after a death there comes to. */
  readonly finds: readonly [string, ...string[]];
}

const ORPHANED = ['device TX_ABORT', 'device TX_FORGET', 'store asked journal.decision'] as const;
const UNDECIDED = [
  'device TX_STATUS',
  'device TX_FORGET',
  'store journal.outcome',
  'store journal.ended',
] as const;

/** Where a death leaves the kernel or the journal with a transaction that is not over. */
const MIDDLES: readonly [Middle, ...Middle[]] = [
  { name: 'device TX_PREPARE', phase: 'after', finds: ORPHANED },
  { name: 'store journal.mayCommit', phase: 'after', finds: [...UNDECIDED, 'device TX_ABORT'] },
  { name: 'device TX_COMMIT', phase: 'before', finds: [...UNDECIDED, 'device TX_ABORT'] },
  { name: 'device TX_COMMIT', phase: 'after', finds: UNDECIDED },
  { name: 'store journal.outcome', phase: 'before', finds: UNDECIDED },
  {
    name: 'store journal.outcome',
    phase: 'after',
    finds: ['store asked journal.decision', 'device TX_FORGET', 'store journal.ended'],
  },
];

/** Where the loss of the kernel leaves a MAY_COMMIT of which only the registers tell. */
const LOSSES = MIDDLES.slice(1, 5) as [Middle, ...Middle[]];

interface Choice {
  readonly site: Site;
  readonly phase: string;
  readonly action: Action;
  readonly when: When;
  /** At which time at most. */
  readonly most: number;
}

function siteOf(name: string): Site {
  const site = SITES.find((one) => one.name === name);
  if (site === undefined) {
    throw new Error(`no site ${JSON.stringify(name)}`);
  }
  return site;
}

function middleOf(chance: Chance, middles: readonly [Middle, ...Middle[]], action: Action): Choice {
  const { name, phase } = oneOf(chance, middles);
  return { site: siteOf(name), phase, action, when: 'work', most: 1 };
}

/** A kill of the start that finds what the middle that @before drew has left. */
function thenOf(before: Chance, chance: Chance): Choice {
  const site = siteOf(oneOf(chance, oneOf(before, MIDDLES).finds));
  const phase = oneOf(chance, site.phases);
  return { site, phase, action: 'kill', when: 'after-death', most: 1 };
}

function anyOf(chance: Chance, mostly: 'kill' | 'loss', wanted: (when: When) => boolean): Choice {
  const open = SITES.flatMap((site) => site.when.filter(wanted).map((when) => ({ site, when })));
  const pairs = open.flatMap((one) => one.site.phases.map((phase) => ({ ...one, phase })));
  const { site, phase, when } = pairs[chance(pairs.length)] as (typeof pairs)[number];
  const possible = actionsAt(site, phase);
  const usual = possible.includes(mostly) ? mostly : 'kill';
  const action = chance(4) === 0 ? oneOf(chance, possible) : usual;
  const most = when === 'start' ? site.most : Math.min(site.most, 2);
  return { site, phase, action, when, most };
}

const CYCLE = 10;

function choose(
  chanceAt: (round: number) => Chance,
  round: number,
  served: number,
  mostly: 'kill' | 'loss',
): Choice {
  const chance = chanceAt(round);
  const place = (round - served) % CYCLE;
  switch (place) {
    case 0:
      return middleOf(chance, MIDDLES, 'kill');
    case 1:
    case 2:
      return thenOf(chanceAt(round - place), chance);
    case 3:
      return middleOf(chance, LOSSES, 'loss');
    case 4:
    case 5:
      return anyOf(chance, 'kill', (when) => when === 'after-loss');
    case 6:
    case 7:
      return anyOf(chance, mostly, (when) => when === 'start');
    default:
      return anyOf(chance, mostly, (when) => ['start', 'work', 'end'].includes(when));
  }
}

/** @chanceAt: of each round of its life. @served: the first round after one has served; undefined before. */
export function pickStrike(
  chanceAt: (round: number) => Chance,
  round: number,
  served: number | undefined,
  mostly: 'kill' | 'loss',
): Strike {
  const chosen =
    served === undefined
      ? anyOf(chanceAt(round), 'kill', (when) => when === 'first')
      : choose(chanceAt, round, served, mostly);
  const chance = chanceAt(-1 - round);
  const { site, phase, action, when, most } = chosen;
  return {
    site: site.name,
    phase,
    count: 1 + chance(most),
    action,
    from: when === 'work' || when === 'end' ? 'work' : 'start',
    // A kernel is lost once.
    times: chance(2) === 0 || action === 'loss' ? 1 : 3,
    ms: oneOf(chance, STALLS_MS),
    when,
  };
}

const WORDS = /^(kill|loss|EIO|ENOSPC|ETIMEDOUT|stall) (before|middle|after) (.+)$/;

/** Of 'nothing', or 'kill after device TX_COMMIT': the first time while it works, or of the start where it does not come there. */
export function strikeFrom(words: string): Strike {
  if (words === 'nothing') {
    return NO_STRIKE;
  }
  const [, action, phase = '', name = ''] = WORDS.exec(words) ?? [];
  if (action === undefined) {
    throw new Error(`a strike is ${WORDS}: ${JSON.stringify(words)}`);
  }
  const { when } = siteOf(name);
  const working = when.includes('work') || when.includes('end');
  return {
    ...NO_STRIKE,
    site: name,
    phase,
    count: 1,
    action: action as Action,
    from: working ? 'work' : 'start',
    ms: STALLS_MS[1],
    when: when.includes('work') ? 'work' : when[0],
  };
}

export const NO_STRIKE: Strike = {
  site: 'none',
  phase: 'before',
  count: 0,
  action: 'kill',
  from: 'start',
  times: 1,
  ms: 0,
  when: 'work',
};

export function wordsOf({ site, phase, count, action, from, ms }: Strike): string {
  const what = action === 'stall' ? `stall of ${ms} ms` : action;
  return `${what} ${phase} ${site}, time ${count} of the ${from}`;
}
