// SPDX-License-Identifier: Apache-2.0
// How risk is judged and disagreement resolved.
import { z } from 'zod';
import { AggregationMethod } from '../../core/risk/aggregate.ts';
import { FIELDS } from '../../core/state/field-table.ts';
import { Strategy } from '../../core/state/strategy.ts';
import { choice, flag, integer, special } from '../key.ts';

const WEIGHT_MAX = 1_000_000;
const PER_TRACK = 'the kernel, security and interface track';

function three(max: number): z.ZodType<readonly [number, number, number]> {
  const one = z.int().min(0).max(max);
  return z.tuple([one, one, one]).readonly();
}

export const risk = {
  method: choice({
    about:
      'How the verdicts of the tracks become one. None hides a bad one: WEIGHTED and CONSENSUS never go further than one level below the worst.',
    of: AggregationMethod,
    fallback: AggregationMethod.CONSERVATIVE,
  }),
  track_weights: special({
    about: `What the verdicts of ${PER_TRACK} weigh with WEIGHTED.`,
    schema: three(WEIGHT_MAX).refine(([a, b, c]) => a + b + c > 0),
    fallback: [1_000, 1_000, 1_000] as const,
    allowed: `[kernel, security, interface], integers in 0..${WEIGHT_MAX}, not all 0`,
    unit: 'thousandths',
  }),
  uncertainty_factor: integer({
    about: 'u: the risk r becomes r + ⌊u·r⌋, CRITICAL at most.',
    unit: 'thousandths',
    min: 0,
    max: 1_000,
    fallback: 0,
  }),
  correlation: special({
    about:
      'How alike tracks see risk: kernel with security, kernel with interface, security with interface. 1000 is the same risk, 0 one of its own each, which adds up. Empty leaves it out.',
    schema: z.union([z.tuple([]), three(1_000)]).readonly(),
    fallback: [] as readonly [] | readonly [number, number, number],
    allowed: '[], or three integers in 0..1000',
    unit: 'thousandths',
  }),
  allow_critical: flag({
    about:
      'Whether operations of CRITICAL risk are possible at all. The security policy must say allow_critical as well, which takes two persons.',
    fallback: false,
  }),
};

/** Those that can be in disagreement. */
export const STRATEGY_PATHS: readonly string[] = FIELDS.filter(
  ({ writers }) => writers.length > 1,
).map((field) => field.path);

const strategy = z.enum(Strategy);

export const sync = {
  strategy: choice({
    about:
      'What a field reads as while tracks disagree. Whatever it is, a safety field never reads weaker than the safest word about it.',
    of: Strategy,
    fallback: Strategy.CONSERVATIVE,
  }),
  strategies: special<Readonly<Record<string, Strategy>>>({
    about: 'The same for single fields: { "kernel_state.power_state" = "USER_MEDIATED" }.',
    schema: z.partialRecord(z.enum(STRATEGY_PATHS), strategy).readonly() as z.ZodType<
      Readonly<Record<string, Strategy>>
    >,
    fallback: {},
    allowed: `a table of fields that have several writers, each one of ${Object.values(Strategy).join(', ')}`,
  }),
  full_pass_ms: integer({
    about:
      'Time between two passes over everything that the tracks know. Changes are told at once without them: they find what an event missed.',
    unit: 'ms',
    min: 100,
    max: 3_600_000,
    fallback: 5_000,
  }),
  report_deadline_ms: integer({
    about:
      'A track that has not answered a pass by then counts as silent, and its fields as unknown.',
    unit: 'ms',
    min: 10,
    max: 60_000,
    fallback: 1_000,
  }),
  assess_deadline_ms: integer({
    about: 'A verdict that is not there by then is missing, which counts as CRITICAL.',
    unit: 'ms',
    min: 10,
    max: 60_000,
    fallback: 1_000,
  }),
  backlog_count: integer({
    about:
      'Reports that may wait to be taken in. Beyond that they are dropped, which is counted, and a pass is made.',
    min: 1_000,
    max: 100_000_000,
    fallback: 4_000_000,
  }),
};
