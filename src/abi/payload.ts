// SPDX-License-Identifier: Apache-2.0
// A record's payload as an object, for those who want one. It costs what an object costs: on
// the hot path read single fields at reader.payloadOffset instead.
import { RecordType } from './generated/enums.ts';
import {
  type EmergencyStopSignal,
  type EventNotification,
  type Lost,
  type OperationRequest,
  type OperationResponse,
  readEmergencyStopSignal,
  readEventNotification,
  readLost,
  readOperationRequest,
  readOperationResponse,
  readStateChange,
  type StateChange,
} from './generated/payloads.ts';
import { STRUCTS } from './generated/structs.ts';
import type { RecordReader } from './record-reader.ts';

export type RecordPayload =
  | { readonly kind: 'operation-request'; readonly value: OperationRequest }
  | { readonly kind: 'operation-response'; readonly value: OperationResponse }
  | { readonly kind: 'event'; readonly value: EventNotification }
  | { readonly kind: 'emergency'; readonly value: EmergencyStopSignal }
  | { readonly kind: 'state-change'; readonly value: StateChange }
  | { readonly kind: 'lost'; readonly value: Lost }
  /** Bytes as they are; also of a type, or too short a payload, that this version does not know. */
  | { readonly kind: 'raw'; readonly value: Uint8Array };

function fits(reader: RecordReader, struct: string): boolean {
  return reader.payloadLength >= (STRUCTS[struct]?.size ?? Number.POSITIVE_INFINITY);
}

export function readPayload(reader: RecordReader): RecordPayload {
  const { view, payloadOffset: at } = reader;
  switch (reader.type) {
    case RecordType.OPERATION_REQUEST:
      if (fits(reader, 'OperationRequest')) {
        return { kind: 'operation-request', value: readOperationRequest(view, at) };
      }
      break;
    case RecordType.OPERATION_RESPONSE:
      if (fits(reader, 'OperationResponse')) {
        return { kind: 'operation-response', value: readOperationResponse(view, at) };
      }
      break;
    case RecordType.EVENT:
      if (fits(reader, 'EventNotification')) {
        return { kind: 'event', value: readEventNotification(view, at) };
      }
      break;
    case RecordType.EMERGENCY:
      if (fits(reader, 'EmergencyStopSignal')) {
        return { kind: 'emergency', value: readEmergencyStopSignal(view, at) };
      }
      break;
    case RecordType.STATE_CHANGE:
      if (fits(reader, 'StateChange')) {
        return { kind: 'state-change', value: readStateChange(view, at) };
      }
      break;
    case RecordType.LOST:
      if (fits(reader, 'Lost')) {
        return { kind: 'lost', value: readLost(view, at) };
      }
      break;
    default:
      break;
  }
  return { kind: 'raw', value: reader.payload().slice() };
}
