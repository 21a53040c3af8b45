// SPDX-License-Identifier: Apache-2.0
// Tokens, registers, groups, risk levels and record types, as people write them.
import { devicePosition, formatToken } from '../abi/devices.ts';
import { GROUP_COUNT, REGISTER_COUNT } from '../abi/generated/constants.ts';
import { DEVICES, GROUP_NAMES } from '../abi/generated/devices.ts';
import { Backend, BackendNames, RecordType, RiskLevel } from '../abi/generated/enums.ts';
import { nearestName } from '../core/model/nearest.ts';
import { usageFailure } from './failure.ts';

const TOKENS =
  'a token: hexadecimal, 0x8000 + group * 0x10 + index, groups 0 to 6, indexes 0 to 11 (0x8000..0x800B, 0x8010..0x801B, … 0x8060..0x806B)';

/** Always hexadecimal, with 0x or without: 0x8003, 8003. */
export function parseToken(text: string): number {
  const digits = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text)?.[1];
  const token = digits === undefined ? -1 : Number.parseInt(digits, 16);
  if (devicePosition(token) >= 0) {
    return token;
  }
  throw usageFailure('TOKEN', text, TOKENS, tokenHint(text));
}

function tokenHint(text: string): string | undefined {
  // A position in the table, perhaps; or a name.
  const at = /^\d{1,2}$/.test(text) ? DEVICES[Number(text)] : undefined;
  const name = nearestName(
    text,
    DEVICES.map((device) => device.name),
  );
  const meant = at ?? DEVICES.find((device) => device.name === name);
  return meant === undefined
    ? "'dsmilctl devices' lists the tokens."
    : `Did you mean ${formatToken(meant.token)} (${meant.name})? 'dsmilctl devices' lists the tokens.`;
}

const SIM_REGISTERS = [
  'control',
  'identity',
  'temperature',
  'error',
  ...Array.from({ length: 4 }, (_, i) => `config${i}`),
  ...Array.from({ length: 8 }, (_, i) => `data${i}`),
];

/** By backend: what each register is called, by its number. */
const REGISTER_NAMES: Readonly<Record<number, readonly string[]>> = {
  [Backend.SIM]: SIM_REGISTERS,
  [Backend.MMIO]: ['control', 'identity'],
  [Backend.SMI]: ['control'],
};

export function registerNames(backend: number): readonly string[] {
  return REGISTER_NAMES[backend] ?? [];
}

export function registerName(backend: number, register: number): string {
  return registerNames(backend)[register] ?? `r${register}`;
}

/** A number (3, 0x3, r3) or the backend's name for it; status is control's other name. */
export function parseRegister(text: string, backend: number): number {
  const names = registerNames(backend);
  const lower = text.toLowerCase();
  const digits = /^(?:r)?(\d{1,2}|0x[0-9a-f]{1,2})$/.exec(lower)?.[1];
  const register =
    digits === undefined ? names.indexOf(lower === 'status' ? 'control' : lower) : Number(digits);
  if (register >= 0 && register < REGISTER_COUNT) {
    return register;
  }
  const known =
    names.length > 0 ? ` or, on the ${BackendNames[backend]} backend, ${names.join(', ')}` : '';
  const near = nearestName(text, names);
  throw usageFailure(
    'REGISTER',
    text,
    `a number from 0 to ${REGISTER_COUNT - 1}${known}`,
    near === undefined ? undefined : `Did you mean ${near}?`,
  );
}

export function parseGroup(text: string): number {
  const number = /^\d$/.test(text) ? Number(text) : -1;
  if (number >= 0 && number < GROUP_COUNT) {
    return number;
  }
  const list = GROUP_NAMES.map((name, group) => `${group} ${name}`).join(', ');
  throw usageFailure('--group', text, `a number from 0 to ${GROUP_COUNT - 1} (${list})`);
}

/** A name of @members, in any case, '-' as good as '_'; or its number. */
function parseMember(
  what: string,
  text: string,
  members: Readonly<Record<string, number>>,
): number {
  const names = Object.keys(members).filter((name) => name !== 'UNKNOWN');
  const value = members[text.toUpperCase().replaceAll('-', '_')];
  if (value !== undefined && value !== 0) {
    return value;
  }
  const shown = names.map((name) => name.toLowerCase().replaceAll('_', '-'));
  const near = nearestName(text, shown);
  throw usageFailure(
    what,
    text,
    `one of ${shown.join(', ')}`,
    near === undefined ? undefined : `Did you mean ${near}?`,
  );
}

export function parseRisk(text: string): number {
  return parseMember('--risk', text, RiskLevel);
}

export function parseRecordType(text: string): number {
  return parseMember('--type', text, RecordType);
}
