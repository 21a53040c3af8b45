// SPDX-License-Identifier: Apache-2.0
// dsmilctl audit …: what can be found out about the audit log from its files alone. The bodies are
// loaded when they are wanted: no other command needs a database.
import type { Command } from 'commander';
import type { Context, GlobalOptions } from '../context.ts';

type Body<T> = (context: Context, options: T, args: string[]) => number | Promise<number>;
type Load<T> = () => Promise<Body<T>>;

export interface AuditHost {
  makeContext(options: GlobalOptions): Context;
  ended(exit: number): void;
}

const EXITS = `
Exit codes:
  0  good
  1  tampered: the output says what, where, and what to do
  2  the policy is not met: no trusted key signed it, or too few witnesses did
  3  bad input: a path that is no log, a malformed option or file
  4  with --context: nobody answers there`;

const LOG = 'a store (its folder, or the database in it), a leaf file, or a folder of tiles';
const BAD_INPUT = 3;

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

function withTrust(command: Command): Command {
  return command
    .option(
      '--policy <file>',
      'whom to believe, as C2SP tlog-policy has it (trust.policy beside the log’s keys)',
    )
    .option('--key <vkey>', 'or: the log’s key itself (repeatable)', collect);
}

export function addAudit(program: Command, { makeContext, ended }: AuditHost): void {
  const audit = program
    .command('audit')
    .description(
      'verify, prove and search the audit log, from its files alone; search also by gRPC',
    )
    .addHelpText('after', EXITS);

  const command = <T>(usage: string, description: string, load: Load<T>): Command =>
    audit
      .command(usage)
      .description(description)
      .option('--json', 'for programs: JSON on standard output, errors as JSON on standard error')
      .option('--no-color', 'no colours (also: NO_COLOR)')
      .addHelpText('after', EXITS)
      .showHelpAfterError(`'dsmilctl audit ${usage.split(' ')[0]} --help' shows the usage.`)
      .action(async (...given: unknown[]) => {
        const self = given.at(-1) as Command;
        const options = { ...program.opts<GlobalOptions>(), ...self.opts<GlobalOptions & T>() };
        const body = await load();
        ended(await body(makeContext(options), options, self.args));
      });

  withTrust(
    command(
      'verify [logs...]',
      `whether a log is what was recorded. LOG is ${LOG}; several are compared with each other`,
      async () => (await import('./audit/verify.ts')).verify,
    ),
  )
    .option('--head <file>', 'the head file, which finds a store that was put back')
    .option('--checkpoint <file>', 'a checkpoint that was kept elsewhere (repeatable)', collect)
    .option(
      '--all-keys',
      'each of the log’s keys must have signed (default: any one, as C2SP has it)',
    )
    .option('--proof <file>', 'instead of a log: a proof, and as LOG the entry’s own bytes');

  command(
    'prove <log> <index>',
    'the proof that an entry is in the log (C2SP tlog-proof)',
    async () => (await import('./audit/prove.ts')).prove,
  )
    .option('--output <file>', 'write the proof there')
    .option('--entry <file>', 'write the entry’s bytes there, to verify the proof with');

  command(
    'consistency <log> <old> [new]',
    'the proof that the log only grew from OLD to NEW: checkpoint files or numbers of entries (NEW: all)',
    async () => (await import('./audit/consistency.ts')).consistency,
  );

  command(
    'export-tiles <log> <folder>',
    'write the log as the files of C2SP tlog-tiles',
    async () => (await import('./audit/export-tiles.ts')).exportTiles,
  );

  withTrust(
    command(
      'fsck <logs...>',
      'everything that is wrong with a log, the database itself included, and mending',
      async () => (await import('./audit/fsck.ts')).fsck,
    ),
  )
    .option('--head <file>', 'the head file')
    .option(
      '--mend <what>',
      'head or leaves: write that file anew from a store that verifies; leaves-tail: cut a leaf file where its damage begins, when what can be read goes further than the store; what was there is kept beside it',
    );

  command(
    'search [log]',
    'entries, the newest first; what one is not cleared for shows as its hash. All of LOG is read first: 1 when it is damaged, with what can be read and where it cannot. With --context by gRPC, with your own clearance',
    async () => (await import('./audit/search.ts')).search,
  )
    .option('--context <name>', 'instead of LOG: the log of that daemon (dsmilctl context list)')
    .option('--timeout <ms>', 'with --context: how long to wait for an answer')
    .option('--kind <pattern>', 'words with dots; * is one word, > all the rest: operation.>')
    .option('--actor <name>', 'only by this person or service')
    .option('--token <token>', 'only about this device: 0x8003')
    .option('--id <id>', 'only of this coordination_id')
    .option('--severity <level>', 'this severe or worse: info, warning, error, critical, emergency')
    .option('--from <time>', 'from this time on: 2026-11-21T06:00:00Z')
    .option('--to <time>', 'before this time')
    .option('--text <text>', 'only with this text in it')
    .option('--limit <n>', 'so many at most, 1 to 10000 (default: 100)')
    .option('--before <index>', 'go on before this entry')
    .option('--clearance <level>', 'show up to this clearance (default: none)')
    .option('--compartment <name>', 'and this compartment (repeatable)', collect);

  for (const each of [audit, ...audit.commands]) {
    // What is wrong with the line is bad input; the other numbers mean something else here.
    each.exitOverride((error) => {
      error.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
      throw error;
    });
  }
}
