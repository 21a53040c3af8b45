// SPDX-License-Identifier: Apache-2.0
// A change that is stored while the log takes no word of it: nobody knows what is in force until a start.
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../src/core/ports/audit-log.ts';
import { CHARTER_KIND } from '../../../../src/core/ports/charter-mark.ts';
import { CID, personDocument } from './people.ts';
import { decide, World } from './world.ts';

describe('a change of which nobody knows whether it is in force', () => {
  it('takes no other change, and locks nobody out for good', async () => {
    const world = new World();
    const track = await world.founded();
    const append = world.audit.append.bind(world.audit);
    let refused = 0;
    world.audit.append = (entry: AuditEntry, auditClass) => {
      const appended = append(entry, auditClass);
      const { step, revision } = entry.details;
      if (entry.kind !== CHARTER_KIND || step !== 'in_force' || revision !== 2 || refused > 0) {
        return appended;
      }
      // As the real log: rejected, and yet it comes in, in its place.
      refused += 1;
      return Promise.reject(new Error('no sink takes anything'));
    };
    await expect(
      decide(track, { change: 'enrol_person', ...personDocument(CID) }),
    ).rejects.toThrow();
    expect(refused).toBe(1);
    // What two honest persons would do about it.
    await expect(decide(track, { change: 'clear', target: 'trust' })).rejects.toThrow();
    await track.close();
    const again = await world.open();
    expect(again.charterFault).toBeNull();
    expect(again.directory().persons).toHaveLength(3);
  });
});
