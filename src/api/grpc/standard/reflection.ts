// SPDX-License-Identifier: Apache-2.0
// grpc.reflection.v1 and v1alpha: which services there are, and their descriptors. Clearance applies to
// data, not to descriptors: they are published anyway.
import { status } from '@grpc/grpc-js';
import type { DuplexMethod, Method } from '../method.ts';
import type { DescribedFile } from '../wire/described-file.ts';
import { DESCRIBED_FILES } from '../wire/generated/descriptors.ts';
import {
  type IServerReflectionResponse,
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../wire/generated/grpc-reflection-v1.ts';
import { answerCodec, requestCodec } from '../wire/message-type.ts';

const BY_NAME = new Map(DESCRIBED_FILES.map((file) => [file.name, file]));
const BY_SYMBOL = new Map(
  DESCRIBED_FILES.flatMap((file) => file.symbols.map((symbol) => [symbol, file] as const)),
);
const STANDARD = [
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

type Answer = Omit<IServerReflectionResponse, 'validHost' | 'originalRequest'>;

/** @file and all that it imports, each once: a client needs them all to understand it. */
function withImports(file: DescribedFile): Uint8Array[] {
  const found = new Set([file]);
  for (const { imports } of found) {
    for (const name of imports) {
      const imported = BY_NAME.get(name);
      if (imported !== undefined) {
        found.add(imported);
      }
    }
  }
  return [...found].map(({ base64 }) => Buffer.from(base64, 'base64'));
}

function notFound(what: string): Answer {
  const errorMessage = `there is no ${what.slice(0, 256)} here`;
  return { errorResponse: { errorCode: status.NOT_FOUND, errorMessage } };
}

function fileAnswer(file: DescribedFile | undefined, what: string): Answer {
  return file === undefined
    ? notFound(what)
    : { fileDescriptorResponse: { fileDescriptorProto: withImports(file) } };
}

function answerTo(request: ServerReflectionRequest, services: readonly string[]): Answer {
  const { fileByFilename, fileContainingSymbol, allExtensionNumbersOfType: type } = request;
  if (fileByFilename !== null) {
    return fileAnswer(BY_NAME.get(fileByFilename), `file ${fileByFilename}`);
  }
  if (fileContainingSymbol !== null) {
    return fileAnswer(BY_SYMBOL.get(fileContainingSymbol), `symbol ${fileContainingSymbol}`);
  }
  if (request.fileContainingExtension !== null) {
    return notFound('extension');
  }
  if (type !== null) {
    // Nothing is extended here: of a type that there is, the list is empty.
    return BY_SYMBOL.has(type)
      ? { allExtensionNumbersResponse: { baseTypeName: type } }
      : notFound(`type ${type}`);
  }
  if (request.listServices !== null) {
    return { listServicesResponse: { service: services.map((name) => ({ name })) } };
  }
  const errorMessage = 'the request asks for nothing that this server knows';
  return { errorResponse: { errorCode: status.INVALID_ARGUMENT, errorMessage } };
}

/** Both versions have the same messages. */
export function reflectionMethods(services: readonly string[]): Method[] {
  const all = [...new Set([...services, ...STANDARD])].sort();
  return ['v1', 'v1alpha'].map(
    (version): DuplexMethod<ServerReflectionRequest, IServerReflectionResponse> => ({
      kind: 'duplex',
      path: `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      request: requestCodec(ServerReflectionRequest),
      answer: answerCodec(ServerReflectionResponse),
      handle: (request) => ({
        validHost: request.host,
        originalRequest: request,
        ...answerTo(request, all),
      }),
    }),
  );
}
