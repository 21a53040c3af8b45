// SPDX-License-Identifier: Apache-2.0
// Every method of both packages as the .proto files have it, called with plain objects, and everything that comes
// back as it comes: bytes, status, message and trailers.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { REQUEST_ID_KEY } from '../../../src/api/grpc/server/status.ts';
import { ROOT } from '../device-sim.ts';

export type Plain = Readonly<Record<string, unknown>>;

const PROTO = join(ROOT, 'proto');
const DEADLINE_MS = 60_000;
/** What names something, wherever it is in a request. */
const NAMING = /^(id|nonce|about|cursor|subjects|affected_devices|approved_by|.*_ids?|.*_token)$/;

const root = new protobuf.Root();
root.resolvePath = (_origin, target) =>
  target.startsWith('google/protobuf/') || target.startsWith('/') ? target : join(PROTO, target);
root.loadSync(
  ['communication', 'control'].flatMap((name) => globSync(join(PROTO, `dsmil/${name}/v1/*.proto`))),
);
root.resolveAll();

function isService(one: protobuf.ReflectionObject): one is protobuf.Service {
  return one instanceof protobuf.Service;
}

/** Service/Method, of both packages. */
export const METHODS: ReadonlyMap<string, protobuf.Method> = new Map(
  ['dsmil.communication.v1', 'dsmil.control.v1'].flatMap((name) =>
    (root.lookup(name) as protobuf.Namespace).nestedArray
      .filter(isService)
      .flatMap((service) =>
        service.methodsArray.map((method) => [`${service.name}/${method.name}`, method] as const),
      ),
  ),
);

export function methodOf(name: string): protobuf.Method {
  const method = METHODS.get(name);
  if (method === undefined) {
    throw new Error(`there is no method ${name}`);
  }
  return method;
}

export function isStream(name: string): boolean {
  return methodOf(name).responseStream === true;
}

export function requestOf(name: string): protobuf.Type {
  return methodOf(name).resolvedRequestType as protobuf.Type;
}

export function answerOf(name: string): protobuf.Type {
  return methodOf(name).resolvedResponseType as protobuf.Type;
}

const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Dotted names of the fields that name something. */
export function namesIn(type: protobuf.Type, before = ''): string[] {
  return type.fieldsArray.flatMap(({ name, resolvedType }) => {
    const path = `${before}${snake(name)}`;
    const inner = resolvedType instanceof protobuf.Type ? namesIn(resolvedType, `${path}.`) : [];
    return NAMING.test(snake(name)) ? [path, ...inner] : inner;
  });
}

/** Dotted names of all that @request says. */
export function saidIn(request: unknown, before = ''): string[] {
  if (Array.isArray(request)) {
    return request.flatMap((one) => saidIn(one, before));
  }
  if (typeof request !== 'object' || request === null || ArrayBuffer.isView(request)) {
    return [before];
  }
  return Object.entries(request).flatMap(([name, value]) => {
    const path = before === '' ? snake(name) : `${before}.${snake(name)}`;
    return [path, ...saidIn(value, path)];
  });
}

export interface Told {
  readonly code: number;
  readonly message: string;
  /** Headers and trailers, by name, in bytes. */
  readonly metadata: readonly (readonly [name: string, bytes: string])[];
  /** Of each message. */
  readonly bytes: readonly Buffer[];
}

/** What the server calls the request, and the time, are of no call but this one. */
function entriesOf(all: readonly Metadata[]): Told['metadata'] {
  const id = all.flatMap((one) => one.get(REQUEST_ID_KEY)).at(0);
  return all.flatMap((one) =>
    Object.keys(one.getMap())
      .filter((key) => key !== 'date')
      .map((key): [string, string] => {
        const bytes = one.get(key).map((value) => Buffer.from(value).toString('latin1'));
        const text = bytes.join('\0');
        return [key, id === undefined ? text : text.replaceAll(String(id), 'REQUEST')];
      }),
  );
}

const same = (bytes: Buffer): Buffer => bytes;

export class RawClient {
  readonly #client: Client;

  constructor(target: string) {
    this.#client = new Client(target, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  #bytesOf(name: string, request: Plain): readonly [path: string, bytes: Buffer] {
    const method = methodOf(name);
    const type = requestOf(name);
    const service = method.parent?.fullName.slice(1);
    const path = `/${service}/${method.name}`;
    return [path, Buffer.from(type.encode(type.fromObject(request)).finish())];
  }

  /** Never rejects. */
  call(name: string, request: Plain): Promise<Told> {
    const [path, bytes] = this.#bytesOf(name, request);
    const options = { deadline: Date.now() + DEADLINE_MS };
    return new Promise((done) => {
      const answers: Buffer[] = [];
      const metadata: Metadata[] = [];
      const call = this.#client.makeUnaryRequest(
        path,
        same,
        same,
        bytes,
        new Metadata(),
        options,
        (_error, answer) => {
          answers.push(...(answer === undefined ? [] : [answer]));
          // The status is told behind it.
        },
      );
      call.on('metadata', (one) => metadata.push(one));
      call.on('status', (ended) => {
        const all = [...metadata, ended.metadata];
        const { code, details: message } = ended;
        setImmediate(() => done({ code, message, metadata: entriesOf(all), bytes: answers }));
      });
    });
  }

  /** As @call, and its answer read. Rejects with what it was told instead. */
  async ask<Answer = Plain>(name: string, request: Plain = {}): Promise<Answer> {
    const { code, message, bytes } = await this.call(name, request);
    const [first] = bytes;
    if (code !== 0 || first === undefined) {
      throw new Error(`${name}: ${code} ${message}`);
    }
    return read(name, first) as Answer;
  }

  /** Messages of a stream as they come, and how it ended; until @enough says so of them, @signal, or it ends. */
  watch(
    name: string,
    request: Plain,
    enough: (bytes: readonly Buffer[]) => boolean,
    signal?: AbortSignal,
  ): Promise<Told> {
    const [path, bytes] = this.#bytesOf(name, request);
    const metadata: Metadata[] = [];
    const items: Buffer[] = [];
    const stream = this.#client.makeServerStreamRequest(path, same, same, bytes, new Metadata());
    return new Promise((done) => {
      stream.on('error', () => undefined);
      signal?.addEventListener('abort', () => stream.cancel(), { once: true });
      stream.on('metadata', (one) => metadata.push(one));
      stream.on('data', (item: Buffer) => {
        items.push(item);
        if (enough(items)) {
          stream.cancel();
        }
      });
      stream.on('status', ({ code, details: message, metadata: trailers }) => {
        done({ code, message, metadata: entriesOf([...metadata, trailers]), bytes: items });
      });
    });
  }

  close(): void {
    this.#client.close();
  }
}

/** An answer of @name. */
export function read(name: string, bytes: Buffer): Plain {
  const type = answerOf(name);
  return type.toObject(type.decode(bytes), { defaults: true, longs: Number, bytes: String });
}
