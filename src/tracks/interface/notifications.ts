// SPDX-License-Identifier: Apache-2.0
// What people should look at. Of each kind there is one for each device, which counts: its level only
// rises until somebody who is cleared acknowledges what they have seen.
import { checkMember, checkText } from '../../core/model/check.ts';
import { placeOf } from '../../core/model/device.ts';
import { UserAttentionLevel } from '../../core/model/device-state.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { InterfaceRefusedError } from './errors.ts';

/** Different ones for a device; further kinds are counted together. */
export const KINDS_MAX = 16;
export const OTHER_KIND = 'other';

export interface Notification {
  readonly device: number;
  /** As in events: thermal.limit, operation.failed. */
  readonly kind: string;
  /** The highest since it was acknowledged last. */
  readonly level: UserAttentionLevel;
  /** The latest. */
  readonly text: string;
  /** How often since it was acknowledged last. */
  readonly count: number;
  /** {unit ms since 1970} */
  readonly firstAt: number;
  readonly latestAt: number;
}

export type NewNotification = Pick<Notification, 'device' | 'kind' | 'level' | 'text'>;

const SOME_LEVEL = {
  NOTICE: UserAttentionLevel.NOTICE,
  WARNING: UserAttentionLevel.WARNING,
  URGENT: UserAttentionLevel.URGENT,
} as const;

export class Notifications {
  /** By token, then by kind. */
  readonly #pending = new Map<number, Map<string, Notification>>();

  notify(given: NewNotification, wall: number): Notification {
    const { device, level, text } = given;
    placeOf(device);
    checkMember<UserAttentionLevel>(level, 'level', SOME_LEVEL);
    checkText(text, 'text', 1, 512);
    if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(given.kind) || given.kind.length > 64) {
      const allowed = '1..64 of a-z 0-9 _ -, in parts with dots between them';
      throw new InvalidArgumentError('kind', given.kind, allowed);
    }
    const kinds = this.#pending.get(device) ?? new Map<string, Notification>();
    const crowded = kinds.size >= KINDS_MAX && !kinds.has(given.kind);
    const kind = crowded ? OTHER_KIND : given.kind;
    const before = kinds.get(kind);
    const next: Notification = {
      device,
      kind,
      level: before !== undefined && before.level > level ? before.level : level,
      text,
      count: (before?.count ?? 0) + 1,
      firstAt: before?.firstAt ?? wall,
      latestAt: wall,
    };
    this.#pending.set(device, kinds.set(kind, next));
    return next;
  }

  /** @seen is the count that the person saw: one that happened again since stays. */
  acknowledge(device: number, kind: string, seen: number): Notification {
    const kinds = this.#pending.get(device);
    const pending = kinds?.get(kind);
    if (kinds === undefined || pending === undefined) {
      throw new InterfaceRefusedError('UNKNOWN_NOTIFICATION', kind);
    }
    if (pending.count !== seen) {
      throw new InterfaceRefusedError('NEWER', kind);
    }
    kinds.delete(kind);
    return pending;
  }

  of(device: number): readonly Notification[] {
    return [...(this.#pending.get(device)?.values() ?? [])];
  }

  attention(device: number): UserAttentionLevel {
    return this.of(device).reduce<UserAttentionLevel>(
      (most, { level }) => (level > most ? level : most),
      UserAttentionLevel.NONE,
    );
  }

  get size(): number {
    return [...this.#pending.values()].reduce((sum, kinds) => sum + kinds.size, 0);
  }
}
