// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { placeOf, tokenName } from '../../../../src/core/model/device.ts';
import {
  OverallDeviceStatus,
  REGISTER_COUNT,
  unreportedState,
} from '../../../../src/core/model/device-state.ts';
import { ClearanceLevel, RiskLevel } from '../../../../src/core/model/enums.ts';
import { InvalidArgumentError } from '../../../../src/core/model/errors.ts';

describe('tokens', () => {
  it('M6 are 84, a bijection with group and index; every other 16-bit number is refused', () => {
    const places = new Set<string>();
    const wrong: number[] = [];
    let refused = 0;
    for (let token = 0; token <= 0xffff; token++) {
      try {
        const { group, index } = placeOf(token);
        places.add(`${group}.${index}`);
        if (0x8000 + group * 0x10 + index !== token) {
          wrong.push(token);
        }
      } catch (error) {
        refused += error instanceof InvalidArgumentError ? 1 : 0;
      }
    }
    expect(wrong).toEqual([]);
    expect(places.size).toBe(84);
    expect(refused).toBe(0x10000 - 84);
  });

  it.each([0x18000, -0x8000, 0x8000 + 2 ** 32, 32768.5, Number.NaN])('M6 refuses %d', (token) => {
    expect(() => placeOf(token)).toThrow(/device_id is .*0x8000 \+ group/);
  });

  it('are written in hexadecimal', () => {
    expect(tokenName(0x800a)).toBe('0x800A');
  });
});

describe('a device that nobody has reported', () => {
  const identity = { deviceId: 0x8000, deviceName: 'x', deviceGroup: 0, deviceIndex: 0 };

  it('M3 reads as its worst', () => {
    const state = unreportedState(identity, RiskLevel.LOW);
    expect(state.unifiedMetadata.currentRiskLevel).toBe(RiskLevel.CRITICAL);
    expect(state.unifiedMetadata.emergencyStopApplied).toBe(true);
    expect(state.unifiedMetadata.overallStatus).toBe(OverallDeviceStatus.UNKNOWN);
    expect(state.securityState.accessAuthorized).toBe(false);
    expect(state.securityState.requiredClearance).toBe(ClearanceLevel.COSMIC);
    expect(state.securityState.auditEnabled).toBe(true);
    expect(state.kernelState.lastRegisterValues).toEqual(Array(REGISTER_COUNT).fill(null));
  });

  it('M3 is quarantined when the table says so', () => {
    const { unifiedMetadata } = unreportedState(identity, RiskLevel.QUARANTINED);
    expect(unifiedMetadata.currentRiskLevel).toBe(RiskLevel.QUARANTINED);
    expect(unifiedMetadata.overallStatus).toBe(OverallDeviceStatus.QUARANTINED);
  });
});
