// SPDX-License-Identifier: Apache-2.0
// What one is not cleared for answers as what is not there, byte for byte: status, message, details, answer and
// streams, in every method of both packages. A method that is new has no row, and fails.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationType } from '../../../src/core/model/enums.ts';
import {
  ABSENT,
  FREE,
  formsOf,
  HIDDEN,
  type Names,
  OTHERS,
  PASSING_DEVICES,
  ROWS,
  STREAM,
  SUBJECTS,
  still,
} from './absence-rows.ts';
import {
  isStream,
  METHODS,
  namesIn,
  type Plain,
  RawClient,
  read,
  requestOf,
  saidIn,
  type Told,
} from './absence-wire.ts';
import { CommunicationWorld } from './communication-world.ts';
import { signed } from './control-world.ts';

const LIMIT = 300_000;
const SUBSCRIBE = 'DsmilCommunicationService/SubscribeEvents';
/** {unit ms} */
const PATIENCE_MS = 120_000;
/** After so many the server's numbers of requests have three digits, of 36, and so one length, for 45,000 more. */
const REQUESTS = 36 ** 2;
const AT_ONCE = 48;
/** What waits for people does so for five minutes, and is offered anew when something moves. */
const TRIES = 5;

type Listed = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

describe('what one is not cleared for', { timeout: LIMIT }, () => {
  let world: CommunicationWorld;
  const clients = new Map<string, RawClient>();
  const waiting: Promise<Told>[] = [];
  const streams = new Map<string, Promise<Told>>();
  const streamsEnd = new AbortController();
  let before: ReadonlyMap<string, string>;

  function by(name: string): RawClient {
    const client = clients.get(name);
    if (client === undefined) {
      throw new Error(`nobody called ${name} is connected`);
    }
    return client;
  }

  async function eventually<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      if (performance.now() > end) {
        throw new Error(`waited in vain for ${what}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function step(person: string): Promise<void> {
    const { document } = await by(person).ask<{ readonly document: { readonly document: string } }>(
      'StopService/OfferStopStep',
    );
    const { nonce } = JSON.parse(document.document) as { readonly nonce: string };
    const signature = signed(person, document as Parameters<typeof signed>[1]);
    await by(person).ask('StopService/TakeStopStep', { nonce, signature });
  }

  /** Effects are possible, and every device says so. */
  async function start(): Promise<void> {
    await eventually(async () => {
      const { status } = await by('ann').ask<{ readonly status: { readonly state: number } }>(
        'StopService/GetStopStatus',
      );
      return status.state === 3 ? true : undefined;
    }, 'the latch');
    await step('ann');
    await step('bob');
    await step('ann');
    await eventually(async () => {
      const { devices } = await by('ann').ask<{
        readonly devices: readonly { readonly unifiedMetadata: Plain }[];
      }>('DsmilCommunicationService/SynchronizeState', { refresh: true });
      return devices.some(({ unifiedMetadata }) => unifiedMetadata['emergencyStopApplied'])
        ? undefined
        : true;
    }, 'the end of the stop');
  }

  /** As ann, who is told when it has ended. */
  function coordinate(coordinationId: string, deviceId: number, more: Plain): void {
    const request = { coordinationId, deviceId, justification: 'stuck', ...more };
    waiting.push(by('ann').call('DsmilCommunicationService/CoordinateOperation', request));
  }

  async function list(who: string, method: string, field: string) {
    return (await by(who).ask<Listed>(method))[field] ?? [];
  }

  /** What there is now, of which nobody else may know; and as much of nothing. */
  async function things(): Promise<readonly [hidden: Names, absent: Names]> {
    const asked = await eventually(
      async () => (await list('bob', 'ConfirmationsService/ListConfirmations', 'confirmations'))[0],
      'the question',
    );
    const offer = await eventually(
      async () => (await list('bob', 'ApprovalsService/ListApprovals', 'approvals'))[0],
      'the offer',
    );
    const [clearing] = await list('ann', 'HoldsService/ListClearings', 'clearings');
    const [proposal] = await list('ann', 'PolicyService/ListProposals', 'proposals');
    const { bytes } = await by('ann').watch(
      'DsmilCommunicationService/SubscribeEvents',
      { ...STREAM, subjects: ['operation.>'] },
      (items) => items.some((item) => read(SUBSCRIBE, item)['cursor'] !== ''),
    );
    const told = bytes.map((item) => read(SUBSCRIBE, item));
    // What is before one that the store has it has as well.
    const { entries } = await by('ann').ask<{ readonly entries: readonly { index: number }[] }>(
      'AuditService/SearchEntries',
      { pageSize: 1 },
    );
    const text = (value: unknown): string => {
      expect(value).toEqual(expect.stringMatching(/./));
      return String(value);
    };
    const page = Buffer.from(`${entries[0]?.index}`).toString('base64url');
    const hidden: Names = {
      device: HIDDEN[0],
      operation: text(offer['operationId']),
      coordination: text(offer['coordinationId']),
      approval: text(offer['approvalId']),
      confirmation: text(asked['confirmationId']),
      digest: Buffer.from(text(asked['digest']), 'base64'),
      clearing: text(clearing?.['clearingId']),
      event: text(told.find(({ eventId }) => eventId !== '')?.['eventId']),
      cursor: text(told.at(-1)?.['cursor']),
      proposal: text(proposal?.['proposalId']),
      transaction: '12345',
      page,
    };
    const nothing = (id: string): string => id.replaceAll(/[0-9a-f]/g, '0');
    const absent: Names = {
      device: ABSENT,
      operation: nothing(hidden.operation),
      coordination: hidden.coordination.replace('hidden', 'absent'),
      approval: nothing(hidden.approval),
      confirmation: nothing(hidden.confirmation),
      digest: Buffer.alloc(32, 7),
      clearing: nothing(hidden.clearing),
      event: nothing(hidden.event),
      // Of a key that there is; nobody's.
      cursor: `${hidden.cursor.slice(0, -20)}${'A'.repeat(20)}`,
      proposal: nothing(hidden.proposal),
      transaction: '54321',
      page,
    };
    return [hidden, absent];
  }

  /** Everything that is to be the same before and after, by who asks for what. */
  async function shown(): Promise<ReadonlyMap<string, string>> {
    const all = new Map<string, string>();
    for (const [name, { shows = [], moving = [] }] of Object.entries(ROWS)) {
      for (const who of OTHERS) {
        for (const request of shows) {
          const told = await by(who).call(name, request);
          all.set(`${who} ${name} ${JSON.stringify(request)}`, textOf(name, told, moving));
        }
      }
    }
    return all;
  }

  /** As it is when what comes behind a start has come. */
  async function settled(): Promise<ReadonlyMap<string, string>> {
    let last = await shown();
    return await eventually(async () => {
      const now = await shown();
      const moved = [...now].some(([what, text]) => last.get(what) !== text);
      last = now;
      return moved ? undefined : now;
    }, 'the end of all that moves');
  }

  function textOf(name: string, told: Told, moving: readonly string[]): string {
    const { code, message, metadata, bytes } = told;
    const answers = bytes.map((one) => still(name, one, moving));
    return JSON.stringify({ code, message, metadata, answers });
  }

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    for (const name of ['ann', 'bob', ...OTHERS]) {
      clients.set(name, new RawClient(await world.socketOf(name)));
    }
    await start();
    for (let n = 0; n < REQUESTS; n += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, () =>
        by('ann').call('DsmilCommunicationService/HealthCheck', {}),
      );
      await Promise.all(some);
    }
    before = await settled();
    for (const who of OTHERS) {
      for (const [name, request] of [
        [SUBSCRIBE, { ...STREAM, subjects: SUBJECTS }],
        ['EventsService/WatchEvents', { subscription: { ...STREAM, subjects: SUBJECTS } }],
        ['DevicesService/WatchDevices', {}],
      ] as const) {
        streams.set(
          `${who} ${name}`,
          by(who).watch(name, request, () => false, streamsEnd.signal),
        );
      }
    }
    const { RESET, READ } = OperationType;
    coordinate('hidden-read', HIDDEN[2], { operationType: READ, register: 0 });
    await Promise.all(waiting);
    coordinate('hidden-offer', HIDDEN[1], { operationType: RESET });
    const { confirmationId } = await eventually(
      async () => (await list('bob', 'ConfirmationsService/ListConfirmations', 'confirmations'))[0],
      'the first question',
    );
    const { confirmation } = await by('bob').ask<{ readonly confirmation: Plain }>(
      'ConfirmationsService/ShowConfirmation',
      { confirmationId },
    );
    await by('bob').ask('ConfirmationsService/AnswerConfirmation', {
      confirmationId,
      digest: Buffer.from(String(confirmation['digest']), 'base64'),
      confirmed: true,
    });
    coordinate('hidden-question', HIDDEN[0], { operationType: RESET });
    await by('ann').ask('HoldsService/ProposeClearing', {
      kind: 3,
      deviceId: HIDDEN[0],
      operationType: RESET,
      note: 'looked',
    });
    await by('ann').ask('PolicyService/ProposeChange', {
      change: JSON.stringify({ change: 'revoke_key', key_id: 'eve-1' }),
    });
    await things();
  }, LIMIT);
  afterAll(async () => {
    streamsEnd.abort();
    for (const client of clients.values()) {
      client.close();
    }
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  it('is asked for in a row of every method, by each of its names', () => {
    expect(Object.keys(ROWS).sort()).toEqual([...METHODS.keys()].sort());
    const nothing: Names = {
      ...{ device: 1, operation: 'x', coordination: 'x', approval: 'x', confirmation: 'x' },
      ...{ digest: Buffer.alloc(1), clearing: 'x', event: 'x', cursor: 'x', proposal: 'x' },
      ...{ transaction: 'x', page: 'x' },
    };
    for (const [name, { asks = () => [], free = {} }] of Object.entries(ROWS)) {
      const said = new Set(asks(nothing).flatMap((request) => saidIn(request)));
      const unsaid = namesIn(requestOf(name)).filter(
        (path) => !said.has(path) && free[path] === undefined && FREE[path] === undefined,
      );
      expect(unsaid, name).toEqual([]);
    }
  });

  it('changes nothing of what others are shown', async () => {
    const now = await shown();
    expect([...now.keys()]).toEqual([...before.keys()]);
    for (const [what, text] of now) {
      expect(text, what).toBe(before.get(what));
    }
  });

  it.each(Object.entries(ROWS).filter(([, { asks }]) => asks !== undefined))(
    'answers %s as what is not there',
    async (name, { asks = () => [], moving = [], from = OTHERS }) => {
      const tell = (who: string, request: Plain): Promise<Told> =>
        isStream(name)
          ? by(who).watch(name, request, (items) => items.length > 0)
          : by(who).call(name, request);
      for (let tries = 0; ; tries++) {
        const [hidden, absent] = await things();
        const compared: (readonly [what: string, hidden: string, absent: string])[] = [];
        for (const who of from) {
          const others = asks(absent);
          for (const [n, request] of asks(hidden).entries()) {
            const there = textOf(name, await tell(who, request), moving);
            const nowhere = textOf(name, await tell(who, others[n] ?? {}), moving);
            const named = formsOf(absent);
            const text = formsOf(hidden).reduce(
              (sum, form, at) => sum.replaceAll(inJson(form), inJson(named[at] ?? '')),
              there,
            );
            compared.push([`${who} ${JSON.stringify(request)}`, text, nowhere]);
          }
        }
        const [after] = await things();
        // All of it was there all the while, or it is tried again.
        if (after.approval === hidden.approval && after.confirmation === hidden.confirmation) {
          for (const [what, there, nowhere] of compared) {
            expect(there, what).toBe(nowhere);
          }
          break;
        }
        expect(tries).toBeLessThan(TRIES);
      }
    },
  );

  it('comes in no stream, and leaves no gap in one', async () => {
    const [hidden] = await things();
    streamsEnd.abort();
    for (const [what, ending] of streams) {
      const { bytes } = await ending;
      const [, name = ''] = what.split(' ');
      const messages = bytes.map((one) => read(name, one));
      // What is drawn by lot, or by the clock, has any digits.
      const lot = ['eventId', 'eventIds', 'cursor', 'timestamp', 'firstTimestamp'];
      const text = bytes.map((one) => still(name, one, [...lot, ...PASSING_DEVICES])).join('\n');
      const ids = Object.values(hidden).filter((one) => typeof one === 'string' && one.length > 8);
      for (const form of [...ids, ...HIDDEN.flatMap(deviceForms), 'hidden-']) {
        expect(text, `${what}: ${form}`).not.toContain(form);
      }
      if (name === SUBSCRIBE) {
        const numbers = messages
          .filter(({ eventId }) => eventId !== '')
          .map(({ sequenceNumber }) => sequenceNumber);
        expect(numbers).toEqual(numbers.map((_, n) => Number(numbers[0]) + n));
        const cursors = messages
          .map(({ cursor }) => String(cursor).length)
          .filter((one) => one > 0);
        expect(new Set(cursors).size).toBe(cursors.length === 0 ? 0 : 1);
      }
    }
  });

  it('is named in a stop without a word of it', async () => {
    const name = 'DsmilCommunicationService/EmergencyStop';
    const moving = [
      'responseTime',
      'trackResults',
      'errorMessage',
      'stopEpoch',
      'stopState',
      'missing',
    ];
    for (const who of OTHERS) {
      const [hidden, absent] = await Promise.all(
        [HIDDEN[0], ABSENT].map((device) => by(who).call(name, { affectedDevices: [device] })),
      );
      expect(hidden && textOf(name, hidden, moving)).toBe(absent && textOf(name, absent, moving));
      const text = JSON.stringify(hidden?.bytes.map((one) => read(name, one)));
      expect(text).not.toMatch(/0x805/);
    }
  });
});
/** As an event names a device. */
function deviceForms(device: number): string[] {
  return [`.${device.toString(16)}.`, `"device":${device}`, `"deviceId":${device}`];
}

/** As it stands in a text of JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
