// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
import type { MessageType } from '../message-type.ts';
import { google } from './code.ts';
import type { Any, Duration, IAny, IDuration } from './google-protobuf.ts';

/** When to try again. */
export interface RetryInfo {
  /** Not before this has passed. */
  readonly retryDelay: Duration | null;
}

/** As {@link RetryInfo}, to be written: what is left out has its default. */
export interface IRetryInfo {
  readonly retryDelay?: IDuration | null | undefined;
}

export const RetryInfo: MessageType<RetryInfo, IRetryInfo> = google.rpc.RetryInfo;

/** A limit was reached. */
export interface QuotaFailure {
  /** All of them. */
  readonly violations: readonly QuotaFailure_Violation[];
}

/** As {@link QuotaFailure}, to be written: what is left out has its default. */
export interface IQuotaFailure {
  readonly violations?: readonly IQuotaFailure_Violation[] | undefined;
}

export const QuotaFailure: MessageType<QuotaFailure, IQuotaFailure> = google.rpc.QuotaFailure;

/** One limit. */
export interface QuotaFailure_Violation {
  /** Whose limit it is. */
  readonly subject: string;
  /** Which, and how large it is. */
  readonly description: string;
}

/** As {@link QuotaFailure_Violation}, to be written: what is left out has its default. */
export interface IQuotaFailure_Violation {
  readonly subject?: string | undefined;
  readonly description?: string | undefined;
}

export const QuotaFailure_Violation: MessageType<QuotaFailure_Violation, IQuotaFailure_Violation> = google.rpc.QuotaFailure.Violation;

/** The cause, for programs. */
export interface ErrorInfo {
  /** Stable within the domain: A-Z, 0-9 and "_", at most 63 characters. */
  readonly reason: string;
  /** Of this server: "dsmil". */
  readonly domain: string;
  /** What else belongs to it. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** As {@link ErrorInfo}, to be written: what is left out has its default. */
export interface IErrorInfo {
  readonly reason?: string | undefined;
  readonly domain?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export const ErrorInfo: MessageType<ErrorInfo, IErrorInfo> = google.rpc.ErrorInfo;

/** What has to be so first, and is not. */
export interface PreconditionFailure {
  /** All of them. */
  readonly violations: readonly PreconditionFailure_Violation[];
}

/** As {@link PreconditionFailure}, to be written: what is left out has its default. */
export interface IPreconditionFailure {
  readonly violations?: readonly IPreconditionFailure_Violation[] | undefined;
}

export const PreconditionFailure: MessageType<PreconditionFailure, IPreconditionFailure> = google.rpc.PreconditionFailure;

/** One thing. */
export interface PreconditionFailure_Violation {
  /** Stable name of the rule. */
  readonly type: string;
  /** What it is about. */
  readonly subject: string;
  /** What is wanted, and what would satisfy it. */
  readonly description: string;
}

/** As {@link PreconditionFailure_Violation}, to be written: what is left out has its default. */
export interface IPreconditionFailure_Violation {
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly description?: string | undefined;
}

export const PreconditionFailure_Violation: MessageType<PreconditionFailure_Violation, IPreconditionFailure_Violation> = google.rpc.PreconditionFailure.Violation;

/** What is wrong with the request itself. */
export interface BadRequest {
  /** All that were found. */
  readonly fieldViolations: readonly BadRequest_FieldViolation[];
}

/** As {@link BadRequest}, to be written: what is left out has its default. */
export interface IBadRequest {
  readonly fieldViolations?: readonly IBadRequest_FieldViolation[] | undefined;
}

export const BadRequest: MessageType<BadRequest, IBadRequest> = google.rpc.BadRequest;

/** One field. */
export interface BadRequest_FieldViolation {
  /** Its path in the request: safety_requirements.kernel_safety.max_execution_time_ms. */
  readonly field: string;
  /** What it is, and what it must be. */
  readonly description: string;
}

/** As {@link BadRequest_FieldViolation}, to be written: what is left out has its default. */
export interface IBadRequest_FieldViolation {
  readonly field?: string | undefined;
  readonly description?: string | undefined;
}

export const BadRequest_FieldViolation: MessageType<BadRequest_FieldViolation, IBadRequest_FieldViolation> = google.rpc.BadRequest.FieldViolation;

/** What to name when asking about this call. */
export interface RequestInfo {
  /** The server's own name of the call. */
  readonly requestId: string;
  /** Not used. */
  readonly servingData: string;
}

/** As {@link RequestInfo}, to be written: what is left out has its default. */
export interface IRequestInfo {
  readonly requestId?: string | undefined;
  readonly servingData?: string | undefined;
}

export const RequestInfo: MessageType<RequestInfo, IRequestInfo> = google.rpc.RequestInfo;

/** What it was about. */
export interface ResourceInfo {
  /** What kind of thing. */
  readonly resourceType: string;
  /** Which. */
  readonly resourceName: string;
  /** Whose. */
  readonly owner: string;
  /** What is the matter with it. */
  readonly description: string;
}

/** As {@link ResourceInfo}, to be written: what is left out has its default. */
export interface IResourceInfo {
  readonly resourceType?: string | undefined;
  readonly resourceName?: string | undefined;
  readonly owner?: string | undefined;
  readonly description?: string | undefined;
}

export const ResourceInfo: MessageType<ResourceInfo, IResourceInfo> = google.rpc.ResourceInfo;

/** An error. */
export interface Status {
  /** A gRPC status code: 0..16. */
  readonly code: number;
  /** For people. */
  readonly message: string;
  /** Messages of error_details.proto. */
  readonly details: readonly Any[];
}

/** As {@link Status}, to be written: what is left out has its default. */
export interface IStatus {
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly details?: readonly IAny[] | undefined;
}

export const Status: MessageType<Status, IStatus> = google.rpc.Status;
