// SPDX-License-Identifier: Apache-2.0
// dsmilctl pki …: the certificates by which programs and persons are known over TLS. The bodies are loaded
// when they are wanted.
import type { Command } from 'commander';
import type { Context, GlobalOptions } from '../context.ts';

export interface PkiHost {
  makeContext(options: GlobalOptions): Context;
  ended(exit: number): void;
}

export interface PkiOptions {
  readonly pki: string;
}

type Body<T> = (context: Context, options: T & PkiOptions, args: string[]) => Promise<number>;

/** Where the authority is kept, when nobody says otherwise. */
export const PKI_DEFAULT = '/etc/dsmil/pki';

const HELP = `
What is made lies in the folder of --pki: ca.pem and revoked.json for network.client_ca_file and
network.revocation_file of the daemon, issued/NAME/current/{cert,key}.pem for who uses them. Keys have
mode 0600 and are never written over; the daemon takes what changes by itself.`;

const SUBJECTS = `
SUBJECT   server: the daemon’s certificate, for the hosts of --host
          person NAME, service NAME: the account spiffe://DOMAIN/person/NAME of the policy`;

export function addPki(program: Command, { makeContext, ended }: PkiHost): void {
  const pki = program
    .command('pki')
    .description('certificates for the gRPC service: made, listed, revoked, replaced')
    .addHelpText('after', HELP);

  const command = <T>(usage: string, description: string, load: () => Promise<Body<T>>): Command =>
    pki
      .command(usage)
      .description(description)
      .option('--pki <folder>', 'where the authority is kept', PKI_DEFAULT)
      .option('--json', 'for programs: JSON on standard output, errors as JSON on standard error')
      .option('--no-color', 'no colours (also: NO_COLOR)')
      .showHelpAfterError(`'dsmilctl pki ${usage.split(' ')[0]} --help' shows the usage.`)
      .action(async (...given: unknown[]) => {
        const self = given.at(-1) as Command;
        const options = {
          ...program.opts<GlobalOptions>(),
          ...self.opts<GlobalOptions & PkiOptions & T>(),
        };
        const body = await load();
        ended(await body(makeContext(options), options, self.args));
      });

  command('init', 'an authority of this host’s own; what is there stays', async () => {
    const { init } = await import('./pki-make.ts');
    return init;
  })
    .option('--name <name>', 'what the authority is called', 'DSMIL authority')
    .option('--days <n>', 'how long it counts, 1 to 7300', '3650');

  command('issue <kind> [name]', 'a certificate and its key', async () => {
    const { issueOne } = await import('./pki-make.ts');
    return issueOne;
  })
    .option('--host <names...>', 'for server: DNS names and IP addresses (default: localhost)')
    .option('--trust-domain <domain>', 'network.trust_domain of the daemon', 'dsmil.internal')
    .option('--days <n>', 'how long it counts, 1 to 825 (default: 90, 365 for server)')
    .option('--csr <file>', 'certify the key of this request, which its holder has made')
    .addHelpText('after', SUBJECTS);

  command('list', 'what was issued, until when, and what is revoked', async () => {
    const { list } = await import('./pki-keep.ts');
    return list;
  });

  command(
    'revoke <what> [name]',
    'never again: a serial, or all of an account (person NAME, service NAME)',
    async () => (await import('./pki-keep.ts')).revoke,
  )
    .option('--reason <text>', 'why; it stands in the list', 'not said')
    .option('--trust-domain <domain>', 'network.trust_domain of the daemon', 'dsmil.internal');

  command(
    'rotate <kind> [name]',
    'the next certificate of the same, with a new key; ca: the next authority',
    async () => (await import('./pki-make.ts')).rotate,
  )
    .option('--days <n>', 'how long it counts (default: as issue and init)')
    .option('--revoke', 'the certificates that it had count no more')
    .option('--retire', 'with ca: trust the newest authority alone, once everybody has changed')
    .option('--yes', 'with --retire: also when certificates in use are of an older one')
    .addHelpText('after', SUBJECTS);
}
