// SPDX-License-Identifier: Apache-2.0
// The disk of test/crash/vm: what it promises, and what it does not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chance } from '../../crash/vm/chance.ts';
import { type PendingWrite, PowerDisk, SECTOR } from '../../crash/vm/power-disk.ts';
import { runs } from '../core/runs.ts';

const SECTORS = 8;

function sectors(from: number, count: number, value: number): [number, Buffer] {
  return [from * SECTOR, Buffer.alloc(count * SECTOR, value)];
}

type Step =
  | { readonly kind: 'write'; readonly at: number; readonly count: number }
  | { readonly kind: 'answer'; readonly which: number }
  | { readonly kind: 'flush'; readonly late: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('write' as const),
    at: fc.nat(SECTORS - 1),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('answer' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('flush' as const), late: fc.nat(3) }),
);

interface Told {
  readonly write: PendingWrite;
  readonly value: number;
  readonly sectors: readonly number[];
}

/** What every sector may read as after a cut, told from the requests alone. */
class Promises {
  readonly allowed = Array.from({ length: SECTORS }, () => new Set([0]));
  readonly #durable = new Set([0]);

  written({ value, sectors: where }: Told): void {
    for (const sector of where) {
      this.allowed[sector]?.add(value);
    }
  }

  /** Of what is durable in a sector, only the last; what is not may still come over it. */
  flushed(covered: readonly Told[]): void {
    for (const { value } of covered) {
      this.#durable.add(value);
    }
    for (const values of this.allowed) {
      const last = Math.max(...[...values].filter((value) => this.#durable.has(value)));
      for (const value of values) {
        if (value < last && this.#durable.has(value)) {
          values.delete(value);
        }
      }
    }
  }
}

/** Plays @steps, each write with a value of its own. */
function play(disk: PowerDisk, steps: readonly Step[]): Promises['allowed'] {
  const promises = new Promises();
  const open: Told[] = [];
  const answered: Told[] = [];
  const due = new Map<number, (() => void)[]>();
  for (const [now, one] of steps.entries()) {
    for (const done of due.get(now) ?? []) {
      done();
    }
    if (one.kind === 'write') {
      const count = Math.min(one.count, SECTORS - one.at);
      const write = disk.write(...sectors(one.at, count, now + 1));
      const where = Array.from({ length: count }, (_, n) => one.at + n);
      open.push({ write, value: now + 1, sectors: where });
      promises.written({ write, value: now + 1, sectors: where });
    } else if (one.kind === 'answer') {
      for (const told of open.splice(one.which % Math.max(1, open.length), 1)) {
        told.write.answered = true;
        answered.push(told);
      }
    } else {
      const finish = disk.flush();
      const covered = [...answered];
      const when = now + 1 + one.late;
      due.set(when, [
        ...(due.get(when) ?? []),
        () => {
          finish();
          promises.flushed(covered);
        },
      ]);
    }
  }
  return promises.allowed;
}

function valuesOf(image: Buffer): number[] {
  return Array.from({ length: SECTORS }, (_, n) => {
    const sector = image.subarray(n * SECTOR, (n + 1) * SECTOR);
    expect(sector.every((byte) => byte === sector[0])).toBe(true);
    return sector[0] ?? -1;
  });
}

describe('a disk whose power can be cut', () => {
  it('keeps what an answered flush covered, and of everything else any sectors', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.integer(),
        fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
        (steps, seed, keep) => {
          const disk = new PowerDisk(Buffer.alloc(SECTORS * SECTOR));
          const allowed = play(disk, steps);
          disk.cut();
          valuesOf(disk.remains(new Chance(seed), keep)).forEach((value, sector) => {
            expect(allowed[sector]).toContain(value);
          });
        },
      ),
      runs(500),
    );
  });

  it('keeps the later of two writes, in whatever order they are answered and flushed', () => {
    const disk = new PowerDisk(Buffer.alloc(SECTORS * SECTOR));
    const writes = [disk.write(...sectors(0, 2, 1)), disk.write(...sectors(0, 1, 2))];
    for (const write of writes.toReversed()) {
      write.answered = true;
      disk.flush()();
    }
    expect(valuesOf(disk.remains(new Chance(1), 0)).slice(0, 2)).toEqual([2, 1]);
  });

  it('forgets what no flush covered, all of it or torn by sectors, as the luck is', () => {
    const disk = new PowerDisk(Buffer.alloc(SECTORS * SECTOR));
    disk.write(...sectors(0, SECTORS, 7)).answered = true;
    const left = (keep: number, seed: number): string =>
      valuesOf(disk.remains(new Chance(seed), keep)).join('');
    expect(left(0, 1)).toBe('00000000');
    expect(left(1, 1)).toBe('77777777');
    const seen = new Set(Array.from({ length: 40 }, (_, seed) => left(0.5, seed)));
    expect(seen).toContain('00000000');
    expect(seen).toContain('77777777');
    expect([...seen].some((image) => image.includes('0') && image.includes('7'))).toBe(true);
  });

  it('does not take a flush for one of writes that were not answered when it began', () => {
    const disk = new PowerDisk(Buffer.alloc(SECTORS * SECTOR));
    const write = disk.write(...sectors(0, 1, 7));
    const finish = disk.flush();
    write.answered = true;
    finish();
    expect(disk.pending).toBe(1);
    expect(valuesOf(disk.remains(new Chance(1), 0))[0]).toBe(0);
  });

  it('makes nothing durable after the cut, a flush that was under way included', () => {
    const disk = new PowerDisk(Buffer.alloc(SECTORS * SECTOR));
    disk.write(...sectors(0, 1, 7)).answered = true;
    const finish = disk.flush();
    disk.cut();
    finish();
    expect(valuesOf(disk.remains(new Chance(1), 0))[0]).toBe(0);
    expect(valuesOf(disk.everything())[0]).toBe(7);
  });

  it('reads what was written last, and refuses what is not inside or no sectors', () => {
    const disk = new PowerDisk(Buffer.alloc(SECTORS * SECTOR));
    disk.write(...sectors(1, 2, 7));
    disk.write(...sectors(2, 1, 8));
    expect(valuesOf(disk.read(0, SECTORS * SECTOR)).join('')).toBe('07800000');
    for (const [at, length] of [
      [0, (SECTORS + 1) * SECTOR],
      [1, SECTOR],
      [0, 100],
    ] as const) {
      expect(() => disk.read(at, length)).toThrow(RangeError);
      expect(() => disk.write(at, Buffer.alloc(length))).toThrow(RangeError);
    }
  });
});
