// SPDX-License-Identifier: Apache-2.0
// Whether a client may publish an event now: as the policy says, unless it may do nothing but stop.
import type { EventType, Track } from '../../core/model/enums.ts';
import { personOf } from './charter/charter.ts';
import type { SecurityMemory } from './memory/memory.ts';
import type { Sentinel } from './sentinel.ts';
import { ALL_TARGET, principalTarget } from './threat/effects.ts';

export function mayPublish(
  memory: SecurityMemory,
  sentinel: Sentinel,
  { principal, type, source }: { principal: string; type: EventType; source: Track },
): boolean {
  const { charter, policy, time, effects, attempts, untrusted } = memory;
  if (policy === undefined || untrusted !== null || personOf(charter, principal) === undefined) {
    return false;
  }
  const now = time.now();
  const who = principalTarget(sentinel.knownAs(principal));
  const blocked = effects.on([ALL_TARGET, who], now).some(({ kind }) => kind === 'block');
  return (
    !blocked &&
    !attempts.locked(who, now) &&
    policy.publications.some(
      (grant) =>
        grant.principals.has(principal) && grant.types.has(type) && grant.sources.has(source),
    )
  );
}
