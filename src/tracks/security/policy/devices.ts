// SPDX-License-Identifier: Apache-2.0
// Which devices a line of a policy speaks about.
import { DEVICES } from '../../../abi/generated/devices.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { Level } from '../../../core/risk/level.ts';
import { integerOf, listOf, objectOf } from './shape.ts';

export interface DeviceClass {
  readonly token: number;
  readonly group: number;
  readonly risk: Level;
  readonly quarantined: boolean;
}

/** The table's 84, by token. */
export const DEVICE_CLASSES: ReadonlyMap<number, DeviceClass> = new Map(
  DEVICES.map(({ token, group, risk, quarantined }) => [
    token,
    { token, group, risk: risk as Level, quarantined },
  ]),
);

export const ALL_TOKENS: readonly number[] = [...DEVICE_CLASSES.keys()];

export type TokenSet = ReadonlySet<number>;

function tokenOf(value: unknown, field: string): number {
  const text = typeof value === 'string' && /^0x[0-9a-fA-F]{4}$/.test(value) ? value : '';
  const token = Number(text);
  if (text === '' || !DEVICE_CLASSES.has(token)) {
    throw new InvalidArgumentError(field, value, 'a token of the device table, such as "0x8003"');
  }
  return token;
}

/** `"all"`, `{ groups = [0, 1] }`, `{ tokens = ["0x8003"] }`, or both keys together. */
export function selectorOf(value: unknown, field: string): TokenSet {
  if (value === 'all') {
    return new Set(ALL_TOKENS);
  }
  if (typeof value !== 'object' || value === null) {
    throw new InvalidArgumentError(field, value, '"all", or a table with groups, tokens or both');
  }
  const fields = objectOf(value, field, [], ['groups', 'tokens']);
  const groups = listOf(fields['groups'] ?? [], `${field}.groups`, 0, 7, (one, at) =>
    integerOf(one, at, 0, 6),
  );
  const tokens = listOf(fields['tokens'] ?? [], `${field}.tokens`, 0, 84, tokenOf);
  const chosen = [...DEVICE_CLASSES.values()]
    .filter(({ token, group }) => groups.includes(group) || tokens.includes(token))
    .map(({ token }) => token);
  if (chosen.length === 0) {
    throw new InvalidArgumentError(field, value, 'a choice of at least one device');
  }
  return new Set(chosen);
}
