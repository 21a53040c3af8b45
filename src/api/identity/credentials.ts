// SPDX-License-Identifier: Apache-2.0
// The server's own certificate and key, and the authorities of its clients: read, and checked against each
// other, so that what is put in use can be used.
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { IdentityFileError } from './errors.ts';
import { readOwned } from './owned-file.ts';

export interface CredentialFiles {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa: string;
}

/** A certificate of ours, for whoever watches when it ends. */
export interface OwnCertificate {
  readonly what: string;
  readonly serial: string;
  /** {unit ms since 1970} */
  readonly notAfter: number;
}

export interface Credentials {
  /** PEM, as it was read. */
  readonly certificate: string;
  readonly key: string;
  readonly clientCa: string;
  /** keyId() of each authority. */
  readonly roots: ReadonlySet<string>;
  readonly own: readonly OwnCertificate[];
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const CERTIFICATES_MAX = 64;

/** Names a public key, whatever certificates there are of it: an authority that is renewed stays trusted. */
export function keyId({ publicKey }: X509Certificate): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

function certificatesIn(path: string, text: string): X509Certificate[] {
  const blocks = text.match(PEM) ?? [];
  if (blocks.length === 0 || blocks.length > CERTIFICATES_MAX) {
    throw new IdentityFileError(
      path,
      `has ${blocks.length} certificates in PEM: it must have 1..${CERTIFICATES_MAX}`,
    );
  }
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw new IdentityFileError(path, `has something else as certificate ${index + 1}`, {
        cause,
      });
    }
  });
}

function ownOf(what: string, certificate: X509Certificate): OwnCertificate {
  const { serialNumber, validToDate } = certificate;
  return { what, serial: serialNumber.toLowerCase(), notAfter: validToDate.getTime() };
}

/** Rejects with IdentityFileError, which names the file and the cure. */
export async function loadCredentials(files: CredentialFiles): Promise<Credentials> {
  const [certificate, key, clientCa] = await Promise.all([
    readOwned(files.certificate, false),
    readOwned(files.key, true),
    readOwned(files.clientCa, false),
  ]);
  const [leaf] = certificatesIn(files.certificate, certificate) as [X509Certificate];
  const usages = leaf.keyUsage as readonly string[] | undefined;
  if (leaf.ca || (usages !== undefined && !usages.includes(SERVER_AUTH))) {
    throw new IdentityFileError(
      files.certificate,
      'begins with a certificate that is not a server’s (dsmilctl pki issue server)',
    );
  }
  const authorities = certificatesIn(files.clientCa, clientCa);
  if (!authorities.every(({ ca }) => ca)) {
    throw new IdentityFileError(files.clientCa, 'has a certificate that is no authority’s');
  }
  let matches: boolean;
  try {
    matches = leaf.checkPrivateKey(createPrivateKey(key));
  } catch (cause) {
    throw new IdentityFileError(files.key, 'is not a private key in PEM', { cause });
  }
  if (!matches) {
    throw new IdentityFileError(files.key, `is not the key of ${files.certificate}`);
  }
  return {
    certificate,
    key,
    clientCa,
    roots: new Set(authorities.map(keyId)),
    own: [
      ownOf('the server’s certificate', leaf),
      ...authorities.map((one) => ownOf('an authority of client certificates', one)),
    ],
  };
}
