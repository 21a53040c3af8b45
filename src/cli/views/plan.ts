// SPDX-License-Identifier: Apache-2.0
// A planned operation as people and programs read it.

import { tokenName } from '../../core/model/device.ts';
import {
  ClearanceLevelNames,
  OperationTypeNames,
  RiskLevelNames,
  TrackNames,
} from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { Need } from '../../core/requirement/input.ts';
import { explainRisk } from '../../core/risk/explain.ts';
import type { PlannedOperation } from '../../daemon/local/local-core.ts';
import type { Answer } from '../../daemon/local/verdicts.ts';
import type { Paint, Style } from '../style.ts';
import { wrap } from '../text.ts';

export interface PlanView extends PlannedOperation {
  readonly deviceName: string;
  /** As the backend calls it; undefined without one. */
  readonly registerName: string | undefined;
  readonly configRevision: string;
}

const RISK_PAINT: Readonly<Record<number, Paint>> = {
  1: 'green',
  2: 'cyan',
  3: 'yellow',
  4: 'red',
  5: 'critical',
  6: 'magenta',
};

function riskWord(level: number, style: Style): string {
  return style.paint(RISK_PAINT[level] ?? 'plain', nameOf(RiskLevelNames, level));
}

function verdictWord({ plan }: PlannedOperation, style: Style): string {
  if (plan.allowed) {
    return style.paint('green', 'allowed now');
  }
  return plan.possible
    ? style.paint('yellow', 'not allowed yet')
    : style.paint('critical', 'never allowed');
}

function paragraph(text: string, indent: number, room: number): string[] {
  const margin = ' '.repeat(indent);
  return wrap(text, Math.max(20, room - indent)).map((line) => margin + line);
}

function answerLines(answer: Answer, room: number, style: Style): string[] {
  const track = nameOf(TrackNames, answer.track).toLowerCase();
  if ('missing' in answer) {
    return [
      `  ${track}: ${style.paint('critical', 'no verdict')}, which counts as CRITICAL`,
      ...paragraph(answer.missing, 4, room),
    ];
  }
  const { risk, reasons, rules } = answer.verdict;
  return [
    `  ${track}: ${riskWord(risk, style)}`,
    ...reasons.flatMap((reason, index) => paragraph(`${rules[index] ?? ''}: ${reason}`, 4, room)),
  ];
}

function needLines(need: Need, room: number, style: Style): string[] {
  const { glyphs } = style;
  if (need.satisfied) {
    return [`  ${style.paint('green', glyphs.ok)} ${need.rule}: ${need.because}`].flatMap((line) =>
      wrap(line.trimStart(), room - 2).map((part, i) => (i === 0 ? `  ${part}` : `    ${part}`)),
    );
  }
  const mark = style.paint(need.possible ? 'yellow' : 'critical', glyphs.fail);
  const [first = '', ...rest] = paragraph(`${need.rule}: ${need.because}`, 4, room);
  return [
    `  ${mark} ${first.trimStart()}`,
    ...rest,
    ...paragraph(`${glyphs.arrow} ${need.satisfiedBy}`, 4, room),
  ];
}

function subjectWords(view: PlanView): string {
  const { request, requester } = view.input;
  const { register, value } = request.parameters;
  const what = [
    nameOf(OperationTypeNames, request.operationType),
    `${tokenName(request.deviceId)} (${view.deviceName})`,
    ...(register === null ? [] : [`register ${register} ${view.registerName ?? ''}`.trimEnd()]),
    ...(value === null ? [] : [`value 0x${value.toString(16)}`]),
  ].join(', ');
  const who =
    requester === undefined
      ? 'by nobody who is known (--as PRINCIPAL)'
      : `by ${requester.person}, cleared for ${nameOf(ClearanceLevelNames, requester.clearance)}`;
  return `${what}, ${who}`;
}

export function renderPlan(view: PlanView, room: number, style: Style): string[] {
  const { plan, assessment, answers } = view;
  const missing = plan.needs.filter(({ satisfied }) => !satisfied);
  const have = plan.needs.filter(({ satisfied }) => satisfied);
  const heading = (text: string): string[] => ['', style.paint('bold', text)];
  return [
    ...paragraph(subjectWords(view), 0, room),
    ...(plan.risk === undefined
      ? []
      : [
          ...heading('What the tracks say'),
          ...answers.flatMap((answer) => answerLines(answer, room, style)),
          ...heading(`Risk ${nameOf(RiskLevelNames, plan.risk)}, term by term`),
          ...explainRisk(assessment).flatMap((line) => paragraph(line, 2, room)),
        ]),
    ...(missing.length === 0 ? [] : heading('What is missing')),
    ...missing.flatMap((need) => needLines(need, room, style)),
    ...(have.length === 0 ? [] : heading('What is there')),
    ...have.flatMap((need) => needLines(need, room, style)),
    '',
    `${verdictWord(view, style)}: ${have.length} of ${plan.needs.length} needs met; safety version ${view.safetyVersion}, stop epoch ${view.stopEpoch}`,
  ];
}

function answerJson(answer: Answer): Record<string, unknown> {
  const track = nameOf(TrackNames, answer.track);
  if ('missing' in answer) {
    return { track, risk: null, missing: answer.missing };
  }
  const { risk, rules, reasons } = answer.verdict;
  return { track, risk: nameOf(RiskLevelNames, risk), rules, reasons };
}

export function planJson(view: PlanView): Record<string, unknown> {
  const { input, plan, assessment, answers } = view;
  const { request, requester, requestDigest } = input;
  return {
    operation: nameOf(OperationTypeNames, request.operationType),
    device: tokenName(request.deviceId),
    device_name: view.deviceName,
    register: request.parameters.register,
    value: request.parameters.value,
    requester: requester?.person ?? null,
    request_digest: requestDigest,
    allowed: plan.allowed,
    possible: plan.possible,
    risk: plan.risk === undefined ? null : nameOf(RiskLevelNames, plan.risk),
    risk_method: assessment.method,
    risk_terms: assessment.terms.map(({ rule, effect, amount, level }) => ({
      rule,
      effect,
      amount,
      level: nameOf(RiskLevelNames, level),
    })),
    risk_words: explainRisk(assessment),
    verdicts: answers.map(answerJson),
    needs: plan.needs.map(({ rule, satisfied, possible, because, satisfiedBy }) => ({
      rule,
      satisfied,
      possible,
      because,
      satisfied_by: satisfiedBy,
    })),
    safety_version: view.safetyVersion,
    stop_epoch: view.stopEpoch,
    config_revision: view.configRevision,
  };
}
