// SPDX-License-Identifier: Apache-2.0
// What fired rules have brought about and time has not ended: raised levels, second persons, blocks.
// For each target and each level only the one that lasts longest is kept, so it cannot grow, and
// another firing never shortens or lowers one.
import { RiskLevel } from '../../../core/model/enums.ts';
import type { Level } from '../../../core/risk/level.ts';

export type EffectKind = 'raise' | 'second_person' | 'block';

export interface ActiveEffect {
  readonly kind: EffectKind;
  /** all, device/32771, principal/NAME */
  readonly target: string;
  /** What operations on the target count as at least. */
  readonly level: Level;
  /** By the track's own time. {unit ms} */
  readonly until: number;
  readonly rule: string;
  readonly because: string;
}

export function deviceTarget(token: number): string {
  return `device/${token}`;
}

export function principalTarget(principal: string): string {
  return `principal/${principal}`;
}

export const ALL_TARGET = 'all';

function keyOf({ kind, target, level }: ActiveEffect): string {
  return `${kind}/${level}/${target}`;
}

export class Effects {
  readonly #active = new Map<string, ActiveEffect>();

  /** Under which key @effect is kept; null when one lasts as long already. */
  add(effect: ActiveEffect): string | null {
    const key = keyOf(effect);
    const old = this.#active.get(key);
    if (old !== undefined && old.until >= effect.until) {
      return null;
    }
    this.#active.set(key, effect);
    return key;
  }

  /** Whether one like @effect holds already: then it only lasts longer. */
  holds(effect: ActiveEffect, now: number): boolean {
    return (this.#active.get(keyOf(effect))?.until ?? 0) > now;
  }

  get(key: string): ActiveEffect | undefined {
    return this.#active.get(key);
  }

  entries(): IterableIterator<[string, ActiveEffect]> {
    return this.#active.entries();
  }

  /** What holds on any of @targets, the weightiest first. */
  on(targets: readonly string[], now: number): ActiveEffect[] {
    return [...this.#active.values()]
      .filter(({ target, until }) => until > now && targets.includes(target))
      .sort((a, b) => rank(b) - rank(a) || b.until - a.until);
  }

  /** Takes away what has ended, and answers with the keys. */
  prune(now: number): string[] {
    return this.#remove(({ until }) => until <= now);
  }

  /** Takes away what holds on @target: two persons have said so. */
  clear(target: string): string[] {
    return this.#remove((effect) => effect.target === target);
  }

  #remove(unwanted: (effect: ActiveEffect) => boolean): string[] {
    const keys = [...this.#active].filter(([, effect]) => unwanted(effect)).map(([key]) => key);
    for (const key of keys) {
      this.#active.delete(key);
    }
    return keys;
  }
}

function rank({ kind, level }: ActiveEffect): number {
  return kind === 'block' ? RiskLevel.QUARANTINED : level;
}
