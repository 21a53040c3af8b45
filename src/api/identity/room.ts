// SPDX-License-Identifier: Apache-2.0
// How many may come in, where the system gives this process fewer descriptors than that takes. With none left it
// lets nobody in, not even who stops, and can open no file of its own: so that is never reached.

export interface Doors {
  /** Connections that are let in for good. */
  readonly connections: number;
  /** Of them, those of one account. */
  readonly ofOne: number;
  /** Connections that may be displaced by later ones. */
  readonly spares: number;
  readonly handshakes: number;
  /** Of them, those of one address. */
  readonly ofAddress: number;
}

/** Files, the device, the other sockets and their clients, and connections that are about to close. */
export const DESCRIPTORS_OWN = 256;
/** Of each kind there are so many, however low the limit is. */
export const PLACES_MIN = 8;

/** @wanted; or all of it smaller in one proportion where @descriptors, what this process may have open, are too few. */
export function withinDescriptors(wanted: Doors, descriptors: number): Doors {
  const sum = wanted.connections + wanted.spares + wanted.handshakes;
  const room = descriptors - DESCRIPTORS_OWN;
  if (sum <= room) {
    return wanted;
  }
  const part = (one: number): number =>
    Math.min(one, Math.max(PLACES_MIN, Math.floor((one * room) / sum)));
  return {
    connections: part(wanted.connections),
    ofOne: part(wanted.ofOne),
    spares: part(wanted.spares),
    handshakes: part(wanted.handshakes),
    ofAddress: part(wanted.ofAddress),
  };
}
