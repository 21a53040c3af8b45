// SPDX-License-Identifier: Apache-2.0
// What goes over the daemon's own socket: a JSON object a line, in both directions.
//
//   daemon  {"dsmil": "local/1", "version", "nonce", "peer": {"uid", "principal"}}     once, first
//   client  {"id": 1, "method": "login", "params": {…}}
//   daemon  {"id": 1, "progress": {…}}                                               any number
//   daemon  {"id": 1, "result": …}   or   {"id": 1, "error": WireError}              once
//   client  {"cancel": 1}                                                            when it likes
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../../core/canonical/json.ts';

export const LOCAL_PROTOCOL = 'local/1';

/** Where the daemon listens when its configuration does not say otherwise. */
export const DAEMON_SOCKET_DEFAULT = '/run/dsmil/dsmild.sock';

/** {unit bytes} */
export const LINE_MAX = 256 * 1024;

export interface Greeting {
  readonly dsmil: typeof LOCAL_PROTOCOL;
  readonly version: string;
  /** 128 bits for this connection alone, in lower-case hexadecimal. */
  readonly nonce: string;
  readonly peer: { readonly uid: number; readonly principal: string };
}

export interface WireRequest {
  /** The client's own; answers carry it. {range 1..2^53-1} */
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, Json>>;
}

/** What an error is for programs; @message and @advice are for people. */
export interface WireError {
  /** Stable: ERR_DSMIL_… */
  readonly code: string;
  readonly message: string;
  readonly advice: readonly string[];
  /** Rules that are not satisfied, each with what would satisfy it. */
  readonly needs?: readonly WireNeed[];
  /** Of an argument: what is wrong where. */
  readonly field?: string;
  readonly allowed?: string;
  /** One word for why a step was refused. */
  readonly refusal?: string;
}

export interface WireNeed {
  readonly rule: string;
  readonly because: string;
  readonly satisfied_by: string;
  readonly possible: boolean;
}

export type WireAnswer =
  | { readonly id: number; readonly progress: Json }
  | { readonly id: number; readonly result: Json }
  | { readonly id: number; readonly error: WireError };

/** What a login signs, with the role LOGIN: this connection, as this account, by this key. */
export function loginDigest(nonce: string, principal: string, keyId: string): string {
  const text = canonicalJson({ nonce, principal, key_id: keyId });
  return createHash('sha256').update(`dsmil/login/v1\0${text}`, 'utf8').digest('hex');
}
