// SPDX-License-Identifier: Apache-2.0
// The five minutes of the README: every command of it, as it stands there, but for the port.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PATIENCE } from './patience.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function commands(): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = /^## Five minutes.*?$([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, lines]) => lines).join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

it('the five minutes of the README do what they say', async () => {
  const lines = commands();
  expect(lines.split('\n').length).toBeGreaterThan(40);
  const home = mkdtempSync(join(tmpdir(), 'dsmil-tutorial-'));
  try {
    const script = [
      'set -eu -o pipefail',
      // Whatever was not seen to be said is in these.
      'end() { cat reset.txt dsmild.log >&2 || true; for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done; wait || true; }',
      'trap end EXIT',
      // The failing command is what a reader of a long log wants first.
      `trap 'echo "line $LINENO ended with $?: $BASH_COMMAND" >"$HOME/failed"' ERR`,
      lines
        .replaceAll('7443', String(await freePort()))
        // Whoever reads before he waits finds the job ended and its number forgotten by the shell.
        .replaceAll(/^wait /gm, 'sleep 2; ls >/dev/null; wait '),
      'kill %1',
    ].join('\n');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: ROOT,
      env: { ...process.env, ...PATIENCE, TMPDIR: home, HOME: home },
      encoding: 'utf8',
      timeout: 600_000,
    });
    const failed = join(home, 'failed');
    expect(
      status,
      `${existsSync(failed) ? readFileSync(failed, 'utf8') : 'no command failed'}${stderr}\n${stdout}`,
    ).toBe(0);
    for (const said of [
      /stop +LATCHED \(epoch 1\)/,
      /spiffe:\/\/dsmil\.internal\/person\/ann: ann/,
      /START: the stop is RUN \(epoch 1\)/,
      /COMPLETED .*risk HIGH/,
      /STOPPED +at localhost/,
      /START: the stop is RUN \(epoch 2\)/,
      /signed by +(?!nobody)/,
    ]) {
      expect(stdout).toMatch(said);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}, 660_000);
