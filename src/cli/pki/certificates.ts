// SPDX-License-Identifier: Apache-2.0
// Makes keys and certificates. ECDSA with P-256 and SHA-256: the one kind that every TLS library takes,
// BoringSSL's clients among them, which do not offer Ed25519.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

type Key = webcrypto.CryptoKey;

const DAY_MS = 86_400_000;
/** A clock that goes a little wrong must not refuse what was made just now. */
const BACKDATE_MS = 300_000;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: Key;
}

/** What is to be certified. */
export interface Subject {
  readonly commonName: string;
  readonly usage: 'client' | 'server';
  /** URI for a client; DNS and IP for a server. */
  readonly names: readonly JsonGeneralName[];
}

export interface Made {
  readonly certificate: string;
  /** PKCS #8 in PEM; undefined when the key is somebody else's. */
  readonly key: string | undefined;
}

export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
  readonly code = 'ERR_DSMIL_CERTIFICATE_REQUEST';
}

/** Positive, and of 128 bits in any case. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function newPair(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
}

async function keyPem(key: Key): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${PemConverter.encode(bytes, 'PRIVATE KEY')}\n`;
}

function period(now: number, days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now - BACKDATE_MS), notAfter: new Date(now + days * DAY_MS) };
}

function certificatePem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

/** An authority that signs for itself. */
export async function makeAuthority(name: string, now: number, days: number): Promise<Made> {
  const keys = await newPair();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [name] }],
    ...period(now, days),
    keys,
    signingAlgorithm: SIGNING,
    extensions: [
      // It signs for those at the ends, and makes no further authorities.
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificatePem(certificate), key: await keyPem(keys.privateKey) };
}

/** Rejects when the two are no certificate and key in PEM. */
export async function readAuthority(certificate: string, key: string): Promise<Authority> {
  const bytes = PemConverter.decodeFirst(key);
  return {
    certificate: new X509Certificate(certificate),
    key: await webcrypto.subtle.importKey('pkcs8', bytes, CURVE, false, ['sign']),
  };
}

/** The key of a request that its holder has signed; what else it asks for is not looked at. */
async function requestedKey(request: string): Promise<Key> {
  try {
    const parsed = new Pkcs10CertificateRequest(request);
    if (await parsed.verify()) {
      return (await parsed.publicKey.export()) as Key;
    }
  } catch (cause) {
    throw new RequestRefusedError('it is no certificate request in PEM', { cause });
  }
  throw new RequestRefusedError('its signature is not by the key that it names');
}

/** A certificate for @subject, with a new key, or with that of @request. */
export async function makeCertificate(
  { certificate: issuer, key: signingKey }: Authority,
  { commonName, usage, names }: Subject,
  { now, days, request }: { now: number; days: number; request: string | undefined },
): Promise<Made> {
  const own = request === undefined ? await newPair() : undefined;
  const publicKey = own?.publicKey ?? (await requestedKey(request ?? ''));
  const usages = usage === 'client' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth;
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usages]),
    new SubjectAlternativeNameExtension([...names]),
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(issuer),
  ];
  const made = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    ...period(now, days),
    publicKey,
    signingKey,
    signingAlgorithm: SIGNING,
    extensions,
  });
  return {
    certificate: certificatePem(made),
    key: own === undefined ? undefined : await keyPem(own.privateKey),
  };
}
