// SPDX-License-Identifier: Apache-2.0
// The generated messages: what the specification fixes, and what hostile bytes may do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import {
  EventNotification,
  OperationCoordinationRequest,
  OperationType,
  StateSynchronizationRequest,
} from '../../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { Timestamp } from '../../../../src/api/grpc/wire/generated/google-protobuf.ts';
import { requestCodec } from '../../../../src/api/grpc/wire/message-type.ts';
import * as core from '../../../../src/core/model/enums.ts';
import { runs } from '../../core/runs.ts';

const PROTO = join(import.meta.dirname, '../../../../proto/dsmil/communication/v1');

function parsed(name: string): protobuf.NamespaceBase {
  const { root } = protobuf.parse(readFileSync(join(PROTO, `${name}.proto`), 'utf8'), {
    keepCase: true,
  });
  return root.lookup('dsmil.communication.v1') as protobuf.NamespaceBase;
}

/** Of the messages that the specification defines, its fields: type, name and number. */
const FIXED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  operation: {
    OperationCoordinationRequest:
      'string coordination_id = 1; uint32 device_id = 2; OperationType operation_type = 3; TrackInvolvement track_involvement = 4; SafetyRequirements safety_requirements = 5; AuthContext auth_context = 6; string justification = 7; google.protobuf.Timestamp requested_at = 8',
    OperationCoordinationResponse:
      'string coordination_id = 1; CoordinationResult result = 2; RiskLevel assessed_risk = 3; repeated TrackResult track_results = 4; string error_message = 5; google.protobuf.Duration coordination_time = 6',
    TrackInvolvement: 'bool kernel_track = 1; bool security_track = 2; bool interface_track = 3',
    SafetyRequirements:
      'KernelSafetyRequirements kernel_safety = 1; SecuritySafetyRequirements security_safety = 2; InterfaceSafetyRequirements interface_safety = 3',
    KernelSafetyRequirements:
      'bool memory_protection_required = 1; bool thermal_monitoring_required = 2; uint32 max_execution_time_ms = 3; bool rollback_capability_required = 4',
    SecuritySafetyRequirements:
      'ClearanceLevel required_clearance = 1; bool dual_authorization_required = 2; bool audit_required = 3; repeated string required_compartments = 4',
    InterfaceSafetyRequirements:
      'bool user_confirmation_required = 1; bool risk_disclosure_required = 2; uint32 confirmation_timeout_seconds = 3',
  },
  emergency_stop: {
    EmergencyStopRequest:
      'string reason = 1; EmergencyPriority priority = 2; string triggered_by = 3; google.protobuf.Timestamp timestamp = 4; repeated uint32 affected_devices = 5',
    EmergencyStopResponse:
      'bool success = 1; repeated TrackEmergencyResult track_results = 2; string error_message = 3; google.protobuf.Duration response_time = 4',
  },
  events: {
    EventNotification:
      'string event_id = 1; EventType event_type = 2; EventSeverity severity = 3; TrackSource source_track = 4; google.protobuf.Timestamp timestamp = 5; map<string, string> event_data = 6; uint32 sequence_number = 7',
  },
};

function written(field: protobuf.Field): string {
  const type =
    field instanceof protobuf.MapField ? `map<${field.keyType}, ${field.type}>` : field.type;
  return `${field.repeated ? 'repeated ' : ''}${type} ${field.name} = ${field.id}`;
}

const CASES = Object.entries(FIXED).flatMap(([file, messages]) =>
  Object.entries(messages).map(([name, fields]) => ({ file, name, fields })),
);

describe('dsmil.communication.v1 is as the specification fixes it', () => {
  it.each(CASES)('$name', ({ file, name, fields }) => {
    const all = parsed(file).lookupType(name).fieldsArray;
    const fixed = all.filter(({ id }) => id < 100).map(written);
    expect(fixed.join('; ')).toBe(fields);
  });

  it.each([
    ['OperationType', 'OPERATION', core.OperationType],
    ['RiskLevel', 'RISK', core.RiskLevel],
    ['CoordinationResult', 'COORDINATION', core.CoordinationResult],
    ['ClearanceLevel', 'CLEARANCE', core.ClearanceLevel],
    ['EventType', 'EVENT', core.EventType],
    ['EventSeverity', 'SEVERITY', core.Severity],
    ['TrackSource', 'TRACK', core.Track],
  ] as const)('%s has the names and numbers of core', (name, prefix, members) => {
    const expected = Object.entries(members).map(([key, number]) => [`${prefix}_${key}`, number]);
    expect(parsed('enums').lookupEnum(name).values).toEqual(Object.fromEntries(expected));
  });
});

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const text = fc.string({ unit: 'binary', maxLength: 20 });

describe('messages', () => {
  it('read back as they were written', () => {
    const request = fc.record({
      coordinationId: text,
      deviceId: u32,
      operationType: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      register: fc.option(u32),
      value: fc.option(u32),
      authContext: fc.option(
        fc.record({ claims: fc.dictionary(text, text, { maxKeys: 4 }), userId: text }),
      ),
      requestedAt: fc.option(
        fc.record({ seconds: fc.maxSafeInteger(), nanos: fc.integer({ min: 0, max: 1e9 - 1 }) }),
      ),
    });
    const codec = requestCodec(OperationCoordinationRequest);
    fc.assert(
      fc.property(request, (given) => {
        const bytes = OperationCoordinationRequest.encode(given).finish();
        const read = codec.decode(bytes);
        const { authContext, ...rest } = given;
        expect(read).toMatchObject(rest);
        expect(read.authContext === null).toBe(authContext === null);
        expect({ ...read.authContext?.claims }).toEqual({ ...authContext?.claims });
        expect(Buffer.from(codec.encode(read)).equals(Buffer.from(bytes))).toBe(true);
      }),
      runs(100),
    );
  });

  it('keep a member of an enumeration that nobody knows', () => {
    const bytes = OperationCoordinationRequest.encode({ operationType: 99 }).finish();
    expect(OperationCoordinationRequest.decode(bytes).operationType).toBe(99);
    expect(Object.values(OperationType)).not.toContain(99);
  });

  it('read a 64-bit number beyond 2⁵³ - 1 as one that is no safe integer', () => {
    for (const value of [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
      const writer = protobuf.Writer.create().uint32((3 << 3) | 0);
      const bytes = Buffer.concat([writer.finish(), varint(value)]);
      const { sinceVersion } = StateSynchronizationRequest.decode(bytes);
      expect(Number.isSafeInteger(sinceVersion)).toBe(false);
    }
    const exact = StateSynchronizationRequest.encode({ sinceVersion: 2 ** 53 - 1 }).finish();
    expect(StateSynchronizationRequest.decode(exact).sinceVersion).toBe(2 ** 53 - 1);
  });

  it('read negative seconds as numbers', () => {
    const bytes = Timestamp.encode({ seconds: -5, nanos: 1 }).finish();
    expect(Timestamp.decode(bytes)).toMatchObject({ seconds: -5, nanos: 1 });
  });

  it('any bytes either read as a message or throw an Error, and change nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const read = EventNotification.decode(bytes);
          expect(typeof read.eventId).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      runs(100),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('a map may have any key, and none of them reaches a prototype', () => {
    const eventData = Object.fromEntries([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    const read = EventNotification.decode(EventNotification.encode({ eventData }).finish());
    expect(Object.entries(read.eventData).sort()).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('bytes that nest without end are refused, not followed', () => {
    // Field 1 as a group within a group within …: what is not known is skipped to its end.
    const bytes = Buffer.alloc(100_000, (1 << 3) | 3);
    expect(() => EventNotification.decode(bytes)).toThrow(Error);
  });

  it('text that is not UTF-8 is refused', () => {
    const bytes = Buffer.from([(1 << 3) | 2, 2, 0xc3, 0x28]);
    expect(() => EventNotification.decode(bytes)).toThrow(Error);
  });
});

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | 128);
  }
  return Buffer.from([...bytes, Number(rest)]);
}
