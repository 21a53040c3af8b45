// SPDX-License-Identifier: Apache-2.0
// Reads: no commit, nothing changes. Answered when the record of them is as durable as was asked.
import { Severity } from '../../core/model/enums.ts';
import { executionLimitMs } from '../../core/model/safety-requirements.ts';
import type { Context } from './context.ts';
import type { Ending } from './ending.ts';
import type { Operation } from './operation.ts';
import type { ReadValue } from './ports.ts';
import type { DeviceResult } from './result.ts';
import { claimsOf } from './teller.ts';

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readOne(context: Context, operation: Operation, n: number): Promise<ReadValue> {
  const request = operation.identity.requests[n];
  if (request === undefined) {
    throw new RangeError(`the operation has no request ${n}`);
  }
  const limit = executionLimitMs(request.safetyRequirements.kernelSafety);
  const late = new AbortController();
  const overdue = Promise.withResolvers<never>();
  const cancel = context.options.timers.after(limit, () => {
    const error = new Error(`the device did not answer within ${limit} ms`);
    late.abort(error);
    overdue.reject(error);
  });
  const signal = AbortSignal.any([late.signal, operation.ended.signal]);
  try {
    return await Promise.race([
      context.options.reads.read(request, limit, signal),
      overdue.promise,
    ]);
  } finally {
    cancel();
  }
}

/** Of every one of its devices, or undefined: then the devices are asked. */
function sampledOf(context: Context, operation: Operation): readonly ReadValue[] | undefined {
  const values: ReadValue[] = [];
  for (const request of operation.identity.requests) {
    const value = context.options.reads.sampled(request);
    if (value === undefined) {
      return undefined;
    }
    values.push(value);
  }
  return values;
}

/** @operation was judged in this very turn, and nothing is missing. */
export async function read(context: Context, operation: Operation): Promise<Ending> {
  const { requests } = operation.identity;
  let sampled: readonly ReadValue[] | undefined;
  let values: readonly ReadValue[];
  try {
    sampled = sampledOf(context, operation);
    values = sampled ?? (await Promise.all(requests.map((_, n) => readOne(context, operation, n))));
  } catch (error) {
    operation.ended.signal.throwIfAborted();
    const message = `the device could not be read: ${wordsOf(error)}`;
    const counted = requests.map(({ deviceId, operationType }) => ({
      device: deviceId,
      type: operationType,
      failed: true,
    }));
    return { event: 'FAIL', cause: 'READ_FAILED', message, counted };
  }
  // What it was allowed on may have gone while the device answered: then nobody is told the value. A sample
  // was not waited for.
  const { unmet } = sampled === undefined ? context.judge(operation) : { unmet: [] };
  if (unmet.length > 0) {
    const message = 'what it was authorized on changed while the device was read';
    return { event: 'FAIL', cause: 'AUTHORIZATION_MOVED', message, unmet };
  }
  const devices = requests.map(
    ({ deviceId }, n): DeviceResult => ({
      device: deviceId,
      value: values[n]?.value ?? null,
      error: 0,
      reason: values[n]?.source ?? '',
    }),
  );
  const required = requests.some(
    ({ safetyRequirements }) => safetyRequirements.securitySafety.auditRequired,
  );
  const entry = context.teller.entry(operation, 'operation.read', Severity.INFO, {
    values: devices.map(({ device, value, reason }) => ({ device, value, source: reason })),
    ...claimsOf(operation),
  });
  try {
    await context.options.readRecords.record(entry, required);
  } catch (error) {
    const message = `the read could not be recorded, so it is not answered: ${wordsOf(error)}`;
    return { event: 'FAIL', cause: 'NOT_RECORDED', message };
  }
  return { event: 'COMPLETE', cause: null, message: '', devices };
}
