// SPDX-License-Identifier: Apache-2.0
// From what the device layer throws to what a person reads: what was wrong, and what to do.
import { AbiError } from '../abi/errors.ts';
import { Reason } from '../abi/generated/enums.ts';
import {
  ArgumentError,
  CallError,
  DeviceError,
  HardwareError,
  HardwareTimeoutError,
  NativeLoadError,
  OpenError,
  RefusedError,
  VanishedError,
} from '../device/errors.ts';
import { whatSatisfies } from '../device/reasons.ts';
import { ExitCode, Failure } from './failure.ts';
import { hex } from './text.ts';
import { reasonName, reasonText } from './words.ts';

/** Where in this program to look further; the rule's own way out comes from the device layer. */
const WHERE: Partial<Record<number, string>> = {
  [Reason.QUARANTINED]:
    'Only its entry in the table shows, without state: dsmilctl devices --risk quarantined',
  [Reason.STOP_LATCHED]: 'Where the stop stands: dsmilctl status',
  [Reason.CAUSE_PRESENT]: 'What latched it: dsmilctl status',
  [Reason.UNSUPPORTED]: 'What the backend has: dsmilctl info',
  [Reason.REGISTER_READ_ONLY]: 'What can be written: dsmilctl info',
  [Reason.DEVICE_ABSENT]: 'Which devices are there: dsmilctl devices',
  [Reason.THERMAL_LIMIT]: 'The limit: dsmilctl info',
  [Reason.TOO_SOON]: 'The spacing: dsmilctl info',
};

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function refusal(reason: number, options?: ErrorOptions): Failure {
  const where = WHERE[reason];
  return new Failure(
    ExitCode.REFUSED,
    `refused by the rule ${reasonName(reason)}: ${reasonText(reason)}`,
    [
      `What would satisfy it: ${sentence(whatSatisfies(reason))}`,
      ...(where === undefined ? [] : [where]),
    ],
    reasonName(reason),
    options,
  );
}

/** Nothing is there, or nobody is behind it. */
const NOBODY = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENXIO',
  'ENODEV',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

function openFailure(error: OpenError): Failure {
  if (error.reason !== 0) {
    return refusal(error.reason, { cause: error });
  }
  const advice =
    error.errno === 'EACCES' || error.errno === 'EPERM'
      ? ['Which permission is missing, and the command that gives it: dsmilctl doctor']
      : ['What is there, and the command that cures it: dsmilctl doctor'];
  const exit = NOBODY.has(error.errno) ? ExitCode.GONE : ExitCode.FAILED;
  return new Failure(exit, error.message, advice, undefined, { cause: error });
}

function firmwareStatus({ answer }: CallError): string {
  return 'firmwareStatus' in answer && typeof answer.firmwareStatus === 'number'
    ? `, firmware status ${hex(answer.firmwareStatus)}`
    : '';
}

function deviceFailure(error: DeviceError): Failure {
  const cause = { cause: error };
  if (error instanceof OpenError) {
    return openFailure(error);
  }
  if (error instanceof RefusedError) {
    return refusal(error.reason, cause);
  }
  if (error instanceof VanishedError) {
    return new Failure(
      ExitCode.GONE,
      `the device is gone: ${error.message}`,
      ['It was unbound, or its simulator ended. What is there now: dsmilctl doctor'],
      undefined,
      cause,
    );
  }
  if (error instanceof ArgumentError) {
    return new Failure(ExitCode.USAGE, error.message, [], undefined, cause);
  }
  if (error instanceof HardwareTimeoutError) {
    return new Failure(
      ExitCode.FAILED,
      'the hardware did not answer by the deadline',
      [
        'Give it longer (--timeout MS, at most 5000), or see whether it answers at all: dsmilctl devices',
      ],
      undefined,
      cause,
    );
  }
  if (error instanceof HardwareError) {
    const name = error.reason === 0 ? undefined : error.reasonName;
    return new Failure(
      ExitCode.FAILED,
      `the hardware answered with an error (${name ?? error.errno}${firmwareStatus(error)})`,
      [sentence(whatSatisfies(error.reason || Reason.HARDWARE_ERROR))],
      name,
      cause,
    );
  }
  if (error instanceof NativeLoadError) {
    return new Failure(
      ExitCode.FAILED,
      error.message.replace(/; run .*$/, ''),
      ['Build it: npm run build:native   (or let ./scripts/run do it)'],
      undefined,
      cause,
    );
  }
  return new Failure(ExitCode.FAILED, error.message, [], undefined, cause);
}

/** Any error as the way a command ends. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) {
    return error;
  }
  if (error instanceof DeviceError) {
    return deviceFailure(error);
  }
  if (error instanceof AbiError) {
    return new Failure(ExitCode.USAGE, error.message, [], undefined, { cause: error });
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new Failure(
      ExitCode.FAILED,
      'no answer in time',
      ['Wait longer (--timeout MS), or find out why: dsmilctl doctor'],
      undefined,
      { cause: error },
    );
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(
    ExitCode.FAILED,
    `unexpected, a defect of this program: ${text}`,
    [],
    undefined,
    {
      cause: error,
    },
  );
}

/** Says in front of what goes wrong what it was about. */
export async function about<T>(subject: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { exitCode, message, advice, reason } = toFailure(error);
    throw new Failure(exitCode, `${subject}: ${message}`, advice, reason, { cause: error });
  }
}

/** For those who only tell of an error. The code is an errno's name where there is one. */
export function describeError(error: unknown): { message: string; code: string } {
  const code =
    error instanceof OpenError || error instanceof CallError
      ? error.errno
      : error instanceof DeviceError
        ? error.code
        : '';
  return { message: toFailure(error).message, code };
}
