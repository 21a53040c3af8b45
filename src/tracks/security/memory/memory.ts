// SPDX-License-Identifier: Apache-2.0
// All that the track knows, and how it goes into storage and comes back. Coming back never makes
// anything safer than it was: the track's time goes on from where it was saved.
import type { Json } from '../../../core/canonical/json.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { type Charter, EMPTY_CHARTER } from '../charter/charter.ts';
import { ChangeRefusedError, type CharterTamperedError } from '../errors.ts';
import { STRICT_ATTEMPTS } from '../policy/access.ts';
import type { AttemptPolicy, Policy } from '../policy/policy.ts';
import { Effects } from '../threat/effects.ts';
import { ThreatEngine } from '../threat/engine.ts';
import { Attempts } from './attempts.ts';
import type { Part, PartName } from './storage.ts';
import { attemptsOf, distrustOf, effectOf, historyOf, readStored, timeOf } from './stored.ts';
import { TrackTime } from './track-time.ts';

type Reader<T> = (value: unknown, field: string) => T;

export class SecurityMemory {
  readonly time: TrackTime;
  readonly attempts = new Attempts();
  readonly effects = new Effects();
  readonly engine = new ThreatEngine();
  /** Why state or log cannot be trusted; null when they can. */
  distrust: string | null = null;
  #charter: Charter;
  #fault: CharterTamperedError | null;

  /** @charter as its revisions make it, or why they make none: then nobody is known. */
  constructor(clock: Clock, parts: readonly Part[], charter: Charter | CharterTamperedError) {
    const all = <T>(name: PartName, read: Reader<T>): (readonly [string, T])[] =>
      parts
        .filter(({ part }) => part === name)
        .map((part) => [part.key, readStored(part, read)] as const);
    const single = <T>(name: PartName, read: Reader<T>): T | null =>
      all(name, read)[0]?.[1] ?? null;
    this.time = new TrackTime(clock, single('time', timeOf));
    [this.#charter, this.#fault] =
      charter instanceof Error ? [EMPTY_CHARTER, charter] : [charter, null];
    this.engine.setRules(this.policy?.threats ?? []);
    for (const [target, record] of all('attempts', attemptsOf)) {
      this.attempts.restore(target, record);
    }
    for (const [, effect] of all('effect', effectOf)) {
      this.effects.add(effect);
    }
    for (const [, history] of all('history', historyOf)) {
      this.engine.restore(history);
    }
    this.distrust = single('distrust', distrustOf);
  }

  get charter(): Charter {
    return this.#charter;
  }

  /** Why what is stored of persons, keys and policy is not believed; null when it is. */
  get charterFault(): CharterTamperedError | null {
    return this.#fault;
  }

  /** Why nothing but a stop is allowed; null when nothing speaks against everything. */
  get untrusted(): string | null {
    return this.#fault?.message ?? this.distrust;
  }

  /** The charter, for whoever is about to change it; one that is not believed is not changed. */
  changeable(): Charter {
    if (this.#fault !== null) {
      throw new ChangeRefusedError('CHARTER_UNTRUSTED', this.#fault.fault, { cause: this.#fault });
    }
    return this.#charter;
  }

  get policy(): Policy | undefined {
    return this.#charter.policy?.policy;
  }

  get attemptPolicy(): AttemptPolicy {
    return this.policy?.attempts ?? STRICT_ATTEMPTS;
  }

  /** Puts @charter in force; it must be durable by then. */
  enact(charter: Charter): void {
    this.#charter = charter;
    this.engine.setRules(this.policy?.threats ?? []);
  }

  /** What is stored under @key now; null when nothing is. */
  read(part: PartName, key: string): Json {
    switch (part) {
      case 'time':
        return { ...this.time.saved() };
      case 'attempts': {
        const record = this.attempts.get(key);
        return record.count === 0 && record.lockedUntil === 0 ? null : { ...record };
      }
      case 'effect':
        return (this.effects.get(key) ?? null) as Json;
      case 'history':
        return (this.engine.historyAt(key) ?? null) as Json;
      case 'distrust':
        return this.distrust;
    }
  }
}
