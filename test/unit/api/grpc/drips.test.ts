// SPDX-License-Identifier: Apache-2.0
// Clients that are never silent and never say anything whole, a byte at a time for ever: each is ended in the time in
// which whoever lives answers, whatever it drips, and whether it reads; others are served meanwhile.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { connect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/api/grpc/server/limits.ts';
import { call, JSON_CODEC, stream, type TlsFiles, unary, until, World } from './frame-world.ts';
import {
  callBegun,
  callFields,
  data,
  END_HEADERS,
  FrameType,
  frame,
  HELLO,
  headerBlock,
  message,
  PREFACE,
} from './raw-http2.ts';

const LIMIT_MS = 120_000;
const LIMITS = { ...DEFAULT_LIMITS, keepaliveMs: 400, keepaliveTimeoutMs: 2_600 };
const DRIP_MS = 50;
/** More than there is time for. {unit bytes} */
const MUCH = 4_000;

let tls: TlsFiles;
beforeAll(async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned(
    { name: 'CN=localhost', keys, signingAlgorithm: algorithm },
    webcrypto as webcrypto.Crypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  tls = { key: PemConverter.encode(key, 'PRIVATE KEY'), cert: made.toString('pem') };
});

const METHODS = [
  unary('Hello', () => 'hello'),
  stream('News', async (_request, { signal }, send) => {
    while (!signal.aborted) {
      await send('n'.repeat(60_000));
    }
  }),
  {
    kind: 'duplex',
    path: '/test.Service/Talk',
    request: JSON_CODEC,
    answer: JSON_CODEC,
    handle: (request) => request,
  },
] satisfies Parameters<typeof World.open>[0];

interface Dripped {
  /** Said at once. */
  readonly first?: Buffer;
  /** A byte at a time behind it; the last one never comes. */
  readonly slowly: Buffer;
  /** Of what it is told. */
  readonly readsNothing?: boolean;
}

const BLOCK = headerBlock([...callFields('/test.Service/Hello'), ['x', 'x'.repeat(MUCH)]]);
/** Gives the other end more room to answer than any socket has. */
const WIDE_HELLO = Buffer.concat([
  PREFACE,
  frame(FrameType.SETTINGS, 0, 0, Buffer.from('00047fffffff', 'hex')),
  frame(FrameType.WINDOW_UPDATE, 0, 0, Buffer.from('7fff0000', 'hex')),
]);
const DRIPS: Readonly<Record<string, Dripped>> = {
  'the preface': { slowly: PREFACE },
  'its settings': { first: PREFACE, slowly: frame(FrameType.SETTINGS, 0, 0, Buffer.alloc(6 * 32)) },
  'a frame of a type that nobody knows': {
    first: HELLO,
    slowly: frame(0xbb, 0, 0, Buffer.alloc(MUCH)),
  },
  'the headers of a call': {
    first: HELLO,
    slowly: frame(FrameType.HEADERS, END_HEADERS, 1, BLOCK),
  },
  'headers that go on and on, each part whole': {
    first: Buffer.concat([HELLO, frame(FrameType.HEADERS, 0, 1, BLOCK.subarray(0, 10))]),
    slowly: Buffer.concat(
      Array.from(BLOCK.subarray(10), (byte) =>
        frame(FrameType.CONTINUATION, 0, 1, Buffer.from([byte])),
      ),
    ),
  },
  'the message of a call': {
    first: Buffer.concat([HELLO, callBegun('/test.Service/Hello', 1)]),
    slowly: data(1, message(Buffer.alloc(MUCH))),
  },
  'the message of a conversation, which may last': {
    first: Buffer.concat([HELLO, callBegun('/test.Service/Talk', 1)]),
    slowly: data(1, message(Buffer.alloc(MUCH))),
  },
  'the headers of a call, while it does not read what another one tells it': {
    first: Buffer.concat([
      WIDE_HELLO,
      callBegun('/test.Service/News', 1),
      data(1, message(Buffer.alloc(0))),
    ]),
    slowly: frame(FrameType.HEADERS, END_HEADERS, 3, BLOCK),
    readsNothing: true,
  },
};

let world: World | undefined;
const dripping: NodeJS.Timeout[] = [];
afterEach(async () => {
  for (const timer of dripping.splice(0)) {
    clearInterval(timer);
  }
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

function drip(
  path: string,
  secure: boolean,
  { first, slowly, readsNothing = false }: Dripped,
): void {
  const socket = connect(path);
  const line = secure
    ? tlsConnect({
        socket,
        ca: tls.cert,
        ALPNProtocols: ['h2'],
        checkServerIdentity: () => undefined,
      })
    : socket;
  line.on('error', () => undefined);
  if (!readsNothing) {
    line.resume();
  }
  let at = 0;
  line.once(secure ? 'secureConnect' : 'connect', () => {
    line.write(first ?? '');
    const timer = setInterval(() => {
      const next = slowly.subarray(at, Math.min(at + 1, slowly.length - 1));
      at += next.length;
      line.write(next);
    }, DRIP_MS);
    dripping.push(timer);
  });
}

it.each([
  ['over TLS', true],
  ['over a Unix socket', false],
])('whoever drips %s is ended', { timeout: LIMIT_MS }, async (_, secure) => {
  world = await World.open(METHODS, { limits: LIMITS }, secure ? tls : undefined);
  const { server, sockets } = world;
  const client = world.client();
  expect((await call(client, 'Hello')).value).toBe('hello');
  const names = Object.keys(DRIPS);
  for (const [index, one] of Object.values(DRIPS).entries()) {
    drip(world.path, secure, one);
    // Which of the server's sockets is whose.
    await until(() => sockets.length === index + 2, names[index] ?? '');
  }
  expect((await call(client, 'Hello')).value).toBe('hello');
  const left = (): string[] => names.filter((_name, index) => !sockets[index + 1]?.destroyed);
  await until(() => left().length === 0, 'the end of them all').catch(() => undefined);
  expect(left()).toEqual([]);
  expect((await call(client, 'Hello')).value).toBe('hello');
  await until(() => server.connections === 1 && server.calls === 0, 'nothing of it left');
});
