// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { OperationType, Track } from '../../../../src/core/model/enums.ts';
import {
  type CoordinatedOperation,
  checkRequest,
  JUSTIFICATION_MAX,
  type OperationRequest,
} from '../../../../src/core/model/operation.ts';
import {
  beginsEffects,
  type OrchestratorFacts,
  orchestratorState,
} from '../../../../src/core/model/orchestrator.ts';
import { demandedTracks, NO_INVOLVEMENT } from '../../../../src/core/model/track.ts';
import { A_WRITE } from './arbitrary.ts';

describe('a request', () => {
  it('is copied as it is when every field is good', () => {
    const copy = checkRequest(A_WRITE);
    expect(copy).toEqual(A_WRITE);
    expect(copy).not.toBe(A_WRITE);
    expect(copy.authContext).not.toBe(A_WRITE.authContext);
  });

  const { READ, RESET, CONFIG } = OperationType;
  it.each<[string, Partial<OperationRequest>]>([
    ['coordination_id', { coordinationId: '' }],
    ['coordination_id', { coordinationId: 'x'.repeat(129) }],
    ['device_id', { deviceId: 0x800c }],
    ['operation_type', { operationType: OperationType.UNKNOWN }],
    ['operation_type', { operationType: 8 as OperationType }],
    ['parameters.register', { parameters: { register: 16, value: 0 } }],
    ['parameters.register', { parameters: { register: null, value: 0 } }],
    ['parameters.value', { parameters: { register: 0, value: 2 ** 32 } }],
    ['parameters.value', { operationType: CONFIG, parameters: { register: 0, value: null } }],
    ['parameters.value', { operationType: READ, parameters: { register: 0, value: 1 } }],
    ['parameters.register', { operationType: RESET, parameters: { register: 0, value: null } }],
    ['justification', { justification: 'x'.repeat(JUSTIFICATION_MAX + 1) }],
    ['justification', { justification: 'lone \udc00' }],
    ['auth_context.user', { authContext: { user: 'x'.repeat(257) } }],
    ['requested_at', { requestedAt: -1 }],
    [
      'track_involvement.security_track',
      { trackInvolvement: { ...NO_INVOLVEMENT, securityTrack: 'no' as unknown as boolean } },
    ],
  ])('names %s (%#)', (field, change) => {
    expect(() => checkRequest({ ...A_WRITE, ...change })).toThrow(
      expect.objectContaining({ field, code: 'ERR_DSMIL_INVALID_ARGUMENT' }),
    );
  });

  it('becomes an operation that nothing is known about', () => {
    const operation: CoordinatedOperation = {
      request: A_WRITE,
      coordinationTimestamp: 0,
      state: 'INITIALIZING',
      assessedRisk: null,
      results: [null, null, null],
      errorDetails: '',
    };
    expect(operation.results).toHaveLength(3);
  });
});

describe('track involvement', () => {
  it('demands the tracks that it names', () => {
    expect(demandedTracks(NO_INVOLVEMENT)).toEqual([]);
    expect(demandedTracks({ ...NO_INVOLVEMENT, kernelTrack: true })).toEqual([Track.KERNEL]);
    expect(
      demandedTracks({ kernelTrack: false, securityTrack: true, interfaceTrack: true }),
    ).toEqual([Track.SECURITY, Track.INTERFACE]);
  });
});

describe('the state of the orchestrator', () => {
  const good: OrchestratorFacts = {
    started: true,
    undecided: 0,
    ending: false,
    tracksAnswering: 3,
    stop: 'RUN',
  };

  it.each<[string, Partial<OrchestratorFacts>, boolean]>([
    ['OPERATIONAL', {}, true],
    ['DEGRADED', { tracksAnswering: 2 }, true],
    ['RECOVERING', { undecided: 1, tracksAnswering: 2 }, false],
    ['STARTING', { started: false, undecided: 1 }, false],
    ['ENDING', { ending: true, started: false }, false],
    ['EMERGENCY_STOPPED', { stop: 'READY', ending: true }, false],
    ['EMERGENCY_STOPPED', { stop: 'STOPPING' }, false],
    ['EMERGENCY_STOPPED', { stop: undefined }, false],
  ])('is %s with %o', (state, change, effects) => {
    const is = orchestratorState({ ...good, ...change });
    expect(is).toBe(state);
    expect(beginsEffects(is)).toBe(effects);
  });
});
