// SPDX-License-Identifier: Apache-2.0
import type { Context } from '../context.ts';
import { ExitCode } from '../failure.ts';
import { withSession } from '../session.ts';
import { moment } from '../time.ts';
import { renderStop, stopJson } from '../views/stop.ts';

export function status(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  return withSession(context, async (session) => {
    const view = { status: await session.stopStatus(), ...moment() };
    if (context.json) {
      terminal.json(stopJson(view));
    } else {
      terminal.lines(renderStop(view, terminal.columns, terminal.style));
    }
    return ExitCode.OK;
  });
}
