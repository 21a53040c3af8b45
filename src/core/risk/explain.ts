// SPDX-License-Identifier: Apache-2.0
// An assessment in words, one line a term. Apart from assess.ts so that deciding costs no text.
import { RiskLevelNames, TrackNames } from '../model/enums.ts';
import { nameOf } from '../model/names.ts';
import { TRACKS } from '../model/track.ts';
import { missingVerdicts, type RiskAssessment, type RiskTerm } from './assess.ts';
import { upperBoundThousandths } from './beta.ts';

function verdictWords({ verdicts }: RiskAssessment): string {
  return TRACKS.map((track, index) => {
    const verdict = verdicts[index];
    const said = verdict === undefined ? 'nothing' : nameOf(RiskLevelNames, verdict);
    return `${nameOf(TrackNames, track)} says ${said}`;
  }).join(', ');
}

/**
 * A bound that was rounded down to thousandths, in whole percents that it does not exceed. Not finer: words that
 * people sign for are void when they change, and a tenth more or less is nothing to ask them anew for.
 */
function percentAbove(thousandths: number): string {
  return `${Math.ceil((thousandths + 1) / 10)} %`;
}

function because(term: RiskTerm, assessment: RiskAssessment): string {
  const { failures, successes } = assessment.posterior;
  switch (term.rule) {
    case 'quarantine':
      return `the device table or a track says QUARANTINED (${verdictWords(assessment)})`;
    case 'method':
      return `${assessment.method} over the tracks: ${verdictWords(assessment)}`;
    case 'correlation':
      return 'risks of different tracks add up as far as they are independent';
    case 'missing': {
      const silent = missingVerdicts(assessment).map((track) => nameOf(TrackNames, track));
      return `no verdict from ${silent.join(', ')}, which counts as the worst`;
    }
    case 'floor':
      return 'the floor of this operation type on a device of this class';
    case 'uncertainty':
      return 'the configured uncertainty factor';
    case 'history': {
      const bound = percentAbove(upperBoundThousandths(failures, successes));
      const seen = (failures - 1).toFixed(1);
      return `recent failures count ${seen}: up to ${bound} may fail (with 95 % confidence)`;
    }
  }
}

/** `at least HIGH: the floor of …`, in the order in which the terms apply, then the result. */
export function explainRisk(assessment: RiskAssessment): string[] {
  const lines = assessment.terms.map((term) => {
    const effect =
      term.effect === 'at_least'
        ? `at least ${nameOf(RiskLevelNames, term.amount)}`
        : `plus ${term.amount}`;
    return `${effect}: ${because(term, assessment)}`;
  });
  return [...lines, `risk is ${nameOf(RiskLevelNames, assessment.level)}`];
}

/** Whether @a and @b are the same, number by number: then they are in words, too. */
export function sameAssessment(a: RiskAssessment, b: RiskAssessment): boolean {
  return (
    a.level === b.level &&
    a.method === b.method &&
    a.posterior.failures === b.posterior.failures &&
    a.posterior.successes === b.posterior.successes &&
    a.verdicts.every((verdict, track) => verdict === b.verdicts[track]) &&
    a.terms.length === b.terms.length &&
    a.terms.every((term, n) => sameTerm(term, b.terms[n]))
  );
}

function sameTerm(a: RiskTerm, b: RiskTerm | undefined): boolean {
  return (
    a.rule === b?.rule && a.effect === b.effect && a.amount === b.amount && a.level === b.level
  );
}
