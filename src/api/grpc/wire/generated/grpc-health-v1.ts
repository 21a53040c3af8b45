// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
import type { MessageType } from '../message-type.ts';
import { grpc } from './code.ts';

/** Asks about one service. */
export interface HealthCheckRequest {
  /** Its full name; empty: the server as a whole. */
  readonly service: string;
}

/** As {@link HealthCheckRequest}, to be written: what is left out has its default. */
export interface IHealthCheckRequest {
  readonly service?: string | undefined;
}

export const HealthCheckRequest: MessageType<HealthCheckRequest, IHealthCheckRequest> = grpc.health.v1.HealthCheckRequest;

/** How it is. */
export interface HealthCheckResponse {
  /** Now. {@link ServingStatus} */
  readonly status: number;
}

/** As {@link HealthCheckResponse}, to be written: what is left out has its default. */
export interface IHealthCheckResponse {
  readonly status?: number | undefined;
}

export const HealthCheckResponse: MessageType<HealthCheckResponse, IHealthCheckResponse> = grpc.health.v1.HealthCheckResponse;

/** Whether calls make sense. */
export const HealthCheckResponse_ServingStatus = {
  /** Not known. */
  UNKNOWN: 0,
  /** They do. */
  SERVING: 1,
  /** They do not. */
  NOT_SERVING: 2,
  /** There is no such service. Watch alone says so; Check answers NOT_FOUND. */
  SERVICE_UNKNOWN: 3,
} as const;

/** A member, or a number that this build does not know. */
export type HealthCheckResponse_ServingStatus = number;
