// SPDX-License-Identifier: Apache-2.0
// The listener for TLS together with the files that decide about it: each is read again when it changes, and
// what follows from it happens then. Credentials that cannot be used leave the old ones in use.
import type { Clock } from '../../core/ports/clock.ts';
import { type CredentialFiles, type Credentials, loadCredentials } from './credentials.ts';
import type { StrangerError } from './errors.ts';
import { type ExpiryNotice, ExpiryWatch } from './expiry.ts';
import { FileWatch, factsOf } from './file-watch.ts';
import type { Reception } from './reception.ts';
import { type TlsLimits, TlsListener } from './tls-listener.ts';

/** How often it is asked whether our own certificates end. {unit ms} */
const EXPIRY_MS = 3_600_000;

export interface TlsDoorOptions {
  readonly listen: string;
  readonly trustDomain: string;
  readonly files: CredentialFiles;
  readonly limits: TlsLimits;
  readonly reception: Reception;
  readonly clock: Clock;
  readonly onRefused: (address: string, refusal: StrangerError) => void;
  readonly onExpiry: (notice: ExpiryNotice) => void;
  /** Certificates were read and are in use. */
  readonly onReload: () => void;
  /** A file is not to be used, which has the effect that the head of this file says. */
  readonly onFileProblem: (error: unknown) => void;
  readonly onDefect: (error: unknown) => void;
}

function pathsOf({ certificate, key, clientCa }: CredentialFiles): readonly string[] {
  return [certificate, key, clientCa];
}

export class TlsDoor {
  readonly listener: TlsListener;
  readonly #options: TlsDoorOptions;
  readonly #expiry: ExpiryWatch;
  readonly #watch: FileWatch;
  readonly #expiring: NodeJS.Timeout;
  #credentials: Credentials;

  private constructor(
    options: TlsDoorOptions,
    listener: TlsListener,
    credentials: Credentials,
    expiry: ExpiryWatch,
    known: string,
  ) {
    this.#options = options;
    this.listener = listener;
    this.#credentials = credentials;
    this.#expiry = expiry;
    this.#watch = new FileWatch(pathsOf(options.files), known, () => this.#renew());
    this.#expiring = setInterval(() => this.#lookAtEnds(), EXPIRY_MS);
    this.#expiring.unref();
    this.#lookAtEnds();
  }

  /** Rejects with IdentityFileError, or with what listening does. */
  static async open(options: TlsDoorOptions): Promise<TlsDoor> {
    const { files, reception, clock } = options;
    const known = await factsOf(pathsOf(files));
    const credentials = await loadCredentials(files);
    reception.trust(credentials.roots);
    const expiry = new ExpiryWatch();
    const listener = await TlsListener.open({
      listen: options.listen,
      trustDomain: options.trustDomain,
      credentials,
      limits: options.limits,
      onRefused: options.onRefused,
      onDefect: options.onDefect,
      onFound: (socket, presented) => {
        const { certificate, principal } = presented;
        if (certificate !== undefined) {
          const { serial, notAfter } = certificate;
          const own = [{ what: principal, serial, notAfter }];
          expiry.look(own, clock.wall()).forEach(options.onExpiry);
        }
        reception.admit(socket, presented);
      },
    });
    return new TlsDoor(options, listener, credentials, expiry, known);
  }

  /** Reads everything again, changed or not. Resolves when it is in force; never rejects. */
  async reload(): Promise<void> {
    await this.#watch.force();
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#expiring);
    this.#watch.close();
    this.listener.close();
  }

  async #renew(): Promise<void> {
    const { files, reception, onReload, onFileProblem } = this.#options;
    try {
      const credentials = await loadCredentials(files);
      this.listener.use(credentials);
      this.#credentials = credentials;
      reception.trust(credentials.roots);
      this.#lookAtEnds();
      onReload();
    } catch (error) {
      onFileProblem(error);
    }
  }

  #lookAtEnds(): void {
    const { clock, onExpiry } = this.#options;
    this.#expiry.look(this.#credentials.own, clock.wall()).forEach(onExpiry);
  }
}
