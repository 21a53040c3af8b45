// SPDX-License-Identifier: Apache-2.0
// The stop and the way back from it, over the daemon's socket. To stop takes nothing but a connection.
import { type AccessPort, visibleMissing } from '../../api/grpc/communication/visibility.ts';
import type { LocalMethod } from '../../api/local/connection.ts';
import { resetJson } from '../../api/local/wire/decisions.ts';
import { isPerson } from '../../core/canonical/approval.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { ResetRefusedError } from '../../orchestrator/stop/errors.ts';
import type { ResetDesk } from '../../orchestrator/stop/reset-desk.ts';
import type { StopOrchestrator } from '../../orchestrator/stop/stop-orchestrator.ts';
import { approvalOf } from './people.ts';
import { wireStop } from './words.ts';

export interface StopMethodsOptions {
  readonly access: AccessPort;
  readonly stop: StopOrchestrator;
  readonly reset: ResetDesk;
  readonly clock: Clock;
}

export function stopMethods({
  access,
  stop,
  reset,
  clock,
}: StopMethodsOptions): Record<string, LocalMethod> {
  const view = (principal: string): Json =>
    wireStop(stop, {
      missing: (names) => visibleMissing(access, principal, names),
      now: clock.boot(),
    }) as unknown as Json;
  return {
    stop: {
      urgent: true,
      call: (params, { principal, person }) => {
        // Whatever else was sent is ignored: nothing that is wrong with a call may keep a stop from happening.
        const given = params.json('reason');
        const reason = typeof given === 'string' ? given : '';
        stop.stop(person?.person ?? principal, reason);
        return view(principal);
      },
    },
    'stop.status': {
      urgent: true,
      call: (params, { principal }) => {
        params.end();
        return view(principal);
      },
    },
    'stop.offer': {
      call: (params, { person }) => {
        params.end();
        // Offers are few, and name what is missing: whoever could not sign one gets none.
        if (!isPerson(person)) {
          throw new ResetRefusedError('UNKNOWN_PERSON');
        }
        return resetJson(reset.offerTo(person.person));
      },
    },
    'stop.take': {
      call: async (params, { principal }) => {
        const nonce = params.text('nonce', 32, 32);
        const approval = approvalOf(params);
        params.end();
        await reset.take(nonce, approval, principal);
        return view(principal);
      },
    },
  };
}
