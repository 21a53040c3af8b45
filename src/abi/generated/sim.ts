// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
import { checkInteger } from '../check.ts';
import { type Header, readHeader } from './header.ts';

export const SIM_MESSAGE_SIZE = 16;

export interface SimMessage {
  /** chosen by the client, returned as it is */
  readonly tag: number;
  /** _IOC_NR of the call, or DSMIL_SIM_NR_ */
  readonly nr: number;
  /** descriptors that come with an answer */
  readonly fdCount: number;
  /** 0, or a negative errno */
  readonly error: number;
}

/** What a writer of SimMessage gives. */
export interface SimMessageInput {
  /** chosen by the client, returned as it is */
  readonly tag: number;
  /** _IOC_NR of the call, or DSMIL_SIM_NR_ */
  readonly nr: number;
}

export function readSimMessage(view: DataView, at = 0): SimMessage {
  return {
    tag: view.getUint32(at, true),
    nr: view.getUint16(at + 4, true),
    fdCount: view.getUint16(at + 6, true),
    error: view.getInt32(at + 8, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeSimMessage(
  view: DataView,
  at: number,
  value: SimMessageInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 16).fill(0);
  view.setUint32(at + 0, checkInteger(value.tag, `${path}tag`, 0, 0xffffffff), true);
  view.setUint16(at + 4, checkInteger(value.nr, `${path}nr`, 0, 0xffff), true);
}

export const SIM_HELLO_SIZE = 32;

export interface SimHello {
  readonly header: Header;
  /** DSMIL_SIM_PROTOCOL */
  readonly protocol: number;
  /** as open(2): 0 read-only, 2 read-write; 0..2 */
  readonly mode: number;
  readonly instanceId: bigint;
}

/** What a writer of SimHello gives. */
export interface SimHelloInput {
  /** DSMIL_SIM_PROTOCOL */
  readonly protocol: number;
  /** as open(2): 0 read-only, 2 read-write; 0..2 */
  readonly mode: number;
}

export function readSimHello(view: DataView, at = 0): SimHello {
  return {
    header: readHeader(view, at),
    protocol: view.getUint32(at + 16, true),
    mode: view.getUint32(at + 20, true),
    instanceId: view.getBigUint64(at + 24, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeSimHello(
  view: DataView,
  at: number,
  value: SimHelloInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint32(at, 32, true);
  view.setUint32(at + 16, checkInteger(value.protocol, `${path}protocol`, 0, 0xffffffff), true);
  view.setUint32(at + 20, checkInteger(value.mode, `${path}mode`, 0, 2), true);
}
