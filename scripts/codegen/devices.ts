// SPDX-License-Identifier: Apache-2.0
// The device table: kernel/devices.json, checked, into C for the core and into TypeScript.

const TOKEN_BASE = 0x8000;
const GROUP_COUNT = 7;
const GROUP_SIZE = 12;
// The safety analysis names these five. The generator refuses any other set, so
// that an edit of the JSON alone can neither lift a quarantine nor add one unseen.
const QUARANTINED = [0x8009, 0x800a, 0x800b, 0x8019, 0x8029];
const RISKS = ['UNKNOWN', 'SAFE', 'LOW', 'MODERATE', 'HIGH', 'CRITICAL', 'QUARANTINED'];
const ACCESSES = ['none', 'monitor', 'restricted'];

interface TableEntry {
  token: number;
  group: number;
  index: number;
  name: string;
  risk: number;
  access: number;
  confidence: number;
}

export interface DeviceTable {
  groups: string[];
  devices: TableEntry[];
  quarantined: number[];
}

type Json = Record<string, unknown>;

function fail(where: string, value: unknown, expected: string): never {
  throw new Error(
    `kernel/devices.json: ${where} is ${JSON.stringify(value)}, expected ${expected}`,
  );
}

function list(value: unknown, where: string, length: number): Json[] {
  if (!Array.isArray(value) || value.length !== length) {
    fail(where, Array.isArray(value) ? value.length : value, `an array of ${length}`);
  }
  return value as Json[];
}

function token(value: unknown, where: string): number {
  if (typeof value !== 'string' || !/^0x[0-9A-F]{4}$/.test(value)) {
    fail(where, value, 'a token such as "0x8003"');
  }
  return Number(value);
}

function name(value: unknown, where: string): string {
  // What goes into C and TypeScript string literals as it is.
  if (typeof value !== 'string' || !/^[A-Za-z0-9 &/()_.,+-]{1,48}$/.test(value)) {
    fail(where, value, '1 to 48 plain ASCII characters without quotes or backslashes');
  }
  return value;
}

function choice(value: unknown, where: string, choices: string[]): number {
  const at = choices.indexOf(value as string);
  return at < 0 ? fail(where, value, `one of ${choices.join(', ')}`) : at;
}

function entry(raw: Json, position: number): TableEntry {
  const where = `devices[${position}]`;
  const group = Math.floor(position / GROUP_SIZE);
  const index = position % GROUP_SIZE;
  const expected = TOKEN_BASE + group * 0x10 + index;
  const is = token(raw['token'], `${where}.token`);
  if (is !== expected) {
    fail(`${where}.token`, raw['token'], `0x${expected.toString(16)} (ascending, none missing)`);
  }
  if (raw['group'] !== group) {
    fail(`${where}.group`, raw['group'], `${group}`);
  }
  if (raw['index'] !== index) {
    fail(`${where}.index`, raw['index'], `${index}`);
  }
  const confidence = raw['confidence'];
  if (!Number.isInteger(confidence) || (confidence as number) < 0 || (confidence as number) > 100) {
    fail(`${where}.confidence`, confidence, 'an integer from 0 to 100');
  }
  return {
    token: is,
    group,
    index,
    name: name(raw['name'], `${where}.name`),
    risk: choice(raw['risk'], `${where}.risk`, RISKS),
    access: choice(raw['access'], `${where}.access`, ACCESSES),
    confidence: confidence as number,
  };
}

export function parseDevices(text: string): DeviceTable {
  const json = JSON.parse(text) as Json;
  const groups = list(json['groups'], 'groups', GROUP_COUNT).map((group, at) => {
    const base = TOKEN_BASE + at * 0x10;
    if (group['group'] !== at || token(group['base'], `groups[${at}].base`) !== base) {
      fail(`groups[${at}]`, group, `group ${at} with base 0x${base.toString(16)}`);
    }
    return name(group['name'], `groups[${at}].name`);
  });
  const devices = list(json['devices'], 'devices', GROUP_COUNT * GROUP_SIZE).map(entry);
  const quarantined = list(json['quarantined'], 'quarantined', QUARANTINED.length).map((item, at) =>
    token(item, `quarantined[${at}]`),
  );
  if (quarantined.join() !== QUARANTINED.join()) {
    fail('quarantined', json['quarantined'], 'exactly the five tokens of the safety analysis');
  }
  for (const device of devices) {
    const is = quarantined.includes(device.token);
    if (
      (RISKS[device.risk] === 'QUARANTINED') !== is ||
      (ACCESSES[device.access] === 'none') !== is
    ) {
      fail(
        `devices 0x${device.token.toString(16)}`,
        { risk: RISKS[device.risk], access: ACCESSES[device.access] },
        'risk QUARANTINED and access none exactly for the quarantined tokens',
      );
    }
  }
  return { groups, devices, quarantined };
}

const hex = (value: number): string => `0x${value.toString(16)}`;

export function emitDevicesC(table: DeviceTable): string {
  const rows = table.devices.map(
    (d) =>
      `\t{ ${hex(d.token)}, ${d.group}, ${d.index}, DSMIL_RISK_${RISKS[d.risk]}, ` +
      `DSMIL_ACCESS_${ACCESSES[d.access]?.toUpperCase()},\n\t  "${d.name}" },`,
  );
  const cases = table.quarantined.map((t) => {
    const device = table.devices.find((d) => d.token === t);
    return `\tcase ${hex(t)}: /* ${device?.name} */`;
  });
  return `// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * Generated from kernel/devices.json by scripts/codegen; do not edit.
 */
#include "device_table.h"

const struct dsmil_device_info dsmil_device_table[DSMIL_DEVICE_COUNT] = {
${rows.join('\n')}
};

const char *const dsmil_group_names[DSMIL_GROUP_COUNT] = {
${table.groups.map((g) => `\t"${g}",`).join('\n')}
};

/* What the table was generated for is what the ABI says. */
_Static_assert(DSMIL_DEVICE_COUNT == ${table.devices.length}, "device table: count");
_Static_assert(DSMIL_GROUP_COUNT == ${GROUP_COUNT}, "device table: groups");
_Static_assert(DSMIL_GROUP_SIZE == ${GROUP_SIZE}, "device table: group size");
_Static_assert(DSMIL_TOKEN_BASE == ${hex(TOKEN_BASE)}, "device table: token base");
_Static_assert(DSMIL_GROUP_COUNT * DSMIL_GROUP_SIZE == DSMIL_DEVICE_COUNT,
	       "device table: every group is full");

int dsmil_device_position(u16 token)
{
	u32 group, index;

	if (token < DSMIL_TOKEN_BASE)
		return -1;
	group = ((u32)token - DSMIL_TOKEN_BASE) >> 4;
	index = ((u32)token - DSMIL_TOKEN_BASE) & 0xf;
	if (group >= DSMIL_GROUP_COUNT || index >= DSMIL_GROUP_SIZE)
		return -1;
	return (int)(group * DSMIL_GROUP_SIZE + index);
}

bool dsmil_token_quarantined(u16 token)
{
	switch (token) {
${cases.join('\n')}
		return true;
	default:
		return false;
	}
}
`;
}

export function emitDevicesTs(table: DeviceTable): string {
  const rows = table.devices.map(
    (d, position) =>
      `  { token: ${hex(d.token)}, group: ${d.group}, index: ${d.index}, position: ${position}, ` +
      `name: '${d.name}', risk: ${d.risk}, access: ${d.access}, ` +
      `quarantined: ${table.quarantined.includes(d.token)}, confidence: ${d.confidence} },`,
  );
  return `// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/devices.json by scripts/codegen; do not edit.
import type { Access, RiskLevel } from './enums.ts';

export interface DeviceDescription {
  readonly token: number;
  readonly group: number;
  readonly index: number;
  /** In the table, and in the state page. */
  readonly position: number;
  readonly name: string;
  readonly risk: RiskLevel;
  readonly access: Access;
  /** Nothing lifts that; the core has it compiled in. */
  readonly quarantined: boolean;
  /** How sure the table is, in percent. */
  readonly confidence: number;
}

/** By ascending token. */
export const DEVICES: readonly DeviceDescription[] = [
${rows.join('\n')}
];

export const GROUP_NAMES: readonly string[] = [
${table.groups.map((g) => `  '${g}',`).join('\n')}
];
`;
}
