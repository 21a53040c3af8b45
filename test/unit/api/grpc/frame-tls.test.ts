// SPDX-License-Identifier: Apache-2.0
// The same frame over TLS sockets, whose bytes are in the clear when the server gets them.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { call, open, stream, type TlsFiles, unary, until, World } from './frame-world.ts';

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

describe('over TLS', () => {
  it('each call knows its connection', async () => {
    world = await World.open([unary('Who', (_, { caller }) => caller.connection)], {}, tls);
    const [one, two] = [world.client(), world.client()];
    const answers = [await call(one, 'Who'), await call(two, 'Who'), await call(one, 'Who')];
    expect(answers.map(({ error }) => error)).toEqual([null, null, null]);
    expect(answers[0]?.value).toBe(answers[2]?.value);
    expect(answers[0]?.value).not.toBe(answers[1]?.value);
  });

  it('a large stream comes through flow control, in order', async () => {
    const big = 'x'.repeat(20_000);
    world = await World.open(
      [
        stream('Count', async (_, __, send) => {
          for (let n = 0; n < 200; n++) {
            await send(`${n} ${big}`);
          }
        }),
      ],
      {},
      tls,
    );
    const got: string[] = [];
    for await (const bytes of open(world.client(), 'Count')) {
      got.push(String(JSON.parse(String(bytes))).split(' ')[0] ?? '');
    }
    expect(got).toEqual(Array.from({ length: 200 }, (_, n) => `${n}`));
  });

  it('revocation ends streams, and the server ends although clients stay', async () => {
    let ended: unknown;
    world = await World.open(
      [
        stream('Watch', async (_, { signal }) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          ended = signal.reason;
          throw signal.reason;
        }),
        unary('Hello', () => 'hello'),
      ],
      {},
      tls,
    );
    const client = world.client();
    const reading = open(client, 'Watch');
    await until(() => world?.server.calls === 1, 'the stream');
    world.guests[0]?.revoked.abort();
    const error = await new Promise<{ code?: number }>((resolve) => {
      reading.on('error', resolve);
      reading.resume();
    });
    expect(error.code).toBeGreaterThan(status.OK);
    await until(() => ended !== undefined, 'the handler’s end');
    expect((await call(world.client(), 'Hello')).value).toBe('hello');
    await world.server.close();
    expect(world.server.connections).toBe(0);
  });
});
