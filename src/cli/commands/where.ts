// SPDX-License-Identifier: Apache-2.0
import type { Context } from '../context.ts';
import { ExitCode } from '../failure.ts';
import { simulatorSockets, simulatorSocketToMake } from '../locate.ts';

export interface WhereOptions {
  readonly simulator?: boolean;
}

export function where(context: Context, options: WhereOptions): ExitCode {
  const { terminal, json, locateSources } = context;
  const toMake = simulatorSocketToMake(locateSources);
  if (options.simulator === true) {
    if (json) {
      terminal.json({ simulator: toMake });
    } else {
      terminal.line(toMake);
    }
    return ExitCode.OK;
  }
  const { path, because } = context.locate();
  if (json) {
    terminal.json({ path, because, simulator: toMake, looked_at: simulatorSockets(locateSources) });
  } else {
    terminal.line(path);
    terminal.note(`(${because})`);
  }
  return ExitCode.OK;
}
