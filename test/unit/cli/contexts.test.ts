// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, describe, expect, it } from 'vitest';
import {
  ErrorInfo,
  PreconditionFailure,
  Status,
} from '../../../src/api/grpc/wire/generated/google-rpc.ts';
import { DaemonError, DaemonGoneError } from '../../../src/api/local/client/client.ts';
import {
  checkContext,
  loadContexts,
  remoteContext,
  saveContexts,
} from '../../../src/cli/remote/contexts.ts';
import { remoteError } from '../../../src/cli/remote/failure.ts';
import { contextsPath } from '../../../src/cli/remote/place.ts';

const folder = mkdtempSync(join(tmpdir(), 'dsmil-contexts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { XDG_CONFIG_HOME: folder };
const path = contextsPath(env);
const tls = { host: 'ops.example:7443', certificate: '/c.pem', key: '/k.pem', ca: '/ca.pem' };

describe('the file of contexts', () => {
  it('is none at first, and then what was saved, for its owner alone', () => {
    expect(path).toBe(join(folder, 'dsmil', 'contexts.json'));
    expect(loadContexts(path)).toEqual({ current: null, contexts: {} });
    expect(remoteContext(env, undefined)).toBeUndefined();
    saveContexts(path, { current: 'a', contexts: { a: { socket: '/s' }, b: tls } });
    expect(loadContexts(path)).toEqual({ current: 'a', contexts: { a: { socket: '/s' }, b: tls } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(remoteContext(env, undefined)).toEqual({ socket: '/s' });
    expect(remoteContext(env, 'b')).toEqual(tls);
    expect(() => remoteContext(env, 'constructor')).toThrow(/no context constructor/);
  });

  it.each([
    ['another can read', () => chmodSync(path, 0o640), /chmod|by others/],
    ['is damaged', () => writeFileSync(path, '{"version": 1'), /no JSON/],
    ['is another version’s', () => writeFileSync(path, '{"version": 2}'), /not as dsmilctl wrote/],
    [
      'has more than there is',
      () =>
        writeFileSync(path, '{"version":1,"current":null,"contexts":{"a":{"socket":"/s","x":1}}}'),
      /not as dsmilctl wrote/,
    ],
  ])('is refused when it %s', (_, spoil, message) => {
    saveContexts(path, { current: null, contexts: {} });
    spoil();
    expect(() => loadContexts(path)).toThrow(message);
  });
});

describe('a context', () => {
  it('is a socket, or a host with certificates', () => {
    expect(checkContext('a', { socket: '/s' })).toEqual({ socket: '/s' });
    expect(checkContext('a', tls)).toEqual(tls);
    expect(checkContext('a', { ...tls, host: '[2001:db8::1]:443' })).toMatchObject({
      host: '[2001:db8::1]:443',
    });
  });

  it.each<[string, string, Record<string, string>]>([
    ['a name with a slash', '../a', { socket: '/s' }],
    ['neither', 'a', {}],
    ['both', 'a', { ...tls, socket: '/s' }],
    ['no port', 'a', { ...tls, host: 'ops.example' }],
    ['a port that is none', 'a', { ...tls, host: 'ops.example:70000' }],
    ['no authority', 'a', { host: tls.host, certificate: '/c', key: '/k' }],
    ['a path that depends on the place', 'a', { socket: 's' }],
    ['a scheme', 'a', { ...tls, host: 'https://ops.example:1' }],
  ])('is refused with %s', (_, name, given) => {
    expect(() => checkContext(name, given)).toThrow(/context/);
  });
});

describe('a gRPC status', () => {
  function failed(code: status, details?: Uint8Array): ServiceError {
    const metadata = new Metadata();
    if (details !== undefined) {
      metadata.set('grpc-status-details-bin', Buffer.from(details));
    }
    return Object.assign(new Error('x'), { code, details: 'words', metadata });
  }

  it('with our details is the error that the local socket would have given', () => {
    const detail = (name: string, value: Uint8Array) => ({
      type_url: `type.googleapis.com/google.rpc.${name}`,
      value,
    });
    const info = { reason: 'ANSWER_REFUSED', domain: 'dsmil', metadata: { refusal: 'REQUESTER' } };
    const violations = [{ type: 'REQUESTER', subject: 'dsmil', description: 'somebody else' }];
    const bytes = Status.encode({
      code: 9,
      message: 'refused',
      details: [
        detail('ErrorInfo', ErrorInfo.encode(info).finish()),
        detail('PreconditionFailure', PreconditionFailure.encode({ violations }).finish()),
      ],
    }).finish();
    const error = remoteError(failed(status.FAILED_PRECONDITION, bytes), 'unix:/s');
    expect((error as DaemonError).wire).toEqual({
      code: 'ERR_DSMIL_ANSWER_REFUSED',
      message: 'refused',
      advice: [],
      refusal: 'REQUESTER',
      needs: [{ rule: 'REQUESTER', because: '', satisfied_by: 'somebody else', possible: true }],
    });
  });

  it.each([
    [status.UNAVAILABLE, DaemonGoneError, undefined],
    [status.DEADLINE_EXCEEDED, DaemonError, 'ERR_DSMIL_ABORTED'],
    [status.UNIMPLEMENTED, DaemonError, 'ERR_DSMIL_UNKNOWN_METHOD'],
    [status.UNAUTHENTICATED, DaemonError, 'ERR_DSMIL_UNAUTHENTICATED'],
  ])('%s without details is what became of the way', (code, type, expected) => {
    const error = remoteError(failed(code), 'unix:/s');
    expect(error).toBeInstanceOf(type);
    expect(error instanceof DaemonError ? error.wire.code : undefined).toBe(expected);
  });
});
