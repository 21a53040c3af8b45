// SPDX-License-Identifier: Apache-2.0
// What an operation would do and why its risk is what it is, in words. An operation that waits is judged over
// and over, and each time people are asked the same: a device's words are made again when its assessment is
// another, by value, and else are those from before.
import { tokenName } from '../../core/model/device.ts';
import { OperationTypeNames } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import type { PlanInput } from '../../core/requirement/input.ts';
import { explainRisk, sameAssessment } from '../../core/risk/explain.ts';
import type { Judgement } from './judgement.ts';

/** As the interface track takes them. */
const TERMS_MAX = 64;
const TERM_MAX = 512;

/** One device's, and what they were made from. */
interface Said {
  readonly request: OperationRequest;
  readonly assessment: PlanInput['assessment'];
  readonly lines: readonly string[];
}

export function describe({ operationType, deviceId, parameters }: OperationRequest): string {
  const { register, value } = parameters;
  const where = register === null ? '' : ` register ${register}`;
  const what = value === null ? '' : ` to ${value} (0x${value.toString(16)})`;
  return `${nameOf(OperationTypeNames, operationType)} on ${tokenName(deviceId)}${where}${what}`;
}

export function short(text: string, most: number): string {
  const clean = text.replaceAll(/\p{Cc}/gu, ' ');
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

function say({ request, assessment }: PlanInput): Said {
  const why = assessment === undefined ? [] : explainRisk(assessment);
  return { request, assessment, lines: [describe(request), ...why.map((line) => `  ${line}`)] };
}

function stillSays(said: Said, { request, assessment }: PlanInput): boolean {
  return (
    said.request === request &&
    said.assessment !== undefined &&
    assessment !== undefined &&
    sameAssessment(said.assessment, assessment)
  );
}

/** All that they say, or where that is too much, each device with its risk. */
function termsOf(said: readonly Said[]): readonly string[] {
  const all = said.flatMap(({ lines }) => lines);
  if (all.length <= TERMS_MAX) {
    return all.map((line) => short(line, TERM_MAX));
  }
  const lines = said.map(
    ({ request, assessment }) => `${describe(request)}: risk ${assessment?.level ?? 'not known'}`,
  );
  const perTerm = Math.ceil(lines.length / TERMS_MAX);
  return Array.from({ length: Math.ceil(lines.length / perTerm) }, (_, n) =>
    short(lines.slice(n * perTerm, (n + 1) * perTerm).join('; '), TERM_MAX),
  );
}

/** One operation's. */
export class Words {
  /** By device, in the order of its requests. */
  #said: readonly Said[] = [];
  #terms: readonly string[] | null = null;

  /** One line a device: what would be done; then its risk, term by term. */
  lines(judgement: Judgement): readonly string[] {
    this.#look(judgement);
    return this.#said.flatMap(({ lines }) => lines);
  }

  /** The same, as the interface track takes it. */
  terms(judgement: Judgement): readonly string[] {
    this.#look(judgement);
    this.#terms ??= termsOf(this.#said);
    return this.#terms;
  }

  #look({ devices }: Judgement): void {
    const before = this.#said;
    const now = devices.map(({ input }, n) => {
      const said = before[n];
      return said !== undefined && stillSays(said, input) ? said : say(input);
    });
    if (now.length !== before.length || now.some((said, n) => said !== before[n])) {
      this.#said = now;
      this.#terms = null;
    }
  }
}
