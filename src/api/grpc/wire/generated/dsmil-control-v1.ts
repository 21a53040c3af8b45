// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
import type { MessageType } from '../message-type.ts';
import { dsmil } from './code.ts';
import type { AuthContext, EventSubscriptionRequest, IAuthContext, IEventSubscriptionRequest, IOperationCoordinationRequest, IStateConflict, IUnifiedDeviceState, IUnmetNeed, OperationCoordinationRequest, StateConflict, UnifiedDeviceState, UnmetNeed } from './dsmil-communication-v1.ts';
import type { Duration, IDuration, ITimestamp, Timestamp } from './google-protobuf.ts';

/** What a person is asked to approve. */
export interface Approval {
  /** 32 lower-case hexadecimal digits; part of what is signed. */
  readonly approvalId: string;
  /** Of the operation, by who asked. */
  readonly coordinationId: string;
  /** Of the operation, by the server: 32 lower-case hexadecimal digits. */
  readonly operationId: string;
  /** The person or service that wants it. */
  readonly requester: string;
  /** Why. */
  readonly justification: string;
  /** What would be done on each device, and why its risk is what it is: a line each, for people. */
  readonly words: readonly string[];
  /** Of several devices the greatest. {@link RiskLevel} */
  readonly risk: number;
  /** What is signed. */
  readonly document: SignedDocument | null;
  /** What whoever approves must have. */
  readonly demand: Demand | null;
  /** Who has approved it; empty while nobody has. */
  readonly approvedBy: string;
  /** Until it is void: 0..300 s. */
  readonly timeLeft: Duration | null;
}

/** As {@link Approval}, to be written: what is left out has its default. */
export interface IApproval {
  readonly approvalId?: string | undefined;
  readonly coordinationId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly requester?: string | undefined;
  readonly justification?: string | undefined;
  readonly words?: readonly string[] | undefined;
  readonly risk?: number | undefined;
  readonly document?: ISignedDocument | null | undefined;
  readonly demand?: IDemand | null | undefined;
  readonly approvedBy?: string | undefined;
  readonly timeLeft?: IDuration | null | undefined;
}

export const Approval: MessageType<Approval, IApproval> = dsmil.control.v1.Approval;

/** Asks for those that are open. */
export interface ListApprovalsRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListApprovalsRequest}, to be written: what is left out has its default. */
export interface IListApprovalsRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListApprovalsRequest: MessageType<ListApprovalsRequest, IListApprovalsRequest> = dsmil.control.v1.ListApprovalsRequest;

/** Approvals that the caller may know of. */
export interface ListApprovalsResponse {
  /** The first to expire first. */
  readonly approvals: readonly Approval[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListApprovalsResponse}, to be written: what is left out has its default. */
export interface IListApprovalsResponse {
  readonly approvals?: readonly IApproval[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListApprovalsResponse: MessageType<ListApprovalsResponse, IListApprovalsResponse> = dsmil.control.v1.ListApprovalsResponse;

/** Names one. */
export interface GetApprovalRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly approvalId: string;
}

/** As {@link GetApprovalRequest}, to be written: what is left out has its default. */
export interface IGetApprovalRequest {
  readonly approvalId?: string | undefined;
}

export const GetApprovalRequest: MessageType<GetApprovalRequest, IGetApprovalRequest> = dsmil.control.v1.GetApprovalRequest;

/** The one that was asked for. */
export interface GetApprovalResponse {
  /** As it is now. */
  readonly approval: Approval | null;
}

/** As {@link GetApprovalResponse}, to be written: what is left out has its default. */
export interface IGetApprovalResponse {
  readonly approval?: IApproval | null | undefined;
}

export const GetApprovalResponse: MessageType<GetApprovalResponse, IGetApprovalResponse> = dsmil.control.v1.GetApprovalResponse;

/** A signature. */
export interface GiveApprovalRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly approvalId: string;
  /** Over its document, by a key of another person than the requester. */
  readonly signature: Signature | null;
}

/** As {@link GiveApprovalRequest}, to be written: what is left out has its default. */
export interface IGiveApprovalRequest {
  readonly approvalId?: string | undefined;
  readonly signature?: ISignature | null | undefined;
}

export const GiveApprovalRequest: MessageType<GiveApprovalRequest, IGiveApprovalRequest> = dsmil.control.v1.GiveApprovalRequest;

/** It counts, as things are now. */
export interface GiveApprovalResponse {
  /** With who approved it. */
  readonly approval: Approval | null;
}

/** As {@link GiveApprovalResponse}, to be written: what is left out has its default. */
export interface IGiveApprovalResponse {
  readonly approval?: IApproval | null | undefined;
}

export const GiveApprovalResponse: MessageType<GiveApprovalResponse, IGiveApprovalResponse> = dsmil.control.v1.GiveApprovalResponse;

/** A no. */
export interface DenyApprovalRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly approvalId: string;
}

/** As {@link DenyApprovalRequest}, to be written: what is left out has its default. */
export interface IDenyApprovalRequest {
  readonly approvalId?: string | undefined;
}

export const DenyApprovalRequest: MessageType<DenyApprovalRequest, IDenyApprovalRequest> = dsmil.control.v1.DenyApprovalRequest;

/** The operation has ended. */
export interface DenyApprovalResponse {
}

/** As {@link DenyApprovalResponse}, to be written: what is left out has its default. */
export interface IDenyApprovalResponse {
}

export const DenyApprovalResponse: MessageType<DenyApprovalResponse, IDenyApprovalResponse> = dsmil.control.v1.DenyApprovalResponse;

/** A document, as exactly what is hashed. Whoever signs hashes it here again, shows what it says, and signs no other digest: digest    = SHA-256(domain || 0x00 || document) signature = Ed25519("dsmil/approval/v1" || 0x00 || role || 0x00 || digest) */
export interface SignedDocument {
  /** What kind of document it is: dsmil/op/v1, dsmil/tx/v1, dsmil/reset/v1, dsmil/clear/v1, dsmil/charter/v1. */
  readonly domain: string;
  /** Canonical JSON (RFC 8785) in UTF-8: at most 65536 bytes. */
  readonly document: string;
  /** What a signature over it is good for: OPERATION, RESET_REQUEST, RESET_CONFIRM, START, CLEARING, POLICY_CHANGE, ENROLMENT. */
  readonly role: string;
  /** 32 bytes: the server's own computation, to be compared and never to be believed. */
  readonly digest: Uint8Array;
}

/** As {@link SignedDocument}, to be written: what is left out has its default. */
export interface ISignedDocument {
  readonly domain?: string | undefined;
  readonly document?: string | undefined;
  readonly role?: string | undefined;
  readonly digest?: Uint8Array | undefined;
}

export const SignedDocument: MessageType<SignedDocument, ISignedDocument> = dsmil.control.v1.SignedDocument;

/** A person's signature. */
export interface Signature {
  /** The enrolled key: 1..128 characters. */
  readonly keyId: string;
  /** Ed25519 over what SignedDocument says: 64 bytes. */
  readonly signature: Uint8Array;
}

/** As {@link Signature}, to be written: what is left out has its default. */
export interface ISignature {
  readonly keyId?: string | undefined;
  readonly signature?: Uint8Array | undefined;
}

export const Signature: MessageType<Signature, ISignature> = dsmil.control.v1.Signature;

/** What it takes to see, approve or answer something. */
export interface Demand {
  /** At least this. {@link ClearanceLevel} */
  readonly requiredClearance: number;
  /** And all of these: 0..64 names of 1..64 characters. */
  readonly compartments: readonly string[];
}

/** As {@link Demand}, to be written: what is left out has its default. */
export interface IDemand {
  readonly requiredClearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
}

export const Demand: MessageType<Demand, IDemand> = dsmil.control.v1.Demand;

/** What is looked for: entries that match all that is given. */
export interface SearchEntriesRequest {
  /** Words with dots between, "*" for one, ">" for the rest: operation.intent, stop.>. 0..256 characters; empty: any. */
  readonly kind: string;
  /** Who did it: 0..256 characters; empty: anybody. */
  readonly actor: string;
  /** A token; 0: any or none. */
  readonly deviceId: number;
  /** 0..256 characters; empty: any. */
  readonly coordinationId: string;
  /** This severe or worse: 0..5. {@link EventSeverity} */
  readonly minSeverity: number;
  /** Not before. */
  readonly from: Timestamp | null;
  /** Before. */
  readonly to: Timestamp | null;
  /** In the entry's text: 0..256 characters. */
  readonly text: string;
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. Empty: from the newest on. */
  readonly pageToken: string;
}

/** As {@link SearchEntriesRequest}, to be written: what is left out has its default. */
export interface ISearchEntriesRequest {
  readonly kind?: string | undefined;
  readonly actor?: string | undefined;
  readonly deviceId?: number | undefined;
  readonly coordinationId?: string | undefined;
  readonly minSeverity?: number | undefined;
  readonly from?: ITimestamp | null | undefined;
  readonly to?: ITimestamp | null | undefined;
  readonly text?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const SearchEntriesRequest: MessageType<SearchEntriesRequest, ISearchEntriesRequest> = dsmil.control.v1.SearchEntriesRequest;

/** What was found. A page can have fewer entries than asked for, or none, and yet not be the last. */
export interface SearchEntriesResponse {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Empty: the beginning of the log was reached. */
  readonly nextPageToken: string;
}

/** As {@link SearchEntriesResponse}, to be written: what is left out has its default. */
export interface ISearchEntriesResponse {
  readonly entries?: readonly IAuditEntry[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const SearchEntriesResponse: MessageType<SearchEntriesResponse, ISearchEntriesResponse> = dsmil.control.v1.SearchEntriesResponse;

/** An entry, or without clearance only that there is one. */
export interface AuditEntry {
  /** Its place in the log, from 0: 0..2^53-1. */
  readonly index: number;
  /** 32 bytes: SHA-256(0x00 || leaf). */
  readonly leafHash: Uint8Array;
  /** As it stands in the log: canonical JSON, at most 65535 bytes. Empty without clearance. */
  readonly leaf: string;
}

/** As {@link AuditEntry}, to be written: what is left out has its default. */
export interface IAuditEntry {
  readonly index?: number | undefined;
  readonly leafHash?: Uint8Array | undefined;
  readonly leaf?: string | undefined;
}

export const AuditEntry: MessageType<AuditEntry, IAuditEntry> = dsmil.control.v1.AuditEntry;

/** Names an entry and a size. */
export interface ProveInclusionRequest {
  /** The entry: 0..tree_size-1. */
  readonly index: number;
  /** 1..size of the log; 0: of the newest checkpoint. */
  readonly treeSize: number;
}

/** As {@link ProveInclusionRequest}, to be written: what is left out has its default. */
export interface IProveInclusionRequest {
  readonly index?: number | undefined;
  readonly treeSize?: number | undefined;
}

export const ProveInclusionRequest: MessageType<ProveInclusionRequest, IProveInclusionRequest> = dsmil.control.v1.ProveInclusionRequest;

/** A proof, RFC 6962 section 2.1.1. */
export interface ProveInclusionResponse {
  /** 32 bytes each: 0..53 of them. */
  readonly hashes: readonly Uint8Array[];
  /** Which size it is for. */
  readonly treeSize: number;
}

/** As {@link ProveInclusionResponse}, to be written: what is left out has its default. */
export interface IProveInclusionResponse {
  readonly hashes?: readonly Uint8Array[] | undefined;
  readonly treeSize?: number | undefined;
}

export const ProveInclusionResponse: MessageType<ProveInclusionResponse, IProveInclusionResponse> = dsmil.control.v1.ProveInclusionResponse;

/** Names two sizes. */
export interface ProveConsistencyRequest {
  /** 1..second_size. */
  readonly firstSize: number;
  /** Up to the size of the log; 0: of the newest checkpoint. */
  readonly secondSize: number;
}

/** As {@link ProveConsistencyRequest}, to be written: what is left out has its default. */
export interface IProveConsistencyRequest {
  readonly firstSize?: number | undefined;
  readonly secondSize?: number | undefined;
}

export const ProveConsistencyRequest: MessageType<ProveConsistencyRequest, IProveConsistencyRequest> = dsmil.control.v1.ProveConsistencyRequest;

/** A proof, RFC 6962 section 2.1.2. */
export interface ProveConsistencyResponse {
  /** 32 bytes each: 0..54 of them. */
  readonly hashes: readonly Uint8Array[];
  /** Which later size it is for. */
  readonly secondSize: number;
}

/** As {@link ProveConsistencyResponse}, to be written: what is left out has its default. */
export interface IProveConsistencyResponse {
  readonly hashes?: readonly Uint8Array[] | undefined;
  readonly secondSize?: number | undefined;
}

export const ProveConsistencyResponse: MessageType<ProveConsistencyResponse, IProveConsistencyResponse> = dsmil.control.v1.ProveConsistencyResponse;

/** Asks for the newest. */
export interface GetCheckpointRequest {
}

/** As {@link GetCheckpointRequest}, to be written: what is left out has its default. */
export interface IGetCheckpointRequest {
}

export const GetCheckpointRequest: MessageType<GetCheckpointRequest, IGetCheckpointRequest> = dsmil.control.v1.GetCheckpointRequest;

/** A checkpoint. */
export interface GetCheckpointResponse {
  /** A signed note. NOT_FOUND before the first. */
  readonly checkpoint: string;
  /** How many entries it covers: 0..2^53-1. */
  readonly treeSize: number;
}

/** As {@link GetCheckpointResponse}, to be written: what is left out has its default. */
export interface IGetCheckpointResponse {
  readonly checkpoint?: string | undefined;
  readonly treeSize?: number | undefined;
}

export const GetCheckpointResponse: MessageType<GetCheckpointResponse, IGetCheckpointResponse> = dsmil.control.v1.GetCheckpointResponse;

/** Asks for it. */
export interface GetConfigurationRequest {
}

/** As {@link GetConfigurationRequest}, to be written: what is left out has its default. */
export interface IGetConfigurationRequest {
}

export const GetConfigurationRequest: MessageType<GetConfigurationRequest, IGetConfigurationRequest> = dsmil.control.v1.GetConfigurationRequest;

/** The configuration. */
export interface GetConfigurationResponse {
  /** SHA-256 over canonical JSON of every value in force: 32 bytes. */
  readonly revision: Uint8Array;
  /** The file that was read; empty without. */
  readonly file: string;
  /** By name. */
  readonly values: readonly ConfigurationValue[];
}

/** As {@link GetConfigurationResponse}, to be written: what is left out has its default. */
export interface IGetConfigurationResponse {
  readonly revision?: Uint8Array | undefined;
  readonly file?: string | undefined;
  readonly values?: readonly IConfigurationValue[] | undefined;
}

export const GetConfigurationResponse: MessageType<GetConfigurationResponse, IGetConfigurationResponse> = dsmil.control.v1.GetConfigurationResponse;

/** One key of it. */
export interface ConfigurationValue {
  /** As a file has it: deadman.period_ms. The unit is in the name. */
  readonly name: string;
  /** As JSON. */
  readonly value: string;
  /** Where the value is from. {@link ConfigurationOrigin} */
  readonly origin: number;
  /** File and line, or the variable; empty for a default. */
  readonly place: string;
}

/** As {@link ConfigurationValue}, to be written: what is left out has its default. */
export interface IConfigurationValue {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly origin?: number | undefined;
  readonly place?: string | undefined;
}

export const ConfigurationValue: MessageType<ConfigurationValue, IConfigurationValue> = dsmil.control.v1.ConfigurationValue;

/** Where a value is from. */
export const ConfigurationOrigin = {
  /** Not known. */
  CONFIGURATION_ORIGIN_UNSPECIFIED: 0,
  /** Nobody set it. */
  CONFIGURATION_ORIGIN_DEFAULT: 1,
  /** A file. */
  CONFIGURATION_ORIGIN_FILE: 2,
  /** An environment variable. */
  CONFIGURATION_ORIGIN_ENVIRONMENT: 3,
} as const;

/** A member, or a number that this build does not know. */
export type ConfigurationOrigin = number;

/** What is asked. */
export interface Confirmation {
  /** 1..128 characters. */
  readonly confirmationId: string;
  /** The token. */
  readonly deviceId: number;
  /** The person or service that wants it. */
  readonly requester: string;
  /** What would be done, for people. */
  readonly summary: string;
  /** How dangerous it is. {@link RiskLevel} */
  readonly risk: number;
  /** Why it is that, a line a term. */
  readonly terms: readonly string[];
  /** What whoever answers must have. */
  readonly demand: Demand | null;
  /** Names exactly what is shown: 32 bytes. An answer repeats it. */
  readonly digest: Uint8Array;
  /** Until it is void: 0..300 s. */
  readonly timeLeft: Duration | null;
}

/** As {@link Confirmation}, to be written: what is left out has its default. */
export interface IConfirmation {
  readonly confirmationId?: string | undefined;
  readonly deviceId?: number | undefined;
  readonly requester?: string | undefined;
  readonly summary?: string | undefined;
  readonly risk?: number | undefined;
  readonly terms?: readonly string[] | undefined;
  readonly demand?: IDemand | null | undefined;
  readonly digest?: Uint8Array | undefined;
  readonly timeLeft?: IDuration | null | undefined;
}

export const Confirmation: MessageType<Confirmation, IConfirmation> = dsmil.control.v1.Confirmation;

/** Asks for those that are open. */
export interface ListConfirmationsRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListConfirmationsRequest}, to be written: what is left out has its default. */
export interface IListConfirmationsRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListConfirmationsRequest: MessageType<ListConfirmationsRequest, IListConfirmationsRequest> = dsmil.control.v1.ListConfirmationsRequest;

/** Confirmations that the caller may know of. */
export interface ListConfirmationsResponse {
  /** The first to expire first. */
  readonly confirmations: readonly Confirmation[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListConfirmationsResponse}, to be written: what is left out has its default. */
export interface IListConfirmationsResponse {
  readonly confirmations?: readonly IConfirmation[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListConfirmationsResponse: MessageType<ListConfirmationsResponse, IListConfirmationsResponse> = dsmil.control.v1.ListConfirmationsResponse;

/** Names one. */
export interface ShowConfirmationRequest {
  /** 1..128 characters. */
  readonly confirmationId: string;
}

/** As {@link ShowConfirmationRequest}, to be written: what is left out has its default. */
export interface IShowConfirmationRequest {
  readonly confirmationId?: string | undefined;
}

export const ShowConfirmationRequest: MessageType<ShowConfirmationRequest, IShowConfirmationRequest> = dsmil.control.v1.ShowConfirmationRequest;

/** What this connection was shown. */
export interface ShowConfirmationResponse {
  /** As it is now. */
  readonly confirmation: Confirmation | null;
}

/** As {@link ShowConfirmationResponse}, to be written: what is left out has its default. */
export interface IShowConfirmationResponse {
  readonly confirmation?: IConfirmation | null | undefined;
}

export const ShowConfirmationResponse: MessageType<ShowConfirmationResponse, IShowConfirmationResponse> = dsmil.control.v1.ShowConfirmationResponse;

/** An answer. */
export interface AnswerConfirmationRequest {
  /** 1..128 characters. */
  readonly confirmationId: string;
  /** Confirmation.digest of what was shown: 32 bytes. */
  readonly digest: Uint8Array;
  /** False, or left out, is no: one no is enough. */
  readonly confirmed: boolean;
}

/** As {@link AnswerConfirmationRequest}, to be written: what is left out has its default. */
export interface IAnswerConfirmationRequest {
  readonly confirmationId?: string | undefined;
  readonly digest?: Uint8Array | undefined;
  readonly confirmed?: boolean | undefined;
}

export const AnswerConfirmationRequest: MessageType<AnswerConfirmationRequest, IAnswerConfirmationRequest> = dsmil.control.v1.AnswerConfirmationRequest;

/** What became of it. */
export interface AnswerConfirmationResponse {
  /** Of this answer. {@link ConfirmationOutcome} */
  readonly outcome: number;
}

/** As {@link AnswerConfirmationResponse}, to be written: what is left out has its default. */
export interface IAnswerConfirmationResponse {
  readonly outcome?: number | undefined;
}

export const AnswerConfirmationResponse: MessageType<AnswerConfirmationResponse, IAnswerConfirmationResponse> = dsmil.control.v1.AnswerConfirmationResponse;

/** What an answer was taken as. */
export const ConfirmationOutcome = {
  /** Not known: counts as REFUSED. */
  CONFIRMATION_OUTCOME_UNSPECIFIED: 0,
  /** A yes. */
  CONFIRMATION_OUTCOME_CONFIRMED: 1,
  /** A no. */
  CONFIRMATION_OUTCOME_REFUSED: 2,
} as const;

/** A member, or a number that this build does not know. */
export type ConfirmationOutcome = number;

/** A field about which tracks disagree. */
export interface Conflict {
  /** The device, the field, and what each track says. */
  readonly conflict: StateConflict | null;
  /** Names this set of words: a decision is about it and no other. 1..4096 characters. */
  readonly about: string;
}

/** As {@link Conflict}, to be written: what is left out has its default. */
export interface IConflict {
  readonly conflict?: IStateConflict | null | undefined;
  readonly about?: string | undefined;
}

export const Conflict: MessageType<Conflict, IConflict> = dsmil.control.v1.Conflict;

/** Asks for those that there are. */
export interface ListConflictsRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListConflictsRequest}, to be written: what is left out has its default. */
export interface IListConflictsRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListConflictsRequest: MessageType<ListConflictsRequest, IListConflictsRequest> = dsmil.control.v1.ListConflictsRequest;

/** Conflicts that the caller may see. */
export interface ListConflictsResponse {
  /** In the order of tokens and fields. */
  readonly conflicts: readonly Conflict[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListConflictsResponse}, to be written: what is left out has its default. */
export interface IListConflictsResponse {
  readonly conflicts?: readonly IConflict[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListConflictsResponse: MessageType<ListConflictsResponse, IListConflictsResponse> = dsmil.control.v1.ListConflictsResponse;

/** A decision. */
export interface DecideConflictRequest {
  /** The token. */
  readonly deviceId: number;
  /** Conflict.conflict.field: 1..128 characters. */
  readonly field: string;
  /** Conflict.about: 1..4096 characters. */
  readonly about: string;
  /** One of the values that were said, as JSON: a number, true, false or null. */
  readonly value: string;
}

/** As {@link DecideConflictRequest}, to be written: what is left out has its default. */
export interface IDecideConflictRequest {
  readonly deviceId?: number | undefined;
  readonly field?: string | undefined;
  readonly about?: string | undefined;
  readonly value?: string | undefined;
}

export const DecideConflictRequest: MessageType<DecideConflictRequest, IDecideConflictRequest> = dsmil.control.v1.DecideConflictRequest;

/** What became of it. */
export interface DecideConflictResponse {
  /** Of this decision. {@link DecisionState} */
  readonly state: number;
}

/** As {@link DecideConflictResponse}, to be written: what is left out has its default. */
export interface IDecideConflictResponse {
  readonly state?: number | undefined;
}

export const DecideConflictResponse: MessageType<DecideConflictResponse, IDecideConflictResponse> = dsmil.control.v1.DecideConflictResponse;

/** Where a decision is. */
export const DecisionState = {
  /** Not known: counts as WAITS_FOR_SECOND_PERSON. */
  DECISION_STATE_UNSPECIFIED: 0,
  /** It holds, until what is said changes. */
  DECISION_STATE_DECIDED: 1,
  /** It holds when another person decides the same. */
  DECISION_STATE_WAITS_FOR_SECOND_PERSON: 2,
} as const;

/** A member, or a number that this build does not know. */
export type DecisionState = number;

/** Asks for all. */
export interface ListDevicesRequest {
  /** At most so many: 0..84; 0 is 84. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListDevicesRequest}, to be written: what is left out has its default. */
export interface IListDevicesRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListDevicesRequest: MessageType<ListDevicesRequest, IListDevicesRequest> = dsmil.control.v1.ListDevicesRequest;

/** Devices that the caller may see. */
export interface ListDevicesResponse {
  /** In the order of tokens. */
  readonly devices: readonly UnifiedDeviceState[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListDevicesResponse}, to be written: what is left out has its default. */
export interface IListDevicesResponse {
  readonly devices?: readonly IUnifiedDeviceState[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListDevicesResponse: MessageType<ListDevicesResponse, IListDevicesResponse> = dsmil.control.v1.ListDevicesResponse;

/** Names one. */
export interface GetDeviceRequest {
  /** The token. */
  readonly deviceId: number;
}

/** As {@link GetDeviceRequest}, to be written: what is left out has its default. */
export interface IGetDeviceRequest {
  readonly deviceId?: number | undefined;
}

export const GetDeviceRequest: MessageType<GetDeviceRequest, IGetDeviceRequest> = dsmil.control.v1.GetDeviceRequest;

/** The one that was asked for. */
export interface GetDeviceResponse {
  /** As it is known now. */
  readonly device: UnifiedDeviceState | null;
  /** Fields of it about which tracks disagree. */
  readonly conflicts: readonly StateConflict[];
}

/** As {@link GetDeviceResponse}, to be written: what is left out has its default. */
export interface IGetDeviceResponse {
  readonly device?: IUnifiedDeviceState | null | undefined;
  readonly conflicts?: readonly IStateConflict[] | undefined;
}

export const GetDeviceResponse: MessageType<GetDeviceResponse, IGetDeviceResponse> = dsmil.control.v1.GetDeviceResponse;

/** Asks for changes. */
export interface WatchDevicesRequest {
  /** Tokens: 0..84 of them, doubles count once; empty: all that the caller may see, as that is at each moment. */
  readonly deviceIds: readonly number[];
}

/** As {@link WatchDevicesRequest}, to be written: what is left out has its default. */
export interface IWatchDevicesRequest {
  readonly deviceIds?: readonly number[] | undefined;
}

export const WatchDevicesRequest: MessageType<WatchDevicesRequest, IWatchDevicesRequest> = dsmil.control.v1.WatchDevicesRequest;

/** Devices as they are now; the first answer has all. */
export interface WatchDevicesResponse {
  /** In the order of tokens. */
  readonly devices: readonly UnifiedDeviceState[];
  /** Tokens that the caller may not see any more. */
  readonly gone: readonly number[];
}

/** As {@link WatchDevicesResponse}, to be written: what is left out has its default. */
export interface IWatchDevicesResponse {
  readonly devices?: readonly IUnifiedDeviceState[] | undefined;
  readonly gone?: readonly number[] | undefined;
}

export const WatchDevicesResponse: MessageType<WatchDevicesResponse, IWatchDevicesResponse> = dsmil.control.v1.WatchDevicesResponse;

/** What is wanted. */
export interface WatchEventsRequest {
  /** Filters, label, cursor and start. */
  readonly subscription: EventSubscriptionRequest | null;
  /** Events in a batch, at most: 0..4096; 0 is 512. */
  readonly maxBatch: number;
}

/** As {@link WatchEventsRequest}, to be written: what is left out has its default. */
export interface IWatchEventsRequest {
  readonly subscription?: IEventSubscriptionRequest | null | undefined;
  readonly maxBatch?: number | undefined;
}

export const WatchEventsRequest: MessageType<WatchEventsRequest, IWatchEventsRequest> = dsmil.control.v1.WatchEventsRequest;

/** A batch: the n-th event has the n-th element of each column. A batch without events is a bookmark. */
export interface WatchEventsResponse {
  /** The subscriber's own number of the first event; the others follow, modulo 2^32. A hole between batches is a loss on the way. */
  readonly firstSequence: number;
  /** Subjects with their labels, each once. */
  readonly topics: readonly EventTopic[];
  /** For each event, which of the topics: an index from 0. */
  readonly topicIndexes: readonly number[];
  /** For each event, what it is about. {@link EventType} */
  readonly eventTypes: readonly number[];
  /** For each event, how bad it is. {@link EventSeverity} */
  readonly severities: readonly number[];
  /** For each event, who says it. {@link TrackSource} */
  readonly sourceTracks: readonly number[];
  /** For each event, what is promised of it. {@link EventDelivery} */
  readonly deliveries: readonly number[];
  /** Of the first event, by the server's clock. Absent in a bookmark. */
  readonly firstTimestamp: Timestamp | null;
  /** For each event, how long after first_timestamp it was, in ms: negative for one that was before it. */
  readonly millisecondsAfter: readonly number[];
  /** The events' ids, 12 bytes each, one behind the other. */
  readonly eventIds: Uint8Array;
  /** For each event, how many bytes of data are its own: 0..65536. */
  readonly dataLengths: readonly number[];
  /** What the events say: a JSON object each in UTF-8, one behind the other. */
  readonly data: Uint8Array;
  /** For each event, how many older values of its subject were left out (telemetry). Empty: none of any. */
  readonly conflated: readonly number[];
  /** For each event, 1, 2, 3, … when it is an emergency that wants to be acknowledged, else 0. Empty: none is. */
  readonly attempts: readonly number[];
  /** Values of telemetry that were not delivered because too many subjects waited. */
  readonly lostTelemetry: number;
  /** Emergencies that will not be repeated because too many were going on; the log has them. */
  readonly lostEmergencies: number;
  /** Opaque: where to go on behind this batch. 0..512 characters. */
  readonly cursor: string;
}

/** As {@link WatchEventsResponse}, to be written: what is left out has its default. */
export interface IWatchEventsResponse {
  readonly firstSequence?: number | undefined;
  readonly topics?: readonly IEventTopic[] | undefined;
  readonly topicIndexes?: readonly number[] | undefined;
  readonly eventTypes?: readonly number[] | undefined;
  readonly severities?: readonly number[] | undefined;
  readonly sourceTracks?: readonly number[] | undefined;
  readonly deliveries?: readonly number[] | undefined;
  readonly firstTimestamp?: ITimestamp | null | undefined;
  readonly millisecondsAfter?: readonly number[] | undefined;
  readonly eventIds?: Uint8Array | undefined;
  readonly dataLengths?: readonly number[] | undefined;
  readonly data?: Uint8Array | undefined;
  readonly conflated?: readonly number[] | undefined;
  readonly attempts?: readonly number[] | undefined;
  readonly lostTelemetry?: number | undefined;
  readonly lostEmergencies?: number | undefined;
  readonly cursor?: string | undefined;
}

export const WatchEventsResponse: MessageType<WatchEventsResponse, IWatchEventsResponse> = dsmil.control.v1.WatchEventsResponse;

/** What some events are about, and who may know of them. */
export interface EventTopic {
  /** Dot-separated, from the general to the particular: device.8003.state. 1..255 characters. */
  readonly subject: string;
  /** Who may know of it: handle it accordingly. {@link ClearanceLevel} */
  readonly clearance: number;
  /** And these. */
  readonly compartments: readonly string[];
}

/** As {@link EventTopic}, to be written: what is left out has its default. */
export interface IEventTopic {
  readonly subject?: string | undefined;
  readonly clearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
}

export const EventTopic: MessageType<EventTopic, IEventTopic> = dsmil.control.v1.EventTopic;

/** Names an emergency. */
export interface AcknowledgeEventRequest {
  /** 24 lower-case hexadecimal digits. */
  readonly eventId: string;
  /** Of the subscription that was told of it: 0..64 characters. */
  readonly label: string;
}

/** As {@link AcknowledgeEventRequest}, to be written: what is left out has its default. */
export interface IAcknowledgeEventRequest {
  readonly eventId?: string | undefined;
  readonly label?: string | undefined;
}

export const AcknowledgeEventRequest: MessageType<AcknowledgeEventRequest, IAcknowledgeEventRequest> = dsmil.control.v1.AcknowledgeEventRequest;

/** It is not repeated any more. */
export interface AcknowledgeEventResponse {
}

/** As {@link AcknowledgeEventResponse}, to be written: what is left out has its default. */
export interface IAcknowledgeEventResponse {
}

export const AcknowledgeEventResponse: MessageType<AcknowledgeEventResponse, IAcknowledgeEventResponse> = dsmil.control.v1.AcknowledgeEventResponse;

/** What can be cleared. */
export const ClearingKind = {
  /** Refused: INVALID_ARGUMENT. */
  CLEARING_KIND_UNSPECIFIED: 0,
  /** A transaction of which nobody could tell how it ended; releases its devices. */
  CLEARING_KIND_HEURISTIC: 1,
  /** A device that the kernel has on hold for another reason. */
  CLEARING_KIND_HOLD: 2,
  /** What has failed of one operation type on one device. */
  CLEARING_KIND_HISTORY: 3,
  /** A transaction that another coordinator left in the kernel: forgotten there, aborted before when it was only prepared. */
  CLEARING_KIND_STRANGER: 4,
} as const;

/** A member, or a number that this build does not know. */
export type ClearingKind = number;

/** A transaction of which nobody can tell how it ended. */
export interface FlaggedTransaction {
  /** The kernel's number of it: 1..2^64-1, in decimal digits. */
  readonly transactionId: string;
  /** Of its operation. */
  readonly coordinationId: string;
  /** The account that asked for it. */
  readonly principal: string;
  /** Tokens on hold because of it. */
  readonly deviceIds: readonly number[];
  /** Why nobody can tell. */
  readonly reason: string;
  /** By the server's clock. */
  readonly flaggedAt: Timestamp | null;
}

/** As {@link FlaggedTransaction}, to be written: what is left out has its default. */
export interface IFlaggedTransaction {
  readonly transactionId?: string | undefined;
  readonly coordinationId?: string | undefined;
  readonly principal?: string | undefined;
  readonly deviceIds?: readonly number[] | undefined;
  readonly reason?: string | undefined;
  readonly flaggedAt?: ITimestamp | null | undefined;
}

export const FlaggedTransaction: MessageType<FlaggedTransaction, IFlaggedTransaction> = dsmil.control.v1.FlaggedTransaction;

/** A transaction in the kernel that another coordinator began, and that no journal of this daemon knows. */
export interface StrangerTransaction {
  /** The kernel's number of it: 1..2^64-1, in decimal digits. */
  readonly transactionId: string;
  /** Tokens of its effects, ascending. On hold, unless it is known how it ended. */
  readonly deviceIds: readonly number[];
  /** What the kernel says: PREPARED, COMMITTING, COMMITTED, ABORTED, ROLLED_BACK or UNCERTAIN. */
  readonly kernelOutcome: string;
  /** Why, by the kernel's name of it; empty without. */
  readonly reason: string;
}

/** As {@link StrangerTransaction}, to be written: what is left out has its default. */
export interface IStrangerTransaction {
  readonly transactionId?: string | undefined;
  readonly deviceIds?: readonly number[] | undefined;
  readonly kernelOutcome?: string | undefined;
  readonly reason?: string | undefined;
}

export const StrangerTransaction: MessageType<StrangerTransaction, IStrangerTransaction> = dsmil.control.v1.StrangerTransaction;

/** A proposal to clear something. */
export interface Clearing {
  /** 32 lower-case hexadecimal digits; part of what is signed. */
  readonly clearingId: string;
  /** What is cleared. {@link ClearingKind} */
  readonly kind: number;
  /** The transaction's number (of STRANGER with what the kernel says of it), the device's name, or device and operation type. */
  readonly subject: string;
  /** Tokens. */
  readonly deviceIds: readonly number[];
  /** What was looked at, and what was found. */
  readonly note: string;
  /** What is signed. */
  readonly document: SignedDocument | null;
  /** What whoever signs must have. */
  readonly demand: Demand | null;
  /** Account of who proposed it. */
  readonly proposedBy: string;
  /** Persons who have signed: 0..2. */
  readonly signedBy: readonly string[];
  /** Until it is void: 0..300 s. */
  readonly timeLeft: Duration | null;
}

/** As {@link Clearing}, to be written: what is left out has its default. */
export interface IClearing {
  readonly clearingId?: string | undefined;
  readonly kind?: number | undefined;
  readonly subject?: string | undefined;
  readonly deviceIds?: readonly number[] | undefined;
  readonly note?: string | undefined;
  readonly document?: ISignedDocument | null | undefined;
  readonly demand?: IDemand | null | undefined;
  readonly proposedBy?: string | undefined;
  readonly signedBy?: readonly string[] | undefined;
  readonly timeLeft?: IDuration | null | undefined;
}

export const Clearing: MessageType<Clearing, IClearing> = dsmil.control.v1.Clearing;

/** Asks for what is held. */
export interface ListHoldsRequest {
}

/** As {@link ListHoldsRequest}, to be written: what is left out has its default. */
export interface IListHoldsRequest {
}

export const ListHoldsRequest: MessageType<ListHoldsRequest, IListHoldsRequest> = dsmil.control.v1.ListHoldsRequest;

/** What is held, as far as the caller may know. */
export interface ListHoldsResponse {
  /** Transactions that nobody has cleared. */
  readonly flagged: readonly FlaggedTransaction[];
  /** Tokens on hold for another reason than a flagged transaction. */
  readonly heldDeviceIds: readonly number[];
  /** Transactions that another coordinator left. */
  readonly strangers: readonly StrangerTransaction[];
}

/** As {@link ListHoldsResponse}, to be written: what is left out has its default. */
export interface IListHoldsResponse {
  readonly flagged?: readonly IFlaggedTransaction[] | undefined;
  readonly heldDeviceIds?: readonly number[] | undefined;
  readonly strangers?: readonly IStrangerTransaction[] | undefined;
}

export const ListHoldsResponse: MessageType<ListHoldsResponse, IListHoldsResponse> = dsmil.control.v1.ListHoldsResponse;

/** What is to be cleared. */
export interface ProposeClearingRequest {
  /** 1..4. {@link ClearingKind} */
  readonly kind: number;
  /** Of HEURISTIC and STRANGER: the transaction, 1..2^64-1 in decimal digits; otherwise empty. */
  readonly transactionId: string;
  /** Of HOLD and HISTORY: the token; otherwise 0. */
  readonly deviceId: number;
  /** Of HISTORY: 1..6; otherwise OPERATION_UNKNOWN. {@link OperationType} */
  readonly operationType: number;
  /** What was looked at, and what was found: 1..1024 characters. */
  readonly note: string;
}

/** As {@link ProposeClearingRequest}, to be written: what is left out has its default. */
export interface IProposeClearingRequest {
  readonly kind?: number | undefined;
  readonly transactionId?: string | undefined;
  readonly deviceId?: number | undefined;
  readonly operationType?: number | undefined;
  readonly note?: string | undefined;
}

export const ProposeClearingRequest: MessageType<ProposeClearingRequest, IProposeClearingRequest> = dsmil.control.v1.ProposeClearingRequest;

/** The proposal. */
export interface ProposeClearingResponse {
  /** Without any signature. */
  readonly clearing: Clearing | null;
}

/** As {@link ProposeClearingResponse}, to be written: what is left out has its default. */
export interface IProposeClearingResponse {
  readonly clearing?: IClearing | null | undefined;
}

export const ProposeClearingResponse: MessageType<ProposeClearingResponse, IProposeClearingResponse> = dsmil.control.v1.ProposeClearingResponse;

/** Asks for proposals. */
export interface ListClearingsRequest {
}

/** As {@link ListClearingsRequest}, to be written: what is left out has its default. */
export interface IListClearingsRequest {
}

export const ListClearingsRequest: MessageType<ListClearingsRequest, IListClearingsRequest> = dsmil.control.v1.ListClearingsRequest;

/** Proposals that the caller may know of: at most 32 are open. */
export interface ListClearingsResponse {
  /** Oldest first. */
  readonly clearings: readonly Clearing[];
}

/** As {@link ListClearingsResponse}, to be written: what is left out has its default. */
export interface IListClearingsResponse {
  readonly clearings?: readonly IClearing[] | undefined;
}

export const ListClearingsResponse: MessageType<ListClearingsResponse, IListClearingsResponse> = dsmil.control.v1.ListClearingsResponse;

/** A signature. */
export interface SignClearingRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly clearingId: string;
  /** Over its document. */
  readonly signature: Signature | null;
}

/** As {@link SignClearingRequest}, to be written: what is left out has its default. */
export interface ISignClearingRequest {
  readonly clearingId?: string | undefined;
  readonly signature?: ISignature | null | undefined;
}

export const SignClearingRequest: MessageType<SignClearingRequest, ISignClearingRequest> = dsmil.control.v1.SignClearingRequest;

/** What became of it. */
export interface SignClearingResponse {
  /** It was the second person's: it is cleared, and that is durable. */
  readonly cleared: boolean;
  /** Persons who have signed. */
  readonly signedBy: readonly string[];
}

/** As {@link SignClearingResponse}, to be written: what is left out has its default. */
export interface ISignClearingResponse {
  readonly cleared?: boolean | undefined;
  readonly signedBy?: readonly string[] | undefined;
}

export const SignClearingResponse: MessageType<SignClearingResponse, ISignClearingResponse> = dsmil.control.v1.SignClearingResponse;

/** What is to be planned, and what is taken as given beside what is there. */
export interface PlanOperationRequest {
  /** As it would be asked for. A coordination_id may be left out. */
  readonly operation: OperationCoordinationRequest | null;
  /** Principals of the policy whose persons count as having approved: 0..8 of 1..128 characters. */
  readonly approvedBy: readonly string[];
  /** As if somebody had confirmed it now, at the risk that it has. */
  readonly confirmed: boolean;
}

/** As {@link PlanOperationRequest}, to be written: what is left out has its default. */
export interface IPlanOperationRequest {
  readonly operation?: IOperationCoordinationRequest | null | undefined;
  readonly approvedBy?: readonly string[] | undefined;
  readonly confirmed?: boolean | undefined;
}

export const PlanOperationRequest: MessageType<PlanOperationRequest, IPlanOperationRequest> = dsmil.control.v1.PlanOperationRequest;

/** A plan. */
export interface PlanOperationResponse {
  /** RISK_UNKNOWN of an emergency stop, which is not assessed. {@link RiskLevel} */
  readonly risk: number;
  /** Everything that it needs is there. */
  readonly allowed: boolean;
  /** What is not there could be given. */
  readonly possible: boolean;
  /** In the order in which they are judged. */
  readonly needs: readonly Need[];
  /** The risk, step by step; whoever folds them gets the risk. */
  readonly terms: readonly RiskTerm[];
  /** What each track said, in the order A, B, C. */
  readonly verdicts: readonly TrackVerdict[];
  /** All of it in words, a line each. */
  readonly words: readonly string[];
  /** Of the registers that the operation names: 0..2^53-1. An approval is void when it moves. */
  readonly safetyVersion: number;
  /** Of the kernel's stop: 0..2^53-1. An approval is void when it moves. */
  readonly stopEpoch: number;
}

/** As {@link PlanOperationResponse}, to be written: what is left out has its default. */
export interface IPlanOperationResponse {
  readonly risk?: number | undefined;
  readonly allowed?: boolean | undefined;
  readonly possible?: boolean | undefined;
  readonly needs?: readonly INeed[] | undefined;
  readonly terms?: readonly IRiskTerm[] | undefined;
  readonly verdicts?: readonly ITrackVerdict[] | undefined;
  readonly words?: readonly string[] | undefined;
  readonly safetyVersion?: number | undefined;
  readonly stopEpoch?: number | undefined;
}

export const PlanOperationResponse: MessageType<PlanOperationResponse, IPlanOperationResponse> = dsmil.control.v1.PlanOperationResponse;

/** One thing that an operation needs. */
export interface Need {
  /** Stable name, for programs. */
  readonly rule: string;
  /** It is there. */
  readonly satisfied: boolean;
  /** False: nothing that anybody could give would do. */
  readonly possible: boolean;
  /** What is wanted, with the values at hand. */
  readonly because: string;
  /** What would satisfy it. */
  readonly satisfiedBy: string;
}

/** As {@link Need}, to be written: what is left out has its default. */
export interface INeed {
  readonly rule?: string | undefined;
  readonly satisfied?: boolean | undefined;
  readonly possible?: boolean | undefined;
  readonly because?: string | undefined;
  readonly satisfiedBy?: string | undefined;
}

export const Need: MessageType<Need, INeed> = dsmil.control.v1.Need;

/** One step of a risk. */
export interface RiskTerm {
  /** Stable name: quarantine, method, correlation, missing, floor, uncertainty, history. */
  readonly rule: string;
  /** What the amount does. {@link RiskEffect} */
  readonly effect: number;
  /** In levels: 0..6. */
  readonly amount: number;
  /** What holds after it. {@link RiskLevel} */
  readonly level: number;
}

/** As {@link RiskTerm}, to be written: what is left out has its default. */
export interface IRiskTerm {
  readonly rule?: string | undefined;
  readonly effect?: number | undefined;
  readonly amount?: number | undefined;
  readonly level?: number | undefined;
}

export const RiskTerm: MessageType<RiskTerm, IRiskTerm> = dsmil.control.v1.RiskTerm;

/** What a step does to the level before it. */
export const RiskEffect = {
  /** Not known: counts as AT_LEAST 6. */
  RISK_EFFECT_UNSPECIFIED: 0,
  /** Raises it to the amount. */
  RISK_EFFECT_AT_LEAST: 1,
  /** Raises it by the amount, to 5 at most. */
  RISK_EFFECT_ADDS: 2,
} as const;

/** A member, or a number that this build does not know. */
export type RiskEffect = number;

/** What one track says of a planned operation. */
export interface TrackVerdict {
  /** Which. {@link TrackSource} */
  readonly track: number;
  /** False: it did not answer in time, which counts as the highest computed risk. */
  readonly answered: boolean;
  /** RISK_UNKNOWN without an answer. {@link RiskLevel} */
  readonly risk: number;
  /** For people. */
  readonly reasons: readonly string[];
}

/** As {@link TrackVerdict}, to be written: what is left out has its default. */
export interface ITrackVerdict {
  readonly track?: number | undefined;
  readonly answered?: boolean | undefined;
  readonly risk?: number | undefined;
  readonly reasons?: readonly string[] | undefined;
}

export const TrackVerdict: MessageType<TrackVerdict, ITrackVerdict> = dsmil.control.v1.TrackVerdict;

/** An operation, or a transaction over several devices, as it is now or as it ended. */
export interface Operation {
  /** The client's own name for it: 1..128 characters. */
  readonly coordinationId: string;
  /** The server's own, unique over all principals: 32 lower-case hexadecimal digits. */
  readonly operationId: string;
  /** Where it is. {@link CoordinationState} */
  readonly state: number;
  /** COORDINATION_UNKNOWN while it has not ended. {@link CoordinationResult} */
  readonly result: number;
  /** Stable name of why it did not complete (OperationCoordinationResponse.cause); empty without. */
  readonly cause: string;
  /** For people; empty when it completed, and while it has not ended. */
  readonly message: string;
  /** Of several devices the greatest; RISK_UNKNOWN before every track was asked. {@link RiskLevel} */
  readonly risk: number;
  /** What is missing. */
  readonly unmet: readonly UnmetNeed[];
  /** In the order of the request: 1..84. */
  readonly devices: readonly DeviceOutcome[];
  /** Of the commit across the tracks; empty when it did not come so far. */
  readonly transactionId: string;
  /** By the server's clock. */
  readonly receivedAt: Timestamp | null;
  /** From reception to now or the end, without the time that people took. */
  readonly coordinationTime: Duration | null;
  /** It has not ended. */
  readonly pending: boolean;
  /** It had ended before this call asked for it, and was not done again. */
  readonly replayed: boolean;
}

/** As {@link Operation}, to be written: what is left out has its default. */
export interface IOperation {
  readonly coordinationId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly state?: number | undefined;
  readonly result?: number | undefined;
  readonly cause?: string | undefined;
  readonly message?: string | undefined;
  readonly risk?: number | undefined;
  readonly unmet?: readonly IUnmetNeed[] | undefined;
  readonly devices?: readonly IDeviceOutcome[] | undefined;
  readonly transactionId?: string | undefined;
  readonly receivedAt?: ITimestamp | null | undefined;
  readonly coordinationTime?: IDuration | null | undefined;
  readonly pending?: boolean | undefined;
  readonly replayed?: boolean | undefined;
}

export const Operation: MessageType<Operation, IOperation> = dsmil.control.v1.Operation;

/** What became of one device. */
export interface DeviceOutcome {
  /** The token. */
  readonly deviceId: number;
  /** Of a read the register, of an effect the register before it, 0..4294967295; absent where there is none. */
  readonly value: number | null;
  /** 0, or the negative errno with which the device answered: -4095..0. */
  readonly error: number;
  /** Why it refused or failed, by the kernel interface's names, or where a value was read from (STATE_PAGE, HARDWARE); empty without. */
  readonly reason: string;
}

/** As {@link DeviceOutcome}, to be written: what is left out has its default. */
export interface IDeviceOutcome {
  readonly deviceId?: number | undefined;
  readonly value?: number | null | undefined;
  readonly error?: number | undefined;
  readonly reason?: string | undefined;
}

export const DeviceOutcome: MessageType<DeviceOutcome, IDeviceOutcome> = dsmil.control.v1.DeviceOutcome;

/** Asks for those under way. */
export interface ListOperationsRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. Empty: from the oldest on. */
  readonly pageToken: string;
}

/** As {@link ListOperationsRequest}, to be written: what is left out has its default. */
export interface IListOperationsRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListOperationsRequest: MessageType<ListOperationsRequest, IListOperationsRequest> = dsmil.control.v1.ListOperationsRequest;

/** Operations that the caller may know of. */
export interface ListOperationsResponse {
  /** Oldest first. */
  readonly operations: readonly Operation[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListOperationsResponse}, to be written: what is left out has its default. */
export interface IListOperationsResponse {
  readonly operations?: readonly IOperation[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListOperationsResponse: MessageType<ListOperationsResponse, IListOperationsResponse> = dsmil.control.v1.ListOperationsResponse;

/** Names one. */
export interface GetOperationRequest {
  /** Its coordination_id when it is the caller's own, or its operation_id: 1..128 characters. */
  readonly id: string;
}

/** As {@link GetOperationRequest}, to be written: what is left out has its default. */
export interface IGetOperationRequest {
  readonly id?: string | undefined;
}

export const GetOperationRequest: MessageType<GetOperationRequest, IGetOperationRequest> = dsmil.control.v1.GetOperationRequest;

/** The one that was asked for. */
export interface GetOperationResponse {
  /** As it is now. Values of reads that ended before the daemon began are not kept. */
  readonly operation: Operation | null;
}

/** As {@link GetOperationResponse}, to be written: what is left out has its default. */
export interface IGetOperationResponse {
  readonly operation?: IOperation | null | undefined;
}

export const GetOperationResponse: MessageType<GetOperationResponse, IGetOperationResponse> = dsmil.control.v1.GetOperationResponse;

/** Names one of the caller's own. */
export interface CancelOperationRequest {
  /** Its coordination_id or its operation_id: 1..128 characters. */
  readonly id: string;
}

/** As {@link CancelOperationRequest}, to be written: what is left out has its default. */
export interface ICancelOperationRequest {
  readonly id?: string | undefined;
}

export const CancelOperationRequest: MessageType<CancelOperationRequest, ICancelOperationRequest> = dsmil.control.v1.CancelOperationRequest;

/** The one that was taken back. */
export interface CancelOperationResponse {
  /** As it is now: still EXECUTING when it could not end at once. */
  readonly operation: Operation | null;
}

/** As {@link CancelOperationResponse}, to be written: what is left out has its default. */
export interface ICancelOperationResponse {
  readonly operation?: IOperation | null | undefined;
}

export const CancelOperationResponse: MessageType<CancelOperationResponse, ICancelOperationResponse> = dsmil.control.v1.CancelOperationResponse;

/** Names persons, keys and policy as they are at one time. */
export interface CharterHead {
  /** Counts up, never back: 0..2^53-1; 0 before bootstrap. */
  readonly revision: number;
  /** Of the revision and all before it: 32 bytes. */
  readonly hash: Uint8Array;
}

/** As {@link CharterHead}, to be written: what is left out has its default. */
export interface ICharterHead {
  readonly revision?: number | undefined;
  readonly hash?: Uint8Array | undefined;
}

export const CharterHead: MessageType<CharterHead, ICharterHead> = dsmil.control.v1.CharterHead;

/** Asks who one is. */
export interface WhoAmIRequest {
}

/** As {@link WhoAmIRequest}, to be written: what is left out has its default. */
export interface IWhoAmIRequest {
}

export const WhoAmIRequest: MessageType<WhoAmIRequest, IWhoAmIRequest> = dsmil.control.v1.WhoAmIRequest;

/** Who the caller is taken for. */
export interface WhoAmIResponse {
  /** The account: unix:1000, or the URI of a certificate. */
  readonly principal: string;
  /** Whose it is; empty when nobody knows. A service is service:PRINCIPAL. */
  readonly person: string;
  /** Of that person or service. {@link ClearanceLevel} */
  readonly clearance: number;
  /** Of that person or service, sorted. */
  readonly compartments: readonly string[];
}

/** As {@link WhoAmIResponse}, to be written: what is left out has its default. */
export interface IWhoAmIResponse {
  readonly principal?: string | undefined;
  readonly person?: string | undefined;
  readonly clearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
}

export const WhoAmIResponse: MessageType<WhoAmIResponse, IWhoAmIResponse> = dsmil.control.v1.WhoAmIResponse;

/** Asks for the policy. */
export interface GetPolicyRequest {
}

/** As {@link GetPolicyRequest}, to be written: what is left out has its default. */
export interface IGetPolicyRequest {
}

export const GetPolicyRequest: MessageType<GetPolicyRequest, IGetPolicyRequest> = dsmil.control.v1.GetPolicyRequest;

/** The policy in force. */
export interface GetPolicyResponse {
  /** Which charter it is of. */
  readonly head: CharterHead | null;
  /** Canonical JSON, as it was approved: at most 1 MiB. Empty: there is none, which denies everything. */
  readonly policy: string;
}

/** As {@link GetPolicyResponse}, to be written: what is left out has its default. */
export interface IGetPolicyResponse {
  readonly head?: ICharterHead | null | undefined;
  readonly policy?: string | undefined;
}

export const GetPolicyResponse: MessageType<GetPolicyResponse, IGetPolicyResponse> = dsmil.control.v1.GetPolicyResponse;

/** A person. */
export interface Person {
  /** 1..64 characters. */
  readonly person: string;
  /** What for. {@link ClearanceLevel} */
  readonly clearance: number;
  /** Sorted: 0..64 names. */
  readonly compartments: readonly string[];
  /** Revoked: the name is kept, so that it never names another person. */
  readonly revoked: boolean;
}

/** As {@link Person}, to be written: what is left out has its default. */
export interface IPerson {
  readonly person?: string | undefined;
  readonly clearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
  readonly revoked?: boolean | undefined;
}

export const Person: MessageType<Person, IPerson> = dsmil.control.v1.Person;

/** A key. */
export interface Key {
  /** 1..64 characters. */
  readonly keyId: string;
  /** Whose. */
  readonly person: string;
  /** Ed25519: 32 bytes. */
  readonly publicKey: Uint8Array;
  /** It, or its person, is revoked. */
  readonly revoked: boolean;
}

/** As {@link Key}, to be written: what is left out has its default. */
export interface IKey {
  readonly keyId?: string | undefined;
  readonly person?: string | undefined;
  readonly publicKey?: Uint8Array | undefined;
  readonly revoked?: boolean | undefined;
}

export const Key: MessageType<Key, IKey> = dsmil.control.v1.Key;

/** An account or a service: what a connection authenticates as. */
export interface Principal {
  /** 1..64 characters. */
  readonly principal: string;
  /** Whose account it is; empty for a service. */
  readonly person: string;
  /** Of a service; an account has its person's. {@link ClearanceLevel} */
  readonly clearance: number;
  /** Of a service, sorted. */
  readonly compartments: readonly string[];
}

/** As {@link Principal}, to be written: what is left out has its default. */
export interface IPrincipal {
  readonly principal?: string | undefined;
  readonly person?: string | undefined;
  readonly clearance?: number | undefined;
  readonly compartments?: readonly string[] | undefined;
}

export const Principal: MessageType<Principal, IPrincipal> = dsmil.control.v1.Principal;

/** Asks for persons. */
export interface ListPersonsRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListPersonsRequest}, to be written: what is left out has its default. */
export interface IListPersonsRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListPersonsRequest: MessageType<ListPersonsRequest, IListPersonsRequest> = dsmil.control.v1.ListPersonsRequest;

/** Persons. */
export interface ListPersonsResponse {
  /** By name. */
  readonly persons: readonly Person[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListPersonsResponse}, to be written: what is left out has its default. */
export interface IListPersonsResponse {
  readonly persons?: readonly IPerson[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListPersonsResponse: MessageType<ListPersonsResponse, IListPersonsResponse> = dsmil.control.v1.ListPersonsResponse;

/** Asks for keys. */
export interface ListKeysRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListKeysRequest}, to be written: what is left out has its default. */
export interface IListKeysRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListKeysRequest: MessageType<ListKeysRequest, IListKeysRequest> = dsmil.control.v1.ListKeysRequest;

/** Keys. */
export interface ListKeysResponse {
  /** By id. */
  readonly keys: readonly Key[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListKeysResponse}, to be written: what is left out has its default. */
export interface IListKeysResponse {
  readonly keys?: readonly IKey[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListKeysResponse: MessageType<ListKeysResponse, IListKeysResponse> = dsmil.control.v1.ListKeysResponse;

/** Asks for principals. */
export interface ListPrincipalsRequest {
  /** At most so many: 0..1000; 0 is 100. */
  readonly pageSize: number;
  /** Of an earlier answer: goes on behind it. */
  readonly pageToken: string;
}

/** As {@link ListPrincipalsRequest}, to be written: what is left out has its default. */
export interface IListPrincipalsRequest {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export const ListPrincipalsRequest: MessageType<ListPrincipalsRequest, IListPrincipalsRequest> = dsmil.control.v1.ListPrincipalsRequest;

/** Principals. */
export interface ListPrincipalsResponse {
  /** By name. */
  readonly principals: readonly Principal[];
  /** Empty: there are no more. */
  readonly nextPageToken: string;
}

/** As {@link ListPrincipalsResponse}, to be written: what is left out has its default. */
export interface IListPrincipalsResponse {
  readonly principals?: readonly IPrincipal[] | undefined;
  readonly nextPageToken?: string | undefined;
}

export const ListPrincipalsResponse: MessageType<ListPrincipalsResponse, IListPrincipalsResponse> = dsmil.control.v1.ListPrincipalsResponse;

/** A change. */
export interface ProposeChangeRequest {
  /** JSON: {"change": "enrol_person" | "enrol_key" | "revoke_key" | "revoke_person" | "change_person" | "set_policy" | "clear", …}, at most 1 MiB. What each takes is in the manual. */
  readonly change: string;
}

/** As {@link ProposeChangeRequest}, to be written: what is left out has its default. */
export interface IProposeChangeRequest {
  readonly change?: string | undefined;
}

export const ProposeChangeRequest: MessageType<ProposeChangeRequest, IProposeChangeRequest> = dsmil.control.v1.ProposeChangeRequest;

/** A change on its way. */
export interface Proposal {
  /** 32 lower-case hexadecimal digits; part of what is signed. */
  readonly proposalId: string;
  /** What it is, in one word: enrol_person, set_policy, … */
  readonly change: string;
  /** Who wants it. */
  readonly proposer: string;
  /** What is signed: the change itself, what it is based on, proposer, nonce and expiry. */
  readonly document: SignedDocument | null;
  /** Persons who have signed: 0..2. */
  readonly approvedBy: readonly string[];
  /** The revision that it is for, and for no later one. */
  readonly baseRevision: number;
  /** Until it is void, by the security track's own time: 0..3600 s. */
  readonly timeLeft: Duration | null;
}

/** As {@link Proposal}, to be written: what is left out has its default. */
export interface IProposal {
  readonly proposalId?: string | undefined;
  readonly change?: string | undefined;
  readonly proposer?: string | undefined;
  readonly document?: ISignedDocument | null | undefined;
  readonly approvedBy?: readonly string[] | undefined;
  readonly baseRevision?: number | undefined;
  readonly timeLeft?: IDuration | null | undefined;
}

export const Proposal: MessageType<Proposal, IProposal> = dsmil.control.v1.Proposal;

/** The proposal. */
export interface ProposeChangeResponse {
  /** Without any signature. */
  readonly proposal: Proposal | null;
}

/** As {@link ProposeChangeResponse}, to be written: what is left out has its default. */
export interface IProposeChangeResponse {
  readonly proposal?: IProposal | null | undefined;
}

export const ProposeChangeResponse: MessageType<ProposeChangeResponse, IProposeChangeResponse> = dsmil.control.v1.ProposeChangeResponse;

/** Asks for proposals. */
export interface ListProposalsRequest {
}

/** As {@link ListProposalsRequest}, to be written: what is left out has its default. */
export interface IListProposalsRequest {
}

export const ListProposalsRequest: MessageType<ListProposalsRequest, IListProposalsRequest> = dsmil.control.v1.ListProposalsRequest;

/** Proposals that can still be applied: at most 32 are open. */
export interface ListProposalsResponse {
  /** Oldest first. */
  readonly proposals: readonly Proposal[];
}

/** As {@link ListProposalsResponse}, to be written: what is left out has its default. */
export interface IListProposalsResponse {
  readonly proposals?: readonly IProposal[] | undefined;
}

export const ListProposalsResponse: MessageType<ListProposalsResponse, IListProposalsResponse> = dsmil.control.v1.ListProposalsResponse;

/** A signature. */
export interface ApproveProposalRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly proposalId: string;
  /** Over its document. */
  readonly signature: Signature | null;
}

/** As {@link ApproveProposalRequest}, to be written: what is left out has its default. */
export interface IApproveProposalRequest {
  readonly proposalId?: string | undefined;
  readonly signature?: ISignature | null | undefined;
}

export const ApproveProposalRequest: MessageType<ApproveProposalRequest, IApproveProposalRequest> = dsmil.control.v1.ApproveProposalRequest;

/** What became of it. */
export interface ApproveProposalResponse {
  /** With its signatures. */
  readonly proposal: Proposal | null;
  /** The revision that it made; 0 while it takes another person. */
  readonly revision: number;
}

/** As {@link ApproveProposalResponse}, to be written: what is left out has its default. */
export interface IApproveProposalResponse {
  readonly proposal?: IProposal | null | undefined;
  readonly revision?: number | undefined;
}

export const ApproveProposalResponse: MessageType<ApproveProposalResponse, IApproveProposalResponse> = dsmil.control.v1.ApproveProposalResponse;

/** Names a proposal of the caller's own. */
export interface RetractProposalRequest {
  /** 32 lower-case hexadecimal digits. */
  readonly proposalId: string;
}

/** As {@link RetractProposalRequest}, to be written: what is left out has its default. */
export interface IRetractProposalRequest {
  readonly proposalId?: string | undefined;
}

export const RetractProposalRequest: MessageType<RetractProposalRequest, IRetractProposalRequest> = dsmil.control.v1.RetractProposalRequest;

/** It is gone. */
export interface RetractProposalResponse {
}

/** As {@link RetractProposalResponse}, to be written: what is left out has its default. */
export interface IRetractProposalResponse {
}

export const RetractProposalResponse: MessageType<RetractProposalResponse, IRetractProposalResponse> = dsmil.control.v1.RetractProposalResponse;

/** Asks for the stored charter to be read again. */
export interface ReloadPolicyRequest {
}

/** As {@link ReloadPolicyRequest}, to be written: what is left out has its default. */
export interface IReloadPolicyRequest {
}

export const ReloadPolicyRequest: MessageType<ReloadPolicyRequest, IReloadPolicyRequest> = dsmil.control.v1.ReloadPolicyRequest;

/** What is stored is what is in force. */
export interface ReloadPolicyResponse {
  /** What is in force. */
  readonly head: CharterHead | null;
}

/** As {@link ReloadPolicyResponse}, to be written: what is left out has its default. */
export interface IReloadPolicyResponse {
  readonly head?: ICharterHead | null | undefined;
}

export const ReloadPolicyResponse: MessageType<ReloadPolicyResponse, IReloadPolicyResponse> = dsmil.control.v1.ReloadPolicyResponse;

/** What the orchestrator does. */
export const OrchestratorState = {
  /** Not known. */
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

/** Asks how things stand. */
export interface GetStatusRequest {
}

/** As {@link GetStatusRequest}, to be written: what is left out has its default. */
export interface IGetStatusRequest {
}

export const GetStatusRequest: MessageType<GetStatusRequest, IGetStatusRequest> = dsmil.control.v1.GetStatusRequest;

/** How things stand. */
export interface GetStatusResponse {
  /** Of the daemon. */
  readonly version: string;
  /** Since it began. */
  readonly upTime: Duration | null;
  /** What it does. {@link OrchestratorState} */
  readonly orchestrator: number;
  /** The device node, or the simulator's socket. */
  readonly devicePath: string;
  /** The kernel interface's number of it: 1 sim, 2 mmio, 3 smi. */
  readonly backend: number;
  /** The emergency stop. */
  readonly stop: StopStatus | null;
  /** Parts that can be worse than well. */
  readonly health: readonly ComponentHealth[];
  /** Of operations since it began: total, successful, failed, denied, emergencyStopped, emergencyStops, trackMessages, current; 0..2^53-1 each. Empty for whoever is not cleared for every device. */
  readonly operationCounts: Readonly<Record<string, number>>;
  /** Being committed; 0 where operation_counts is empty. */
  readonly inFlight: number;
  /** Transactions without an outcome; 0 where operation_counts is empty. */
  readonly undecided: number;
  /** Transactions of which nobody can tell how they ended, as far as the caller may know of them. */
  readonly flagged: number;
  /** The audit log. */
  readonly audit: AuditStatus | null;
}

/** As {@link GetStatusResponse}, to be written: what is left out has its default. */
export interface IGetStatusResponse {
  readonly version?: string | undefined;
  readonly upTime?: IDuration | null | undefined;
  readonly orchestrator?: number | undefined;
  readonly devicePath?: string | undefined;
  readonly backend?: number | undefined;
  readonly stop?: IStopStatus | null | undefined;
  readonly health?: readonly IComponentHealth[] | undefined;
  readonly operationCounts?: Readonly<Record<string, number>> | undefined;
  readonly inFlight?: number | undefined;
  readonly undecided?: number | undefined;
  readonly flagged?: number | undefined;
  readonly audit?: IAuditStatus | null | undefined;
}

export const GetStatusResponse: MessageType<GetStatusResponse, IGetStatusResponse> = dsmil.control.v1.GetStatusResponse;

/** How one part stands. */
export interface ComponentHealth {
  /** Its name. */
  readonly component: string;
  /** OK, RECOVERING, DEGRADED or FAILED. */
  readonly state: string;
  /** Why; empty when all is well. */
  readonly reason: string;
  /** By the server's clock. */
  readonly since: Timestamp | null;
}

/** As {@link ComponentHealth}, to be written: what is left out has its default. */
export interface IComponentHealth {
  readonly component?: string | undefined;
  readonly state?: string | undefined;
  readonly reason?: string | undefined;
  readonly since?: ITimestamp | null | undefined;
}

export const ComponentHealth: MessageType<ComponentHealth, IComponentHealth> = dsmil.control.v1.ComponentHealth;

/** How the audit log stands. */
export interface AuditStatus {
  /** Entries, durable or not: 0..2^53-1. */
  readonly size: number;
  /** Some sink can make an entry durable: without one only moves towards safe are allowed. */
  readonly durable: boolean;
  /** Sinks that do not work, each with why. */
  readonly problems: readonly string[];
}

/** As {@link AuditStatus}, to be written: what is left out has its default. */
export interface IAuditStatus {
  readonly size?: number | undefined;
  readonly durable?: boolean | undefined;
  readonly problems?: readonly string[] | undefined;
}

export const AuditStatus: MessageType<AuditStatus, IAuditStatus> = dsmil.control.v1.AuditStatus;

/** Where the stop is. What is not RUN refuses effects. */
export const StopState = {
  /** Not known: counts as LATCHED. */
  STOP_STATE_UNSPECIFIED: 0,
  /** Effects are possible. */
  STOP_STATE_RUN: 1,
  /** The latch is set; acknowledgements and read-backs are awaited. */
  STOP_STATE_STOPPING: 2,
  /** Every track acknowledged, every device reads back safe. */
  STOP_STATE_LATCHED: 3,
  /** 100 ms have passed, and something is missing. */
  STOP_STATE_LATCHED_DEGRADED: 4,
  /** The cause is cleared, a first person has signed. */
  STOP_STATE_RESET_PENDING: 5,
  /** A second person has signed. Nothing starts by that. */
  STOP_STATE_READY: 6,
} as const;

/** A member, or a number that this build does not know. */
export type StopState = number;

/** A step of the way back. */
export const StopStep = {
  /** Whichever is next. */
  STOP_STEP_UNSPECIFIED: 0,
  /** By a first person. */
  STOP_STEP_RESET: 1,
  /** By a second person. */
  STOP_STEP_CONFIRM: 2,
  /** By any person who may reset. */
  STOP_STEP_START: 3,
} as const;

/** A member, or a number that this build does not know. */
export type StopStep = number;

/** How the stop stands. */
export interface StopStatus {
  /** Where it is. {@link StopState} */
  readonly state: number;
  /** The kernel's stop generation: moves with each stop. 0..2^53-1. */
  readonly epoch: number;
  /** Tracks that have not answered, and devices as far as the caller may know of them: 0..128 names. */
  readonly missing: readonly string[];
  /** Since it is in this state. */
  readonly inStateFor: Duration | null;
  /** Who took the first step of a reset; empty without, and for accounts that nobody knows. */
  readonly firstPerson: string;
  /** A stop did not reach the kernel: the hard-wired one is what is left. */
  readonly unlatched: boolean;
}

/** As {@link StopStatus}, to be written: what is left out has its default. */
export interface IStopStatus {
  readonly state?: number | undefined;
  readonly epoch?: number | undefined;
  readonly missing?: readonly string[] | undefined;
  readonly inStateFor?: IDuration | null | undefined;
  readonly firstPerson?: string | undefined;
  readonly unlatched?: boolean | undefined;
}

export const StopStatus: MessageType<StopStatus, IStopStatus> = dsmil.control.v1.StopStatus;

/** A stop. */
export interface StopRequest {
  /** Why, for the record: any text, cut to what is kept. */
  readonly reason: string;
}

/** As {@link StopRequest}, to be written: what is left out has its default. */
export interface IStopRequest {
  readonly reason?: string | undefined;
}

export const StopRequest: MessageType<StopRequest, IStopRequest> = dsmil.control.v1.StopRequest;

/** It is latched, unless its status says otherwise. */
export interface StopResponse {
  /** Right after the latch was set. */
  readonly status: StopStatus | null;
}

/** As {@link StopResponse}, to be written: what is left out has its default. */
export interface IStopResponse {
  readonly status?: IStopStatus | null | undefined;
}

export const StopResponse: MessageType<StopResponse, IStopResponse> = dsmil.control.v1.StopResponse;

/** Asks how it stands. */
export interface GetStopStatusRequest {
}

/** As {@link GetStopStatusRequest}, to be written: what is left out has its default. */
export interface IGetStopStatusRequest {
}

export const GetStopStatusRequest: MessageType<GetStopStatusRequest, IGetStopStatusRequest> = dsmil.control.v1.GetStopStatusRequest;

/** How it stands. */
export interface GetStopStatusResponse {
  /** Now. */
  readonly status: StopStatus | null;
}

/** As {@link GetStopStatusResponse}, to be written: what is left out has its default. */
export interface IGetStopStatusResponse {
  readonly status?: IStopStatus | null | undefined;
}

export const GetStopStatusResponse: MessageType<GetStopStatusResponse, IGetStopStatusResponse> = dsmil.control.v1.GetStopStatusResponse;

/** Asks for what is to be signed. */
export interface OfferStopStepRequest {
  /** The step that is meant. FAILED_PRECONDITION when another one is next. {@link StopStep} */
  readonly expectedStep: number;
}

/** As {@link OfferStopStepRequest}, to be written: what is left out has its default. */
export interface IOfferStopStepRequest {
  readonly expectedStep?: number | undefined;
}

export const OfferStopStepRequest: MessageType<OfferStopStepRequest, IOfferStopStepRequest> = dsmil.control.v1.OfferStopStepRequest;

/** What is to be signed. */
export interface OfferStopStepResponse {
  /** Its step, what it accepts as missing, its nonce and its expiry are in the document. */
  readonly document: SignedDocument | null;
  /** Which step it is. {@link StopStep} */
  readonly step: number;
  /** Until it is void: 0..120 s. */
  readonly timeLeft: Duration | null;
}

/** As {@link OfferStopStepResponse}, to be written: what is left out has its default. */
export interface IOfferStopStepResponse {
  readonly document?: ISignedDocument | null | undefined;
  readonly step?: number | undefined;
  readonly timeLeft?: IDuration | null | undefined;
}

export const OfferStopStepResponse: MessageType<OfferStopStepResponse, IOfferStopStepResponse> = dsmil.control.v1.OfferStopStepResponse;

/** A signature over an offer. */
export interface TakeStopStepRequest {
  /** Of the document: 32 lower-case hexadecimal digits. */
  readonly nonce: string;
  /** By a person who may reset. */
  readonly signature: Signature | null;
}

/** As {@link TakeStopStepRequest}, to be written: what is left out has its default. */
export interface ITakeStopStepRequest {
  readonly nonce?: string | undefined;
  readonly signature?: ISignature | null | undefined;
}

export const TakeStopStepRequest: MessageType<TakeStopStepRequest, ITakeStopStepRequest> = dsmil.control.v1.TakeStopStepRequest;

/** The step was taken. */
export interface TakeStopStepResponse {
  /** After it. */
  readonly status: StopStatus | null;
}

/** As {@link TakeStopStepResponse}, to be written: what is left out has its default. */
export interface ITakeStopStepResponse {
  readonly status?: IStopStatus | null | undefined;
}

export const TakeStopStepResponse: MessageType<TakeStopStepResponse, ITakeStopStepResponse> = dsmil.control.v1.TakeStopStepResponse;

/** What is to be done. Everything in it only tightens. */
export interface RunTransactionRequest {
  /** The client's own name for it: 1..128 characters. Idempotent for 7 days per principal. */
  readonly coordinationId: string;
  /** In the order in which they happen: 1..84, each device once, reads alone or effects alone. Their coordination_id, timeout_seconds, auth_context and requested_at stay empty; a justification of their own goes before that of the whole. */
  readonly operations: readonly OperationCoordinationRequest[];
  /** Why: 0..4096 characters. From MODERATE risk up it must not be empty. */
  readonly justification: string;
  /** What the client says of itself: recorded as a claim. */
  readonly authContext: AuthContext | null;
  /** From reception until it is given up, people's time included: 0..300 s; absent or 0 is 300 s, longer does not extend it. */
  readonly timeout: Duration | null;
}

/** As {@link RunTransactionRequest}, to be written: what is left out has its default. */
export interface IRunTransactionRequest {
  readonly coordinationId?: string | undefined;
  readonly operations?: readonly IOperationCoordinationRequest[] | undefined;
  readonly justification?: string | undefined;
  readonly authContext?: IAuthContext | null | undefined;
  readonly timeout?: IDuration | null | undefined;
}

export const RunTransactionRequest: MessageType<RunTransactionRequest, IRunTransactionRequest> = dsmil.control.v1.RunTransactionRequest;

/** How it ended. */
export interface RunTransactionResponse {
  /** With an outcome for each device. */
  readonly operation: Operation | null;
}

/** As {@link RunTransactionResponse}, to be written: what is left out has its default. */
export interface IRunTransactionResponse {
  readonly operation?: IOperation | null | undefined;
}

export const RunTransactionResponse: MessageType<RunTransactionResponse, IRunTransactionResponse> = dsmil.control.v1.RunTransactionResponse;
