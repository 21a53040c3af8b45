// SPDX-License-Identifier: Apache-2.0
// Emergencies that are not over: delivered to each subscriber at once, then again and again until it
// acknowledges, or until it has had them often enough. One board for all, a queue for each.
import type { Segment } from './segment.ts';

export interface EmergencyLimits {
  /** Emergencies that are repeated at the same time; the oldest makes room. */
  readonly active: number;
  /** Deliveries of one to one subscriber. */
  readonly attempts: number;
  /** From then on one is not repeated any more, nor shown to new subscribers. {unit ms} */
  readonly activeMs: number;
}

/** {unit ms}: 1 s after the first delivery, then 2, 3, 4, and each 5 s. */
const STEP_MS = 1000;
const STEP_MAX_MS = 5000;

export interface Emergency {
  readonly id: string;
  /** Of one event. */
  readonly segment: Segment;
  /** CLOCK_BOOTTIME. {unit ms} */
  readonly since: number;
  /** Names of readers (readerName). */
  readonly acknowledgedBy: Set<string>;
}

/** A subscriber, across its connections: who, and which of its subscriptions. */
export function readerName(principal: string, label: string): string {
  return `${principal.length}:${principal}${label}`;
}

export function readerParts(name: string): { principal: string; label: string } {
  const begin = name.indexOf(':') + 1;
  const end = begin + Number(name.slice(0, begin - 1));
  return { principal: name.slice(begin, end), label: name.slice(end) };
}

export class EmergencyBoard {
  readonly #limits: EmergencyLimits;
  readonly #active = new Map<string, Emergency>();

  constructor(limits: EmergencyLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#active.size;
  }

  get(id: string): Emergency | undefined {
    return this.#active.get(id);
  }

  /** Adds one; answers which had to go because there were too many. */
  add(segment: Segment, now: number): { added: Emergency; evicted: readonly Emergency[] } {
    this.expire(now);
    const added = { id: segment.id(0), segment, since: now, acknowledgedBy: new Set<string>() };
    this.#active.set(added.id, added);
    const evicted: Emergency[] = [];
    for (const oldest of this.#active.values()) {
      if (this.#active.size <= this.#limits.active) {
        break;
      }
      this.#active.delete(oldest.id);
      evicted.push(oldest);
    }
    return { added, evicted };
  }

  /** Those that are not over, the oldest first. */
  list(now: number): readonly Emergency[] {
    this.expire(now);
    return [...this.#active.values()];
  }

  expire(now: number): void {
    for (const emergency of this.#active.values()) {
      if (now - emergency.since < this.#limits.activeMs) {
        break;
      }
      this.#active.delete(emergency.id);
    }
  }
}

interface Waiting {
  readonly emergency: Emergency;
  attempts: number;
  /** {unit ms, CLOCK_BOOTTIME} */
  due: number;
}

export interface DueEmergency {
  readonly emergency: Emergency;
  /** 1 for the first delivery. */
  readonly attempt: number;
}

export class EmergencyQueue {
  readonly #limits: EmergencyLimits;
  readonly #waiting = new Map<string, Waiting>();
  #lost = 0;

  constructor(limits: EmergencyLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size;
  }

  put(emergency: Emergency, now: number): void {
    this.#waiting.set(emergency.id, { emergency, attempts: 0, due: now });
  }

  /** When the next is due; Infinity without one. {unit ms, CLOCK_BOOTTIME} */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { due } of this.#waiting.values()) {
      next = Math.min(next, due);
    }
    return next;
  }

  /**
   * What is due, up to @most; without @repeats only what was not delivered before. @visible says whether the subscriber may see one now: one that it may
   * not see waits, and takes no attempt. @givenUp hears of those that had their last attempt, or
   * were not acknowledged within the time.
   */
  take(
    now: number,
    most: number,
    repeats: boolean,
    visible: (emergency: Emergency) => boolean,
    givenUp: (emergency: Emergency, attempts: number) => void,
  ): readonly DueEmergency[] {
    const due: Waiting[] = [];
    for (const waiting of this.#waiting.values()) {
      const { emergency, attempts } = waiting;
      const over =
        attempts >= this.#limits.attempts || now - emergency.since >= this.#limits.activeMs;
      // One that was never shown is shown once, however late.
      if (over && (attempts > 0 || !visible(emergency))) {
        this.#waiting.delete(emergency.id);
        if (attempts > 0) {
          givenUp(emergency, attempts);
        }
      } else if (waiting.due <= now && (repeats || attempts === 0)) {
        due.push(waiting);
      }
    }
    // New ones first, then those that wait longest: each has its turn.
    due.sort((a, b) => Number(a.attempts > 0) - Number(b.attempts > 0) || a.due - b.due);
    const taken: DueEmergency[] = [];
    for (const waiting of due) {
      if (taken.length === most) {
        break;
      }
      waiting.due = now + Math.min(STEP_MAX_MS, STEP_MS * (waiting.attempts + 1));
      if (visible(waiting.emergency)) {
        waiting.attempts += 1;
        taken.push({ emergency: waiting.emergency, attempt: waiting.attempts });
      }
    }
    return taken;
  }

  acknowledge(id: string): void {
    this.#waiting.delete(id);
  }

  /** It is repeated no longer; that it never was delivered must be said. */
  evict(id: string, visible: boolean): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) {
      return;
    }
    this.#waiting.delete(id);
    if (visible && waiting.attempts === 0) {
      this.#lost += 1;
    }
  }

  /** Emergencies that made room before they were delivered, since the last call. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
