// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
import type { MessageType } from '../message-type.ts';
import { google } from './code.ts';

export interface Duration {
  readonly seconds: number;
  readonly nanos: number;
}

/** As {@link Duration}, to be written: what is left out has its default. */
export interface IDuration {
  readonly seconds?: number | undefined;
  readonly nanos?: number | undefined;
}

export const Duration: MessageType<Duration, IDuration> = google.protobuf.Duration;

export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** As {@link Timestamp}, to be written: what is left out has its default. */
export interface ITimestamp {
  readonly seconds?: number | undefined;
  readonly nanos?: number | undefined;
}

export const Timestamp: MessageType<Timestamp, ITimestamp> = google.protobuf.Timestamp;

export interface Any {
  readonly type_url: string;
  readonly value: Uint8Array;
}

/** As {@link Any}, to be written: what is left out has its default. */
export interface IAny {
  readonly type_url?: string | undefined;
  readonly value?: Uint8Array | undefined;
}

export const Any: MessageType<Any, IAny> = google.protobuf.Any;
