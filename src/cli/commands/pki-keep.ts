// SPDX-License-Identifier: Apache-2.0
// What was issued, and what of it counts no more.
import {
  type Revoked,
  type RevokedWhat,
  serialOf,
  withRevoked,
} from '../../api/identity/wire/revocation-list.ts';
import { SpiffeKind } from '../../api/identity/wire/spiffe.ts';
import type { Context } from '../context.ts';
import { ExitCode, usageFailure } from '../failure.ts';
import { PkiFolder } from '../pki/folder.ts';
import { principalFor } from '../pki/issue.ts';
import { renderTable } from '../table.ts';
import { printable } from '../text.ts';
import { issuedJson } from '../views/pki.ts';
import type { PkiOptions } from './pki.ts';

type Standing = 'counts' | 'revoked' | 'ended' | 'replaced';

const PAINTS = { counts: undefined, revoked: 'red', ended: 'yellow', replaced: 'dim' } as const;

export function list({ terminal, json }: Context, { pki }: PkiOptions): Promise<ExitCode> {
  const folder = new PkiFolder(pki);
  folder.signer();
  const { serials, principals, entries } = folder.revocations();
  const rows = folder.issued().map((issued) => {
    const { certificate, serial, current } = issued;
    const facts = issuedJson(folder, issued);
    const names = facts['names'] as readonly string[];
    const standing: Standing =
      serials.has(serial) || names.some((name) => principals.has(name))
        ? 'revoked'
        : certificate.validToDate.getTime() <= Date.now()
          ? 'ended'
          : current
            ? 'counts'
            : 'replaced';
    return { names, serial, not_after: certificate.validToDate.toISOString(), standing };
  });
  const authorities = folder.authorities().map(({ number, certificate, retired }) => ({
    number,
    not_after: certificate.validToDate.toISOString(),
    retired,
  }));
  if (json) {
    terminal.json({ authorities, issued: rows, revoked: entries });
    return Promise.resolve(ExitCode.OK);
  }
  const columns = [
    { header: 'for', shrinkTo: 30 },
    { header: 'serial', dropOrder: 1 },
    { header: 'until' },
    { header: 'standing' },
  ];
  const cells = rows.map(({ names, serial, not_after, standing }) => ({
    cells: [
      { text: names.join(' ') },
      { text: serial },
      { text: not_after.slice(0, 10) },
      { text: standing, paint: PAINTS[standing] },
    ],
  }));
  terminal.lines(renderTable(columns, [{ rows: cells }], terminal.columns, terminal.style));
  for (const { number, not_after, retired } of authorities) {
    const until = not_after.slice(0, 10);
    terminal.line(`authority ${number} ${retired ? 'is retired' : `until ${until}`}`);
  }
  terminal.line(`${entries.length} revoked`);
  return Promise.resolve(ExitCode.OK);
}

interface RevokeOptions extends PkiOptions {
  readonly reason: string;
  readonly trustDomain: string;
}

function whatOf(what: string, name: string | undefined, trustDomain: string): RevokedWhat {
  const kind = Object.values(SpiffeKind).find((one) => one === what);
  if (kind !== undefined && name !== undefined) {
    return { principal: principalFor(kind, name, trustDomain) };
  }
  if (kind === undefined && name === undefined && /^[0-9a-f]{1,40}$/i.test(what)) {
    return { serial: serialOf(what) };
  }
  const given = [what, name ?? ''].join(' ').trim();
  throw usageFailure('WHAT', given, 'a serial in hexadecimal, person NAME or service NAME');
}

export async function revoke(
  { terminal, json }: Context,
  { pki, reason, trustDomain }: RevokeOptions,
  [what = '', name]: readonly string[],
): Promise<ExitCode> {
  const whom = whatOf(what, name, trustDomain);
  if (reason.length > 256) {
    throw usageFailure('--reason', printable(reason), 'at most 256 characters');
  }
  const folder = new PkiFolder(pki);
  // No more than that: who revokes in haste needs no authority that is whole.
  folder.mustBeThere();
  const added = await folder.exclusively(() => {
    const before = folder.revocations();
    const entry: Revoked = { ...whom, at: new Date().toISOString(), reason };
    const after = withRevoked(before, entry);
    // Written again when it is there already: whoever asks again wants it to be in force.
    folder.writeRevocations(after);
    return Promise.resolve(after !== before);
  });
  const told = whom.serial ?? whom.principal;
  if (json) {
    terminal.json({ ...whom, added, revocation_file: folder.revocationFile });
  } else {
    terminal.line(`${told} ${added ? 'is revoked' : 'was revoked already'}`);
  }
  return ExitCode.OK;
}
