// SPDX-License-Identifier: Apache-2.0
// Requests on their way in: how large, until when, how many of one account; and the stop, which is heard
// whatever its request is.
import http2 from 'node:http2';
import { connect } from 'node:net';
import { Metadata, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { GrpcCall } from '../../../../src/api/grpc/method.ts';
import { Connections } from '../../../../src/api/grpc/server/connections.ts';
import { Front } from '../../../../src/api/grpc/server/front.ts';
import { DEFAULT_LIMITS } from '../../../../src/api/grpc/server/limits.ts';
import { CALLS_A_TURN } from '../../../../src/api/grpc/server/turns.ts';
import {
  bare,
  CLOCK,
  call,
  EMPTY_MESSAGE,
  JSON_CODEC,
  open,
  stream,
  unary,
  until,
  World,
} from './frame-world.ts';
import { callBegun, data, HELLO, reset } from './raw-http2.ts';

let world: World | undefined;
const sessions: http2.ClientHttp2Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) {
    session.destroy();
  }
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

async function serve(...args: Parameters<typeof World.open>): Promise<World> {
  world = await World.open(...args);
  return world;
}

/** A message of @size bytes, of which the frame holds the first ones alone. */
function begun(size: number, ...bytes: number[]): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(size, 1);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

interface HalfSent {
  readonly stream: http2.ClientHttp2Stream;
  readonly status: Promise<unknown>;
  readonly closed: Promise<void>;
}

/** Sends @frames, and never that this was all. */
function halfSent({ path }: World, method: string, frames: Buffer): HalfSent {
  const session = http2.connect('http://localhost', { createConnection: () => connect(path) });
  session.on('error', () => undefined);
  sessions.push(session);
  const request = session.request({
    ':method': 'POST',
    ':path': `/test.Service/${method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  request.on('error', () => undefined);
  const ended = new Promise<unknown>((resolve) => {
    request.on('trailers', (headers) => resolve(headers['grpc-status']));
    request.on('response', (headers) => {
      if (headers['grpc-status'] !== undefined) {
        resolve(headers['grpc-status']);
      }
    });
  });
  const closed = new Promise<void>((resolve) => request.on('close', resolve));
  request.resume();
  request.write(frames);
  return { stream: request, status: ended, closed };
}

const codeOf = (ended: unknown): number => Number(ended);

describe('a request that does not end', () => {
  it('is ended and let go when its time is over, and its connection lives', async () => {
    const w = await serve([unary('Echo', (request) => request)], { limits: { requestMs: 2_000 } });
    const half = halfSent(w, 'Echo', begun(1_000, 1, 2, 3));
    expect(codeOf(await half.status)).toBe(status.DEADLINE_EXCEEDED);
    await half.closed;
    expect(half.stream.session?.closed ?? false).toBe(false);
    expect(w.server.connections).toBe(1);
    expect((await call(w.client(), 'Echo', 5)).value).toBe(5);
  });

  it('is so of a stream as well; a handler may take its time', async () => {
    const w = await serve(
      [
        stream('Watch', () => Promise.resolve()),
        unary('Slow', () => new Promise((resolve) => setTimeout(resolve, 2_500, 'done'))),
      ],
      { limits: { requestMs: 2_000 } },
    );
    const half = halfSent(w, 'Watch', begun(1_000));
    expect(codeOf(await half.status)).toBe(status.DEADLINE_EXCEEDED);
    await half.closed;
    expect((await call(w.client(), 'Slow')).value).toBe('done');
  });

  it('is a duplex’s right', async () => {
    const w = await serve(
      [
        {
          kind: 'duplex',
          path: '/test.Service/Talk',
          request: JSON_CODEC,
          answer: JSON_CODEC,
          handle: (request) => request,
        },
      ],
      { limits: { requestMs: 30 } },
    );
    const half = halfSent(w, 'Talk', EMPTY_MESSAGE);
    await until(() => w.server.calls === 1, 'the conversation');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(w.server.calls).toBe(1);
    half.stream.end();
    expect(codeOf(await half.status)).toBe(status.OK);
  });
});

describe('the size of a request', () => {
  it('is 64 KiB, and more where a method says so', async () => {
    const echo = unary('Large', (request) => String(request).length);
    const w = await serve([
      unary('Echo', (request) => String(request).length),
      { ...echo, requestBytes: 200_000 } as typeof echo,
    ]);
    const client = w.client();
    const code = async (method: string, size: number): Promise<unknown> => {
      const { error, value } = await call(client, method, 'x'.repeat(size));
      return error === null ? value : error.code;
    };
    expect(await code('Echo', 65_000)).toBe(65_000);
    expect(await code('Echo', 66_000)).toBe(status.RESOURCE_EXHAUSTED);
    expect(await code('Large', 199_000)).toBe(199_000);
    expect(await code('Large', 201_000)).toBe(status.RESOURCE_EXHAUSTED);
  });
});

/** Until its call ends. */
const lasts = (_request: unknown, { signal }: GrpcCall): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

describe('one account', () => {
  it('has as many streams and calls as it may, over however many connections; others have theirs', async () => {
    const w = await serve([stream('Watch', lasts), unary('Echo', (request) => request)], {
      limits: { streamsOfPrincipal: 2, callsOfPrincipal: 3 },
    });
    const [a, b, c] = [w.client(), w.client(), w.client()];
    expect((await call(a, 'Echo', 1)).value).toBe(1);
    expect((await call(b, 'Echo', 1)).value).toBe(1);
    expect((await call(c, 'Echo', 1)).value).toBe(1);
    // The first two are the same account's.
    Object.assign(w.guests[1] ?? {}, { principal: w.guests[0]?.principal });
    const first = open(a, 'Watch');
    open(b, 'Watch');
    await until(() => w.server.calls === 2, 'two streams');
    const third = await new Promise((resolve) => open(b, 'Watch').on('error', resolve).resume());
    expect(third).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect((await call(b, 'Echo', 2)).value).toBe(2);
    open(c, 'Watch');
    await until(() => w.server.calls === 3, 'the other’s stream');
    first.cancel();
    await until(() => w.server.calls === 2, 'its end');
    open(b, 'Watch');
    await until(() => w.server.calls === 3, 'the next');
  });

  it('is refused the call too many', async () => {
    const w = await serve(
      [
        stream('Watch', lasts),
        unary('Echo', (request) => request),
        unary('Stop', () => 'stopped', true),
      ],
      { limits: { callsOfPrincipal: 1 } },
    );
    const client = w.client();
    open(client, 'Watch');
    await until(() => w.server.calls === 1, 'the stream');
    expect((await call(client, 'Echo')).error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect((await call(client, 'Stop')).value).toBe('stopped');
  });
});

describe('the stop', () => {
  const stopping = async (limits = {}) => {
    const stops: unknown[] = [];
    const w = await serve(
      [
        unary(
          'Stop',
          async (request) => {
            // As one that is recorded.
            await new Promise((resolve) => setTimeout(resolve, 20));
            return stops.push(request);
          },
          true,
        ),
      ],
      { limits },
    );
    return { w, stops };
  };

  it('is heard when its message is over the limit', async () => {
    const { w, stops } = await stopping({ requestBytes: 1_000 });
    expect((await call(w.client(), 'Stop', { reason: 'x'.repeat(300_000) })).value).toBe(1);
    expect(stops).toEqual([{}]);
  });

  it('is heard when it has no message', async () => {
    const { w, stops } = await stopping();
    const { trailers, session } = bare(w.path, 'Stop', Buffer.alloc(0));
    sessions.push(session);
    await until(() => stops.length === 1, 'the stop');
    expect(stops).toEqual([{}]);
    expect(codeOf((await trailers)['grpc-status'])).toBe(status.OK);
  });

  it('is heard once when it has two messages, with the first', async () => {
    const { w, stops } = await stopping();
    const said = Buffer.from('{"reason":"smoke"}');
    const frames = Buffer.concat([begun(said.length), said, EMPTY_MESSAGE]);
    const { trailers, session } = bare(w.path, 'Stop', frames);
    sessions.push(session);
    expect(codeOf((await trailers)['grpc-status'])).toBe(status.OK);
    expect(stops).toEqual([{ reason: 'smoke' }]);
  });

  it('is heard when it cannot be unpacked, or its deadline is no time', async () => {
    const { w, stops } = await stopping();
    const packed = Buffer.concat([Buffer.from([1, 0, 0, 0, 2]), Buffer.from('{}')]);
    const first = bare(w.path, 'Stop', packed, { 'grpc-encoding': 'nonsense' });
    sessions.push(first.session);
    expect(codeOf((await first.trailers)['grpc-status'])).toBe(status.OK);
    const second = bare(w.path, 'Stop', EMPTY_MESSAGE, { 'grpc-timeout': 'soon' });
    sessions.push(second.session);
    expect(codeOf((await second.trailers)['grpc-status'])).toBe(status.OK);
    expect(stops).toEqual([{}, {}]);
  });

  it('is heard when its request never ends, and let go after', async () => {
    const { w, stops } = await stopping({ requestMs: 400 });
    const half = halfSent(w, 'Stop', begun(1_000, 1));
    expect(codeOf(await half.status)).toBe(status.OK);
    await half.closed;
    expect(stops).toEqual([{}]);
  });
});

describe('a stop that is given up', () => {
  const stopping = async () => {
    const stops: unknown[] = [];
    const w = await serve([unary('Stop', (request) => stops.push(request), true)]);
    const socket = connect(w.path).on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    return { w, stops, socket };
  };
  const STOP = '/test.Service/Stop';

  it.each([
    ['in the same packet', [Buffer.concat([HELLO, callBegun(STOP, 1), reset(1)])]],
    ['after its headers', [Buffer.concat([HELLO, callBegun(STOP, 1)]), reset(1)]],
    ['as a fault of its own', [Buffer.concat([HELLO, callBegun(STOP, 1)]), reset(1, 2)]],
    ['as a fault, in one packet', [Buffer.concat([HELLO, callBegun(STOP, 1), reset(1, 2)])]],
    ['in the middle of its message', [HELLO, callBegun(STOP, 1), data(1, begun(9), 0), reset(1)]],
  ])('by its stream, %s, is heard, once', async (_, writes) => {
    const { w, stops, socket } = await stopping();
    for (const bytes of writes) {
      socket.write(bytes);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => stops.length > 0, 'the stop');
    await until(() => w.server.calls === 0, 'its end');
    expect(stops).toEqual([{}]);
    socket.destroy();
  });

  it('with its connection is heard; other calls of that one are not', async () => {
    const { w, stops, socket } = await stopping();
    socket.end(Buffer.concat([HELLO, callBegun(STOP, 1), callBegun('/test.Service/No', 3)]));
    await until(() => stops.length > 0, 'the stop');
    expect(stops).toEqual([{}]);
    await until(() => w.server.calls === 0 && w.server.connections === 0, 'the end');
  });

  it('with both at once is heard', async () => {
    const { w, stops, socket } = await stopping();
    socket.write(Buffer.concat([HELLO, callBegun(STOP, 1), reset(1)]));
    socket.destroySoon();
    await until(() => stops.length > 0, 'the stop');
    await until(() => w.server.calls === 0 && w.server.connections === 0, 'the end');
  });

  it('in a flood is heard each time, and leaves nothing behind', async () => {
    const { w, stops, socket } = await stopping();
    const ids = Array.from({ length: 500 }, (_, n) => 2 * n + 1);
    socket.write(Buffer.concat([HELLO, ...ids.flatMap((id) => [callBegun(STOP, id), reset(id)])]));
    // How many resets a connection is good for is nghttp2's to say.
    await until(() => stops.length > 0 && w.server.calls === 0, 'the stops');
    expect((await call(w.client(), 'Stop')).error).toBeNull();
    socket.destroy();
  });
});

describe('a packet full of calls that are given up', () => {
  it('is not done before others are heard: of what waits, only what is still wanted', async () => {
    const order: string[] = [];
    const w = await serve([
      unary('Work', () => order.push('work')),
      unary('Stop', () => order.push('stop'), true),
    ]);
    const calls = Array.from({ length: 400 }, (_, n) => {
      const id = 2 * n + 1;
      return [callBegun('/test.Service/Work', id), data(id, EMPTY_MESSAGE), reset(id)];
    });
    const socket = connect(w.path).on('error', () => undefined);
    socket.write(Buffer.concat([HELLO, ...calls.flat(), callBegun('/test.Service/Stop', 801)]));
    socket.write(data(801, EMPTY_MESSAGE));
    await until(() => order.includes('stop'), 'the stop');
    await until(() => w.server.calls === 0 && w.codes.length > 400, 'the end of all');
    expect(order.indexOf('stop')).toBeLessThanOrEqual(CALLS_A_TURN * 4);
    expect(order.filter((one) => one === 'work').length).toBeLessThanOrEqual(CALLS_A_TURN * 4);
    expect(w.codes.filter((one) => one === `Work ${status.CANCELLED}`).length).toBeGreaterThan(200);
    socket.destroy();
  });

  it('is done all when nobody gives up, in their order', async () => {
    const order: unknown[] = [];
    const w = await serve([unary('Work', (request) => order.push(request))]);
    const client = w.client();
    const wanted = Array.from({ length: 120 }, (_, n) => n);
    await Promise.all(wanted.map((n) => call(client, 'Work', n)));
    expect(order).toEqual(wanted);
  });
});

describe('a call that ends twice', () => {
  it('is counted once', () => {
    const connections = new Connections();
    const socket = connect('/nowhere').on('error', () => undefined);
    const caller = {
      connection: 'c',
      transport: 'unix',
      principal: 'unix:1',
      person: undefined,
      gone: new AbortController().signal,
    } as const;
    connections.add({ socket, caller });
    const codes: number[] = [];
    const front = new Front({
      connections,
      limits: DEFAULT_LIMITS,
      clock: CLOCK,
      nextRequestId: () => 'r',
      metrics: { begin: () => (code) => void codes.push(code) },
      onDefect: () => 'd',
      onFailed: () => undefined,
    });
    const method = unary('Echo', (request: unknown) => request);
    if (method.kind !== 'unary') {
      throw new Error('it is a unary method');
    }
    const told: unknown[] = [];
    const incoming = {
      cancelled: false,
      request: Buffer.from('5'),
      metadata: new Metadata(),
      getPeer: () => 'c',
      getDeadline: () => Number.POSITIVE_INFINITY,
      sendMetadata: () => undefined,
      on: () => undefined,
    };
    front.unary(method, incoming as never, (error) => {
      told.push(error);
      if (error === null) {
        throw new Error('the transport is broken');
      }
    });
    expect(told).toHaveLength(2);
    expect(codes).toEqual([status.OK]);
    expect(front.calls).toBe(0);
    socket.destroy();
  });
});
