// SPDX-License-Identifier: Apache-2.0
// The daemon by gRPC, in the words of its own socket: each word is a method of dsmil.control.v1, or of
// dsmil.communication.v1. Who we are is our certificate's or the kernel's word: there is no login.
import {
  OperationCoordinationRequest,
  OperationCoordinationResponse,
} from '../../api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as control from '../../api/grpc/wire/generated/dsmil-control-v1.ts';
import type { MessageType } from '../../api/grpc/wire/message-type.ts';
import { type CallOptions, DaemonError } from '../../api/local/client/client.ts';
import type { WireOperation } from '../../api/local/wire/answers.ts';
import { resetJson } from '../../api/local/wire/decisions.ts';
import { Params } from '../../api/local/wire/params.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { DaemonTransport } from '../local/transport.ts';
import { Channel, type RpcOptions } from './channel.ts';
import type { RemoteContext } from './contexts.ts';
import { clearingTarget, runIn, signatureIn, stepIn } from './given.ts';
import {
  clearingWords,
  confirmationWords,
  conflictWords,
  coordinationWords,
  decisionWord,
  duration,
  offerWords,
  operationWords,
  resetWords,
  statusWords,
  stopWords,
} from './words.ts';

const CONTROL = '/dsmil.control.v1.';
/** For one page; what there are more of is asked for again. */
const PAGE = 200;
/** On top of what an operation waits for people: the way there and back. {unit ms} */
const WAY_MS = 10_000;
const DEADLINE_CODES = new Set(['ERR_DSMIL_OPERATION_PENDING', 'ERR_DSMIL_ABORTED']);

type Said = (params: Params, options: CallOptions) => Promise<unknown>;

export class RemoteClient implements DaemonTransport {
  readonly address: string;
  readonly #channel: Channel;
  readonly #timeoutMs: number;
  readonly #words: Readonly<Record<string, Said>>;

  /** @timeoutMs: of a call that waits for nobody. Throws a Failure for files that are none. */
  constructor(context: RemoteContext, timeoutMs: number) {
    this.#channel = new Channel(context);
    this.#timeoutMs = timeoutMs;
    this.address = this.#channel.address;
    this.#words = {
      ...this.#ofStop(),
      ...this.#ofOperations(),
      ...this.#ofPeople(),
      ...this.#ofRecovery(),
      ...this.#ofConflicts(),
    };
  }

  async call(
    method: string,
    params: Readonly<Record<string, Json>>,
    options: CallOptions = {},
  ): Promise<Json> {
    const said = Object.hasOwn(this.#words, method) ? this.#words[method] : undefined;
    if (said === undefined) {
      throw new DaemonError({
        code: 'ERR_DSMIL_UNKNOWN_METHOD',
        message: `${method} goes through the daemon’s own socket alone`,
        advice: ['On its host: the same command with --local'],
      });
    }
    return (await said(new Params(params), options)) as Json;
  }

  [Symbol.dispose](): void {
    this.#channel[Symbol.dispose]();
  }

  #ask<Request, Input, Output, Ignored>(
    service: string,
    method: string,
    types: readonly [request: MessageType<Request, Input>, answer: MessageType<Output, Ignored>],
    message: Input,
    { signal }: CallOptions,
    timeoutMs = this.#timeoutMs,
  ): Promise<Output> {
    const path = `${service.startsWith('/') ? service : `${CONTROL}${service}`}/${method}`;
    const options: RpcOptions = { signal, timeoutMs };
    return this.#channel.call({ path, request: types[0], answer: types[1] }, message, options);
  }

  #ofStop(): Record<string, Said> {
    return {
      status: async (params, options) => {
        params.end();
        const types = [control.GetStatusRequest, control.GetStatusResponse] as const;
        const whoTypes = [control.WhoAmIRequest, control.WhoAmIResponse] as const;
        const [given, who] = await Promise.all([
          this.#ask('StatusService', 'GetStatus', types, {}, options),
          this.#ask('PolicyService', 'WhoAmI', whoTypes, {}, options),
        ]);
        return statusWords(given, who, Date.now());
      },
      stop: async (params, options) => {
        const reason = params.json('reason');
        const types = [control.StopRequest, control.StopResponse] as const;
        const message = { reason: typeof reason === 'string' ? reason : '' };
        const { status } = await this.#ask('StopService', 'Stop', types, message, options);
        return stopWords(status);
      },
      'stop.offer': async (_, options) => {
        const types = [control.OfferStopStepRequest, control.OfferStopStepResponse] as const;
        const given = await this.#ask('StopService', 'OfferStopStep', types, {}, options);
        return resetJson(resetWords(given.document));
      },
      'stop.take': async (params, options) => {
        const types = [control.TakeStopStepRequest, control.TakeStopStepResponse] as const;
        const message = { nonce: params.text('nonce', 32, 32), signature: signatureIn(params) };
        const { status } = await this.#ask('StopService', 'TakeStopStep', types, message, options);
        return stopWords(status);
      },
    };
  }

  #ofOperations(): Record<string, Said> {
    const get = async (id: string, options: CallOptions): Promise<WireOperation> => {
      const types = [control.GetOperationRequest, control.GetOperationResponse] as const;
      const given = await this.#ask('OperationsService', 'GetOperation', types, { id }, options);
      return operationWords(given.operation);
    };
    /** When the time of the call is over first, what became of it is asked for. */
    const orPending = async (
      id: string,
      options: CallOptions,
      run: () => Promise<WireOperation>,
    ): Promise<WireOperation> => {
      try {
        return await run();
      } catch (error) {
        if (error instanceof DaemonError && DEADLINE_CODES.has(error.wire.code)) {
          return await get(id, options);
        }
        throw error;
      }
    };
    return {
      'op.run': (params, options) => {
        const { coordinationId, justification, waitMs } = runIn(params);
        const step = stepIn(params);
        const message = { ...step, coordinationId, justification };
        const types = [OperationCoordinationRequest, OperationCoordinationResponse] as const;
        const service = '/dsmil.communication.v1.DsmilCommunicationService';
        return orPending(coordinationId, options, async () => {
          const given = await this.#ask(
            service,
            'CoordinateOperation',
            types,
            message,
            options,
            waitMs,
          );
          return coordinationWords(given, step.deviceId, Date.now());
        });
      },
      'tx.run': (params, options) => {
        const { coordinationId, justification, waitMs } = runIn(params);
        const operations = params.objects('operations').map(stepIn);
        const types = [control.RunTransactionRequest, control.RunTransactionResponse] as const;
        const timeout = duration(waitMs);
        const message = { coordinationId, justification, operations, timeout };
        return orPending(coordinationId, options, async () => {
          const most = waitMs + WAY_MS;
          const given = await this.#ask(
            'TransactionsService',
            'RunTransaction',
            types,
            message,
            options,
            most,
          );
          return operationWords(given.operation);
        });
      },
      'op.get': (params, options) => get(params.text('coordination_id', 1, 128), options),
      'op.cancel': async (params, options) => {
        const types = [control.CancelOperationRequest, control.CancelOperationResponse] as const;
        const message = { id: params.text('coordination_id', 1, 128) };
        const given = await this.#ask(
          'OperationsService',
          'CancelOperation',
          types,
          message,
          options,
        );
        return operationWords(given.operation);
      },
      'op.list': async (_, options) => {
        const types = [control.ListOperationsRequest, control.ListOperationsResponse] as const;
        const all = await everyPage(async (page) => {
          const given = await this.#ask(
            'OperationsService',
            'ListOperations',
            types,
            page,
            options,
          );
          return { items: given.operations, next: given.nextPageToken };
        });
        return all.map(operationWords);
      },
    };
  }

  #ofPeople(): Record<string, Said> {
    return {
      'offers.list': async (_, options) => {
        const types = [control.ListApprovalsRequest, control.ListApprovalsResponse] as const;
        const all = await everyPage(async (page) => {
          const given = await this.#ask('ApprovalsService', 'ListApprovals', types, page, options);
          return { items: given.approvals, next: given.nextPageToken };
        });
        return all.map(offerWords);
      },
      'offers.approve': async (params, options) => {
        const types = [control.GiveApprovalRequest, control.GiveApprovalResponse] as const;
        const message = { approvalId: params.text('offer', 1, 64), signature: signatureIn(params) };
        const given = await this.#ask('ApprovalsService', 'GiveApproval', types, message, options);
        return offerWords(given.approval);
      },
      'offers.deny': async (params, options) => {
        const types = [control.DenyApprovalRequest, control.DenyApprovalResponse] as const;
        const message = { approvalId: params.text('offer', 1, 64) };
        await this.#ask('ApprovalsService', 'DenyApproval', types, message, options);
        return {};
      },
      'confirmations.list': async (_, options) => {
        const types = [
          control.ListConfirmationsRequest,
          control.ListConfirmationsResponse,
        ] as const;
        const all = await everyPage(async (page) => {
          const given = await this.#ask(
            'ConfirmationsService',
            'ListConfirmations',
            types,
            page,
            options,
          );
          return { items: given.confirmations, next: given.nextPageToken };
        });
        return all.map(confirmationWords);
      },
      'confirmations.show': async (params, options) => {
        const types = [control.ShowConfirmationRequest, control.ShowConfirmationResponse] as const;
        const message = { confirmationId: params.text('id', 1, 64) };
        const given = await this.#ask(
          'ConfirmationsService',
          'ShowConfirmation',
          types,
          message,
          options,
        );
        return confirmationWords(given.confirmation);
      },
      'confirmations.answer': async (params, options) => {
        const types = [
          control.AnswerConfirmationRequest,
          control.AnswerConfirmationResponse,
        ] as const;
        const message = {
          confirmationId: params.text('id', 1, 64),
          digest: Buffer.from(params.text('seen', 64, 64), 'hex'),
          confirmed: params.flag('yes', false),
        };
        await this.#ask('ConfirmationsService', 'AnswerConfirmation', types, message, options);
        return {};
      },
    };
  }

  #ofConflicts(): Record<string, Said> {
    return {
      'conflicts.list': async (_, options) => {
        const types = [control.ListConflictsRequest, control.ListConflictsResponse] as const;
        const all = await everyPage(async (page) => {
          const given = await this.#ask('ConflictsService', 'ListConflicts', types, page, options);
          return { items: given.conflicts, next: given.nextPageToken };
        });
        return all.map(conflictWords);
      },
      'conflicts.decide': async (params, options) => {
        const types = [control.DecideConflictRequest, control.DecideConflictResponse] as const;
        const message = {
          deviceId: params.integer('device', 0, 0xffff),
          field: params.text('path', 1, 128),
          about: params.text('about', 1, 4_096),
          value: JSON.stringify(params.json('value') ?? null),
        };
        const given = await this.#ask(
          'ConflictsService',
          'DecideConflict',
          types,
          message,
          options,
        );
        return { state: decisionWord(given.state) };
      },
    };
  }

  #ofRecovery(): Record<string, Said> {
    return {
      'recover.list': async (_, options) => {
        const holds = [control.ListHoldsRequest, control.ListHoldsResponse] as const;
        const clearings = [control.ListClearingsRequest, control.ListClearingsResponse] as const;
        const [{ flagged, heldDeviceIds, strangers }, open] = await Promise.all([
          this.#ask('HoldsService', 'ListHolds', holds, {}, options),
          this.#ask('HoldsService', 'ListClearings', clearings, {}, options),
        ]);
        return {
          flagged: flagged.map((one) => ({
            transaction: one.transactionId,
            coordination_id: one.coordinationId,
            principal: one.principal,
            devices: [...one.deviceIds],
            reason: one.reason,
            at: one.flaggedAt === null ? 0 : one.flaggedAt.seconds * 1_000,
          })),
          held: [...heldDeviceIds],
          strangers: strangers.map((one) => ({
            transaction: one.transactionId,
            devices: [...one.deviceIds],
            outcome: one.kernelOutcome,
            reason: one.reason,
          })),
          clearings: open.clearings.map(clearingWords),
        };
      },
      'recover.offer': async (params, options) => {
        const types = [control.ProposeClearingRequest, control.ProposeClearingResponse] as const;
        const message = { note: params.text('note', 1, 1_024), ...clearingTarget(params) };
        const given = await this.#ask('HoldsService', 'ProposeClearing', types, message, options);
        return clearingWords(given.clearing);
      },
      'recover.sign': async (params, options) => {
        const types = [control.SignClearingRequest, control.SignClearingResponse] as const;
        const message = {
          clearingId: params.text('nonce', 32, 32),
          signature: signatureIn(params),
        };
        const given = await this.#ask('HoldsService', 'SignClearing', types, message, options);
        return { cleared: given.cleared, signed_by: [...given.signedBy] };
      },
    };
  }
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string;
}

async function everyPage<T>(
  ask: (page: { readonly pageSize: number; readonly pageToken: string }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let pageToken = '';
  do {
    const { items, next } = await ask({ pageSize: PAGE, pageToken });
    all.push(...items);
    pageToken = next;
  } while (pageToken !== '');
  return all;
}
