// SPDX-License-Identifier: Apache-2.0
import type { Paint, Style } from '../style.ts';
import { plural, wrap } from '../text.ts';
import { checkCapability, checkDeviceNode, checkGroup, checkMemlock } from './access.ts';
import {
  checkHeaders,
  checkLoaded,
  checkModuleFile,
  checkSecureBoot,
  checkTaint,
} from './module.ts';
import { checkAddon, checkDevices, checkNode } from './runtime.ts';
import type { System } from './system.ts';
import type { Level, Verdict } from './verdict.ts';

export interface Section {
  readonly title: string;
  readonly verdicts: readonly Verdict[];
}

export async function examine(system: System): Promise<Section[]> {
  return [
    {
      title: 'This program',
      verdicts: [checkNode(system), await checkAddon(system), checkMemlock(system)],
    },
    {
      title: 'Kernel and module',
      verdicts: [
        checkHeaders(system),
        checkModuleFile(system),
        checkSecureBoot(system),
        checkLoaded(system),
        checkTaint(system),
      ],
    },
    {
      title: 'Permissions',
      verdicts: [checkDeviceNode(system), checkGroup(system), checkCapability(system)],
    },
    { title: 'Devices', verdicts: await checkDevices(system) },
  ];
}

export function count(sections: readonly Section[], level: Level): number {
  return sections.flatMap(({ verdicts }) => verdicts).filter((verdict) => verdict.level === level)
    .length;
}

const PAINTS: Readonly<Record<Level, Paint>> = { ok: 'green', warn: 'yellow', fail: 'critical' };

function renderVerdict(verdict: Verdict, columns: number, style: Style): string[] {
  const { level, title, found, means, cure } = verdict;
  const mark = style.paint(PAINTS[level], `${style.glyphs[level]} ${level.padEnd(4)}`);
  const label = title.padEnd(18);
  const indent = ' '.repeat(11);
  const [first = '', ...rest] = wrap(found, Math.max(20, columns - 30));
  const lines = [
    `  ${mark}   ${style.paint(level === 'ok' ? 'plain' : 'bold', label)} ${first}`,
    ...rest.map((line) => `${' '.repeat(30)}${line}`),
  ];
  if (means !== undefined) {
    lines.push(...wrap(`so: ${means}`, columns - indent.length).map((line) => `${indent}${line}`));
  }
  // Commands are never wrapped: they are there to be copied.
  lines.push(...(cure ?? []).map((command) => `${indent}${style.paint('cyan', `$ ${command}`)}`));
  return lines;
}

export function renderReport(
  sections: readonly Section[],
  columns: number,
  style: Style,
): string[] {
  const lines = sections.flatMap(({ title, verdicts }) => [
    style.paint('bold', title),
    ...verdicts.flatMap((verdict) => renderVerdict(verdict, columns, style)),
    '',
  ]);
  const failures = count(sections, 'fail');
  const warnings = count(sections, 'warn');
  const summary =
    failures > 0
      ? style.paint(
          'critical',
          `${plural(failures, 'failure')}, ${plural(warnings, 'warning')}: the lines with $ cure them.`,
        )
      : warnings > 0
        ? style.paint('yellow', `No failure, ${plural(warnings, 'warning')}: what is needed works.`)
        : style.paint('green', 'All is well.');
  return [...lines, summary];
}
