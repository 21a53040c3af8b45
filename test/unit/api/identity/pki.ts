// SPDX-License-Identifier: Apache-2.0
// Authorities, certificates and files of them, as tests want them.
import { chmodSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  formatRevocations,
  type Revoked,
} from '../../../../src/api/identity/wire/revocation-list.ts';
import {
  type Authority,
  makeAuthority,
  makeCertificate,
  readAuthority,
  type Subject,
} from '../../../../src/cli/pki/certificates.ts';

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;

export class TestPki {
  readonly folder: string;
  readonly ca: string;
  readonly #authority: Authority;

  private constructor(folder: string, ca: string, authority: Authority) {
    this.folder = folder;
    this.ca = ca;
    this.#authority = authority;
  }

  static async make(): Promise<TestPki> {
    const folder = mkdtempSync(join(tmpdir(), 'dsmil-pki-'));
    chmodSync(folder, 0o755);
    const { certificate, key } = await makeAuthority('test', Date.now(), 3_000);
    const authority = await readAuthority(certificate, key ?? '');
    return new TestPki(folder, certificate, authority);
  }

  async pair(subject: Partial<Subject> = {}, now = Date.now(), days = 90): Promise<Pair> {
    const given = { commonName: 'x', usage: 'client', names: [], ...subject } as const;
    const terms = { now, days, request: undefined };
    const { certificate, key } = await makeCertificate(this.#authority, given, terms);
    return { cert: certificate, key: key ?? '' };
  }

  server(): Promise<Pair> {
    return this.pair({ usage: 'server', names: [{ type: 'dns', value: 'localhost' }] });
  }

  client(uri = 'spiffe://dsmil.internal/person/ann'): Promise<Pair> {
    return this.pair({ names: [{ type: 'url', value: uri }] });
  }

  expired(): Promise<Pair> {
    const names = [{ type: 'url', value: 'spiffe://dsmil.internal/person/ann' }] as const;
    return this.pair({ names }, Date.now() - 10 * DAY_MS, 1);
  }

  file(name: string, text: string, mode = 0o600): string {
    const path = join(this.folder, name);
    // Whole and with its mode at once, for whoever reads it in this very moment.
    writeFileSync(`${path}.new`, text);
    chmodSync(`${path}.new`, mode);
    renameSync(`${path}.new`, path);
    return path;
  }

  revoke(...what: (Pick<Revoked, 'serial'> | Pick<Revoked, 'principal'>)[]): string {
    const entries = what.map((one) => ({ ...one, at: new Date().toISOString(), reason: '' }));
    return this.file('revoked.json', formatRevocations(entries as Revoked[]), 0o644);
  }
}
