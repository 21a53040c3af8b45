// SPDX-License-Identifier: Apache-2.0
// dsmilctl context: which daemons there are, who we are to them, and which one is meant.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Context, GlobalOptions } from '../context.ts';
import { ExitCode } from '../failure.ts';
import {
  addressOf,
  type Contexts,
  checkContext,
  contextNamed,
  loadContexts,
  type RemoteContext,
  saveContexts,
} from '../remote/contexts.ts';
import { contextsPath } from '../remote/place.ts';
import { printable } from '../text.ts';

export interface ContextHost {
  makeContext(options: GlobalOptions): Context;
  ended(exit: number): void;
}

interface AddOptions {
  readonly host?: string;
  readonly socket?: string;
  readonly cert?: string;
  readonly tlsKey?: string;
  readonly ca?: string;
}

function facts(name: string, context: RemoteContext, current: boolean): Record<string, unknown> {
  return { name, current, ...context };
}

function add(context: Context, name: string, options: AddOptions, path: string): void {
  const { host, socket, cert, tlsKey, ca } = options;
  const files = { socket, certificate: cert, key: tlsKey, ca };
  const given = Object.entries(files).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined;
  });
  const made = checkContext(name, {
    ...Object.fromEntries(given.map(([key, file]) => [key, resolve(file)])),
    ...(host !== undefined && { host }),
  });
  const known = loadContexts(path);
  // The first one is meant from now on: nobody else could be.
  const current = known.current ?? (Object.keys(known.contexts).length === 0 ? name : null);
  saveContexts(path, { current, contexts: { ...known.contexts, [name]: made } });
  said(context, name, made, current === name);
}

function said(context: Context, name: string, made: RemoteContext, current: boolean): void {
  const { terminal } = context;
  if (context.json) {
    terminal.json(facts(name, made, current));
    return;
  }
  terminal.line(
    `${terminal.style.glyphs.ok} ${name}: ${printable(addressOf(made))}${current ? ', which is meant from now on' : ''}`,
  );
}

function list(context: Context, { contexts, current }: Contexts): void {
  const { terminal } = context;
  const all = Object.entries(contexts);
  if (context.json) {
    terminal.json({ contexts: all.map(([name, one]) => facts(name, one, name === current)) });
    return;
  }
  if (all.length === 0) {
    terminal.line('There are no contexts: commands go to the daemon of this host.');
  }
  for (const [name, one] of all) {
    terminal.line(`${name === current ? '*' : ' '} ${name}  ${printable(addressOf(one))}`);
  }
}

const HELP = `
A context is where a daemon listens for gRPC and who you are to it. The current one is meant by the commands that
go through a daemon, stop among them; --context NAME (or DSMIL_CONTEXT) means another, --local this host's own socket.
They are in $XDG_CONFIG_HOME/dsmil/contexts.json (~/.config), readable by you alone; keys stay in their own files.`;

export function addContexts(program: Command, { makeContext, ended }: ContextHost): void {
  const group = program
    .command('context')
    .description('daemons on other hosts, and who you are to them')
    .addHelpText('after', HELP);
  const action = (
    usage: string,
    description: string,
    body: (context: Context, name: string, options: AddOptions, path: string) => void,
  ): Command =>
    group
      .command(usage)
      .description(description)
      .option('--json', 'for programs: JSON on standard output, errors as JSON on standard error')
      .action((...given: unknown[]) => {
        const self = given.at(-1) as Command;
        const options = {
          ...program.opts<GlobalOptions>(),
          ...self.opts<GlobalOptions & AddOptions>(),
        };
        const context = makeContext(options);
        body(context, self.args[0] ?? '', options, contextsPath(context.env));
        ended(ExitCode.OK);
      });

  action('add <name>', 'one more, or another in place of that name', add)
    .option('--host <host:port>', 'where it listens, over TLS')
    .option('--cert <file>', 'your certificate, PEM')
    .option('--tls-key <file>', 'its key, PEM, mode 0600')
    .option('--ca <file>', 'the authority of the daemon’s certificate, PEM')
    .option('--socket <path>', 'a Unix socket for gRPC on this host');
  action('use <name>', 'which is meant from now on', (context, name, _, path) => {
    const known = loadContexts(path);
    const made = contextNamed(known, name);
    saveContexts(path, { ...known, current: name });
    said(context, name, made, true);
  });
  action('list', 'all of them', (context, _, __, path) => list(context, loadContexts(path)));
  action('show [name]', 'one; without a name the current one', (context, name, _, path) => {
    const known = loadContexts(path);
    const wanted = name === '' ? (known.current ?? '') : name;
    const made = contextNamed(known, wanted);
    if (context.json) {
      context.terminal.json(facts(wanted, made, wanted === known.current));
      return;
    }
    context.terminal.lines(
      Object.entries(facts(wanted, made, wanted === known.current)).map(
        ([key, value]) => `${key}: ${printable(String(value))}`,
      ),
    );
  });
  action('remove <name>', 'forgets it; its files stay', (context, name, _, path) => {
    const known = loadContexts(path);
    const gone = contextNamed(known, name);
    const contexts = Object.fromEntries(
      Object.entries(known.contexts).filter(([other]) => other !== name),
    );
    saveContexts(path, { current: known.current === name ? null : known.current, contexts });
    if (context.json) {
      context.terminal.json({ removed: name });
    } else {
      context.terminal.line(
        `${context.terminal.style.glyphs.ok} ${name} is forgotten (${printable(addressOf(gone))})`,
      );
    }
  });
}
