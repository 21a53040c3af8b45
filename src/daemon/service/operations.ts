// SPDX-License-Identifier: Apache-2.0
// Operations and transactions, as they are asked for over the daemon's socket.
import { randomUUID } from 'node:crypto';
import { isPending } from '../../api/application/pending.ts';
import type { LocalCall, LocalMethod } from '../../api/local/connection.ts';
import { operationTypeOf } from '../../api/local/wire/decisions.ts';
import type { Params } from '../../api/local/wire/params.ts';
import { Patience } from '../../api/patience.ts';
import type { Json } from '../../core/canonical/json.ts';
import { ClearanceLevel, OperationType } from '../../core/model/enums.ts';
import { JUSTIFICATION_MAX, type OperationRequest } from '../../core/model/operation.ts';
import { NO_REQUIREMENTS, type SafetyRequirements } from '../../core/model/safety-requirements.ts';
import { NO_INVOLVEMENT, type TrackInvolvement } from '../../core/model/track.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Operations } from '../../orchestrator/operations/operations.ts';
import type { OperationResult } from '../../orchestrator/operations/result.ts';
import { wireOperation } from './words.ts';

const WAIT_MAX_MS = 300_000;
/** While a call waits, how often it is told what for. {unit ms} */
const PROGRESS_MS = 250;
const ID_MAX = 128;

function involvementOf(params: Params): TrackInvolvement {
  const named = params.has('tracks') ? params.texts('tracks', 16) : [];
  return {
    kernelTrack: named.includes('KERNEL'),
    securityTrack: named.includes('SECURITY'),
    interfaceTrack: named.includes('INTERFACE'),
  };
}

/** Only the demands that the command line can make; the rest demands nothing. */
function requirementsOf(params: Params): SafetyRequirements {
  const clearances = Object.keys(ClearanceLevel) as (keyof typeof ClearanceLevel)[];
  const clearance = params.has('required_clearance')
    ? ClearanceLevel[params.member('required_clearance', clearances)]
    : ClearanceLevel.NONE;
  const { kernelSafety, securitySafety, interfaceSafety } = NO_REQUIREMENTS;
  return {
    kernelSafety: {
      ...kernelSafety,
      rollbackCapabilityRequired: params.flag('rollback_capability_required', false),
      maxExecutionTimeMs: params.optionalInteger('max_execution_time_ms', 0, 0xffff_ffff) ?? 0,
    },
    securitySafety: {
      ...securitySafety,
      requiredClearance: clearance,
      dualAuthorizationRequired: params.flag('dual_authorization_required', false),
      auditRequired: params.flag('audit_required', false),
    },
    interfaceSafety: {
      ...interfaceSafety,
      userConfirmationRequired: params.flag('user_confirmation_required', false),
    },
  };
}

interface Common {
  readonly coordinationId: string;
  readonly justification: string;
  readonly trackInvolvement: TrackInvolvement;
  readonly safetyRequirements: SafetyRequirements;
  readonly requestedAt: number;
}

function requestOf(params: Params, common: Common): OperationRequest {
  return {
    ...common,
    deviceId: params.integer('device', 0, 0xffff),
    operationType: operationTypeOf(params, 'operation'),
    parameters: {
      register: params.optionalInteger('register', 0, 15) ?? null,
      value: params.optionalInteger('value', 0, 0xffff_ffff) ?? null,
    },
    authContext: {},
  };
}

function commonOf(params: Params): Common {
  return {
    coordinationId: params.text('coordination_id', 1, ID_MAX),
    justification: params.optionalText('justification', JUSTIFICATION_MAX) ?? '',
    trackInvolvement: involvementOf(params),
    safetyRequirements: requirementsOf(params),
    // Nobody says.
    requestedAt: 0,
  };
}

/** What it waits for, in words. */
function waitsFor({ unmet }: OperationResult): string {
  return unmet.map(({ rule, because }) => `${rule} (${because})`).join(', ');
}

/** Anywhere in it, and whatever else is wrong with it. */
function asksForStop(params: Params): boolean {
  const steps = params.json('operations');
  const named = [
    params.json('operation'),
    ...(Array.isArray(steps) ? steps : []).map((step: Json) =>
      typeof step === 'object' && step !== null && 'operation' in step ? step['operation'] : null,
    ),
  ];
  return named.includes('EMERGENCY_STOP');
}

function stopRequest(reason: Json | undefined, clock: Clock): OperationRequest {
  return {
    coordinationId: `stop-${randomUUID()}`,
    deviceId: 0,
    operationType: OperationType.EMERGENCY_STOP,
    parameters: { register: null, value: null },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification: typeof reason === 'string' ? reason : '',
    requestedAt: clock.wall(),
  };
}

export interface OperationMethodsOptions {
  readonly operations: Operations;
  readonly clock: Clock;
}

export function operationMethods({
  operations,
  clock,
}: OperationMethodsOptions): Record<string, LocalMethod> {
  /** Tells how it stands until @answered settles. */
  const tellProgress = (call: LocalCall, id: string): (() => void) => {
    const timer = setInterval(() => {
      const own = operations.list(call.principal).find((one) => one.coordinationId === id);
      if (own !== undefined) {
        call.progress({ state: own.state, waits: waitsFor(own) });
      }
    }, PROGRESS_MS);
    timer.unref();
    return () => clearInterval(timer);
  };
  const run = async (
    params: Params,
    call: LocalCall,
    read: (common: Common) => Parameters<Operations['coordinate']>[0]['request'],
  ): Promise<Json> => {
    if (asksForStop(params)) {
      const request = stopRequest(params.json('justification'), clock);
      const answer = await operations.coordinate({ principal: call.principal, request });
      return wireOperation(answer.result, answer) as unknown as Json;
    }
    const waitMs = params.optionalInteger('wait_ms', 0, WAIT_MAX_MS, 'ms') ?? WAIT_MAX_MS;
    const timeoutMs = params.optionalInteger('timeout_ms', 0, WAIT_MAX_MS, 'ms') ?? 0;
    const common = commonOf(params);
    const request = read(common);
    params.end();
    const { principal, signal } = call;
    using patience = new Patience(signal, waitMs);
    const end = tellProgress(call, common.coordinationId);
    try {
      const asked = { principal, request, timeoutMs, signal: patience.signal };
      const answer = await operations.coordinate(asked);
      return wireOperation(answer.result, answer) as unknown as Json;
    } finally {
      end();
    }
  };
  const shown = (result: OperationResult): Json =>
    wireOperation(result, { pending: isPending(result), replayed: false }) as unknown as Json;
  const idOf = (params: Params): string => {
    const id = params.text('coordination_id', 1, ID_MAX);
    params.end();
    return id;
  };
  return {
    'op.run': {
      call: (params, call) => run(params, call, (common) => requestOf(params, common)),
    },
    'tx.run': {
      call: (params, call) =>
        run(params, call, (common) => ({
          coordinationId: common.coordinationId,
          operations: params.objects('operations').map((step) => {
            const request = requestOf(step, common);
            step.end();
            return request;
          }),
        })),
    },
    'op.list': {
      call: (params, { principal }) => {
        params.end();
        return operations.list(principal).map(shown);
      },
    },
    'op.get': {
      call: async (params, { principal }) => {
        return shown(await operations.lookUp(principal, idOf(params)));
      },
    },
    'op.cancel': {
      call: (params, { principal }) => shown(operations.cancel(principal, idOf(params))),
    },
  };
}
