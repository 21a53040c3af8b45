// SPDX-License-Identifier: Apache-2.0
// Tokens of the device range.
import { AbiError } from './errors.ts';
import { DEVICE_COUNT, GROUP_COUNT, GROUP_SIZE, TOKEN_BASE } from './generated/constants.ts';
import { DEVICES, type DeviceDescription } from './generated/devices.ts';

/** Where a token is in the table and the state page, or -1. */
export function devicePosition(token: number): number {
  const group = (token - TOKEN_BASE) >> 4;
  const index = (token - TOKEN_BASE) & 0xf;
  const known =
    Number.isInteger(token) &&
    token >= TOKEN_BASE &&
    token <= 0xffff &&
    group < GROUP_COUNT &&
    index < GROUP_SIZE;
  return known ? group * GROUP_SIZE + index : -1;
}

/** What the table says of a token; throws when it has none such. */
export function describeDevice(token: number): DeviceDescription {
  const device = DEVICES[devicePosition(token)];
  if (device === undefined) {
    throw new AbiError(
      'device',
      token,
      `one of the ${DEVICE_COUNT} tokens 0x8000..0x800B, 0x8010..0x801B, … 0x8060..0x806B`,
    );
  }
  return device;
}

/** 0x8003 */
export function formatToken(token: number): string {
  return `0x${token.toString(16).toUpperCase().padStart(4, '0')}`;
}
