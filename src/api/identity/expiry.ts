// SPDX-License-Identifier: Apache-2.0
// Says in time that a certificate ends: 30, 7 and 1 days before, and when it has; each once.

const DAY_MS = 86_400_000;
/** {unit days} */
export const NOTICE_DAYS: readonly number[] = [0, 1, 7, 30];
/** Remembered at most; the one that was told of first is forgotten then. */
const REMEMBERED_MAX = 4_096;

export interface Expiring {
  /** In words, or the account. */
  readonly what: string;
  readonly serial: string;
  /** {unit ms since 1970} */
  readonly notAfter: number;
}

export interface ExpiryNotice extends Expiring {
  /** Which of NOTICE_DAYS has been passed; 0: it has ended. */
  readonly days: number;
}

export class ExpiryWatch {
  /** By serial: the last notice. */
  readonly #told = new Map<string, number>();

  /** What is to be said of @certificates at @now. {unit ms since 1970} */
  look(certificates: readonly Expiring[], now: number): ExpiryNotice[] {
    return certificates.flatMap((certificate) => {
      const left = certificate.notAfter - now;
      const days = NOTICE_DAYS.find((one) => left <= one * DAY_MS);
      const told = this.#told.get(certificate.serial) ?? Number.POSITIVE_INFINITY;
      if (days === undefined || days >= told) {
        return [];
      }
      this.#remember(certificate.serial, days);
      return [{ ...certificate, days }];
    });
  }

  #remember(serial: string, days: number): void {
    const [oldest] = this.#told.keys();
    if (oldest !== undefined && this.#told.size >= REMEMBERED_MAX) {
      this.#told.delete(oldest);
    }
    this.#told.set(serial, days);
  }
}
