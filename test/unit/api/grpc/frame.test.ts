// SPDX-License-Identifier: Apache-2.0
// The server's frame: whatever a method does, and whatever a client does, this holds.
import { connect } from 'node:net';
import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { GrpcCall, Method } from '../../../../src/api/grpc/method.ts';
import { findDetail, readDetails } from '../../../../src/api/grpc/server/status.ts';
import { StatusError } from '../../../../src/api/grpc/server/status-error.ts';
import {
  BadRequest,
  ErrorInfo,
  PreconditionFailure,
  RequestInfo,
  RetryInfo,
  Status,
} from '../../../../src/api/grpc/wire/generated/google-rpc.ts';
import { InvalidArgumentError, RefusedError } from '../../../../src/core/model/errors.ts';
import { OperationNotFoundError } from '../../../../src/orchestrator/operations/errors.ts';
import {
  type Answered,
  bare,
  call,
  EMPTY_MESSAGE,
  open,
  stream,
  unary,
  until,
  World,
} from './frame-world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

async function serve(...args: Parameters<typeof World.open>): Promise<World> {
  world = await World.open(...args);
  return world;
}

function detailsOf({ error }: Answered) {
  const details = error === null ? undefined : readDetails(error.metadata);
  if (details === undefined) {
    throw new Error('the answer has no details');
  }
  return details;
}

function fails(path: string, error: unknown): Method {
  return unary(path, () => {
    throw error;
  });
}

/** Runs until its signal aborts, and says so. */
function waits(told: { reason?: unknown; started: number }) {
  return (_request: unknown, { signal }: GrpcCall): Promise<never> => {
    told.started += 1;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        told.reason = signal.reason;
        reject(signal.reason);
      });
    });
  };
}

describe('who calls', () => {
  it('is told by the connection, for each of several at once', async () => {
    const { server, ...w } = await serve([unary('Who', (_, { caller }) => caller.principal)]);
    expect(server.connections).toBe(0);
    const clients = [world?.client(), world?.client(), world?.client()];
    const answers: unknown[] = [];
    for (const client of [...clients, ...clients]) {
      if (client !== undefined) {
        answers.push((await call(client, 'Who')).value);
      }
    }
    expect(new Set(answers).size).toBe(3);
    expect(answers.slice(0, 3)).toEqual(answers.slice(3));
    expect(w.guests.map(({ principal }) => principal).sort()).toEqual([...new Set(answers)].sort());
  });

  it('is nobody any more once the connection is revoked: calls and streams under way end', async () => {
    const told = { started: 0, reason: undefined as unknown };
    const w = await serve([unary('Wait', waits(told)), stream('Watch', waits(told))]);
    const client = w.client();
    const waiting = call(client, 'Wait');
    open(client, 'Watch');
    await until(() => told.started === 2, 'both calls');
    w.guests[0]?.revoked.abort(new Error('revoked'));
    expect((await waiting).error?.code).toBe(status.UNAVAILABLE);
    await until(() => w.server.calls === 0 && w.server.connections === 0, 'the end');
    expect(String(told.reason)).toContain('gone');
  });
});

describe('errors', () => {
  it('a wrong value is INVALID_ARGUMENT with field, value and range', async () => {
    const w = await serve([fails('F', new InvalidArgumentError('a.b', 7, 'an integer in 0..5'))]);
    const answer = await call(w.client(), 'F');
    expect(answer.error?.code).toBe(status.INVALID_ARGUMENT);
    const details = detailsOf(answer);
    expect(findDetail(details, 'BadRequest', BadRequest)?.fieldViolations).toMatchObject([
      { field: 'a.b', description: 'a.b is 7: it must be an integer in 0..5' },
    ]);
    expect(findDetail(details, 'ErrorInfo', ErrorInfo)).toMatchObject({
      reason: 'INVALID_ARGUMENT',
      domain: 'dsmil',
    });
  });

  it('a refusal says what would satisfy it', async () => {
    const needs = [{ rule: 'second_person', satisfiedBy: 'an approval by another person' }];
    const w = await serve([fails('F', new RefusedError(needs))]);
    const answer = await call(w.client(), 'F');
    expect(answer.error?.code).toBe(status.FAILED_PRECONDITION);
    const found = findDetail(detailsOf(answer), 'PreconditionFailure', PreconditionFailure);
    expect(found?.violations).toMatchObject([
      { type: 'second_person', description: 'an approval by another person' },
    ]);
  });

  it('a refusal that is about who asks is PERMISSION_DENIED', async () => {
    const refused = Object.assign(new Error('no'), {
      code: 'ERR_DSMIL_ANSWER_REFUSED',
      refusal: 'CLEARANCE',
      satisfiedBy: 'a person with the clearance',
    });
    const w = await serve([fails('F', refused)]);
    expect((await call(w.client(), 'F')).error?.code).toBe(status.PERMISSION_DENIED);
  });

  it('what is not there is NOT_FOUND', async () => {
    const w = await serve([fails('F', new OperationNotFoundError('operation', 'x'))]);
    const { error } = await call(w.client(), 'F');
    expect(error?.code).toBe(status.NOT_FOUND);
  });

  it('an error of ours that nobody declared tells nothing but an id, whatever it is', async () => {
    const secret = 'the key is hunter2 at /etc/secret';
    const thrown = [
      new Error(secret),
      new TypeError(secret),
      Object.assign(new Error(secret), { code: 'ERR_DSMIL_STORE_CORRUPT' }),
      Object.assign(new Error(secret), { code: 5, details: secret, metadata: secret }),
      secret,
      undefined,
    ];
    const w = await serve([
      ...thrown.map((error, n) => fails(`F${n}`, error)),
      ...thrown.map((error, n) =>
        stream(`S${n}`, async () => {
          await Promise.reject(error);
        }),
      ),
    ]);
    const client = w.client();
    for (const [n] of thrown.entries()) {
      const answer = await call(client, `F${n}`);
      expect(answer.error?.code).toBe(status.INTERNAL);
      const text = `${answer.error?.details}${JSON.stringify(detailsOf(answer))}`;
      expect(text).toContain('defect-');
      expect(text).not.toContain('hunter2');
      const reading = open(client, `S${n}`);
      const error = await new Promise<{ code: number; details: string }>((resolve) => {
        reading.on('error', (problem) => resolve(problem as never));
        reading.resume();
      });
      expect(error.code).toBe(status.INTERNAL);
      expect(error.details).not.toContain('hunter2');
    }
    expect(w.defects).toHaveLength(2 * thrown.length);
  });

  it('bytes that are no message are INVALID_ARGUMENT, and the connection lives', async () => {
    const w = await serve([unary('Echo', (request) => request)]);
    const client = w.client();
    const { error } = await call(client, 'Echo', Buffer.from('{"a":'));
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error?.details).toContain('/test.Service/Echo');
    expect((await call(client, 'Echo', { a: 1 })).value).toEqual({ a: 1 });
    expect(w.guests).toHaveLength(1);
  });

  it('every answer names the request, well or not', async () => {
    const ids: string[] = [];
    const w = await serve([
      unary('Good', (_, { requestId }) => ids.push(requestId)),
      unary('Bad', (_, { requestId }) => {
        ids.push(requestId);
        throw new StatusError(status.ABORTED, 'X', { message: 'no', retryMs: 1_500 });
      }),
    ]);
    const good = await call(w.client(), 'Good');
    expect(good.headers.get('x-request-id')).toEqual([ids[0]]);
    const bad = await call(w.client(), 'Bad');
    expect(bad.error?.metadata.get('x-request-id')).toEqual([ids[1]]);
    expect(findDetail(detailsOf(bad), 'RequestInfo', RequestInfo)?.requestId).toBe(ids[1]);
    expect(findDetail(detailsOf(bad), 'RetryInfo', RetryInfo)?.retryDelay).toMatchObject({
      seconds: 1,
      nanos: 500_000_000,
    });
    expect(new Set(ids).size).toBe(2);
  });
});

describe('the end of a call', () => {
  it('at its deadline the handler is told, early enough to say something', async () => {
    const w = await serve([
      unary('Pending', async (_, { signal, deadline }) => {
        expect(deadline).toBeLessThan(performance.now() + 2_500);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw Object.assign(new Error('it goes on'), {
          code: 'ERR_DSMIL_OPERATION_PENDING',
          coordinationId: 'mine',
        });
      }),
    ]);
    // A client without a clock of its own, so that nobody but the server ends it.
    const {
      stream: reading,
      session,
      trailers,
    } = bare(w.path, 'Pending', EMPTY_MESSAGE, {
      'grpc-timeout': '2S',
    });
    reading.resume();
    const { 'grpc-status': code, 'grpc-status-details-bin': bytes } = await trailers;
    expect(Number(code)).toBe(status.DEADLINE_EXCEEDED);
    const details = Status.decode(Buffer.from(String(bytes), 'base64'));
    expect(findDetail(details, 'ErrorInfo', ErrorInfo)?.metadata['coordination_id']).toBe('mine');
    session.destroy();
  });

  it('when the client cancels the handler is told', async () => {
    const told = { started: 0, reason: undefined as unknown };
    const w = await serve([stream('Watch', waits(told))]);
    const reading = open(w.client(), 'Watch');
    await until(() => told.started === 1, 'the call');
    reading.cancel();
    await until(() => w.server.calls === 0, 'the end');
    expect(String(told.reason)).toContain('given the call up');
    expect(w.codes).toEqual([`Watch ${status.CANCELLED}`]);
  });

  it('what its handler asked for then and was not told is no defect', async () => {
    const told = { started: 0 };
    const asks = async (_request: unknown, { signal }: GrpcCall): Promise<never> => {
      told.started += 1;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new Error('a query was given up', { cause: signal.reason });
    };
    const w = await serve([stream('Watch', asks)]);
    const reading = open(w.client(), 'Watch');
    await until(() => told.started === 1, 'the call');
    reading.cancel();
    await until(() => w.codes.length === 1, 'the end');
    expect([w.codes, w.defects]).toEqual([[`Watch ${status.CANCELLED}`], []]);
  });

  it('a signal that nobody looked at before the end is aborted all the same', async () => {
    let later: boolean | undefined;
    const w = await serve([
      stream('Watch', async (_, grpcCall) => {
        await until(() => later === false, 'the cancellation');
        later = grpcCall.signal.aborted;
      }),
      unary('Echo', (request) => request),
    ]);
    const client = w.client();
    const reading = open(client, 'Watch');
    await until(() => w.server.calls === 1, 'the call');
    reading.cancel();
    // What its connection brings later has been answered: the cancellation came before.
    for (let n = 0; n < 3; n++) {
      expect((await call(client, 'Echo', n)).value).toBe(n);
    }
    expect(w.guests).toHaveLength(1);
    expect(w.codes.filter((code) => code.startsWith('Watch'))).toEqual([]);
    later = false;
    await until(() => later === true, 'an aborted signal');
  });
});

describe('a stream', () => {
  it('brings everything in order to a client that reads', async () => {
    const w = await serve([
      stream('Count', async (_, __, send) => {
        for (let n = 0; n < 2_000; n++) {
          await send(n);
        }
      }),
    ]);
    const got: number[] = [];
    for await (const bytes of open(w.client(), 'Count')) {
      got.push(Number(bytes));
    }
    expect(got).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });

  it('stops sending to a client that does not read, and goes on when it does', async () => {
    let sent = 0;
    const big = 'x'.repeat(16_384);
    const w = await serve([
      stream('Flood', async (_, __, send) => {
        for (; sent < 400; sent++) {
          await send(big);
        }
      }),
    ]);
    // grpc-js's own client reads more than it was asked for.
    const { stream: reading, session } = bare(w.path, 'Flood', EMPTY_MESSAGE);
    await until(() => sent > 0, 'the first');
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(sent).toBeLessThan(40);
    let got = 0;
    for await (const bytes of reading) {
      got += (bytes as Buffer).length;
    }
    expect(got).toBe(400 * (big.length + '""'.length + 5));
    session.destroy();
  });

  it('that was cancelled while it waited for its client rejects the send', async () => {
    let problem: unknown;
    let sent = 0;
    const w = await serve([
      stream('Flood', async (_, __, send) => {
        try {
          for (;;) {
            await send('x'.repeat(65_536));
            sent += 1;
          }
        } catch (error) {
          problem = error;
          throw error;
        }
      }),
    ]);
    const reading = open(w.client(), 'Flood');
    reading.pause();
    await until(() => sent > 2, 'some');
    reading.cancel();
    await until(() => problem !== undefined && w.server.calls === 0, 'the end');
    expect(String(problem)).toContain('given the call up');
  });
});

describe('limits', () => {
  it('more calls than one connection may have are refused, and say when to try again', async () => {
    const told = { started: 0 };
    const w = await serve([unary('Wait', waits(told))], { limits: { callsOfOne: 3 } });
    const client = w.client();
    const waiting = [1, 2, 3].map(() => call(client, 'Wait'));
    await until(() => told.started === 3, 'three calls');
    const answer = await call(client, 'Wait');
    expect(answer.error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(findDetail(detailsOf(answer), 'RetryInfo', RetryInfo)).toBeDefined();
    expect(told.started).toBe(3);
    const other = call(w.client(), 'Wait');
    await until(() => told.started === 4, 'another connection’s call');
    for (const guest of w.guests) {
      guest.revoked.abort();
    }
    await Promise.all([...waiting, other]);
    expect(w.server.calls).toBe(0);
  });

  it('the stop is heard at every limit, and with bytes that are no message', async () => {
    const told = { started: 0 };
    const stops: unknown[] = [];
    const w = await serve(
      [unary('Wait', waits(told)), unary('Stop', (request) => stops.push(request), true)],
      { limits: { callsOfOne: 2, calls: 2 } },
    );
    const client = w.client();
    void call(client, 'Wait');
    void call(client, 'Wait');
    await until(() => told.started === 2, 'two calls');
    expect((await call(w.client(), 'Wait')).error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect((await call(client, 'Stop', { reason: 'smoke' })).value).toBe(1);
    expect((await call(w.client(), 'Stop', Buffer.from('{nonsense'))).value).toBe(2);
    expect(stops).toEqual([{ reason: 'smoke' }, {}]);
  });

  it('a message that is too large is refused, and the connection lives', async () => {
    const w = await serve([unary('Echo', (request) => request)], {
      limits: { requestBytes: 1_000 },
    });
    const client = w.client();
    const { error } = await call(client, 'Echo', { a: 'x'.repeat(2_000) });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect((await call(client, 'Echo', 5)).value).toBe(5);
  });

  it('a method that is not there is UNIMPLEMENTED', async () => {
    const w = await serve([]);
    expect((await call(w.client(), 'Nothing')).error?.code).toBe(status.UNIMPLEMENTED);
  });
});

describe('the end of the server', () => {
  it('comes whatever handlers and clients do', async () => {
    const never = new Promise<never>(() => undefined);
    const told = { started: 0 };
    const w = await serve([
      unary('Never', () => never),
      stream('Watch', waits(told)),
      stream('Deaf', async () => await never),
    ]);
    const client = w.client();
    const hanging = call(client, 'Never');
    const reading = open(client, 'Watch');
    open(client, 'Deaf');
    // Somebody who says nothing at all, and somebody who says nonsense.
    const silent = connect(w.path).resume();
    const babbler = connect(w.path);
    babbler.on('error', () => undefined);
    babbler.write('GET / HTTP/1.1\r\n\r\n');
    await until(() => told.started === 1 && w.server.calls === 3, 'the calls');
    const ended = new Promise<number>((resolve) => {
      reading.on('error', ({ code }: { code?: number } & Error) => resolve(code ?? -1));
      reading.resume();
    });
    await w.server.close();
    expect(await ended).toBe(status.UNAVAILABLE);
    expect((await hanging).error?.code).toBeGreaterThan(0);
    await until(() => silent.closed, 'the silent one’s end');
    silent.destroy();
    babbler.destroy();
    expect(w.server.connections).toBe(0);
  });

  it('lets a call that is under way end in its time', async () => {
    let release: (value: string) => void = () => undefined;
    const w = await serve(
      [unary('Slow', () => new Promise<string>((resolve) => (release = resolve)))],
      { graceMs: 60_000 },
    );
    const answer = call(w.client(), 'Slow');
    await until(() => w.server.calls === 1, 'the call');
    const closed = w.server.close();
    release('done');
    expect((await answer).value).toBe('done');
    await closed;
  });
});
