// SPDX-License-Identifier: Apache-2.0
// Who is subscribed, and to what.
import { LimitError } from './errors.ts';
import { FilterTrie } from './filter-trie.ts';
import type { Subscription } from './subscription.ts';

export interface RegistryLimits {
  readonly subscriptions: number;
  readonly subscriptionsOfOne: number;
}

export class Registry {
  readonly #limits: RegistryLimits;
  readonly #all = new Set<Subscription>();
  readonly #ofPrincipal = new Map<string, number>();
  readonly #trie = new FilterTrie<Subscription>();

  constructor(limits: RegistryLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#all.size;
  }

  /** They may leave while they are gone through. */
  all(): readonly Subscription[] {
    return [...this.#all];
  }

  /** LimitError when there is no room for one more of @principal. */
  checkRoom(principal: string): void {
    const own = this.#ofPrincipal.get(principal) ?? 0;
    if (own >= this.#limits.subscriptionsOfOne) {
      throw new LimitError('this principal has too many subscriptions', own);
    }
    if (this.#all.size >= this.#limits.subscriptions) {
      throw new LimitError('there are too many subscriptions', this.#all.size);
    }
  }

  add(subscription: Subscription): void {
    const { principal } = subscription;
    this.#all.add(subscription);
    this.#ofPrincipal.set(principal, (this.#ofPrincipal.get(principal) ?? 0) + 1);
    for (const filter of subscription.filters) {
      this.#trie.add(filter, subscription);
    }
  }

  remove(subscription: Subscription): void {
    if (!this.#all.delete(subscription)) {
      return;
    }
    const { principal } = subscription;
    const own = (this.#ofPrincipal.get(principal) ?? 1) - 1;
    if (own === 0) {
      this.#ofPrincipal.delete(principal);
    } else {
      this.#ofPrincipal.set(principal, own);
    }
    for (const filter of subscription.filters) {
      this.#trie.delete(filter, subscription);
    }
  }

  /** Once for each filter of each subscription that matches. */
  interested(subject: readonly string[], visit: (subscription: Subscription) => void): void {
    this.#trie.visit(subject, visit);
  }
}
