// SPDX-License-Identifier: Apache-2.0
// Calls of the network service beside a bare grpc-js echo of the same sizes in the same process, in turns:
// latencies as a client sees them, calls a second, and processor time of the serving process.
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import { BenchSim } from '../lib/bench-sim.ts';
import { BenchFolder, DATA_0, TOKENS } from '../lib/commit-world.ts';
import type { Case, Context, Row } from '../lib/context.ts';
import { ECHO, echoRequest, type Transport } from '../lib/grpc-messages.ts';
import { call, SERVICE, Served, TRANSPORTS } from '../lib/grpc-served.ts';
import { percentile } from '../lib/stats.ts';

const PEER = 'bare echo';
const IN_FLIGHT = [1, 16, 64] as const;
const PERCENTS = [50, 95, 99, 99.9] as const;

interface Asked {
  readonly name: string;
  readonly method: string;
  request(): Uint8Array;
  /** Throws when it is not the answer that was to be measured. */
  check(answer: Buffer): void;
  /** Of the processor time, as a multiple of the echo's; undefined where there is no goal. */
  readonly cpuGoal?: number;
  /** Of the 99.9th percentile, likewise. */
  readonly tailGoal?: number;
  /** Where its time goes, one after the other. */
  readonly breakdown?: Breakdown;
}

interface Breakdown {
  /** Of what the service says of its answer. {unit us} */
  coordination(answer: Buffer): number;
  /** The same without the service. */
  readonly device: number;
}

let asked = 0;

function readRequest(device: number): Uint8Array {
  asked++;
  const given = { coordinationId: `b${process.pid}-${asked}`, deviceId: device };
  return wire.OperationCoordinationRequest.encode({
    ...given,
    operationType: wire.OperationType.OPERATION_READ,
    register: DATA_0,
  }).finish();
}

function checkRead(answer: Buffer): void {
  const { result, cause, errorMessage } = wire.OperationCoordinationResponse.decode(answer);
  if (result !== wire.CoordinationResult.COORDINATION_SUCCESS) {
    throw new Error(`a read is ${result} (${cause}): ${errorMessage}`);
  }
}

const HEALTH: Asked = {
  name: 'HealthCheck',
  method: 'HealthCheck',
  request: () => wire.HealthCheckRequest.encode({}).finish(),
  check: (answer) => void wire.HealthCheckResponse.decode(answer),
  cpuGoal: 1.15,
};

const STATES: Asked = {
  name: 'SynchronizeState of 84',
  method: 'SynchronizeState',
  request: () => wire.StateSynchronizationRequest.encode({}).finish(),
  check: (answer) => void wire.StateSynchronizationResponse.decode(answer),
  cpuGoal: 1.15,
};

const READ = {
  method: 'CoordinateOperation',
  request: () => readRequest(TOKENS[asked % TOKENS.length] ?? 0),
  check: checkRead,
};

const PAGE_READ: Asked = { ...READ, name: 'read from the state page', cpuGoal: 1.4 };

const HARDWARE_READ: Asked = {
  ...READ,
  name: 'read from the hardware',
  breakdown: {
    coordination: (answer) => {
      const { coordinationTime } = wire.OperationCoordinationResponse.decode(answer);
      return Number(coordinationTime?.seconds ?? 0) * 1e6 + (coordinationTime?.nanos ?? 0) / 1e3;
    },
    device: TOKENS[0] ?? 0,
  },
};

const STOP: Asked = {
  name: 'EmergencyStop',
  method: 'EmergencyStop',
  request: () => wire.EmergencyStopRequest.encode({ reason: 'benchmark', priority: 1 }).finish(),
  check: (answer) => {
    if (!wire.EmergencyStopResponse.decode(answer).success) {
      throw new Error('a stop was not latched');
    }
  },
  tailGoal: 1.2,
};

interface Burst {
  /** {unit us} */
  readonly latencies: readonly number[];
  /** {unit 1/s} */
  readonly rate: number;
  /** Of the serving process, a call. {unit us} */
  readonly cpu: number;
}

async function burst(
  served: Served,
  inFlight: number,
  count: number,
  one: () => Promise<Buffer>,
): Promise<Burst> {
  const latencies: number[] = [];
  const before = await served.ask({ what: 'cpu' });
  const begin = performance.now();
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left--;
      const sent = performance.now();
      await one();
      latencies.push((performance.now() - sent) * 1e3);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begin) / 1e3;
  return {
    latencies,
    rate: count / seconds,
    cpu: ((await served.ask({ what: 'cpu' })) - before) / count,
  };
}

function names(about: string): readonly Row[] {
  return [...PERCENTS.map((p) => `${about} p${p}`), `${about} rate`, `${about} cpu`].map(
    (name) => ({ case: name, peer: PEER }),
  );
}

const rowName = (transport: Transport, what: string, inFlight: number): string =>
  `${transport}: ${what}, ${inFlight} in flight`;

const PARTS = ['in the device', 'in the orchestrator around it', 'in the transport'] as const;

function partNames({ name, breakdown }: Asked, transport: Transport): readonly Row[] {
  const about = rowName(transport, name, 1);
  return breakdown === undefined ? [] : PARTS.map((part) => ({ case: `${about} ${part} p50` }));
}

/** Where the time of one call after the other goes. */
async function breakDown(
  { report, rounds, quick }: Context,
  served: Served,
  transport: Transport,
  what: Asked,
): Promise<void> {
  const { breakdown } = what;
  if (breakdown === undefined) {
    return;
  }
  const client = served.client('service', transport);
  const samples: number[][] = PARTS.map(() => []);
  const count = quick ? 5 : 200;
  for (let round = 0; round < rounds; round++) {
    const [whole, inside]: [number[], number[]] = [[], []];
    for (let n = 0; n < count; n++) {
      const sent = performance.now();
      const answer = await call(client, `${SERVICE}/${what.method}`, what.request());
      whole.push((performance.now() - sent) * 1e3);
      inside.push(breakdown.coordination(answer));
    }
    const device = await served.ask({ what: 'read', device: breakdown.device, count });
    const coordination = percentile(inside, 0.5);
    // Medians of different calls: a part that is next to nothing may come out below it.
    const parts = [device, coordination - device, percentile(whole, 0.5) - coordination];
    for (const [n, part] of parts.entries()) {
      samples[n]?.push(Math.max(0, part));
    }
  }
  client.close();
  for (const [n, { case: name }] of partNames(what, transport).entries()) {
    report.add(name, 'us', samples[n] ?? []);
  }
}

async function measure(
  { report, rounds, quick }: Context,
  served: Served,
  transport: Transport,
  what: Asked,
): Promise<void> {
  const path = `${SERVICE}/${what.method}`;
  const [service, echo] = [served.client('service', transport), served.client('echo', transport)];
  const sample = await call(service, path, what.request());
  what.check(sample);
  const bare = echoRequest(what.request().length, sample.length);
  for (const inFlight of IN_FLIGHT) {
    const [ours, theirs]: [Burst[], Burst[]] = [[], []];
    const count = quick ? inFlight : 200 + inFlight * 20;
    for (let round = 0; round < rounds; round++) {
      const asking = async (): Promise<Buffer> => {
        const answer = await call(service, path, what.request());
        what.check(answer);
        return answer;
      };
      ours.push(await burst(served, inFlight, count, asking));
      theirs.push(await burst(served, inFlight, count, () => call(echo, ECHO, bare)));
    }
    const about = rowName(transport, what.name, inFlight);
    for (const p of PERCENTS) {
      const of = (bursts: readonly Burst[]): number[] =>
        bursts.map(({ latencies }) => percentile(latencies, p / 100));
      const goal = p === 99.9 ? ratioGoal(what.tailGoal) : undefined;
      report.compare(`${about} p${p}`, 'us', of(ours), PEER, of(theirs), goal);
    }
    const rates = (bursts: readonly Burst[]): number[] => bursts.map(({ rate }) => rate);
    report.compare(`${about} rate`, '/s', rates(ours), PEER, rates(theirs));
    const cpus = (bursts: readonly Burst[]): number[] => bursts.map(({ cpu }) => cpu);
    const goal = ratioGoal(what.cpuGoal);
    report.compare(`${about} cpu`, 'us', cpus(ours), PEER, cpus(theirs), goal);
  }
  service.close();
  echo.close();
}

function ratioGoal(value: number | undefined) {
  return value === undefined ? undefined : ({ of: 'ratio', at: 'most', value } as const);
}

/** @pollMs: how often the device samples all of its registers; 0 is never. */
async function run(context: Context, pollMs: number, calls: readonly Asked[]): Promise<void> {
  const options = ['--thermal', 'none', '--poll-ms', String(pollMs)];
  await using sim = await BenchSim.start(...options);
  using folder = new BenchFolder('grpc');
  await using served = await Served.start(sim.socket, folder.path);
  for (const transport of TRANSPORTS) {
    for (const what of calls) {
      await measure(context, served, transport, what);
      await breakDown(context, served, transport, what);
    }
  }
}

function caseOf(name: string, about: string, pollMs: number, calls: readonly Asked[]): Case {
  return {
    name,
    about,
    rows: TRANSPORTS.flatMap((transport) =>
      calls.flatMap((what) => [
        ...IN_FLIGHT.flatMap((inFlight) => names(rowName(transport, what.name, inFlight))),
        ...partNames(what, transport),
      ]),
    ),
    run: (context) => run(context, pollMs, calls),
  };
}

export const grpcCases: readonly Case[] = [
  caseOf('grpc-status', 'health and the states of all devices', 1_000, [HEALTH, STATES]),
  caseOf('grpc-read', 'a read that the state page answers', 20, [PAGE_READ]),
  caseOf('grpc-hardware', 'a read that asks the device', 0, [HARDWARE_READ]),
  caseOf('grpc-stop', 'a stop, to its answer', 0, [STOP]),
];
