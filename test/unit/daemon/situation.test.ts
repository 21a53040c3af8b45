// SPDX-License-Identifier: Apache-2.0
// Which changes of a device have the operations on it judged again: all but when something was last asked of it.
import { describe, expect, it } from 'vitest';
import type { LocalCore } from '../../../src/daemon/local/local-core.ts';
import { CoreSituation } from '../../../src/daemon/wiring/situation.ts';
import type { DeviceChange } from '../../../src/sync/change-log.ts';
import { LAYOUT, layoutAt } from '../../../src/sync/layout.ts';
import type { ChangeListener, Synchronizer } from '../../../src/sync/synchronizer.ts';
import { SyncTrigger } from '../../../src/sync/trigger.ts';

const IDLE = ['security_state.last_security_event', 'security_state.audit_sequence_number'];
const DEVICE = 0x8003;
const OTHER = 0x8004;

function change(device: number, ...paths: string[]): DeviceChange {
  const fields = paths.map((path) => {
    const layout = layoutAt(path);
    if (layout === undefined) {
      throw new Error(`there is no field ${path}`);
    }
    return { layout, before: 0, after: 1 };
  });
  return { device, number: device & 0xff, trigger: SyncTrigger.EVENT, fields };
}

/** What is told of @turns, turn by turn. */
function told(...turns: (readonly DeviceChange[])[]): number[][] {
  const listeners: ChangeListener[] = [];
  const sync: Pick<Synchronizer, 'subscribe'> = {
    subscribe: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const situation = new CoreSituation({ sync } as unknown as LocalCore, () => {
    throw new Error('nobody asks for that here');
  });
  const heard: number[][] = [];
  situation.subscribe((devices) => heard.push([...devices]));
  for (const changes of turns) {
    for (const listener of listeners) {
      listener(changes);
    }
  }
  return heard;
}

describe('operations are judged again', () => {
  const deciding = LAYOUT.map(({ field }) => field.path).filter((path) => !IDLE.includes(path));

  it.each(deciding)('when %s of their device changes', (path) => {
    expect(told([change(DEVICE, path)])).toEqual([[DEVICE]]);
  });

  it('not when somebody else has asked for something on it, and nothing came of that', () => {
    expect(told(...IDLE.map((path) => [change(DEVICE, path)]), [change(DEVICE, ...IDLE)])).toEqual(
      [],
    );
  });

  it('when something came of it as well', () => {
    const attempts = 'security_state.failed_access_attempts';
    expect(told([change(DEVICE, ...IDLE, attempts), change(OTHER, ...IDLE)])).toEqual([[DEVICE]]);
  });
});
