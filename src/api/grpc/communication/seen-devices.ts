// SPDX-License-Identifier: Apache-2.0
// The devices that each principal may know of. Who somebody is and what a device demands are in the policy
// alone: found out once for each policy, and anew the moment that another one is in force.
import type { SecurityPort } from './parts.ts';
import { isClearedFor } from './visibility.ts';

export type SeenPort = Pick<SecurityPort, 'identify' | 'deviceAccess' | 'policyName'>;

export class SeenDevices {
  readonly #security: SeenPort;
  readonly #devices: readonly number[];
  readonly #seen = new Map<string, readonly number[]>();
  /** Under which they were found out. */
  #policy: string;

  /** @devices: all tokens, in the order in which they are answered. */
  constructor(security: SeenPort, devices: readonly number[]) {
    this.#security = security;
    this.#devices = devices;
    this.#policy = security.policyName;
  }

  of(principal: string): readonly number[] {
    const { policyName } = this.#security;
    if (policyName !== this.#policy) {
      this.#seen.clear();
      this.#policy = policyName;
    }
    const known = this.#seen.get(principal);
    if (known !== undefined) {
      return known;
    }
    const person = this.#security.identify(principal);
    if (person === undefined) {
      // Names that nobody knows are not kept: there is no end of them.
      return [];
    }
    const seen = this.#devices.filter((device) =>
      isClearedFor(person, this.#security.deviceAccess(device)),
    );
    this.#seen.set(principal, seen);
    return seen;
  }
}
