// SPDX-License-Identifier: Apache-2.0
// Certificates in words.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Issued, PkiFolder } from '../pki/folder.ts';
import type { Terminal } from '../terminal.ts';

function nameOf({ certificate }: Issued): string {
  return (certificate.subjectAltName ?? '').replaceAll(/(URI|DNS|IP Address):/g, '');
}

export function issuedJson(folder: PkiFolder, issued: Issued): Record<string, unknown> {
  const { name, serial, certificate } = issued;
  const at = folder.currentFolder(name);
  const key = join(at, 'key.pem');
  return {
    name,
    names: nameOf(issued).split(', '),
    serial,
    not_after: certificate.validToDate.toISOString(),
    certificate_file: join(at, 'cert.pem'),
    key_file: existsSync(key) ? key : null,
    ca_file: folder.caFile,
  };
}

export function tellIssued(terminal: Terminal, folder: PkiFolder, issued: Issued): void {
  const { not_after, certificate_file, key_file, ca_file } = issuedJson(folder, issued);
  terminal.line(`${nameOf(issued)}: serial ${issued.serial}, until ${not_after}`);
  terminal.line(`  certificate  ${certificate_file}`);
  terminal.line(`  key          ${key_file ?? 'its holder’s'}`);
  terminal.line(`  authorities  ${ca_file}`);
}
