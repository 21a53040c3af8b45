// SPDX-License-Identifier: Apache-2.0
// Every key that there is, by section. What is not here does not exist.
import type { Key } from './key.ts';
import { risk, sync } from './sections/decision.ts';
import { deadman, device, stop } from './sections/host.ts';
import { audit, events, store } from './sections/memory.ts';
import { metrics } from './sections/metrics.ts';
import { network } from './sections/network.ts';
import { security } from './sections/people.ts';
import { daemon } from './sections/process.ts';

export const SECTIONS = {
  device,
  store,
  audit,
  events,
  risk,
  sync,
  security,
  deadman,
  stop,
  daemon,
  network,
  metrics,
} as const;

/** What each section is for; the heading of its part of the example file. */
export const SECTION_WORDS: Readonly<Record<keyof typeof SECTIONS, string>> = {
  device: 'The way to the devices.',
  store: 'The database of everything durable.',
  audit: 'The log that nobody can change unseen.',
  events: 'What is told to subscribers, and kept for them.',
  risk: 'How dangerous an operation is.',
  sync: 'One state of each device from what three tracks say.',
  security: 'Track B: who may what.',
  deadman: 'The kernel stops when the daemon does not beat.',
  stop: 'The emergency stop.',
  daemon: 'The daemon as a process.',
  network: 'The gRPC service: a socket on this host, and TLS once there are certificates.',
  metrics: 'Numbers and probes for those who watch the daemon.',
};

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

type ValueOf<K> = K extends Key<infer T> ? T : never;

/** What the program reads: sections and keys in camelCase, frozen to the last leaf. */
export type Config = {
  readonly [S in keyof typeof SECTIONS]: {
    readonly [K in keyof (typeof SECTIONS)[S] as Camel<K & string>]: ValueOf<
      (typeof SECTIONS)[S][K]
    >;
  };
};

export interface KeyEntry {
  /** As it is written in a file: section.key. */
  readonly name: string;
  readonly section: string;
  readonly leaf: string;
  /** Of the environment. */
  readonly variable: string;
  readonly key: Key<unknown>;
}

function variableOf(section: string, leaf: string): string {
  return `DSMIL_${section}_${leaf}`.toUpperCase();
}

/** In the order of the example file. */
export const KEYS: readonly KeyEntry[] = Object.entries(SECTIONS).flatMap(([section, keys]) =>
  Object.entries<Key<unknown>>(keys).map(([leaf, key]) => ({
    name: `${section}.${leaf}`,
    section,
    leaf,
    variable: key.variable ?? variableOf(section, leaf),
    key,
  })),
);

export const KEY_BY_NAME: ReadonlyMap<string, KeyEntry> = new Map(
  KEYS.map((entry) => [entry.name, entry]),
);
