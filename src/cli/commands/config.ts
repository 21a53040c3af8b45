// SPDX-License-Identifier: Apache-2.0
// What the configuration is, whether it is good, and what its keys mean. Needs no daemon and no
// device. The configuration's code is loaded here and not before: a stop does not wait for it.
import type { Configuration } from '../../config/load.ts';
import type { ConfigProblem } from '../../config/problem.ts';
import type { KeyEntry } from '../../config/schema.ts';
import { nearestName } from '../../core/model/nearest.ts';
import type { Context } from '../context.ts';
import { ExitCode, Failure, usageFailure } from '../failure.ts';
import { renderFacts, renderTable } from '../table.ts';

interface ConfigOptions {
  readonly file?: string;
  readonly origin?: boolean;
}

type Action = (
  context: Context,
  options: ConfigOptions,
  subject: string | undefined,
) => Promise<ExitCode>;

function problemJson(problem: ConfigProblem): Record<string, unknown> {
  const { code, key, value, allowed, where, suggestion, message } = problem;
  return { code, key, value, allowed, where, suggestion, message };
}

/** The configuration; undefined after its problems were told. */
async function loadOrTell(
  context: Context,
  file: string | undefined,
): Promise<Configuration | undefined> {
  const [{ loadConfiguration }, { ConfigError }] = await Promise.all([
    import('../../config/load.ts'),
    import('../../config/problem.ts'),
  ]);
  try {
    return loadConfiguration({ env: context.env, file });
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    if (context.json) {
      context.terminal.json({ good: false, problems: error.problems.map(problemJson) });
    } else {
      context.terminal.problem(
        'the configuration is refused; nothing of it is used',
        error.problems.map(({ message }) => message),
      );
    }
    return undefined;
  }
}

const check: Action = async (context, { file }, subject) => {
  if (file !== undefined && subject !== undefined) {
    throw new Failure(ExitCode.USAGE, 'name the file once: config check FILE');
  }
  const found = await loadOrTell(context, subject ?? file);
  if (found === undefined) {
    return ExitCode.FAILED;
  }
  const { terminal, json } = context;
  const { revision, ignored } = found;
  const changed = [...found.origins.values()].filter(({ from }) => from !== 'default').length;
  if (json) {
    terminal.json({ good: true, file: found.file, revision, set: changed, ignored });
    return ExitCode.OK;
  }
  const source = found.file ?? 'no file (there is no /etc/dsmil/dsmil.toml)';
  terminal.line(`good: ${source}, ${changed} of ${found.origins.size} keys set`);
  terminal.line(`revision ${revision}`);
  if (ignored.length > 0) {
    terminal.line(`not ours, and left alone: ${ignored.join(', ')}`);
  }
  return ExitCode.OK;
};

const show: Action = async (context, { file, origin = false }, subject) => {
  if (subject !== undefined) {
    throw usageFailure(
      'argument',
      subject,
      'absent: config show shows all keys',
      'One key: config explain KEY',
    );
  }
  const found = await loadOrTell(context, file);
  if (found === undefined) {
    return ExitCode.FAILED;
  }
  const [{ originWords }, { tomlValue }] = await Promise.all([
    import('../../config/load.ts'),
    import('../../config/example.ts'),
  ]);
  const { terminal, json } = context;
  if (json) {
    const keys = [...found.values].map(([name, value]) => {
      const from = found.origins.get(name);
      return [name, origin ? { value, origin: from } : value];
    });
    terminal.json({ revision: found.revision, file: found.file, keys: Object.fromEntries(keys) });
    return ExitCode.OK;
  }
  const rows = [...found.values].map(([name, value]) => {
    const from = found.origins.get(name) ?? { from: 'default' as const };
    const set = from.from !== 'default';
    return {
      cells: [
        { text: name },
        { text: tomlValue(value), paint: set ? ('bold' as const) : undefined },
        ...(origin ? [{ text: originWords(from), paint: set ? undefined : ('dim' as const) }] : []),
      ],
    };
  });
  const columns = [
    { header: 'key' },
    { header: 'value', shrinkTo: 20 },
    ...(origin ? [{ header: 'from', shrinkTo: 20 }] : []),
  ];
  terminal.lines(renderTable(columns, [{ rows }], terminal.columns, terminal.style));
  terminal.line(`revision ${found.revision}`);
  return ExitCode.OK;
};

function keyJson(entry: KeyEntry): Record<string, unknown> {
  const { name, variable, key } = entry;
  const { about, allowed, unit, fallback } = key;
  return { key: name, about, allowed, unit, default: fallback, variable };
}

const explain: Action = async (context, _options, subject) => {
  const [{ KEYS, KEY_BY_NAME }, { allowedWords, tomlValue }] = await Promise.all([
    import('../../config/schema.ts'),
    import('../../config/example.ts'),
  ]);
  const { terminal, json } = context;
  const entry = subject === undefined ? undefined : KEY_BY_NAME.get(subject);
  if (subject !== undefined && entry === undefined) {
    const near = nearestName(subject, [...KEY_BY_NAME.keys()]);
    const hint =
      near === undefined ? "'dsmilctl config explain' lists them." : `Did you mean ${near}?`;
    throw usageFailure('KEY', subject, 'a key of the configuration', hint);
  }
  const entries = entry === undefined ? KEYS : [entry];
  if (json) {
    for (const one of entries) {
      terminal.json(keyJson(one));
    }
  } else if (entry === undefined) {
    const rows = KEYS.map((one) => ({
      cells: [
        { text: one.name },
        { text: tomlValue(one.key.fallback) },
        { text: allowedWords(one), paint: 'dim' as const },
      ],
    }));
    const columns = [{ header: 'key' }, { header: 'default' }, { header: 'allowed', shrinkTo: 20 }];
    terminal.lines(renderTable(columns, [{ rows }], terminal.columns, terminal.style));
  } else {
    terminal.line(terminal.style.paint('bold', entry.name));
    terminal.lines(
      renderFacts(
        [
          ['about', entry.key.about],
          ['allowed', allowedWords(entry)],
          ['default', tomlValue(entry.key.fallback)],
          ['environment', entry.variable],
        ],
        terminal.columns,
        terminal.style,
      ),
    );
  }
  return ExitCode.OK;
};

const example: Action = async ({ terminal }) => {
  const { exampleFile } = await import('../../config/example.ts');
  terminal.write(exampleFile());
  return ExitCode.OK;
};

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['check', check],
  ['show', show],
  ['explain', explain],
  ['example', example],
]);

export const CONFIG_HELP = `
ACTION
  check [FILE]    is it good? Everything that is wrong, with its line
  show            every key in force; --origin says where each comes from
  explain [KEY]   what a key means, its range and default; without KEY all of them
  example         a file with every key, explained

Defaults come first, then the file (--file, DSMIL_CONFIG, /etc/dsmil/dsmil.toml), then the
environment (DSMIL_SECTION_KEY). Exit code 1 says that the configuration is refused.`;

export function config(
  context: Context,
  options: ConfigOptions,
  [name = '', subject]: string[],
): Promise<ExitCode> {
  const names = [...ACTIONS.keys()];
  const action = ACTIONS.get(name);
  if (action === undefined) {
    const near = nearestName(name, names);
    throw usageFailure(
      'ACTION',
      name,
      `one of ${names.join(', ')}`,
      near === undefined ? undefined : `Did you mean ${near}?`,
    );
  }
  return action(context, options, subject);
}
