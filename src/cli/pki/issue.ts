// SPDX-License-Identifier: Apache-2.0
// From what somebody asks for to a certificate in the folder.
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import {
  parseSpiffe,
  SPIFFE_LENGTH_MAX,
  type SpiffeKind,
  spiffeUri,
} from '../../api/identity/wire/spiffe.ts';
import { ExitCode, Failure, usageFailure } from '../failure.ts';
import {
  makeCertificate,
  RequestRefusedError,
  readAuthority,
  type Subject,
} from './certificates.ts';
import { type Issued, type PkiFolder, readKey } from './folder.ts';

export type Asked =
  | { readonly kind: SpiffeKind; readonly name: string; readonly trustDomain: string }
  | { readonly kind: 'server'; readonly hosts: readonly string[] };

export interface Terms {
  /** {unit ms since 1970} */
  readonly now: number;
  /** {unit days} */
  readonly days: number;
  /** A certificate request in PEM, whose key is certified instead of a new one. */
  readonly request: string | undefined;
}

/** The account that a client's certificate stands for. Throws a Failure. */
export function principalFor(kind: SpiffeKind, name: string, trustDomain: string): string {
  const uri = spiffeUri({ kind, name, trustDomain });
  if (parseSpiffe(uri) === undefined) {
    throw usageFailure(
      'the account',
      uri,
      `at most ${SPIFFE_LENGTH_MAX} of a-z 0-9 . _ -, with a domain of at most 32 (--trust-domain)`,
    );
  }
  return uri;
}

/** Throws a Failure: no certificate of a revoked account is let in, whenever it was issued. */
export function checkNotRevoked(folder: PkiFolder, principal: string): void {
  if (folder.revocations().principals.has(principal)) {
    throw new Failure(
      ExitCode.REFUSED,
      `${principal} is revoked: no certificate of that account would be let in`,
      ['What is revoked stays so: give the account another name'],
      'REVOKED',
    );
  }
}

export function folderNameOf(asked: Asked): string {
  return asked.kind === 'server' ? 'server' : `${asked.kind}-${asked.name}`;
}

function subjectOf(asked: Asked): Subject {
  if (asked.kind !== 'server') {
    const uri = principalFor(asked.kind, asked.name, asked.trustDomain);
    return { commonName: asked.name, usage: 'client', names: [{ type: 'url', value: uri }] };
  }
  const names = asked.hosts.map((host) => {
    if (isIP(host) !== 0) {
      return { type: 'ip', value: host } as const;
    }
    if (
      !/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host)
    ) {
      throw usageFailure('--host', host, 'a DNS name or an IP address');
    }
    return { type: 'dns', value: host } as const;
  });
  return { commonName: asked.hosts[0] ?? '', usage: 'server', names };
}

/** What @certificate was issued for, to issue it again. */
export function askedOf({ name, certificate }: Issued): Asked {
  const names = (certificate.subjectAltName ?? '').split(', ');
  if (name === 'server') {
    const hosts = names.map((one) => one.replace(/^(DNS|IP Address):/, ''));
    return { kind: 'server', hosts };
  }
  const id = parseSpiffe((names[0] ?? '').replace(/^URI:/, ''));
  if (id === undefined) {
    throw new Failure(ExitCode.FAILED, `the certificate of ${name} names no account`);
  }
  return id;
}

/** Signed by the newest authority, and current from now on. Throws a Failure. */
export async function issue(folder: PkiFolder, asked: Asked, terms: Terms): Promise<Issued> {
  const subject = subjectOf(asked);
  if (asked.kind !== 'server') {
    checkNotRevoked(folder, principalFor(asked.kind, asked.name, asked.trustDomain));
  }
  const signer = folder.signer();
  if (terms.now + terms.days * 86_400_000 > signer.certificate.validToDate.getTime()) {
    throw new Failure(
      ExitCode.FAILED,
      `the authority itself ends ${signer.certificate.validToDate.toISOString()}, before ${terms.days} days are over`,
      ['Make the next one: dsmilctl pki rotate ca', 'Or ask for fewer days: --days N'],
    );
  }
  const authority = await readAuthority(
    readFileSync(join(signer.folder, 'cert.pem'), 'utf8'),
    readKey(join(signer.folder, 'key.pem')),
  );
  try {
    const { certificate, key } = await makeCertificate(authority, subject, terms);
    return folder.addIssued(folderNameOf(asked), certificate, key);
  } catch (error) {
    if (error instanceof RequestRefusedError) {
      throw new Failure(ExitCode.FAILED, `the certificate request is refused: ${error.message}`);
    }
    throw error;
  }
}
