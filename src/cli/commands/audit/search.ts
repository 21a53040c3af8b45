// SPDX-License-Identifier: Apache-2.0
import { describeFinding, type Finding } from '../../../audit/errors.ts';
import type { LogSource } from '../../../audit/offline/log-source.ts';
import { type SearchFilter, searchLeaves } from '../../../audit/search.ts';
import { finish, type Progress } from '../../../audit/verify/verify-store.ts';
import { ClearanceLevel, Severity } from '../../../core/model/enums.ts';
import { nearestName } from '../../../core/model/nearest.ts';
import type { Context } from '../../context.ts';
import { remoteContext } from '../../remote/contexts.ts';
import { foundJson, renderFound } from '../../views/audit.ts';
import { AuditExit, inputFailure, parseIndex, progressOn, withSource } from './common.ts';

export interface SearchOptions {
  readonly kind?: string;
  readonly actor?: string;
  readonly token?: string;
  readonly id?: string;
  readonly severity?: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly limit?: string;
  readonly before?: string;
  readonly clearance?: string;
  readonly compartment?: readonly string[];
  readonly context?: string;
}

const LIMIT_MAX = 10_000;

function time(what: string, text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) {
    throw inputFailure(`${what} is '${text}': it must be a time such as 2026-11-21T06:00:00Z`);
  }
  return value;
}

function member(what: string, text: string, members: Readonly<Record<string, number>>): number {
  const value = members[text.toUpperCase()];
  if (value === undefined) {
    const names = Object.keys(members).map((name) => name.toLowerCase());
    const guess = nearestName(text, names);
    throw inputFailure(
      `${what} is '${text}': it must be one of ${names.join(', ')}`,
      guess === undefined ? [] : [`Did you mean ${guess}?`],
    );
  }
  return value;
}

function token(text: string): number {
  const value = /^(0x)?[0-9a-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
  if (Number.isNaN(value)) {
    throw inputFailure(`--token is '${text}': it must be four hexadecimal digits, such as 0x8003`);
  }
  return value;
}

function filterOf(options: SearchOptions): SearchFilter {
  const { kind, actor, id, text } = options;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(actor === undefined ? {} : { actor }),
    ...(id === undefined ? {} : { coordinationId: id }),
    ...(text === undefined ? {} : { text }),
    ...(options.token === undefined ? {} : { device: token(options.token) }),
    ...(options.severity === undefined
      ? {}
      : { severity: member('--severity', options.severity, Severity) }),
    ...(options.from === undefined ? {} : { from: time('--from', options.from) }),
    ...(options.to === undefined ? {} : { to: time('--to', options.to) }),
  };
}

/** What is the daemon's to say is not said here, and what it has no place for is refused. */
function checkRemote({ clearance, compartment, before }: SearchOptions, path?: string): void {
  const given = {
    LOG: path,
    '--clearance': clearance,
    '--compartment': compartment,
    '--before': before,
  };
  const strange = Object.entries(given).find(([, value]) => value !== undefined);
  if (strange !== undefined) {
    throw inputFailure(`${strange[0]} is for a log’s files, and --context is a daemon’s`, [
      'Your clearance there is your certificate’s; to go further back: --to TIME',
    ]);
  }
}

export async function search(
  context: Context,
  options: SearchOptions,
  [path]: string[],
): Promise<AuditExit> {
  const filter = filterOf(options);
  const limit = options.limit === undefined ? 100 : parseIndex('--limit', options.limit);
  if (limit < 1 || limit > LIMIT_MAX) {
    throw inputFailure(`--limit is ${limit}: it must be from 1 to ${LIMIT_MAX}`);
  }
  if (options.context !== undefined) {
    checkRemote(options, path);
    const { searchRemote } = await import('./search-remote.ts');
    const place = remoteContext(context.env, options.context);
    if (place === undefined) {
      throw inputFailure(`there is no context ${options.context}: dsmilctl context list`);
    }
    return await searchRemote(context, place, filter, limit);
  }
  if (path === undefined) {
    throw inputFailure('name a log, or with --context a daemon', ['dsmilctl audit search --help']);
  }
  return searchFiles(context, options, path, filter, limit);
}

function searchFiles(
  context: Context,
  options: SearchOptions,
  path: string,
  filter: SearchFilter,
  limit: number,
): AuditExit {
  const { terminal, json } = context;
  const before =
    options.before === undefined
      ? Number.POSITIVE_INFINITY
      : parseIndex('--before', options.before);
  const reader = {
    clearance:
      options.clearance === undefined
        ? 0
        : member('--clearance', options.clearance, ClearanceLevel),
    compartments: options.compartment ?? [],
  };
  return withSource(path, (source) => {
    const findings = damageOf(source, progressOn(context));
    const entries = function* () {
      for (const entry of source.newestFirst()) {
        if (entry.index < before) {
          yield entry;
        }
      }
    };
    const scan = Number.POSITIVE_INFINITY;
    const { found, next } = searchLeaves(entries(), { filter, reader, limit, scan });
    for (const each of found) {
      if (json) {
        terminal.json(foundJson(each));
      } else {
        terminal.line(renderFound(each, terminal.style));
      }
    }
    if (next !== undefined) {
      terminal.note(`There may be more: --before ${next}`);
    }
    if (findings.length === 0) {
      terminal.note(
        'The entries are what the log’s own root says; who signed that was not looked at: ' +
          'dsmilctl audit verify does that.',
      );
      return AuditExit.GOOD;
    }
    terminal.problem(
      'tampered: this log is damaged, and what is shown is only what can be read of it',
      [...findings.map(describeFinding), 'All of it, with the signatures: dsmilctl audit verify'],
    );
    return AuditExit.TAMPERED;
  });
}

/** A log against itself, without anybody's keys: an entry that is not in the tree is not shown as one. */
function damageOf(
  source: LogSource,
  progress: (path: string, at: Progress) => void,
): readonly Finding[] {
  const steps = source.verify({ trusted: [], rootsAt: [], shapes: true });
  return finish(steps, (at) => progress(source.path, at)).findings;
}
