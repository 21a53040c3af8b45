// SPDX-License-Identifier: Apache-2.0
// What the daemon's methods answer with. Devices are tokens; names of enumerations are words; times
// are in their names' unit.
import type { Json } from '../../../core/canonical/json.ts';
import type { WireNeed } from './messages.ts';

export interface WireDeviceResult {
  readonly device: number;
  /** The register before; of a read what was read. */
  readonly value: number | null;
  /** 0, or a negative errno. */
  readonly error: number;
  /** Why it was refused or failed, or where a value was read from; '' without. */
  readonly reason: string;
}

/** op.run, tx.run, op.get, op.list (a list of them) */
export interface WireOperation {
  readonly coordination_id: string;
  /** The daemon's own name for it. */
  readonly operation: string;
  readonly state: string;
  /** SUCCESS, FAILED, DENIED, EMERGENCY_STOPPED; UNKNOWN while it has not ended. */
  readonly result: string;
  readonly cause: string | null;
  readonly message: string;
  readonly risk: string | null;
  readonly unmet: readonly WireNeed[];
  readonly devices: readonly WireDeviceResult[];
  readonly transaction: string | null;
  /** {unit ms since 1970} */
  readonly received_at: number;
  readonly coordination_ms: number;
  /** The call's own time was over first: the same id finds it again. */
  readonly pending: boolean;
  /** It had ended before, and was not done again. */
  readonly replayed: boolean;
}

export interface WireDemand {
  readonly clearance: string;
  readonly compartments: readonly string[];
}

/** offers.list */
export interface WireOffer {
  readonly offer: string;
  readonly coordination_id: string;
  readonly requester: string;
  readonly justification: string;
  /** What would be done, and why its risk is what it is. */
  readonly words: readonly string[];
  readonly risk: string;
  /** wire/decisions.ts */
  readonly decision: Json;
  readonly digest: string;
  readonly role: string;
  readonly demand: WireDemand;
  readonly approved_by: string | null;
  readonly left_ms: number;
}

/** confirmations.list, confirmations.show */
export interface WireConfirmation {
  readonly id: string;
  readonly device: number;
  readonly requester: string;
  readonly summary: string;
  readonly risk: string;
  readonly terms: readonly string[];
  readonly demand: WireDemand;
  readonly digest: string;
  readonly left_ms: number;
}

/** stop, stop.status, and part of status */
export interface WireStop {
  readonly state: string;
  readonly epoch: number;
  /** Tracks and devices that have not answered. */
  readonly missing: readonly string[];
  readonly since_ms: number;
  readonly first_person: string | null;
  /** A stop that did not reach the kernel: the hard-wired one is what is left. */
  readonly unlatched: boolean;
}

export interface WireHealth {
  readonly component: string;
  readonly state: string;
  readonly reason: string;
  readonly since_ms: number;
}

/** status */
export interface WireStatus {
  readonly version: string;
  /** Of the daemon; null where it runs on another host. */
  readonly pid: number | null;
  readonly up_ms: number;
  readonly orchestrator: string;
  readonly device: string;
  /** The ABI's number of it. */
  readonly backend: number;
  readonly stop: WireStop;
  readonly health: readonly WireHealth[];
  readonly operations: Readonly<Record<string, number>>;
  readonly in_flight: number;
  readonly undecided: number;
  readonly flagged: number;
  readonly principal: string;
  readonly person: string | null;
}

/** conflicts.list */
export interface WireConflict {
  readonly device: number;
  readonly path: string;
  /** What it reads as meanwhile. */
  readonly reads: Json;
  readonly values: readonly { readonly value: Json; readonly by: readonly string[] }[];
  /** Names this set of values: a decision is about it and no other. */
  readonly about: string;
  readonly blocks_effects: boolean;
}

/** recover.list */
export interface WireFlag {
  readonly transaction: string;
  readonly coordination_id: string;
  readonly principal: string;
  readonly devices: readonly number[];
  readonly reason: string;
  /** {unit ms since 1970} */
  readonly at: number;
}

export interface WireStranger {
  readonly transaction: string;
  readonly devices: readonly number[];
  /** What the kernel says of it. */
  readonly outcome: string;
  readonly reason: string;
}

export interface WireClearing {
  readonly decision: Json;
  readonly digest: string;
  readonly signed_by: readonly string[];
  readonly left_ms: number;
}

export interface WireRecovery {
  readonly flagged: readonly WireFlag[];
  /** Tokens that the kernel has on hold. */
  readonly held: readonly number[];
  /** Transactions that another coordinator left in the kernel. */
  readonly strangers: readonly WireStranger[];
  readonly clearings: readonly WireClearing[];
}
