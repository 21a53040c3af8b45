// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { DEVICES } from '../../../src/abi/generated/devices.ts';
import { Backend, RecordType, RiskLevel } from '../../../src/abi/generated/enums.ts';
import {
  parseGroup,
  parseRecordType,
  parseRegister,
  parseRisk,
  parseToken,
  registerName,
} from '../../../src/cli/arguments.ts';
import { stopIntent } from '../../../src/cli/argv.ts';
import { ExitCode, Failure, parseSeconds, parseWhole } from '../../../src/cli/failure.ts';
import { stopDetail } from '../../../src/cli/stop-detail.ts';

function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) {
      return error;
    }
    throw error;
  }
  throw new Error('it was accepted');
}

describe('TOKEN', () => {
  it('is hexadecimal, with or without 0x, in any case', () => {
    expect(parseToken('0x8003')).toBe(0x8003);
    expect(parseToken('8003')).toBe(0x8003);
    expect(parseToken('0X800b')).toBe(0x800b);
    expect(parseToken('806B')).toBe(0x806b);
  });

  it('can be any of the table', () => {
    for (const { token } of DEVICES) {
      expect(parseToken(token.toString(16))).toBe(token);
    }
  });

  it.each(['0x800C', '0x7fff', '0x8070', '', 'x', '0x', '32771', '-8003', '0x80030', '8003 '])(
    'is not %j',
    (text) => {
      const failure = failureOf(() => parseToken(text));
      expect(failure.exitCode).toBe(ExitCode.USAGE);
      expect(failure.message).toContain(`TOKEN is '${text}'`);
      expect(failure.message).toContain('0x8000..0x800B');
    },
  );

  it('that is a position or a name is answered with the token', () => {
    expect(failureOf(() => parseToken('3')).advice.join()).toContain('0x8003');
    expect(failureOf(() => parseToken('Event Loger')).advice.join()).toContain(
      '0x8004 (Event Logger)',
    );
  });
});

describe('REGISTER', () => {
  it('is a number or a name of the backend', () => {
    expect(parseRegister('3', Backend.SIM)).toBe(3);
    expect(parseRegister('0xf', Backend.SIM)).toBe(15);
    expect(parseRegister('r7', Backend.SIM)).toBe(7);
    expect(parseRegister('Temperature', Backend.SIM)).toBe(2);
    expect(parseRegister('data7', Backend.SIM)).toBe(15);
    expect(parseRegister('status', Backend.SMI)).toBe(0);
    expect(parseRegister('identity', Backend.MMIO)).toBe(1);
  });

  it('that the backend may not have is left to the core to refuse, which says why', () => {
    expect(parseRegister('9', Backend.SMI)).toBe(9);
  });

  it.each(['16', '99', '-1', 'tempo', '', '0x10', '1.5'])('is not %j', (text) => {
    const failure = failureOf(() => parseRegister(text, Backend.SIM));
    expect(failure.exitCode).toBe(ExitCode.USAGE);
    expect(failure.message).toContain('0 to 15');
    expect(failure.message).toContain('temperature');
  });

  it('suggests the nearest name', () => {
    expect(failureOf(() => parseRegister('temprature', Backend.SIM)).advice).toEqual([
      'Did you mean temperature?',
    ]);
  });

  it('has a name on every backend', () => {
    expect(registerName(Backend.SIM, 4)).toBe('config0');
    expect(registerName(Backend.UNKNOWN, 4)).toBe('r4');
  });
});

describe('the other arguments', () => {
  it('are taken in any case', () => {
    expect(parseRisk('High')).toBe(RiskLevel.HIGH);
    expect(parseRecordType('state-change')).toBe(RecordType.STATE_CHANGE);
    expect(parseGroup('6')).toBe(6);
    expect(parseWhole('--count', '10', 1, 20)).toBe(10);
    expect(parseSeconds('--seconds', '0.5', 60)).toBe(0.5);
  });

  it('name value and range when they are wrong', () => {
    expect(failureOf(() => parseRisk('hihg')).message).toContain('one of safe, low');
    expect(failureOf(() => parseRisk('unknown')).message).toContain("--risk is 'unknown'");
    expect(failureOf(() => parseRecordType('evnt')).advice).toEqual(['Did you mean event?']);
    expect(failureOf(() => parseGroup('7')).message).toContain('0 Core Security');
    expect(failureOf(() => parseWhole('--count', '0', 1, 20)).message).toBe(
      "--count is '0': it must be a whole number from 1 to 20",
    );
    expect(failureOf(() => parseWhole('--count', '1e3', 1, 2000)).exitCode).toBe(ExitCode.USAGE);
    expect(failureOf(() => parseSeconds('--seconds', '0', 60)).message).toContain('above 0');
  });
});

describe('a stop', () => {
  it('is understood whatever else is wrong with the line', () => {
    expect(stopIntent(['stop'])).toEqual({ device: undefined, reason: undefined });
    expect(stopIntent(['--bogus', 'stop'])).toBeDefined();
    expect(stopIntent(['stop', '--raeson', 'fire'])).toBeDefined();
    expect(stopIntent(['stop', 'now', 'please'])).toBeDefined();
    expect(stopIntent(['--device', '/dev/x', 'stop', '--reason=smoke'])).toEqual({
      device: '/dev/x',
      reason: 'smoke',
    });
  });

  it('is not what another command or a question for help asks', () => {
    expect(stopIntent(['stop', '--help'])).toBeUndefined();
    expect(stopIntent(['read', 'stop'])).toBeUndefined();
    expect(stopIntent(['--device', 'stop', 'info'])).toBeUndefined();
    expect(stopIntent([])).toBeUndefined();
  });

  it('keeps 32 bytes of who and why, cut between characters', () => {
    expect(stopDetail('root', 'smoke')).toEqual({ text: 'root: smoke', cut: false });
    expect(stopDetail('root', undefined)).toEqual({ text: 'dsmilctl, by root', cut: false });
    const long = stopDetail('root', 'ä'.repeat(40));
    expect(long.cut).toBe(true);
    expect(Buffer.byteLength(long.text)).toBeLessThanOrEqual(32);
    expect(long.text).toBe(`root: ${'ä'.repeat(13)}`);
    expect(stopDetail('a\0b', 'x\ud800').text).toBe('a b: x\ufffd');
  });
});
