// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeDevice, devicePosition, formatToken } from '../../../src/abi/devices.ts';
import { fieldAt } from '../../../src/abi/fields.ts';
import { DEVICES } from '../../../src/abi/generated/devices.ts';
import { AccessNames, RiskLevelNames } from '../../../src/abi/generated/enums.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const table: { devices: { token: string; name: string; risk: string; access: string }[] } =
  JSON.parse(readFileSync(join(root, 'kernel/devices.json'), 'utf8'));

describe('the device table', () => {
  it('is the one of the repository', () => {
    const ours = DEVICES.map((d) => ({
      token: formatToken(d.token),
      name: d.name,
      risk: RiskLevelNames[d.risk],
      access: AccessNames[d.access]?.toLowerCase(),
    }));
    const theirs = table.devices.map(({ token, name, risk, access }) => ({
      token,
      name,
      risk,
      access,
    }));
    expect(ours).toEqual(theirs);
    expect(DEVICES.filter((d) => d.quarantined).map((d) => d.token)).toEqual([
      0x8009, 0x800a, 0x800b, 0x8019, 0x8029,
    ]);
  });

  it('finds a position for its tokens and for no other of all 65,536', () => {
    const found = Array.from({ length: 0x1_0000 }, (_, token) => token).filter(
      (token) => devicePosition(token) >= 0,
    );
    expect(found).toEqual(DEVICES.map((d) => d.token));
    expect(found.map(devicePosition)).toEqual(DEVICES.map((d) => d.position));
    for (const wrong of [-1, 0x1_8000, 32_768.5, Number.NaN, 2 ** 40 + 0x8000]) {
      expect(devicePosition(wrong)).toBe(-1);
    }
    expect(() => describeDevice(0x800c)).toThrow(
      /device is 32780: it must be one of the 84 tokens/,
    );
  });
});

describe('fieldAt', () => {
  it('finds the innermost field of an offset', () => {
    expect(fieldAt('TxPrepare', 88 + 32 * 2 + 8)?.path).toBe('operations[2].timeoutMs');
    expect(fieldAt('TxPrepare', 4)?.path).toBe('header.flags');
    expect(fieldAt('AuditHead', 40 + 3)?.path).toBe('head[3]');
    expect(fieldAt('Hold', 18)?.path).toBe('reserved0');
    expect(fieldAt('Hold', 24)).toBeUndefined();
  });
});
