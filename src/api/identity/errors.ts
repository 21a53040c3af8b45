// SPDX-License-Identifier: Apache-2.0
// What can be wrong with who somebody says to be, and with the files that decide about it.

/** A file of keys, certificates or revocations is not to be used; says what cures it. */
export class IdentityFileError extends Error {
  override readonly name = 'IdentityFileError';
  readonly code = 'ERR_DSMIL_IDENTITY_FILE';
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path} ${problem}`, options);
    this.path = path;
  }
}

export const CertificateFault = {
  /** There is none. */
  NONE: 'NONE',
  /** No trusted authority issued it. */
  UNVERIFIED: 'UNVERIFIED',
  /** Its time is not now, or that of an authority behind it. */
  EXPIRED: 'EXPIRED',
  /** It does not say exactly one URI of a person or service. */
  NO_IDENTITY: 'NO_IDENTITY',
  /** It is of another trust domain. */
  FOREIGN: 'FOREIGN',
  /** Its extended key usage is not that of a client. */
  NOT_A_CLIENT: 'NOT_A_CLIENT',
  /** It is an authority's own. */
  AUTHORITY: 'AUTHORITY',
  /** It was shown on an earlier connection, and not on this one. */
  RESUMED: 'RESUMED',
  /** The protocol on top is not HTTP/2. */
  PROTOCOL: 'PROTOCOL',
} as const;
export type CertificateFault = (typeof CertificateFault)[keyof typeof CertificateFault];

/** Told to log and audit; the client gets a closed connection, and no reason. */
export class CertificateRefusedError extends Error {
  override readonly name = 'CertificateRefusedError';
  readonly code = 'ERR_DSMIL_CERTIFICATE_REFUSED';
  readonly fault: CertificateFault;

  constructor(fault: CertificateFault, detail: string) {
    super(`the client certificate is refused: ${fault}: ${detail}`);
    this.fault = fault;
  }
}

export const HandshakeFault = {
  /** It offers no version of TLS that is spoken here. */
  VERSION: 'TLS_VERSION',
  /** Anything else that OpenSSL finds wrong: no group in common, what is no TLS at all, the client's own refusal. */
  BROKEN: 'TLS_BROKEN',
} as const;
export type HandshakeFault = (typeof HandshakeFault)[keyof typeof HandshakeFault];

/** There was no certificate to look at. Told to log and audit; the client was told by OpenSSL. */
export class HandshakeRefusedError extends Error {
  override readonly name = 'HandshakeRefusedError';
  readonly code = 'ERR_DSMIL_HANDSHAKE_REFUSED';
  readonly fault: HandshakeFault;

  /** @why: OpenSSL's name of it, as Node has it: ERR_SSL_UNSUPPORTED_PROTOCOL. */
  constructor(why: string) {
    const fault =
      why === 'ERR_SSL_UNSUPPORTED_PROTOCOL' ? HandshakeFault.VERSION : HandshakeFault.BROKEN;
    super(`the handshake is refused: ${fault}: ${why}`);
    this.fault = fault;
  }
}

/** Somebody came over TLS, and is nobody. */
export type StrangerError = CertificateRefusedError | HandshakeRefusedError;
