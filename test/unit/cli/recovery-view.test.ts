// SPDX-License-Identifier: Apache-2.0
// What dsmilctl recover says of what waits for two persons.
import { describe, expect, it } from 'vitest';
import type { WireRecovery, WireStranger } from '../../../src/api/local/wire/answers.ts';
import { renderRecovery } from '../../../src/cli/views/daemon/recovery.ts';

const NOTHING: WireRecovery = { flagged: [], held: [], strangers: [], clearings: [] };

function left(outcome: string, reason = ''): string {
  const stranger: WireStranger = { transaction: '77', devices: [0x8003, 0x8004], outcome, reason };
  return renderRecovery({ ...NOTHING, strangers: [stranger] }).join('\n');
}

describe('dsmilctl recover', () => {
  it('says so when nothing waits', () => {
    expect(renderRecovery(NOTHING)).toEqual([
      'Nothing waits for people: every transaction has ended, and no device is on hold.',
    ]);
  });

  it.each([
    ['PREPARED', 'clearing aborts it'],
    ['COMMITTING', 'the kernel still performs it'],
    ['COMMITTED', 'all of it was done'],
    ['ABORTED', 'nothing of it was begun'],
    ['ROLLED_BACK', 'what was begun is undone'],
    ['UNCERTAIN', 'its devices are on hold, and stay so when it is cleared'],
    // A word of a later version is as little known as that.
    ['SOMETHING_NEW', 'nobody can tell'],
  ])('says what clearing a stranger that is %s does', (outcome, words) => {
    expect(left(outcome)).toContain(`77 of another coordinator: ${outcome} on 0x8003 0x8004; `);
    expect(left(outcome)).toContain(words);
  });

  it('names the kernel’s reason, and what else waits', () => {
    expect(left('UNCERTAIN', 'TIMED_OUT')).toContain('UNCERTAIN (TIMED_OUT) on');
    const flag = { transaction: '9', coordination_id: 'w1', principal: 'ann', devices: [0x8003] };
    const flagged = [{ ...flag, reason: 'KERNEL_SILENT', at: 0 }];
    expect(renderRecovery({ ...NOTHING, flagged, held: [0x8010] })).toEqual([
      '9 of ann (w1) at 1970-01-01T00:00:00.000Z: KERNEL_SILENT; on hold: 0x8003',
      'on hold: 0x8010',
    ]);
  });
});
