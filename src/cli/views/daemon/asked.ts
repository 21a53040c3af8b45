// SPDX-License-Identifier: Apache-2.0
// What people are asked: exactly what they would sign or say yes to. Of an approval that is read from the document
// that is signed; what the daemon says beside it is shown as its word, and as nothing else.
import { formatToken } from '../../../abi/devices.ts';
import type { WireConfirmation, WireDemand, WireOffer } from '../../../api/local/wire/answers.ts';
import { decisionFrom } from '../../../api/local/wire/decisions.ts';
import type { ClearingDecision } from '../../../core/canonical/clearing.ts';
import type { ResetDecision } from '../../../core/canonical/reset-decision.ts';
import { isTransaction, type TransactionOperation } from '../../../core/canonical/transaction.ts';
import { OperationTypeNames, RiskLevelNames } from '../../../core/model/enums.ts';
import { nameOf } from '../../../core/model/names.ts';
import type { Style } from '../../style.ts';
import { type Column, renderFacts, renderTable } from '../../table.ts';
import { duration, wrap } from '../../text.ts';

function demandWords({ clearance, compartments }: WireDemand): string {
  return [clearance, ...compartments].join(', ');
}

function left(ms: number): string {
  return duration(Math.max(0, ms) * 1e6);
}

interface Signed {
  readonly steps: readonly TransactionOperation[];
  readonly risk: string;
}

function signedOf(offer: WireOffer): Signed {
  const decision = decisionFrom(offer.decision);
  const steps = isTransaction(decision) ? decision.operations : [decision];
  return { steps, risk: nameOf(RiskLevelNames, decision.risk) };
}

function stepWords({
  action,
  device,
  parameters: { register, value },
}: TransactionOperation): string {
  const where = register === null ? '' : ` register ${register}`;
  const what = value === null ? '' : ` to ${value} (0x${value.toString(16)})`;
  return `${nameOf(OperationTypeNames, action)} on ${formatToken(device)}${where}${what}`;
}

const OFFERS: readonly Column[] = [
  { header: 'OFFER' },
  { header: 'RISK' },
  { header: 'REQUESTER', shrinkTo: 8 },
  { header: 'LEFT' },
  { header: 'WHAT', shrinkTo: 16 },
];

export function renderOffers(offers: readonly WireOffer[], room: number, style: Style): string[] {
  if (offers.length === 0) {
    return ['Nothing waits for an approval that you could give.'];
  }
  const rows = offers.map((offer) => {
    const { steps, risk } = signedOf(offer);
    return {
      cells: [
        { text: offer.offer.slice(0, 12) },
        { text: risk },
        { text: offer.requester },
        { text: left(offer.left_ms) },
        { text: steps.map(stepWords).join('; ') },
      ],
    };
  });
  return renderTable(OFFERS, [{ rows }], room, style);
}

export function renderOffer(offer: WireOffer, room: number, style: Style): string[] {
  const { steps, risk } = signedOf(offer);
  return [
    style.paint('bold', 'What your approval allows, once, and nothing else'),
    ...steps.flatMap((step) => wrap(stepWords(step), room - 4).map((part) => `  ${part}`)),
    '',
    'The daemon explains',
    ...offer.words.flatMap((line) => wrap(line, room - 4).map((part) => `  ${part}`)),
    '',
    ...renderFacts(
      [
        ['asked by', offer.requester],
        ['because', offer.justification === '' ? '(no justification)' : offer.justification],
        ['risk', risk],
        ['takes', demandWords(offer.demand)],
        ['left', left(offer.left_ms)],
        ['id', offer.coordination_id],
        ['digest', offer.digest],
      ],
      room,
      style,
    ),
  ];
}

const CONFIRMATIONS: readonly Column[] = [
  { header: 'ID' },
  { header: 'RISK' },
  { header: 'DEVICE' },
  { header: 'REQUESTER', shrinkTo: 8 },
  { header: 'LEFT' },
  { header: 'WHAT', shrinkTo: 16 },
];

export function renderConfirmations(
  asked: readonly WireConfirmation[],
  room: number,
  style: Style,
): string[] {
  if (asked.length === 0) {
    return ['Nothing waits for a confirmation that you could give.'];
  }
  const rows = asked.map((one) => ({
    cells: [
      { text: one.id.slice(0, 12) },
      { text: one.risk },
      { text: formatToken(one.device) },
      { text: one.requester },
      { text: left(one.left_ms) },
      { text: one.summary },
    ],
  }));
  return renderTable(CONFIRMATIONS, [{ rows }], room, style);
}

export function renderConfirmation(one: WireConfirmation, room: number, style: Style): string[] {
  return [
    style.paint('bold', one.summary),
    ...one.terms.flatMap((line) => wrap(line, room - 4).map((part) => `  ${part}`)),
    '',
    ...renderFacts(
      [
        ['asked by', one.requester],
        ['risk', one.risk],
        ['takes', demandWords(one.demand)],
        ['left', left(one.left_ms)],
      ],
      room,
      style,
    ),
  ];
}

const STEP_WORDS = {
  RESET: 'first person: asks for the reset of this stop',
  CONFIRM: 'second person: confirms the reset; nothing starts by it',
  START: 'starts: effects are possible from then on',
} as const;

export function renderReset(decision: ResetDecision, room: number, style: Style): string[] {
  const { step, stopEpoch, accepts } = decision;
  return [
    style.paint('bold', `${step}: ${STEP_WORDS[step]}`),
    ...renderFacts(
      [
        ['stop', `epoch ${stopEpoch}`],
        ['your word', 'what stopped everything is cured'],
        [
          'you accept',
          accepts.length === 0
            ? 'nothing is missing'
            : `that these have not answered: ${accepts.join(', ')}`,
        ],
      ],
      room,
      style,
    ),
  ];
}

export function renderClearing(decision: ClearingDecision, room: number, style: Style): string[] {
  const { kind, subject, devices, note } = decision;
  return [
    style.paint('bold', `${kind} ${subject}`),
    ...renderFacts(
      [
        ['devices', devices.map(formatToken).join(' ')],
        ['what was looked at, and found', note],
      ],
      room,
      style,
    ),
  ];
}
