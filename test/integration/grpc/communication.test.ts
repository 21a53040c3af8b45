// SPDX-License-Identifier: Apache-2.0
// dsmil.communication.v1 by a grpc-js client, over the daemon's parts on dsmil-sim.
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDetail } from '../../../src/api/grpc/server/status.ts';
import { ErrorInfo } from '../../../src/api/grpc/wire/generated/google-rpc.ts';
import { CommunicationClient, failureOf } from './communication-client.ts';
import { CommunicationWorld } from './communication-world.ts';

let world: CommunicationWorld;
let ann: CommunicationClient;
let dora: CommunicationClient;
let hms: CommunicationClient;
const clients: CommunicationClient[] = [];

/** Group 1 asks for RESTRICTED; group 5 for SECRET and BRAVO, which dora has not; this one is none at all. */
const SEEN = 0x8010;
const UNSEEN = 0x8050;
const ABSENT = 0x7777;

beforeAll(async () => {
  world = await CommunicationWorld.open();
  for (const name of ['ann', 'dora', 'hms']) {
    clients.push(new CommunicationClient(await world.socketOf(name)));
  }
  [ann, dora, hms] = clients as [CommunicationClient, CommunicationClient, CommunicationClient];
});

afterAll(async () => {
  for (const client of clients) {
    client[Symbol.dispose]();
  }
  await world[Symbol.asyncDispose]();
});

let ids = 0;
const read = (deviceId: number) => {
  ids += 1;
  return { coordinationId: `read-${ids}`, deviceId, operationType: 1, register: 0 };
};

describe('dsmil.communication.v1', () => {
  it('reads a device, and answers the same id with the same operation', async () => {
    let given = read(SEEN);
    let first = await dora.coordinate(given);
    // A disk or a track that is late on a busy machine lets a read fail, and says so: another one is asked.
    for (let tried = 0; first.result !== 1 && tried < 20; tried += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      given = read(SEEN);
      first = await dora.coordinate(given);
    }
    expect(first).toMatchObject({ result: 1, coordinationId: given.coordinationId, cause: '' });
    expect(first.value).not.toBeNull();
    expect(first.trackResults.map(({ track, answered }) => [track, answered])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    const again = await dora.coordinate(given);
    expect(again).toMatchObject({ operationId: first.operationId, replayed: true });
    const other = await failureOf(dora.coordinate({ ...given, register: 1 }));
    expect(other.code).toBe(status.ALREADY_EXISTS);
  });

  it('says of a device that one may not know of what it says of one that is not there', async () => {
    const seen = await Promise.all(
      [UNSEEN, ABSENT].map(async (device) => {
        const failures = await Promise.all([
          failureOf(dora.coordinate({ ...read(device), coordinationId: 'unseen' })),
          failureOf(dora.synchronize({ deviceIds: [device] })),
        ]);
        const hex = device.toString(16).toUpperCase();
        return failures.map(({ code, message }) => [code, message.replaceAll(hex, 'IT')]);
      }),
    );
    expect(seen[0]?.map(([code]) => code)).toEqual([status.NOT_FOUND, status.NOT_FOUND]);
    expect(seen[1]).toEqual(seen[0]);
    const { devices } = await dora.synchronize({});
    const tokens = devices.map(({ deviceId }) => deviceId);
    expect(tokens).toContain(SEEN);
    expect(tokens).not.toContain(UNSEEN);
    expect((await ann.synchronize({ refresh: true })).devices).toHaveLength(84);
  });

  it('denies with what would satisfy it, as an answer', async () => {
    const answer = await dora.coordinate({
      ...read(SEEN),
      coordinationId: 'write-1',
      operationType: 2,
      value: 1,
      justification: 'a try',
      timeoutSeconds: 60,
    });
    expect(answer.result).toBe(2);
    expect(answer.cause).toBe('REFUSED');
    expect(answer.unmet.length).toBeGreaterThan(0);
    expect(answer.unmet.every(({ rule, satisfiedBy }) => rule !== '' && satisfiedBy !== '')).toBe(
      true,
    );
  });

  it('names field, value and range of what is no request', async () => {
    const { code, message, details } = await failureOf(
      dora.coordinate({ ...read(SEEN), register: 16 }),
    );
    expect(code).toBe(status.INVALID_ARGUMENT);
    expect(message).toContain('parameters.register');
    const info = details === undefined ? undefined : findDetail(details, 'ErrorInfo', ErrorInfo);
    expect(info?.reason).toBe('INVALID_ARGUMENT');
  });

  it('publishes what is granted, and delivers it to whoever is cleared for it', async () => {
    const event = {
      eventType: 4,
      severity: 2,
      sourceTrack: 1,
      eventData: { fan: '3' },
      topic: 'fan',
    };
    const heard = ann.events({ subjects: ['published.>'], start: 2 }, (all) => all.length >= 1);
    const { subject } = await hms.publish(event);
    const [first] = await heard;
    expect(first).toMatchObject({
      subject,
      eventData: { fan: '3' },
      sequenceNumber: 1,
      clearance: 1,
    });
    expect((await failureOf(ann.publish(event))).code).toBe(status.PERMISSION_DENIED);
    // Granted of other types and for another track: it takes both.
    for (const change of [{ eventType: 3 }, { sourceTrack: 2 }]) {
      const { code } = await failureOf(hms.publish({ ...event, ...change }));
      expect(code).toBe(status.PERMISSION_DENIED);
    }
    expect((await failureOf(hms.publish({ ...event, eventType: 5 }))).code).toBe(
      status.PERMISSION_DENIED,
    );
  });

  it('delivers events numbered densely, and goes on behind a cursor', async () => {
    const wanted = { subjects: ['published.>'], label: 'tail', start: 2 };
    const publish = (n: number) =>
      hms.publish({ eventType: 4, severity: 1, sourceTrack: 1, eventData: { n: `${n}` } });
    for (let n = 0; n < 5; n += 1) {
      await publish(n);
    }
    const ofMine = (all: readonly { eventData: Readonly<Record<string, string>> }[]): string[] =>
      all.flatMap(({ eventData: { n } }) => (n === undefined ? [] : [n]));
    const first = await ann.events(
      wanted,
      (all) => ofMine(all).length >= 5 && all.at(-1)?.cursor !== '',
    );
    const cursor = first.at(-1)?.cursor ?? '';
    await publish(5);
    const next = await ann.events({ ...wanted, cursor }, (all) => all.length >= 1);
    expect(ofMine([...first, ...next])).toEqual(['0', '1', '2', '3', '4', '5']);
    const numbers = [...first, ...next].map(({ sequenceNumber }) => sequenceNumber);
    expect(numbers).toEqual(numbers.map((_, n) => n + 1));
    const forged = await failureOf(dora.events({ ...wanted, cursor }, () => true));
    expect(forged.code).toBe(status.INVALID_ARGUMENT);
  });

  it('tells the latest, and what was counted', async () => {
    const { status: worst, components, version } = await dora.health({});
    expect(worst).toBeGreaterThanOrEqual(1);
    expect(components.length).toBeGreaterThan(0);
    expect(version).toBe('1.2.3');
    const counted = await ann.metrics();
    expect(counted.orchestrator?.operationsReceived).toBeGreaterThanOrEqual(2);
    expect(counted.server?.callsStarted).toBeGreaterThan(5);
    // She may not know of every device: nothing that is counted over all of them is hers.
    const less = await dora.metrics();
    expect([less.orchestrator?.operationsReceived, less.server]).toEqual([0, null]);
    expect((await failureOf(dora.health({ components: ['x'] }))).code).toBe(status.NOT_FOUND);
  });

  it('stops everything, for whoever asks and whatever else is said', async () => {
    const heard = dora.events({ subjects: ['stop.>'] }, (all) =>
      all.some(({ attempt }) => attempt > 0),
    );
    const before = (await dora.health({})).stopEpoch;
    const stop = () =>
      dora.stop({ reason: 'smoke', affectedDevices: [UNSEEN, ABSENT], priority: 99 });
    const heardBy = ({ trackResults }: Awaited<ReturnType<typeof stop>>): boolean[] =>
      trackResults.map(({ acknowledged }) => acknowledged);
    let answer = await stop();
    expect(answer.success).toBe(true);
    expect(answer.stopEpoch).toBeGreaterThan(before);
    // An answer waits 100 ms for the tracks: on a busy machine that is too little now and then, and each stop counts.
    for (let tries = 0; tries < 50 && heardBy(answer).includes(false); tries += 1) {
      answer = await stop();
    }
    expect(heardBy(answer)).toEqual([true, true, true]);
    expect(answer.missing).not.toContain('0x8050');
    const emergencies = await heard;
    expect(emergencies.at(-1)).toMatchObject({ delivery: 3, eventType: 5, severity: 5 });
    const byOperation = await dora.coordinate({
      coordinationId: 'halt',
      operationType: 7,
      deviceId: ABSENT,
    });
    expect(byOperation.result).toBe(1);
    expect((await dora.health({})).stopEpoch).toBeGreaterThan(answer.stopEpoch);
    expect(world.faults).toEqual([]);
  });
});
