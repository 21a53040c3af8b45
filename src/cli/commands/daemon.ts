// SPDX-License-Identifier: Apache-2.0
// The commands that go through the daemon on this host. Their bodies are loaded when they are wanted.
import type { Command } from 'commander';
import type { Context, GlobalOptions } from '../context.ts';

type Body<T> = (context: Context, options: T, args: string[]) => Promise<number>;
type Load<T> = () => Promise<Body<T>>;

export interface DaemonHost {
  makeContext(options: GlobalOptions): Context;
  ended(exit: number): void;
}

const WHO = `
Who you are: the account of your user (unix:UID), or with --as the account of a person, shown by a
signature of that person’s key (--key; also DSMIL_AS and DSMIL_KEY). The key’s file is
{"key_id": …, "private_key": …}, mode 0600; it is read here and never sent.`;

const OP_HELP = `
ACTION   read, write, config, reset, activate, deactivate, emergency_stop; list; show and cancel with an id
TOKEN    hexadecimal, with or without 0x: 0x8003

An operation that people must add something to is waited for (--wait); after that it goes on without
this program, and the same id finds it again: dsmilctl op show ID. The same id with the same request is
never done twice.
${WHO}`;

const RECOVER_HELP = `
ACTION   list (alone), clear TRANSACTION|TOKEN, forget TOKEN OPERATION, sign CLEARING

A transaction of which nobody can tell how it ended has its devices on hold; clearing it releases them.
One that another coordinator left in the kernel is forgotten there when it is cleared (aborted before, when
it was only prepared); devices on hold because of it stay so, and are cleared each by its token. Nothing
is cleared before two different persons have signed, each cleared for all of its devices:

  dsmilctl recover clear 0x8003 --note "read back by hand: as before"     (signs as the first person)
  dsmilctl recover forget 0x8003 reset --note "the cable was loose"       (its failures raise the risk of resets no more)
  dsmilctl recover sign 3f9a0c51e7b2                                      (the second person, within 5 minutes)
${WHO}`;

const TX_HELP = `
STEP     OPERATION:TOKEN, or OPERATION:TOKEN:REGISTER=VALUE, each device once:
         dsmilctl tx write:0x8003:config0=5 activate:0x8004 --justification "new limit"

All of it happens, or nothing does.
${WHO}`;

export function addDaemon(program: Command, { makeContext, ended }: DaemonHost): void {
  const command = <T>(usage: string, description: string, load: Load<T>): Command =>
    program
      .command(usage)
      .description(description)
      .option(
        '--local',
        'through the daemon’s own socket on this host, whatever context is current',
      )
      .option('--context <name>', 'by gRPC: which daemon, and who you are (dsmilctl context list)')
      .option(
        '--socket <path>',
        'where it listens (default: DSMIL_DAEMON_SOCKET, /run/dsmil/dsmild.sock)',
      )
      .option('--as <principal>', 'whose account: takes --key')
      .option('--key <file>', 'your signing key')
      .option('--json', 'for programs: JSON on standard output, errors as JSON on standard error')
      .option('--no-color', 'no colours (also: NO_COLOR)')
      .option('--timeout <ms>', 'how long to wait for the daemon to answer the first time')
      .showHelpAfterError(`'dsmilctl ${usage.split(' ')[0]} --help' shows the usage.`)
      .action(async (...given: unknown[]) => {
        const self = given.at(-1) as Command;
        const options = { ...program.opts<GlobalOptions>(), ...self.opts<GlobalOptions & T>() };
        const body = await load();
        ended(await body(makeContext(options), options, self.args));
      });

  command('daemon', 'how the daemon, its parts and the stop stand', async () => {
    const { daemonStatus } = await import('./daemon/stop.ts');
    return daemonStatus;
  }).addHelpText('after', WHO);

  command(
    'op <action> [token]',
    'one operation: asked for, waited for, listed, cancelled',
    async () => (await import('./daemon/op.ts')).op,
  )
    .option('--register <register>', 'for read, write and config: a number or the backend’s name')
    .option('--value <value>', 'for write and config: decimal, or hexadecimal with 0x')
    .option('--justification <text>', 'why this operation, now')
    .option('--id <id>', 'its id; the same one again asks what became of it (default: a new one)')
    .option('--wait <s>', 'how long to wait for what people must add (default: 10)')
    .addHelpText('after', OP_HELP);

  command(
    'tx <steps...>',
    'several operations on several devices: all or nothing',
    async () => (await import('./daemon/op.ts')).tx,
  )
    .option('--justification <text>', 'why, now')
    .option('--id <id>', 'its id; the same one again asks what became of it (default: a new one)')
    .option('--wait <s>', 'how long to wait for what people must add (default: 10)')
    .addHelpText('after', TX_HELP);

  command(
    'approve [offer]',
    'what waits for a second person; with an id: shows it, and signs',
    async () => (await import('./daemon/approve.ts')).approve,
  )
    .option('--yes', 'without asking')
    .option('--deny', 'refuse it for good')
    .addHelpText('after', WHO);

  command(
    'confirm [id]',
    'what waits for a yes at the interface; with an id: shows its risk, and answers',
    async () => (await import('./daemon/approve.ts')).confirm,
  )
    .option('--yes', 'without asking')
    .option('--no', 'refuse it')
    .addHelpText('after', WHO);

  command(
    'reset',
    'after a stop: its first person’s step, or the second’s; nothing starts by it',
    async () => (await import('./daemon/stop.ts')).reset,
  )
    .option('--yes', 'without asking')
    .addHelpText('after', WHO);

  command(
    'start',
    'after the reset: permits effects again',
    async () => (await import('./daemon/stop.ts')).start,
  )
    .option('--yes', 'without asking')
    .addHelpText('after', WHO);

  command(
    'conflicts [action] [token] [field] [value]',
    'what the tracks disagree about; decide TOKEN FIELD VALUE',
    async () => (await import('./daemon/conflicts.ts')).conflicts,
  ).addHelpText('after', WHO);

  command(
    'recover [action] [subject] [operation]',
    'what waits for two persons: transactions in doubt or left by others, devices on hold',
    async () => (await import('./daemon/recover.ts')).recover,
  )
    .option('--note <text>', 'with clear and forget: what was looked at, and found')
    .option('--yes', 'without asking')
    .addHelpText('after', RECOVER_HELP);
}
