// SPDX-License-Identifier: Apache-2.0
// (b) From a producer into TypeScript, every record decoded: ours published one by one, against
// what Node has, each at its best batch.
import type { Case, Context } from '../lib/context.ts';
import { openRig } from '../lib/device.ts';
import { samplesOf, takeRounds } from '../lib/rounds.ts';
import { sampleOurs } from '../peers/dsmil.ts';
import type { Carrier } from '../peers/frames.ts';
import { messagePort } from '../peers/message-port.ts';
import { ringbuf } from '../peers/ringbuf.ts';
import { unixSocket, unixSocketOnread } from '../peers/unix-socket.ts';

const NAME = 'drain';
const OURS = 'dsmil';
// With the goal, and (a way of reading that few know) without.
const PEERS: readonly Carrier[] = [ringbuf, messagePort, unixSocket];
const EXTRA: readonly Carrier[] = [unixSocketOnread];
const BEST = 'best peer';

/** The batch with which the carrier is fastest here and now. Warms the code up, too. */
async function bestBatch(context: Context, carrier: Carrier, count: number): Promise<number> {
  let best = { batch: 0, rate: 0 };
  for (const batch of carrier.batches) {
    const rates = [await carrier.sample(count, batch), await carrier.sample(count, batch)];
    const rate = Math.max(...rates);
    if (rate > best.rate) {
      best = { batch, rate };
    }
  }
  context.note(`${NAME}: ${carrier.name} is best with ${best.batch} at once`);
  return best.batch;
}

async function run(context: Context): Promise<void> {
  const count = context.quick ? 20_000 : 2_000_000;
  const carriers = [...PEERS, ...EXTRA];
  const batches = new Map<string, number>();
  for (const carrier of carriers) {
    batches.set(carrier.name, await bestBatch(context, carrier, count / 4));
  }
  await using rig = await openRig();
  await sampleOurs(rig, count / 4);
  const rounds = await takeRounds(context, NAME, async () => {
    const round = new Map([[OURS, await sampleOurs(rig, count)]]);
    for (const carrier of carriers) {
      round.set(carrier.name, await carrier.sample(count, batches.get(carrier.name) ?? 1));
    }
    return round.set(BEST, Math.max(...PEERS.map(({ name }) => round.get(name) ?? 0)));
  });
  const { report } = context;
  const ours = samplesOf(rounds, OURS);
  report.add(NAME, 'M/s', ours, { of: 'median', at: 'least', value: 30 });
  report.compare(NAME, 'M/s', ours, BEST, samplesOf(rounds, BEST), {
    of: 'ratio',
    at: 'least',
    value: 1.5,
  });
  for (const { name } of carriers) {
    report.compare(NAME, 'M/s', ours, name, samplesOf(rounds, name));
  }
}

export const drain: Case = {
  name: NAME,
  about: 'into TypeScript, 64 B, every record decoded, against ringbuf.js, MessagePort, sockets',
  rows: [
    { case: NAME },
    ...[BEST, ...[...PEERS, ...EXTRA].map(({ name }) => name)].map((peer) => ({
      case: NAME,
      peer,
    })),
  ],
  run,
};
