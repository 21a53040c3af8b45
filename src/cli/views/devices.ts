// SPDX-License-Identifier: Apache-2.0
// The 84 devices as a table, or as JSON.
import { describeDevice, formatToken } from '../../abi/devices.ts';
import { GROUP_NAMES } from '../../abi/generated/devices.ts';
import {
  AccessNames,
  DevicePowerStateNames,
  RiskLevel,
  RiskLevelNames,
} from '../../abi/generated/enums.ts';
import type { DeviceState } from '../../abi/generated/state.ts';
import { registerName } from '../arguments.ts';
import { reasonOrNull } from '../record-words.ts';
import type { Style } from '../style.ts';
import { type Cell, type Column, type Row, renderTable } from '../table.ts';
import { age, compact, errnoName, hex, TEMPERATURE_UNKNOWN, temperature, wrap } from '../text.ts';
import { flagNames, named, riskPaint, stateWords } from '../words.ts';

export interface DevicesFilter {
  readonly group?: number | undefined;
  readonly risk?: number | undefined;
}

export interface DevicesView {
  readonly states: readonly DeviceState[];
  /** CLOCK_MONOTONIC when they were read. */
  readonly nowNs: bigint;
  readonly backend: number;
  readonly allRegisters: boolean;
}

export function filterDevices(
  states: readonly DeviceState[],
  { group, risk }: DevicesFilter,
): DeviceState[] {
  return states.filter(
    (state) =>
      (group === undefined || state.group === group) && (risk === undefined || state.risk === risk),
  );
}

const COLUMNS: readonly Column[] = [
  { header: 'TOKEN' },
  { header: 'NAME', shrinkTo: 16 },
  { header: 'RISK' },
  { header: 'ACCESS', dropOrder: 1 },
  { header: 'STATE', shrinkTo: 11 },
  { header: 'TEMP', align: 'right' },
  { header: 'AGE', align: 'right' },
  { header: 'OPS', align: 'right' },
  { header: 'FAILED', align: 'right' },
  { header: 'REFUSED', align: 'right', dropOrder: 0 },
];

function count(value: bigint): Cell {
  return value === 0n ? { text: '-', paint: 'dim' } : { text: compact(value) };
}

function row(state: DeviceState, view: DevicesView, room: number, style: Style): Row {
  const quarantined = state.risk === RiskLevel.QUARANTINED;
  const paint = riskPaint(state.risk);
  const cells: Cell[] = [
    { text: formatToken(state.token) },
    { text: describeDevice(state.token).name, paint: quarantined ? paint : 'plain' },
    { text: named(RiskLevelNames, state.risk, 'risk').toUpperCase(), paint },
    { text: named(AccessNames, state.access, 'access'), paint: 'dim' },
    // The risk column says QUARANTINED already, in words that do not depend on colours.
    {
      text: quarantined ? 'no access' : stateWords(state.powerState, state.flags),
      paint: quarantined ? paint : statePaint(state),
    },
    { text: temperature(state.temperatureMc, '') },
    { text: state.sampleNs === 0n ? '-' : age(view.nowNs - state.sampleNs) },
    count(state.operationCount),
    { ...count(state.failureCount), ...(state.failureCount > 0n ? { paint: 'red' as const } : {}) },
    count(state.refusalCount),
  ];
  return view.allRegisters
    ? { cells, below: registerLines(state, view.backend, room, style) }
    : { cells };
}

function statePaint({ powerState, flags }: DeviceState): Cell['paint'] {
  if (powerState === 4) {
    return 'critical';
  }
  // Anything notable beyond being present.
  return flags > 1 ? 'yellow' : 'plain';
}

function registerLines(state: DeviceState, backend: number, room: number, style: Style): string[] {
  const shown = state.registers
    .map((value, register) => ({ value, register }))
    .filter(({ register }) => (state.registerMask & (1 << register)) !== 0)
    .map(({ value, register }) => `${registerName(backend, register)}=${hex(value)}`);
  const indent = ' '.repeat(8);
  return wrap(shown.join(' ') || 'no register was read', room - indent.length).map(
    (line) => indent + style.paint('dim', line),
  );
}

export function renderDevices(view: DevicesView, room: number, style: Style): string[] {
  if (view.states.length === 0) {
    return ['No device is of that group and risk.'];
  }
  const groups = [...new Set(view.states.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const states = view.states.filter((state) => state.group === group);
    return {
      heading: `Group ${group}  ${GROUP_NAMES[group] ?? ''}`,
      rows: states.map((state) => row(state, view, room, style)),
    };
  });
  return renderTable(COLUMNS, sections, room, style);
}

export function deviceJson(state: DeviceState, nowNs: bigint): Record<string, unknown> {
  const { name, confidence, quarantined } = describeDevice(state.token);
  return {
    token: formatToken(state.token),
    name,
    group: state.group,
    group_name: GROUP_NAMES[state.group],
    index: state.index,
    risk: RiskLevelNames[state.risk] ?? state.risk,
    access: AccessNames[state.access] ?? state.access,
    quarantined,
    confidence,
    power: DevicePowerStateNames[state.powerState] ?? state.powerState,
    flags: flagNames(state.flags),
    temperature_c: state.temperatureMc === TEMPERATURE_UNKNOWN ? null : state.temperatureMc / 1000,
    sample_age_ms: state.sampleNs === 0n ? null : Number(nowNs - state.sampleNs) / 1e6,
    registers: state.registers.map((value, n) =>
      (state.registerMask & (1 << n)) === 0 ? null : value,
    ),
    operations: Number(state.operationCount),
    failures: Number(state.failureCount),
    refusals: Number(state.refusalCount),
    last_error: errnoName(state.lastError) || null,
    last_reason: reasonOrNull(state.lastReason),
    firmware_status: state.firmwareStatus,
    version: Number(state.version),
    transaction_id: state.transactionId === 0n ? null : state.transactionId.toString(),
    on_hold_ms: state.holdNs === 0n ? null : Number(nowNs - state.holdNs) / 1e6,
  };
}
