// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { StopCause, StopState } from '../../../src/abi/generated/enums.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import type { DeliveryClass, Publication } from '../../../src/core/ports/event-log.ts';
import { StopTeller } from '../../../src/daemon/stop-teller.ts';
import { VirtualTime } from '../orchestrator/virtual-time.ts';

function setUp(append: () => Promise<never> = () => new Promise(() => undefined)) {
  const order: string[] = [];
  const published: [Publication, DeliveryClass][] = [];
  const recorded: AuditEntry[] = [];
  const problems: unknown[] = [];
  const time = new VirtualTime();
  const teller = new StopTeller({
    clock: { wall: () => 7, boot: () => 0 },
    timers: time,
    events: {
      publish: (publication, delivery) => {
        order.push('told');
        published.push([publication, delivery]);
      },
    },
    audit: {
      durable: true,
      append: (entry, auditClass) => {
        order.push(`recorded as ${auditClass}`);
        recorded.push(entry);
        return append();
      },
    },
    onProblem: (error) => problems.push(error),
  });
  const tell = (state: number, generation: bigint): void =>
    teller.tell({ state, generation, cause: StopCause.REQUEST, latchedNs: 0n });
  const classes = (): string[] => published.map(([{ subject }, how]) => `${subject} ${how}`);
  return { tell, order, classes, recorded, problems, time, teller };
}

describe('what is told of the latch', () => {
  it('is an emergency when a stop begins, and nothing but news afterwards', () => {
    const { tell, classes, recorded } = setUp();
    tell(StopState.LATCHED, 1n);
    tell(StopState.RESET_PENDING, 1n);
    tell(StopState.LATCHED, 1n); // the reset lapsed
    tell(StopState.RESET_PENDING, 1n);
    tell(StopState.READY, 1n);
    tell(StopState.RUN, 1n);
    tell(StopState.LATCHED, 2n);
    expect(classes()).toEqual([
      'stop.latched emergency',
      'stop.reset_pending durable',
      'stop.latched durable',
      'stop.reset_pending durable',
      'stop.ready durable',
      'stop.run durable',
      'stop.latched emergency',
    ]);
    expect(recorded.map(({ severity }) => severity)).toEqual([5, 2, 2, 2, 2, 2, 5]);
  });

  it('is an emergency in any state but RUN when its stop was never told: records may be missed', () => {
    const { tell, classes, teller } = setUp();
    tell(StopState.RUN, 3n);
    tell(StopState.RESET_PENDING, 4n);
    tell(StopState.UNKNOWN, 5n);
    teller.end();
    expect(classes().map((each) => each.split(' ')[1])).toEqual([
      'durable',
      'emergency',
      'emergency',
    ]);
  });

  it('is published before it is recorded, in the class that has a reserve', () => {
    const { tell, order } = setUp();
    tell(StopState.LATCHED, 1n);
    expect(order).toEqual(['told', 'recorded as stop']);
  });

  it('says so when it could not be recorded', async () => {
    const { tell, problems } = setUp(() => Promise.reject(new Error('no sink')));
    tell(StopState.LATCHED, 1n);
    await new Promise((resolve) => setImmediate(resolve));
    expect(problems).toMatchObject([{ message: 'no sink' }]);
  });

  it('is the first of many in a second at once, then how many: none is lost, and the last is named', async () => {
    const { tell, classes, recorded, time } = setUp();
    for (let generation = 1n; generation <= 1_000n; generation++) {
      tell(StopState.LATCHED, generation);
    }
    expect(classes()).toEqual(['stop.latched emergency']);
    await time.pass(1_000);
    expect(classes()).toEqual(['stop.latched emergency', 'stop.latched emergency']);
    expect(recorded[1]?.details).toMatchObject({
      generation: 1_000,
      repeated: 999,
      repeated_from: 2,
    });
  });
});
