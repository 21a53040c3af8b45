// SPDX-License-Identifier: Apache-2.0
// The daemon's parts, as far as the seven methods see them: persons by clearance, devices that ask for it.
import type { CommunicationParts } from '../../../../../src/api/grpc/communication/parts.ts';
import type { GrpcCall } from '../../../../../src/api/grpc/method.ts';
import type { Person } from '../../../../../src/core/canonical/approval.ts';
import { placeOf } from '../../../../../src/core/model/device.ts';
import type { ClearanceLevel } from '../../../../../src/core/model/enums.ts';
import type { AuditEntry } from '../../../../../src/core/ports/audit-log.ts';
import type { OperationResult } from '../../../../../src/orchestrator/operations/result.ts';

/** A device that anybody may see, one for SECRET, one for a compartment, and none at all. */
export const OPEN = 0x8000;
export const SECRET = 0x8010;
export const COMPARTMENTED = 0x8020;
export const ABSENT = 0x9999;

export const PERSONS: Readonly<Record<string, Person>> = {
  ann: { person: 'ann', clearance: 3, compartments: ['RED'] },
  bob: { person: 'bob', clearance: 1, compartments: [] },
};

export interface Refused {
  readonly principal: string;
  readonly device: number | null;
  readonly reason: string;
}

export class SecurityWorld {
  policyName = '1';
  readonly refusals: Refused[] = [];
  grants: ReadonlySet<string> = new Set();

  identify(principal: string): Person | undefined {
    return PERSONS[principal];
  }

  deviceAccess(device: number) {
    placeOf(device);
    return {
      risk: 2 as const,
      requiredClearance: (device === SECRET ? 3 : 1) as ClearanceLevel,
      compartments: device === COMPARTMENTED ? ['RED'] : [],
      accessAuthorized: true,
    };
  }

  refused(principal: string, device: number | null, _operation: number, reason: string) {
    this.refusals.push({ principal, device, reason });
    return Promise.resolve();
  }

  mayPublish(principal: string, type: number, source: number): boolean {
    return this.grants.has(`${principal} ${type} ${source}`);
  }
}

export class AuditWorld {
  readonly entries: AuditEntry[] = [];
  readonly durable = true;

  append(entry: AuditEntry) {
    this.entries.push(entry);
    return Promise.resolve({ index: this.entries.length - 1, leafHash: '' });
  }
}

export function callOf(principal: string, change: Partial<GrpcCall> = {}): GrpcCall {
  return {
    caller: {
      connection: '1',
      transport: 'unix',
      principal,
      person: PERSONS[principal],
      gone: new AbortController().signal,
    },
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    requestId: 'r',
    ...change,
  };
}

export const CLOCK: CommunicationParts['clock'] = {
  wall: () => Date.now(),
  boot: () => performance.now(),
};

export function resultOf(change: Partial<OperationResult> = {}): OperationResult {
  return {
    coordinationId: 'c1',
    operation: 'ab'.repeat(16),
    state: 'COMPLETED',
    result: 1,
    cause: null,
    message: '',
    risk: 1,
    unmet: [],
    devices: [{ device: OPEN, value: 7, error: 0, reason: 'STATE_PAGE' }],
    transaction: null,
    receivedAt: 0,
    coordinationMs: 1.5,
    ...change,
  };
}
