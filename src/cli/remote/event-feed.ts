// SPDX-License-Identifier: Apache-2.0
// Events of a daemon as they come. A connection that is lost is made again, behind the last cursor: what comes twice
// by that is left out, and nothing that is durable is missing.
import { type ServiceError, status } from '@grpc/grpc-js';
import {
  EventNotification,
  EventSubscriptionRequest,
  type IEventSubscriptionRequest,
} from '../../api/grpc/wire/generated/dsmil-communication-v1.ts';
import { Channel } from './channel.ts';
import type { RemoteContext } from './contexts.ts';
import { isServiceError, remoteError } from './failure.ts';

const RPC = {
  path: '/dsmil.communication.v1.DsmilCommunicationService/SubscribeEvents',
  request: EventSubscriptionRequest,
  answer: EventNotification,
} as const;
/** After so long without an event comes a cursor all the same. */
const BOOKMARK = { seconds: 1 } as const;
const AGAIN_MS = 1_000;

export interface EventFeedOptions {
  readonly context: RemoteContext;
  readonly wanted: IEventSubscriptionRequest;
  readonly onEvent: (event: EventNotification) => void;
  /** The connection was lost, and is made again. @resumes: nothing durable will be missing. */
  readonly onLost: (why: string, resumes: boolean) => void;
  readonly signal: AbortSignal;
}

export class EventFeed {
  readonly #options: EventFeedOptions;
  /** Events behind the last cursor: they come again. */
  readonly #behind = new Set<string>();
  #heard = false;
  cursor: string;

  constructor(options: EventFeedOptions) {
    this.#options = options;
    this.cursor = options.wanted.cursor ?? '';
  }

  /** Resolves when the signal aborts; rejects with what a daemon refuses, or when there never was one. */
  async run(): Promise<void> {
    const { context, signal, onLost } = this.#options;
    using channel = new Channel(context);
    while (!signal.aborted) {
      const error = await this.#follow(channel);
      if (signal.aborted) {
        return;
      }
      if (!this.#heard || (error !== undefined && error.code !== status.UNAVAILABLE)) {
        throw remoteError(error ?? noAnswer(), channel.address);
      }
      onLost(error?.details ?? 'the daemon ended the stream', this.cursor !== '');
      await pause(AGAIN_MS, signal);
    }
  }

  /** Until the stream ends: with an error, or without. */
  #follow(channel: Channel): Promise<ServiceError | undefined> {
    const { wanted, signal } = this.#options;
    const message = { ...wanted, cursor: this.cursor, bookmarkInterval: BOOKMARK };
    const again = new Set(this.#behind);
    return new Promise((resolve, reject) => {
      const stream = channel.stream(RPC, message);
      const cancel = (): void => stream.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      const over = (end: () => void): void => {
        signal.removeEventListener('abort', cancel);
        end();
      };
      stream.on('data', (event: EventNotification) => this.#took(event, again));
      stream.on('end', () => over(() => resolve(undefined)));
      stream.on('error', (error: Error) =>
        over(() => (isServiceError(error) ? resolve(error) : reject(error))),
      );
    });
  }

  #took(event: EventNotification, again: ReadonlySet<string>): void {
    this.#heard = true;
    const { eventId, attempt, cursor } = event;
    const key = `${eventId}/${attempt}`;
    if (eventId !== '' && !again.has(key) && !this.#options.signal.aborted) {
      this.#behind.add(key);
      this.#options.onEvent(event);
    }
    if (cursor !== '') {
      this.cursor = cursor;
      this.#behind.clear();
    }
  }
}

function noAnswer(): ServiceError {
  return Object.assign(new Error('the stream ended'), {
    code: status.UNAVAILABLE,
    details: 'the stream ended before anything came',
  }) as ServiceError;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
