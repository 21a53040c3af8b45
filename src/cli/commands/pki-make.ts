// SPDX-License-Identifier: Apache-2.0
// Authorities and certificates: the first, and those that follow.

import { withRevoked } from '../../api/identity/wire/revocation-list.ts';
import { SpiffeKind } from '../../api/identity/wire/spiffe.ts';
import { readPlainText } from '../../audit/plain-file.ts';
import type { Context } from '../context.ts';
import { ExitCode, Failure, parseWhole, usageFailure } from '../failure.ts';
import { makeAuthority } from '../pki/certificates.ts';
import { type Issued, PkiFolder } from '../pki/folder.ts';
import { type Asked, askedOf, folderNameOf, issue, principalFor } from '../pki/issue.ts';
import { issuedJson, tellIssued } from '../views/pki.ts';
import type { PkiOptions } from './pki.ts';

const CLIENT_DAYS = 90;
const SERVER_DAYS = 365;
const CERTIFICATE_DAYS_MAX = 825;
const AUTHORITY_DAYS = 3_650;
const AUTHORITY_DAYS_MAX = 7_300;

interface InitOptions extends PkiOptions {
  readonly name: string;
  readonly days: string;
}

function daysOf(text: string | undefined, fallback: number, max: number): number {
  return text === undefined ? fallback : parseWhole('--days', text, 1, max);
}

/** The next authority signs from now on; those before it stay trusted. */
async function nextAuthority(folder: PkiFolder, name: string, days: number): Promise<void> {
  const { certificate, key } = await makeAuthority(name, Date.now(), days);
  folder.addAuthority(certificate, key ?? '');
  folder.publishTrusted();
}

export async function init({ terminal, json }: Context, options: InitOptions): Promise<ExitCode> {
  const days = daysOf(options.days, AUTHORITY_DAYS, AUTHORITY_DAYS_MAX);
  const folder = new PkiFolder(options.pki);
  folder.prepare();
  const made = await folder.exclusively(async () => {
    const first = !folder.exists;
    if (first) {
      await nextAuthority(folder, options.name, days);
    }
    // An interrupted call may have left these out.
    folder.publishTrusted();
    folder.writeRevocations(folder.revocations());
    return first;
  });
  const { certificate } = folder.signer();
  const facts = {
    made,
    authority: certificate.subject.replace(/^CN=/, ''),
    not_after: certificate.validToDate.toISOString(),
    ca_file: folder.caFile,
    revocation_file: folder.revocationFile,
  };
  if (json) {
    terminal.json(facts);
  } else {
    terminal.line(
      `${made ? 'made' : 'there already'}: ${facts.authority}, until ${facts.not_after}`,
    );
    terminal.line(`  network.client_ca_file = "${facts.ca_file}"`);
    terminal.line(`  network.revocation_file = "${facts.revocation_file}"`);
  }
  return ExitCode.OK;
}

interface IssueOptions extends PkiOptions {
  readonly host?: readonly string[];
  readonly trustDomain: string;
  readonly days?: string;
  readonly csr?: string;
}

function kindOf(kind: string): SpiffeKind | undefined {
  return Object.values(SpiffeKind).find((one) => one === kind);
}

function askedFor(kind: string, name: string | undefined, options: IssueOptions): Asked {
  if (kind === 'server' && name === undefined) {
    return { kind, hosts: options.host ?? ['localhost', '127.0.0.1', '::1'] };
  }
  const client = kindOf(kind);
  if (client === undefined || name === undefined || options.host !== undefined) {
    const given = [kind, name ?? ''].join(' ').trim();
    throw usageFailure('SUBJECT', given, 'server (with --host), person NAME or service NAME');
  }
  principalFor(client, name, options.trustDomain);
  return { kind: client, name, trustDomain: options.trustDomain };
}

function requestIn(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : readPlainText(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(ExitCode.FAILED, `the certificate request cannot be read: ${why}`);
  }
}

export async function issueOne(
  { terminal, json }: Context,
  options: IssueOptions,
  [kind = '', name]: readonly string[],
): Promise<ExitCode> {
  const asked = askedFor(kind, name, options);
  const fallback = asked.kind === 'server' ? SERVER_DAYS : CLIENT_DAYS;
  const days = daysOf(options.days, fallback, CERTIFICATE_DAYS_MAX);
  const request = requestIn(options.csr);
  const folder = new PkiFolder(options.pki);
  folder.signer();
  const issued = await folder.exclusively(() => {
    const there = folder.issued().find((one) => one.name === folderNameOf(asked) && one.current);
    if (there !== undefined && there.certificate.validToDate.getTime() > Date.now()) {
      throw new Failure(
        ExitCode.REFUSED,
        `${there.name} has a certificate that counts until ${there.certificate.validToDate.toISOString()}`,
        [`The next one: dsmilctl pki rotate ${[kind, name ?? ''].join(' ').trim()}`],
        'CERTIFICATE_EXISTS',
      );
    }
    return issue(folder, asked, { now: Date.now(), days, request });
  });
  if (json) {
    terminal.json(issuedJson(folder, issued));
  } else {
    tellIssued(terminal, folder, issued);
  }
  return ExitCode.OK;
}

interface RotateOptions extends PkiOptions {
  readonly days?: string;
  readonly revoke?: boolean;
  readonly retire?: boolean;
  readonly yes?: boolean;
}

export async function rotate(
  context: Context,
  options: RotateOptions,
  [kind = '', name]: readonly string[],
): Promise<ExitCode> {
  const folder = new PkiFolder(options.pki);
  folder.signer();
  return await folder.exclusively(() =>
    kind === 'ca'
      ? rotateAuthority(context, folder, options)
      : rotateCertificate(context, folder, options, [kind, name ?? '']),
  );
}

async function rotateCertificate(
  { terminal, json }: Context,
  folder: PkiFolder,
  { days: given, revoke = false }: RotateOptions,
  [kind, name]: readonly [kind: string, name: string],
): Promise<ExitCode> {
  const wanted = kind === 'server' ? 'server' : `${kind}-${name}`;
  const before = folder.issued().filter((one) => one.name === wanted);
  const current = before.find((one) => one.current);
  if (current === undefined) {
    throw new Failure(ExitCode.FAILED, `nothing was issued to ${wanted} yet`, [
      `The first one: dsmilctl pki issue ${[kind, name].join(' ').trim()}`,
    ]);
  }
  const asked = askedOf(current);
  const fallback = asked.kind === 'server' ? SERVER_DAYS : CLIENT_DAYS;
  const days = daysOf(given, fallback, CERTIFICATE_DAYS_MAX);
  const next = await issue(folder, asked, { now: Date.now(), days, request: undefined });
  if (revoke) {
    const at = new Date().toISOString();
    folder.writeRevocations(
      before.reduce(
        (list, { serial }) => withRevoked(list, { serial, at, reason: 'rotated' }),
        folder.revocations(),
      ),
    );
  }
  if (json) {
    terminal.json({ ...issuedJson(folder, next), revoked: revoke ? before.length : 0 });
  } else {
    tellIssued(terminal, folder, next);
  }
  return ExitCode.OK;
}

function usedOf(folder: PkiFolder): Issued[] {
  const { serials } = folder.revocations();
  const { certificate: newest } = folder.signer();
  return folder.issued().filter(({ certificate, current, serial }) => {
    const counts = certificate.validToDate.getTime() > Date.now() && !serials.has(serial);
    return current && counts && !certificate.verify(newest.publicKey);
  });
}

async function rotateAuthority(
  { terminal, json }: Context,
  folder: PkiFolder,
  { days: given, retire = false, yes = false }: RotateOptions,
): Promise<ExitCode> {
  if (retire) {
    const used = usedOf(folder);
    if (used.length > 0 && !yes) {
      throw new Failure(
        ExitCode.REFUSED,
        `certificates in use are of an older authority: ${used.map(({ name }) => name).join(', ')}`,
        ['Replace each: dsmilctl pki rotate KIND NAME', 'Or shut them out: --yes'],
        'CERTIFICATES_IN_USE',
      );
    }
    folder.retireOlder();
    folder.publishTrusted();
  } else {
    const days = daysOf(given, AUTHORITY_DAYS, AUTHORITY_DAYS_MAX);
    const { certificate } = folder.signer();
    await nextAuthority(folder, certificate.subject.replace(/^CN=/, ''), days);
  }
  const { number, certificate } = folder.signer();
  const facts = { number, not_after: certificate.validToDate.toISOString(), retired: retire };
  if (json) {
    terminal.json(facts);
  } else {
    terminal.line(
      retire
        ? `authority ${number} alone is trusted now`
        : `authority ${number} signs from now on, until ${facts.not_after}; those before it stay trusted`,
    );
    terminal.line(
      retire
        ? ''
        : 'Then: dsmilctl pki rotate for each certificate; dsmilctl pki rotate ca --retire',
    );
  }
  return ExitCode.OK;
}
