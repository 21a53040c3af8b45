// SPDX-License-Identifier: Apache-2.0
// Events over gRPC to one subscriber: one a message beside a bare stream of messages of the same size, and many
// a message, from the log and as they happen.
import type { Client } from '@grpc/grpc-js';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { EventNotification } from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import {
  WatchEventsRequest,
  WatchEventsResponse,
} from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import { BenchFolder } from '../lib/commit-world.ts';
import type { Case, Context } from '../lib/context.ts';
import { ECHO_STREAM, streamRequest, type Transport } from '../lib/grpc-messages.ts';
import { bytesOf, SERVICE, Served, same, TRANSPORTS } from '../lib/grpc-served.ts';

const PEER = 'bare stream';
const SUBSCRIBE = `${SERVICE}/SubscribeEvents`;
const WATCH = '/dsmil.control.v1.EventsService/WatchEvents';
const BATCH = 4_096;
const WHATS = [
  'SubscribeEvents, replay',
  'batched watch, replay',
  'batched watch, telemetry',
] as const;

type What = (typeof WHATS)[number];

const rowName = (transport: Transport, what: What): string => `${transport}: ${what}`;

interface Read {
  readonly events: number;
  /** From the question to the last that was waited for. {unit s} */
  readonly seconds: number;
}

/** Reads until it has @enough, the stream's end, or @until; @count says how many events a message is. */
function readStream(
  client: Client,
  path: string,
  request: Uint8Array,
  count: (message: Buffer) => number,
  enough: number,
  until?: Promise<unknown>,
): Promise<Read> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    let events = 0;
    let done = false;
    const deadline = Date.now() + 120_000;
    const stream = client.makeServerStreamRequest(path, bytesOf, same, request, { deadline });
    const end = (at: number): void => {
      done = true;
      stream.cancel();
      resolve({ events, seconds: (at - begin) / 1e3 });
    };
    stream.on('data', (message: Buffer) => {
      events += count(message);
      if (events >= enough && !done) {
        end(performance.now());
      }
    });
    stream.on('error', (error) => (done ? undefined : reject(error)));
    stream.on('end', () => (done ? undefined : end(performance.now())));
    until?.then(() => end(performance.now()), reject);
  });
}

const subscription = (subject: string, oldest: boolean): wire.IEventSubscriptionRequest => ({
  subjects: [`${subject}.>`],
  start: oldest ? wire.EventStart.EVENT_START_OLDEST : wire.EventStart.EVENT_START_NOW,
});

const watching = (subject: string, oldest: boolean): Uint8Array =>
  WatchEventsRequest.encode({
    subscription: subscription(subject, oldest),
    maxBatch: BATCH,
  }).finish();

const inBatch = (message: Buffer): number => WatchEventsResponse.decode(message).eventTypes.length;
const rateOf = ({ events, seconds }: Read): number => events / seconds;

async function measure(
  { report, rounds, quick }: Context,
  served: Served,
  transport: Transport,
  count: number,
): Promise<void> {
  const [service, echo] = [served.client('service', transport), served.client('echo', transport)];
  const single = wire.EventSubscriptionRequest.encode(subscription('replay', true)).finish();
  let size = 0;
  const sized = (message: Buffer): number => {
    if (size === 0 && EventNotification.decode(message).subject.startsWith('replay.')) {
      size = message.length;
    }
    return 1;
  };
  await readStream(service, SUBSCRIBE, single, sized, 1);
  const rates: Record<What | typeof PEER, number[]> = {
    'SubscribeEvents, replay': [],
    'batched watch, replay': [],
    'batched watch, telemetry': [],
    [PEER]: [],
  };
  for (let round = 0; round < rounds; round++) {
    const one = await readStream(service, SUBSCRIBE, single, () => 1, count);
    rates['SubscribeEvents, replay'].push(rateOf(one));
    const bare = streamRequest(count, size);
    rates[PEER].push(rateOf(await readStream(echo, ECHO_STREAM, bare, () => 1, count)));
    const many = await readStream(service, WATCH, watching('replay', true), inBatch, count);
    rates['batched watch, replay'].push(rateOf(many));
    const over = served.ask({ what: 'telemetry', under: 'live', ms: quick ? 300 : 2_000 });
    const live = await readStream(service, WATCH, watching('live', false), inBatch, 1e12, over);
    rates['batched watch, telemetry'].push(rateOf(live));
  }
  service.close();
  echo.close();
  const [single_, replay, telemetry] = WHATS;
  const half = { of: 'ratio', at: 'least', value: 0.8 } as const;
  report.compare(rowName(transport, single_), 'events/s', rates[single_], PEER, rates[PEER], half);
  const million = { of: 'median', at: 'least', value: 1_000_000 } as const;
  report.add(rowName(transport, replay), 'events/s', rates[replay], million);
  report.add(rowName(transport, telemetry), 'events/s', rates[telemetry], million);
}

async function run(context: Context): Promise<void> {
  await using sim = await BenchSim.start('--thermal', 'none', '--poll-ms', '0');
  using folder = new BenchFolder('grpc-streams');
  await using served = await Served.start(sim.socket, folder.path);
  const count = context.quick ? 5_000 : 100_000;
  await served.ask({ what: 'publish', under: 'replay', count });
  for (const transport of TRANSPORTS) {
    await measure(context, served, transport, count);
  }
}

export const grpcStreams: Case = {
  name: 'grpc-streams',
  about: 'events to one subscriber: from the log and live, one a message and in batches',
  rows: TRANSPORTS.flatMap((transport) =>
    WHATS.map((what, n) => ({
      case: rowName(transport, what),
      ...(n === 0 && { peer: PEER }),
    })),
  ),
  run,
};
