// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Capability,
  excessOf,
  maskOf,
  PrivilegesKeptError,
  type ThreadCapabilities,
  threadCapabilities,
} from '../../../src/device/privileges.ts';
import { runs } from '../core/runs.ts';

const PROGRAM = join(import.meta.dirname, 'privileges-program.ts');
const KEPT = { keep: [Capability.CHOWN], children: [Capability.SYS_NICE] };
const NOTHING: ThreadCapabilities = {
  effective: 0n,
  permitted: 0n,
  inheritable: 0n,
  ambient: 0n,
  bounding: 0n,
  noNewPrivileges: true,
};

interface Told {
  readonly before: readonly string[];
  /** How many threads the first call looked at. */
  readonly first: number;
  readonly between: readonly string[];
  readonly after: readonly string[];
  readonly child: string;
}

describe('what a process gives up', () => {
  it('is gone from every thread, whenever it was started, and from what it executes', () => {
    const told = JSON.parse(
      execFileSync(process.execPath, [PROGRAM], { encoding: 'utf8' }),
    ) as Told;
    const permitted = told.before.map(threadCapabilities)[0]?.permitted ?? 0n;
    const children = permitted & maskOf([Capability.IPC_LOCK, Capability.SYS_NICE]);
    const chown = permitted & maskOf([Capability.CHOWN]);
    // The main thread, V8's, the debugger's, the pool's, and a worker.
    expect(told.first).toBeGreaterThanOrEqual(6);
    for (const thread of told.before.map(threadCapabilities)) {
      expect(thread).toMatchObject({ permitted, noNewPrivileges: false });
    }
    const left = { inheritable: children, ambient: children, noNewPrivileges: true };
    for (const thread of told.between.map(threadCapabilities)) {
      expect(thread).toMatchObject({ ...left, effective: chown, permitted: chown | children });
    }
    expect(told.after.length).toBeGreaterThan(told.between.length);
    for (const thread of told.after.map(threadCapabilities)) {
      expect(thread).toMatchObject({ ...left, effective: 0n, permitted: children });
    }
    const child = { ...left, effective: children, permitted: children };
    expect(threadCapabilities(told.child)).toMatchObject(child);
  });

  it('finds any one capability too many in any one set, and no other', () => {
    const sets = ['effective', 'permitted', 'inheritable', 'ambient'] as const;
    const allowed = {
      effective: KEPT.keep,
      permitted: [...KEPT.keep, ...KEPT.children],
      inheritable: KEPT.children,
      ambient: KEPT.children,
    };
    fc.assert(
      fc.property(fc.constantFrom(...sets), fc.nat({ max: 63 }), (set, bit) => {
        const excess = excessOf({ ...NOTHING, [set]: 1n << BigInt(bit) }, KEPT);
        const fine = allowed[set].some((one) => one === bit);
        expect(excess?.startsWith(set) ?? false).toBe(!fine);
      }),
      runs(200),
    );
    expect(excessOf({ ...NOTHING, noNewPrivileges: false }, KEPT)).toMatch('no_new_privs');
  });

  it('does not take for given up what the kernel does not say', () => {
    const status = ['Eff', 'Prm', 'Inh', 'Amb', 'Bnd'].map((set) => `Cap${set}:\t00000000000000ff`);
    const whole = [...status, 'NoNewPrivs:\t1', ''].join('\n');
    expect(threadCapabilities(whole)).toMatchObject({ ambient: 255n, noNewPrivileges: true });
    for (const line of whole.trim().split('\n')) {
      expect(() => threadCapabilities(whole.replace(line, ''))).toThrow(PrivilegesKeptError);
      expect(() => threadCapabilities(whole.replace(line, `${line}x`))).toThrow(
        PrivilegesKeptError,
      );
    }
  });
});
