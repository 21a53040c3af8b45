// SPDX-License-Identifier: Apache-2.0

/** A file of the descriptor set, for server reflection. */
export interface DescribedFile {
  /** dsmil/communication/v1/service.proto */
  readonly name: string;
  /** Names of files. */
  readonly imports: readonly string[];
  /** With their package. */
  readonly services: readonly string[];
  /** Everything that it declares, with its package. */
  readonly symbols: readonly string[];
  /** An encoded google.protobuf.FileDescriptorProto. */
  readonly base64: string;
}
