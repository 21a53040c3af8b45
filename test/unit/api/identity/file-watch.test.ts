// SPDX-License-Identifier: Apache-2.0
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileWatch, factsOf, LOOK_MS } from '../../../../src/api/identity/file-watch.ts';

const asked = vi.hoisted(() => ({ count: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const stat = (...given: Parameters<typeof real.stat>): ReturnType<typeof real.stat> => {
    asked.count += 1;
    return real.stat(...given);
  };
  return { ...real, stat };
});

const LIMIT = { timeout: 30_000, interval: 5 };

let folder = '';
let watch: FileWatch | undefined;
let changes = 0;

async function watched(path: string): Promise<void> {
  changes = 0;
  watch = new FileWatch([path], await factsOf([path]), () => {
    changes += 1;
    return Promise.resolve();
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsmil-file-watch-'));
});

afterEach(() => {
  watch?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a watched file', () => {
  it('is seen to change when it is replaced', async () => {
    const path = join(folder, 'revoked.json');
    writeFileSync(path, 'old');
    await watched(path);
    writeFileSync(join(folder, 'new'), 'newer');
    renameSync(join(folder, 'new'), path);
    await vi.waitFor(() => expect(changes).toBe(1), LIMIT);
  });

  it('is seen to change when what its link leads through is exchanged', async () => {
    const [first, second] = ['..1', '..2'].map((name) => join(folder, name));
    for (const version of [first, second]) {
      mkdirSync(version as string);
      writeFileSync(join(version as string, 'ca.pem'), version as string);
    }
    symlinkSync('..1', join(folder, '..data'));
    symlinkSync('..data/ca.pem', join(folder, 'ca.pem'));
    await watched(join(folder, 'ca.pem'));
    symlinkSync('..2', join(folder, '..new'));
    renameSync(join(folder, '..new'), join(folder, '..data'));
    await vi.waitFor(() => expect(changes).toBe(1), LIMIT);
  });

  it('is not asked about each time that something beside it changes', async () => {
    const path = join(folder, 'revoked.json');
    writeFileSync(path, 'old');
    await watched(path);
    const before = asked.count;
    const begun = performance.now();
    for (let n = 0; n < 500; n++) {
      appendFileSync(join(folder, 'log'), 'a line\n');
      await sleep(1);
    }
    const looks = 2 + (performance.now() - begun) / 50 + (performance.now() - begun) / LOOK_MS;
    expect(asked.count - before).toBeGreaterThan(0);
    expect(asked.count - before).toBeLessThanOrEqual(Math.ceil(looks));
    expect(changes).toBe(0);
  });
});
