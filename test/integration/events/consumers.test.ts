// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('consumers-child.ts', import.meta.url));
const MIB = 1024 * 1024;
const EMERGENCIES = 5;

interface Outcome {
  readonly total: number;
  readonly readers: number;
  readonly published: Record<string, number>;
  readonly lost: number;
  readonly normal: Record<string, number>;
  readonly slow: Record<string, number>;
  readonly slowEnd: Record<string, number | boolean>;
  readonly neverEnd: Record<string, number | boolean>;
  readonly memory: readonly number[];
  readonly acknowledged: number;
}

let directory: string;
let outcome: Outcome;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dsmil-events-consumers-'));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', CHILD, directory],
    {
      timeout: 560_000,
    },
  );
  outcome = JSON.parse(stdout) as Outcome;
}, 570_000);

afterAll(() => rmSync(directory, { recursive: true }));

describe('one that never reads, one that reads one message a second, 1,000 that read normally', () => {
  it('publishers publish everything, and nothing is lost', () => {
    expect(outcome.published).toMatchObject({
      durable: outcome.total,
      emergency: EMERGENCIES,
      telemetry: 2 * outcome.total,
    });
    expect(outcome.lost).toBe(0);
  });

  it('each normal reader gets every durable event in order, and its sequence has no hole', () => {
    expect(outcome.normal).toMatchObject({
      durable: outcome.total * outcome.readers,
      outOfOrder: 0,
      holes: 0,
      ended: outcome.readers,
    });
  });

  it('each normal reader gets every emergency, and acknowledges it', () => {
    expect(outcome.normal['emergencies']).toBe(EMERGENCIES * outcome.readers);
    expect(outcome.acknowledged).toBe(EMERGENCIES * outcome.readers);
  });

  it('every value of telemetry was delivered or replaced by a later one', () => {
    const { telemetry = 0, conflated = 0 } = outcome.normal;
    expect(telemetry + conflated).toBe(2 * outcome.total * outcome.readers);
    expect(conflated).toBeGreaterThan(0);
  });

  it('the slow one gets emergencies at once, before all that waits, and again', () => {
    expect(outcome.slow['holes']).toBe(0);
    expect(outcome.slow['outOfOrder']).toBe(0);
    expect(outcome.slow['emergencies']).toBeGreaterThan(0);
    expect(outcome.slow['repeats']).toBeGreaterThan(0);
    // One a second, for as long as the others take.
    expect(Number(outcome.slow['durable'])).toBeLessThanOrEqual(Number(outcome.slow['reads']));
    expect(Number(outcome.slow['durable'])).toBeLessThan(outcome.total / 2);
  });

  it('those that fell behind what the log has are told, with where to go on', () => {
    expect(outcome.neverEnd).toMatchObject({ gap: true, oldest: true, emergencies: EMERGENCIES });
    expect(outcome.slowEnd).toMatchObject({ gap: true, oldest: true, emergencies: EMERGENCIES });
  });

  it('memory is bounded: the end needs no more than the beginning', () => {
    const { memory } = outcome;
    const [first = 0] = memory;
    // What all queues, windows and pages may have, and some room for the engine itself.
    const allowed = first + 24 * MIB;
    expect(Math.max(...memory)).toBeLessThan(allowed);
  });
});
