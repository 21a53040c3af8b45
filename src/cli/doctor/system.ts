// SPDX-License-Identifier: Apache-2.0
// All that the doctor asks of the host. Behind an interface, so that each verdict can be tried
// with a host that is made up.
import type { FileFacts } from '../locate.ts';

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent' }
  /** There, perhaps, but it cannot be looked at; @error is the errno's name. */
  | { readonly kind: 'denied'; readonly error: string };

export type Ran =
  | {
      readonly kind: 'ran';
      readonly status: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** There is no such command. */
  | { readonly kind: 'missing' };

export interface Versions {
  readonly abi: number;
  readonly txAbi: number;
  readonly recordSchema: number;
  readonly stateSchema: number;
  readonly version: string;
  /** Opened for writing, too. */
  readonly writable: boolean;
}

export type Reached =
  | { readonly kind: 'reached'; readonly versions: Versions }
  | { readonly kind: 'failed'; readonly error: string; readonly code: string };

export interface System {
  readonly env: NodeJS.ProcessEnv;
  readonly uid: number;
  readonly user: string;
  /** Of this process: those of the login, which a later usermod does not change. */
  readonly groups: readonly number[];
  /** 24.21.0 */
  readonly nodeVersion: string;
  /** As uname -r. */
  readonly release: string;
  /** The top of this checkout or installation. */
  readonly root: string;
  readBytes(path: string): Found<Uint8Array>;
  stat(path: string): Found<FileFacts>;
  run(command: string, args: readonly string[]): Ran;
  /** Loads the addon; throws what the loader said. */
  loadAddon(): Promise<void>;
  reach(path: string): Promise<Reached>;
}

export function readText(system: System, path: string): Found<string> {
  const found = system.readBytes(path);
  return found.kind === 'found'
    ? { kind: 'found', value: Buffer.from(found.value).toString('utf8').trim() }
    : found;
}

/** The text, or undefined when there is none to be had: for what is only told, never judged. */
export function textOf(system: System, path: string): string | undefined {
  const found = readText(system, path);
  return found.kind === 'found' ? found.value : undefined;
}
