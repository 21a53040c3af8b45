// SPDX-License-Identifier: Apache-2.0
// What there is to clear, who may know of it, and what clearing each of it does.
import { type ClearingDecision, ClearingKind } from '../../core/canonical/clearing.ts';
import { placeOf, tokenName } from '../../core/model/device.ts';
import { ClearanceLevel, OperationTypeNames } from '../../core/model/enums.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { nameOf } from '../../core/model/names.ts';
import { isUnsure, type Stranger } from '../commit/strangers.ts';
import type { ClearingOptions, ClearingTarget, Conflicts } from './clearing-ports.ts';
import { OperationNotFoundError } from './errors.ts';
import type { Demand } from './ports.ts';
import { isCleared } from './views.ts';

type Parts = Pick<ClearingOptions, 'security' | 'actions'>;

/** What is signed of it: cleared is what the kernel said then, and nothing else. */
function strangerSubject({ id, outcome }: Stranger): string {
  return `${id} ${outcome}`;
}

export class ClearingSubjects {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** As far as @principal is cleared to know. */
  async conflicts(principal: string): Promise<Conflicts> {
    const { actions } = this.#parts;
    const all = await actions.flagged();
    const others = await actions.strangers();
    const explained = new Set(
      [...all, ...others.filter(isUnsure)].flatMap(({ devices }) => devices),
    );
    const seen = <T extends { readonly devices: readonly number[] }>(found: readonly T[]): T[] =>
      found.filter(({ devices }) => this.maySee(principal, devices));
    return {
      flagged: seen(all),
      holds: actions
        .holds()
        .filter((device) => !explained.has(device) && this.maySee(principal, [device])),
      strangers: seen(others),
    };
  }

  /**
   * What is there to be cleared, and known to @principal. Rejects with OperationNotFoundError, and with
   * InvalidArgumentError for a stranger that has not ended.
   */
  async of(
    principal: string,
    target: ClearingTarget,
  ): Promise<{ readonly subject: string; readonly devices: readonly number[] }> {
    switch (target.kind) {
      case ClearingKind.HEURISTIC: {
        const id = String(target.transaction);
        const { flagged } = await this.conflicts(principal);
        const found = flagged.find((one) => one.id === target.transaction);
        if (found === undefined) {
          throw new OperationNotFoundError('flagged transaction', id);
        }
        return { subject: id, devices: [...found.devices].sort((a, b) => a - b) };
      }
      case ClearingKind.HOLD: {
        placeOf(target.device);
        const { holds } = await this.conflicts(principal);
        if (!holds.includes(target.device)) {
          throw new OperationNotFoundError('hold without a flag', tokenName(target.device));
        }
        return { subject: tokenName(target.device), devices: [target.device] };
      }
      case ClearingKind.HISTORY: {
        placeOf(target.device);
        if (!this.maySee(principal, [target.device])) {
          throw new OperationNotFoundError('device', tokenName(target.device));
        }
        const type = nameOf(OperationTypeNames, target.type);
        return { subject: `${tokenName(target.device)} ${type}`, devices: [target.device] };
      }
      case ClearingKind.STRANGER: {
        const found = await this.#stranger(principal, target.transaction);
        if (found.outcome === 'COMMITTING') {
          throw new InvalidArgumentError(
            'transaction',
            `${found.id}`,
            'one that has ended: the kernel still performs it; list again in a moment',
          );
        }
        return { subject: strangerSubject(found), devices: found.devices };
      }
    }
  }

  async #stranger(principal: string, id: bigint): Promise<Stranger> {
    const { strangers } = await this.conflicts(principal);
    const found = strangers.find((one) => one.id === id);
    if (found === undefined) {
      throw new OperationNotFoundError('transaction of another coordinator', `${id}`);
    }
    return found;
  }

  /** What two @persons have signed for as @decision. Rejects with what journal or kernel do: nothing else is cleared. */
  async clear(
    target: ClearingTarget,
    decision: ClearingDecision,
    persons: readonly [string, string],
  ): Promise<void> {
    const { actions } = this.#parts;
    switch (target.kind) {
      case ClearingKind.HEURISTIC:
        await actions.clearFlagged(target.transaction, persons, decision.note);
        break;
      case ClearingKind.HOLD: {
        // What was signed was a hold without a flag: a flag that came since is another thing.
        const flagged = await actions.flagged();
        const others = (await actions.strangers()).filter(isUnsure);
        if (
          [...flagged, ...others].some(({ devices }) => devices.includes(target.device)) ||
          !actions.holds().includes(target.device)
        ) {
          throw new OperationNotFoundError('hold without a flag on', tokenName(target.device));
        }
        await actions.release(target.device);
        break;
      }
      case ClearingKind.HISTORY:
        await actions.clearHistory(target.device, target.type, persons, decision.note);
        break;
      case ClearingKind.STRANGER: {
        const others = await actions.strangers();
        const found = others.find(({ id }) => id === target.transaction);
        if (found === undefined || strangerSubject(found) !== decision.subject) {
          throw new OperationNotFoundError('transaction of another coordinator', decision.subject);
        }
        await actions.clearStranger(found.id, found.outcome);
        break;
      }
    }
  }

  demand(devices: readonly number[]): Demand {
    let requiredClearance: ClearanceLevel = ClearanceLevel.NONE;
    const compartments = new Set<string>();
    for (const device of devices) {
      const access = this.#parts.security.deviceAccess(device);
      requiredClearance =
        access.requiredClearance > requiredClearance ? access.requiredClearance : requiredClearance;
      for (const name of access.compartments) {
        compartments.add(name);
      }
    }
    return { requiredClearance, compartments: [...compartments].sort() };
  }

  maySee(principal: string, devices: readonly number[]): boolean {
    return isCleared(this.#parts.security.identify(principal), this.demand(devices));
  }
}
