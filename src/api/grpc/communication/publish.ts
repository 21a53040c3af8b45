// SPDX-License-Identifier: Apache-2.0
// PublishEvent: whoever the policy lets speak, for whom and of what it lets them. An event of a client
// says so by its subject, and goes to nobody whom its publisher could not have told.
import type { Person } from '../../../core/canonical/approval.ts';
import type { Json } from '../../../core/canonical/json.ts';
import { checkMember, checkText, checkTextSet } from '../../../core/model/check.ts';
import { placeOf } from '../../../core/model/device.ts';
import {
  ClearanceLevel,
  EventType,
  OperationType,
  Severity,
  Track,
} from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { isPublishableSource, isPublishableType } from '../../../core/model/publishing.ts';
import type { Publication } from '../../../core/ports/event-log.ts';
import { deviceToken } from '../../../events/occurrences.ts';
import { parseSubject, tokenOf } from '../../../events/subject.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IEventPublishRequest,
  IEventPublishResponse,
} from '../wire/generated/dsmil-communication-v1.ts';
import { PublishRefusedError } from './errors.ts';
import type { CommunicationParts } from './parts.ts';
import type { PublishRate } from './publish-rate.ts';
import { millisecondsOf, wireTime } from './values.ts';
import { maySeeDevice, refuseUnseen } from './visibility.ts';

export interface PublishParts
  extends Pick<CommunicationParts, 'events' | 'security' | 'grants' | 'clock'> {
  readonly rate: Pick<PublishRate, 'take'>;
}

const TOPIC_MAX = 128;
const KEY_MAX = 64;
const COMPARTMENTS_MAX = 64;

const KIND_TOKENS: Readonly<Record<number, string>> = {
  [EventType.DEVICE_STATE_CHANGED]: 'device',
  [EventType.SECURITY_ALERT]: 'security',
  [EventType.SYSTEM_STATUS_CHANGED]: 'system',
  [EventType.PERFORMANCE_THRESHOLD]: 'performance',
};

/** EventDelivery of the protocol. */
const DURABLE = 2;

function knownMember<T extends number>(
  value: number | null | undefined,
  field: string,
  members: Readonly<Record<string, T>>,
): T {
  const known = Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'UNKNOWN'));
  return checkMember((value ?? 0) as T, field, known);
}

function dataOf(given: IEventPublishRequest): Record<string, Json> {
  const data: Record<string, Json> = {};
  for (const [key, value] of Object.entries(given.eventData ?? {})) {
    data[checkText(key, 'event_data', 1, KEY_MAX)] = value;
  }
  return data;
}

/**
 * published.KIND.PRINCIPAL, then the device, then the topic: nothing that the daemon publishes begins so, and
 * nobody publishes in another's name.
 */
function subjectOf(type: EventType, principal: string, device: number, topic: string): string {
  const about = device === 0 ? [] : [deviceToken(device)];
  const tokens = topic === '' ? [] : parseSubject(checkText(topic, 'topic', 0, TOPIC_MAX), 'topic');
  const kind = KIND_TOKENS[type] ?? 'other';
  return ['published', kind, tokenOf(principal), ...about, ...tokens].join('.');
}

/** Throws InvalidArgumentError for what is none; whether it may be published is another question. */
export function publicationOf(
  given: IEventPublishRequest,
  principal: string,
  publisher: Person,
  at: number,
): Publication {
  const type = knownMember(given.eventType, 'event_type', EventType);
  const severity = knownMember(given.severity, 'severity', Severity);
  const source = knownMember(given.sourceTrack, 'source_track', Track);
  const device = given.deviceId ?? 0;
  if (device !== 0) {
    placeOf(device);
  }
  const clearance = checkMember(
    (given.clearance ?? 0) as ClearanceLevel,
    'clearance',
    ClearanceLevel,
  );
  const compartments = checkTextSet(
    given.compartments ?? [],
    'compartments',
    COMPARTMENTS_MAX,
    KEY_MAX,
  );
  const claimed = millisecondsOf(given.timestamp, 'timestamp');
  return {
    subject: subjectOf(type, principal, device, given.topic ?? ''),
    type,
    severity,
    source,
    // Its publisher's label or a stricter one: who knows much may not be made to tell it to others.
    clearance: clearance > publisher.clearance ? clearance : publisher.clearance,
    compartments: [...new Set([...compartments, ...publisher.compartments])].sort(),
    at,
    data: {
      ...dataOf(given),
      ...(device === 0 ? {} : { device }),
      ...(claimed === 0 ? {} : { claimedAt: claimed }),
    },
  };
}

/** Throws PublishRefusedError. */
function checkAllowed(
  { grants }: PublishParts,
  principal: string,
  { type, source }: Publication,
): void {
  if (!isPublishableType(type)) {
    throw new PublishRefusedError('UNPUBLISHABLE_TYPE');
  }
  if (!isPublishableSource(source)) {
    throw new PublishRefusedError('UNPUBLISHABLE_SOURCE');
  }
  if (grants?.mayPublish(principal, type, source) !== true) {
    throw new PublishRefusedError('NOT_GRANTED');
  }
}

/** Rejects with InvalidArgumentError, PublishRefusedError, PublishRateError and DeviceNotFoundError. */
export async function publishEvent(
  parts: PublishParts,
  given: IEventPublishRequest,
  { caller }: Pick<GrpcCall, 'caller'>,
): Promise<IEventPublishResponse> {
  const { events, security, clock } = parts;
  const { principal } = caller;
  const device = given.deviceId ?? 0;
  if (device !== 0 && !maySeeDevice(security, principal, device)) {
    return await refuseUnseen(security, principal, device, OperationType.UNKNOWN);
  }
  const publisher = security.identify(principal);
  const at = clock.wall();
  try {
    if (publisher === undefined) {
      throw new PublishRefusedError('NOT_GRANTED');
    }
    const publication = publicationOf(given, principal, publisher, at);
    checkAllowed(parts, principal, publication);
    parts.rate.take(principal);
    // Also one of severity EMERGENCY: the board of those that are repeated is the daemon's, and short.
    events.publish(publication, 'durable');
    return { subject: publication.subject, acceptedAt: wireTime(at), delivery: DURABLE };
  } catch (error) {
    if (error instanceof PublishRefusedError) {
      await security.refused(principal, null, OperationType.UNKNOWN, `publish-${error.refusal}`);
    }
    throw error instanceof InvalidArgumentError ? renamed(error) : error;
  }
}

/** The core's names for fields that the protocol calls otherwise. */
const FIELD_NAMES: Readonly<Record<string, string>> = { data: 'event_data', subject: 'topic' };

function renamed(error: InvalidArgumentError): InvalidArgumentError {
  const field = FIELD_NAMES[error.field];
  return field === undefined ? error : new InvalidArgumentError(field, error.value, error.allowed);
}
