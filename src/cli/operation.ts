// SPDX-License-Identifier: Apache-2.0
// Operations as people write them.
import { OperationType } from '../core/model/enums.ts';
import { nearestName } from '../core/model/nearest.ts';
import { ExitCode, Failure, parseWhole, usageFailure } from './failure.ts';

const U32_MAX = 0xffff_ffff;

export const OPERATION_WORDS: readonly string[] = Object.keys(OperationType)
  .filter((name) => name !== 'UNKNOWN')
  .map((name) => name.toLowerCase());

export function parseOperation(text: string): OperationType {
  const wanted = text.toLowerCase().replaceAll('-', '_');
  const found = Object.entries(OperationType).find(([name]) => name.toLowerCase() === wanted);
  if (found === undefined || found[1] === OperationType.UNKNOWN) {
    const near = nearestName(wanted, OPERATION_WORDS);
    throw usageFailure(
      'OPERATION',
      text,
      `one of ${OPERATION_WORDS.join(', ')}`,
      near === undefined ? undefined : `Did you mean ${near}?`,
    );
  }
  return found[1];
}

export function operationName(type: OperationType): string {
  return Object.entries(OperationType).find(([, value]) => value === type)?.[0] ?? 'UNKNOWN';
}

/** Decimal, or hexadecimal with 0x. */
export function parseValue(what: string, text: string): number {
  return /^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : parseWhole(what, text, 0, U32_MAX);
}

export interface WrittenStep {
  readonly operation: OperationType;
  readonly token: string;
  readonly register: string | undefined;
  readonly value: string | undefined;
}

const STEP = /^([a-z_-]+):([0-9a-fx]+)(?::([a-z0-9]+)(?:=([0-9a-fx]+))?)?$/i;

/** write:0x8003:config0=5, activate:0x8004 */
export function parseStep(text: string): WrittenStep {
  const [, operation, token, register, value] = STEP.exec(text) ?? [];
  if (operation === undefined || token === undefined) {
    throw new Failure(
      ExitCode.USAGE,
      `STEP is '${text}': it must be OPERATION:TOKEN, or OPERATION:TOKEN:REGISTER=VALUE`,
      ['For example: write:0x8003:config0=5  activate:0x8004'],
    );
  }
  return { operation: parseOperation(operation), token, register, value };
}
