// SPDX-License-Identifier: Apache-2.0
// Page tokens and cursors that were made up, changed, cut, made longer, or given to somebody else or for something
// else: refused as what they are, on every method that takes one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import {
  coordinated,
  expectInvalid,
  HostileClient,
  refusalOf,
  run,
  seen,
} from './hostile-client.ts';

const DEVICES = [0x8010, 0x8011];
const DATA_0 = 8;

interface Page {
  readonly items: readonly unknown[];
  readonly next: string;
}
type Turn = (client: HostileClient, pageToken: string) => Promise<Page>;

const one = (pageToken: string) => ({ pageSize: 1, pageToken });

/** Every method that takes a page token. */
const LISTS: Readonly<Record<string, Turn>> = {
  async ListOperations(client, token) {
    const asked = [wire.ListOperationsRequest, one(token)] as const;
    const answer = await client.call(
      'OperationsService/ListOperations',
      asked,
      wire.ListOperationsResponse,
    );
    return { items: answer.operations, next: answer.nextPageToken };
  },
  async ListApprovals(client, token) {
    const asked = [wire.ListApprovalsRequest, one(token)] as const;
    const answer = await client.call(
      'ApprovalsService/ListApprovals',
      asked,
      wire.ListApprovalsResponse,
    );
    return { items: answer.approvals, next: answer.nextPageToken };
  },
  async ListConfirmations(client, token) {
    const asked = [wire.ListConfirmationsRequest, one(token)] as const;
    const answer = await client.call(
      'ConfirmationsService/ListConfirmations',
      asked,
      wire.ListConfirmationsResponse,
    );
    return { items: answer.confirmations, next: answer.nextPageToken };
  },
  async ListDevices(client, token) {
    const asked = [wire.ListDevicesRequest, one(token)] as const;
    const answer = await client.call('DevicesService/ListDevices', asked, wire.ListDevicesResponse);
    return { items: answer.devices, next: answer.nextPageToken };
  },
  async ListConflicts(client, token) {
    const asked = [wire.ListConflictsRequest, one(token)] as const;
    const answer = await client.call(
      'ConflictsService/ListConflicts',
      asked,
      wire.ListConflictsResponse,
    );
    return { items: answer.conflicts, next: answer.nextPageToken };
  },
  async SearchEntries(client, token) {
    const asked = [wire.SearchEntriesRequest, one(token)] as const;
    const answer = await client.call(
      'AuditService/SearchEntries',
      asked,
      wire.SearchEntriesResponse,
    );
    return { items: answer.entries, next: answer.nextPageToken };
  },
  async ListPersons(client, token) {
    const asked = [wire.ListPersonsRequest, one(token)] as const;
    const answer = await client.call('PolicyService/ListPersons', asked, wire.ListPersonsResponse);
    return { items: answer.persons, next: answer.nextPageToken };
  },
  async ListKeys(client, token) {
    const asked = [wire.ListKeysRequest, one(token)] as const;
    const answer = await client.call('PolicyService/ListKeys', asked, wire.ListKeysResponse);
    return { items: answer.keys, next: answer.nextPageToken };
  },
  async ListPrincipals(client, token) {
    const asked = [wire.ListPrincipalsRequest, one(token)] as const;
    const answer = await client.call(
      'PolicyService/ListPrincipals',
      asked,
      wire.ListPrincipalsResponse,
    );
    return { items: answer.principals, next: answer.nextPageToken };
  },
};
/** On a quiet simulator the tracks agree: there is no second page. */
const ONE_PAGE = ['ListConflicts'];

/** A letter of the same alphabet that differs in @bit of its six. */
function flipped(letter: string, bit: number): string {
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const at = LETTERS.indexOf(letter);
  return LETTERS[at < 0 ? 0 : at ^ (1 << bit)] ?? 'A';
}

/** One bit of each letter, another one each time; cut; longer. */
function spoiled(token: string): string[] {
  const letters = [...token];
  const bits = letters.map((letter, n) =>
    [...letters.slice(0, n), flipped(letter, n % 6), ...letters.slice(n + 1)].join(''),
  );
  const cuts = letters.map((_, n) => token.slice(0, n)).filter((cut) => cut !== '');
  const longer = ['A', 'AAAA', '=', '.', ' ', `.${token}`, token].map((end) => token + end);
  return [
    ...bits,
    ...cuts,
    ...longer,
    token.slice(1),
    `A${token}`,
    [...letters].reverse().join(''),
  ];
}

const MADE_UP = ['0', 'MA', 'OA', 'LQ', 'Kg', '-', '?', '../..', "' or 1=1 --", '\u{1f600}'];

describe('a token that is not the caller’s own for this very list', () => {
  let world: CommunicationWorld;
  let ann: HostileClient;
  let bob: HostileClient;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    ann = new HostileClient(await world.socketOf('ann'));
    bob = new HostileClient(await world.socketOf('bob'));
    await run([ann, bob], DEVICES);
    // Two that wait for people: so each list has a second page.
    for (const deviceId of DEVICES) {
      const request = {
        coordinationId: `waits-${deviceId}`,
        deviceId,
        operationType: 2,
        register: DATA_0,
        value: 7,
        justification: 'a page',
      };
      // It ends with the world.
      coordinated(ann, request).catch(() => undefined);
    }
    for (const [name, turn] of Object.entries(LISTS)) {
      if (!ONE_PAGE.includes(name)) {
        tokens.set(name, await seen(async () => (await turn(ann, '')).next || undefined));
      }
    }
  });
  afterAll(async () => {
    ann[Symbol.dispose]();
    bob[Symbol.dispose]();
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  it.each(Object.entries(LISTS))('turns no page: %s', async (name, turn) => {
    const own = tokens.get(name);
    if (own !== undefined) {
      expect((await turn(ann, own)).items).toHaveLength(1);
      await expectInvalid(turn(bob, own), 'page_token');
      for (const token of spoiled(own)) {
        await expectInvalid(turn(ann, token), 'page_token');
      }
    }
    for (const [other, token] of tokens) {
      if (other !== name) {
        await expectInvalid(turn(ann, token), 'page_token');
      }
    }
    for (const token of MADE_UP) {
      await expectInvalid(turn(ann, token), 'page_token');
      const plain = Buffer.from(token).toString('base64url');
      await expectInvalid(turn(ann, plain), 'page_token');
    }
  });

  it('turns no page of another search', async () => {
    const search = (request: wire.ISearchEntriesRequest) =>
      ann.call(
        'AuditService/SearchEntries',
        [wire.SearchEntriesRequest, { pageSize: 1, ...request }],
        wire.SearchEntriesResponse,
      );
    const { nextPageToken: pageToken } = await search({ kind: 'operation.>' });
    const own = pageToken === '' ? tokens.get('SearchEntries') : pageToken;
    await expectInvalid(search({ kind: 'stop.>', pageToken: own ?? '' }), 'page_token');
    await expectInvalid(
      search({ kind: 'stop.>', minSeverity: 2, pageToken: own ?? '' }),
      'page_token',
    );
  });

  const WATCHES: Readonly<
    Record<
      string,
      (
        client: HostileClient,
        subscription: shared.IEventSubscriptionRequest,
      ) => Promise<readonly { readonly cursor: string }[]>
    >
  > = {
    SubscribeEvents: (client, subscription) =>
      client.items(
        'DsmilCommunicationService/SubscribeEvents',
        [shared.EventSubscriptionRequest, subscription],
        shared.EventNotification,
        (all) => all.at(-1)?.cursor !== '',
      ),
    WatchEvents: (client, subscription) =>
      client.items(
        'EventsService/WatchEvents',
        [wire.WatchEventsRequest, { subscription }],
        wire.WatchEventsResponse,
      ),
  };
  const BOOKMARK = { seconds: 0, nanos: 100_000_000 };
  const WANTED: readonly shared.IEventSubscriptionRequest[] = [
    { subjects: ['operation.>'], label: 'own', start: 2, bookmarkInterval: BOOKMARK },
    // With a selection the cursor has a part of its own.
    {
      subjects: ['operation.>'],
      label: 'own',
      eventTypes: [2],
      start: 2,
      bookmarkInterval: BOOKMARK,
    },
  ];

  it.each(Object.entries(WATCHES))('opens no watch: %s', async (_, watch) => {
    const refused = async (client: HostileClient, request: shared.IEventSubscriptionRequest) => {
      const { code, reason } = await refusalOf(watch(client, request));
      expect([code, reason]).toEqual(['INVALID_ARGUMENT', 'CURSOR']);
    };
    for (const wanted of WANTED) {
      const cursor = (await watch(ann, wanted)).at(-1)?.cursor ?? '';
      expect(cursor).not.toBe('');
      const again = await watch(ann, { ...wanted, cursor });
      expect(again.at(-1)?.cursor).not.toBe('');
      for (const other of spoiled(cursor).filter(({ length }) => length <= 256)) {
        await refused(ann, { ...wanted, cursor: other });
      }
      await expectInvalid(watch(ann, { ...wanted, cursor: 'A'.repeat(257) }), 'cursor');
      await refused(bob, { ...wanted, cursor });
      await refused(ann, { ...wanted, cursor, label: 'another' });
      await refused(ann, { ...wanted, cursor, subjects: ['>'] });
      await refused(ann, { ...wanted, cursor, eventTypes: [1, 2] });
      for (const token of tokens.values()) {
        await refused(ann, { ...wanted, cursor: token });
      }
    }
  });
});
