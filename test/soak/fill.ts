// SPDX-License-Identifier: Apache-2.0
// What a daemon remembers of operations that have ended is bounded, and takes thousands of them to be full. A heap
// that is judged has to have it full from the beginning: else a leak looks like it.
import { setTimeout as wait } from 'node:timers/promises';
import * as control from '../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CONTROL, type Peer } from '../host/peer.ts';
import { TARGETS } from './load.ts';

const CONFIG = 3;
const CONFIG_0 = 4;
/** Of some 100 KB each: more than the 16 MiB that are kept. */
const COUNT = 200;
const AT_ONCE = 4;
/**
 * For each device that is asked about: faster than one each millisecond is refused by the rate, which is no hundred
 * kilobytes, and on many devices a threat: five minutes in which everything takes two persons. {unit ms}
 */
const PACE_MS = 1.25;

/** Asks for everything on every device of a host that is still stopped: refused, with the reasons for each. */
export async function fillEnded(peer: Peer): Promise<void> {
  const types = [control.RunTransactionRequest, control.RunTransactionResponse] as const;
  const begun = performance.now();
  let number = 0;
  const ask = async (): Promise<void> => {
    while (number < COUNT) {
      number += 1;
      const due = begun + number * TARGETS.length * PACE_MS;
      await wait(Math.max(0, due - performance.now()));
      const operations = TARGETS.map((deviceId) => ({
        deviceId,
        operationType: CONFIG,
        register: CONFIG_0,
        value: 1,
      }));
      const coordinationId = `soak-full-${number}`;
      const message = { coordinationId, justification: 'a soak', operations };
      const { operation } = await peer.call(
        `${CONTROL}TransactionsService/RunTransaction`,
        types,
        message,
      );
      if (operation?.cause !== 'REFUSED') {
        throw new Error(`a host that is stopped let ${coordinationId} in: ${operation?.cause}`);
      }
      if (operation.unmet.some(({ rule }) => rule === 'rate-limited')) {
        throw new Error(`${coordinationId} came too fast, and is not refused for what it asks`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
}
