// SPDX-License-Identifier: Apache-2.0
// From what is thrown to what a client is told: a gRPC status, with google.rpc details. Only errors of the
// table are told; all others are ours, and are told to whoever runs the daemon.
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { InvalidArgumentError, RefusedError } from '../../../core/model/errors.ts';
import { isNamed, refusalOf, satisfiedByOf } from '../../failure.ts';

import {
  BadRequest,
  ErrorInfo,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  RetryInfo,
  Status,
} from '../wire/generated/google-rpc.ts';
import type { MessageType } from '../wire/message-type.ts';
import { CallEndedError } from './call.ts';
import { StatusError } from './status-error.ts';

export const REQUEST_ID_KEY = 'x-request-id';
export const DETAILS_KEY = 'grpc-status-details-bin';
export const DOMAIN = 'dsmil';
/**
 * HTTP/2 peers take 8 KiB of headers in all, and one that gets more ends the connection with all calls on it; the details
 * are in base64 there, and in a message each byte beyond ASCII takes three. A field's name may have a client's key in it.
 * {unit bytes}
 */
const MESSAGE_MAX = 512;
const DESCRIPTION_MAX = 512;
const FIELD_MAX = 192;
const VIOLATIONS_MAX = 8;

/** By our stable codes; what is not here is INTERNAL. */
const STATUS_BY_CODE: Readonly<Record<string, status>> = {
  ERR_DSMIL_INVALID_ARGUMENT: status.INVALID_ARGUMENT,
  ERR_DSMIL_NO_CANONICAL_FORM: status.INVALID_ARGUMENT,
  ERR_DSMIL_CURSOR: status.INVALID_ARGUMENT,
  ERR_DSMIL_OUT_OF_RANGE: status.OUT_OF_RANGE,
  ERR_DSMIL_NOT_FOUND: status.NOT_FOUND,
  ERR_DSMIL_SYNC_UNKNOWN_DEVICE: status.NOT_FOUND,
  ERR_DSMIL_ID_REUSED: status.ALREADY_EXISTS,
  ERR_DSMIL_OPERATION_KNOWN: status.ALREADY_EXISTS,
  ERR_DSMIL_CALLER_REFUSED: status.PERMISSION_DENIED,
  ERR_DSMIL_PUBLISH_REFUSED: status.PERMISSION_DENIED,
  ERR_DSMIL_SYNC_PERSON: status.PERMISSION_DENIED,
  ERR_DSMIL_REFUSED: status.FAILED_PRECONDITION,
  ERR_DSMIL_ANSWER_REFUSED: status.FAILED_PRECONDITION,
  ERR_DSMIL_STRANGER_MOVED: status.FAILED_PRECONDITION,
  ERR_DSMIL_CHANGE_REFUSED: status.FAILED_PRECONDITION,
  ERR_DSMIL_INTERFACE_REFUSED: status.FAILED_PRECONDITION,
  ERR_DSMIL_RESET_REFUSED: status.FAILED_PRECONDITION,
  ERR_DSMIL_SYNC_DECISION: status.FAILED_PRECONDITION,
  ERR_DSMIL_OPERATION_ENDED: status.FAILED_PRECONDITION,
  ERR_DSMIL_TRANSACTION_DECIDED: status.FAILED_PRECONDITION,
  ERR_DSMIL_APPROVAL_USED: status.FAILED_PRECONDITION,
  ERR_DSMIL_NOT_FLAGGED: status.FAILED_PRECONDITION,
  ERR_DSMIL_NOT_DECIDING: status.FAILED_PRECONDITION,
  ERR_DSMIL_OUTCOME_DIFFERS: status.FAILED_PRECONDITION,
  ERR_DSMIL_RECOVERY_INCOMPLETE: status.FAILED_PRECONDITION,
  ERR_DSMIL_OPERATION_PENDING: status.DEADLINE_EXCEEDED,
  ERR_DSMIL_OPERATION_LIMIT: status.RESOURCE_EXHAUSTED,
  ERR_DSMIL_EVENTS_LIMIT: status.RESOURCE_EXHAUSTED,
  ERR_DSMIL_PUBLISH_RATE: status.RESOURCE_EXHAUSTED,
  ERR_DSMIL_AUDIT_FULL: status.RESOURCE_EXHAUSTED,
  ERR_DSMIL_STORE_BUSY: status.RESOURCE_EXHAUSTED,
  ERR_DSMIL_STORE_QUERY_ABORTED: status.UNAVAILABLE,
  ERR_DSMIL_SECURITY_UNCERTAIN: status.UNAVAILABLE,
  ERR_DSMIL_NOT_RECORDED: status.UNAVAILABLE,
  ERR_DSMIL_AUDIT_UNAVAILABLE: status.UNAVAILABLE,
  ERR_DSMIL_AUDIT_CLOSED: status.UNAVAILABLE,
  ERR_DSMIL_CLOSED: status.UNAVAILABLE,
  ERR_DSMIL_FENCED: status.UNAVAILABLE,
  ERR_DSMIL_ISOLATED: status.UNAVAILABLE,
  ERR_DSMIL_CHARTER_TAMPERED: status.DATA_LOSS,
};

/** Refusals that are about who asks, not about how things are. */
const ABOUT_WHO = new Set([
  ...['UNKNOWN', 'UNKNOWN_PERSON', 'NOT_A_PERSON', 'NOT_CLEARED', 'CLEARANCE', 'COMPARTMENTS'],
  ...['UNKNOWN_KEY', 'SHARED_KEY', 'BAD_SIGNATURE', 'REQUESTER', 'SAME_PERSON', 'NOT_GRANTED'],
]);

/** What an error may add to ErrorInfo: by the name of its field. */
const METADATA_FIELDS: readonly (readonly [field: string, key: string])[] = [
  ['coordinationId', 'coordination_id'],
  ['operation', 'operation_id'],
  ['oldest', 'oldest_cursor'],
  ['limit', 'limit'],
];

type Detail = { readonly type_url: string; readonly value: Uint8Array };

function detail<Message, Input>(
  name: string,
  type: MessageType<Message, Input>,
  message: Input,
): Detail {
  return {
    type_url: `type.googleapis.com/google.rpc.${name}`,
    value: type.encode(message).finish(),
  };
}

/**
 * @given, or its first @most bytes, the last three of which say so. Half a character, where a client's text was cut for
 * a message, has no form in a header: the call would end without a word.
 */
function short(given: string, most: number): string {
  const text = given.toWellFormed();
  if (Buffer.byteLength(text) <= most) {
    return text;
  }
  const bytes = Buffer.from(text.slice(0, most)).subarray(0, most - 3);
  // A character of which a part is left.
  return `${bytes.toString('utf8').replace(/\ufffd+$/, '')}…`;
}

interface Told {
  readonly code: status;
  /** Stable; A-Z, 0-9 and "_". */
  readonly reason: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly details: readonly Detail[];
}

function metadataOf(error: Error): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [field, key] of METADATA_FIELDS) {
    const value = (error as unknown as Record<string, unknown>)[field];
    if (typeof value === 'string') {
      given[key] = short(value, DESCRIPTION_MAX);
    }
  }
  return given;
}

function toldOfInvalid({ field: name, message, allowed, code }: InvalidArgumentError): Told {
  const field = short(name, FIELD_MAX);
  const description = short(message, DESCRIPTION_MAX);
  return {
    code: status.INVALID_ARGUMENT,
    reason: reasonOf(code),
    message,
    metadata: { field, allowed: short(allowed, DESCRIPTION_MAX) },
    details: [detail('BadRequest', BadRequest, { fieldViolations: [{ field, description }] })],
  };
}

function toldOfRefused({ needs, message, code }: RefusedError): Told {
  const violations = needs.slice(0, VIOLATIONS_MAX).map((need) => ({
    type: need.rule,
    subject: DOMAIN,
    description: short(need.satisfiedBy, DESCRIPTION_MAX),
  }));
  return {
    code: status.FAILED_PRECONDITION,
    reason: reasonOf(code),
    message,
    metadata: {},
    details: [detail('PreconditionFailure', PreconditionFailure, { violations })],
  };
}

function reasonOf(code: string): string {
  return code.replace(/^ERR_DSMIL_/, '');
}

function toldOfNamed(error: Error & { readonly code: string }, code: status): Told {
  const refusal = refusalOf(error);
  const satisfiedBy = satisfiedByOf(error);
  const details: Detail[] = [];
  if (satisfiedBy !== undefined) {
    const description = short(satisfiedBy, DESCRIPTION_MAX);
    const violation = { type: refusal ?? reasonOf(error.code), subject: DOMAIN, description };
    details.push(detail('PreconditionFailure', PreconditionFailure, { violations: [violation] }));
  }
  return {
    code: refusal !== undefined && ABOUT_WHO.has(refusal) ? status.PERMISSION_DENIED : code,
    reason: reasonOf(error.code),
    message: error.message,
    metadata: { ...(refusal !== undefined && { refusal }), ...metadataOf(error) },
    details,
  };
}

function toldOfStatus({ status: code, reason, facts }: StatusError): Told {
  const { message, quota, retryMs } = facts;
  const details: Detail[] = [];
  if (quota !== undefined) {
    const violations = [{ subject: DOMAIN, description: quota }];
    details.push(detail('QuotaFailure', QuotaFailure, { violations }));
  }
  if (retryMs !== undefined) {
    const retryDelay = { seconds: Math.floor(retryMs / 1_000), nanos: (retryMs % 1_000) * 1e6 };
    details.push(detail('RetryInfo', RetryInfo, { retryDelay }));
  }
  return { code, reason, message, metadata: {}, details };
}

/** Undefined for what is nobody's business but ours. */
function toldOf(error: unknown): Told | undefined {
  if (error instanceof StatusError) {
    return toldOfStatus(error);
  }
  if (error instanceof CallEndedError) {
    const { status: code, message } = error;
    return { code, reason: 'CALL_ENDED', message, metadata: {}, details: [] };
  }
  if (error instanceof InvalidArgumentError) {
    return toldOfInvalid(error);
  }
  if (error instanceof RefusedError) {
    return toldOfRefused(error);
  }
  if (!isNamed(error)) {
    return undefined;
  }
  const code = STATUS_BY_CODE[error.code];
  return code === undefined ? undefined : toldOfNamed(error, code);
}

/**
 * @requestId is the server's name of the call. @onDefect hears of what is no error of the table; its id is all that the
 * client gets of it.
 */
export function toStatus(
  error: unknown,
  requestId: string,
  onDefect: (error: unknown) => string,
): StatusObject {
  const told = toldOf(error) ?? defect(onDefect(error));
  const message = short(told.message, MESSAGE_MAX);
  const info = { reason: told.reason, domain: DOMAIN, metadata: told.metadata };
  const details = [
    detail('ErrorInfo', ErrorInfo, info),
    ...told.details,
    detail('RequestInfo', RequestInfo, { requestId }),
  ];
  const metadata = new Metadata();
  metadata.set(REQUEST_ID_KEY, requestId);
  const bytes = Status.encode({ code: told.code, message, details }).finish();
  metadata.set(DETAILS_KEY, Buffer.from(bytes));
  return { code: told.code, details: message, metadata };
}

function defect(id: string): Told {
  return {
    code: status.INTERNAL,
    reason: 'INTERNAL',
    message: `a defect of the daemon; its log has it as ${id}`,
    metadata: { defect: id },
    details: [],
  };
}

/** The details of an answer's metadata, for clients and tests; undefined when it has none. */
export function readDetails(metadata: Metadata): Status | undefined {
  const [bytes] = metadata.get(DETAILS_KEY);
  return Buffer.isBuffer(bytes) ? Status.decode(bytes) : undefined;
}

/** The message of @type among @details. */
export function findDetail<Message, Input>(
  { details }: Status,
  name: string,
  type: MessageType<Message, Input>,
): Message | undefined {
  const found = details.find(({ type_url: url }) => url.endsWith(`/google.rpc.${name}`));
  return found === undefined ? undefined : type.decode(found.value);
}
