// SPDX-License-Identifier: Apache-2.0
// Watches: takes in facts, counts failures, runs the threat rules and does what they say. What makes
// things stricter is in force at once, and durable soon after; nothing here makes anything less so
// but the end of its time.
import { Severity } from '../../core/model/enums.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { fadedTo } from './memory/fading.ts';
import type { Keeper } from './memory/keeper.ts';
import type { SecurityMemory } from './memory/memory.ts';
import type { Recorder } from './recorder.ts';
import { deviceTarget, principalTarget } from './threat/effects.ts';
import type { Firing } from './threat/engine.ts';
import { checkFact, type Fact, type PlacedFact, STRANGER } from './threat/fact.ts';
import { activeEffect, explainFiring } from './threat/outcome.ts';

export interface SentinelOptions {
  readonly memory: SecurityMemory;
  readonly keeper: Keeper;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** Latches the emergency stop; it never waits and never throws. */
  readonly stop: (reason: string) => void;
  /** Failures that nobody waits for. */
  readonly fault: (error: Error) => void;
  /** Devices about which something may read otherwise now; null for all of them. */
  readonly moved: (device: number | null) => void;
}

/** Of the facts that are told with a firing: the first and the last say enough. */
const EVIDENCE_SHOWN = 8;

export class Sentinel {
  readonly #options: SentinelOptions;
  /** By token, of the boot clock. {unit ns} */
  readonly #lastEvents = new Map<number, number>();
  #facts = 0;

  constructor(options: SentinelOptions) {
    this.#options = options;
  }

  /** A principal by the name under which it is remembered: all that are unknown are one. */
  knownAs(principal: string | null | undefined): string {
    const { policy } = this.#options.memory;
    const known = principal != null && policy?.principals.has(principal) === true;
    return known ? principal : STRANGER;
  }

  /** Takes in @fact; it counts from now on, whether or not it is durable yet. */
  observe(given: Fact): void {
    const { memory, keeper, clock, moved } = this.#options;
    const fact = checkFact(given);
    const principal = fact.principal === null ? null : this.knownAs(fact.principal);
    this.#facts += 1;
    if (fact.device !== null) {
      this.#lastEvents.set(fact.device, Math.floor(clock.boot()) * 1_000_000);
    }
    const placed: PlacedFact = { ...fact, principal, at: memory.time.now(), number: this.#facts };
    const { firings, changed } = memory.engine.observe(placed);
    for (const key of changed) {
      keeper.touch('history', key);
    }
    for (const firing of firings) {
      this.#fire(firing);
    }
    if (fact.device !== null) {
      moved(fact.device);
    }
  }

  /** An attempt that failed: it counts against the principal and on the device. */
  failed(principal: string, device: number | null): void {
    const { memory, keeper, recorder, moved } = this.#options;
    const policy = memory.attemptPolicy;
    const now = memory.time.now();
    const who = this.knownAs(principal);
    const target = principalTarget(who);
    // Strangers are not locked out: they may do nothing as it is, and one is not the other.
    const locks = who !== STRANGER;
    const locked = memory.attempts.fail(target, now, policy, locks);
    keeper.touch('attempts', target);
    // Else anybody at all could raise the risk of every device for everybody.
    if (device !== null && who !== STRANGER) {
      memory.attempts.fail(deviceTarget(device), now, policy, false);
      keeper.touch('attempts', deviceTarget(device));
      moved(device);
    }
    if (locked) {
      const { lockedUntil, count } = memory.attempts.get(target);
      const details = { attempts: count, for_ms: lockedUntil - now };
      recorder.tell({
        kind: 'lockout',
        severity: Severity.WARNING,
        actor: who,
        device,
        details,
      });
      this.observe({ kind: 'lockout', principal: who, device, operation: null, reason: '' });
    }
  }

  /** State or log can no longer be trusted: nothing but a stop is allowed until two persons clear it. */
  distrust(reason: string): void {
    const { memory, keeper, recorder, moved } = this.#options;
    if (memory.distrust === null) {
      memory.distrust = reason;
      keeper.touch('distrust', '');
      recorder.tell({
        kind: 'distrust',
        severity: Severity.CRITICAL,
        actor: 'system',
        device: null,
        details: { reason },
      });
      moved(null);
    }
  }

  /** When something last happened on @device, by the boot clock; 0 never. {unit ns} */
  lastEvent(device: number): number {
    return this.#lastEvents.get(device) ?? 0;
  }

  /** Forgets what has ended. */
  tick(): void {
    const { memory, keeper } = this.#options;
    const now = memory.time.now();
    for (const key of memory.effects.prune(now)) {
      keeper.touch('effect', key);
    }
    for (const key of memory.engine.prune(now)) {
      keeper.touch('history', key);
    }
    for (const target of memory.attempts.prune(now, memory.attemptPolicy)) {
      keeper.touch('attempts', target);
    }
  }

  /** Ends what holds on @target before its time: two persons have decided so. */
  clear(target: string): void {
    const { memory, keeper, moved } = this.#options;
    if (target === 'trust') {
      memory.distrust = null;
      keeper.touch('distrust', '');
    }
    for (const key of memory.effects.clear(target)) {
      keeper.touch('effect', key);
    }
    if (memory.attempts.clear(target)) {
      keeper.touch('attempts', target);
    }
    moved(null);
  }

  /** Failed attempts that are not forgotten. */
  attempts(target: string): number {
    const { memory } = this.#options;
    const { forgetMs } = memory.attemptPolicy;
    return fadedTo(memory.attempts.get(target), memory.time.now(), forgetMs).count;
  }

  #fire(firing: Firing): void {
    const { memory, keeper, moved } = this.#options;
    const now = memory.time.now();
    const because = explainFiring(firing);
    // The stop first: nothing that comes with it may hold it up.
    if (firing.rule.effects.some((effect) => effect.do === 'stop')) {
      this.#stop(`threat ${firing.rule.id}`);
    }
    let fresh = false;
    for (const effect of firing.rule.effects) {
      const active = activeEffect(effect, firing, now, because);
      if (active !== null) {
        fresh ||= !memory.effects.holds(active, now);
        const key = memory.effects.add(active);
        if (key !== null) {
          keeper.touch('effect', key);
        }
      }
    }
    // What only lasts longer reads as before.
    if (fresh) {
      moved(null);
    }
    if (!firing.again) {
      this.#tell(firing, because);
    }
  }

  /** One that throws must not keep the other effects from happening. */
  #stop(reason: string): void {
    const { stop, fault } = this.#options;
    try {
      stop(reason);
    } catch (error) {
      fault(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #tell({ rule, key, fact, evidence }: Firing, because: string): void {
    const stops = rule.effects.some((effect) => effect.do === 'stop');
    const shown = evidence.slice(-EVIDENCE_SHOWN).map(([at, number]) => ({ at, number }));
    this.#options.recorder.tell({
      kind: 'threat',
      severity: stops ? Severity.EMERGENCY : Severity.CRITICAL,
      actor: fact.principal ?? 'system',
      device: fact.device,
      details: {
        rule: rule.id,
        because,
        per: rule.per,
        key,
        window_ms: rule.withinMs,
        facts: shown,
        effects: rule.effects.map((effect) => effect.do),
      },
    });
  }
}
