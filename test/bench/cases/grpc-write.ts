// SPDX-License-Identifier: Apache-2.0
// A write over gRPC, from the request to its answer, with people who say yes at once: beside what a bare echo
// and two durable commits on the same disk take.
import { DEVICES } from '../../../src/abi/generated/devices.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import { BenchFolder, DATA_0, SIM_ARGS } from '../lib/commit-world.ts';
import type { Case, Context, Row } from '../lib/context.ts';
import { ECHO, echoRequest, type Transport } from '../lib/grpc-messages.ts';
import { call, SERVICE, Served, TRANSPORTS } from '../lib/grpc-served.ts';
import { percentile } from '../lib/stats.ts';
import { SqliteCommit } from '../peers/sqlite-commit.ts';

const PEER = 'echo + 2 commits';
/** No more: eight questions at the interface may be open of one requester. */
const IN_FLIGHT = [1, 8] as const;
const PERCENTS = [50, 95, 99, 99.9] as const;
const PATH = `${SERVICE}/CoordinateOperation`;
/** Of a class that a second person's word is enough for. */
const RISK_MAX = 3;
const WRITABLE = DEVICES.filter(({ quarantined, risk }) => !quarantined && risk <= RISK_MAX).map(
  ({ token }) => token,
);

let asked = 0;

function writeRequest(): Uint8Array {
  asked += 1;
  return wire.OperationCoordinationRequest.encode({
    coordinationId: `w${process.pid}-${asked}`,
    deviceId: WRITABLE[asked % WRITABLE.length] ?? 0,
    operationType: wire.OperationType.OPERATION_WRITE,
    register: DATA_0,
    value: asked,
    justification: 'a benchmark',
  }).finish();
}

function checkWrite(answer: Buffer): void {
  const { result, cause, errorMessage } = wire.OperationCoordinationResponse.decode(answer);
  if (result !== wire.CoordinationResult.COORDINATION_SUCCESS) {
    throw new Error(`a write is ${result} (${cause}): ${errorMessage}`);
  }
}

/** How long each took. {unit us} */
async function burst(
  inFlight: number,
  count: number,
  one: () => Promise<unknown>,
): Promise<readonly number[]> {
  const took: number[] = [];
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const begin = performance.now();
      await one();
      took.push((performance.now() - begin) * 1e3);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return took;
}

function commits(disk: SqliteCommit, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const begin = performance.now();
    disk.commit();
    return (performance.now() - begin) * 1e3;
  });
}

const nameOf = (transport: Transport, inFlight: number, p: number): string =>
  `${transport}: write, ${inFlight} in flight p${p}`;

async function measure(
  { report, rounds, quick }: Context,
  served: Served,
  disk: SqliteCommit,
  transport: Transport,
): Promise<void> {
  const [service, echo] = [served.client('service', transport), served.client('echo', transport)];
  const write = async (): Promise<Buffer> => {
    const answer = await call(service, PATH, writeRequest());
    checkWrite(answer);
    return answer;
  };
  const bare = echoRequest(writeRequest().length, (await write()).length);
  for (const inFlight of IN_FLIGHT) {
    const count = quick ? inFlight : 20 + inFlight * 10;
    const [ours, peers]: [number[][], number[][]] = [
      PERCENTS.map(() => []),
      PERCENTS.map(() => []),
    ];
    for (let round = 0; round < rounds; round++) {
      const written = await burst(inFlight, count, write);
      const echoed = await burst(inFlight, count, () => call(echo, ECHO, bare));
      const durable = commits(disk, 20);
      for (const [n, p] of PERCENTS.entries()) {
        ours[n]?.push(percentile(written, p / 100));
        peers[n]?.push(percentile(echoed, p / 100) + 2 * percentile(durable, p / 100));
      }
    }
    for (const [n, p] of PERCENTS.entries()) {
      const goal = p === 50 ? ({ of: 'ratio', at: 'most', value: 1 } as const) : undefined;
      const name = nameOf(transport, inFlight, p);
      report.compare(name, 'us', ours[n] ?? [], PEER, peers[n] ?? [], goal);
    }
  }
  service.close();
  echo.close();
}

async function run(context: Context): Promise<void> {
  await using sim = await BenchSim.start(...SIM_ARGS);
  using folder = new BenchFolder('grpc-write');
  await using served = await Served.start(sim.socket, folder.path);
  using disk = new SqliteCommit(folder.path);
  await served.ask({ what: 'willing' });
  for (const transport of TRANSPORTS) {
    await measure(context, served, disk, transport);
  }
}

export const grpcWrite: Case = {
  name: 'grpc-write',
  about: 'a write that people allow at once, to its durable end',
  rows: TRANSPORTS.flatMap((transport) =>
    IN_FLIGHT.flatMap((inFlight) =>
      PERCENTS.map((p): Row => ({ case: nameOf(transport, inFlight, p), peer: PEER })),
    ),
  ),
  run,
};
