// SPDX-License-Identifier: Apache-2.0
// What a record of the ring says, in words. Pure.
import {
  DevicePowerStateNames,
  EventCode,
  EventCodeNames,
  OperationTypeNames,
  RecordType,
  Severity,
  SeverityNames,
  StopCauseNames,
  StopStateNames,
  TxOutcomeNames,
} from '../abi/generated/enums.ts';
import type {
  EmergencyStopSignal,
  EventNotification,
  Lost,
  OperationRequest,
  OperationResponse,
  StateChange,
} from '../abi/generated/payloads.ts';
import type { RecordPayload } from '../abi/payload.ts';
import { registerName } from './arguments.ts';
import type { Glyphs, Paint } from './style.ts';
import {
  bytes,
  duration,
  errnoName,
  grouped,
  hex,
  plural,
  printable,
  temperature,
} from './text.ts';
import { flagWords, named, reasonName } from './words.ts';

export interface RecordWords {
  readonly text: string;
  readonly paint: Paint;
}

/** What the words depend on beside the record. */
export interface WordSources {
  readonly backend: number;
  readonly glyphs: Glyphs;
}

const TYPE_LABELS: Readonly<Record<number, string>> = {
  [RecordType.OPERATION_REQUEST]: 'request',
  [RecordType.OPERATION_RESPONSE]: 'response',
  [RecordType.EVENT]: 'event',
  [RecordType.EMERGENCY]: 'EMERGENCY',
  [RecordType.STATE_CHANGE]: 'state',
  [RecordType.LOST]: 'LOST',
  [RecordType.RAW]: 'raw',
};

export function typeLabel(type: number): string {
  return TYPE_LABELS[type] ?? `type ${type}`;
}

function transaction(id: bigint): string {
  return id === 0n ? '' : ` (transaction ${id})`;
}

function operation(type: number, register: number, sources: WordSources): string {
  const name = named(OperationTypeNames, type, 'operation');
  // Only these three have a register of their own.
  return ['read', 'write', 'config'].includes(name)
    ? `${name} ${registerName(sources.backend, register)}`
    : name;
}

function request(value: OperationRequest, sources: WordSources): RecordWords {
  const what = operation(value.type, value.registerIndex, sources);
  const to = what.startsWith('write') || what.startsWith('config') ? ` = ${hex(value.value)}` : '';
  return { text: `${what}${to}${transaction(value.transactionId)}`, paint: 'plain' };
}

function failed(error: number, reason: number): string {
  return [reason === 0 ? '' : reasonName(reason), errnoName(error)]
    .filter((part) => part !== '')
    .join(', ');
}

function response(value: OperationResponse, sources: WordSources): RecordWords {
  const what = operation(value.type, value.registerIndex, sources);
  const took = `in ${duration(value.durationNs, sources.glyphs.micro)}`;
  const about = transaction(value.transactionId);
  return value.error === 0 && value.reason === 0
    ? { text: `${what} = ${hex(value.value)} ${took}${about}`, paint: 'plain' }
    : {
        text: `${what} FAILED: ${failed(value.error, value.reason)}, firmware status ${hex(value.firmwareStatus)}, ${took}${about}`,
        paint: 'red',
      };
}

function severityPaint(severity: number): Paint {
  switch (severity) {
    case Severity.INFO:
      return 'plain';
    case Severity.WARNING:
      return 'yellow';
    case Severity.ERROR:
      return 'red';
    default:
      return 'critical';
  }
}

const WITH_ARGUMENTS: ReadonlySet<number> = new Set([
  EventCode.TRANSACTION,
  EventCode.STOP_STATE,
  EventCode.COORDINATOR,
]);

/** The two arguments, as the code defines them. */
function eventDetail({ code, reason, error, arg0, arg1 }: EventNotification): string {
  const failure = failed(error, reason);
  switch (code) {
    case EventCode.TRANSACTION:
      return `${arg0} ${named(TxOutcomeNames, Number(arg1), 'outcome')}${failure && `: ${failure}`}`;
    case EventCode.STOP_STATE:
      return `${named(StopStateNames, Number(arg1), 'state')}, generation ${arg0}`;
    case EventCode.COORDINATOR:
      return `epoch ${arg0}`;
    default:
      return failure;
  }
}

function event(value: EventNotification): RecordWords {
  const name = named(EventCodeNames, value.code, 'event');
  const detail = eventDetail(value);
  const severity = SeverityNames[value.severity] ?? `severity ${value.severity}`;
  const shown = value.severity === Severity.INFO ? '' : `${severity} `;
  // Of a code without arguments they are shown as they are, lest something be hidden.
  const told = WITH_ARGUMENTS.has(value.code) || (value.arg0 === 0n && value.arg1 === 0n);
  const more = told ? '' : ` [${value.arg0}, ${value.arg1}]`;
  return {
    text: `${shown}${name}${detail === '' ? '' : `: ${detail}`}${more}`,
    paint: severityPaint(value.severity),
  };
}

/** 'who and why', as it was given with the stop. */
export function detailText(detail: string): string {
  return detail === '' ? '' : ` "${printable(detail)}"`;
}

function emergency(value: EmergencyStopSignal): RecordWords {
  const state = named(StopStateNames, value.state, 'state').toUpperCase();
  const cause = named(StopCauseNames, value.cause, 'cause');
  return {
    text: `STOP ${state}, generation ${value.generation}: ${cause}${detailText(value.detail)}`,
    paint: 'alarm',
  };
}

function flagChange(before: number, after: number, glyphs: Glyphs): string {
  const from = flagWords(before).join(', ') || 'normal';
  const to = flagWords(after).join(', ') || 'normal';
  return from === to ? '' : `${from} ${glyphs.arrow} ${to}`;
}

function stateChange(value: StateChange, sources: WordSources): RecordWords {
  const { glyphs, backend } = sources;
  const power = (state: number): string => named(DevicePowerStateNames, state, 'power');
  const parts: string[] = [];
  if (value.power !== value.powerBefore) {
    parts.push(`${power(value.powerBefore)} ${glyphs.arrow} ${power(value.power)}`);
  }
  parts.push(flagChange(value.flagsBefore, value.flags, glyphs));
  const changed = value.registers
    .map((content, register) => ({ content, name: registerName(backend, register), register }))
    .filter(({ register }) => (value.registersChanged & (1 << register)) !== 0);
  for (const { content, name } of changed.slice(0, 3)) {
    // The register in millidegrees is also the temperature: said once, in degrees.
    parts.push(
      name === 'temperature'
        ? temperature(value.temperatureMc, glyphs.degree)
        : `${name} ${hex(content)}`,
    );
  }
  if (changed.length > 3) {
    parts.push(`and ${plural(changed.length - 3, 'more register')}`);
  }
  const text = parts.filter((part) => part !== '').join(', ') || `version ${value.version}`;
  const worse = value.power === 4 || (value.flags & ~value.flagsBefore) > 1;
  return { text, paint: worse ? 'yellow' : 'plain' };
}

export function lossText(
  count: number | bigint,
  first: number | bigint,
  last: number | bigint,
): string {
  return `${plural(count, 'record')} LOST (sequence ${grouped(first)} to ${grouped(last)})`;
}

function lost(value: Lost): RecordWords {
  const critical = value.critical === 0n ? 'none critical' : `${grouped(value.critical)} CRITICAL`;
  return {
    text: `${lossText(value.count, value.first, value.last)}, ${bytes(value.bytes)}, ${critical}`,
    paint: 'alarm',
  };
}

const RAW_SHOWN = 16;

function raw(value: Uint8Array): RecordWords {
  const head = [...value.subarray(0, RAW_SHOWN)].map((byte) => byte.toString(16).padStart(2, '0'));
  const more = value.length > RAW_SHOWN ? ' …' : '';
  return { text: `${bytes(value.length)}: ${head.join(' ')}${more}`, paint: 'dim' };
}

export function describePayload(payload: RecordPayload, sources: WordSources): RecordWords {
  switch (payload.kind) {
    case 'operation-request':
      return request(payload.value, sources);
    case 'operation-response':
      return response(payload.value, sources);
    case 'event':
      return event(payload.value);
    case 'emergency':
      return emergency(payload.value);
    case 'state-change':
      return stateChange(payload.value, sources);
    case 'lost':
      return lost(payload.value);
    case 'raw':
      return raw(payload.value);
  }
}

/** The reason's name for JSON, or null when there is none. */
export function reasonOrNull(reason: number): string | null {
  return reason === 0 ? null : reasonName(reason);
}
