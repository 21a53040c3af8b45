// SPDX-License-Identifier: Apache-2.0
// Connections on which nobody has anything to say, and who is there all the same: they stay. One that does not
// answer is ended in that time.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/api/grpc/server/limits.ts';
import { call, open, stream, type TlsFiles, unary, until, World } from './frame-world.ts';
import { HELLO } from './raw-http2.ts';

const LIMIT_MS = 120_000;
const LIMITS = { ...DEFAULT_LIMITS, keepaliveMs: 400, keepaliveTimeoutMs: 2_600 };
/** After so long without a byte, and some, a connection is ended. {unit ms} */
const SILENT_MS = LIMITS.keepaliveMs + LIMITS.keepaliveTimeoutMs;

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

let world: World | undefined;
afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

/** Says the first words of HTTP/2, and nothing for ever; resolves when the other end has had enough. */
function silentClient(path: string, secure: boolean): Promise<void> {
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
  line.write(HELLO);
  line.resume();
  return new Promise((done) => {
    line.once('close', () => done());
  });
}

describe('a connection on which nobody says a word', { timeout: LIMIT_MS }, () => {
  it.each([
    ['an event stream over TLS', true, '/test.Service/Events'],
    ['a health watch over a Unix socket', false, '/grpc.health.v1.Health/Watch'],
  ])('%s stays, and one that does not answer is ended', async (_, secure, path) => {
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const methods = [
      stream('Events', async (_request, { signal }, send) => {
        await Promise.race([
          told,
          new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
        ]);
        signal.throwIfAborted();
        await send('at last');
      }),
      unary('Hello', () => 'hello'),
    ];
    world = await World.open(methods, { limits: LIMITS }, secure ? tls : undefined);
    const { server } = world;
    const client = world.client();
    const reading = open(client, path, path.includes('health') ? Buffer.alloc(0) : {});
    const heard: Buffer[] = [];
    let ended = false;
    reading.on('data', (bytes: Buffer) => heard.push(bytes));
    reading.on('close', () => {
      ended = true;
    });
    await until(() => server.calls === 1, 'the stream');
    const words = heard.length;
    await silentClient(world.path, secure);
    await sleep(2 * SILENT_MS);
    expect(ended).toBe(false);
    expect(server.connections).toBe(1);
    // By the same connection: another would be the third.
    expect((await call(client, 'Hello')).value).toBe('hello');
    expect(world.guests).toHaveLength(2);
    if (secure) {
      tell();
      await until(() => heard.length > words, 'what is told in the end');
    }
    reading.cancel();
  });
});
