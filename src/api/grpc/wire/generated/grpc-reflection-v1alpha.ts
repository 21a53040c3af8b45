// SPDX-License-Identifier: Apache-2.0
// Generated from proto/ by scripts/codegen; do not edit.
import type { MessageType } from '../message-type.ts';
import { grpc } from './code.ts';

/** One question. */
export interface ServerReflectionRequest {
  /** Not used. */
  readonly host: string;
  /** The file of this name, and all that it imports. */
  readonly fileByFilename: string | null;
  /** The file that declares this symbol. */
  readonly fileContainingSymbol: string | null;
  /** The file that declares this extension. */
  readonly fileContainingExtension: ExtensionRequest | null;
  /** The numbers of all extensions of this type. */
  readonly allExtensionNumbersOfType: string | null;
  /** All services; its value does not matter. */
  readonly listServices: string | null;
  /** Which one is set. */
  readonly messageRequest?: 'fileByFilename' | 'fileContainingSymbol' | 'fileContainingExtension' | 'allExtensionNumbersOfType' | 'listServices' | undefined;
}

/** As {@link ServerReflectionRequest}, to be written: what is left out has its default. */
export interface IServerReflectionRequest {
  readonly host?: string | undefined;
  readonly fileByFilename?: string | null | undefined;
  readonly fileContainingSymbol?: string | null | undefined;
  readonly fileContainingExtension?: IExtensionRequest | null | undefined;
  readonly allExtensionNumbersOfType?: string | null | undefined;
  readonly listServices?: string | null | undefined;
}

export const ServerReflectionRequest: MessageType<ServerReflectionRequest, IServerReflectionRequest> = grpc.reflection.v1alpha.ServerReflectionRequest;

/** Names an extension. */
export interface ExtensionRequest {
  /** The extended type. */
  readonly containingType: string;
  /** Of the extension. */
  readonly extensionNumber: number;
}

/** As {@link ExtensionRequest}, to be written: what is left out has its default. */
export interface IExtensionRequest {
  readonly containingType?: string | undefined;
  readonly extensionNumber?: number | undefined;
}

export const ExtensionRequest: MessageType<ExtensionRequest, IExtensionRequest> = grpc.reflection.v1alpha.ExtensionRequest;

/** One answer. */
export interface ServerReflectionResponse {
  /** The request's. */
  readonly validHost: string;
  /** The question. */
  readonly originalRequest: ServerReflectionRequest | null;
  /** Files. */
  readonly fileDescriptorResponse: FileDescriptorResponse | null;
  /** Numbers. */
  readonly allExtensionNumbersResponse: ExtensionNumberResponse | null;
  /** Services. */
  readonly listServicesResponse: ListServiceResponse | null;
  /** There is no such thing. */
  readonly errorResponse: ErrorResponse | null;
  /** Which one is set. */
  readonly messageResponse?: 'fileDescriptorResponse' | 'allExtensionNumbersResponse' | 'listServicesResponse' | 'errorResponse' | undefined;
}

/** As {@link ServerReflectionResponse}, to be written: what is left out has its default. */
export interface IServerReflectionResponse {
  readonly validHost?: string | undefined;
  readonly originalRequest?: IServerReflectionRequest | null | undefined;
  readonly fileDescriptorResponse?: IFileDescriptorResponse | null | undefined;
  readonly allExtensionNumbersResponse?: IExtensionNumberResponse | null | undefined;
  readonly listServicesResponse?: IListServiceResponse | null | undefined;
  readonly errorResponse?: IErrorResponse | null | undefined;
}

export const ServerReflectionResponse: MessageType<ServerReflectionResponse, IServerReflectionResponse> = grpc.reflection.v1alpha.ServerReflectionResponse;

/** Files. */
export interface FileDescriptorResponse {
  /** Each an encoded google.protobuf.FileDescriptorProto. */
  readonly fileDescriptorProto: readonly Uint8Array[];
}

/** As {@link FileDescriptorResponse}, to be written: what is left out has its default. */
export interface IFileDescriptorResponse {
  readonly fileDescriptorProto?: readonly Uint8Array[] | undefined;
}

export const FileDescriptorResponse: MessageType<FileDescriptorResponse, IFileDescriptorResponse> = grpc.reflection.v1alpha.FileDescriptorResponse;

/** Numbers. */
export interface ExtensionNumberResponse {
  /** Of the type. */
  readonly baseTypeName: string;
  /** All of them. */
  readonly extensionNumber: readonly number[];
}

/** As {@link ExtensionNumberResponse}, to be written: what is left out has its default. */
export interface IExtensionNumberResponse {
  readonly baseTypeName?: string | undefined;
  readonly extensionNumber?: readonly number[] | undefined;
}

export const ExtensionNumberResponse: MessageType<ExtensionNumberResponse, IExtensionNumberResponse> = grpc.reflection.v1alpha.ExtensionNumberResponse;

/** Services. */
export interface ListServiceResponse {
  /** All of them. */
  readonly service: readonly ServiceResponse[];
}

/** As {@link ListServiceResponse}, to be written: what is left out has its default. */
export interface IListServiceResponse {
  readonly service?: readonly IServiceResponse[] | undefined;
}

export const ListServiceResponse: MessageType<ListServiceResponse, IListServiceResponse> = grpc.reflection.v1alpha.ListServiceResponse;

/** A service. */
export interface ServiceResponse {
  /** With its package. */
  readonly name: string;
}

/** As {@link ServiceResponse}, to be written: what is left out has its default. */
export interface IServiceResponse {
  readonly name?: string | undefined;
}

export const ServiceResponse: MessageType<ServiceResponse, IServiceResponse> = grpc.reflection.v1alpha.ServiceResponse;

/** Why there is no answer. */
export interface ErrorResponse {
  /** A gRPC status code. */
  readonly errorCode: number;
  /** For people. */
  readonly errorMessage: string;
}

/** As {@link ErrorResponse}, to be written: what is left out has its default. */
export interface IErrorResponse {
  readonly errorCode?: number | undefined;
  readonly errorMessage?: string | undefined;
}

export const ErrorResponse: MessageType<ErrorResponse, IErrorResponse> = grpc.reflection.v1alpha.ErrorResponse;
