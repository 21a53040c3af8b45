// SPDX-License-Identifier: Apache-2.0
// A program of its own that stops: node stops.ts SOCKET TIMES. Each time by a new connection, one after the other; a
// line of output for each: "stopped", or what came instead.
import { Client, credentials } from '@grpc/grpc-js';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { ask } from './world.ts';

/** Only so that it ends at all: whoever is heard late is heard. {unit ms} */
const PATIENCE_MS = 120_000;

const [socket = '', times = '1'] = process.argv.slice(2);

async function stopped(): Promise<string> {
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    // A listener’s queue that is full for a moment is no reason to stay away for long.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 500,
  });
  try {
    const { success } = await ask(
      client,
      'EmergencyStop',
      [wire.EmergencyStopRequest, { reason: 'in a flood' }],
      wire.EmergencyStopResponse,
      PATIENCE_MS,
    );
    return success ? 'stopped' : 'no success';
  } catch (error) {
    return String(error).split('\n')[0] ?? '';
  } finally {
    client.close();
  }
}

for (let n = 0; n < Number(times); n++) {
  process.stdout.write(`${await stopped()}\n`);
}
