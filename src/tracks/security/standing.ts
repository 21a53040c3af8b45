// SPDX-License-Identifier: Apache-2.0
// Collects what the track knows about a principal and a device, for the verdict.
import type { Person } from '../../core/canonical/approval.ts';
import type { OperationType } from '../../core/model/enums.ts';
import { personOf } from './charter/charter.ts';
import type { SecurityMemory } from './memory/memory.ts';
import type { DeviceClass } from './policy/devices.ts';
import type { Sentinel } from './sentinel.ts';
import { ALL_TARGET, deviceTarget, principalTarget } from './threat/effects.ts';
import type { Standing } from './verdict.ts';

export interface Asked {
  readonly principal: string | undefined;
  readonly requester: Person | undefined;
  readonly device: DeviceClass;
  readonly operation: OperationType;
}

export function standingOf(memory: SecurityMemory, sentinel: Sentinel, asked: Asked): Standing {
  const { principal, device } = asked;
  const { charter, policy, time, effects, attempts, untrusted } = memory;
  const now = time.now();
  const who = principalTarget(sentinel.knownAs(principal));
  const where = deviceTarget(device.token);
  return {
    ...asked,
    person: principal === undefined ? undefined : personOf(charter, principal),
    policy,
    calendar: { wall: time.wall(), wallAtLatest: time.wallAtLatest() },
    principalAttempts: sentinel.attempts(who),
    deviceAttempts: sentinel.attempts(where),
    lockedOut: attempts.locked(who, now),
    effects: effects.on([ALL_TARGET, where, who], now),
    untrusted,
  };
}
