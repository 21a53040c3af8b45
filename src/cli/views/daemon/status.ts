// SPDX-License-Identifier: Apache-2.0
// How the daemon, its parts and the stop stand.
import type { WireStatus, WireStop } from '../../../api/local/wire/answers.ts';
import type { Paint, Style } from '../../style.ts';
import { renderFacts } from '../../table.ts';
import { duration, grouped } from '../../text.ts';

const GOOD: ReadonlySet<string> = new Set(['RUN', 'OPERATIONAL', 'OK']);
const BAD: ReadonlySet<string> = new Set(['EMERGENCY_STOPPED', 'FAILED', 'LATCHED_DEGRADED']);

function paintOf(word: string): Paint {
  if (GOOD.has(word)) {
    return 'green';
  }
  return BAD.has(word) ? 'alarm' : 'yellow';
}

export function stopWords({ state, epoch, missing, since_ms, first_person }: WireStop): string {
  return [
    `${state} (epoch ${epoch}) for ${duration(since_ms * 1e6)}`,
    ...(first_person === null ? [] : [`asked for by ${first_person}`]),
    ...(missing.length === 0 ? [] : [`not answered: ${missing.join(', ')}`]),
  ].join(', ');
}

const NEXT: Readonly<Record<string, string>> = {
  STOPPING: 'wait: acknowledgements and read-backs are coming in',
  LATCHED: 'cure the cause; then a first person: dsmilctl reset',
  LATCHED_DEGRADED:
    'cure the cause, look at what has not answered; then a first person: dsmilctl reset',
  RESET_PENDING: 'a second person, within 120 s of the first: dsmilctl reset',
  READY: 'to permit effects again, within 120 s: dsmilctl start',
};

/** Whoever is not cleared for every device is not told what is counted over all of them. */
function countedFacts({
  operations,
  in_flight,
  undecided,
  flagged,
}: WireStatus): [string, string][] {
  const counts = Object.entries(operations).map(
    ([name, count]) => `${name} ${grouped(Math.round(count))}`,
  );
  return counts.length === 0
    ? [
        ['counts', 'for accounts that are cleared for every device'],
        ['transactions', `${flagged} for you to clear`],
      ]
    : [
        ['operations', counts.join(', ')],
        [
          'transactions',
          `${in_flight} under way, ${undecided} undecided, ${flagged} for people to clear`,
        ],
      ];
}

export function renderStatus(view: WireStatus, room: number, style: Style): string[] {
  const { orchestrator, stop, health } = view;
  const next = NEXT[stop.state];
  const who = view.person === null ? 'nobody who is known' : view.person;
  return [
    `${style.paint(paintOf(orchestrator), orchestrator)} dsmild ${view.version}${view.pid === null ? '' : `, pid ${view.pid}`}, up ${duration(view.up_ms * 1e6)}, over ${view.device}`,
    ...renderFacts(
      [
        ['stop', stopWords(stop)],
        ...(stop.unlatched
          ? ([['!', 'THE KERNEL HAS NOT LATCHED: use the hard-wired stop']] as const)
          : []),
        ...(next === undefined ? [] : ([['next', next]] as const)),
        ...countedFacts(view),
        ['you', `${view.principal}: ${who}`],
      ],
      room,
      style,
    ),
    '',
    ...health.map(
      ({ component, state, reason, since_ms: since }) =>
        `  ${style.paint(paintOf(state), state.padEnd(10))} ${component}, for ${duration(since * 1e6)}${reason === '' ? '' : `: ${reason}`}`,
    ),
  ];
}
