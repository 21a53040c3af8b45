// SPDX-License-Identifier: Apache-2.0
// Which approvals were used, and the latest time that was seen. The time is looked at many times for each
// operation, and thousands of approvals may be kept: looking copies nothing until one has expired.

export interface ApprovalLedger {
  /** Nonces of decisions whose approval was used, with their expiry. */
  readonly used: ReadonlyMap<string, number>;
  /** The latest time that was seen: it never goes back from there. */
  readonly latest: number;
  /** The first expiry of those that were used; Infinity when there are none. */
  readonly earliest: number;
}

export const EMPTY_LEDGER: ApprovalLedger = {
  used: new Map(),
  latest: 0,
  earliest: Number.POSITIVE_INFINITY,
};

function earliestOf(used: ReadonlyMap<string, number>): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const expiry of used.values()) {
    earliest = Math.min(earliest, expiry);
  }
  return earliest;
}

/** The ledger after @now was seen. What has expired is refused for that, and need not be kept. */
export function observed(ledger: ApprovalLedger, now: number): ApprovalLedger {
  const { used, earliest } = ledger;
  const latest = Number.isFinite(now) ? Math.max(ledger.latest, now) : ledger.latest;
  if (earliest > latest) {
    return latest === ledger.latest ? ledger : { used, latest, earliest };
  }
  const kept = new Map([...used].filter(([, expiry]) => expiry > latest));
  return { used: kept, latest, earliest: earliestOf(kept) };
}

/** The ledger after @uses. */
export function withUsed(
  { used, latest, earliest }: ApprovalLedger,
  uses: readonly { readonly nonce: string; readonly expiry: number }[],
): ApprovalLedger {
  const next = new Map(used);
  for (const { nonce, expiry } of uses) {
    next.set(nonce, expiry);
  }
  return { used: next, latest, earliest: Math.min(earliest, ...uses.map((one) => one.expiry)) };
}

/** As if nothing had been used: whether an approval was is for the moment of its use. */
export function asUnused({ latest }: ApprovalLedger): ApprovalLedger {
  return { ...EMPTY_LEDGER, latest };
}
