// SPDX-License-Identifier: Apache-2.0
// Where the authority of a host keeps what it has made. The certificates are the record: there is no list
// beside them that could say otherwise. A key, once written, is never written over. Certificate and key appear
// in one step: a folder without a certificate was left by a call that was interrupted, and is passed over.
//
//   ca.pem                             the authorities that are trusted, newest first
//   revoked.json                       the revocation list
//   authorities/NUMBER/{cert,key}.pem
//   authorities/NUMBER/retired         this one is never trusted again
//   issued/NAME/SERIAL/{cert,key}.pem  the key is missing where its holder made it
//   issued/NAME/current -> SERIAL
import { X509Certificate } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  EMPTY_REVOCATIONS,
  formatRevocations,
  parseRevocations,
  type RevocationList,
  serialOf,
} from '../../api/identity/wire/revocation-list.ts';
import { createWhole, openFresh, syncFolderOf } from '../../audit/durable-file.ts';
import { ExitCode, Failure } from '../failure.ts';
import { printable } from '../text.ts';
import { exclusively, isErrno } from './lock.ts';

const CERTIFICATE = 'cert.pem';
const KEY = 'key.pem';
const RETIRED = 'retired';
const OTHERS = 0o077;

export interface Issued {
  /** `person-ann`, `service-hms`, `server`. */
  readonly name: string;
  readonly serial: string;
  readonly certificate: X509Certificate;
  readonly folder: string;
  /** The newest of its name. */
  readonly current: boolean;
}

export interface StoredAuthority {
  readonly number: number;
  readonly certificate: X509Certificate;
  readonly folder: string;
  /** It signs nothing more, and is never trusted again. */
  readonly retired: boolean;
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) {
      return [];
    }
    throw error;
  }
}

/** Another one in the place of @path, whole or not at all. */
function replaceWhole(path: string, text: string, mode: number): void {
  const fresh = `${path}.new`;
  const fd = openFresh(fresh, mode);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(fresh, path);
  syncFolderOf(path);
}

/** A private key, when nobody else can read it. */
export function readKey(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const { mode, uid } = fstatSync(fd);
    if ((mode & OTHERS) !== 0 || uid !== process.geteuid?.()) {
      throw new Failure(
        ExitCode.FAILED,
        `the key ${printable(path)} can be read by others, or is another’s`,
        [
          `Make it yours alone: chmod 600 ${printable(path)}`,
          'When somebody may have read it: dsmilctl pki rotate, and revoke what it has signed',
        ],
      );
    }
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

export class PkiFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get caFile(): string {
    return join(this.path, 'ca.pem');
  }

  get revocationFile(): string {
    return join(this.path, 'revoked.json');
  }

  /** There is an authority that can sign. */
  get exists(): boolean {
    return this.#trusted().length > 0;
  }

  /** Makes the folders; what is there stays. */
  prepare(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    for (const part of ['authorities', 'issued']) {
      mkdirSync(join(this.path, part), { recursive: true, mode: 0o700 });
    }
  }

  /** Oldest first, the retired ones too. */
  authorities(): StoredAuthority[] {
    return this.#numbers().flatMap((number) => {
      const folder = this.#authorityFolder(number);
      // Listed, not asked for one by one: a mark that cannot be seen must not count as none.
      const parts = names(folder);
      if (!parts.includes(CERTIFICATE)) {
        return [];
      }
      const certificate = new X509Certificate(readFileSync(join(folder, CERTIFICATE)));
      return [{ number, certificate, folder, retired: parts.includes(RETIRED) }];
    });
  }

  /** The newest signs. Throws a Failure when there is none. */
  signer(): StoredAuthority {
    const newest = this.#trusted().at(-1);
    if (newest === undefined) {
      throw this.#noAuthority();
    }
    return newest;
  }

  /** Throws a Failure where no authority was ever made: what is written there nobody reads. */
  mustBeThere(): void {
    if (!existsSync(this.#authorities)) {
      throw this.#noAuthority();
    }
  }

  /** Those before it stay trusted; in force with publishTrusted(). */
  addAuthority(certificate: string, key: string): void {
    // A number that an interrupted call has used is not used again: a key may lie there.
    const number = (this.#numbers().at(-1) ?? 0) + 1;
    this.#add(this.#authorityFolder(number), certificate, key);
  }

  /** All but the newest are trusted no more, for good; in force with publishTrusted(). */
  retireOlder(): void {
    for (const { folder } of this.#trusted().slice(0, -1)) {
      createWhole(join(folder, RETIRED), `${new Date().toISOString()}\n`, 0o644);
    }
  }

  /** From now on clients and server trust those that are not retired, and no others. */
  publishTrusted(): void {
    const newestFirst = this.#trusted().reverse();
    const text = newestFirst.map(({ certificate }) => certificate.toString()).join('');
    replaceWhole(this.caFile, text, 0o644);
  }

  issued(): Issued[] {
    const folder = join(this.path, 'issued');
    return names(folder).flatMap((name) => {
      const own = join(folder, name);
      const current = this.#currentOf(name);
      return names(own)
        .filter((serial) => /^[0-9a-f]+$/.test(serial))
        .filter((serial) => names(join(own, serial)).includes(CERTIFICATE))
        .map((serial) => ({
          name,
          serial,
          certificate: new X509Certificate(readFileSync(join(own, serial, CERTIFICATE))),
          folder: join(own, serial),
          current: serial === current,
        }));
    });
  }

  /** The folder that names the newest certificate of @name: what a configuration points to. */
  currentFolder(name: string): string {
    return join(this.path, 'issued', name, 'current');
  }

  /** Certificate and key become current together. */
  addIssued(name: string, certificate: string, key: string | undefined): Issued {
    const parsed = new X509Certificate(certificate);
    const serial = serialOf(parsed.serialNumber);
    const folder = join(this.path, 'issued', name, serial);
    this.#add(folder, certificate, key);
    const link = this.currentFolder(name);
    rmSync(`${link}.new`, { force: true });
    symlinkSync(serial, `${link}.new`);
    renameSync(`${link}.new`, link);
    syncFolderOf(link);
    return { name, serial, certificate: parsed, folder, current: true };
  }

  /** Throws a Failure when it is damaged: it is not written over then. */
  revocations(): RevocationList {
    let text: string;
    try {
      text = readFileSync(this.revocationFile, 'utf8');
    } catch (error) {
      if (isErrno(error, 'ENOENT')) {
        return EMPTY_REVOCATIONS;
      }
      throw error;
    }
    try {
      return parseRevocations(text);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Failure(
        ExitCode.FAILED,
        `the revocation list ${printable(this.revocationFile)} is damaged: ${why}`,
        ['Put a copy of it back. Without one: move it away, and revoke again what was revoked.'],
        undefined,
        { cause },
      );
    }
  }

  writeRevocations({ entries }: RevocationList): void {
    replaceWhole(this.revocationFile, formatRevocations(entries), 0o644);
  }

  /** Runs @work while no other dsmilctl does: two at once could lose a revocation. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return await exclusively(this.path, work);
  }

  get #authorities(): string {
    return join(this.path, 'authorities');
  }

  #authorityFolder(number: number): string {
    return join(this.#authorities, `${number}`);
  }

  /** Of all that there are, half-made ones too; ascending. */
  #numbers(): number[] {
    return names(this.#authorities)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  #trusted(): StoredAuthority[] {
    return this.authorities().filter(({ retired }) => !retired);
  }

  #noAuthority(): Failure {
    return new Failure(ExitCode.FAILED, `there is no authority in ${printable(this.path)}`, [
      `Make one: dsmilctl pki init --pki ${printable(this.path)}`,
    ]);
  }

  /** Made beside its place, and moved there whole. What has a key in it already is not replaced. */
  #add(folder: string, certificate: string, key: string | undefined): void {
    const fresh = `${folder}.new`;
    // Of a call that was interrupted: what never had its name was never used.
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    if (key !== undefined) {
      createWhole(join(fresh, KEY), key, 0o600);
    }
    createWhole(join(fresh, CERTIFICATE), certificate, 0o644);
    renameSync(fresh, folder);
    syncFolderOf(folder);
    syncFolderOf(dirname(folder));
  }

  #currentOf(name: string): string | undefined {
    try {
      return readlinkSync(this.currentFolder(name));
    } catch (error) {
      if (isErrno(error, 'ENOENT')) {
        return undefined;
      }
      throw error;
    }
  }
}
