// SPDX-License-Identifier: Apache-2.0
// dsmilctl conflicts: what tracks disagree about, and people's decisions.
import { formatToken } from '../../../abi/devices.ts';
import type { WireConflict } from '../../../api/local/wire/answers.ts';
import type { Json } from '../../../core/canonical/json.ts';
import { parseToken } from '../../arguments.ts';
import type { Context } from '../../context.ts';
import { ExitCode, Failure, usageFailure } from '../../failure.ts';
import { type DaemonOptions, withDaemon } from '../../local/daemon.ts';
import { type Column, renderTable } from '../../table.ts';
import { printable } from '../../text.ts';

const COLUMNS: readonly Column[] = [
  { header: 'DEVICE' },
  { header: 'FIELD', shrinkTo: 16 },
  { header: 'READS AS' },
  { header: 'SAID', shrinkTo: 20 },
  { header: 'EFFECTS' },
];

function words(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function render(context: Context, conflicts: readonly WireConflict[]): void {
  const { terminal } = context;
  if (conflicts.length === 0) {
    terminal.line('The tracks agree about everything.');
    return;
  }
  const rows = conflicts.map((one) => ({
    cells: [
      { text: formatToken(one.device) },
      { text: one.path },
      { text: words(one.reads) },
      { text: one.values.map(({ value, by }) => `${words(value)} by ${by.join('+')}`).join(', ') },
      { text: one.blocks_effects ? 'blocked' : '' },
    ],
  }));
  terminal.lines(renderTable(COLUMNS, [{ rows }], terminal.columns, terminal.style));
}

function parseFieldValue(text: string): number | boolean | null {
  const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
  if (Object.hasOwn(words, text)) {
    return words[text] ?? null;
  }
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    throw usageFailure('VALUE', text, 'one that was said: a number, true, false or null');
  }
  return value;
}

async function decide(
  context: Context,
  options: DaemonOptions,
  [tokenText = '', path = '', valueText = '']: string[],
): Promise<ExitCode> {
  const device = parseToken(tokenText);
  const value = parseFieldValue(valueText);
  return await withDaemon(context, options, async ({ client }) => {
    const all = (await client.call('conflicts.list', {})) as unknown as readonly WireConflict[];
    const conflict = all.find((one) => one.device === device && one.path === path);
    if (conflict === undefined) {
      throw new Failure(
        ExitCode.REFUSED,
        `the tracks agree about ${printable(path)} of ${formatToken(device)}`,
        ['What they disagree about: dsmilctl conflicts'],
      );
    }
    const given = { device, path, value, about: conflict.about };
    const answer = (await client.call('conflicts.decide', given)) as { readonly state: string };
    if (context.json) {
      context.terminal.json({ device: formatToken(device), path, ...answer });
    } else {
      const waits = answer.state === 'WAITS_FOR_SECOND_PERSON';
      context.terminal.line(
        waits
          ? 'noted: it holds when a second person decides the same within five minutes'
          : 'decided',
      );
    }
    return ExitCode.OK;
  });
}

export async function conflicts(
  context: Context,
  options: DaemonOptions,
  [action, ...rest]: string[],
): Promise<ExitCode> {
  if (action === 'decide') {
    return await decide(context, options, rest);
  }
  if (action !== undefined && action !== 'list') {
    throw usageFailure('ACTION', action, 'list, or decide TOKEN FIELD VALUE');
  }
  return await withDaemon(context, options, async ({ client }) => {
    const all = (await client.call('conflicts.list', {})) as unknown as readonly WireConflict[];
    if (context.json) {
      context.terminal.json({ conflicts: all });
    } else {
      render(context, all);
    }
    return ExitCode.OK;
  });
}
