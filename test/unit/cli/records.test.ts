// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  Backend,
  EventCode,
  OperationType,
  Reason,
  RecordType,
  Severity,
  StopCause,
  StopState,
  TxOutcome,
} from '../../../src/abi/generated/enums.ts';
import type { EventNotification } from '../../../src/abi/generated/payloads.ts';
import type { RecordPayload } from '../../../src/abi/payload.ts';
import { happeningOf, isUrgent, renderHappening } from '../../../src/cli/live/line.ts';
import { type RecordHead, recordJson } from '../../../src/cli/record-json.ts';
import { describePayload } from '../../../src/cli/record-words.ts';
import { makeStyle } from '../../../src/cli/style.ts';
import {
  featureNames,
  featureWords,
  flagWords,
  reasonName,
  reasonText,
  stateWords,
} from '../../../src/cli/words.ts';

const plain = makeStyle({ color: false, unicode: true });
const sources = { backend: Backend.SIM, glyphs: plain.glyphs };
const at = new Date(2026, 10, 21, 3, 4, 5, 67);

function words(payload: RecordPayload): string {
  return describePayload(payload, sources).text;
}

function head(type: number, device = 0x8003): RecordHead {
  return {
    sequence: 7,
    type,
    device,
    timeNs: 2n ** 60n,
    critical: false,
    sourceTrack: 1,
    destinationTrack: 4,
  };
}

const event: EventNotification = {
  code: EventCode.NOT_ANSWERING,
  severity: Severity.ERROR,
  reason: 0,
  error: -110,
  arg0: 0n,
  arg1: 0n,
};
const response = {
  transactionId: 0n,
  type: OperationType.READ,
  registerIndex: 2,
  value: 0xa21c,
  error: 0,
  reason: 0,
  firmwareStatus: 0,
  durationNs: 48_000n,
};
const change = {
  version: 12n,
  flagsBefore: 1,
  flags: 1,
  powerBefore: 2,
  power: 3,
  registersChanged: 0b101,
  temperatureMc: 41_250,
  registers: [0x200001, 0, 41_250, ...Array.from({ length: 13 }, () => 0)],
};

describe('records in words', () => {
  it('operations', () => {
    const request = {
      transactionId: 9n,
      type: OperationType.WRITE,
      registerIndex: 8,
      value: 255,
      timeoutMs: 100,
      coordinatorEpoch: 1n,
    };
    expect(words({ kind: 'operation-request', value: request })).toBe(
      'write data0 = 0x000000ff (transaction 9)',
    );
    const reset = { ...request, type: OperationType.RESET, transactionId: 0n };
    expect(words({ kind: 'operation-request', value: reset })).toBe('reset');
    expect(words({ kind: 'operation-response', value: response })).toBe(
      'read temperature = 0x0000a21c in 48.0 µs',
    );
    const failed = { ...response, error: -5, reason: Reason.HARDWARE_ERROR, firmwareStatus: 0xe0 };
    expect(words({ kind: 'operation-response', value: failed })).toBe(
      'read temperature FAILED: HARDWARE_ERROR, EIO, firmware status 0x000000e0, in 48.0 µs',
    );
  });

  it('events', () => {
    const of = (value: Partial<EventNotification>): string =>
      words({ kind: 'event', value: { ...event, ...value } });
    expect(of({})).toBe('ERROR not answering: ETIMEDOUT');
    expect(of({ code: EventCode.ANSWERING, severity: Severity.INFO, error: 0 })).toBe('answering');
    const transaction = {
      code: EventCode.TRANSACTION,
      severity: Severity.INFO,
      error: 0,
      arg0: 5n,
    };
    expect(of({ ...transaction, arg1: BigInt(TxOutcome.ROLLED_BACK) })).toBe(
      'transaction: 5 rolled back',
    );
    const stop = { code: EventCode.STOP_STATE, severity: Severity.WARNING, error: 0, arg0: 3n };
    expect(of({ ...stop, arg1: BigInt(StopState.READY) })).toBe(
      'WARNING stop state: ready, generation 3',
    );
    expect(of({ code: 77, severity: 9, arg0: 1n, error: 0 })).toBe('severity 9 event 77 [1, 0]');
  });

  it('a stop, with who and why', () => {
    const value = {
      generation: 4n,
      latchedNs: 1n,
      cause: StopCause.HELPER,
      state: StopState.LATCHED,
      detail: 'mara: fire',
    };
    expect(words({ kind: 'emergency', value })).toBe(
      'STOP LATCHED, generation 4: helper "mara: fire"',
    );
  });

  it('changes of state', () => {
    expect(words({ kind: 'state-change', value: change })).toBe(
      'idle → active, control 0x00200001, 41.3 °C',
    );
    expect(
      words({ kind: 'state-change', value: { ...change, registersChanged: 0xffff } }),
    ).toContain('and 13 more registers');
    const silent = { ...change, power: 2, registersChanged: 0, flags: 0x61 };
    expect(words({ kind: 'state-change', value: silent })).toBe('normal → stale, not answering');
    expect(words({ kind: 'state-change', value: { ...silent, flags: 1 } })).toBe('version 12');
  });

  it('losses, and what is not understood', () => {
    const value = { count: 1234n, first: 10n, last: 1243n, bytes: 65_536, critical: 2n };
    expect(words({ kind: 'lost', value })).toBe(
      '1,234 records LOST (sequence 10 to 1,243), 64 KiB, 2 CRITICAL',
    );
    expect(words({ kind: 'raw', value: new Uint8Array([1, 0xab]) })).toBe('2 B: 01 ab');
    expect(words({ kind: 'raw', value: new Uint8Array(40) })).toMatch(/^40 B: (00 ){16}…$/);
  });
});

describe('a line', () => {
  it('has time, type, device by name, and the words', () => {
    const happening = happeningOf(
      head(RecordType.EVENT),
      { kind: 'event', value: event },
      at,
      sources,
    );
    expect(renderHappening(happening, plain)).toBe(
      '03:04:05.067 event     0x8003 Audit Log Controller      ERROR not answering: ETIMEDOUT',
    );
  });

  it('about no device, or one that is not in the table, has none', () => {
    const of = (device: number): string =>
      renderHappening(
        happeningOf(head(RecordType.EVENT, device), { kind: 'event', value: event }, at, sources),
        plain,
      );
    expect(of(0)).toContain('event     ERROR');
    expect(of(0x9999)).toContain('0x9999');
  });

  it('of a stop or a loss is shown whatever the limit', () => {
    expect(isUrgent(RecordType.EMERGENCY)).toBe(true);
    expect(isUrgent(RecordType.LOST)).toBe(true);
    expect(isUrgent(RecordType.RAW)).toBe(false);
  });
});

describe('a record as JSON', () => {
  it('has names, and strings for what a JSON number cannot hold', () => {
    const json = recordJson(head(RecordType.EVENT), { kind: 'event', value: event }, at);
    expect(json).toMatchObject({
      record: 'EVENT',
      sequence: 7,
      time_ns: '1152921504606846976',
      device: '0x8003',
      name: 'Audit Log Controller',
      source_track: 'KERNEL',
      payload: { code: 'NOT_ANSWERING', severity: 'ERROR', error: 'ETIMEDOUT', arg0: '0' },
    });
    expect(() => JSON.stringify(json)).not.toThrow();
  });

  it('of each kind can be written', () => {
    const kinds: RecordPayload[] = [
      { kind: 'operation-response', value: response },
      { kind: 'state-change', value: change },
      { kind: 'lost', value: { count: 1n, first: 1n, last: 1n, bytes: 1, critical: 0n } },
      { kind: 'raw', value: new Uint8Array([0xab]) },
    ];
    const texts = kinds.map((payload) => JSON.stringify(recordJson(head(0, 0), payload, at)));
    expect(texts[0]).toContain('"duration_ns":"48000"');
    expect(texts[1]).toContain('"power_before":"IDLE","power":"ACTIVE"');
    expect(texts[2]).toContain('"count":1');
    expect(texts[3]).toContain('"hex":"ab"');
    expect(texts[3]).toContain('"device":null');
  });
});

describe('numbers in words', () => {
  it('flags: presence is not notable, its absence is', () => {
    expect(flagWords(1)).toEqual([]);
    expect(flagWords(0)).toEqual(['absent']);
    expect(flagWords(0x45)).toEqual(['held', 'not answering']);
    expect(flagWords(0x1_0001)).toEqual(['0x10000']);
    expect(stateWords(2, 1)).toBe('idle');
    expect(stateWords(0, 2)).toBe('QUARANTINED');
  });

  it('features: read-only is said, not left to be missed', () => {
    expect(featureWords(0n)[0]).toContain('read-only');
    expect(featureWords(0x21n)).toEqual([
      'effects are possible (allow_writes=1)',
      'simulated hardware',
    ]);
    expect(featureNames(1n << 40n)).toEqual(['0x10000000000']);
  });

  it('every reason has a name and a meaning', () => {
    for (const [name, value] of Object.entries(Reason)) {
      expect(reasonName(value)).toBe(name);
    }
    expect(reasonText(Reason.QUARANTINED)).toContain('nothing lifts that');
    expect(reasonName(999)).toBe('REASON_999');
    expect(reasonText(999)).toContain('update');
  });
});
