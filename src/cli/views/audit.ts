// SPDX-License-Identifier: Apache-2.0
// What the audit commands print.
import type { Finding } from '../../audit/errors.ts';
import { hexOf } from '../../audit/merkle/hash.ts';
import type { Verdict } from '../../audit/offline/verify-logs.ts';
import type { Found } from '../../audit/search.ts';
import { markDetails, type PlacedMark } from '../../core/ports/charter-mark.ts';
import type { Style } from '../style.ts';
import { renderFacts } from '../table.ts';
import { grouped, plural, printable } from '../text.ts';

export function renderFindings(findings: readonly Finding[], style: Style): string[] {
  return findings.flatMap(({ code, path, index, offset, message, advice }) => {
    const where = [
      printable(path),
      ...(index === undefined ? [] : [`entry ${grouped(index)}`]),
      ...(offset === undefined ? [] : [`byte ${grouped(offset)}`]),
    ].join(', ');
    return [
      `${style.paint('critical', style.glyphs.fail)} ${style.paint('bold', code)}  ${where}`,
      `    ${printable(message)}`,
      `    ${style.paint('dim', advice)}`,
    ];
  });
}

export function findingJson({ code, path, index, offset, message, advice }: Finding): object {
  return { code, path, index: index ?? null, offset: offset ?? null, message, advice };
}

/** Persons, keys and policy as the log says last. */
function charterFacts({ mark, index }: PlacedMark): [string, string][] {
  const { head, step } = mark;
  const about = step === 'intent' ? ', on its way' : '';
  return [
    ['charter', `revision ${grouped(head.revision)}${about} (entry ${grouped(index)})`],
    ['charter hash', head.hash],
  ];
}

export function renderVerdict(verdict: Verdict, room: number, style: Style): string[] {
  const lines = verdict.logs.flatMap(({ source, report, signedBy }) => [
    style.paint('bold', `${printable(source.path)} (${source.kind})`),
    ...renderFacts(
      [
        [
          'entries',
          report.pruned === 0
            ? grouped(report.size)
            : `${grouped(report.size)}, of the first ${grouped(report.pruned)} only hashes`,
        ],
        ['root', hexOf(report.root)],
        ['signed by', printable(signedBy.join(', ')) || 'nobody that is trusted'],
        ...(report.charter === undefined ? [] : charterFacts(report.charter)),
      ],
      room,
      style,
    ),
  ]);
  const words = {
    good: style.paint(
      'green',
      `${style.glyphs.ok} good: every entry is what was recorded, in its place`,
    ),
    tampered: style.paint('critical', `tampered: ${plural(verdict.findings.length, 'finding')}`),
    'policy unmet': style.paint(
      'yellow',
      `${style.glyphs.warn} policy unmet; nothing was found changed`,
    ),
  }[verdict.verdict];
  return [
    ...lines,
    ...renderFindings(verdict.findings, style),
    ...verdict.missing.map(
      (text) => `${style.paint('yellow', style.glyphs.warn)} missing: ${printable(text)}`,
    ),
    words,
  ];
}

export function verdictJson({ verdict, logs, findings, missing }: Verdict): object {
  return {
    verdict,
    logs: logs.map(({ source, report, signedBy }) => ({
      path: source.path,
      kind: source.kind,
      size: report.size,
      root: hexOf(report.root),
      pruned: report.pruned,
      signed_by: signedBy,
      charter:
        report.charter === undefined
          ? null
          : { index: report.charter.index, ...markDetails(report.charter.mark) },
    })),
    findings: findings.map(findingJson),
    missing,
  };
}

export function renderFound({ index, leafHash, entry }: Found, style: Style): string {
  const head = style.paint('dim', grouped(index).padStart(9));
  if (entry === undefined) {
    return `${head}  ${style.paint('dim', `not cleared; leaf hash ${leafHash}`)}`;
  }
  const { at, kind, actor, device, coordinationId, details } = entry;
  const about = [
    ...(device === null ? [] : [`0x${device.toString(16)}`]),
    ...(coordinationId === null ? [] : [coordinationId]),
    JSON.stringify(details),
  ].join('  ');
  const time = new Date(at).toISOString();
  return `${head}  ${time}  ${style.paint('bold', kind)}  ${printable(actor)}  ${printable(about)}`;
}

export function foundJson({ index, leafHash, entry }: Found): object {
  return { index, leaf_hash: leafHash, entry: entry ?? null };
}
