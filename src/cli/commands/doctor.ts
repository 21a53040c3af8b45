// SPDX-License-Identifier: Apache-2.0
import type { Context } from '../context.ts';
import { hostSystem } from '../doctor/host.ts';
import { count, examine, renderReport } from '../doctor/report.ts';
import { ExitCode } from '../failure.ts';

export async function doctor(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const sections = await examine(hostSystem(context));
  const failures = count(sections, 'fail');
  if (context.json) {
    terminal.json({
      ok: failures === 0,
      failures,
      warnings: count(sections, 'warn'),
      checks: sections.flatMap(({ title, verdicts }) =>
        verdicts.map((verdict) => ({ section: title, ...verdict })),
      ),
    });
  } else {
    terminal.lines(renderReport(sections, terminal.columns, terminal.style));
  }
  return failures > 0 ? ExitCode.FAILED : ExitCode.OK;
}
