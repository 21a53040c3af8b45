// SPDX-License-Identifier: Apache-2.0
// Certificates for those who found a host: what they have and can use stays, what nobody would let in does not.
import { SpiffeKind } from '../../api/identity/wire/spiffe.ts';
import type { Issued, PkiFolder } from './folder.ts';
import { checkNotRevoked, issue, principalFor } from './issue.ts';

const CERTIFICATE_DAYS = 90;

function counts(folder: PkiFolder, { serial, certificate, current }: Issued, now: number): boolean {
  return (
    current && certificate.validToDate.getTime() > now && !folder.revocations().serials.has(serial)
  );
}

/** Throws a Failure when one of @persons is revoked: to be asked before anything is founded. */
export function checkStanding(
  folder: PkiFolder,
  persons: readonly string[],
  trustDomain: string,
): void {
  for (const name of persons) {
    checkNotRevoked(folder, principalFor(SpiffeKind.PERSON, name, trustDomain));
  }
}

/** Of each of @persons one that counts. Throws a Failure. */
export async function certify(
  folder: PkiFolder,
  persons: readonly string[],
  trustDomain: string,
): Promise<Issued[]> {
  return await folder.exclusively(async () => {
    checkStanding(folder, persons, trustDomain);
    const all: Issued[] = [];
    for (const name of persons) {
      const now = Date.now();
      const there = folder
        .issued()
        .find((one) => one.name === `person-${name}` && counts(folder, one, now));
      const asked = { kind: SpiffeKind.PERSON, name, trustDomain };
      const terms = { now, days: CERTIFICATE_DAYS, request: undefined };
      all.push(there ?? (await issue(folder, asked, terms)));
    }
    return all;
  });
}
