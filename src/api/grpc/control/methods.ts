// SPDX-License-Identifier: Apache-2.0
// The methods of dsmil.control.v1: each service's handlers with their codecs.
import type { GrpcCall, Method, UnaryMethod } from '../method.ts';
import * as wire from '../wire/generated/dsmil-control-v1.ts';
import { answerCodec, type MessageType, requestCodec } from '../wire/message-type.ts';
import { approvalsService } from './approvals.ts';
import { auditService } from './audit.ts';
import { configurationService } from './configuration.ts';
import { confirmationsService } from './confirmations.ts';
import { conflictsService } from './conflicts.ts';
import { devicesService } from './devices.ts';
import { eventsService } from './events.ts';
import { holdsService } from './holds.ts';
import { operationsService } from './operations.ts';
import type { ControlParts } from './parts.ts';
import { policyService } from './policy.ts';
import { statusService } from './status.ts';
import { stopService } from './stop.ts';
import { transactionsService } from './transactions.ts';

const PACKAGE = 'dsmil.control.v1';
/** Of a request with a whole policy in it. */
const POLICY_BYTES_MAX = 256 * 1024;

function unary<Request, RequestInput, Answer, AnswerInput>(
  name: string,
  request: MessageType<Request, RequestInput>,
  answer: MessageType<Answer, AnswerInput>,
  handle: (request: Request, call: GrpcCall) => AnswerInput | Promise<AnswerInput>,
  rest: Pick<UnaryMethod<Request, AnswerInput>, 'urgent' | 'requestBytes'> = {},
): Method {
  return {
    kind: 'unary',
    path: `/${PACKAGE}.${name}`,
    request: requestCodec(request),
    answer: answerCodec(answer),
    ...rest,
    handle,
  };
}

function stream<Request, RequestInput, Item, ItemInput>(
  name: string,
  request: MessageType<Request, RequestInput>,
  item: MessageType<Item, ItemInput>,
  handle: (
    request: Request,
    call: GrpcCall,
    send: (item: ItemInput) => Promise<void>,
  ) => Promise<void>,
): Method {
  return {
    kind: 'stream',
    path: `/${PACKAGE}.${name}`,
    request: requestCodec(request),
    answer: answerCodec(item),
    handle,
  };
}

/** All of them, over the daemon's @parts. */
export function controlMethods(parts: ControlParts): Method[] {
  const operations = operationsService(parts);
  const transactions = transactionsService(parts);
  const approvals = approvalsService(parts);
  const confirmations = confirmationsService(parts);
  const devices = devicesService(parts);
  const events = eventsService(parts);
  const stop = stopService(parts);
  const conflicts = conflictsService(parts);
  const holds = holdsService(parts);
  const audit = auditService(parts);
  const policy = policyService(parts);
  const configuration = configurationService(parts);
  const status = statusService(parts);
  return [
    unary(
      'OperationsService/PlanOperation',
      wire.PlanOperationRequest,
      wire.PlanOperationResponse,
      operations.PlanOperation,
    ),
    unary(
      'OperationsService/ListOperations',
      wire.ListOperationsRequest,
      wire.ListOperationsResponse,
      operations.ListOperations,
    ),
    unary(
      'OperationsService/GetOperation',
      wire.GetOperationRequest,
      wire.GetOperationResponse,
      operations.GetOperation,
    ),
    unary(
      'OperationsService/CancelOperation',
      wire.CancelOperationRequest,
      wire.CancelOperationResponse,
      operations.CancelOperation,
    ),
    unary(
      'TransactionsService/RunTransaction',
      wire.RunTransactionRequest,
      wire.RunTransactionResponse,
      transactions.RunTransaction,
    ),
    unary(
      'ApprovalsService/ListApprovals',
      wire.ListApprovalsRequest,
      wire.ListApprovalsResponse,
      approvals.ListApprovals,
    ),
    unary(
      'ApprovalsService/GetApproval',
      wire.GetApprovalRequest,
      wire.GetApprovalResponse,
      approvals.GetApproval,
    ),
    unary(
      'ApprovalsService/GiveApproval',
      wire.GiveApprovalRequest,
      wire.GiveApprovalResponse,
      approvals.GiveApproval,
    ),
    unary(
      'ApprovalsService/DenyApproval',
      wire.DenyApprovalRequest,
      wire.DenyApprovalResponse,
      approvals.DenyApproval,
    ),
    unary(
      'ConfirmationsService/ListConfirmations',
      wire.ListConfirmationsRequest,
      wire.ListConfirmationsResponse,
      confirmations.ListConfirmations,
    ),
    unary(
      'ConfirmationsService/ShowConfirmation',
      wire.ShowConfirmationRequest,
      wire.ShowConfirmationResponse,
      confirmations.ShowConfirmation,
    ),
    unary(
      'ConfirmationsService/AnswerConfirmation',
      wire.AnswerConfirmationRequest,
      wire.AnswerConfirmationResponse,
      confirmations.AnswerConfirmation,
    ),
    unary(
      'DevicesService/ListDevices',
      wire.ListDevicesRequest,
      wire.ListDevicesResponse,
      devices.ListDevices,
    ),
    unary(
      'DevicesService/GetDevice',
      wire.GetDeviceRequest,
      wire.GetDeviceResponse,
      devices.GetDevice,
    ),
    stream(
      'DevicesService/WatchDevices',
      wire.WatchDevicesRequest,
      wire.WatchDevicesResponse,
      devices.WatchDevices,
    ),
    stream(
      'EventsService/WatchEvents',
      wire.WatchEventsRequest,
      wire.WatchEventsResponse,
      events.WatchEvents,
    ),
    unary(
      'EventsService/AcknowledgeEvent',
      wire.AcknowledgeEventRequest,
      wire.AcknowledgeEventResponse,
      events.AcknowledgeEvent,
    ),
    unary('StopService/Stop', wire.StopRequest, wire.StopResponse, stop.Stop, { urgent: true }),
    unary(
      'StopService/GetStopStatus',
      wire.GetStopStatusRequest,
      wire.GetStopStatusResponse,
      stop.GetStopStatus,
      { urgent: true },
    ),
    unary(
      'StopService/OfferStopStep',
      wire.OfferStopStepRequest,
      wire.OfferStopStepResponse,
      stop.OfferStopStep,
    ),
    unary(
      'StopService/TakeStopStep',
      wire.TakeStopStepRequest,
      wire.TakeStopStepResponse,
      stop.TakeStopStep,
    ),
    unary(
      'ConflictsService/ListConflicts',
      wire.ListConflictsRequest,
      wire.ListConflictsResponse,
      conflicts.ListConflicts,
    ),
    unary(
      'ConflictsService/DecideConflict',
      wire.DecideConflictRequest,
      wire.DecideConflictResponse,
      conflicts.DecideConflict,
    ),
    unary('HoldsService/ListHolds', wire.ListHoldsRequest, wire.ListHoldsResponse, holds.ListHolds),
    unary(
      'HoldsService/ProposeClearing',
      wire.ProposeClearingRequest,
      wire.ProposeClearingResponse,
      holds.ProposeClearing,
    ),
    unary(
      'HoldsService/ListClearings',
      wire.ListClearingsRequest,
      wire.ListClearingsResponse,
      holds.ListClearings,
    ),
    unary(
      'HoldsService/SignClearing',
      wire.SignClearingRequest,
      wire.SignClearingResponse,
      holds.SignClearing,
    ),
    unary(
      'AuditService/SearchEntries',
      wire.SearchEntriesRequest,
      wire.SearchEntriesResponse,
      audit.SearchEntries,
    ),
    unary(
      'AuditService/ProveInclusion',
      wire.ProveInclusionRequest,
      wire.ProveInclusionResponse,
      audit.ProveInclusion,
    ),
    unary(
      'AuditService/ProveConsistency',
      wire.ProveConsistencyRequest,
      wire.ProveConsistencyResponse,
      audit.ProveConsistency,
    ),
    unary(
      'AuditService/GetCheckpoint',
      wire.GetCheckpointRequest,
      wire.GetCheckpointResponse,
      audit.GetCheckpoint,
    ),
    unary('PolicyService/WhoAmI', wire.WhoAmIRequest, wire.WhoAmIResponse, policy.WhoAmI),
    unary(
      'PolicyService/GetPolicy',
      wire.GetPolicyRequest,
      wire.GetPolicyResponse,
      policy.GetPolicy,
    ),
    unary(
      'PolicyService/ListPersons',
      wire.ListPersonsRequest,
      wire.ListPersonsResponse,
      policy.ListPersons,
    ),
    unary('PolicyService/ListKeys', wire.ListKeysRequest, wire.ListKeysResponse, policy.ListKeys),
    unary(
      'PolicyService/ListPrincipals',
      wire.ListPrincipalsRequest,
      wire.ListPrincipalsResponse,
      policy.ListPrincipals,
    ),
    unary(
      'PolicyService/ProposeChange',
      wire.ProposeChangeRequest,
      wire.ProposeChangeResponse,
      policy.ProposeChange,
      { requestBytes: POLICY_BYTES_MAX },
    ),
    unary(
      'PolicyService/ListProposals',
      wire.ListProposalsRequest,
      wire.ListProposalsResponse,
      policy.ListProposals,
    ),
    unary(
      'PolicyService/ApproveProposal',
      wire.ApproveProposalRequest,
      wire.ApproveProposalResponse,
      policy.ApproveProposal,
    ),
    unary(
      'PolicyService/RetractProposal',
      wire.RetractProposalRequest,
      wire.RetractProposalResponse,
      policy.RetractProposal,
    ),
    unary(
      'PolicyService/ReloadPolicy',
      wire.ReloadPolicyRequest,
      wire.ReloadPolicyResponse,
      policy.ReloadPolicy,
    ),
    unary(
      'ConfigurationService/GetConfiguration',
      wire.GetConfigurationRequest,
      wire.GetConfigurationResponse,
      configuration.GetConfiguration,
    ),
    unary(
      'StatusService/GetStatus',
      wire.GetStatusRequest,
      wire.GetStatusResponse,
      status.GetStatus,
    ),
  ];
}
