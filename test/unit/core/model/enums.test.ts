// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import * as abi from '../../../../src/abi/generated/enums.ts';
import {
  DevicePowerState,
  OverallDeviceStatus,
  SecurityStatus,
  UiDisplayState,
  UserAttentionLevel,
} from '../../../../src/core/model/device-state.ts';
import {
  ClearanceLevel,
  CoordinationResult,
  OperationType,
  RiskLevel,
  Severity,
  Track,
  TrackNames,
} from '../../../../src/core/model/enums.ts';
import { nameOf } from '../../../../src/core/model/names.ts';
import {
  EmergencyPriority,
  effectivePriority,
  MessagePriority,
  messagePriority,
} from '../../../../src/core/model/priority.ts';

// Typed off the specification's protobuf; the first is 0.
const SPECIFICATION: readonly [string, Readonly<Record<string, number>>, string][] = [
  [
    'OperationType',
    OperationType,
    'UNKNOWN READ WRITE CONFIG RESET ACTIVATE DEACTIVATE EMERGENCY_STOP',
  ],
  ['RiskLevel', RiskLevel, 'UNKNOWN SAFE LOW MODERATE HIGH CRITICAL QUARANTINED'],
  ['CoordinationResult', CoordinationResult, 'UNKNOWN SUCCESS DENIED FAILED EMERGENCY_STOPPED'],
  [
    'ClearanceLevel',
    ClearanceLevel,
    'NONE RESTRICTED CONFIDENTIAL SECRET TOP_SECRET SCI SAP COSMIC',
  ],
  ['Severity', Severity, 'UNKNOWN INFO WARNING ERROR CRITICAL EMERGENCY'],
  ['Track', Track, 'UNKNOWN KERNEL SECURITY INTERFACE ORCHESTRATOR'],
];

describe('the enumerations of the specification', () => {
  it.each(SPECIFICATION)('M5 %s keeps names and numbers', (_, ours, members) => {
    const expected = members.split(' ');
    expect(Object.entries(ours)).toEqual(expected.map((member, number) => [member, number]));
  });

  it('names a number that it does not know by the number', () => {
    expect(nameOf(TrackNames, Track.SECURITY)).toBe('SECURITY');
    expect(nameOf(TrackNames, 99)).toBe('99');
  });
});

describe('what core has of the kernel ABI', () => {
  it.each<[string, Readonly<Record<string, number>>, Readonly<Record<string, number>>]>([
    ['OperationType', OperationType, abi.OperationType],
    ['RiskLevel', RiskLevel, abi.RiskLevel],
    ['DevicePowerState', DevicePowerState, abi.DevicePowerState],
    ['Severity', Severity, abi.Severity],
    ['Track', Track, abi.Track],
  ])('M5 %s has the same names and numbers there', (_, ours, theirs) => {
    expect(ours).toEqual(theirs);
  });
});

describe('enumerations that the specification names and leaves open', () => {
  it('M5 keep their numbers', () => {
    expect(SecurityStatus).toEqual({
      UNKNOWN: 0,
      NORMAL: 1,
      ELEVATED: 2,
      ALERT: 3,
      COMPROMISED: 4,
    });
    expect(UiDisplayState).toEqual({ UNKNOWN: 0, HIDDEN: 1, LISTED: 2, OPEN: 3 });
    expect(UserAttentionLevel).toEqual({ NONE: 0, NOTICE: 1, WARNING: 2, URGENT: 3 });
    expect(Object.keys(OverallDeviceStatus)).toEqual([
      'UNKNOWN',
      'OPERATIONAL',
      'DEGRADED',
      'FAULT',
      'EMERGENCY_STOPPED',
      'QUARANTINED',
    ]);
  });
});

describe('priorities', () => {
  it('takes an unknown emergency priority as the highest', () => {
    expect(effectivePriority(EmergencyPriority.PRECAUTIONARY)).toBe(1);
    expect(effectivePriority(EmergencyPriority.URGENT)).toBe(2);
    for (const priority of [0, 3, 4, -1, Number.NaN]) {
      expect(effectivePriority(priority)).toBe(EmergencyPriority.IMMEDIATE);
    }
  });

  it('never delivers a severer message later', () => {
    const known = [1, 2, 3, 4, 5] as const;
    const priorities = known.map(messagePriority);
    expect(priorities).toEqual([...priorities].sort());
    expect(messagePriority(Severity.EMERGENCY)).toBe(MessagePriority.EMERGENCY);
    expect(messagePriority(Severity.CRITICAL)).toBeLessThan(MessagePriority.EMERGENCY);
    expect(messagePriority(Severity.UNKNOWN)).toBe(MessagePriority.CRITICAL);
  });
});
