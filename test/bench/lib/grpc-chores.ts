// SPDX-License-Identifier: Apache-2.0
// What the served process of the gRPC benchmarks does beside answering calls.
import { sign } from 'node:crypto';
import { approvalBytes } from '../../../src/core/canonical/signature.ts';
import { EventType, Severity, Track } from '../../../src/core/model/enums.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import type { Orchestrator } from '../../../src/daemon/orchestrator.ts';
import type { DevicePath } from '../../../src/device/device-path.ts';
import type { EventBus } from '../../../src/events/bus.ts';
import { AnswerRefusedError } from '../../../src/orchestrator/operations/errors.ts';
import type { OfferView } from '../../../src/orchestrator/operations/views.ts';
import type { InterfaceTrack } from '../../../src/tracks/interface/interface-track.ts';
import { DATA_0 } from './commit-world.ts';
import { demoKey, signReset } from './demo-persons.ts';
import { untilWaiting } from './events-world.ts';
import type { Chore } from './grpc-messages.ts';
import { median } from './stats.ts';

export interface ChoreParts {
  readonly device: DevicePath;
  readonly orchestrator: Orchestrator;
  readonly events: EventBus;
  readonly people: InterfaceTrack;
}

/** Telemetry of so many subjects: only the latest of each waits for a subscriber. */
const SUBJECTS = 512;
const SECOND_PERSON = 'demo:bob';

function eventOf(subject: string, n: number): Publication {
  return {
    subject,
    type: EventType.SYSTEM_STATUS_CHANGED,
    severity: Severity.INFO,
    source: Track.ORCHESTRATOR,
    clearance: 0,
    compartments: [],
    at: Date.now(),
    data: { n, temperature: 20 + (n % 60), power: n % 4 },
  };
}

async function publish({ events }: ChoreParts, under: string, count: number): Promise<number> {
  for (let n = 0; n < count; n++) {
    events.publish(eventOf(`${under}.${n % SUBJECTS}`, n), 'durable');
    if (n % 1_024 === 1_023) {
      await untilWaiting(events, 10_000);
    }
  }
  await untilWaiting(events, 0);
  return count;
}

async function telemetry({ events }: ChoreParts, under: string, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let count = 0;
  while (performance.now() < end) {
    for (let n = 0; n < SUBJECTS; n++) {
      events.publish(eventOf(`${under}.${n}`, count), 'telemetry');
      count += 1;
    }
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return count;
}

async function read({ device }: ChoreParts, token: number, count: number): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < count; n++) {
    const begin = performance.now();
    await device.read({ device: token, registerIndex: DATA_0, timeoutMs: 1_000 });
    took.push((performance.now() - begin) * 1e3);
  }
  return median(took);
}

/** LATCHED or worse to RUN, by two persons and a start. */
async function run({ orchestrator }: ChoreParts): Promise<void> {
  const { reset, stop } = orchestrator.stop;
  while (stop.control.state === 'STOPPING') {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
  for (const person of ['ann', 'bob', 'ann'] as const) {
    const offer = reset.offer();
    await reset.take(offer.nonce, signReset(person, offer));
  }
  if (stop.state !== 'RUN') {
    throw new Error(`after a reset and a start the stop is ${stop.state}`);
  }
}

/** Below the 30 s after which nobody is at a session any more. {unit ms} */
const ALIVE_MS = 10_000;

/** Says yes to all that is asked, in the turn after it was asked. */
async function willing(parts: ChoreParts): Promise<number> {
  await run(parts);
  const { orchestrator, people, events } = parts;
  const { operations } = orchestrator;
  const session = people.openSession(SECOND_PERSON);
  setInterval(() => people.alive(session), ALIVE_MS).unref();
  const { keyId, key } = demoKey('bob');
  const approve = ({ offer, digest, role }: OfferView): void => {
    const signature = sign(null, approvalBytes(digest, role), key);
    try {
      operations.approve(SECOND_PERSON, offer, { keyId, signature });
    } catch (error) {
      // What has moved since is offered anew, which is told.
      if (!(error instanceof AnswerRefusedError)) {
        throw error;
      }
    }
  };
  const look = (): void => {
    for (const { id } of people.questions()) {
      people.answer(id, session, people.disclose(id, session).digest, true);
    }
    operations.recheck();
    operations
      .offers(SECOND_PERSON)
      .filter(({ approvedBy }) => approvedBy === null)
      .forEach(approve);
  };
  const publish = events.publish.bind(events);
  events.publish = (publication, delivery) => {
    publish(publication, delivery);
    if (/\b(approval|confirmation)\..*asked$/.test(publication.subject)) {
      setImmediate(look);
    }
  };
  return 0;
}

export async function doChore(parts: ChoreParts, chore: Chore): Promise<number> {
  switch (chore.what) {
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return user + system;
    }
    case 'publish':
      return await publish(parts, chore.under, chore.count);
    case 'telemetry':
      return await telemetry(parts, chore.under, chore.ms);
    case 'read':
      return await read(parts, chore.device, chore.count);
    case 'willing':
      return await willing(parts);
  }
}
