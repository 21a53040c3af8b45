// SPDX-License-Identifier: Apache-2.0
// Several operations on several devices, decided and approved as a whole: all of them or none. What a
// person signs for it names each device with the version and the risk that it was judged at.
import { checkInteger, checkText } from '../model/check.ts';
import { type OperationType, OperationTypeNames } from '../model/enums.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { nameOf } from '../model/names.ts';
import {
  checkRequest,
  type OperationParameters,
  type OperationRequest,
} from '../model/operation.ts';
import { type Level, levelOf } from '../risk/level.ts';
import { type Digest, domainDigest, requestDigest } from './digest.ts';
import type { Json } from './json.ts';

/** Every device once. */
export const TRANSACTION_MAX = 84;

/** One device in it. */
export interface TransactionOperation {
  readonly action: OperationType;
  /** The token. */
  readonly device: number;
  readonly parameters: OperationParameters;
  /** state/safety-version.ts, for the registers that this operation names. */
  readonly safetyVersion: number;
  readonly risk: Level;
}

/** What the server resolved of the whole. */
export interface TransactionDecision {
  /** In the order in which they happen; 1..84, each device once. */
  readonly operations: readonly TransactionOperation[];
  /** The greatest of them. */
  readonly risk: Level;
  /** Names the policy in force, by its revision. */
  readonly policy: string;
  readonly stopEpoch: number;
  /** 128 random bits in lower-case hexadecimal, never used before. */
  readonly nonce: string;
  /** By a clock that counts sleep. {unit ms} */
  readonly expiry: number;
}

export function isTransaction(decision: object): decision is TransactionDecision {
  return 'operations' in decision;
}

function checkDevices(devices: readonly number[], field: string): void {
  if (devices.length < 1 || devices.length > TRANSACTION_MAX) {
    throw new InvalidArgumentError(field, devices, `a list of 1..${TRANSACTION_MAX}`);
  }
  const twice = devices.find((device, n) => devices.indexOf(device) !== n);
  if (twice !== undefined) {
    throw new InvalidArgumentError(`${field}.device_id`, twice, 'each device once');
  }
}

/** What transactionDigest() is over, in the domain dsmil/tx/v1. */
export function transactionDocument(decision: TransactionDecision): Json {
  const { operations, risk, policy, stopEpoch, nonce, expiry } = decision;
  checkDevices(
    operations.map(({ device }) => device),
    'operations',
  );
  if (!/^[0-9a-f]{32}$/.test(nonce)) {
    throw new InvalidArgumentError('nonce', nonce, '32 lower-case hexadecimal digits');
  }
  const greatest = Math.max(...operations.map((one) => levelOf(one.risk, 'operations.risk')));
  if (risk !== greatest) {
    throw new InvalidArgumentError('risk', risk, `the greatest of the operations, ${greatest}`);
  }
  const counter = (value: number, field: string): number =>
    checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
  return {
    operations: operations.map((one) => ({
      action: nameOf(OperationTypeNames, one.action),
      device: one.device,
      parameters: { register: one.parameters.register, value: one.parameters.value },
      safety_version: counter(one.safetyVersion, 'operations.safety_version'),
      risk: one.risk,
    })),
    risk,
    policy,
    stop_epoch: counter(stopEpoch, 'stop_epoch'),
    nonce,
    expiry: counter(expiry, 'expiry'),
  };
}

/** What an approval of the whole signs. */
export function transactionDigest(decision: TransactionDecision): Digest {
  return domainDigest('dsmil/tx/v1', transactionDocument(decision));
}

/** What a client asks for as a whole. */
export interface TransactionRequest {
  readonly coordinationId: string;
  /** Each with the transaction's own coordination id. */
  readonly operations: readonly OperationRequest[];
}

/** A checked copy, or InvalidArgumentError. */
export function checkTransaction(given: TransactionRequest): TransactionRequest {
  const coordinationId = checkText(given.coordinationId, 'coordination_id', 1, 128);
  if (!Array.isArray(given.operations)) {
    throw new InvalidArgumentError(
      'operations',
      given.operations,
      `a list of 1..${TRANSACTION_MAX}`,
    );
  }
  checkDevices(
    given.operations.map(({ deviceId }) => deviceId),
    'operations',
  );
  const operations = given.operations.map(checkRequest);
  const other = operations.find((one) => one.coordinationId !== coordinationId);
  if (other !== undefined) {
    const allowed = `the transaction's own, ${JSON.stringify(coordinationId)}`;
    throw new InvalidArgumentError('operations.coordination_id', other.coordinationId, allowed);
  }
  return { coordinationId, operations };
}

/** What the id of a transaction stands for: its requests, in their order. */
export function transactionRequestDigest(transaction: TransactionRequest): Digest {
  return domainDigest('dsmil/tx-request/v1', {
    coordination_id: transaction.coordinationId,
    operations: transaction.operations.map(requestDigest),
  });
}
