// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether a stop held, from outside: what test/kernel/witness/hold.c marks in a witness's log.
 *
 *     node test/witness/check-hold.ts LOG [--reads-only]
 *
 * From STOPPED to RESET nothing is written; from GONE to BACK nothing is accessed at all; and from RUNNING on
 * something was written before, or it would prove nothing. On ports every access is a write of a token, which
 * reading takes, too: with --reads-only a stop does not forbid it, and an access stands for a write.
 */
import { parseArgs } from 'node:util';
import { type Access, type Entry, program, readLog, WitnessError } from './log.ts';

export const MARK_STOPPED = 100;
export const MARK_RESET = 101;
export const MARK_GONE = 102;
export const MARK_BACK = 103;
export const MARK_RUNNING = 104;

export interface HoldVerdict {
  readonly violations: readonly string[];
  /** Intervals that were judged. */
  readonly stops: number;
  readonly gone: number;
  /** Accesses that count as writes, outside those intervals. */
  readonly written: number;
}

type Phase = 'other' | 'running' | 'stopped' | 'gone';

/** What each marker ends, and what it begins. */
const STEPS: Readonly<Record<number, { readonly from: readonly Phase[]; readonly to: Phase }>> = {
  [MARK_RUNNING]: { from: ['other'], to: 'running' },
  [MARK_STOPPED]: { from: ['running'], to: 'stopped' },
  [MARK_RESET]: { from: ['stopped'], to: 'other' },
  [MARK_GONE]: { from: ['running'], to: 'gone' },
  [MARK_BACK]: { from: ['gone'], to: 'other' },
};

export function checkHold(entries: readonly Entry[], { readsOnly = false } = {}): HoldVerdict {
  const violations: string[] = [];
  const counts = { stops: 0, gone: 0, written: 0 };
  let phase: Phase = 'other';
  let since = 0;
  const access = (entry: Access): void => {
    const writes = readsOnly || entry.kind === 'write';
    if (phase === 'gone' || (phase === 'stopped' && entry.kind === 'write' && !readsOnly)) {
      violations.push(
        `line ${entry.line}: a ${entry.kind} at 0x${entry.address.toString(16)} while ${phase}`,
      );
    } else if (writes) {
      counts.written++;
      since++;
    }
  };
  const marker = (number: number, line: number): void => {
    const step = STEPS[number];
    if (step === undefined) {
      return;
    }
    if (!step.from.includes(phase)) {
      violations.push(`line ${line}: marker ${number} while ${phase}`);
    }
    if (phase === 'running' && since === 0) {
      violations.push(`line ${line}: nothing was written before it, so that nothing is proven`);
    }
    counts.stops += number === MARK_RESET ? 1 : 0;
    counts.gone += number === MARK_BACK ? 1 : 0;
    phase = step.to;
    since = 0;
  };
  for (const entry of entries) {
    if (entry.kind === 'marker') {
      marker(entry.number, entry.line);
    } else {
      access(entry);
    }
  }
  if (phase !== 'other') {
    violations.push(`the log ends while ${phase}`);
  }
  return { violations, ...counts };
}

if (import.meta.main) {
  program(() => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'reads-only': { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log('usage: node check-hold.ts LOG [--reads-only]');
      return 0;
    }
    const verdict = checkHold(readLog(positionals[0]), {
      readsOnly: values['reads-only'] ?? false,
    });
    if (verdict.stops === 0 || verdict.gone === 0) {
      throw new WitnessError('the log has no stop or no unbinding: there is nothing to judge');
    }
    for (const violation of verdict.violations) {
      console.log(`VIOLATION ${violation}`);
    }
    const good = verdict.violations.length === 0;
    console.log(
      `${good ? 'clean' : 'FAILED'}: ${verdict.stops} stops, ${verdict.gone} unbindings held, ` +
        `${verdict.written} writes outside them`,
    );
    return good ? 0 : 1;
  });
}
