// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  HttpServer,
  type HttpServerOptions,
} from '../../../src/daemon/metrics/http-server.ts';

const LIMITS = {
  connections: 8,
  // Client and server are one process here, which may stand still: what is asked in time is to be answered all the same.
  headersMs: 2_000,
  idleMs: 2_000,
  answerMs: 2_000,
  freshMs: 600_000,
};

const servers: HttpServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.destroy();
  }
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const HELLO: Answer = { status: 200, type: 'text/plain', body: 'hello' };

async function open(options: Partial<HttpServerOptions> = {}) {
  const defects: unknown[] = [];
  let runs = 0;
  const pages = new Map<string, () => Promise<Answer> | Answer>([
    [
      '/page',
      async () => {
        runs += 1;
        await sleep(20);
        return HELLO;
      },
    ],
    ['/big', () => ({ ...HELLO, body: 'x'.repeat(64 << 20) })],
    ['/hangs', () => new Promise<never>(() => undefined)],
    [
      '/breaks',
      () => {
        throw new Error('secret detail');
      },
    ],
  ]);
  const server = new HttpServer({
    pages,
    limits: LIMITS,
    now: () => performance.now(),
    onDefect: (error) => {
      defects.push(error);
      return `id-${defects.length}`;
    },
    ...options,
  });
  servers.push(server);
  await server.listen(0);
  const { port } = server.server.address() as AddressInfo;
  return { port, defects, runs: () => runs };
}

function dial(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  // It is ended by the other side, which is what is tested.
  socket.on('error', () => socket.destroy());
  sockets.push(socket);
  return socket;
}

/** Once it is, in order or not: which of the two is the system's to say. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

/** All that comes until the other side ends it. */
async function say(port: number, text: string): Promise<string> {
  const socket = dial(port);
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
  });
  socket.write(text);
  await closed(socket);
  return heard;
}

const get = (port: number, path: string, headers = '', method = 'GET'): Promise<string> =>
  say(
    port,
    `${method} ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n${headers}\r\n`,
  );

describe('the pages', () => {
  it.each([
    ['GET', '/page', '', /^HTTP\/1\.1 200 [\s\S]*\r\n\r\nhello$/],
    ['GET', '/page?x=1', '', /^HTTP\/1\.1 200 /],
    ['HEAD', '/page', '', /^HTTP\/1\.1 200 [\s\S]*content-length: 5[\s\S]*\r\n\r\n$/],
    ['POST', '/page', 'Content-Length: 0\r\n', /^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD/],
    ['GET', '/nothing', '', /^HTTP\/1\.1 404 [\s\S]*\/page/],
    ['GET', '/hangs', '', /^HTTP\/1\.1 503 /],
  ])('%s %s %s', async (method, path, headers, expected) => {
    const { port } = await open();
    expect(await get(port, path, headers, method)).toMatch(expected);
  });

  it('say nothing of a defect but its id', async () => {
    const { port, defects } = await open();
    const heard = await get(port, '/breaks');
    expect(heard).toMatch(/^HTTP\/1\.1 500 [\s\S]*id-1/);
    expect(heard).not.toContain('secret');
    expect(defects).toHaveLength(1);
  });

  it.each(['evil.example', 'localhost.evil.example', '10.0.0.1'])(
    'are not for a browser that thinks it asks %s',
    async (host) => {
      const { port } = await open();
      const heard = await say(
        port,
        `GET /page HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect(heard).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  it('are made once for all who ask at once', async () => {
    const { port, runs } = await open();
    const heard = await Promise.all(Array.from({ length: 6 }, () => get(port, '/page')));
    expect(heard.every((text) => text.endsWith('hello'))).toBe(true);
    expect(runs()).toBe(1);
  });
});

describe('a client that', () => {
  it.each([
    ['says nothing', ''],
    ['says half a request', 'GET /page HTTP/1.1\r\nHost: local'],
    [
      'promises a body and does not send it',
      'POST /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n',
    ],
  ])('%s is ended', async (_, text) => {
    const { port, defects } = await open();
    await say(port, text);
    expect(await get(port, '/page')).toContain('hello');
    expect(defects).toEqual([]);
  });

  it.each([
    ['speaks something else', '\x16\x03\x01\x02\x00\x01\x00'],
    ['sends more headers than there is room for', `GET /page HTTP/1.1\r\nX: ${'x'.repeat(64_000)}`],
    [
      'asks two things in one',
      'GET /page HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n',
    ],
  ])('%s is ended at once', async (_, text) => {
    const { port, defects } = await open();
    await say(port, text);
    expect(await get(port, '/page')).toContain('hello');
    expect(defects).toEqual([]);
  });

  it('never reads is ended, and what was written to it is dropped', async () => {
    const { port } = await open();
    const socket = dial(port);
    socket.pause();
    socket.write('GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [server] = servers;
    await once(socket, 'connect');
    const count = (): Promise<number> =>
      new Promise((resolve, reject) => {
        server?.server.getConnections((error, n) => (error === null ? resolve(n) : reject(error)));
      });
    for (let i = 0; i < 3_000 && (i < 5 || (await count()) > 0); i++) {
      await sleep(20);
    }
    expect(await count()).toBe(0);
  });

  it('is one of a hundred leaves room again when they have gone', async () => {
    const { port } = await open();
    const crowd = Array.from({ length: 100 }, () => dial(port));
    await Promise.all(crowd.map((socket) => (socket.destroyed ? undefined : closed(socket))));
    expect(await get(port, '/page')).toContain('hello');
  });
});

describe('its end', () => {
  it('waits for nobody', async () => {
    const { port } = await open();
    const socket = dial(port);
    await once(socket, 'connect');
    const gone = closed(socket);
    await servers[0]?.close();
    await gone;
    expect(socket.destroyed).toBe(true);
  });
});
