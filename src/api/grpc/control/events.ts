// SPDX-License-Identifier: Apache-2.0
// EventsService: events many at once, and the acknowledgement of emergencies.
import { checkInteger } from '../../../core/model/check.ts';
import { BATCH_MAX } from '../../../events/subscription-options.ts';
import { watchRequestOf } from '../communication/subscribe.ts';
import { watch } from '../events/watch.ts';
import type { GrpcCall } from '../method.ts';
import { EventSubscriptionRequest } from '../wire/generated/dsmil-communication-v1.ts';
import type {
  AcknowledgeEventRequest,
  IWatchEventsResponse,
  WatchEventsRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { NothingThereError } from './errors.ts';
import { columnsOf } from './event-columns.ts';
import { hexField, textField } from './fields.ts';
import type { ControlParts } from './parts.ts';

const BATCH_DEFAULT = 512;
const ID_DIGITS = 24;
const LABEL_MAX = 64;

export type EventsParts = Pick<ControlParts, 'events' | 'clock'>;

export function eventsService({ events, clock }: EventsParts) {
  return {
    async WatchEvents(
      { subscription, maxBatch }: WatchEventsRequest,
      { caller, signal }: GrpcCall,
      send: (item: IWatchEventsResponse) => Promise<void>,
    ): Promise<void> {
      const most = checkInteger(maxBatch, 'max_batch', 0, BATCH_MAX);
      const wanted = subscription ?? EventSubscriptionRequest.decode(new Uint8Array());
      const request = {
        ...watchRequestOf(wanted, caller.principal),
        maxBatch: most === 0 ? BATCH_DEFAULT : most,
      };
      const boot = (): number => clock.boot();
      await watch(events, request, boot, signal, (batch) => send(columnsOf(batch)));
    },

    AcknowledgeEvent({ eventId, label }: AcknowledgeEventRequest, { caller }: GrpcCall): object {
      const id = hexField(eventId, 'event_id', ID_DIGITS);
      if (!events.acknowledge(caller.principal, textField(label, 'label', 0, LABEL_MAX), id)) {
        throw new NothingThereError('emergency', id);
      }
      return {};
    },
  };
}
