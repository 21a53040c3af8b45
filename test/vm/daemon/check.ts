// SPDX-License-Identifier: Apache-2.0
// usage: node check.ts FILE     what guest.sh printed
//
// Outside the machine: that the day went there as it goes everywhere, and that the audit logs that daemons
// left in it are good to a verifier which never ran in it. TAP; exit status 1 when something is not so.
import { spawnSync } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTrustFile } from '../../../src/audit/note/trust-file.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import { placesIn } from '../../../src/daemon/places.ts';
import { DAY_TOLD } from '../../integration/day-told.ts';

interface Log {
  readonly of: string;
  readonly store: string;
  readonly leaves: string;
  readonly head: string;
  readonly keys: string;
}

function test(name: string, passed: boolean, details: readonly string[]): void {
  process.stdout.write(`${passed ? 'ok' : 'not ok'} - ${name}\n`);
  if (!passed) {
    process.exitCode = 1;
    process.stdout.write(details.map((line) => `# ${line}\n`).join(''));
  }
}

/** Lines of @text with @prefix, without it. */
function linesOf(text: string, prefix: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(prefix));
  return lines.map((line) => line.slice(prefix.length));
}

function unpack(printed: string, into: string): void {
  const [, rest = ''] = printed.split('# folders begin\n');
  const [packed = ''] = rest.split('# folders end\n');
  const input = Buffer.from(linesOf(packed, '# ').join(''), 'base64');
  const { status, stderr } = spawnSync('tar', ['-x', '-z', '-C', into], { input });
  if (status !== 0) {
    throw new Error(`the machine's folders cannot be unpacked: ${stderr}`);
  }
}

function verify({ of, store, leaves, head, keys }: Log): void {
  const { verdict, findings } = verifyLogs({
    sources: [openSource(store), openSource(leaves)],
    policy: readTrustFile(keys).policy,
    headPath: head,
    checkpoints: [],
    shapes: true,
  });
  test(
    `the audit log of ${of} is good, verified outside the machine`,
    verdict === 'good',
    findings.map(({ message }) => message),
  );
}

const printed = readFileSync(process.argv[2] ?? '', 'utf8');
const day = linesOf(printed, '# day: ').join('\n');
test(
  'the day of a daemon goes as told, on the real module',
  printed.includes('# day ended with 0\n'),
  [day],
);
for (const { that, says } of DAY_TOLD) {
  const missing = says.filter((one) => !one.test(day));
  test(`the day ${that}`, missing.length === 0, missing.map(String));
}
using folder = mkdtempDisposableSync(join(tmpdir(), 'dsmil-vm-daemon-'));
unpack(printed, folder.path);
const { store, audit } = placesIn(join(folder.path, 'day'), '');
verify({ of: 'the day', store, leaves: audit.leafPath, head: audit.headPath, keys: audit.keys });
const life = join(folder.path, 'life');
verify({
  of: 'the daemons whose module went',
  store: join(life, 'store'),
  leaves: join(life, 'leaves'),
  head: join(life, 'head'),
  keys: join(life, 'keys'),
});
