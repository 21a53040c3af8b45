// SPDX-License-Identifier: Apache-2.0
// dsmilctl bootstrap: the first two persons of a host, and the policy that it begins with.
import type { Command } from 'commander';
import type { Context, GlobalOptions } from '../context.ts';
import type { DaemonOptions } from '../local/daemon.ts';

export interface BootstrapHost {
  makeContext(options: GlobalOptions): Context;
  ended(exit: number): void;
}

export interface BootstrapOptions extends DaemonOptions {
  readonly person: readonly string[];
  readonly account?: readonly string[];
  readonly keys: string;
  readonly clearance: string;
  readonly compartment?: readonly string[];
  readonly policy?: string;
  readonly trustDomain: string;
  readonly pki?: string;
  readonly yes?: boolean;
}

const HELP = `
For each person: a signing key NAME.key (mode 0600, made when it is not there), the accounts NAME and
spiffe://DOMAIN/person/NAME, and with --pki a certificate. Both keys sign the policy; then give each
person theirs, and keep none here. Once: from then on every change takes two persons.

  dsmilctl bootstrap --person ann bob --account ann=unix:1000 bob=unix:1001
  dsmilctl status --as ann --key ann.key`;

export function addBootstrap(program: Command, { makeContext, ended }: BootstrapHost): void {
  program
    .command('bootstrap')
    .description('the first two persons of this host, and the policy that it begins with')
    .requiredOption('--person <names...>', 'two of them')
    .option('--account <pairs...>', 'more accounts: NAME=unix:UID')
    .option('--keys <folder>', 'where their signing keys are, or are made', '.')
    .option('--clearance <level>', 'of both', 'SECRET')
    .option('--compartment <names...>', 'of both')
    .option('--policy <file>', 'this policy instead of the one that everybody begins with')
    .option('--trust-domain <domain>', 'network.trust_domain of the daemon', 'dsmil.internal')
    .option('--pki <folder>', 'issue a certificate to each, by the authority in there')
    .option('--socket <path>', 'where the daemon listens')
    .option('--yes', 'without asking')
    .option('--json', 'for programs: JSON on standard output, errors as JSON on standard error')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .option('--timeout <ms>', 'how long to wait for the daemon to answer the first time')
    .addHelpText('after', HELP)
    .showHelpAfterError("'dsmilctl bootstrap --help' shows the usage.")
    .action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      const options = {
        ...program.opts<GlobalOptions>(),
        ...self.opts<GlobalOptions & BootstrapOptions>(),
      };
      const { bootstrap } = await import('./bootstrap-run.ts');
      ended(await bootstrap(makeContext(options), options));
    });
}
