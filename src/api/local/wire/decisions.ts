// SPDX-License-Identifier: Apache-2.0
// What people sign, on its way to them. The signature is over the digest of what arrived and was shown,
// computed here again: a daemon that shows one thing and wants a signature over another gets none.
import { type ClearingDecision, ClearingKind } from '../../../core/canonical/clearing.ts';
import type { OperationDecision } from '../../../core/canonical/digest.ts';
import type { Json } from '../../../core/canonical/json.ts';
import type { ResetDecision, ResetStepName } from '../../../core/canonical/reset-decision.ts';
import {
  isTransaction,
  type TransactionDecision,
  type TransactionOperation,
} from '../../../core/canonical/transaction.ts';
import { OperationType } from '../../../core/model/enums.ts';
import { levelOf } from '../../../core/risk/level.ts';
import { Params } from './params.ts';

const COUNTER_MAX = Number.MAX_SAFE_INTEGER;
const TYPES = Object.entries(OperationType);
const TEXT_MAX = 256;

function typeName(type: OperationType): string {
  return TYPES.find(([, value]) => value === type)?.[0] ?? 'UNKNOWN';
}

/** Of its name, as everywhere outside of the ABI. */
export function operationTypeOf(params: Params, name: string): OperationType {
  const known = TYPES.filter(([, value]) => value !== OperationType.UNKNOWN);
  const word = params.member(
    name,
    known.map(([key]) => key),
  );
  return known.find(([key]) => key === word)?.[1] ?? OperationType.UNKNOWN;
}

function stepJson({ action, device, parameters, safetyVersion, risk }: TransactionOperation): Json {
  const { register, value } = parameters;
  return {
    action: typeName(action),
    device,
    register,
    value,
    safety_version: safetyVersion,
    risk,
  };
}

function stepFrom(params: Params): TransactionOperation {
  return {
    action: operationTypeOf(params, 'action'),
    device: params.integer('device', 0, 0xffff),
    parameters: {
      register: params.optionalInteger('register', 0, 15) ?? null,
      value: params.optionalInteger('value', 0, 0xffff_ffff) ?? null,
    },
    safetyVersion: params.integer('safety_version', 0, COUNTER_MAX),
    risk: levelOf(params.integer('risk', 1, 6), params.at('risk')),
  };
}

/** Of an operation, or of a transaction over several devices. */
export function decisionJson(decision: OperationDecision | TransactionDecision): Json {
  const { policy, stopEpoch, nonce, expiry } = decision;
  const common = { policy, stop_epoch: stopEpoch, nonce, expiry };
  return isTransaction(decision)
    ? { operations: decision.operations.map(stepJson), ...common }
    : { operation: stepJson(decision), ...common };
}

export function decisionFrom(json: Json): OperationDecision | TransactionDecision {
  const params = new Params(json, 'decision');
  const common = {
    policy: params.text('policy', 1, TEXT_MAX),
    stopEpoch: params.integer('stop_epoch', 0, COUNTER_MAX),
    nonce: params.text('nonce', 32, 32),
    expiry: params.integer('expiry', 0, COUNTER_MAX),
  };
  if (!params.has('operations')) {
    return { ...stepFrom(params.object('operation')), ...common };
  }
  const operations = params.objects('operations').map(stepFrom);
  const [worst] = operations.map(({ risk }) => risk).sort((a, b) => b - a);
  return { operations, risk: levelOf(worst ?? 6, 'operations.risk'), ...common };
}

const RESET_STEPS: readonly ResetStepName[] = ['RESET', 'CONFIRM', 'START'];

export function resetJson(decision: ResetDecision): Json {
  const { step, kernelInstance, stopEpoch, accepts, causeCleared, nonce, expiry } = decision;
  return {
    step,
    kernel_instance: kernelInstance,
    stop_epoch: stopEpoch,
    accepts: [...accepts],
    cause_cleared: causeCleared,
    nonce,
    expiry,
  };
}

export function resetFrom(json: Json): ResetDecision {
  const params = new Params(json, 'decision');
  return {
    step: params.member('step', RESET_STEPS),
    kernelInstance: params.text('kernel_instance', 1, TEXT_MAX),
    stopEpoch: params.integer('stop_epoch', 0, COUNTER_MAX),
    accepts: params.texts('accepts', TEXT_MAX),
    causeCleared: params.flag('cause_cleared', false),
    nonce: params.text('nonce', 32, 32),
    expiry: params.integer('expiry', 0, COUNTER_MAX),
  };
}

export function clearingJson(decision: ClearingDecision): Json {
  const { kind, subject, devices, note, policy, nonce, expiry } = decision;
  return { kind, subject, devices: [...devices], note, policy, nonce, expiry };
}

export function clearingFrom(json: Json): ClearingDecision {
  const params = new Params(json, 'decision');
  return {
    kind: params.member('kind', Object.values(ClearingKind)),
    subject: params.text('subject', 1, TEXT_MAX),
    devices: params.integers('devices', 0, 0xffff),
    note: params.text('note', 1, 1_024),
    policy: params.text('policy', 1, TEXT_MAX),
    nonce: params.text('nonce', 32, 32),
    expiry: params.integer('expiry', 0, COUNTER_MAX),
  };
}
