// SPDX-License-Identifier: Apache-2.0
// The five minutes of the README: every command of it, as it stands there, but for the port.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

const SERVES = 'until [ -S dsmild.sock ]; do sleep 0.1; done';
/** It takes a free port itself: one that was found free before may be somebody's by then. */
const PORT = String.raw`until [ -n "$port" ]; do
  sleep 0.1
  port=$(sed -n 's/.*"port":\([0-9]*\).*"gRPC listens over TLS".*/\1/p' dsmild.log)
done`;

/** @lines without the port that they name: it may be somebody else's here. */
function withItsOwnPort(lines: string): string {
  const [listen, use] = ['listen = "127.0.0.1:7443"', 'localhost:7443'];
  for (const part of [listen, use, SERVES]) {
    expect(lines).toContain(part);
  }
  const own = lines
    .replace(listen, 'listen = "127.0.0.1:0"')
    .replaceAll(use, 'localhost:$port')
    .replace(SERVES, () => `${SERVES}\nport=\n${PORT}`);
  expect(own).not.toContain('7443');
  return own;
}

it('the five minutes of the README do what they say', () => {
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
      withItsOwnPort(lines)
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
