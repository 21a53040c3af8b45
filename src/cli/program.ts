// SPDX-License-Identifier: Apache-2.0
// The commands and their options, and how any of them ends.
import { Command, CommanderError, Option } from 'commander';
import { OPERATION_TIMEOUT_MAX_MS, OPERATION_TIMEOUT_MS } from '../abi/generated/constants.ts';
import { VERSION } from '../config/version.ts';
import { stopIntent } from './argv.ts';
import { addAudit } from './commands/audit.ts';
import { addBootstrap } from './commands/bootstrap.ts';
import { addCompletion } from './commands/completion.ts';
import { CONFIG_HELP, config } from './commands/config.ts';
import { addContexts } from './commands/context.ts';
import { addDaemon } from './commands/daemon.ts';
import { devices } from './commands/devices.ts';
import { doctor } from './commands/doctor.ts';
import { info } from './commands/info.ts';
import { addPki } from './commands/pki.ts';
import { PLAN_HELP, plan } from './commands/plan.ts';
import { POLICY_HELP, policy } from './commands/policy.ts';
import { read } from './commands/read.ts';
import { status } from './commands/status.ts';
import { stop } from './commands/stop.ts';
import { top } from './commands/top.ts';
import { watch } from './commands/watch.ts';
import { where } from './commands/where.ts';
import { Context, type GlobalOptions, TIMEOUT_DEFAULT_MS, TIMEOUT_MAX_MS } from './context.ts';
import { toFailure } from './errors.ts';
import { EXIT_CODE_HELP, ExitCode } from './failure.ts';
import { Terminal } from './terminal.ts';

const DESCRIPTION =
  'Looks at the DSMIL devices, stops them, and asks the daemon for everything else. Nothing here ' +
  'writes to a device: that takes the daemon, and two persons.';

const EXAMPLES = `
Examples:
  dsmilctl devices --risk high          the devices of one risk level
  dsmilctl read 0x8003 temperature      one register
  dsmilctl watch --type event           live events
  dsmilctl stop --reason "smoke, rack 4"
  dsmilctl doctor                       what is wrong with this host, and what cures it`;

const WATCH_HELP = `
With --context it shows what the daemon tells you, as far as you are cleared: operations, states of devices, stops, news of
security. A connection that is lost is made again and goes on behind the last event; what is durable is never missing.

  dsmilctl watch --context plant --subject 'operation.>' --subject 'stop.>'
  dsmilctl watch --context plant --oldest --json --count 100`;

type Action = (exit: number) => void;

const DEVICE_HELP =
  'the device or a simulator’s socket (default: DSMIL_DEVICE, /dev/dsmil, a running simulator)';

/** What an option means where it does not mean what it means elsewhere. */
interface OptionTexts {
  readonly device?: string;
  readonly timeout?: string;
}

const TIMEOUT_HELP = `how long to wait for an answer, 1 to ${TIMEOUT_MAX_MS} (default: ${TIMEOUT_DEFAULT_MS})`;

function withGlobals(
  command: Command,
  { device = DEVICE_HELP, timeout = TIMEOUT_HELP }: OptionTexts = {},
): Command {
  return command
    .option('--device <path>', device)
    .option('--json', 'for programs: JSON on standard output, errors as JSON on standard error')
    .addOption(new Option('--no-color', 'no colours (also: NO_COLOR)'))
    .option('--timeout <ms>', timeout);
}

function build(makeContext: (options: GlobalOptions) => Context, ended: Action): Command {
  const program = withGlobals(new Command('dsmilctl'))
    .description(DESCRIPTION)
    .version(VERSION)
    .showHelpAfterError("'dsmilctl --help' shows the usage.")
    .addHelpText('after', `${EXAMPLES}\n\n${EXIT_CODE_HELP}`)
    .helpCommand('help [command]', 'the help of a command')
    // So that an option may mean the command's own thing after it: watch --device TOKEN.
    .enablePositionalOptions();

  type Body<T> = (context: Context, options: T, args: string[]) => Promise<number> | number;
  const command = <T>(
    usage: string,
    description: string,
    body: Body<T>,
    means: OptionTexts = {},
  ): Command =>
    withGlobals(program.command(usage), means)
      .description(description)
      .showHelpAfterError(`'dsmilctl ${usage.split(' ')[0]} --help' shows the usage.`)
      .action(async (...given: unknown[]) => {
        const self = given.at(-1) as Command;
        // What stands after the command counts; what stands before it fills the gaps.
        const outer = program.opts<GlobalOptions>();
        const outerDevice = outer.device === undefined ? {} : { outerDevice: outer.device };
        const options = { ...outer, ...outerDevice, ...self.opts<GlobalOptions & T>() };
        ended(await body(makeContext(options), options, self.args));
      });

  command('info', 'versions, backend, limits, stop and statistics of the device', info);

  command('devices', 'the 84 devices and their state', devices)
    .option('--group <n>', 'only this group, 0 to 6')
    .option('--risk <level>', 'only this risk: safe, low, moderate, high, critical, quarantined')
    .option('--all-registers', 'with every register that was read');

  command(
    'watch',
    'live records, losses shown (one reader at a time; else polls the state page); with --context a daemon’s events',
    watch,
    {
      device:
        'a token: only records about that device; with a slash: the device to open, as everywhere',
    },
  )
    .option(
      '--type <type>',
      'only this type: operation-request, operation-response, event, emergency, state-change, lost, raw',
    )
    .option('--count <n>', 'end after this many shown')
    .option('--seconds <s>', 'end after this time')
    .option(
      '--context <name>',
      'the events of that daemon, by gRPC, instead of the device’s records (dsmilctl context list)',
    )
    .option(
      '--subject <filter>',
      'with --context: only these; dot-separated, * is one word, > all the rest: operation.> (repeatable)',
      (value: string, before: readonly string[] = []): string[] => [...before, value],
    )
    .option('--cursor <cursor>', 'with --context: go on behind it; the end of a watch names one')
    .option('--oldest', 'with --context: begin with the oldest that the daemon has')
    .option('--label <name>', 'with --context: which of your own watches it is')
    .addHelpText('after', WATCH_HELP);

  command('top', 'the devices as a picture, live, with rates, losses and the last events', top)
    .option('--once', 'a few seconds of it, then end')
    .option('--seconds <s>', 'how many with --once (default: 3)')
    .addOption(new Option('--as <name>', 'how to call this program in the hints').hideHelp());

  command('read <token> <register>', 'read one register of one device', read, {
    timeout: `what the hardware is given to answer, 1 to ${OPERATION_TIMEOUT_MAX_MS} (default: ${OPERATION_TIMEOUT_MS})`,
  }).addHelpText(
    'after',
    `
TOKEN     hexadecimal, with or without 0x: 0x8003, 8003
REGISTER  a number (3, 0x3, r3), or a name of the backend: control (or status), identity,
          temperature, error, config0 to config3, data0 to data7 (sim); control, identity
          (mmio); control (smi)`,
  );

  command('stop', 'latch the emergency stop, at once, and confirm it', stop)
    .option('--reason <text>', 'why; the first 32 bytes of "you: why" are kept')
    .option(
      '--local',
      'through the daemon, which tells the tracks too; by the device when that fails',
    )
    .option('--socket <path>', 'with --local: where the daemon listens')
    .option(
      '--context <name>',
      'of another host, by its daemon; without it the current context (dsmilctl context list)',
    )
    .allowUnknownOption()
    .allowExcessArguments();

  command('status', 'the emergency stop: where it stands, and what is needed next', status);

  command('doctor', 'what is wrong with this host, and the command that cures it', doctor);

  command('plan <operation> <token>', 'what an operation would need, without doing it', plan)
    .option('--register <register>', 'for read, write and config: a number or the backend’s name')
    .option('--value <value>', 'for write and config: decimal, or hexadecimal with 0x')
    .option('--justification <text>', 'why this operation, now')
    .option('--as <principal>', 'who asks: an account or service that the policy knows')
    .option('--approved-by <principal...>', 'as if these had approved it')
    .option('--confirmed', 'as if somebody had confirmed it, having seen its risk')
    .option('--principals <path>', 'test principals, with a simulator only')
    .option('--file <path>', 'this configuration file')
    .addHelpText('after', PLAN_HELP);

  command('config <action> [subject]', 'what the configuration is, and what its keys mean', config)
    .option('--file <path>', 'this file instead of DSMIL_CONFIG and /etc/dsmil/dsmil.toml')
    .option('--origin', 'with show: where each value comes from')
    .addHelpText('after', CONFIG_HELP);

  command(
    'policy <action> <file>',
    'whether a security policy is good, and what it says',
    policy,
  ).addHelpText('after', POLICY_HELP);

  command('where', 'which device would be used, and where a simulator belongs', where).option(
    '--simulator',
    'only the socket that a simulator started now should serve',
  );

  return program;
}

/** Commander's own errors are the user's, except for help and version, which are none. */
function commanderExit(error: CommanderError): ExitCode {
  // Commander itself knows 0 and 1 alone; a group of commands with codes of its own says which.
  return error.exitCode <= 1
    ? error.exitCode === 0
      ? ExitCode.OK
      : ExitCode.USAGE
    : ExitCode.REFUSED;
}

export async function runProgram(argv: readonly string[], host: NodeJS.Process): Promise<number> {
  const terminal = new Terminal({
    stdout: host.stdout,
    stderr: host.stderr,
    env: host.env,
    colorWanted: !argv.includes('--no-color'),
  });
  const makeContext = (options: GlobalOptions): Context => new Context(terminal, options, host.env);
  let exit: number = ExitCode.OK;
  const ended = (code: number): void => {
    exit = code;
  };
  const program = build(makeContext, ended);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.note(text.trimEnd()),
      outputError: (text) => terminal.problem(text.trimEnd().replace(/^error: /, '')),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    });
  }
  // Its commands inherit what was just said, but for their exit codes.
  addAudit(program, { makeContext, ended });
  addDaemon(program, { makeContext, ended });
  addPki(program, { makeContext, ended });
  addBootstrap(program, { makeContext, ended });
  addContexts(program, { makeContext, ended });
  addCompletion(program, { write: (text) => terminal.write(text), ended });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      const intent = commanderExit(error) === ExitCode.USAGE ? stopIntent(argv) : undefined;
      // What is wrong with the line has been said; the stop happens all the same.
      return intent === undefined
        ? commanderExit(error)
        : await stop(
            makeContext(intent.device === undefined ? {} : { device: intent.device }),
            intent,
            [],
          );
    }
    return report(error, terminal, argv.includes('--json'));
  }
}

function report(error: unknown, terminal: Terminal, json: boolean): ExitCode {
  const failure = toFailure(error);
  const { message, advice, exitCode, reason } = failure;
  if (json) {
    terminal.problemJson({ message, exit_code: exitCode, reason: reason ?? null, advice });
  } else {
    terminal.problem(message, advice);
  }
  return exitCode;
}
