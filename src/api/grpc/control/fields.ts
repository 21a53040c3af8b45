// SPDX-License-Identifier: Apache-2.0
// Fields that several messages have, checked with the names that the protocol gives them.
import type { Approval } from '../../../core/canonical/approval.ts';
import { checkText } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { Demand } from '../../../orchestrator/operations/ports.ts';
import type { SignedDocument } from '../../local/wire/documents.ts';
import type { IDemand, ISignedDocument, Signature } from '../wire/generated/dsmil-control-v1.ts';

const KEY_ID_MAX = 128;
const SIGNATURE_SIZE = 64;

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

/** @digits lower-case hexadecimal digits. */
export function hexField(value: string | null | undefined, field: string, digits: number): string {
  if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-f]*$/.test(value)) {
    throw new InvalidArgumentError(field, value ?? '', `${digits} lower-case hexadecimal digits`);
  }
  return value;
}

export function bytesField(
  value: Uint8Array | null | undefined,
  field: string,
  size: number,
): Uint8Array {
  if (value?.length !== size) {
    throw new InvalidArgumentError(field, `${value?.length ?? 0} bytes`, `${size} bytes`);
  }
  return value;
}

export function textField(
  value: string | null | undefined,
  field: string,
  min: number,
  max: number,
): string {
  return checkText(value ?? '', field, min, max);
}

export function approvalFrom(given: Signature | null | undefined): Approval {
  return {
    keyId: textField(given?.keyId, 'signature.key_id', 1, KEY_ID_MAX),
    signature: bytesField(given?.signature, 'signature.signature', SIGNATURE_SIZE),
  };
}

export function wireDocument({ domain, text, role, digest }: SignedDocument): ISignedDocument {
  return { domain, document: text, role, digest: bytesOf(digest) };
}

export function wireDemand({ requiredClearance, compartments }: Demand): IDemand {
  return { requiredClearance, compartments: [...compartments] };
}

/** One of OperationType's and the like: the wire carries numbers that nobody may have defined. */
export function memberField<T extends number>(
  value: number | null | undefined,
  field: string,
  members: Readonly<Record<string, T>>,
  allowed: string,
): T {
  const member = Object.values(members).find((one) => one === value);
  if (member === undefined) {
    throw new InvalidArgumentError(field, value ?? 0, allowed);
  }
  return member;
}
