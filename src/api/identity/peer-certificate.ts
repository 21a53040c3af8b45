// SPDX-License-Identifier: Apache-2.0
// Who is at a TLS connection, from the certificate that OpenSSL has verified. Whatever is odd is nobody.
import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { keyId } from './credentials.ts';
import { CertificateFault, CertificateRefusedError } from './errors.ts';
import type { Presented } from './guest.ts';
import { serialOf } from './wire/revocation-list.ts';
import { parseSpiffe } from './wire/spiffe.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const CHAIN_MAX = 10;
/** What OpenSSL says of a certificate that is trusted at another time. */
const TIMES: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/** A name of the list; in quotes when it has something odd in it. */
const NAME = /[^,"]+("(?:[^"\\]|\\.)*")?/g;

/** The one URI among the names; others may be there, such as a DNS name. */
function uriOf(names: string | undefined): string | undefined {
  const uris = [...(names ?? '').matchAll(NAME)]
    .map(([name]) => name.trim())
    .filter((name) => name.startsWith('URI:'));
  return uris.length === 1 ? uris[0]?.slice('URI:'.length) : undefined;
}

/** Throws CertificateRefusedError unless @leaf, verified by others, is a client's of @trustDomain. */
export function principalOf(leaf: X509Certificate, trustDomain: string): string {
  if (leaf.ca) {
    throw new CertificateRefusedError(CertificateFault.AUTHORITY, leaf.subject);
  }
  const usages = leaf.keyUsage as readonly string[] | undefined;
  if (usages?.includes(CLIENT_AUTH) !== true) {
    throw new CertificateRefusedError(
      CertificateFault.NOT_A_CLIENT,
      `extended key usage ${usages?.join(', ') ?? 'missing'}`,
    );
  }
  const uri = uriOf(leaf.subjectAltName);
  const id = uri === undefined ? undefined : parseSpiffe(uri);
  if (uri === undefined || id === undefined) {
    throw new CertificateRefusedError(
      CertificateFault.NO_IDENTITY,
      `subject alternative names ${leaf.subjectAltName ?? 'missing'}`,
    );
  }
  if (id.trustDomain !== trustDomain) {
    throw new CertificateRefusedError(CertificateFault.FOREIGN, uri);
  }
  return uri;
}

function rootOf(chain: DetailedPeerCertificate): X509Certificate {
  let last = chain;
  for (let depth = 0; depth < CHAIN_MAX; depth++) {
    const next = last.issuerCertificate as DetailedPeerCertificate | undefined;
    if (next === undefined || next === last) {
      break;
    }
    last = next;
  }
  return new X509Certificate(last.raw);
}

/** Throws CertificateRefusedError; nobody is let in by anything but its return. */
export function presentedBy(socket: TLSSocket, trustDomain: string): Presented {
  const chain = socket.getPeerCertificate(true);
  const raw = chain.raw as Buffer | undefined;
  if (raw === undefined) {
    throw new CertificateRefusedError(CertificateFault.NONE, 'the client has shown none');
  }
  if (!socket.authorized) {
    const why = String(socket.authorizationError);
    const fault = TIMES.has(why) ? CertificateFault.EXPIRED : CertificateFault.UNVERIFIED;
    throw new CertificateRefusedError(fault, why);
  }
  if (socket.isSessionReused()) {
    // What was verified then need not hold now.
    throw new CertificateRefusedError(CertificateFault.RESUMED, 'the session is an earlier one');
  }
  if (socket.alpnProtocol !== 'h2') {
    const offered = String(socket.alpnProtocol);
    throw new CertificateRefusedError(CertificateFault.PROTOCOL, `${offered} instead of h2`);
  }
  const leaf = new X509Certificate(raw);
  const serial = serialOf(leaf.serialNumber);
  return {
    transport: 'tls',
    principal: principalOf(leaf, trustDomain),
    source: `certificate ${serial} at ${socket.remoteAddress}`,
    certificate: {
      serial,
      notAfter: leaf.validToDate.getTime(),
      root: keyId(rootOf(chain)),
    },
  };
}
