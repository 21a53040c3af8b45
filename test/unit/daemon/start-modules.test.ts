// SPDX-License-Identifier: Apache-2.0
// What a start of the daemon does not load: each of these costs it more than its store does.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const LIMIT = 120_000;

/** What is loaded besides, once @file is: Node's own modules and packages. */
async function loadedBy(file: string): Promise<string> {
  const program = `
    import { createRequire } from 'node:module';
    await import(${JSON.stringify(resolve(file))});
    const packages = Object.keys(createRequire(${JSON.stringify(resolve('package.json'))}).cache);
    console.log([...process.moduleLoadList, ...packages].join('\\n'));`;
  const given = ['--input-type=module', '--eval', program];
  return (await promisify(execFile)(process.execPath, given, { maxBuffer: 2 ** 24 })).stdout;
}

describe('a start', { timeout: LIMIT }, () => {
  it('loads what serves metrics only when they are served, and no client of the web', async () => {
    const loaded = await loadedBy('src/daemon/dsmild.ts');
    expect(loaded).toContain('grpc-js');
    expect(loaded).not.toContain('prom-client');
    expect(loaded).not.toContain('undici');
  });

  it('loads no client of the web with the metrics either', async () => {
    const loaded = await loadedBy('src/daemon/metrics/metrics.ts');
    expect(loaded).toContain('prom-client');
    expect(loaded).not.toContain('undici');
  });
});
