// SPDX-License-Identifier: Apache-2.0
import { parseGroup, parseRisk } from '../arguments.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../failure.ts';
import { withSession } from '../session.ts';
import { moment } from '../time.ts';
import { deviceJson, filterDevices, renderDevices } from '../views/devices.ts';

export interface DevicesOptions {
  readonly group?: string;
  readonly risk?: string;
  readonly allRegisters?: boolean;
}

export function devices(context: Context, options: DevicesOptions): Promise<ExitCode> {
  const filter = {
    group: options.group === undefined ? undefined : parseGroup(options.group),
    risk: options.risk === undefined ? undefined : parseRisk(options.risk),
  };
  const { terminal } = context;
  return withSession(context, (session) => {
    const states = filterDevices(session.states(), filter);
    const { nowNs } = moment();
    if (context.json) {
      terminal.json(states.map((state) => deviceJson(state, nowNs)));
      return ExitCode.OK;
    }
    const view = {
      states,
      nowNs,
      backend: session.info.backend,
      allRegisters: options.allRegisters === true,
    };
    terminal.lines(renderDevices(view, terminal.columns, terminal.style));
    return ExitCode.OK;
  });
}
