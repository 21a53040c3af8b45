// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { CoordinationResult, EventType, Severity, Track } from '../../../src/core/model/enums.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import {
  auditEntryCreated,
  deviceMeasured,
  deviceStateChanged,
  operationCompleted,
  performanceThreshold,
  securityAlert,
  stopChanged,
  systemStatusChanged,
} from '../../../src/events/occurrences.ts';
import { toEvent } from '../../../src/events/publication.ts';

const when = { at: 1_700_000_000_000, clearance: 2, compartments: ['A'] } as const;

const all: readonly (readonly [string, Publication])[] = [
  ['device.8003.state', deviceStateChanged(when, 0x8003, Track.KERNEL, { 'power.state': 1 })],
  ['device.806B.telemetry.temperature', deviceMeasured(when, 0x806b, 'temperature', 41)],
  [
    'operation.job~20~2f1.completed',
    operationCompleted(when, 'job /1', 0x8003, CoordinationResult.SUCCESS, {}),
  ],
  ['security.rate-limit.alert', securityAlert(when, 'rate-limit', Severity.CRITICAL, { n: 5 })],
  ['system.store.status', systemStatusChanged(when, 'store', Severity.ERROR, 'ready', 'full')],
  ['stop.latched_degraded', stopChanged(when, 'LATCHED_DEGRADED', 7, 'deadman')],
  ['audit.operation.intent.created', auditEntryCreated(when, 'operation.intent', 3, 'ab')],
  ['performance.grpc-call.exceeded', performanceThreshold(when, 'grpc-call', 'exceeded', {})],
];

describe('the events that there are', () => {
  it.each(all)('%s', (subject, publication) => {
    expect(publication).toMatchObject({ subject, ...when });
    expect(() => toEvent(publication, 'durable')).not.toThrow();
  });

  it('are of every type of the specification', () => {
    const types = new Set(all.map(([, { type }]) => type));
    expect([...types].sort()).toEqual(Object.values(EventType).filter((type) => type !== 0));
  });

  it('an operation that did not succeed is a warning', () => {
    const failed = operationCompleted(when, 'x', 0x8003, CoordinationResult.FAILED, {});
    expect(failed.severity).toBe(Severity.WARNING);
  });
});
