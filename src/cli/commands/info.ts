// SPDX-License-Identifier: Apache-2.0
import type { Context } from '../context.ts';
import { ExitCode } from '../failure.ts';
import { withSession } from '../session.ts';
import { moment } from '../time.ts';
import { infoJson, renderInfo } from '../views/info.ts';

export function info(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  return withSession(context, async (session) => {
    const [stats, status] = await Promise.all([session.stats(), session.stopStatus()]);
    const view = { ...session.located, info: session.info, stats, stop: { status, ...moment() } };
    if (context.json) {
      terminal.json(infoJson(view));
    } else {
      terminal.lines(renderInfo(view, terminal.columns, terminal.style));
    }
    return ExitCode.OK;
  });
}
