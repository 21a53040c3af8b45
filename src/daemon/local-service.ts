// SPDX-License-Identifier: Apache-2.0
// The service at the daemon's own socket over its open parts: its methods, who may come in, what is told of calls.
import { randomBytes } from 'node:crypto';
import type { LocalMethod } from '../api/local/connection.ts';
import { LocalServer } from '../api/local/server.ts';
import type { Config } from '../config/schema.ts';
import { peerOf } from '../device/peer.ts';
import { groupId } from './group.ts';
import type { CallObserver } from './metrics/calls.ts';
import { charterMethods } from './service/charter.ts';
import { conflictMethods } from './service/conflicts.ts';
import { operationMethods } from './service/operations.ts';
import { peopleMethods } from './service/people.ts';
import { recoveryMethods } from './service/recovery.ts';
import { statusMethods } from './service/status.ts';
import { stopMethods } from './service/stop.ts';
import type { ServiceParts } from './service-parts.ts';

/** Rejects with what kept the socket from opening. */
export function openLocalService(
  parts: ServiceParts,
  { socket, socketGroup }: Config['daemon'],
  observer: CallObserver | undefined,
): Promise<LocalServer> {
  const { decision, sessions, version, log } = parts;
  const { security } = decision;
  return LocalServer.open({
    path: socket,
    gid: groupId(socketGroup),
    version,
    identity: security,
    methods: methods(parts),
    peerOf,
    nonce: () => randomBytes(16).toString('hex'),
    onLoginRefused: ({ uid }, principal) => {
      log.warn({ uid, principal }, 'a login was refused');
      security.observe({
        kind: 'identity.unknown',
        principal: null,
        device: null,
        operation: null,
        reason: 'LOGIN_REFUSED',
      });
    },
    onDefect: (error) => log.defect(error),
    onEnd: (connection) => sessions.end(connection),
    onCall: ({ request, method, principal }) => {
      const since = performance.now();
      const counted = observer?.begin(method);
      return (code) => {
        counted?.(code);
        log.call({
          request,
          transport: 'local',
          method,
          principal,
          code,
          ms: performance.now() - since,
        });
      };
    },
  });
}

function methods(parts: ServiceParts): Readonly<Record<string, LocalMethod>> {
  const { decision, orchestrator, device, conflicts, sessions, version, startedAt } = parts;
  const { clock, security, core } = decision;
  const { operations, stop, desk } = orchestrator;
  return {
    ...statusMethods({ access: security, orchestrator, device, clock, version, startedAt }),
    ...operationMethods({ operations, clock }),
    ...peopleMethods({ operations, interface: core.interface, sessions, clock }),
    ...stopMethods({ access: security, stop: stop.stop, reset: stop.reset, clock }),
    ...conflictMethods(conflicts),
    ...recoveryMethods({ desk, clock }),
    ...charterMethods(security),
  };
}
