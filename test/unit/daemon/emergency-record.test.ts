// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Severity } from '../../../src/core/model/enums.ts';
import { emergencyEntry } from '../../../src/daemon/emergency-record.ts';
import { readerName, readerParts } from '../../../src/events/emergencies.ts';
import { runs } from '../core/runs.ts';

describe('what the audit log has of an emergency', () => {
  it('is who acknowledged it', () => {
    const reader = readerName('alice', 'desk:1');
    const entry = emergencyEntry({ kind: 'emergency-acknowledged', id: 'e7', reader }, 5);
    expect(entry).toMatchObject({
      kind: 'emergency.acknowledged',
      actor: 'alice',
      at: 5,
      details: { id: 'e7', principal: 'alice', label: 'desk:1' },
    });
  });

  it('is also who was told as often as allowed and said nothing: not by that person', () => {
    const reader = readerName('bob', '');
    const entry = emergencyEntry({ kind: 'emergency-unacknowledged', id: 'e7', reader }, 5);
    expect(entry).toMatchObject({
      kind: 'emergency.unacknowledged',
      actor: 'system',
      severity: Severity.ERROR,
      details: { principal: 'bob' },
    });
  });

  it('is nothing for other notices', () => {
    expect(emergencyEntry({ kind: 'compacted', dropped: 1, compacted: 2 }, 5)).toBeUndefined();
  });

  it('finds principal and label again, whatever is in them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (principal, label) => {
        expect(readerParts(readerName(principal, label))).toEqual({ principal, label });
      }),
      runs(500),
    );
  });
});
