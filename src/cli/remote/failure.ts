// SPDX-License-Identifier: Apache-2.0
// From a gRPC status to what the local socket would have said: the same code, advice and needs.
import { type ServiceError, status } from '@grpc/grpc-js';
import {
  BadRequest,
  ErrorInfo,
  PreconditionFailure,
  Status,
} from '../../api/grpc/wire/generated/google-rpc.ts';
import type { MessageType } from '../../api/grpc/wire/message-type.ts';
import { DaemonError, DaemonGoneError } from '../../api/local/client/client.ts';
import type { WireError } from '../../api/local/wire/messages.ts';

const DETAILS_KEY = 'grpc-status-details-bin';

function detail<Message, Input>(
  given: Status,
  name: string,
  type: MessageType<Message, Input>,
): Message | undefined {
  const found = given.details.find(({ type_url: url }) => url.endsWith(`/google.rpc.${name}`));
  return found === undefined ? undefined : type.decode(found.value);
}

function detailsOf(error: ServiceError): Status | undefined {
  const [bytes] = error.metadata?.get(DETAILS_KEY) ?? [];
  return Buffer.isBuffer(bytes) ? Status.decode(bytes) : undefined;
}

/** Without details it is not our daemon that spoke, but the way to it. */
const BARE: Readonly<Record<number, string>> = {
  [status.DEADLINE_EXCEEDED]: 'ERR_DSMIL_ABORTED',
  [status.CANCELLED]: 'ERR_DSMIL_ABORTED',
  [status.UNIMPLEMENTED]: 'ERR_DSMIL_UNKNOWN_METHOD',
  [status.INVALID_ARGUMENT]: 'ERR_DSMIL_INVALID_ARGUMENT',
  [status.INTERNAL]: 'ERR_DSMIL_INTERNAL',
};

export function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'number' &&
    'details' in error
  );
}

/** Somebody listens there, and the connection was lost or not taken: who tries again may come through a crowd. */
const CUT_OFF = /ECONNRESET|EAGAIN|EPIPE|ETIMEDOUT|Failed to connect|dropped|disconnected/;

/** Of what remoteError made. */
export function wasCutOff(error: unknown): boolean {
  return error instanceof DaemonGoneError && CUT_OFF.test(error.message);
}

/** @address: for who is told that nobody answers there. */
export function remoteError(error: ServiceError, address: string): Error {
  const given = detailsOf(error);
  if (given === undefined) {
    return error.code === status.UNAVAILABLE
      ? new DaemonGoneError(address, error.details)
      : new DaemonError({
          code: BARE[error.code] ?? `ERR_DSMIL_${status[error.code] ?? 'UNKNOWN'}`,
          message: error.details,
          advice: [],
        });
  }
  const info = detail(given, 'ErrorInfo', ErrorInfo);
  const violations = detail(given, 'PreconditionFailure', PreconditionFailure)?.violations ?? [];
  const [field] = detail(given, 'BadRequest', BadRequest)?.fieldViolations ?? [];
  const refusal = info?.metadata['refusal'];
  const allowed = info?.metadata['allowed'];
  const wire: WireError = {
    code: `ERR_DSMIL_${info?.reason ?? 'UNKNOWN'}`,
    message: given.message,
    advice: [],
    ...(violations.length > 0 && {
      needs: violations.map(({ type, description }) => ({
        rule: type,
        because: '',
        satisfied_by: description,
        possible: true,
      })),
    }),
    ...(field !== undefined && { field: field.field }),
    ...(allowed !== undefined && { allowed }),
    ...(refusal !== undefined && { refusal }),
  };
  return new DaemonError(wire);
}
