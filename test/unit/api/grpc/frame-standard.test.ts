// SPDX-License-Identifier: Apache-2.0
// The standard services that every gRPC server has: health and reflection.
import { getEventListeners } from 'node:events';
import { Metadata, status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
// Adds fromDescriptor().
import 'protobufjs/ext/descriptor.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { GrpcCall } from '../../../../src/api/grpc/method.ts';
import { healthMethods } from '../../../../src/api/grpc/standard/health.ts';
import {
  HealthCheckRequest,
  HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../../../../src/api/grpc/wire/generated/grpc-health-v1.ts';
import {
  type IServerReflectionRequest,
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../../../../src/api/grpc/wire/generated/grpc-reflection-v1.ts';
import { call, open, unary, until, World } from './frame-world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

class Serving {
  serving = true;
  readonly listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  set(serving: boolean): void {
    this.serving = serving;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const ask = (service: string): Buffer =>
  Buffer.from(HealthCheckRequest.encode({ service }).finish());

describe('grpc.health.v1', () => {
  it('Check answers for the server and its services; others are NOT_FOUND', async () => {
    const serving = new Serving();
    world = await World.open([unary('Echo', (request) => request)], { serving });
    const client = world.client();
    const check = async (service: string) => {
      const { value, error } = await call(client, '/grpc.health.v1.Health/Check', ask(service));
      return error === null ? HealthCheckResponse.decode(value as Buffer).status : -error.code;
    };
    expect(await check('')).toBe(ServingStatus.SERVING);
    expect(await check('test.Service')).toBe(ServingStatus.SERVING);
    expect(await check('no.such.Service')).toBe(-status.NOT_FOUND);
    serving.set(false);
    expect(await check('test.Service')).toBe(ServingStatus.NOT_SERVING);
  });

  it('Watch tells the state and each change of it, and leaves nothing behind', async () => {
    const serving = new Serving();
    world = await World.open([], { serving });
    const reading = open(world.client(), '/grpc.health.v1.Health/Watch', ask(''));
    const got: number[] = [];
    reading.on('data', (bytes: Buffer) => got.push(HealthCheckResponse.decode(bytes).status));
    await until(() => got.length === 1, 'the state');
    serving.set(false);
    await until(() => got.length === 2, 'the change');
    serving.set(true);
    await until(() => got.length === 3, 'the way back');
    expect(got).toEqual([ServingStatus.SERVING, ServingStatus.NOT_SERVING, ServingStatus.SERVING]);
    reading.cancel();
    await until(() => serving.listeners.size === 0 && world?.server.calls === 0, 'the end');
  });

  it('Watch has one listener at the call, however often the state changes', async () => {
    const serving = new Serving();
    const methods = healthMethods([], serving);
    const watch = methods.find(({ path }) => path.endsWith('/Watch'));
    if (watch?.kind !== 'stream') {
      throw new Error('there is no Watch');
    }
    const end = new AbortController();
    let sent = 0;
    const send = (): Promise<void> => {
      sent += 1;
      return Promise.resolve();
    };
    const call = { signal: end.signal } as unknown as GrpcCall;
    const watching = watch.handle(HealthCheckRequest.decode(ask('')), call, send);
    for (let change = 0; change < 50; change++) {
      await until(() => sent === change + 1, 'the change');
      await new Promise((resolve) => setImmediate(resolve));
      expect(getEventListeners(end.signal, 'abort')).toHaveLength(1);
      serving.set(!serving.serving);
    }
    end.abort(new Error('over'));
    await expect(watching).rejects.toThrow('over');
    expect(getEventListeners(end.signal, 'abort')).toEqual([]);
    expect(serving.listeners.size).toBe(0);
  });

  it('Watch says of a service that is not known that it is not, and stays', async () => {
    world = await World.open([]);
    const reading = open(world.client(), '/grpc.health.v1.Health/Watch', ask('no.such'));
    const got: number[] = [];
    reading.on('data', (bytes: Buffer) => got.push(HealthCheckResponse.decode(bytes).status));
    await until(() => got.length === 1, 'the answer');
    expect(got).toEqual([ServingStatus.SERVICE_UNKNOWN]);
    expect(world.server.calls).toBe(1);
  });
});

/** Asks all of @questions on one stream. */
async function reflect(
  version: 'v1' | 'v1alpha',
  questions: readonly IServerReflectionRequest[],
): Promise<ServerReflectionResponse[]> {
  const both = (world as World).client().makeBidiStreamRequest(
    `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
    (question: IServerReflectionRequest) =>
      Buffer.from(ServerReflectionRequest.encode(question).finish()),
    (bytes: Buffer) => ServerReflectionResponse.decode(bytes),
    new Metadata(),
    {},
  );
  for (const question of questions) {
    both.write(question);
  }
  both.end();
  const answers: ServerReflectionResponse[] = [];
  for await (const answer of both) {
    answers.push(answer as ServerReflectionResponse);
  }
  return answers;
}

describe.each(['v1', 'v1alpha'] as const)('grpc.reflection.%s', (version) => {
  it('lists the services, and gives the descriptors from which a client understands them', async () => {
    world = await World.open([unary('Echo', (request) => request)]);
    const [list, service, method, file] = await reflect(version, [
      { listServices: '' },
      { fileContainingSymbol: 'dsmil.communication.v1.DsmilCommunicationService' },
      { fileContainingSymbol: 'dsmil.communication.v1.DsmilCommunicationService.EmergencyStop' },
      { fileByFilename: 'dsmil/communication/v1/service.proto' },
    ]);
    expect(list?.listServicesResponse?.service.map(({ name }) => name)).toEqual([
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
      'grpc.reflection.v1alpha.ServerReflection',
      'test.Service',
    ]);
    const bytes = service?.fileDescriptorResponse?.fileDescriptorProto ?? [];
    expect(method?.fileDescriptorResponse?.fileDescriptorProto).toEqual(bytes);
    expect(file?.fileDescriptorResponse?.fileDescriptorProto).toEqual(bytes);
    // A set is its files, each as field 1.
    const set = protobuf.Writer.create();
    for (const one of bytes) {
      set.uint32((1 << 3) | 2).bytes(one);
    }
    const root = protobuf.Root.fromDescriptor(set.finish());
    root.resolveAll();
    const found = root.lookupService('dsmil.communication.v1.DsmilCommunicationService');
    expect(Object.keys(found.methods)).toEqual([
      'CoordinateOperation',
      'EmergencyStop',
      'SynchronizeState',
      'PublishEvent',
      'SubscribeEvents',
      'HealthCheck',
      'GetMetrics',
    ]);
  });

  it('says what is not there, and goes on', async () => {
    world = await World.open([]);
    const answers = await reflect(version, [
      { fileByFilename: '../../etc/passwd' },
      { fileContainingSymbol: 'constructor' },
      { fileContainingExtension: { containingType: 'x', extensionNumber: 1 } },
      { allExtensionNumbersOfType: 'no.such.Type' },
      {},
      { allExtensionNumbersOfType: 'dsmil.communication.v1.AuthContext' },
    ]);
    expect(answers.map(({ errorResponse }) => errorResponse?.errorCode)).toEqual([
      status.NOT_FOUND,
      status.NOT_FOUND,
      status.NOT_FOUND,
      status.NOT_FOUND,
      status.INVALID_ARGUMENT,
      undefined,
    ]);
  });
});
