// SPDX-License-Identifier: Apache-2.0
// Random histories of publishing, reading, leaving and coming back, compaction: each reader gets
// exactly the durable events that it is cleared for, in order, once, with a dense sequence; or it is
// told that something is missing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutOfRangeError } from '../../../src/events/errors.ts';
import type { Subscription } from '../../../src/events/subscription.ts';
import { goOn, runs } from '../core/runs.ts';
import { MemoryLog } from './memory-log.ts';
import { event, openRig, type Rig, settle } from './rig.ts';

const actions = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('publish' as const), secret: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('telemetry' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('read' as const), reader: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resume' as const), reader: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const), to: fc.nat(100) }) },
);
type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never;

class Reader {
  readonly principal: string;
  readonly maxBatch: number;
  subscription: Subscription;
  cursor: string | undefined;
  /** Durable events behind the cursor. {unit revisions} */
  seen = 0;
  /** Of the last event behind the cursor. */
  sequence = 0;
  gaps = 0;
  readonly #rig: Rig;

  constructor(rig: Rig, principal: string, maxBatch: number) {
    this.#rig = rig;
    this.principal = principal;
    this.maxBatch = maxBatch;
    this.subscription = this.#subscribe();
  }

  mayRead(revision: number, secrets: readonly boolean[]): boolean {
    return this.principal === 'full' || secrets[revision - 1] === false;
  }

  resume(): void {
    this.subscription.close();
    this.subscription = this.#subscribe();
  }

  /** One batch, when there is one; checks everything in it. */
  async read(secrets: readonly boolean[], compacted: number): Promise<void> {
    if (this.cursor === undefined) {
      // 'oldest' is what the log has when reading begins.
      this.seen = compacted;
      this.sequence = 0;
    }
    const { value } = await this.subscription.next().catch((error: unknown) => {
      // Said, and rightly: what it has not seen is gone.
      expect(error).toBeInstanceOf(OutOfRangeError);
      expect(this.seen).toBeLessThan(compacted);
      this.cursor = (error as OutOfRangeError).oldest;
      this.seen = compacted;
      this.gaps += 1;
      this.resume();
      return { value: undefined };
    });
    for (const { subject, sequence } of value?.events ?? []) {
      expect(sequence).toBe(this.sequence + 1);
      this.sequence = sequence;
      const [kind, number] = subject.split('.');
      if (kind === 'n') {
        const next = secrets.findIndex((_, n) => n >= this.seen && this.mayRead(n + 1, secrets));
        expect(Number(number)).toBe(next + 1);
        this.seen = Number(number);
      }
    }
    this.cursor = value?.cursor ?? this.cursor;
  }

  expects(secrets: readonly boolean[]): boolean {
    return secrets.some((_, n) => n >= this.seen && this.mayRead(n + 1, secrets));
  }

  #subscribe(): Subscription {
    return this.#rig.bus.subscribe({
      principal: this.principal,
      filters: ['>'],
      start: 'oldest',
      cursor: this.cursor,
      maxBatch: this.maxBatch,
      bookmarkMs: 100,
    });
  }
}

async function play(all: readonly Action[]): Promise<number> {
  const log = new MemoryLog();
  const rig = await openRig({ windowSegments: 3, pageBytes: 65_536 }, log);
  rig.authorize = (principal, { clearance }) => principal === 'full' || clearance === 0;
  const secrets: boolean[] = [];
  const readers = [
    new Reader(rig, 'full', 1),
    new Reader(rig, 'full', 7),
    new Reader(rig, 'partial', 3),
  ];
  for (const action of all) {
    const reader = readers[('reader' in action ? action.reader : 0) % readers.length];
    if (action.do === 'publish') {
      secrets.push(action.secret);
      const clearance = action.secret ? 3 : 0;
      rig.bus.publish(event(`n.${secrets.length}`, { clearance }), 'durable');
    } else if (action.do === 'telemetry') {
      rig.bus.publish(event('t.1'), 'telemetry');
    } else if (action.do === 'settle') {
      await settle();
    } else if (action.do === 'compact') {
      log.compactTo(Math.floor((log.head * action.to) / 100));
    } else if (action.do === 'resume') {
      reader?.resume();
    } else if (reader?.expects(secrets) === true) {
      await reader.read(secrets, log.compacted);
    }
  }
  await settle();
  for (const reader of readers) {
    while (reader.expects(secrets)) {
      await reader.read(secrets, log.compacted);
    }
  }
  await rig.bus.close();
  return readers.reduce((sum, { gaps }) => sum + gaps, 0);
}

describe('whatever happens', () => {
  it('nothing is missing, twice or out of order, or it is said', async () => {
    let gaps = 0;
    const histories = fc.array(actions, { minLength: 10, maxLength: 80 });
    const judge = async (all: readonly Action[]): Promise<void> => {
      gaps += await play(all);
    };
    await fc.assert(fc.asyncProperty(histories, judge), runs(80));
    await goOn(histories, judge, () => gaps > 0);
    // Both ends were tried.
    expect(gaps).toBeGreaterThan(0);
  });
});
