// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
import type { MessageType } from '../message-type.ts';
import { dsmil } from './code.ts';
import type { Duration, IDuration, ITimestamp, Timestamp } from './google-protobuf.ts';

/** Stops everything. Every field may be left out; one that is wrong is ignored. */
export interface EmergencyStopRequest {
  /** Why, for people and the audit log: cut after 256 characters. */
  readonly reason: string;
  /** Recorded and shown; a stop is never slower or smaller for it. Unknown ones count as IMMEDIATE. {@link EmergencyPriority} */
  readonly priority: number;
  /** Recorded as a claim. Who stopped it is told by the connection. */
  readonly triggeredBy: string;
  /** When, by the client's clock: recorded as a claim. */
  readonly timestamp: Timestamp | null;
  /** Recorded; never narrows the stop. Tokens. */
  readonly affectedDevices: readonly number[];
}

/** As {@link EmergencyStopRequest}, to be written: what is left out has its default. */
export interface IEmergencyStopRequest {
  readonly reason?: string | undefined;
  readonly priority?: number | undefined;
  readonly triggeredBy?: string | undefined;
  readonly timestamp?: ITimestamp | null | undefined;
  readonly affectedDevices?: readonly number[] | undefined;
}

export const EmergencyStopRequest: MessageType<EmergencyStopRequest, IEmergencyStopRequest> = dsmil.communication.v1.EmergencyStopRequest;

/** Told when the kernel has latched and every track has answered, or 100 ms after the request, whichever comes first. */
export interface EmergencyStopResponse {
  /** The kernel's latch is set: no effect begins any more. False is an emergency in itself; it is tried on. */
  readonly success: boolean;
  /** What each track answered, in the order A, B, C. */
  readonly trackResults: readonly TrackEmergencyResult[];
  /** For people: what is not as it should be; empty when everything has stopped. */
  readonly errorMessage: string;
  /** From the request's arrival to this answer. */
  readonly responseTime: Duration | null;
  /** Counts stops, over all restarts of the daemon; 0 when the kernel could not be asked. Up to 2^53 - 1. */
  readonly stopEpoch: number;
  /** Where the stop is. {@link StopState} */
  readonly stopState: number;
  /** Names of tracks, and tokens of devices, of which it is not known yet that they are safe; no device that the caller may not see. */
  readonly missing: readonly string[];
}

/** As {@link EmergencyStopResponse}, to be written: what is left out has its default. */
export interface IEmergencyStopResponse {
  readonly success?: boolean | undefined;
  readonly trackResults?: readonly ITrackEmergencyResult[] | undefined;
  readonly errorMessage?: string | undefined;
  readonly responseTime?: IDuration | null | undefined;
  readonly stopEpoch?: number | undefined;
  readonly stopState?: number | undefined;
  readonly missing?: readonly string[] | undefined;
}

export const EmergencyStopResponse: MessageType<EmergencyStopResponse, IEmergencyStopResponse> = dsmil.communication.v1.EmergencyStopResponse;

/** How urgent whoever stops thinks it is. */
export const EmergencyPriority = {
  /** Not said: counts as IMMEDIATE. */
  EMERGENCY_PRIORITY_UNSPECIFIED: 0,
  /** Nothing is wrong yet. */
  EMERGENCY_PRIORITY_PRECAUTIONARY: 1,
  /** Something is wrong. */
  EMERGENCY_PRIORITY_URGENT: 2,
  /** Somebody or something is in danger. */
  EMERGENCY_PRIORITY_IMMEDIATE: 3,
} as const;

/** A member, or a number that this build does not know. */
export type EmergencyPriority = number;

/** What one track made of the stop. */
export interface TrackEmergencyResult {
  /** Which. {@link TrackSource} */
  readonly track: number;
  /** It has stopped, and said so. */
  readonly acknowledged: boolean;
  /** From the request's arrival to its acknowledgement; absent without one. */
  readonly responseTime: Duration | null;
  /** For people; empty when all is well. */
  readonly errorMessage: string;
}

/** As {@link TrackEmergencyResult}, to be written: what is left out has its default. */
export interface ITrackEmergencyResult {
  readonly track?: number | undefined;
  readonly acknowledged?: boolean | undefined;
  readonly responseTime?: IDuration | null | undefined;
  readonly errorMessage?: string | undefined;
}

export const TrackEmergencyResult: MessageType<TrackEmergencyResult, ITrackEmergencyResult> = dsmil.communication.v1.TrackEmergencyResult;

/** The life of a stop. */
export const StopState = {
  /** The latch could not be read: counts as stopped. */
  STOP_STATE_UNSPECIFIED: 0,
  /** Effects are possible. */
  STOP_STATE_RUN: 1,
  /** The latch is set; tracks and devices are being heard. */
  STOP_STATE_STOPPING: 2,
  /** Every track has acknowledged, every device reads back safe. */
  STOP_STATE_LATCHED: 3,
  /** 100 ms are over, and something is missing still. */
  STOP_STATE_LATCHED_DEGRADED: 4,
  /** A first person has asked for the way back. */
  STOP_STATE_RESET_PENDING: 5,
  /** A second person has confirmed. Nothing starts by that. */
  STOP_STATE_READY: 6,
} as const;

/** A member, or a number that this build does not know. */
export type StopState = number;

/** What is done to a device. */
export const OperationType = {
  /** Refused: INVALID_ARGUMENT. */
  OPERATION_UNKNOWN: 0,
  /** Reads a register; changes nothing. */
  OPERATION_READ: 1,
  /** Writes a register. */
  OPERATION_WRITE: 2,
  /** Writes a register that configures the device. */
  OPERATION_CONFIG: 3,
  /** Puts the device into its state after power-on. */
  OPERATION_RESET: 4,
  /** Switches the device on. */
  OPERATION_ACTIVATE: 5,
  /** Switches the device off. Not towards safe: a sensor that is off can be the danger. */
  OPERATION_DEACTIVATE: 6,
  /** The emergency stop of everything, whatever device is named: always allowed. */
  OPERATION_EMERGENCY_STOP: 7,
} as const;

/** A member, or a number that this build does not know. */
export type OperationType = number;

/** How dangerous an operation is. */
export const RiskLevel = {
  /** Not assessed yet. */
  RISK_UNKNOWN: 0,
  /** Needs clearance and compartments. */
  RISK_SAFE: 1,
  /** As SAFE. */
  RISK_LOW: 2,
  /** Needs a justification and a confirmation, too. */
  RISK_MODERATE: 3,
  /** Needs a second person, too. */
  RISK_HIGH: 4,
  /** Needs to be allowed by configuration and policy, too. The highest that is ever computed. */
  RISK_CRITICAL: 5,
  /** Never happens. From the device table or a track, never from a computation. */
  RISK_QUARANTINED: 6,
} as const;

/** A member, or a number that this build does not know. */
export type RiskLevel = number;

/** How a coordinated operation ended. */
export const CoordinationResult = {
  /** It has not ended. */
  COORDINATION_UNKNOWN: 0,
  /** It happened. */
  COORDINATION_SUCCESS: 1,
  /** Policy or a person said no, before anything was changed. */
  COORDINATION_DENIED: 2,
  /** It did not happen, or was undone; the cause says which, or that nobody can tell. */
  COORDINATION_FAILED: 3,
  /** The emergency stop ended it. */
  COORDINATION_EMERGENCY_STOPPED: 4,
} as const;

/** A member, or a number that this build does not know. */
export type CoordinationResult = number;

/** Each level includes those below it. */
export const ClearanceLevel = {
  /** None. */
  CLEARANCE_NONE: 0,
  /** RESTRICTED. */
  CLEARANCE_RESTRICTED: 1,
  /** CONFIDENTIAL. */
  CLEARANCE_CONFIDENTIAL: 2,
  /** SECRET. */
  CLEARANCE_SECRET: 3,
  /** TOP SECRET. */
  CLEARANCE_TOP_SECRET: 4,
  /** Sensitive compartmented information. */
  CLEARANCE_SCI: 5,
  /** Special access programme. */
  CLEARANCE_SAP: 6,
  /** COSMIC. */
  CLEARANCE_COSMIC: 7,
} as const;

/** A member, or a number that this build does not know. */
export type ClearanceLevel = number;

/** What an event is about. */
export const EventType = {
  /** Only of a bookmark, which is no event (EventNotification.cursor). */
  EVENT_UNKNOWN: 0,
  /** A field of a device's unified state changed. */
  EVENT_DEVICE_STATE_CHANGED: 1,
  /** A coordinated operation ended. */
  EVENT_OPERATION_COMPLETED: 2,
  /** Somebody tried what they may not, or something cannot be trusted. */
  EVENT_SECURITY_ALERT: 3,
  /** A part of the system works again, worse, or not at all. */
  EVENT_SYSTEM_STATUS_CHANGED: 4,
  /** The emergency stop: taken, settled, on its way back. */
  EVENT_EMERGENCY_STOP: 5,
  /** The audit log has grown. */
  EVENT_AUDIT_ENTRY_CREATED: 6,
  /** A measured value passed its limit. */
  EVENT_PERFORMANCE_THRESHOLD: 7,
} as const;

/** A member, or a number that this build does not know. */
export type EventType = number;

/** How bad it is. */
export const EventSeverity = {
  /** Not said; counts as CRITICAL. */
  SEVERITY_UNKNOWN: 0,
  /** As expected. */
  SEVERITY_INFO: 1,
  /** To be looked at some time. */
  SEVERITY_WARNING: 2,
  /** Something did not work. */
  SEVERITY_ERROR: 3,
  /** To be looked at now. */
  SEVERITY_CRITICAL: 4,
  /** Delivered first, and again until it is acknowledged. */
  SEVERITY_EMERGENCY: 5,
} as const;

/** A member, or a number that this build does not know. */
export type EventSeverity = number;

/** Which part of the system speaks. */
export const TrackSource = {
  /** Not known. */
  TRACK_UNKNOWN: 0,
  /** Track A: the kernel module. */
  TRACK_KERNEL: 1,
  /** Track B: policy, identities, threats. */
  TRACK_SECURITY: 2,
  /** Track C: people and what they are shown. */
  TRACK_INTERFACE: 3,
  /** The integration layer: the daemon itself. */
  TRACK_ORCHESTRATOR: 4,
} as const;

/** A member, or a number that this build does not know. */
export type TrackSource = number;

/** Publishes one event. Needs a grant of the policy for its type and source track; EMERGENCY_STOP, AUDIT_ENTRY_CREATED and OPERATION_COMPLETED are nobody's to publish. */
export interface EventPublishRequest {
  /** 1..7, as far as granted. {@link EventType} */
  readonly eventType: number;
  /** 1..5. {@link EventSeverity} */
  readonly severity: number;
  /** On whose behalf: 1..4, as far as granted. {@link TrackSource} */
  readonly sourceTrack: number;
  /** What it says: keys of 1..64 characters, together at most 65536 characters as JSON. */
  readonly eventData: Readonly<Record<string, string>>;
  /** When it happened, by the client's clock: recorded as a claim. */
  readonly timestamp: Timestamp | null;
  /** The device that it is about: a token; 0 for none. */
  readonly deviceId: number;
  /** Who may be told, 0..7; never less than the publisher's own label, whatever is given. {@link ClearanceLevel} */
  readonly clearance: number;
  /** Who is told needs all of them: 0..64 names of 1..64 characters; the publisher's own label is added. */
  readonly compartments: readonly string[];
  /** Last tokens of the subject, of letters, digits, "-", "_" and "~", with dots between: 0..128 characters. */
  readonly topic: string;
}

/** As {@link EventPublishRequest}, to be written: what is left out has its default. */
export interface IEventPublishRequest {
  readonly eventType?: number | undefined;
  readonly severity?: number | undefined;
  readonly sourceTrack?: number | undefined;
  readonly eventData?: Readonly<Record<string, string>> | undefined;
  readonly timestamp?: ITimestamp | null | undefined;
  readonly deviceId?: number | undefined;
  readonly clearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
  readonly topic?: string | undefined;
}

export const EventPublishRequest: MessageType<EventPublishRequest, IEventPublishRequest> = dsmil.communication.v1.EventPublishRequest;

/** It was taken: subscribers get it. */
export interface EventPublishResponse {
  /** Under which it is delivered, dot-separated. */
  readonly subject: string;
  /** By the server's clock. */
  readonly acceptedAt: Timestamp | null;
  /** How it is delivered. {@link EventDelivery} */
  readonly delivery: number;
}

/** As {@link EventPublishResponse}, to be written: what is left out has its default. */
export interface IEventPublishResponse {
  readonly subject?: string | undefined;
  readonly acceptedAt?: ITimestamp | null | undefined;
  readonly delivery?: number | undefined;
}

export const EventPublishResponse: MessageType<EventPublishResponse, IEventPublishResponse> = dsmil.communication.v1.EventPublishResponse;

/** What a subscriber wants, and from where on. */
export interface EventSubscriptionRequest {
  /** Events whose subject matches one of them: dot-separated tokens, "*" for exactly one, ">" at the end for one or more. 0..64 of 1..255 characters; empty: all that the caller may see. */
  readonly subjects: readonly string[];
  /** Of these types alone; empty: of all. 0..7 of them. {@link EventType} */
  readonly eventTypes: readonly number[];
  /** No less severe than this: 0..5. {@link EventSeverity} */
  readonly minSeverity: number;
  /** From these alone; empty: from all. 0..4 of them. {@link TrackSource} */
  readonly sourceTracks: readonly number[];
  /** About these devices alone (0..84 tokens, 0..65535 each); empty: about anything. Of one that is not there nothing comes. */
  readonly deviceIds: readonly number[];
  /** Of an earlier event of the same principal with the same label and filters: goes on behind it. OUT_OF_RANGE when the log does not go back so far; its details name the oldest cursor. */
  readonly cursor: string;
  /** Without a cursor. {@link EventStart} */
  readonly start: number;
  /** For the principal to tell its own subscriptions apart: 0..64 characters. Acknowledgements are of one label. */
  readonly label: string;
  /** Wanted: after so long without an event comes a bookmark, an EventNotification with nothing but cursor and timestamp. 100 ms..1 h; absent: none. */
  readonly bookmarkInterval: Duration | null;
}

/** As {@link EventSubscriptionRequest}, to be written: what is left out has its default. */
export interface IEventSubscriptionRequest {
  readonly subjects?: readonly string[] | undefined;
  readonly eventTypes?: readonly number[] | undefined;
  readonly minSeverity?: number | undefined;
  readonly sourceTracks?: readonly number[] | undefined;
  readonly deviceIds?: readonly number[] | undefined;
  readonly cursor?: string | undefined;
  readonly start?: number | undefined;
  readonly label?: string | undefined;
  readonly bookmarkInterval?: IDuration | null | undefined;
}

export const EventSubscriptionRequest: MessageType<EventSubscriptionRequest, IEventSubscriptionRequest> = dsmil.communication.v1.EventSubscriptionRequest;

/** Where a subscription begins that has no cursor. */
export const EventStart = {
  /** As NOW. */
  EVENT_START_UNSPECIFIED: 0,
  /** With what comes. */
  EVENT_START_NOW: 1,
  /** With the oldest that the log still has. */
  EVENT_START_OLDEST: 2,
} as const;

/** A member, or a number that this build does not know. */
export type EventStart = number;

/** One event, as one subscriber gets it; or a bookmark (event_type is EVENT_UNKNOWN and event_id is empty). */
export interface EventNotification {
  /** The same at each delivery of the event: 24 hexadecimal digits. */
  readonly eventId: string;
  /** What it is about. {@link EventType} */
  readonly eventType: number;
  /** How bad it is. {@link EventSeverity} */
  readonly severity: number;
  /** Who says it. {@link TrackSource} */
  readonly sourceTrack: number;
  /** When, by the server's clock. */
  readonly timestamp: Timestamp | null;
  /** What it says. A value that is not a string is in its JSON form. */
  readonly eventData: Readonly<Record<string, string>>;
  /** This subscriber's own, over what it is cleared for and asked for: dense, modulo 2^32. A hole is a loss on the way. */
  readonly sequenceNumber: number;
  /** Opaque: where to go on after this event. Not on every one, only where it can be resumed from (the last of what is sent at once); 0..256 characters. */
  readonly cursor: string;
  /** Dot-separated, from the general to the particular: device.8003.state. */
  readonly subject: string;
  /** How it is delivered. {@link EventDelivery} */
  readonly delivery: number;
  /** TELEMETRY: how many older values of this subject were left out since the last one. */
  readonly conflated: number;
  /** EMERGENCY: 1 for the first delivery, then 2, 3, … until it is acknowledged. Otherwise 0. */
  readonly attempt: number;
  /** Who may know of it: handle it accordingly. {@link ClearanceLevel} */
  readonly clearance: number;
  /** And these. */
  readonly compartments: readonly string[];
}

/** As {@link EventNotification}, to be written: what is left out has its default. */
export interface IEventNotification {
  readonly eventId?: string | undefined;
  readonly eventType?: number | undefined;
  readonly severity?: number | undefined;
  readonly sourceTrack?: number | undefined;
  readonly timestamp?: ITimestamp | null | undefined;
  readonly eventData?: Readonly<Record<string, string>> | undefined;
  readonly sequenceNumber?: number | undefined;
  readonly cursor?: string | undefined;
  readonly subject?: string | undefined;
  readonly delivery?: number | undefined;
  readonly conflated?: number | undefined;
  readonly attempt?: number | undefined;
  readonly clearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
}

export const EventNotification: MessageType<EventNotification, IEventNotification> = dsmil.communication.v1.EventNotification;

/** What is promised of an event. */
export const EventDelivery = {
  /** Not known: counts as DURABLE. */
  EVENT_DELIVERY_UNSPECIFIED: 0,
  /** Only the latest of each subject counts. */
  EVENT_DELIVERY_TELEMETRY: 1,
  /** Each one, in order, and again after a cut. */
  EVENT_DELIVERY_DURABLE: 2,
  /** At once, before everything else, and again until it is acknowledged. */
  EVENT_DELIVERY_EMERGENCY: 3,
} as const;

/** A member, or a number that this build does not know. */
export type EventDelivery = number;

/** Asks how the system is. */
export interface HealthCheckRequest {
  /** Of these components alone; empty: of all. 0..64 names of 1..64 characters. An unknown one is NOT_FOUND. */
  readonly components: readonly string[];
}

/** As {@link HealthCheckRequest}, to be written: what is left out has its default. */
export interface IHealthCheckRequest {
  readonly components?: readonly string[] | undefined;
}

export const HealthCheckRequest: MessageType<HealthCheckRequest, IHealthCheckRequest> = dsmil.communication.v1.HealthCheckRequest;

/** How the system is. */
export interface HealthCheckResponse {
  /** The worst of the components asked for. {@link HealthStatus} */
  readonly status: number;
  /** In the order of their names. */
  readonly components: readonly ComponentHealth[];
  /** Of the orchestrator as a whole. {@link OrchestratorState} */
  readonly orchestratorState: number;
  /** Of the emergency stop. {@link StopState} */
  readonly stopState: number;
  /** Counts stops. */
  readonly stopEpoch: number;
  /** By the server's clock. */
  readonly serverTime: Timestamp | null;
  /** Since the daemon began. */
  readonly uptime: Duration | null;
  /** Of the daemon. */
  readonly version: string;
}

/** As {@link HealthCheckResponse}, to be written: what is left out has its default. */
export interface IHealthCheckResponse {
  readonly status?: number | undefined;
  readonly components?: readonly IComponentHealth[] | undefined;
  readonly orchestratorState?: number | undefined;
  readonly stopState?: number | undefined;
  readonly stopEpoch?: number | undefined;
  readonly serverTime?: ITimestamp | null | undefined;
  readonly uptime?: IDuration | null | undefined;
  readonly version?: string | undefined;
}

export const HealthCheckResponse: MessageType<HealthCheckResponse, IHealthCheckResponse> = dsmil.communication.v1.HealthCheckResponse;

/** How one component is. */
export interface ComponentHealth {
  /** Its name: track.kernel, ring, store, … */
  readonly component: string;
  /** How it is. {@link HealthStatus} */
  readonly status: number;
  /** One sentence; empty when it is SERVING. */
  readonly reason: string;
  /** When that began, by the server's clock. */
  readonly since: Timestamp | null;
}

/** As {@link ComponentHealth}, to be written: what is left out has its default. */
export interface IComponentHealth {
  readonly component?: string | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly since?: ITimestamp | null | undefined;
}

export const ComponentHealth: MessageType<ComponentHealth, IComponentHealth> = dsmil.communication.v1.ComponentHealth;

/** From good to bad. */
export const HealthStatus = {
  /** Not known: counts as FAILED. */
  HEALTH_STATUS_UNSPECIFIED: 0,
  /** It works. */
  HEALTH_STATUS_SERVING: 1,
  /** It answers again, and is used a little more with each answer. */
  HEALTH_STATUS_RECOVERING: 2,
  /** It works, worse than it should. */
  HEALTH_STATUS_DEGRADED: 3,
  /** It does not work: what needs it is refused, or goes another way. */
  HEALTH_STATUS_FAILED: 4,
} as const;

/** A member, or a number that this build does not know. */
export type HealthStatus = number;

/** What the orchestrator is doing. */
export const OrchestratorState = {
  /** Not known: counts as EMERGENCY_STOPPED. */
  ORCHESTRATOR_STATE_UNSPECIFIED: 0,
  /** Nothing is known yet. */
  ORCHESTRATOR_STATE_STARTING: 1,
  /** What the last run left undecided is being decided. */
  ORCHESTRATOR_STATE_RECOVERING: 2,
  /** Effects are possible. */
  ORCHESTRATOR_STATE_OPERATIONAL: 3,
  /** A track does not answer: what needs it is refused. */
  ORCHESTRATOR_STATE_DEGRADED: 4,
  /** The stop is anything but RUN: effects are refused. */
  ORCHESTRATOR_STATE_EMERGENCY_STOPPED: 5,
  /** Nothing new is begun. */
  ORCHESTRATOR_STATE_ENDING: 6,
} as const;

/** A member, or a number that this build does not know. */
export type OrchestratorState = number;

/** Asks for the counters. */
export interface MetricsRequest {
}

/** As {@link MetricsRequest}, to be written: what is left out has its default. */
export interface IMetricsRequest {
}

export const MetricsRequest: MessageType<MetricsRequest, IMetricsRequest> = dsmil.communication.v1.MetricsRequest;

/** All counters, read at one moment. */
export interface MetricsResponse {
  /** By the server's clock. */
  readonly collectedAt: Timestamp | null;
  /** Since when they count. */
  readonly since: Timestamp | null;
  /** Of coordinated operations. To whoever is not cleared for every device, the stops alone. */
  readonly orchestrator: OrchestratorMetrics | null;
  /** Of the state synchronizer; absent for whoever is not cleared for every device, as are the next two. */
  readonly synchronization: SynchronizationMetrics | null;
  /** Of the shared-memory ring from the kernel. */
  readonly sharedMemory: SharedMemoryMetrics | null;
  /** Of this server. */
  readonly server: ServerMetrics | null;
}

/** As {@link MetricsResponse}, to be written: what is left out has its default. */
export interface IMetricsResponse {
  readonly collectedAt?: ITimestamp | null | undefined;
  readonly since?: ITimestamp | null | undefined;
  readonly orchestrator?: IOrchestratorMetrics | null | undefined;
  readonly synchronization?: ISynchronizationMetrics | null | undefined;
  readonly sharedMemory?: ISharedMemoryMetrics | null | undefined;
  readonly server?: IServerMetrics | null | undefined;
}

export const MetricsResponse: MessageType<MetricsResponse, IMetricsResponse> = dsmil.communication.v1.MetricsResponse;

/** Coordinated operations. */
export interface OrchestratorMetrics {
  /** Operations that completed. */
  readonly operationsCoordinated: number;
  /** Questions to tracks, and their answers counted once. */
  readonly crossTrackMessages: number;
  /** Stops, whichever way they came. */
  readonly emergencyStopsTriggered: number;
  /** From reception to end, without the time that people took. */
  readonly avgCoordinationTime: Duration | null;
  /** Operations under way. */
  readonly activeOperationsCount: number;
  /** Received, repetitions not counted. */
  readonly operationsReceived: number;
  /** Ended as FAILED. */
  readonly operationsFailed: number;
  /** Ended as DENIED. */
  readonly operationsDenied: number;
  /** Ended by the stop. */
  readonly operationsEmergencyStopped: number;
}

/** As {@link OrchestratorMetrics}, to be written: what is left out has its default. */
export interface IOrchestratorMetrics {
  readonly operationsCoordinated?: number | undefined;
  readonly crossTrackMessages?: number | undefined;
  readonly emergencyStopsTriggered?: number | undefined;
  readonly avgCoordinationTime?: IDuration | null | undefined;
  readonly activeOperationsCount?: number | undefined;
  readonly operationsReceived?: number | undefined;
  readonly operationsFailed?: number | undefined;
  readonly operationsDenied?: number | undefined;
  readonly operationsEmergencyStopped?: number | undefined;
}

export const OrchestratorMetrics: MessageType<OrchestratorMetrics, IOrchestratorMetrics> = dsmil.communication.v1.OrchestratorMetrics;

/** The state synchronizer. */
export interface SynchronizationMetrics {
  /** Passes over a track that ended well. */
  readonly syncOperationsCompleted: number;
  /** Disagreements that were resolved. */
  readonly syncConflictsResolved: number;
  /** Passes that failed. */
  readonly syncFailures: number;
  /** Of a pass. */
  readonly avgSyncTime: Duration | null;
}

/** As {@link SynchronizationMetrics}, to be written: what is left out has its default. */
export interface ISynchronizationMetrics {
  readonly syncOperationsCompleted?: number | undefined;
  readonly syncConflictsResolved?: number | undefined;
  readonly syncFailures?: number | undefined;
  readonly avgSyncTime?: IDuration | null | undefined;
}

export const SynchronizationMetrics: MessageType<SynchronizationMetrics, ISynchronizationMetrics> = dsmil.communication.v1.SynchronizationMetrics;

/** The ring from the kernel. */
export interface SharedMemoryMetrics {
  /** Records that the kernel tried to publish. */
  readonly messagesSent: number;
  /** Records that were read. */
  readonly messagesReceived: number;
  /** Records that were lost because the ring was full. */
  readonly bufferOverruns: number;
  /** From publication to reading. */
  readonly avgLatency: Duration | null;
}

/** As {@link SharedMemoryMetrics}, to be written: what is left out has its default. */
export interface ISharedMemoryMetrics {
  readonly messagesSent?: number | undefined;
  readonly messagesReceived?: number | undefined;
  readonly bufferOverruns?: number | undefined;
  readonly avgLatency?: IDuration | null | undefined;
}

export const SharedMemoryMetrics: MessageType<SharedMemoryMetrics, ISharedMemoryMetrics> = dsmil.communication.v1.SharedMemoryMetrics;

/** This server. */
export interface ServerMetrics {
  /** Calls that have begun, in all. */
  readonly callsStarted: number;
  /** Calls that ended with another code than OK. */
  readonly callsFailed: number;
  /** Calls under way. */
  readonly callsActive: number;
  /** Connections. */
  readonly connections: number;
  /** Subscriptions to events under way. */
  readonly subscriptions: number;
  /** Events delivered to subscribers, in all. */
  readonly eventsDelivered: number;
}

/** As {@link ServerMetrics}, to be written: what is left out has its default. */
export interface IServerMetrics {
  readonly callsStarted?: number | undefined;
  readonly callsFailed?: number | undefined;
  readonly callsActive?: number | undefined;
  readonly connections?: number | undefined;
  readonly subscriptions?: number | undefined;
  readonly eventsDelivered?: number | undefined;
}

export const ServerMetrics: MessageType<ServerMetrics, IServerMetrics> = dsmil.communication.v1.ServerMetrics;

/** Everything in it only tightens: a demand that is left out is made by policy all the same. */
export interface OperationCoordinationRequest {
  /** The client's own name for this request, 1..128 characters. Idempotent for 7 days per principal: the same id with the same request finds the first one and its outcome; with another request it is refused (ALREADY_EXISTS). */
  readonly coordinationId: string;
  /** The token: 0x8000 + group * 0x10 + index, group 0..6, index 0..11. */
  readonly deviceId: number;
  /** What to do: 1..7. {@link OperationType} */
  readonly operationType: number;
  /** Tracks without whose own verdict the operation may not happen. All three assess and commit anyway. */
  readonly trackInvolvement: TrackInvolvement | null;
  /** Demands beyond what policy demands. */
  readonly safetyRequirements: SafetyRequirements | null;
  /** What the client says of itself: recorded as a claim, and decides nothing. Identity comes from the connection. */
  readonly authContext: AuthContext | null;
  /** Why, for those who approve it and for the audit log: 0..4096 characters. From MODERATE risk up it must not be empty. */
  readonly justification: string;
  /** When the client asked, by its clock: a claim, and no part of what makes two requests the same. */
  readonly requestedAt: Timestamp | null;
  /** Which register: 0..15. READ, WRITE and CONFIG need it, the others must not have it. */
  readonly register: number | null;
  /** What to write: 0..4294967295. WRITE and CONFIG need it, the others must not have it. */
  readonly value: number | null;
  /** Seconds from reception until the operation is given up, people's time included: 0..4294967295. 0 is the server's own limit of 300 s; larger values do not extend it. The call itself ends at its gRPC deadline, and the operation goes on. */
  readonly timeoutSeconds: number;
}

/** As {@link OperationCoordinationRequest}, to be written: what is left out has its default. */
export interface IOperationCoordinationRequest {
  readonly coordinationId?: string | undefined;
  readonly deviceId?: number | undefined;
  readonly operationType?: number | undefined;
  readonly trackInvolvement?: ITrackInvolvement | null | undefined;
  readonly safetyRequirements?: ISafetyRequirements | null | undefined;
  readonly authContext?: IAuthContext | null | undefined;
  readonly justification?: string | undefined;
  readonly requestedAt?: ITimestamp | null | undefined;
  readonly register?: number | null | undefined;
  readonly value?: number | null | undefined;
  readonly timeoutSeconds?: number | undefined;
}

export const OperationCoordinationRequest: MessageType<OperationCoordinationRequest, IOperationCoordinationRequest> = dsmil.communication.v1.OperationCoordinationRequest;

/** How an operation ended. A call whose deadline comes first is answered with DEADLINE_EXCEEDED instead: the same id re-attaches. */
export interface OperationCoordinationResponse {
  /** As in the request. */
  readonly coordinationId: string;
  /** How it ended. {@link CoordinationResult} */
  readonly result: number;
  /** Of all tracks together; RISK_UNKNOWN when it ended before they were asked. {@link RiskLevel} */
  readonly assessedRisk: number;
  /** What each track contributed, in the order A, B, C. */
  readonly trackResults: readonly TrackResult[];
  /** For people; empty after SUCCESS. */
  readonly errorMessage: string;
  /** From reception to end, without the time that people took. */
  readonly coordinationTime: Duration | null;
  /** The server's own name for it, unique over all principals: 32 hexadecimal digits. */
  readonly operationId: string;
  /** Of a READ the register, of an effect the register before it, 0..4294967295; absent where there is none. */
  readonly value: number | null;
  /** It had ended before, and was not done again. */
  readonly replayed: boolean;
  /** Stable name of why it did not complete: REFUSED, REFUSED_BY_PERSON, CANCELLED, EXPIRED, STOPPED, AUTHORIZATION_MOVED, ABORTED, ROLLED_BACK, HEURISTIC, FENCED, INTERRUPTED, READ_FAILED, NOT_RECORDED, FAULT. Empty after SUCCESS. */
  readonly cause: string;
  /** What was missing. */
  readonly unmet: readonly UnmetNeed[];
  /** Of the commit across the tracks: 32 hexadecimal digits; empty when it did not come so far. */
  readonly transactionId: string;
  /** Why the device refused or failed, by the kernel interface's names, or where a value was read from (STATE_PAGE, HARDWARE). Empty without. */
  readonly deviceReason: string;
  /** 0, or the negative errno with which the device answered: -4095..0. */
  readonly deviceError: number;
  /** The assessed risk term by term, a line each. */
  readonly riskExplanation: readonly string[];
  /** Where in its life the operation is: final, but for an operation whose waiting the client gave up. {@link CoordinationState} */
  readonly state: number;
}

/** As {@link OperationCoordinationResponse}, to be written: what is left out has its default. */
export interface IOperationCoordinationResponse {
  readonly coordinationId?: string | undefined;
  readonly result?: number | undefined;
  readonly assessedRisk?: number | undefined;
  readonly trackResults?: readonly ITrackResult[] | undefined;
  readonly errorMessage?: string | undefined;
  readonly coordinationTime?: IDuration | null | undefined;
  readonly operationId?: string | undefined;
  readonly value?: number | null | undefined;
  readonly replayed?: boolean | undefined;
  readonly cause?: string | undefined;
  readonly unmet?: readonly IUnmetNeed[] | undefined;
  readonly transactionId?: string | undefined;
  readonly deviceReason?: string | undefined;
  readonly deviceError?: number | undefined;
  readonly riskExplanation?: readonly string[] | undefined;
  readonly state?: number | undefined;
}

export const OperationCoordinationResponse: MessageType<OperationCoordinationResponse, IOperationCoordinationResponse> = dsmil.communication.v1.OperationCoordinationResponse;

/** Which tracks the client insists on. */
export interface TrackInvolvement {
  /** Track A. */
  readonly kernelTrack: boolean;
  /** Track B. */
  readonly securityTrack: boolean;
  /** Track C. */
  readonly interfaceTrack: boolean;
}

/** As {@link TrackInvolvement}, to be written: what is left out has its default. */
export interface ITrackInvolvement {
  readonly kernelTrack?: boolean | undefined;
  readonly securityTrack?: boolean | undefined;
  readonly interfaceTrack?: boolean | undefined;
}

export const TrackInvolvement: MessageType<TrackInvolvement, ITrackInvolvement> = dsmil.communication.v1.TrackInvolvement;

/** Demands on each track. A field that is left out demands nothing beyond policy. */
export interface SafetyRequirements {
  /** Of track A. */
  readonly kernelSafety: KernelSafetyRequirements | null;
  /** Of track B. */
  readonly securitySafety: SecuritySafetyRequirements | null;
  /** Of track C. */
  readonly interfaceSafety: InterfaceSafetyRequirements | null;
}

/** As {@link SafetyRequirements}, to be written: what is left out has its default. */
export interface ISafetyRequirements {
  readonly kernelSafety?: IKernelSafetyRequirements | null | undefined;
  readonly securitySafety?: ISecuritySafetyRequirements | null | undefined;
  readonly interfaceSafety?: IInterfaceSafetyRequirements | null | undefined;
}

export const SafetyRequirements: MessageType<SafetyRequirements, ISafetyRequirements> = dsmil.communication.v1.SafetyRequirements;

/** Demands on track A. */
export interface KernelSafetyRequirements {
  /** Nothing but the module can reach the device's registers. */
  readonly memoryProtectionRequired: boolean;
  /** A sensor is watched, and reads below its limit. */
  readonly thermalMonitoringRequired: boolean;
  /** From the start of execution to its end, in ms: 0..4294967295. 0 is the server's own limit of 5000 ms; larger values do not extend it. What takes longer is rolled back. */
  readonly maxExecutionTimeMs: number;
  /** Everything that the operation changes is saved before, and can be written back. */
  readonly rollbackCapabilityRequired: boolean;
}

/** As {@link KernelSafetyRequirements}, to be written: what is left out has its default. */
export interface IKernelSafetyRequirements {
  readonly memoryProtectionRequired?: boolean | undefined;
  readonly thermalMonitoringRequired?: boolean | undefined;
  readonly maxExecutionTimeMs?: number | undefined;
  readonly rollbackCapabilityRequired?: boolean | undefined;
}

export const KernelSafetyRequirements: MessageType<KernelSafetyRequirements, IKernelSafetyRequirements> = dsmil.communication.v1.KernelSafetyRequirements;

/** Demands on track B. */
export interface SecuritySafetyRequirements {
  /** Requester and approver each need it, or the device's own where that is higher: 0..7. {@link ClearanceLevel} */
  readonly requiredClearance: number;
  /** A second person, also where the risk would not ask for one. */
  readonly dualAuthorizationRequired: boolean;
  /** A read is durably in the audit log before it is answered. Effects always are, before they happen. */
  readonly auditRequired: boolean;
  /** Requester and approver each need all of them, and the device's own: 0..64 names of 1..64 characters. */
  readonly requiredCompartments: readonly string[];
}

/** As {@link SecuritySafetyRequirements}, to be written: what is left out has its default. */
export interface ISecuritySafetyRequirements {
  readonly requiredClearance?: number | undefined;
  readonly dualAuthorizationRequired?: boolean | undefined;
  readonly auditRequired?: boolean | undefined;
  readonly requiredCompartments?: readonly string[] | undefined;
}

export const SecuritySafetyRequirements: MessageType<SecuritySafetyRequirements, ISecuritySafetyRequirements> = dsmil.communication.v1.SecuritySafetyRequirements;

/** Demands on track C. */
export interface InterfaceSafetyRequirements {
  /** A person confirms, also where the risk would not ask for it. */
  readonly userConfirmationRequired: boolean;
  /** That confirmation came after the risk was shown term by term; so it demands a confirmation. */
  readonly riskDisclosureRequired: boolean;
  /** How old the confirmation may be, in s: 0..4294967295. 0 is the server's own limit of 300 s; larger values do not extend it. */
  readonly confirmationTimeoutSeconds: number;
}

/** As {@link InterfaceSafetyRequirements}, to be written: what is left out has its default. */
export interface IInterfaceSafetyRequirements {
  readonly userConfirmationRequired?: boolean | undefined;
  readonly riskDisclosureRequired?: boolean | undefined;
  readonly confirmationTimeoutSeconds?: number | undefined;
}

export const InterfaceSafetyRequirements: MessageType<InterfaceSafetyRequirements, IInterfaceSafetyRequirements> = dsmil.communication.v1.InterfaceSafetyRequirements;

/** What a client says of itself. All of it is recorded; none of it grants anything. */
export interface AuthContext {
  /** A name: 0..256 characters. */
  readonly userId: string;
  /** The client's own session: 0..256 characters. */
  readonly sessionId: string;
  /** What it believes to be cleared for: 0..7. {@link ClearanceLevel} */
  readonly clearanceLevel: number;
  /** What it believes to have: 0..16 names of 1..64 characters, 256 in all with the commas between them. */
  readonly compartments: readonly string[];
  /** Whatever else is to be recorded: 0..16 entries, keys of 1..64, values of 0..256 characters. */
  readonly claims: Readonly<Record<string, string>>;
}

/** As {@link AuthContext}, to be written: what is left out has its default. */
export interface IAuthContext {
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly clearanceLevel?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
  readonly claims?: Readonly<Record<string, string>> | undefined;
}

export const AuthContext: MessageType<AuthContext, IAuthContext> = dsmil.communication.v1.AuthContext;

/** What one track contributed to an operation. */
export interface TrackResult {
  /** Which. {@link TrackSource} */
  readonly track: number;
  /** 0, or a negative errno: -4095..0. Meaningless unless answered. */
  readonly result: number;
  /** False: the track was not asked, or did not answer in time; that counts as the highest computed risk. */
  readonly answered: boolean;
  /** Its own verdict; RISK_UNKNOWN without one. {@link RiskLevel} */
  readonly assessedRisk: number;
  /** For people; empty when all is well. */
  readonly detail: string;
}

/** As {@link TrackResult}, to be written: what is left out has its default. */
export interface ITrackResult {
  readonly track?: number | undefined;
  readonly result?: number | undefined;
  readonly answered?: boolean | undefined;
  readonly assessedRisk?: number | undefined;
  readonly detail?: string | undefined;
}

export const TrackResult: MessageType<TrackResult, ITrackResult> = dsmil.communication.v1.TrackResult;

/** Something that an operation needed and did not have. */
export interface UnmetNeed {
  /** Stable name of the rule, for programs. */
  readonly rule: string;
  /** What is wanted, with the values at hand. */
  readonly because: string;
  /** What would satisfy it. */
  readonly satisfiedBy: string;
  /** False: nothing that anybody could give would do. */
  readonly possible: boolean;
}

/** As {@link UnmetNeed}, to be written: what is left out has its default. */
export interface IUnmetNeed {
  readonly rule?: string | undefined;
  readonly because?: string | undefined;
  readonly satisfiedBy?: string | undefined;
  readonly possible?: boolean | undefined;
}

export const UnmetNeed: MessageType<UnmetNeed, IUnmetNeed> = dsmil.communication.v1.UnmetNeed;

/** The life of an operation. */
export const CoordinationState = {
  /** Not known. */
  COORDINATION_STATE_UNSPECIFIED: 0,
  /** The tracks are being asked. */
  COORDINATION_STATE_INITIALIZING: 1,
  /** Safety requirements are being checked. */
  COORDINATION_STATE_SAFETY_CHECKING: 2,
  /** Waiting for approvals, a confirmation or the audit log. */
  COORDINATION_STATE_AUTHORIZING: 3,
  /** The device is being operated. */
  COORDINATION_STATE_EXECUTING: 4,
  /** Ended: it happened. */
  COORDINATION_STATE_COMPLETED: 5,
  /** Ended: it did not happen, was undone, or nobody can tell. */
  COORDINATION_STATE_FAILED: 6,
  /** Ended: refused. */
  COORDINATION_STATE_DENIED: 7,
  /** Ended by the emergency stop. */
  COORDINATION_STATE_EMERGENCY_STOPPED: 8,
} as const;

/** A member, or a number that this build does not know. */
export type CoordinationState = number;

/** Asks for the unified state of devices. */
export interface StateSynchronizationRequest {
  /** Tokens, 0..84 of them, doubles count once; empty: all that the caller may see. One that it may not see is NOT_FOUND, as one that does not exist. */
  readonly deviceIds: readonly number[];
  /** Ask every track about them first, and wait for the answers or the call's deadline. False: as it is known now. */
  readonly refresh: boolean;
  /** Of devices that changed after this version alone: StateSynchronizationResponse.version of an earlier answer of the same server_instance. 0: of all. */
  readonly sinceVersion: number;
  /** The instance that since_version is of; of another one the answer has every device. 0..64 characters. */
  readonly serverInstance: string;
}

/** As {@link StateSynchronizationRequest}, to be written: what is left out has its default. */
export interface IStateSynchronizationRequest {
  readonly deviceIds?: readonly number[] | undefined;
  readonly refresh?: boolean | undefined;
  readonly sinceVersion?: number | undefined;
  readonly serverInstance?: string | undefined;
}

export const StateSynchronizationRequest: MessageType<StateSynchronizationRequest, IStateSynchronizationRequest> = dsmil.communication.v1.StateSynchronizationRequest;

/** The states, in the order of tokens. */
export interface StateSynchronizationResponse {
  /** What was asked for and may be seen. */
  readonly devices: readonly UnifiedDeviceState[];
  /** Fields about which tracks disagree, of those devices. */
  readonly conflicts: readonly StateConflict[];
  /** When this was so, by the server's clock. */
  readonly synchronizedAt: Timestamp | null;
  /** Tracks that do not answer: what they alone can say reads as its worst. {@link TrackSource} */
  readonly silentTracks: readonly number[];
  /** From the request's arrival to this answer. */
  readonly synchronizationTime: Duration | null;
  /** Moves with every change of what the caller may see. */
  readonly version: number;
  /** Versions of another instance mean nothing here: 32 hexadecimal digits. */
  readonly serverInstance: string;
}

/** As {@link StateSynchronizationResponse}, to be written: what is left out has its default. */
export interface IStateSynchronizationResponse {
  readonly devices?: readonly IUnifiedDeviceState[] | undefined;
  readonly conflicts?: readonly IStateConflict[] | undefined;
  readonly synchronizedAt?: ITimestamp | null | undefined;
  readonly silentTracks?: readonly number[] | undefined;
  readonly synchronizationTime?: IDuration | null | undefined;
  readonly version?: number | undefined;
  readonly serverInstance?: string | undefined;
}

export const StateSynchronizationResponse: MessageType<StateSynchronizationResponse, IStateSynchronizationResponse> = dsmil.communication.v1.StateSynchronizationResponse;

/** One device as all three tracks see it. */
export interface UnifiedDeviceState {
  /** The token. */
  readonly deviceId: number;
  /** As in the device table. */
  readonly deviceName: string;
  /** 0..6. */
  readonly deviceGroup: number;
  /** 0..11. */
  readonly deviceIndex: number;
  /** What track A reports. */
  readonly kernelState: DeviceKernelState | null;
  /** What track B reports. */
  readonly securityState: DeviceSecurityState | null;
  /** What track C reports. */
  readonly interfaceState: DeviceInterfaceState | null;
  /** What follows from all of them. */
  readonly unifiedMetadata: DeviceMetadata | null;
  /** How current it is. */
  readonly synchronization: DeviceSynchronization | null;
}

/** As {@link UnifiedDeviceState}, to be written: what is left out has its default. */
export interface IUnifiedDeviceState {
  readonly deviceId?: number | undefined;
  readonly deviceName?: string | undefined;
  readonly deviceGroup?: number | undefined;
  readonly deviceIndex?: number | undefined;
  readonly kernelState?: IDeviceKernelState | null | undefined;
  readonly securityState?: IDeviceSecurityState | null | undefined;
  readonly interfaceState?: IDeviceInterfaceState | null | undefined;
  readonly unifiedMetadata?: IDeviceMetadata | null | undefined;
  readonly synchronization?: IDeviceSynchronization | null | undefined;
}

export const UnifiedDeviceState: MessageType<UnifiedDeviceState, IUnifiedDeviceState> = dsmil.communication.v1.UnifiedDeviceState;

/** Track A. */
export interface DeviceKernelState {
  /** The module has it in service. */
  readonly kernelActive: boolean;
  /** Of the device. {@link DevicePowerState} */
  readonly powerState: number;
  /** 16 registers, 0..4294967295 each. Only those of known_registers mean something. */
  readonly lastRegisterValues: readonly number[];
  /** Bit n: register n was read. 0..65535. */
  readonly knownRegisters: number;
  /** ns; 0 never. */
  readonly lastKernelAccessNs: number;
  /** Operations since the module was loaded. */
  readonly kernelOperationCount: number;
  /** 0, or a negative errno: -4095..0. */
  readonly lastKernelError: number;
}

/** As {@link DeviceKernelState}, to be written: what is left out has its default. */
export interface IDeviceKernelState {
  readonly kernelActive?: boolean | undefined;
  readonly powerState?: number | undefined;
  readonly lastRegisterValues?: readonly number[] | undefined;
  readonly knownRegisters?: number | undefined;
  readonly lastKernelAccessNs?: number | undefined;
  readonly kernelOperationCount?: number | undefined;
  readonly lastKernelError?: number | undefined;
}

export const DeviceKernelState: MessageType<DeviceKernelState, IDeviceKernelState> = dsmil.communication.v1.DeviceKernelState;

/** Track B. */
export interface DeviceSecurityState {
  /** Of the device. {@link SecurityStatus} */
  readonly securityStatus: number;
  /** Somebody may use it at all. */
  readonly accessAuthorized: boolean;
  /** 0..7. {@link ClearanceLevel} */
  readonly requiredClearance: number;
  /** Since the daemon's memory of it began. */
  readonly failedAccessAttempts: number;
  /** ns; 0 never. */
  readonly lastSecurityEventNs: number;
  /** Operations on it are in the audit log. */
  readonly auditEnabled: boolean;
  /** Of its last record there. */
  readonly auditSequenceNumber: number;
}

/** As {@link DeviceSecurityState}, to be written: what is left out has its default. */
export interface IDeviceSecurityState {
  readonly securityStatus?: number | undefined;
  readonly accessAuthorized?: boolean | undefined;
  readonly requiredClearance?: number | undefined;
  readonly failedAccessAttempts?: number | undefined;
  readonly lastSecurityEventNs?: number | undefined;
  readonly auditEnabled?: boolean | undefined;
  readonly auditSequenceNumber?: number | undefined;
}

export const DeviceSecurityState: MessageType<DeviceSecurityState, IDeviceSecurityState> = dsmil.communication.v1.DeviceSecurityState;

/** Track C. */
export interface DeviceInterfaceState {
  /** Somebody is shown it. */
  readonly uiMonitored: boolean;
  /** How. {@link UiDisplayState} */
  readonly displayState: number;
  /** How many have it open. */
  readonly activeUiSessions: number;
  /** ns; 0 never. */
  readonly lastUiInteractionNs: number;
  /** Somebody has something to read about it. */
  readonly userNotificationsPending: boolean;
  /** How urgent that is. {@link UserAttentionLevel} */
  readonly attentionRequired: number;
}

/** As {@link DeviceInterfaceState}, to be written: what is left out has its default. */
export interface IDeviceInterfaceState {
  readonly uiMonitored?: boolean | undefined;
  readonly displayState?: number | undefined;
  readonly activeUiSessions?: number | undefined;
  readonly lastUiInteractionNs?: number | undefined;
  readonly userNotificationsPending?: boolean | undefined;
  readonly attentionRequired?: number | undefined;
}

export const DeviceInterfaceState: MessageType<DeviceInterfaceState, IDeviceInterfaceState> = dsmil.communication.v1.DeviceInterfaceState;

/** What follows from all tracks. */
export interface DeviceMetadata {
  /** Of the device as it is now; an operation's own risk is at least this. {@link RiskLevel} */
  readonly currentRiskLevel: number;
  /** In one word. {@link OverallDeviceStatus} */
  readonly overallStatus: number;
  /** True also when it is not known. */
  readonly emergencyStopApplied: boolean;
  /** ns; 0 never. */
  readonly lastStateChangeNs: number;
  /** Changes since the daemon began. */
  readonly stateChangeCount: number;
}

/** As {@link DeviceMetadata}, to be written: what is left out has its default. */
export interface IDeviceMetadata {
  readonly currentRiskLevel?: number | undefined;
  readonly overallStatus?: number | undefined;
  readonly emergencyStopApplied?: boolean | undefined;
  readonly lastStateChangeNs?: number | undefined;
  readonly stateChangeCount?: number | undefined;
}

export const DeviceMetadata: MessageType<DeviceMetadata, IDeviceMetadata> = dsmil.communication.v1.DeviceMetadata;

/** How current the state is. */
export interface DeviceSynchronization {
  /** Writes of track A behind it: moves with each, never back. */
  readonly kernelSyncVersion: number;
  /** Of track B. */
  readonly securitySyncVersion: number;
  /** Of track C. */
  readonly interfaceSyncVersion: number;
  /** When every track was last heard, ns; 0 never. */
  readonly lastSyncTimestampNs: number;
  /** A track is being asked right now. */
  readonly syncInProgress: boolean;
  /** Since the daemon began. */
  readonly syncConflictsDetected: number;
}

/** As {@link DeviceSynchronization}, to be written: what is left out has its default. */
export interface IDeviceSynchronization {
  readonly kernelSyncVersion?: number | undefined;
  readonly securitySyncVersion?: number | undefined;
  readonly interfaceSyncVersion?: number | undefined;
  readonly lastSyncTimestampNs?: number | undefined;
  readonly syncInProgress?: boolean | undefined;
  readonly syncConflictsDetected?: number | undefined;
}

export const DeviceSynchronization: MessageType<DeviceSynchronization, IDeviceSynchronization> = dsmil.communication.v1.DeviceSynchronization;

/** A field about which tracks disagree. */
export interface StateConflict {
  /** The token. */
  readonly deviceId: number;
  /** As the specification writes it: kernel_state.power_state. */
  readonly field: string;
  /** What has become of it. {@link ConflictStatus} */
  readonly status: number;
  /** Effects on the device are refused until it is decided. */
  readonly blocksEffects: boolean;
  /** What it reads as meanwhile, as JSON: a number, true, false or null. */
  readonly value: string;
  /** What each track says. */
  readonly claims: readonly ConflictClaim[];
}

/** As {@link StateConflict}, to be written: what is left out has its default. */
export interface IStateConflict {
  readonly deviceId?: number | undefined;
  readonly field?: string | undefined;
  readonly status?: number | undefined;
  readonly blocksEffects?: boolean | undefined;
  readonly value?: string | undefined;
  readonly claims?: readonly IConflictClaim[] | undefined;
}

export const StateConflict: MessageType<StateConflict, IStateConflict> = dsmil.communication.v1.StateConflict;

/** What one track says of a field. */
export interface ConflictClaim {
  /** Who says it. {@link TrackSource} */
  readonly track: number;
  /** As JSON: a number, true, false or null. */
  readonly value: string;
}

/** As {@link ConflictClaim}, to be written: what is left out has its default. */
export interface IConflictClaim {
  readonly track?: number | undefined;
  readonly value?: string | undefined;
}

export const ConflictClaim: MessageType<ConflictClaim, IConflictClaim> = dsmil.communication.v1.ConflictClaim;

/** What has become of a disagreement. */
export const ConflictStatus = {
  /** Not known: counts as CONFLICT. */
  CONFLICT_STATUS_UNSPECIFIED: 0,
  /** The strategy, or people, chose. */
  CONFLICT_STATUS_RESOLVED: 1,
  /** People are to choose; the safest value holds meanwhile. */
  CONFLICT_STATUS_OPEN: 2,
  /** No value is the safe one: effects wait for people. */
  CONFLICT_STATUS_CONFLICT: 3,
} as const;

/** A member, or a number that this build does not know. */
export type ConflictStatus = number;

/** Power of a device. */
export const DevicePowerState = {
  /** Not known. */
  DEVICE_POWER_STATE_UNSPECIFIED: 0,
  /** Off. */
  DEVICE_POWER_STATE_OFF: 1,
  /** On, doing nothing. */
  DEVICE_POWER_STATE_IDLE: 2,
  /** On and at work. */
  DEVICE_POWER_STATE_ACTIVE: 3,
  /** It reports a fault. */
  DEVICE_POWER_STATE_FAULT: 4,
} as const;

/** A member, or a number that this build does not know. */
export type DevicePowerState = number;

/** What track B thinks of a device. */
export const SecurityStatus = {
  /** Not known. */
  SECURITY_STATUS_UNSPECIFIED: 0,
  /** Nothing unusual. */
  SECURITY_STATUS_NORMAL: 1,
  /** Attempts were refused, or a rate was exceeded. */
  SECURITY_STATUS_ELEVATED: 2,
  /** A threat rule fired. */
  SECURITY_STATUS_ALERT: 3,
  /** State or log cannot be trusted. */
  SECURITY_STATUS_COMPROMISED: 4,
} as const;

/** A member, or a number that this build does not know. */
export type SecurityStatus = number;

/** How a device is shown to people. */
export const UiDisplayState = {
  /** Not known. */
  UI_DISPLAY_STATE_UNSPECIFIED: 0,
  /** Not at all. */
  UI_DISPLAY_STATE_HIDDEN: 1,
  /** In a list. */
  UI_DISPLAY_STATE_LISTED: 2,
  /** In full. */
  UI_DISPLAY_STATE_OPEN: 3,
} as const;

/** A member, or a number that this build does not know. */
export type UiDisplayState = number;

/** How much a device wants people's attention. Its zero is a value: nothing is wanted. */
export const UserAttentionLevel = {
  /** None. */
  USER_ATTENTION_LEVEL_UNSPECIFIED: 0,
  /** Some time. */
  USER_ATTENTION_LEVEL_NOTICE: 1,
  /** Soon. */
  USER_ATTENTION_LEVEL_WARNING: 2,
  /** Now. */
  USER_ATTENTION_LEVEL_URGENT: 3,
} as const;

/** A member, or a number that this build does not know. */
export type UserAttentionLevel = number;

/** A device in one word. */
export const OverallDeviceStatus = {
  /** Not known. */
  OVERALL_DEVICE_STATUS_UNSPECIFIED: 0,
  /** It works. */
  OVERALL_DEVICE_STATUS_OPERATIONAL: 1,
  /** It works, worse than it should. */
  OVERALL_DEVICE_STATUS_DEGRADED: 2,
  /** It does not work. */
  OVERALL_DEVICE_STATUS_FAULT: 3,
  /** The stop holds it. */
  OVERALL_DEVICE_STATUS_EMERGENCY_STOPPED: 4,
  /** Nothing ever touches it. */
  OVERALL_DEVICE_STATUS_QUARANTINED: 5,
} as const;

/** A member, or a number that this build does not know. */
export type OverallDeviceStatus = number;
